//! System values of a record under way.

use super::{shape::SystemField, values::RawValue};
use crate::{
    formats::evtx::{record::System, value::Value},
    time::Filetime,
};

/// As [`set`] for numbers, times and texts stored as such, which nearly all are; whether it was one.
pub(super) fn set_plain<'a>(
    system: &mut System<'a>,
    field: SystemField,
    raw: RawValue<'a>,
) -> bool {
    let text = match field {
        SystemField::TimeCreated => {
            let time = raw.filetime();
            system.time_created = time.or(system.time_created);
            return time.is_some();
        }
        SystemField::Provider => &mut system.provider,
        SystemField::Channel => &mut system.channel,
        SystemField::Computer => &mut system.computer,
        _ => return set_number(system, field, raw),
    };
    let units = raw.utf16();
    if let Some(units) = units {
        *text = Some(Value::Utf16(units));
    }
    units.is_some()
}

fn set_number(system: &mut System<'_>, field: SystemField, raw: RawValue<'_>) -> bool {
    let Some(number) = raw.unsigned() else { return false };
    match field {
        SystemField::EventId => system.event_id = u32::try_from(number).ok(),
        SystemField::Version => system.version = u8::try_from(number).ok(),
        SystemField::Level => system.level = u8::try_from(number).ok(),
        SystemField::Task => system.task = u16::try_from(number).ok(),
        SystemField::Opcode => system.opcode = u8::try_from(number).ok(),
        SystemField::Keywords => system.keywords = Some(number),
        SystemField::EventRecordId => system.event_record_id = Some(number),
        SystemField::ProcessId => system.process_id = u32::try_from(number).ok(),
        SystemField::Provider
        | SystemField::Channel
        | SystemField::Computer
        | SystemField::TimeCreated => return false,
    }
    true
}

/// Sets a value; one that is null changes nothing.
pub(super) fn set<'a>(system: &mut System<'a>, field: SystemField, value: Value<'a>) {
    if value == Value::Null {
        return;
    }
    match field {
        SystemField::Provider => system.provider = Some(value),
        SystemField::Channel => system.channel = Some(value),
        SystemField::Computer => system.computer = Some(value),
        SystemField::EventId => system.event_id = narrow(&value),
        SystemField::Version => system.version = narrow(&value),
        SystemField::Level => system.level = narrow(&value),
        SystemField::Task => system.task = narrow(&value),
        SystemField::Opcode => system.opcode = narrow(&value),
        SystemField::Keywords => system.keywords = system_number(&value),
        SystemField::EventRecordId => system.event_record_id = system_number(&value),
        SystemField::ProcessId => system.process_id = narrow(&value),
        SystemField::TimeCreated => {
            system.time_created = match value {
                Value::Time(time) => Some(time),
                other => other.text().parse::<Filetime>().ok(),
            };
        }
    }
}

fn narrow<T: TryFrom<u64>>(value: &Value<'_>) -> Option<T> {
    system_number(value).and_then(|number| T::try_from(number).ok())
}

/// A number, or its text in decimal or hexadecimal (literals, the fallback reader).
pub(in super::super) fn system_number(value: &Value<'_>) -> Option<u64> {
    value.number().or_else(|| match value {
        Value::Text(text) => number_of(text),
        other => number_of(&other.text()),
    })
}

fn number_of(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}
