//! Values of a record's fields in one piece of memory, as they stand in the record.
//!
//! Contract: every value comes back as it was put in. Most matches are only moved, compared and
//! dropped again: their values are copied as they stand, and made text when somebody looks.

use std::sync::Arc;

use super::{binxml::RawValue, value::Value};

/// Values in the order in which they were added; a copy shares them.
///
/// ```
/// use konseki_core::formats::evtx::{FieldValues, Value};
/// let values: FieldValues = [Some(Value::Hex(0x3e7)), None].into_iter().collect();
/// assert_eq!(values.iter().collect::<Vec<_>>(), [Value::Hex(0x3e7), Value::Null]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldValues {
    /// Of each value its type, the size of its bytes in four bytes, and these.
    bytes: Arc<[u8]>,
}

/// Type of text that is no UTF-16; no value of a file has it.
const TEXT: u8 = 0x7e;
/// Type of values that stand behind each other; no value of a file has it.
const LIST: u8 = 0x7f;
/// Type of a value that is not there.
const NULL: u8 = 0;
/// Type and size.
const FRAME: usize = 5;

impl FieldValues {
    /// All values; [`Value::Null`] stands for one that the record does not have. Of damaged ones from
    /// another worker as much as is whole.
    pub fn iter(&self) -> impl Iterator<Item = Value<'_>> {
        raw_values(&self.bytes).map(decode)
    }

    /// What [`FieldValues::of_bytes`] takes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Values that came as bytes from another worker.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        Self { bytes: bytes.into() }
    }

    /// The value of that number.
    pub fn get(&self, number: usize) -> Option<Value<'_>> {
        raw_values(&self.bytes).nth(number).map(decode)
    }
}

/// As values come, with their bytes.
fn raw_values(bytes: &[u8]) -> impl Iterator<Item = RawValue<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let ([kind, size @ ..], after) = rest.split_first_chunk::<FRAME>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let (bytes, after) = after.split_at_checked(size)?;
        rest = after;
        Some(RawValue { kind: *kind, bytes })
    })
}

fn decode(raw: RawValue<'_>) -> Value<'_> {
    match raw.kind {
        LIST => Value::List(raw_values(raw.bytes).map(decode_item).collect()),
        _ => decode_item(raw),
    }
}

/// A value that is no list of ours: damaged bytes could nest them without end.
fn decode_item(raw: RawValue<'_>) -> Value<'_> {
    match raw.kind {
        TEXT => Value::Text(String::from_utf8_lossy(raw.bytes).into()),
        _ => raw.decode().unwrap_or(Value::Null),
    }
}

impl<'v> FromIterator<Option<Value<'v>>> for FieldValues {
    fn from_iter<I: IntoIterator<Item = Option<Value<'v>>>>(values: I) -> Self {
        let mut growing = GrowingValues::default();
        values.into_iter().for_each(|value| growing.push(&value.unwrap_or(Value::Null)));
        growing.finish()
    }
}

/// [`FieldValues`] under way; its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct GrowingValues {
    bytes: Vec<u8>,
}

impl GrowingValues {
    /// Adds a value.
    pub(crate) fn push(&mut self, value: &Value<'_>) {
        match value {
            Value::List(items) => {
                let mut inner = Self::default();
                for item in items {
                    match item {
                        Value::List(_) => inner.push_bytes(TEXT, item.text().as_bytes()),
                        item => inner.push(item),
                    }
                }
                self.push_bytes(LIST, &inner.bytes);
            }
            Value::Null => self.push_bytes(NULL, &[]),
            Value::Utf16(bytes) => self.push_bytes(0x01, bytes),
            Value::Text(text) => self.push_bytes(TEXT, text.as_bytes()),
            Value::Int(number) => self.push_bytes(0x09, &number.to_le_bytes()),
            Value::UInt(number) => self.push_bytes(0x0a, &number.to_le_bytes()),
            Value::Float32(number) => self.push_bytes(0x0b, &number.to_le_bytes()),
            Value::Float64(number) => self.push_bytes(0x0c, &number.to_le_bytes()),
            Value::Bool(flag) => self.push_bytes(0x0d, &i32::from(*flag).to_le_bytes()),
            Value::Binary(bytes) => self.push_bytes(0x0e, bytes),
            Value::Guid(bytes) => self.push_bytes(0x0f, bytes),
            Value::Time(time) => self.push_bytes(0x11, &time.0.to_le_bytes()),
            Value::SystemTime(fields) => {
                let mut bytes = [0; 16];
                let places = bytes.as_chunks_mut::<2>().0.iter_mut();
                places.zip(fields).for_each(|(place, field)| *place = field.to_le_bytes());
                self.push_bytes(0x12, &bytes);
            }
            Value::Sid(bytes) => self.push_bytes(0x13, bytes),
            Value::Hex(number) => self.push_bytes(0x15, &number.to_le_bytes()),
            Value::BinaryXml(bytes) => self.push_bytes(0x21, bytes),
        }
    }

    /// Adds a value as it stands in the file; where a file has a type of ours there, nothing could be
    /// decoded of it.
    pub(super) fn push_raw(&mut self, raw: RawValue<'_>) {
        match raw.kind {
            TEXT | LIST => self.push_bytes(NULL, &[]),
            kind => self.push_bytes(kind, raw.bytes),
        }
    }

    fn push_bytes(&mut self, kind: u8, bytes: &[u8]) {
        // A value of a record is under 64 KiB, a text made of it not over a megabyte.
        let size = u32::try_from(bytes.len()).unwrap_or_default();
        let [a, b, c, d] = size.to_le_bytes();
        self.bytes.extend_from_slice(&[kind, a, b, c, d]);
        self.bytes.extend_from_slice(bytes);
    }

    /// The values; starts anew.
    pub(crate) fn finish(&mut self) -> FieldValues {
        let values = FieldValues { bytes: self.bytes.as_slice().into() };
        self.bytes.clear();
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Filetime;

    #[test]
    fn every_value_comes_back_as_it_was() {
        let values = [
            Value::Null,
            Value::Utf16(b"n\0e\0t\0"),
            Value::Text("痕跡".into()),
            Value::Int(-5),
            Value::UInt(u64::MAX),
            Value::Float32(1.5),
            Value::Float64(-0.25),
            Value::Bool(true),
            Value::Binary(&[1, 2, 3]),
            Value::Guid([7; 16]),
            Value::Time(Filetime(99)),
            Value::SystemTime([2026, 11, 0, 29, 1, 2, 3, 4]),
            Value::Sid(&[1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0]),
            Value::Hex(0x1f),
            Value::BinaryXml(&[0x0f]),
            Value::List(vec![Value::UInt(1), Value::Text("b".into())]),
        ];
        let kept: FieldValues = values.iter().cloned().map(Some).chain([None]).collect();
        assert_eq!(kept.iter().take(values.len()).collect::<Vec<_>>(), values);
        assert_eq!(kept.iter().last(), Some(Value::Null));
        assert_eq!(kept.get(4), Some(Value::UInt(u64::MAX)));
        assert_eq!(kept.get(values.len() + 1), None);
        assert_eq!(FieldValues::of_bytes(kept.bytes()), kept);
    }

    #[test]
    fn lists_inside_lists_and_types_of_ours_do_no_harm() {
        let nested = Value::List(vec![Value::List(vec![Value::UInt(1), Value::UInt(2)])]);
        let kept: FieldValues = [Some(nested.clone())].into_iter().collect();
        assert_eq!(kept.iter().next().unwrap().text(), nested.text());
        for kind in [TEXT, LIST] {
            let mut growing = GrowingValues::default();
            growing.push_raw(RawValue { kind, bytes: &[0xff, 0xff] });
            assert_eq!(growing.finish().iter().collect::<Vec<_>>(), [Value::Null]);
        }
        let cut = FieldValues { bytes: [0x08, 4, 0, 0, 0, 1, 2].into() };
        assert_eq!(cut.iter().count(), 0);
        let inside = FieldValues { bytes: [LIST, 5, 0, 0, 0, LIST, 0, 0, 0, 0].into() };
        assert_eq!(inside.iter().collect::<Vec<_>>(), [Value::List(vec![Value::Null])]);
    }
}
