//! Reports hold what their JSON Schema says, and nothing that it does not tell of.

use konseki_core::analysis::Question;
use konseki_tests::{
    cases::{Files, clean, password, three_hosts},
    evidence, flow,
};
use serde_json::{Map, Value};

/// The part of JSON Schema that the report's schema uses. Unknown keywords fail, so that nothing
/// is left unchecked.
struct Schema {
    root: Value,
}

const ANNOTATIONS: [&str; 5] = ["$schema", "$id", "$defs", "title", "description"];

impl Schema {
    fn load() -> Self {
        let path = evidence::workspace_root().join("docs/konseki.report.schema.json");
        let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        Self { root: serde_json::from_slice(&text).expect("a schema in JSON") }
    }

    fn check(&self, value: &Value) -> Vec<String> {
        let mut errors = Vec::new();
        self.check_at(&self.root, value, "", &mut errors);
        errors
    }

    fn check_at(&self, schema: &Value, value: &Value, at: &str, errors: &mut Vec<String>) {
        let Value::Object(keywords) = schema else { panic!("{at}: a schema is an object") };
        for (keyword, rule) in keywords.iter().filter(|(k, _)| !ANNOTATIONS.contains(&k.as_str())) {
            let holds = match keyword.as_str() {
                "$ref" => {
                    let pointer = rule.as_str().unwrap().trim_start_matches('#');
                    let target = self.root.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
                    self.check_at(target, value, at, errors);
                    true
                }
                "anyOf" => self.meets_any(rule, value, at),
                "type" => is_of_type(rule.as_str().unwrap(), value),
                "const" => rule == value,
                "enum" => rule.as_array().unwrap().contains(value),
                "minimum" => value.as_f64().is_none_or(|number| Some(number) >= rule.as_f64()),
                "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= number(rule)),
                "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= number(rule)),
                "pattern" => {
                    let pattern = regex::Regex::new(rule.as_str().unwrap()).unwrap();
                    value.as_str().is_none_or(|text| pattern.is_match(text))
                }
                "required" => rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|key| value.get(key.as_str().unwrap()).is_some()),
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check_at(rule, item, &format!("{at}/{number}"), errors);
                    }
                    true
                }
                "properties" => {
                    self.check_object(keywords, value, at, errors);
                    true
                }
                "additionalProperties" => {
                    for (key, item) in value.as_object().into_iter().flatten() {
                        self.check_at(rule, item, &format!("{at}/{key}"), errors);
                    }
                    true
                }
                other => panic!("{at}: keyword {other} is not checked here"),
            };
            if !holds {
                errors.push(format!("{at}: {keyword} {rule} does not hold for {value:.80}"));
            }
        }
    }

    fn check_object(
        &self,
        keywords: &Map<String, Value>,
        value: &Value,
        at: &str,
        errors: &mut Vec<String>,
    ) {
        let properties = keywords["properties"].as_object().unwrap();
        for (key, item) in value.as_object().into_iter().flatten() {
            match properties.get(key) {
                Some(schema) => self.check_at(schema, item, &format!("{at}/{key}"), errors),
                None => errors.push(format!("{at}/{key} is not documented")),
            }
        }
    }

    fn meets_any(&self, rule: &Value, value: &Value, at: &str) -> bool {
        rule.as_array().unwrap().iter().any(|schema| {
            let mut errors = Vec::new();
            self.check_at(schema, value, at, &mut errors);
            errors.is_empty()
        })
    }
}

fn number(rule: &Value) -> u64 {
    rule.as_u64().unwrap()
}

fn is_of_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    }
}

fn report(files: &Files, question: &Question) -> Value {
    serde_json::to_value(flow::report(files, question)).unwrap()
}

#[track_caller]
fn check(name: &str, report: &Value) {
    let errors = Schema::load().check(report);
    assert!(errors.is_empty(), "{name}: {} errors, first {:#?}", errors.len(), &errors[0]);
}

#[test]
fn reports_of_constructed_cases_hold_to_the_schema() {
    let question: Question = serde_json::from_value(serde_json::json!({
        "hosts": [{"name": "WS01", "path": "WS01"}],
        "roles": [{"name": "FS01", "role": "destination"}],
        "variables": {"source_address": "10.0.10.21"},
        "statements": ["process creation was audited"],
        "sheets": ["net-use"],
    }))
    .unwrap();
    check("asked", &report(&three_hosts::logs_and_prefetch(), &question));
    check("nothing", &report(&Vec::new(), &Question::default()));
    for (name, files) in [
        ("three hosts", three_hosts::logs_and_prefetch()),
        ("password", password::password_on_the_command_line()),
        ("cleared", clean::log_cleared_in_the_middle()),
        ("forwarded", clean::forwarded_from_three_computers()),
        ("other commands", clean::other_net_commands()),
        ("copies", clean::copies()),
        ("garbage", vec![("note.txt".to_owned(), b"no evidence".to_vec())]),
    ] {
        check(name, &report(&files, &Question::default()));
    }
}

#[test]
fn reports_of_real_evidence_hold_to_the_schema() {
    for kind in ["evtx", "pf"] {
        let files: Files = evidence::known(kind, "reports of real evidence against the schema")
            .into_iter()
            .map(|known| (known.name.clone(), known.bytes()))
            .collect();
        check(kind, &report(&files, &Question::default()));
    }
}

#[test]
fn what_the_schema_does_not_allow_is_told() {
    let schema = Schema::load();
    let mut report = report(&clean::log_cleared(), &Question::default());
    report["hosts"][0]["new"] = Value::Null;
    report["evidence"][0]["size"] = Value::from("1");
    report["schema"] = Value::from("konseki.report/2");
    assert_eq!(schema.check(&report).len(), 3);
}
