//! Records that have no shape of ours: read through the `evtx` crate's rendering.
//!
//! Contract: slower, complete, and counted as fallback by the caller.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use evtx::{EvtxChunkData, ParserSettings};
use serde_json::{Map, Value as Json};

use super::{
    binxml::system_number,
    chunk::RecordSlot,
    record::{Field, System},
    value::Value,
};
use crate::{limits, time::Filetime};

/// Rendered records of one chunk by the offset of their magic in it.
pub(super) type Rendered = HashMap<usize, Json>;

/// Renders all records of a chunk that `evtx` can read.
pub(super) fn render_chunk(chunk: &[u8], slots: &[RecordSlot]) -> Rendered {
    let mut rendered = Rendered::new();
    let copy = super::render::readable_copy(chunk, slots.iter().map(|slot| slot.start));
    let Ok(mut data) = EvtxChunkData::new(copy, false) else {
        return rendered;
    };
    let settings = Arc::new(ParserSettings::default());
    let Ok(mut chunk) = data.parse(settings) else { return rendered };
    for record in chunk.iter().flatten() {
        let offset = usize::try_from(record.binxml_offset).unwrap_or(usize::MAX);
        let start = offset.saturating_sub(super::chunk::RECORD_HEADER);
        if let Ok(json) = record.into_json_value() {
            rendered.insert(start, json.data);
        }
    }
    rendered
}

/// System values and fields of a rendered record.
pub(super) fn body(json: &Json) -> (System<'static>, Vec<Field<'static>>) {
    let mut system = System::default();
    let mut fields = Vec::new();
    let Some(event) = json.get("Event").and_then(Json::as_object) else {
        return (system, fields);
    };
    for (name, part) in event {
        match (name.as_str(), part) {
            ("System", Json::Object(part)) => system = read_system(part),
            (name, _) if name.starts_with('#') => {}
            (_, Json::Object(part)) => push_fields(part, &mut fields),
            _ => {}
        }
    }
    (system, fields)
}

/// Whether no field is longer than a record that repeats nothing could make it. The crate itself
/// bounds what it renders of a chunk.
pub(super) fn are_within_limits(fields: &[Field<'_>]) -> bool {
    // Two bytes of UTF-16 are at most three of UTF-8, a byte of binary data two.
    let longest = limits::VALUE_BYTES.saturating_mul(2);
    fields.iter().all(|field| field.value.text().len() <= longest)
}

fn read_system(part: &Map<String, Json>) -> System<'static> {
    let value = |name: &str| part.get(name).and_then(text_of);
    let number = |name: &str| value(name).and_then(|value| system_number(&value));
    let attribute = |element: &str, name: &str| {
        part.get(element)
            .and_then(|e| e.get("#attributes"))
            .and_then(|a| a.get(name))
            .and_then(text_of)
    };
    System {
        provider: attribute("Provider", "Name"),
        event_id: number("EventID").and_then(|n| n.try_into().ok()),
        version: number("Version").and_then(|n| n.try_into().ok()),
        level: number("Level").and_then(|n| n.try_into().ok()),
        task: number("Task").and_then(|n| n.try_into().ok()),
        opcode: number("Opcode").and_then(|n| n.try_into().ok()),
        keywords: number("Keywords"),
        time_created: attribute("TimeCreated", "SystemTime")
            .and_then(|value| value.text().parse::<Filetime>().ok()),
        event_record_id: number("EventRecordID"),
        channel: value("Channel"),
        computer: value("Computer"),
        process_id: attribute("Execution", "ProcessID")
            .and_then(|value| system_number(&value))
            .and_then(|n| n.try_into().ok()),
    }
}

fn push_fields(part: &Map<String, Json>, fields: &mut Vec<Field<'static>>) {
    for (name, value) in part {
        match value {
            _ if name.starts_with('#') => {}
            Json::Object(inner) if name == "Data" => match inner.get("#text") {
                Some(Json::Array(items)) => push_unnamed(items, fields),
                Some(item) => push_unnamed(std::slice::from_ref(item), fields),
                None => {}
            },
            Json::Object(inner) if !inner.contains_key("#text") => push_fields(inner, fields),
            other => {
                let value = text_of(other).unwrap_or(Value::Null);
                fields.push(Field { name: Rc::from(plain_name(name, part)), value });
            }
        }
    }
}

/// A second element of the same name is rendered as `Name_1`.
fn plain_name<'n>(name: &'n str, part: &Map<String, Json>) -> &'n str {
    match name.rsplit_once('_') {
        Some((plain, number)) if number.parse::<u32>().is_ok() && part.contains_key(plain) => plain,
        _ => name,
    }
}

fn push_unnamed(items: &[Json], fields: &mut Vec<Field<'static>>) {
    for (number, item) in items.iter().enumerate() {
        let value = text_of(item).unwrap_or(Value::Null);
        fields.push(Field { name: format!("Data[{number}]").into(), value });
    }
}

fn text_of(json: &Json) -> Option<Value<'static>> {
    let text = match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Bool(flag) => flag.to_string(),
        Json::Object(object) => return object.get("#text").and_then(text_of),
        Json::Array(items) => return Some(Value::List(items.iter().filter_map(text_of).collect())),
        Json::Null => return None,
    };
    Some(Value::Text(text.into()))
}
