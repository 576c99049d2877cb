//! Typed values of event records, as they stand in the file.
//!
//! Contract: values borrow from the chunk; text is made only when asked for, and then equals what
//! the `evtx` crate renders as XML text.

mod short;

use std::{
    borrow::Cow,
    fmt::{self, Write},
    rc::Rc,
};

use self::short::{FEW, MANY, ShortText};
use crate::{bytes::utf16_lossy, time::Filetime};

/// A value of a substitution or literal. Reference: [MS-EVEN6] §2.2.12, value types.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Type 0x00, or an optional substitution that was not given.
    Null,
    /// Type 0x01, UTF-16LE bytes without a terminating NUL.
    Utf16(&'a [u8]),
    /// Type 0x02 or a value that exists as text already (literals, the fallback reader). Shared,
    /// so that a template's literal costs nothing per record.
    Text(Rc<str>),
    /// Types 0x03, 0x05, 0x07, 0x09.
    Int(i64),
    /// Types 0x04, 0x06, 0x08, 0x0a.
    UInt(u64),
    /// Type 0x0b.
    Float32(f32),
    /// Type 0x0c.
    Float64(f64),
    /// Type 0x0d.
    Bool(bool),
    /// Type 0x0e.
    Binary(&'a [u8]),
    /// Type 0x0f, in file order.
    Guid([u8; 16]),
    /// Type 0x11.
    Time(Filetime),
    /// Type 0x12: year, month, day of week, day, hour, minute, second, millisecond.
    SystemTime([u16; 8]),
    /// Type 0x13.
    Sid(&'a [u8]),
    /// Types 0x10 (size), 0x14 and 0x15.
    Hex(u64),
    /// Type 0x21: a nested fragment of binary XML.
    BinaryXml(&'a [u8]),
    /// Array types (0x80 and above).
    List(Vec<Value<'a>>),
}

/// Which part of a text is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextPart {
    Whole,
    Start,
    End,
    Anywhere,
}

/// Whether a part of a text in lower case is an ASCII text; UTF-16LE without a terminating NUL is compared
/// where it stands. `None` where that is not plain to see: the caller is to make the text.
pub(crate) fn agrees_in_place(bytes: &[u8], part: TextPart, wanted: &str) -> Option<bool> {
    let (units, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() || !wanted.is_ascii() {
        return None;
    }
    let size = wanted.len();
    // Of one character in lower case there may be more, but then they are not all ASCII.
    let units = match part {
        TextPart::Whole if units.len() != size => return Some(false),
        TextPart::Whole => units,
        TextPart::Start => units.get(..size).or_else(|| units.get(..)).unwrap_or_default(),
        TextPart::End => match units.len().checked_sub(size) {
            Some(from) => units.get(from..)?,
            None => return Some(false),
        },
        TextPart::Anywhere => return stands_in(units, wanted),
    };
    for ([low, high], wanted) in units.iter().zip(wanted.bytes()) {
        if *high != 0 || !low.is_ascii() {
            return None;
        }
        if low.to_ascii_lowercase() != wanted {
            return Some(false);
        }
    }
    Some(units.len() == size)
}

/// Whether UTF-16LE is this ASCII text; four units at a time.
fn is_same_ascii(units: &[u8], text: &[u8]) -> bool {
    let (words, rest) = units.as_chunks::<8>();
    let (fours, last) = text.as_chunks::<4>();
    let wide = |[a, b, c, d]: [u8; 4]| [a, 0, b, 0, c, 0, d, 0];
    units.len() == text.len().saturating_mul(2)
        && text.is_ascii()
        && words.iter().zip(fours).all(|(word, four)| *word == wide(*four))
        && rest.as_chunks::<2>().0.iter().zip(last).all(|(unit, byte)| *unit == [*byte, 0])
}

/// Whether an ASCII text in lower case stands anywhere in ASCII units; `None` for others.
fn stands_in(units: &[[u8; 2]], wanted: &str) -> Option<bool> {
    let any = units.iter().fold(0, |any, unit| any | u16::from_le_bytes(*unit));
    if any > 0x7f {
        return None;
    }
    let Some(first) = wanted.bytes().next() else { return Some(true) };
    let is_at = |rest: &[[u8; 2]]| {
        let rest = rest.get(..wanted.len()).unwrap_or_default();
        let lower = rest.iter().map(|[low, _]| low.to_ascii_lowercase());
        rest.len() == wanted.len() && lower.eq(wanted.bytes())
    };
    let starts = units.iter().enumerate();
    let mut starts = starts.filter(|(_, [low, _])| low.to_ascii_lowercase() == first);
    Some(starts.any(|(at, _)| units.get(at..).is_some_and(is_at)))
}

impl<'a> Value<'a> {
    /// The value as text, as `evtx` renders it.
    ///
    /// ```
    /// use konseki_core::formats::evtx::Value;
    /// assert_eq!(Value::Hex(0x3e7).text(), "0x3e7");
    /// assert_eq!(Value::Utf16(b"n\0e\0t\0").text(), "net");
    /// ```
    pub fn text(&self) -> Cow<'a, str> {
        match self {
            Self::Null | Self::BinaryXml(_) => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Utf16(bytes) => Cow::Owned(utf16_lossy(bytes)),
            other => Cow::Owned(other.to_string()),
        }
    }

    /// Calls `read` with [`Value::text`]; where that is ASCII and not very long, nothing is
    /// allocated for it.
    pub fn with_text<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        match self {
            Self::Text(text) => read(text),
            _ if self.may_be_long() => match ShortText::<MANY>::empty().fill(self, false) {
                Some(text) => read(text),
                None => read(&self.text()),
            },
            _ => match ShortText::<FEW>::empty().fill(self, false) {
                Some(text) => read(text),
                None => read(&self.text()),
            },
        }
    }

    /// As [`Value::with_text`], in lower case.
    pub fn with_lower_text<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        if self.may_be_long() {
            match ShortText::<MANY>::empty().fill(self, true) {
                Some(text) => read(text),
                None => read(&self.text().to_lowercase()),
            }
        } else {
            match ShortText::<FEW>::empty().fill(self, true) {
                Some(text) => read(text),
                None => read(&self.text().to_lowercase()),
            }
        }
    }

    fn may_be_long(&self) -> bool {
        match self {
            Self::Utf16(bytes) => bytes.len() > 2 * FEW,
            Self::Text(text) => text.len() > FEW,
            Self::Binary(_) | Self::List(_) => true,
            _ => false,
        }
    }

    /// The value as a number, where its type is one.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::UInt(number) | Self::Hex(number) => Some(*number),
            Self::Int(number) => u64::try_from(*number).ok(),
            Self::Bool(flag) => Some(u64::from(*flag)),
            _ => None,
        }
    }

    /// Compares text ignoring ASCII case, without making text of UTF-16.
    pub fn eq_ignore_ascii_case(&self, text: &str) -> bool {
        match self {
            Self::Utf16(bytes) => {
                // Mostly it is spelled the same.
                if is_same_ascii(bytes, text.as_bytes()) {
                    return true;
                }
                let (units, rest) = bytes.as_chunks::<2>();
                let mut expected = text.encode_utf16();
                let same = units.iter().all(|unit| {
                    expected
                        .next()
                        .is_some_and(|other| lower(u16::from_le_bytes(*unit)) == lower(other))
                });
                same && rest.is_empty() && expected.next().is_none()
            }
            Self::Text(value) => value.eq_ignore_ascii_case(text),
            other => other.text().eq_ignore_ascii_case(text),
        }
    }
}

impl fmt::Display for Value<'_> {
    /// As [`Value::text`], without making a string.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null | Self::BinaryXml(_) => Ok(()),
            Self::Utf16(bytes) => write_utf16(bytes, formatter),
            Self::Text(text) => formatter.write_str(text),
            Self::Int(number) => write!(formatter, "{number}"),
            Self::UInt(number) => write!(formatter, "{number}"),
            Self::Float32(number) => formatter.write_str(zmij::Buffer::new().format(*number)),
            Self::Float64(number) => formatter.write_str(zmij::Buffer::new().format(*number)),
            Self::Bool(flag) => write!(formatter, "{flag}"),
            Self::Binary(bytes) => {
                bytes.iter().try_for_each(|byte| write!(formatter, "{byte:02X}"))
            }
            Self::Guid(bytes) => formatter.write_str(&guid_text(*bytes)),
            Self::Time(time) => write!(formatter, "{time}"),
            Self::SystemTime(fields) => formatter.write_str(&system_time_text(*fields)),
            Self::Sid(bytes) => formatter.write_str(&sid_text(bytes)),
            Self::Hex(number) => write!(formatter, "0x{number:x}"),
            Self::List(values) => {
                for (number, value) in values.iter().enumerate() {
                    let comma = if number == 0 { "" } else { "," };
                    write!(formatter, "{comma}{value}")?;
                }
                Ok(())
            }
        }
    }
}

/// As [`utf16_lossy`], character by character.
fn write_utf16(bytes: &[u8], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(text) = ShortText::<MANY>::empty().fill_utf16(bytes) {
        return formatter.write_str(text);
    }
    let (units, rest) = bytes.as_chunks::<2>();
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
    for character in char::decode_utf16(units) {
        formatter.write_char(character.unwrap_or(char::REPLACEMENT_CHARACTER))?;
    }
    if rest.is_empty() { Ok(()) } else { formatter.write_char(char::REPLACEMENT_CHARACTER) }
}

fn lower(unit: u16) -> u16 {
    match unit {
        0x41..=0x5a => unit | 0x20,
        _ => unit,
    }
}

/// `{d1-d2-d3-d4-d5}` in lower case, the first three parts little-endian.
pub(crate) fn guid_text(bytes: [u8; 16]) -> String {
    let [a0, a1, a2, a3, b0, b1, c0, c1, d0, d1, e0, e1, e2, e3, e4, e5] = bytes;
    let first = u32::from_le_bytes([a0, a1, a2, a3]);
    let second = u16::from_le_bytes([b0, b1]);
    let third = u16::from_le_bytes([c0, c1]);
    format!(
        "{{{first:08x}-{second:04x}-{third:04x}-{d0:02x}{d1:02x}-\
         {e0:02x}{e1:02x}{e2:02x}{e3:02x}{e4:02x}{e5:02x}}}"
    )
}

/// `S-R-A-S1-…`; authority big-endian, sub-authorities little-endian. [MS-DTYP] §2.4.2.
pub(crate) fn sid_text(bytes: &[u8]) -> String {
    let [revision, count, a0, a1, a2, a3, a4, a5, parts @ ..] = bytes else {
        return "S-?".to_owned();
    };
    let authority = u64::from_be_bytes([0, 0, *a0, *a1, *a2, *a3, *a4, *a5]);
    let mut text = format!("S-{revision}-{authority}");
    for part in parts.as_chunks::<4>().0.iter().take(usize::from(*count)) {
        let _ = write!(text, "-{}", u32::from_le_bytes(*part));
    }
    text
}

fn system_time_text(fields: [u16; 8]) -> String {
    let [year, month, _, day, hour, minute, second, millisecond] = fields;
    let valid = (1601..=30_827).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
        && millisecond < 1_000;
    if !valid {
        return Filetime(0).to_string();
    }
    let year = year % 10_000;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}0000Z")
}

fn days_in_month(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_windows_prints_them() {
        let sid =
            [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 244, 1, 0, 0];
        assert_eq!(Value::Sid(&sid).text(), "S-1-5-21-1-2-3-500");
        let guid = [0x30, 0x3a, 0x1c, 0x4f, 0x10, 0x27, 0x40, 0x4e, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(Value::Guid(guid).text(), "{4f1c3a30-2710-4e40-0102-030405060708}");
        assert_eq!(Value::Binary(&[0xab, 1]).text(), "AB01");
        let time = [2024, 2, 4, 29, 23, 59, 58, 7];
        assert_eq!(Value::SystemTime(time).text(), "2024-02-29T23:59:58.0070000Z");
        assert_eq!(
            Value::SystemTime([2023, 2, 3, 29, 0, 0, 0, 0]).text(),
            "1601-01-01T00:00:00.0000000Z"
        );
        assert_eq!(Value::List(vec![Value::UInt(1), Value::Hex(2)]).text(), "1,0x2");
    }

    #[test]
    fn what_is_seen_in_place_is_what_the_text_in_lower_case_says() {
        let texts = [
            "",
            "k",
            "K",
            "\u{212a}",
            "\u{130}",
            "\u{130}k",
            "k\u{130}",
            "a\u{212a}",
            r"C:\Windows\NET.EXE",
            r"痕\net.exe",
            "net.exe痕",
            "NET.EXE\u{130}",
        ];
        let wanted = ["", "k", "i", "ki", "ik", "ak", r"\net.exe", "net.exe", r"c:\w", "i\u{307}"];
        let mut seen = 0;
        for text in texts {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let lower = text.to_lowercase();
            for wanted in wanted {
                let cases = [
                    (TextPart::Whole, lower == wanted),
                    (TextPart::Start, lower.starts_with(wanted)),
                    (TextPart::End, lower.ends_with(wanted)),
                    (TextPart::Anywhere, lower.contains(wanted)),
                ];
                for (part, expected) in cases {
                    let found = agrees_in_place(&bytes, part, wanted);
                    assert!(
                        found.is_none_or(|found| found == expected),
                        "{text} {part:?} {wanted}"
                    );
                    seen += usize::from(found.is_some());
                }
            }
        }
        assert!(seen > 200, "{seen}");
        assert_eq!(agrees_in_place(b"a\0b", TextPart::Start, "a"), None);
    }

    #[test]
    fn text_is_compared_in_place() {
        let value = Value::Utf16(b"S\0e\0c\0");
        assert!(value.eq_ignore_ascii_case("sEC"));
        assert!(!value.eq_ignore_ascii_case("sEcu"));
        assert!(!value.eq_ignore_ascii_case("se"));
        for text in ["", "a", "abcd", "abcdefg", "Microsoft-Windows-Sysmon/Operational"] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(is_same_ascii(&bytes, text.as_bytes()), "{text}");
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 1;
                assert!(!is_same_ascii(&other, text.as_bytes()), "{text} {at}");
            }
            assert!(!is_same_ascii(&bytes, format!("{text}x").as_bytes()));
        }
    }
}
