//! Short ASCII text without allocation: what nearly all values of records are.
//!
//! Contract: a text that does not fit or is not ASCII is refused, and the caller takes the usual way.

use std::fmt::{self, Write};

use super::Value;

/// Characters of names, addresses, numbers and most paths.
pub(super) const FEW: usize = 64;
/// Characters of most command lines.
pub(super) const MANY: usize = 256;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Room for a short ASCII text. It is filled where it stands: handed on by value, it would be copied
/// for every value of every record. The less room, the less is cleared first.
pub(super) struct ShortText<const ROOM: usize> {
    bytes: [u8; ROOM],
    length: usize,
}

impl<const ROOM: usize> ShortText<ROOM> {
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
            // What most records hold; `fmt` takes several times as long.
            Value::UInt(number) => self.push_number(*number, 10)?,
            Value::Hex(number) => {
                self.push(b"0x")?;
                self.push_number(*number, 16)?;
            }
            Value::Sid([revision, count, a0, a1, a2, a3, a4, a5, parts @ ..]) => {
                let authority = u64::from_be_bytes([0, 0, *a0, *a1, *a2, *a3, *a4, *a5]);
                self.push(b"S-")?;
                self.push_number(u64::from(*revision), 10)?;
                self.push(b"-")?;
                self.push_number(authority, 10)?;
                for part in parts.as_chunks::<4>().0.iter().take(usize::from(*count)) {
                    self.push(b"-")?;
                    self.push_number(u64::from(u32::from_le_bytes(*part)), 10)?;
                }
            }
            Value::Guid(bytes) => self.push_guid(*bytes)?,
            other => write!(self, "{other}").ok()?,
        }
        let text = self.bytes.get_mut(..self.length)?;
        if lower {
            text.make_ascii_lowercase();
        }
        // It is ASCII.
        std::str::from_utf8(text).ok()
    }

    fn push(&mut self, text: &[u8]) -> Option<()> {
        let end = self.length.saturating_add(text.len());
        self.bytes.get_mut(self.length..end)?.copy_from_slice(text);
        self.length = end;
        Some(())
    }

    /// Digits of a number to a base of 16 at most, in lower case.
    fn push_number(&mut self, number: u64, base: u64) -> Option<()> {
        let (mut digits, mut rest) = ([0; 20], number);
        let mut at = digits.len();
        loop {
            at = at.checked_sub(1)?;
            let digit = usize::try_from(rest.checked_rem(base)?).ok()?;
            *digits.get_mut(at)? = *DIGITS.get(digit)?;
            rest = rest.checked_div(base)?;
            if rest == 0 {
                return self.push(digits.get(at..)?);
            }
        }
    }

    /// As [`super::guid_text`].
    fn push_guid(&mut self, bytes: [u8; 16]) -> Option<()> {
        // The first three parts are little-endian.
        const ORDER: [&[usize]; 5] =
            [&[3, 2, 1, 0], &[5, 4], &[7, 6], &[8, 9], &[10, 11, 12, 13, 14, 15]];
        let mut text = *b"{--------------------------------------}";
        let mut places = text.iter_mut().skip(1);
        for (number, part) in ORDER.iter().enumerate() {
            if number > 0 {
                places.next();
            }
            for byte in part.iter().filter_map(|at| bytes.get(*at)) {
                for digit in [byte >> 4, byte & 0x0f] {
                    *places.next()? = *DIGITS.get(usize::from(digit))?;
                }
            }
        }
        *places.next()? = b'}';
        self.push(text.get(..38)?)
    }

    /// UTF-16LE text.
    pub(super) fn fill_utf16(&mut self, bytes: &[u8]) -> Option<&str> {
        let (words, rest) = bytes.as_chunks::<8>();
        let place = self.bytes.get_mut(..bytes.len() / 2)?;
        let (fours, last) = place.as_chunks_mut::<4>();
        let mut others = 0;
        for (to, word) in fours.iter_mut().zip(words) {
            let word = u64::from_le_bytes(*word);
            others |= word & 0xff80_ff80_ff80_ff80;
            // Four units to four bytes.
            let pairs = (word | word >> 8) & 0x0000_ffff_0000_ffff;
            *to = (pairs | pairs >> 16).to_le_bytes().first_chunk().copied().unwrap_or_default();
        }
        let (units, half) = rest.as_chunks::<2>();
        for (to, [low, high]) in last.iter_mut().zip(units) {
            *to = *low;
            others |= u64::from(*high | *low & 0x80);
        }
        if others != 0 || !half.is_empty() {
            return None;
        }
        self.length = place.len();
        std::str::from_utf8(place).ok()
    }
}

impl<const ROOM: usize> fmt::Write for ShortText<ROOM> {
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
        let long = "x".repeat(MANY + 1);
        let texts = [FEW, FEW + 1, MANY, MANY + 1].map(|length| &long[..length]);
        for text in ["", "NET.exe", "\u{212a}elvin", "痕跡"].into_iter().chain(texts) {
            let bytes = utf16(text);
            for value in [Value::Utf16(&bytes), Value::Text(text.into())] {
                assert_eq!(value.with_text(str::to_owned), text);
                assert_eq!(value.with_lower_text(str::to_owned), text.to_lowercase());
                assert_eq!(value.to_string(), text);
            }
        }
        let guid = Value::Guid(std::array::from_fn(|at| 0x1f_u8.wrapping_mul(at as u8 + 3)));
        assert_eq!(guid.with_text(str::to_owned), guid.to_string());
        assert_eq!(Value::Hex(0x3e7).with_text(str::to_owned), "0x3e7");
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        for number in [0, 9, 10, 0x3e7, u64::from(u32::MAX), u64::MAX] {
            for value in [Value::UInt(number), Value::Hex(number), Value::Sid(&sid)] {
                assert_eq!(value.with_text(str::to_owned), value.to_string());
            }
        }
        for length in 0..sid.len() {
            let value = Value::Sid(&sid[..length]);
            assert_eq!(value.with_text(str::to_owned), value.to_string(), "{length}");
        }
        let odd = [utf16("net"), vec![0x41]].concat();
        assert_eq!(Value::Utf16(&odd).with_text(str::to_owned), "net\u{fffd}");
    }
}
