//! From the conditions of a trace to a Sigma detection.
//!
//! Contract: selections of the catalog are kept as written; each test of `where` becomes a
//! selection or a filter of its own, at most looser than the test, never stricter.

use serde_json::Value;

use super::yaml::Yaml;
use crate::{
    catalog::{
        Trace,
        conditions::{AuditResult, RightsComparison, Test},
    },
    evidence::access_rights,
};

/// Events that are recorded of successes and of failures; of all others one of the two is the rule.
const BOTH_RESULTS: [u32; 4] = [4656, 4673, 5140, 5145];
/// Rights whose subsets are listed one by one: at most 15 masks.
const RIGHTS_ENUMERATED: usize = 4;

/// A detection under construction.
#[derive(Default)]
struct Detection {
    selections: Vec<(String, Yaml)>,
    condition: Vec<String>,
}

impl Detection {
    /// A selection that must hold.
    fn select(&mut self, name: &str, fields: Vec<(String, Yaml)>) {
        self.condition.push(name.to_owned());
        self.selections.push((name.to_owned(), Yaml::Map(fields)));
    }
}

/// The `detection` of a rule; the event id is part of it where the log source does not give it.
pub(super) fn detection(trace: &Trace, event_id: Option<u32>) -> Yaml {
    let mut detection = Detection::default();
    if let Some(id) = event_id {
        detection.select("selection_event", vec![("EventID".to_owned(), Yaml::Number(id.into()))]);
    }
    written(trace, &mut detection);
    for (number, test) in (1_u32..).zip(&trace.conditions.tests) {
        lower(test, number, trace.event_id, &mut detection);
    }
    if detection.condition.is_empty() {
        let id = trace.event_id.unwrap_or_default();
        detection.select("selection_event", vec![("EventID".to_owned(), Yaml::Number(id.into()))]);
    }
    let condition = detection.condition.join(" and ");
    let mut all = detection.selections;
    all.push(("condition".to_owned(), Yaml::text(condition)));
    Yaml::Map(all)
}

/// The catalog's own selections and condition, names with a prefix of their own.
fn written(trace: &Trace, detection: &mut Detection) {
    let Some(condition) = trace.detection.get("condition").and_then(Value::as_str) else { return };
    for (name, selection) in trace.detection.iter().filter(|(name, _)| *name != "condition") {
        detection.selections.push((format!("selection_{name}"), selection_yaml(selection)));
    }
    let spaced = condition.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<String> = spaced
        .split_whitespace()
        .map(|word| match word {
            "and" | "or" | "not" | "(" | ")" | "1" | "all" | "of" => word.to_owned(),
            "them" => "selection_*".to_owned(),
            name => format!("selection_{name}"),
        })
        .collect();
    let condition = words.join(" ").replace("( ", "(").replace(" )", ")");
    let is_one_of = words.iter().any(|word| word == "or") && words.len() > 1;
    detection.condition.push(if is_one_of { format!("({condition})") } else { condition });
}

/// A map of fields, or a list of such maps, in a fixed order.
fn selection_yaml(value: &Value) -> Yaml {
    match value {
        Value::Array(maps) => Yaml::List(maps.iter().map(selection_yaml).collect()),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let field = |(name, value): (&String, &Value)| {
                (name.clone(), value_yaml(value, name.contains("|re")))
            };
            Yaml::Map(fields.into_iter().map(field).collect())
        }
        other => value_yaml(other, false),
    }
}

fn value_yaml(value: &Value, is_expression: bool) -> Yaml {
    match value {
        Value::Array(values) => {
            Yaml::List(values.iter().map(|value| value_yaml(value, is_expression)).collect())
        }
        Value::String(text) if is_expression => Yaml::text(text),
        Value::String(text) => Yaml::Text(escaped(text)),
        Value::Number(number) => {
            number.as_u64().map_or_else(|| Yaml::text(number.to_string()), Yaml::Number)
        }
        other => Yaml::text(other.to_string()),
    }
}

/// Text without wildcards: a backslash stands for itself only where nothing special follows.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    let mut is_run = false;
    while let Some(one) = rest.next() {
        let next = rest.peek().copied();
        match one {
            '*' | '?' => out.extend(['\\', one]),
            '\\' if is_run || next.is_some_and(|next| ['\\', '*', '?'].contains(&next)) => {
                out.push_str("\\\\");
                is_run = next == Some('\\');
            }
            _ => out.push(one),
        }
    }
    out
}

fn lower(test: &Test, number: u32, event_id: Option<u32>, detection: &mut Detection) {
    let name = format!("selection_where_{number}");
    match test {
        Test::Path { field, paths } => {
            let paths = paths.iter().map(|path| escaped(path));
            detection.select(&name, vec![(format!("{field}|endswith"), Yaml::texts(paths))]);
        }
        Test::Number { field, values } => {
            let forms = values
                .iter()
                .flat_map(|value| [Yaml::Number(*value), Yaml::text(format!("{value:#x}"))]);
            detection.select(&name, vec![(field.clone(), Yaml::List(forms.collect()))]);
        }
        Test::Rights { fields, comparison, mask } => {
            let (field, values) = rights(fields, *comparison, *mask);
            detection.select(&name, vec![(field, values)]);
        }
        Test::ServicePort { port, ends } => {
            for ((_, field), end) in ends.iter().zip(["source", "destination"]) {
                let port = vec![(field.clone(), Yaml::Number(*port))];
                detection.selections.push((format!("{name}_{end}"), Yaml::Map(port)));
            }
            detection.condition.push(format!("1 of {name}_*"));
        }
        Test::NetCommand { field, .. } => net_use(field, &name, detection),
        Test::Audit(result) => {
            if event_id.is_some_and(|id| BOTH_RESULTS.contains(&id)) {
                let keywords = match result {
                    AuditResult::Success => "0x8020000000000000",
                    AuditResult::Failure => "0x8010000000000000",
                };
                detection.select(&name, vec![("Keywords".to_owned(), Yaml::text(keywords))]);
            }
        }
        Test::NotLoopback { fields } => {
            for field in fields {
                let loopback = Yaml::texts(["127.0.0.0/8", "::1/128"]);
                let filter = format!("filter_loopback_{}", field.to_ascii_lowercase());
                let fields = vec![(format!("{field}|cidr"), loopback)];
                detection.selections.push((filter, Yaml::Map(fields)));
            }
            detection.condition.push("not 1 of filter_loopback_*".to_owned());
        }
    }
}

/// `net use` with a path or a URL and without `/delete`.
fn net_use(field: &str, name: &str, detection: &mut Detection) {
    detection.select(name, vec![(format!("{field}|contains"), Yaml::text(" use "))]);
    let paths = Yaml::texts([escaped(r"\\"), "//".to_owned()]);
    detection.select(&format!("{name}_path"), vec![(format!("{field}|contains"), paths)]);
    let deletes = Yaml::texts([" /d", " -d"]);
    detection.selections.push((
        "filter_delete".to_owned(),
        Yaml::Map(vec![(format!("{field}|contains"), deletes)]),
    ));
    detection.condition.push("not filter_delete".to_owned());
}

/// Rights by the mask where its values can be listed, else by the ids in the list.
fn rights(fields: &[String], comparison: RightsComparison, mask: u32) -> (String, Yaml) {
    let named = |part: &str| fields.iter().find(|field| field.ends_with(part)).or(fields.first());
    let list = named("List").cloned().unwrap_or_default();
    let ids = || Yaml::texts(access_rights::message_ids(mask).iter().map(|id| format!("%%{id}")));
    let hex = |mask: u32| Yaml::text(format!("{mask:#x}"));
    match comparison {
        RightsComparison::All if mask.count_ones() > 1 => (format!("{list}|contains|all"), ids()),
        RightsComparison::All => (format!("{list}|contains"), ids()),
        RightsComparison::Any => (format!("{list}|contains"), ids()),
        RightsComparison::Exact => (named("Mask").cloned().unwrap_or_default(), hex(mask)),
        RightsComparison::Within if mask.count_ones() as usize <= RIGHTS_ENUMERATED => {
            let subsets = subsets(mask).into_iter().map(hex).collect();
            (named("Mask").cloned().unwrap_or_default(), Yaml::List(subsets))
        }
        RightsComparison::Within => (format!("{list}|contains"), ids()),
    }
}

/// All sets of bits of the mask but the empty one, smallest first.
fn subsets(mask: u32) -> Vec<u32> {
    let mut subsets = Vec::new();
    let mut subset = mask;
    while subset != 0 {
        subsets.push(subset);
        subset = subset.wrapping_sub(1) & mask;
    }
    subsets.reverse();
    subsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_no_wildcards() {
        for (text, expected) in [
            (r"\net.exe", r"\net.exe"),
            (r"\\", r"\\\\"),
            (r"\Windows\", r"\Windows\"),
            (r"a*b?", r"a\*b\?"),
            (r"\*\IPC$", r"\\\*\IPC$"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn rights_are_listed_as_masks_or_ids() {
        let fields = ["AccessList".to_owned(), "AccessMask".to_owned()];
        let (field, values) = rights(&fields, RightsComparison::Within, 6);
        assert_eq!((field.as_str(), values), ("AccessMask", Yaml::texts(["0x2", "0x4", "0x6"])));
        let (field, values) = rights(&fields, RightsComparison::All, 0x81);
        assert_eq!(
            (field.as_str(), values),
            ("AccessList|contains|all", Yaml::texts(["%%4416", "%%4423"]))
        );
    }
}
