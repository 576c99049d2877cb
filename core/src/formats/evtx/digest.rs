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
            // Text as it is nearly always stored; the rest may render otherwise than it stands.
            Value::Utf16(bytes) if is_plain(bytes) => self.add_units(bytes),
            other => other.with_text(|text| self.add_text(text)),
        }
    }

    /// Mixes in a text.
    fn add_text(&mut self, text: &str) {
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

    fn add_units(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.mix(u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        self.end(u64::from_le_bytes(last), (bytes.len() / 2) as u64);
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

/// Whether bytes are whole UTF-16 units without surrogates, of which some are no text.
fn is_plain(bytes: &[u8]) -> bool {
    let (units, rest) = bytes.as_chunks::<2>();
    let is_any = units.iter().fold(false, |any, [_, high]| any | (high & 0xf8 == 0xd8));
    !is_any && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

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
