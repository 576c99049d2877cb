//! Substitution values: type byte and bytes, decoded on demand.

use std::rc::Rc;

use super::super::value::Value;
use crate::time::Filetime;

/// A value as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct RawValue<'a> {
    /// Type byte.
    pub(in super::super) kind: u8,
    /// Its bytes.
    pub(in super::super) bytes: &'a [u8],
}

/// Type byte of a nested fragment of binary XML.
pub(in super::super) const BINARY_XML: u8 = 0x21;
/// Type byte of UTF-16 text.
pub(in super::super) const UTF16: u8 = 0x01;
/// Type byte of a security identifier.
pub(super) const SID: u8 = 0x13;
/// Flag of the array types.
const ARRAY: u8 = 0x80;

impl<'a> RawValue<'a> {
    /// The value, or `None` where its size does not fit its type.
    pub(in super::super) fn decode(self) -> Option<Value<'a>> {
        if self.kind & ARRAY != 0 {
            return self.list();
        }
        let bytes = self.bytes;
        Some(match self.kind {
            0x00 => Value::Null,
            0x01 => Value::Utf16(without_nul(bytes)),
            0x02 => Value::Text(ansi_text(bytes)),
            0x03 => Value::Int(i64::from(*bytes.first()? as i8)),
            0x04 => Value::UInt(u64::from(*bytes.first()?)),
            0x05 => Value::Int(i64::from(i16::from_le_bytes(array(bytes)?))),
            0x06 => Value::UInt(u64::from(u16::from_le_bytes(array(bytes)?))),
            0x07 => Value::Int(i64::from(i32::from_le_bytes(array(bytes)?))),
            0x08 => Value::UInt(u64::from(u32::from_le_bytes(array(bytes)?))),
            0x09 => Value::Int(i64::from_le_bytes(array(bytes)?)),
            0x0a => Value::UInt(u64::from_le_bytes(array(bytes)?)),
            0x0b => Value::Float32(f32::from_le_bytes(array(bytes)?)),
            0x0c => Value::Float64(f64::from_le_bytes(array(bytes)?)),
            0x0d => match i32::from_le_bytes(array(bytes)?) {
                0 => Value::Bool(false),
                1 => Value::Bool(true),
                // Windows keeps bit masks in some boolean slots.
                other => Value::Int(i64::from(other)),
            },
            0x0e => Value::Binary(bytes),
            0x0f => Value::Guid(array(bytes)?),
            0x10 | 0x14 | 0x15 if bytes.len() == 4 => {
                Value::Hex(u64::from(u32::from_le_bytes(array(bytes)?)))
            }
            0x10 | 0x15 if bytes.len() == 8 => Value::Hex(u64::from_le_bytes(array(bytes)?)),
            0x11 => Value::Time(Filetime(u64::from_le_bytes(array(bytes)?))),
            0x12 => Value::SystemTime(system_time(array(bytes)?)),
            SID if sid_size(bytes)? == bytes.len() => Value::Sid(bytes),
            BINARY_XML => Value::BinaryXml(bytes),
            _ => return None,
        })
    }

    /// Whether [`RawValue::decode`] gives a value; quick for the usual types.
    pub(in super::super) fn is_decodable(self) -> bool {
        let size = u16::try_from(self.bytes.len()).unwrap_or(u16::MAX);
        match self.kind {
            BINARY_XML => true,
            SID => sid_size(self.bytes) == Some(self.bytes.len()),
            kind => is_plain(kind, size) || self.decode().is_some(),
        }
    }

    /// A number stored without a sign, or as hexadecimal.
    pub(super) fn unsigned(self) -> Option<u64> {
        match (self.kind, self.bytes) {
            (0x04, [byte]) => Some(u64::from(*byte)),
            (0x06, [a, b]) => Some(u64::from(u16::from_le_bytes([*a, *b]))),
            (0x08 | 0x14, bytes) => Some(u64::from(u32::from_le_bytes(array(bytes)?))),
            (0x0a | 0x15, bytes) => Some(u64::from_le_bytes(array(bytes)?)),
            _ => None,
        }
    }

    /// Text stored as UTF-16.
    pub(super) fn utf16(self) -> Option<&'a [u8]> {
        (self.kind == UTF16).then(|| without_nul(self.bytes))
    }

    /// A FILETIME stored as such.
    pub(super) fn filetime(self) -> Option<Filetime> {
        (self.kind == 0x11).then(|| array(self.bytes).map(u64::from_le_bytes).map(Filetime))?
    }

    fn list(self) -> Option<Value<'a>> {
        let kind = self.kind & !ARRAY;
        let values = match kind {
            0x01 => return Some(Value::List(utf16_items(self.bytes))),
            0x02 => return Some(Value::List(ansi_items(self.bytes))),
            0x13 => return sid_items(self.bytes).map(Value::List),
            0x03 | 0x04 => 1,
            0x05 | 0x06 => 2,
            0x07 | 0x08 | 0x0b | 0x0d | 0x14 => 4,
            0x09 | 0x0a | 0x0c | 0x11 | 0x15 => 8,
            0x0f | 0x12 => 16,
            _ => return None,
        };
        if !self.bytes.len().is_multiple_of(values) {
            return None;
        }
        let items = self.bytes.chunks_exact(values);
        items.map(|bytes| RawValue { kind, bytes }.decode()).collect::<Option<_>>().map(Value::List)
    }
}

/// Whether any value of that type and size can be decoded and is no fragment.
pub(super) fn is_plain(kind: u8, size: u16) -> bool {
    let wanted = PLAIN.get(usize::from(kind)).copied().unwrap_or(NO);
    wanted == ANY || wanted == size
}

/// Of a type that any size fits.
const ANY: u16 = 0xffff;
/// Of a type that is not known or looked at more closely: no value of a chunk is so large.
const NO: u16 = 0xfffe;

/// By type: the size that fits it. One look for each value of each record.
#[rustfmt::skip]
const PLAIN: [u16; 0x22] = [
    ANY, ANY, ANY, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, ANY, 16,
    NO, 8, 16, NO, 4, 8, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    // An empty fragment.
    NO, 0,
];

fn array<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

/// Text of a substitution may carry a terminating NUL, which is no part of it.
fn without_nul(bytes: &[u8]) -> &[u8] {
    let (words, rest) = bytes.as_chunks::<8>();
    let has_nul = |word: u64| {
        // A unit of zero borrows from its upper bit; a unit behind a zero one may, too.
        word.wrapping_sub(0x0001_0001_0001_0001) & !word & 0x8000_8000_8000_8000 != 0
    };
    let whole = words.iter().take_while(|word| !has_nul(u64::from_le_bytes(**word))).count();
    if whole == words.len() && rest.as_chunks::<2>().0.iter().all(|unit| *unit != [0, 0]) {
        return bytes;
    }
    let (units, _) = bytes.as_chunks::<2>();
    let from = whole.saturating_mul(4);
    let end = units.iter().skip(from).position(|unit| *unit == [0, 0]);
    let end = end.map(|end| end.saturating_add(from).saturating_mul(2));
    end.and_then(|end| bytes.get(..end)).unwrap_or(bytes)
}

fn ansi_text(bytes: &[u8]) -> Rc<str> {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    if text.contains('\0') { text.replace('\0', "").into() } else { text.into() }
}

fn system_time(bytes: [u8; 16]) -> [u16; 8] {
    let mut fields = [0; 8];
    for (field, bytes) in fields.iter_mut().zip(bytes.as_chunks::<2>().0) {
        *field = u16::from_le_bytes(*bytes);
    }
    fields
}

/// Size that a SID states of itself.
fn sid_size(bytes: &[u8]) -> Option<usize> {
    bytes.get(1).map(|count| usize::from(*count).saturating_mul(4).saturating_add(8))
}

fn utf16_items(bytes: &[u8]) -> Vec<Value<'_>> {
    let mut items = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (units, _) = rest.as_chunks::<2>();
        let end = units.iter().position(|unit| *unit == [0, 0]).unwrap_or(units.len());
        let text = rest.get(..end.saturating_mul(2)).unwrap_or_default();
        items.push(Value::Utf16(text));
        rest = rest.get(end.saturating_mul(2).saturating_add(2)..).unwrap_or_default();
    }
    items
}

fn ansi_items(bytes: &[u8]) -> Vec<Value<'_>> {
    let bytes = bytes.strip_suffix(&[0]).unwrap_or(bytes);
    if bytes.is_empty() {
        return Vec::new();
    }
    bytes.split(|byte| *byte == 0).map(|item| Value::Text(ansi_text(item))).collect()
}

fn sid_items(bytes: &[u8]) -> Option<Vec<Value<'_>>> {
    let mut items = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let size = sid_size(rest)?;
        items.push(Value::Sid(rest.get(..size)?));
        rest = rest.get(size..)?;
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodable_says_what_decode_does() {
        let bytes = [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0, 0, 0, 0, 0, 0];
        for kind in 0..=0xff {
            for size in 0..=bytes.len() {
                let raw = RawValue { kind, bytes: &bytes[..size] };
                assert_eq!(raw.is_decodable(), raw.decode().is_some(), "0x{kind:02x} {size}");
            }
        }
    }

    #[test]
    fn text_ends_at_its_first_nul() {
        for length in 0..40 {
            let mut bytes: Vec<u8> =
                (0..length).map(|at| if at % 2 == 0 { 0 } else { 0x80 }).collect();
            assert_eq!(without_nul(&bytes), bytes, "{length}");
            for nul in (0..length / 2).rev() {
                bytes[nul * 2 + 1] = 0;
                assert_eq!(without_nul(&bytes), &bytes[..nul * 2], "{length} {nul}");
            }
        }
    }

    #[test]
    fn arrays_are_cut_by_their_type() {
        let list = |kind, bytes| RawValue { kind, bytes }.decode();
        let texts = |items: &[&'static [u8]]| {
            Some(Value::List(items.iter().map(|item| Value::Utf16(item)).collect()))
        };
        assert_eq!(list(0x81, b"a\0\0\0b\0\0\0"), texts(&[b"a\0", b"b\0"]));
        assert_eq!(
            list(0x86, b"\x01\0\x02\0"),
            Some(Value::List(vec![Value::UInt(1), Value::UInt(2)]))
        );
        assert_eq!(list(0x86, b"\x01\0\x02"), None);
        assert_eq!(list(0x93, &[1, 9, 0]), None, "a SID cut short");
    }
}
