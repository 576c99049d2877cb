//! Short ASCII text without allocation: what nearly all values of records are.
//!
//! Contract: a text that does not fit or is not ASCII is refused, and the caller takes the usual way.

use std::fmt::{self, Write};

use super::Value;

/// Characters that fit. Paths, names, addresses and most command lines are shorter.
const ROOM: usize = 256;

/// A short ASCII text.
pub(super) struct ShortText {
    bytes: [u8; ROOM],
    length: usize,
}

impl ShortText {
    fn empty() -> Self {
        Self { bytes: [0; ROOM], length: 0 }
    }

    /// The text of a value.
    pub(super) fn of(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Utf16(bytes) => Self::of_utf16(bytes),
            other => {
                let mut short = Self::empty();
                write!(short, "{other}").ok()?;
                Some(short)
            }
        }
    }

    /// UTF-16LE text.
    pub(super) fn of_utf16(bytes: &[u8]) -> Option<Self> {
        let (units, rest) = bytes.as_chunks::<2>();
        let mut short = Self::empty();
        let place = short.bytes.get_mut(..units.len())?;
        let mut others = 0;
        for (to, [low, high]) in place.iter_mut().zip(units) {
            *to = *low;
            others |= *high | *low & 0x80;
        }
        short.length = units.len();
        (others == 0 && rest.is_empty()).then_some(short)
    }

    pub(super) fn lower(mut self) -> Self {
        if let Some(text) = self.bytes.get_mut(..self.length) {
            text.make_ascii_lowercase();
        }
        self
    }

    pub(super) fn as_str(&self) -> &str {
        let text = self.bytes.get(..self.length).unwrap_or_default();
        // It is ASCII.
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl fmt::Write for ShortText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let place = self.bytes.get_mut(self.length..end).filter(|_| text.is_ascii());
        place.ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn text_is_the_same_with_and_without_allocation() {
        let long = "x".repeat(ROOM + 1);
        for text in ["", "NET.exe", "\u{212a}elvin", "痕跡", &long, &long[1..]] {
            let bytes = utf16(text);
            for value in [Value::Utf16(&bytes), Value::Text(text.into())] {
                assert_eq!(value.with_text(str::to_owned), text);
                assert_eq!(value.with_lower_text(str::to_owned), text.to_lowercase());
                assert_eq!(value.to_string(), text);
            }
        }
        assert_eq!(Value::Hex(0x3e7).with_text(str::to_owned), "0x3e7");
        let odd = [utf16("net"), vec![0x41]].concat();
        assert_eq!(Value::Utf16(&odd).with_text(str::to_owned), "net\u{fffd}");
    }
}
