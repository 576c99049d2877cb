//! Digest of texts.
//!
//! Contract: the same for the same text, whether it stands in the file as UTF-16 or exists already.
//! Not for use against someone who makes two records collide: it only tells copies of records apart
//! that agree in number and time already.

use super::value::Value;

/// Mixes texts into 64 bits, four UTF-16 units at a time.
#[derive(Default)]
pub(super) struct Digest(u64);

impl Digest {
    /// Mixes in a value's text.
    pub(super) fn add(&mut self, value: &Value<'_>) {
        match value {
            Value::Utf16(bytes) if self.add_plain(bytes) => {}
            other => other.with_text(|text| self.add_text(text)),
        }
    }

    /// Mixes in a text.
    fn add_text(&mut self, text: &str) {
        if text.is_ascii() {
            return self.add_ascii(text.as_bytes());
        }
        let (mut word, mut units) = (0, 0_u64);
        for unit in text.encode_utf16() {
            word |= u64::from(unit) << ((units & 3) << 4);
            units = units.wrapping_add(1);
            if units & 3 == 0 {
                self.mix(word);
                word = 0;
            }
        }
        self.end(word, units);
    }

    fn add_ascii(&mut self, text: &[u8]) {
        let (words, rest) = text.as_chunks::<4>();
        let word = |[a, b, c, d]: [u8; 4]| u64::from_le_bytes([a, 0, b, 0, c, 0, d, 0]);
        words.iter().for_each(|letters| self.mix(word(*letters)));
        let mut last = [0; 4];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        self.end(word(last), text.len() as u64);
    }

    /// Mixes in UTF-16LE as it stands, which nearly all texts allow; nothing is mixed in, and the
    /// answer is no, where it may render otherwise: with surrogates, a NUL, or half a unit.
    pub(super) fn add_plain(&mut self, bytes: &[u8]) -> bool {
        let before = self.0;
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words.iter().map(|word| u64::from_le_bytes(*word)) {
            if may_hold_others(word) {
                self.0 = before;
                return false;
            }
            self.mix(word);
        }
        let (mut last, mut filled) = ([0; 8], [1, 0, 1, 0, 1, 0, 1, 0]);
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        filled.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        if !bytes.len().is_multiple_of(2) || may_hold_others(u64::from_le_bytes(filled)) {
            self.0 = before;
            return false;
        }
        self.end(u64::from_le_bytes(last), (bytes.len() / 2) as u64);
        true
    }

    /// The units that fill no word; neighbours do not run together.
    fn end(&mut self, word: u64, units: u64) {
        self.mix(word);
        self.mix(units);
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
        assert_eq!(of(&Value::Hex(0x3e7)), of(&Value::Text("0x3e7".into())));
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
