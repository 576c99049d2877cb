//! The conditions of a trace on one record, one by one, for people.
//!
//! Contract: says the same as the evaluation, which is asked for each part. Of alternatives one of
//! which is met only that one is told; of an exclusion the part that keeps it from applying.

use serde::{Deserialize, Serialize};

use super::{
    asked::Asked,
    tests_of_records::{Truth, truth, truth_of_test},
};
use crate::{
    catalog::{
        Catalog,
        conditions::{
            AuditResult, Conditions, Expression, FieldTest, RightsComparison, Test, TextPattern,
        },
    },
    evidence::{access_rights, path},
    formats::evtx::Record,
    words::{EvidenceKind, Text},
};

/// The conditions of one trace on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceCheck {
    /// Trace id.
    pub trace: String,
    /// Its title.
    pub title: Text,
    /// In the catalog's order.
    pub conditions: Vec<ConditionCheck>,
}

impl TraceCheck {
    /// Whether no condition is contradicted.
    pub fn holds(&self) -> bool {
        self.conditions.iter().all(|one| one.state != CheckState::Contradicted)
    }
}

/// One condition on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionCheck {
    /// Field that is looked at; of several the first that the record has.
    pub field: String,
    /// What is wanted of it.
    pub wanted: Wanted,
    /// Values of which one must be, in the catalog's order.
    pub values: Vec<String>,
    /// It must not be so.
    pub excluded: bool,
    /// One of several alternatives, none of which is met.
    pub alternative: bool,
    /// The field's text; `None` where it is not recorded.
    pub actual: Option<String>,
    /// The part of it that is meant.
    pub matched: Option<String>,
    /// The answer.
    pub state: CheckState,
}

/// What is wanted of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it; see `catalog::conditions`")]
pub enum Wanted {
    Equals,
    StartsWith,
    EndsWith,
    Contains,
    Expression,
    Path,
    Number,
    RightsAll,
    RightsAny,
    RightsExact,
    RightsWithin,
    ServicePort,
    NetUse,
    AuditSuccess,
    AuditFailure,
    NotLoopback,
}

/// What a condition says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Met.
    Met,
    /// The field is not recorded.
    Absent,
    /// Contradicted.
    Contradicted,
}

/// The traces that ask for records of this channel and event id, those first that it meets.
pub fn explain(catalog: &Catalog, record: &Record<'_>) -> Vec<TraceCheck> {
    let channel = record.system.channel.as_ref().map(|channel| channel.text());
    let channel = channel.unwrap_or_default();
    let asks = catalog.traces.iter().filter(|trace| {
        trace.kind == EvidenceKind::EventLog
            && trace.event_id == record.system.event_id
            && trace.channel.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&channel))
    });
    let mut checks: Vec<_> = asks
        .map(|trace| TraceCheck {
            trace: trace.id.clone(),
            title: trace.title.clone(),
            conditions: conditions(&trace.conditions, record),
        })
        .collect();
    checks.sort_by_key(|check| !check.holds());
    checks
}

fn conditions(conditions: &Conditions, record: &Record<'_>) -> Vec<ConditionCheck> {
    let mut checks = Vec::new();
    if let Some(detection) = &conditions.detection {
        of_expression(detection, record, false, false, &mut checks);
    }
    checks.extend(conditions.tests.iter().map(|test| of_test(test, record)));
    checks
}

fn of_expression(
    expression: &Expression,
    record: &Record<'_>,
    excluded: bool,
    alternative: bool,
    checks: &mut Vec<ConditionCheck>,
) {
    let all_needed = match expression {
        Expression::Not(part) => {
            return of_expression(part, record, !excluded, alternative, checks);
        }
        Expression::Field(test) => {
            return checks.push(of_field(test, record, excluded, alternative));
        }
        // Under an exclusion "all of" and "one of" change places.
        Expression::All(_) => !excluded,
        Expression::Any(_) => excluded,
    };
    let (Expression::All(parts) | Expression::Any(parts)) = expression else { return };
    let met =
        |part: &&Expression| state(truth(part, &Asked::alone(record)), excluded) == CheckState::Met;
    match parts.iter().find(met).filter(|_| !all_needed) {
        Some(part) => of_expression(part, record, excluded, alternative, checks),
        None => {
            for part in parts {
                let alternative = alternative || (!all_needed && parts.len() > 1);
                of_expression(part, record, excluded, alternative, checks);
            }
        }
    }
}

fn state(truth: Truth, excluded: bool) -> CheckState {
    match (truth, excluded) {
        (Truth::Absent, _) => CheckState::Absent,
        (Truth::Met, false) | (Truth::Contradicted, true) => CheckState::Met,
        (Truth::Met, true) | (Truth::Contradicted, false) => CheckState::Contradicted,
    }
}

fn of_field(
    test: &FieldTest,
    record: &Record<'_>,
    excluded: bool,
    alternative: bool,
) -> ConditionCheck {
    let actual = record.field(&test.field).map(|value| value.text().into_owned());
    let known = |pattern: &TextPattern| match pattern {
        TextPattern::Exact(text) => (Wanted::Equals, text.clone()),
        TextPattern::StartsWith(text) => (Wanted::StartsWith, text.clone()),
        TextPattern::EndsWith(text) => (Wanted::EndsWith, text.clone()),
        TextPattern::Contains(text) => (Wanted::Contains, text.clone()),
        TextPattern::Expression(expression) => (Wanted::Expression, expression.to_string()),
    };
    let matched = actual.as_ref().and_then(|text| {
        test.values.iter().find_map(|pattern| matched_part(pattern, text)).map(str::to_owned)
    });
    ConditionCheck {
        field: test.field.clone(),
        wanted: test.values.first().map_or(Wanted::Equals, |pattern| known(pattern).0),
        values: test.values.iter().map(|pattern| known(pattern).1).collect(),
        excluded,
        alternative,
        actual,
        matched,
        state: state(truth(&Expression::Field(test.clone()), &Asked::alone(record)), excluded),
    }
}

/// The part of a text that a pattern means; `None` where it does not match, or where lower case has
/// another length, so that the place is not known.
fn matched_part<'t>(pattern: &TextPattern, text: &'t str) -> Option<&'t str> {
    let lower = text.to_lowercase();
    let start = match pattern {
        TextPattern::Expression(expression) => {
            return expression.find(text).map(|found| found.as_str());
        }
        TextPattern::Exact(wanted) => (lower == *wanted).then_some(0)?,
        TextPattern::StartsWith(wanted) => lower.starts_with(wanted).then_some(0)?,
        TextPattern::EndsWith(wanted) => {
            lower.ends_with(wanted).then(|| lower.len().saturating_sub(wanted.len()))?
        }
        TextPattern::Contains(wanted) => lower.find(wanted)?,
    };
    let length = match pattern {
        TextPattern::Exact(wanted)
        | TextPattern::StartsWith(wanted)
        | TextPattern::EndsWith(wanted)
        | TextPattern::Contains(wanted) => wanted.len(),
        TextPattern::Expression(_) => return None,
    };
    if lower.len() != text.len() {
        return None;
    }
    text.get(start..start.saturating_add(length))
}

fn of_test(test: &Test, record: &Record<'_>) -> ConditionCheck {
    let fields = test.fields();
    let value = |field: &&str| record.field(field).map(|value| value.text().into_owned());
    let found = fields.iter().find_map(|field| Some((*field, value(field)?)));
    let (wanted, values) = wanted(test);
    let (field, actual) = match (test, found) {
        (Test::Audit(_), _) => {
            ("Keywords", record.system.keywords.map(|keywords| format!("0x{keywords:016x}")))
        }
        // Both ends are told: which of them has the port is the answer.
        (Test::ServicePort { ends: [(_, first), (_, second)], .. }, _) => {
            let ports: Vec<_> =
                [first, second].iter().filter_map(|one| value(&one.as_str())).collect();
            (first.as_str(), (!ports.is_empty()).then(|| ports.join(" / ")))
        }
        (_, Some((field, actual))) => (field, Some(actual)),
        (_, None) => (fields.first().copied().unwrap_or_default(), None),
    };
    let state = state(truth_of_test(test, &Asked::alone(record)), false);
    let matched = actual.as_ref().filter(|_| state == CheckState::Met).map(|actual| match test {
        Test::Path { .. } => path::after_volume(actual).to_owned(),
        Test::ServicePort { port, .. } => port.to_string(),
        _ => actual.clone(),
    });
    ConditionCheck {
        field: field.to_owned(),
        wanted,
        values,
        excluded: false,
        alternative: false,
        actual,
        matched,
        state,
    }
}

fn wanted(test: &Test) -> (Wanted, Vec<String>) {
    let rights = |mask: u32| access_rights::names(mask).into_iter().map(str::to_owned).collect();
    match test {
        Test::Path { paths, .. } => (Wanted::Path, paths.clone()),
        Test::Number { values, .. } => {
            (Wanted::Number, values.iter().map(ToString::to_string).collect())
        }
        Test::Rights { comparison, mask, .. } => {
            let wanted = match comparison {
                RightsComparison::All => Wanted::RightsAll,
                RightsComparison::Any => Wanted::RightsAny,
                RightsComparison::Exact => Wanted::RightsExact,
                RightsComparison::Within => Wanted::RightsWithin,
            };
            (wanted, rights(*mask))
        }
        Test::ServicePort { port, .. } => (Wanted::ServicePort, vec![port.to_string()]),
        Test::NetCommand { .. } => (Wanted::NetUse, Vec::new()),
        Test::Audit(AuditResult::Success) => (Wanted::AuditSuccess, Vec::new()),
        Test::Audit(AuditResult::Failure) => (Wanted::AuditFailure, Vec::new()),
        Test::NotLoopback { .. } => (Wanted::NotLoopback, Vec::new()),
    }
}
