//! Short ASCII text without allocation: what nearly all values of records are.
//!
//! Contract: a text that does not fit or is not ASCII is refused, and the caller takes the usual way.

use std::fmt::{self, Write};

use super::Value;

/// Characters that fit. Paths, names, addresses and most command lines are shorter.
const ROOM: usize = 256;

/// Room for a short ASCII text. It is filled where it stands: handed on by value, it would be copied
/// for every value of every record.
pub(super) struct ShortText {
    bytes: [u8; ROOM],
    length: usize,
}

impl ShortText {
    /// Without text.
    pub(super) fn empty() -> Self {
        Self { bytes: [0; ROOM], length: 0 }
    }

    /// The text of a value, in lower case where that is asked for; `None` where it does not fit.
    pub(super) fn fill(&mut self, value: &Value<'_>, lower: bool) -> Option<&str> {
        match value {
            Value::Utf16(bytes) => {
                self.fill_utf16(bytes)?;
            }
            other => write!(self, "{other}").ok()?,
        }
        let text = self.bytes.get_mut(..self.length)?;
        if lower {
            text.make_ascii_lowercase();
        }
        // It is ASCII.
        std::str::from_utf8(text).ok()
    }

    /// UTF-16LE text.
    pub(super) fn fill_utf16(&mut self, bytes: &[u8]) -> Option<&str> {
        let (units, rest) = bytes.as_chunks::<2>();
        let place = self.bytes.get_mut(..units.len())?;
        let mut others = 0;
        for (to, [low, high]) in place.iter_mut().zip(units) {
            *to = *low;
            others |= *high | *low & 0x80;
        }
        if others != 0 || !rest.is_empty() {
            return None;
        }
        self.length = units.len();
        std::str::from_utf8(place).ok()
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
