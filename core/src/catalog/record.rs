//! From the YAML of a record to compiled conditions; template parameters are filled in here.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    conditions::{
        AuditResult, Binding, BoundValue, Conditions, NetForm, RightsComparison, Test, ValueForm,
    },
    detection,
    raw::{RawAudit, RawComparison, RawNetForm, RawRecord, RawTemplate, RawTest},
};
use crate::evidence::{access_rights, number};

/// The record of a trace: its template with the parameters filled in, overlaid by its own part.
pub(super) fn resolve(
    template: Option<&RawTemplate>,
    with: &BTreeMap<String, String>,
    own: &Value,
) -> Result<RawRecord, String> {
    let mut record = match template {
        Some(template) => {
            if let Some(name) = template.parameters.iter().find(|name| !with.contains_key(*name)) {
                return Err(format!("template {} needs the parameter {name}", template.id));
            }
            if let Some(name) = with.keys().find(|name| !template.parameters.contains(name)) {
                return Err(format!("template {} has no parameter {name}", template.id));
            }
            filled(&template.record, with)
        }
        None if with.is_empty() => Value::Null,
        None => return Err("`with` needs a template".to_owned()),
    };
    overlay(&mut record, own);
    serde_json::from_value(record).map_err(|error| error.to_string())
}

/// Replaces `{name}` in every text.
fn filled(value: &Value, with: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => {
            let mut text = text.clone();
            for (name, given) in with {
                text = text.replace(&format!("{{{name}}}"), given);
            }
            Value::String(text)
        }
        Value::Array(values) => values.iter().map(|value| filled(value, with)).collect(),
        Value::Object(map) => {
            let entries = map.iter().map(|(name, value)| (name.clone(), filled(value, with)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// Maps are joined, lists appended, all else replaced.
fn overlay(base: &mut Value, own: &Value) {
    match (base, own) {
        (_, Value::Null) => {}
        (Value::Object(base), Value::Object(own)) => {
            for (name, value) in own {
                overlay(base.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (Value::Array(base), Value::Array(own)) => base.extend(own.iter().cloned()),
        (base, own) => *base = own.clone(),
    }
}

/// Compiles the detection and the tests.
pub(super) fn conditions(
    block: &BTreeMap<String, Value>,
    tests: &[RawTest],
) -> Result<Conditions, String> {
    let detection = detection::read(block)?;
    let tests = tests.iter().map(compile).collect::<Result<_, _>>()?;
    Ok(Conditions { detection, tests })
}

fn compile(test: &RawTest) -> Result<Test, String> {
    Ok(match test {
        RawTest::Path { field, is } => Test::Path {
            field: field.clone(),
            paths: is.iter().map(|path| path.to_lowercase()).collect(),
        },
        RawTest::Number { field, is } => Test::Number {
            field: field.clone(),
            values: is.iter().map(|n| parsed(n)).collect::<Result<_, _>>()?,
        },
        RawTest::Rights { fields, comparison, rights } => Test::Rights {
            fields: fields.clone(),
            comparison: match comparison {
                RawComparison::All => RightsComparison::All,
                RawComparison::Any => RightsComparison::Any,
                RawComparison::Exact => RightsComparison::Exact,
                RawComparison::Within => RightsComparison::Within,
            },
            mask: mask(rights)?,
        },
        RawTest::ServicePort { port, ends: [[a, b], [c, d]] } => Test::ServicePort {
            port: parsed(port)?,
            ends: [(a.clone(), b.clone()), (c.clone(), d.clone())],
        },
        RawTest::NetCommand { field, form } => Test::NetCommand {
            field: field.clone(),
            form: match form {
                RawNetForm::UseOfShare => NetForm::UseOfShare,
            },
        },
        RawTest::Audit(RawAudit::Success) => Test::Audit(AuditResult::Success),
        RawTest::Audit(RawAudit::Failure) => Test::Audit(AuditResult::Failure),
        RawTest::NotLoopback(fields) => Test::NotLoopback { fields: fields.clone() },
    })
}

fn parsed(text: &str) -> Result<u64, String> {
    number::parse(text).ok_or_else(|| format!("{text:?} is no number"))
}

fn mask(rights: &[String]) -> Result<u32, String> {
    rights.iter().try_fold(0, |mask, name| match access_rights::bit(name) {
        Some(bit) => Ok(mask | bit),
        None => Err(format!("unknown access right {name}")),
    })
}

/// Compiles bindings such as `account: SubjectUserName|account` and `source_port: peer.port`.
pub(super) fn bindings(bind: &BTreeMap<String, String>) -> Result<Vec<Binding>, String> {
    bind.iter()
        .map(|(variable, value)| {
            Ok(Binding { variable: variable.clone(), value: bound_value(value)? })
        })
        .collect()
}

fn bound_value(text: &str) -> Result<BoundValue, String> {
    let (field, form) = text.split_once('|').unwrap_or((text, "text"));
    Ok(match (field, form) {
        ("peer.address", _) => BoundValue::PeerAddress,
        ("peer.port", _) => BoundValue::PeerPort,
        ("service.address", _) => BoundValue::ServiceAddress,
        (field, "command_host") => BoundValue::CommandHost(field.to_owned()),
        (field, "command_share") => BoundValue::CommandShare(field.to_owned()),
        (field, "command_user") => BoundValue::CommandUser(field.to_owned()),
        (field, form) => BoundValue::Field {
            field: field.to_owned(),
            form: match form {
                "text" => ValueForm::Text,
                "number" => ValueForm::Number,
                "address" => ValueForm::Address,
                "share" => ValueForm::Share,
                "account" => ValueForm::Account,
                "base_name" => ValueForm::BaseName,
                other => return Err(format!("unknown form |{other} of {field}")),
            },
        },
    })
}
