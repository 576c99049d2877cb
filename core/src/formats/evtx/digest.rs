//! Digest of texts.
//!
//! Contract: the same for the same text, whether it stands in the file as UTF-16, as a number, SID or
//! GUID, or exists already. Not for use against someone who makes two records collide: it only tells copies of
//! records apart that agree in number and time already.

mod written;

use super::{binxml::RawValue, value::Value};

/// Mixes texts into 64 bits: four UTF-16 units at a time, and numbers, SIDs and GUIDs without making text
/// of them. A text that is written as one of those would be is taken for it.
#[derive(Default)]
pub(super) struct Digest(u64);

/// What stands before a number, so that it is no text.
const DECIMAL: u64 = 1 << 63 | 1;
const HEXADECIMAL: u64 = 1 << 63 | 2;
/// Before the numbers of a SID.
const SID: u64 = 1 << 63 | 3;
/// Before the digits of a GUID.
const GUID: u64 = 1 << 63 | 4;

impl Digest {
    /// Mixes in the text of a value as it stands in the file; nothing, and the answer is no, where it
    /// must be decoded.
    pub(super) fn add_raw(&mut self, raw: RawValue<'_>) -> bool {
        match (raw.kind, raw.bytes) {
            // A terminating NUL is no part of a text.
            (0x01, [bytes @ .., 0, 0] | bytes) => return self.add_plain(bytes),
            (0x08, [a, b, c, d]) => {
                self.add_number(DECIMAL, u64::from(u32::from_le_bytes([*a, *b, *c, *d])));
            }
            (0x14, [a, b, c, d]) => {
                self.add_number(HEXADECIMAL, u64::from(u32::from_le_bytes([*a, *b, *c, *d])));
            }
            (0x15, [a, b, c, d, e, f, g, h]) => {
                let number = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
                self.add_number(HEXADECIMAL, number);
            }
            _ => return false,
        }
        true
    }

    /// Mixes in a value's text.
    pub(super) fn add(&mut self, value: &Value<'_>) {
        match value {
            Value::Utf16(bytes) if self.add_plain(bytes) => {}
            Value::UInt(number) => self.add_number(DECIMAL, *number),
            Value::Hex(number) => self.add_number(HEXADECIMAL, *number),
            Value::Sid([revision, _, a0, a1, a2, a3, a4, a5, parts @ ..]) => {
                let authority = u64::from_be_bytes([0, 0, *a0, *a1, *a2, *a3, *a4, *a5]);
                let parts = parts.as_chunks::<4>().0.iter();
                let parts = parts.map(|part| u64::from(u32::from_le_bytes(*part)));
                self.mix(SID);
                self.add_parts([u64::from(*revision), authority].into_iter().chain(parts));
            }
            Value::Guid([a0, a1, a2, a3, b0, b1, c0, c1, rest @ ..]) => {
                // The first three parts are little-endian.
                let first = u64::from_be_bytes([*a3, *a2, *a1, *a0, *b1, *b0, *c1, *c0]);
                self.add_guid(first, u64::from_be_bytes(*rest));
            }
            other => other.with_text(|text| self.add_text(text)),
        }
    }

    /// Mixes in a text.
    fn add_text(&mut self, text: &str) {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (units, _) = bytes.as_chunks::<2>();
        if !self.add_typed(units.iter().map(|unit| u16::from_le_bytes(*unit))) {
            self.add_units(&bytes);
        }
    }

    /// Mixes in UTF-16LE as it stands, which nearly all texts allow; nothing is mixed in, and the
    /// answer is no, where it may render otherwise: with surrogates, a NUL, or half a unit.
    pub(super) fn add_plain(&mut self, bytes: &[u8]) -> bool {
        if !is_plain(bytes) {
            return false;
        }
        let (units, _) = bytes.as_chunks::<2>();
        if !self.add_typed(units.iter().map(|unit| u16::from_le_bytes(*unit))) {
            self.add_units(bytes);
        }
        true
    }

    /// Four units at a time; the last four again where the count is no multiple of that.
    fn add_units(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            let last = bytes.last_chunk::<8>().copied().unwrap_or_else(|| {
                let mut word = [0; 8];
                word.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
                word
            });
            self.mix(u64::from_le_bytes(last));
        }
        // Neighbours do not run together.
        self.mix(bytes.len() as u64);
    }

    fn add_parts(&mut self, numbers: impl Iterator<Item = u64>) {
        let mut count = 0_u64;
        for number in numbers {
            self.mix(number);
            count = count.wrapping_add(1);
        }
        self.mix(count);
    }

    fn add_guid(&mut self, first: u64, last: u64) {
        self.mix(GUID);
        self.mix(first);
        self.mix(last);
    }

    fn add_number(&mut self, kind: u64, number: u64) {
        self.mix(kind);
        self.mix(number);
    }

    /// A multiplication by 2^64 over the golden ratio, whose upper half comes back in.
    pub(super) fn mix(&mut self, word: u64) {
        let product = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }

    pub(super) fn finish(self) -> u64 {
        self.0
    }
}

/// The digest of a field's name, to be mixed in before its value.
pub(super) fn of_name(name: &str) -> u64 {
    let mut digest = Digest::default();
    digest.add_text(name);
    digest.finish()
}

/// Whether UTF-16LE surely has no NUL, no surrogate and no half unit.
fn is_plain(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut filled = [1, 0, 1, 0, 1, 0, 1, 0];
    filled.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
    let words = words.iter().chain([&filled]).map(|word| u64::from_le_bytes(*word));
    // Of ASCII it is enough to see all words at once.
    let (mut any, mut all) = (0, u64::MAX);
    for word in words.clone() {
        any |= word;
        all &= word.wrapping_add(0x007f_007f_007f_007f);
    }
    let is_ascii = any & 0xff80_ff80_ff80_ff80 == 0;
    bytes.len().is_multiple_of(2)
        && (is_ascii && all & 0x0080_0080_0080_0080 == 0x0080_0080_0080_0080
            || !is_ascii && !words.into_iter().any(may_hold_others))
}

/// Whether one of four UTF-16 units may be zero or a surrogate; never misses one.
fn may_hold_others(word: u64) -> bool {
    // A unit of zero borrows from its upper bit; a unit behind a zero one may, too.
    let has_zero =
        |word: u64| word.wrapping_sub(0x0001_0001_0001_0001) & !word & 0x8000_8000_8000_8000 != 0;
    has_zero(word) || has_zero((word ^ 0xd800_d800_d800_d800) & 0xf800_f800_f800_f800)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::utf16_lossy;

    fn of(value: &Value<'_>) -> u64 {
        let mut digest = Digest::default();
        digest.add(value);
        digest.finish()
    }

    #[test]
    fn stored_and_ready_texts_are_the_same() {
        for text in ["", "a", "abc", "abcd", "net use", "痕跡 \u{1f50d} x", "\u{fffd}"] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(of(&Value::Utf16(&bytes)), of(&Value::Text(text.into())), "{text}");
        }
        // A lone surrogate and half a unit read as the replacement character.
        let lone = Value::Text("a\u{fffd}".into());
        assert_eq!(of(&Value::Utf16(&[0x61, 0, 0, 0xd8])), of(&lone));
        assert_eq!(of(&Value::Utf16(&[0x61, 0, 0x62])), of(&lone));
        for end in 1..12 {
            let mut bytes = [0x61, 0].repeat(end);
            for (low, high) in [(0, 0), (0, 0xd8), (0xff, 0xdf), (0, 0xe0), (0xff, 0xd7)] {
                bytes.splice(end * 2 - 2..end * 2, [low, high]);
                let text = Value::Text(utf16_lossy(&bytes).into());
                assert_eq!(of(&Value::Utf16(&bytes)), of(&text), "{bytes:?}");
            }
        }
    }

    #[test]
    fn numbers_and_sids_are_their_texts() {
        let sid = |text: &str| {
            let mut numbers = text.split('-').skip(1).map(|number| number.parse::<u64>().unwrap());
            let (revision, authority) = (numbers.next().unwrap(), numbers.next().unwrap());
            let parts: Vec<u8> = numbers.flat_map(|part| (part as u32).to_le_bytes()).collect();
            let mut bytes = vec![revision as u8, (parts.len() / 4) as u8];
            bytes.extend(&authority.to_be_bytes()[2..]);
            bytes.extend(parts);
            bytes
        };
        let sids = ["S-1-5-18", "S-1-0", "S-1-5-21-1-4294967295-0-500", "S-255-281474976710655"];
        let sids = sids.map(|text| (sid(text), text));
        let mut values: Vec<(Value<'_>, String)> =
            sids.iter().map(|(bytes, text)| (Value::Sid(bytes), (*text).to_owned())).collect();
        for number in [0, 1, 9, 10, 0x3e7, u64::from(u32::MAX), u64::MAX] {
            values.push((Value::UInt(number), number.to_string()));
            values.push((Value::Hex(number), format!("0x{number:x}")));
            values.push((Value::Int(number as i64), (number as i64).to_string()));
        }
        let guid = Value::Guid(*b"\x01\x23\x45\x67\x89\xab\xcd\xef0123\xf4567");
        values.push((guid.clone(), guid.text().into_owned()));
        for (value, text) in &values {
            assert_eq!(value.text(), **text);
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let expected = of(value);
            assert_eq!(of(&Value::Utf16(&bytes)), expected, "{text}");
            assert_eq!(of(&Value::Text(text.as_str().into())), expected, "{text}");
        }
        // Written otherwise they are other texts.
        let others = [
            "00",
            "01",
            "0x",
            "0x0f",
            "0x00",
            "0xF",
            "18446744073709551616",
            "1 ",
            "10.0.0.5",
            "S-",
            "S-1",
            "S-1-",
            "S-1-5-",
            "S-1-5-018",
            "s-1-5-18",
            "S-1-5-18 ",
            "S-256-5",
            "S-1-5-4294967296",
            "S-1-0x5",
            "{01234567-89ab-cdef-0123-456789abcdef",
            "{01234567-89AB-cdef-0123-456789abcdef}",
            "{01234567-89ab-cdef-0123-456789abcdef}",
            "{01234567-89ab-cdef-0123-456789abcdef}}",
            "{",
            "-1",
            "+1",
            "0",
            "1",
            "S-1-5-18",
            "0x1",
            "0xf",
        ];
        let digests: std::collections::BTreeSet<u64> =
            others.iter().map(|text| of(&Value::Text((*text).into()))).collect();
        assert_eq!(digests.len(), others.len());
    }

    #[test]
    fn neighbours_do_not_run_together() {
        let both = |first: &str, second: &str| {
            let mut digest = Digest::default();
            digest.add_text(first);
            digest.add_text(second);
            digest.finish()
        };
        assert_ne!(both("ab", "c"), both("a", "bc"));
        assert_ne!(both("ab", ""), both("", "ab"));
    }
}
