//! Template instances and fragments: shapes filled with values.

use std::{borrow::Cow, rc::Rc};

use super::{
    ShapeCache,
    shape::{Dependency, FieldName, Shape, Source, SystemField, read_elements},
    tokens,
    values::{BINARY_XML, RawValue},
};
use crate::{
    bytes::Reader,
    error::ParseError,
    formats::evtx::{
        record::{Field, System},
        value::Value,
    },
    limits,
    time::Filetime,
};

/// What a record's fragments hold.
#[derive(Debug, Default)]
pub(in super::super) struct Body<'a> {
    /// Values below `System`.
    pub(in super::super) system: System<'a>,
    /// Fields in document order.
    pub(in super::super) fields: Vec<Field<'a>>,
    unnamed: usize,
}

/// Reads the fragments from `start` to `end` of a chunk into `body`.
///
/// # Errors
/// When the data is damaged or has no shape; `body` is then to be thrown away.
pub(in super::super) fn read_fragment<'a>(
    chunk: &'a [u8],
    (start, end): (usize, usize),
    cache: &mut ShapeCache,
    body: &mut Body<'a>,
    depth: usize,
) -> Result<(), ParseError> {
    if depth > limits::BINARY_XML_NESTING {
        let limit = limits::BINARY_XML_NESTING as u64;
        return Err(ParseError::limit("fragment nesting", start as u64, limit, depth as u64));
    }
    let window = chunk.get(..end).unwrap_or(chunk);
    let mut reader = Reader::new(window, 0).at("fragment", start)?;
    while reader.remaining() > 0 {
        let mut ahead = reader;
        let token = ahead.u8("token")?;
        match token {
            tokens::END => break,
            tokens::FRAGMENT_HEADER => {
                ahead.skip("fragment header", 3)?;
                reader = ahead;
            }
            tokens::TEMPLATE_INSTANCE => {
                read_instance(chunk, &mut ahead, cache, body, depth)?;
                reader = ahead;
            }
            _ => {
                cache.spend(reader.offset(), reader.remaining())?;
                let shape = read_elements(chunk, &mut reader, Dependency::Absent)?;
                fill(chunk, &shape, &[], cache, body, depth)?;
            }
        }
    }
    Ok(())
}

fn read_instance<'a>(
    chunk: &'a [u8],
    reader: &mut Reader<'a>,
    cache: &mut ShapeCache,
    body: &mut Body<'a>,
    depth: usize,
) -> Result<(), ParseError> {
    reader.skip("template instance", 5)?;
    let definition = reader.u32("template definition offset")?;
    if u32::try_from(reader.position()) == Ok(definition) {
        reader.skip("template header", 20)?;
        let size = reader.u32("template size")?;
        reader.skip("template definition", usize::try_from(size).unwrap_or(usize::MAX))?;
    }
    let shape = cache.shape(chunk, definition)?;
    let values = read_values(reader)?;
    fill(chunk, &shape, &values, cache, body, depth)
}

/// Position of a value in the chunk, with its bytes.
type Placed<'a> = (usize, RawValue<'a>);

fn read_values<'a>(reader: &mut Reader<'a>) -> Result<Vec<Placed<'a>>, ParseError> {
    let offset = reader.offset();
    let count = usize::try_from(reader.u32("substitution count")?).unwrap_or(usize::MAX);
    let size = count.saturating_mul(4);
    if size > reader.remaining() {
        let have = reader.remaining() as u64;
        return Err(ParseError::truncated("substitutions", offset, size as u64, have));
    }
    let descriptors = reader.take("substitutions", size)?;
    let mut values = Vec::with_capacity(count);
    for [low, high, kind, _] in descriptors.as_chunks::<4>().0 {
        let position = reader.position();
        let size = usize::from(u16::from_le_bytes([*low, *high]));
        let bytes = reader.take("substitution value", size)?;
        values.push((position, RawValue { kind: *kind, bytes }));
    }
    Ok(values)
}

/// Fills a shape with values.
fn fill<'a>(
    chunk: &'a [u8],
    shape: &Shape,
    values: &[Placed<'a>],
    cache: &mut ShapeCache,
    body: &mut Body<'a>,
    depth: usize,
) -> Result<(), ParseError> {
    for (field, source) in &shape.system {
        let value = resolve(source, values)?;
        set_system(&mut body.system, *field, value);
    }
    for (name, source) in &shape.fields {
        match nested_fragment(source, values) {
            Some(range) => read_fragment(chunk, range, cache, body, depth.saturating_add(1))?,
            None => push_field(body, name, resolve(source, values)?),
        }
    }
    for index in &shape.nested {
        let Some((position, raw)) = values.get(usize::from(*index)) else { continue };
        match nested_fragment(&Source::Substitution(*index), values) {
            Some(range) => read_fragment(chunk, range, cache, body, depth.saturating_add(1))?,
            None if raw.bytes.is_empty() || raw.kind == 0 => {}
            None => {
                let (offset, found) = (*position as u64, format!("type 0x{:02x}", raw.kind));
                return Err(ParseError::unexpected("element", offset, "binary XML", found));
            }
        }
    }
    Ok(())
}

/// Where the fragment stands that a substitution holds, if it holds one: whole elements may stand
/// where a value would.
fn nested_fragment(source: &Source, values: &[Placed<'_>]) -> Option<(usize, usize)> {
    let Source::Substitution(index) = source else { return None };
    let (position, raw) = values.get(usize::from(*index))?;
    let is_fragment = raw.kind == BINARY_XML && !raw.bytes.is_empty();
    is_fragment.then(|| (*position, position.saturating_add(raw.bytes.len())))
}

fn resolve<'a>(source: &Source, values: &[Placed<'a>]) -> Result<Value<'a>, ParseError> {
    match source {
        Source::Empty => Ok(Value::Null),
        Source::Literal(text) => Ok(Value::Text(Cow::Owned(text.to_string()))),
        Source::Substitution(index) => {
            // An optional substitution beyond the record's values was not given.
            let Some((position, raw)) = values.get(usize::from(*index)) else {
                return Ok(Value::Null);
            };
            match raw.decode() {
                Some(Value::BinaryXml(bytes)) if !bytes.is_empty() => {
                    let offset = *position as u64;
                    Err(ParseError::unexpected("field value", offset, "a value", "binary XML"))
                }
                Some(value) => Ok(value),
                None => {
                    let found = format!("{} bytes of type 0x{:02x}", raw.bytes.len(), raw.kind);
                    Err(ParseError::unexpected("value", *position as u64, "a value", found))
                }
            }
        }
        Source::Mixed(parts) => {
            let mut text = String::new();
            for part in parts {
                text.push_str(&resolve(part, values)?.text());
            }
            Ok(Value::Text(Cow::Owned(text)))
        }
    }
}

/// Adds a field; an unnamed array stands for as many `Data` elements.
fn push_field<'a>(body: &mut Body<'a>, name: &FieldName, value: Value<'a>) {
    match (name, value) {
        (FieldName::Named(name), value) => {
            body.fields.push(Field { name: Rc::clone(name), value });
        }
        (FieldName::Unnamed, Value::List(values)) => {
            for value in values {
                push_unnamed(body, value);
            }
        }
        (FieldName::Unnamed, value) => push_unnamed(body, value),
    }
}

fn push_unnamed<'a>(body: &mut Body<'a>, value: Value<'a>) {
    let name = format!("Data[{}]", body.unnamed).into();
    body.unnamed = body.unnamed.saturating_add(1);
    body.fields.push(Field { name, value });
}

fn set_system<'a>(system: &mut System<'a>, field: SystemField, value: Value<'a>) {
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
    value.number().or_else(|| {
        let text = value.text();
        match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    })
}
