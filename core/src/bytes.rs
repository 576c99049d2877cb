//! Reading little-endian fields from a window of a file.
//!
//! Contract: no input panics, every read names its field, and every error carries the absolute
//! offset in the user's file (`base_offset` + position), so that it can be looked up in a hex
//! editor.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

use crate::error::ParseError;

/// The largest multiple of `step` up to `number`; `number` itself for a step of 0.
///
/// ```
/// use konseki_core::bytes::floor_to;
/// assert_eq!((floor_to(4_100, 4_096), floor_to(7, 8), floor_to(7, 0)), (4_096, 0, 7));
/// ```
pub fn floor_to(number: u64, step: u64) -> u64 {
    number.saturating_sub(number.checked_rem(step).unwrap_or(0))
}

/// A cursor over a window of a file. Cheap to copy.
///
/// ```
/// use konseki_core::bytes::Reader;
/// let mut reader = Reader::new(&[0x0d, 0x00, 0x41, 0x00], 4096);
/// assert_eq!(reader.u16("type").unwrap(), 13);
/// assert_eq!(reader.utf16("name", 1).unwrap(), "A");
/// let error = reader.u32("hash").unwrap_err();
/// assert_eq!(error.offset, 4100);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    window: &'a [u8],
    position: usize,
    base_offset: u64,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `window`, whose first byte stands at `base_offset` of the file.
    pub fn new(window: &'a [u8], base_offset: u64) -> Self {
        Self { window, position: 0, base_offset }
    }

    /// Position inside the window, in bytes.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Absolute offset of the next byte in the file.
    pub fn offset(&self) -> u64 {
        self.base_offset.saturating_add(self.position as u64)
    }

    /// Bytes left in the window.
    pub fn remaining(&self) -> usize {
        self.window.len().saturating_sub(self.position)
    }

    /// The same window, read from `position` on.
    ///
    /// # Errors
    /// When `position` lies past the end of the window.
    pub fn at(&self, what: &'static str, position: usize) -> Result<Self, ParseError> {
        if position > self.window.len() {
            return Err(ParseError::truncated(
                what,
                self.base_offset.saturating_add(position as u64),
                0,
                0,
            ));
        }
        Ok(Self { position, ..*self })
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// When fewer than `count` bytes are left.
    pub fn take(&mut self, what: &'static str, count: usize) -> Result<&'a [u8], ParseError> {
        let end = self.position.checked_add(count);
        match end.and_then(|end| self.window.get(self.position..end)) {
            Some(bytes) => {
                self.position = self.position.saturating_add(count);
                Ok(bytes)
            }
            None => Err(ParseError::truncated(
                what,
                self.offset(),
                count as u64,
                self.remaining() as u64,
            )),
        }
    }

    /// Steps over `count` bytes.
    ///
    /// # Errors
    /// When fewer than `count` bytes are left.
    pub fn skip(&mut self, what: &'static str, count: usize) -> Result<(), ParseError> {
        self.take(what, count).map(drop)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], ParseError> {
        let offset = self.offset();
        let bytes = self.take(what, N)?;
        bytes.try_into().map_err(|_| ParseError::truncated(what, offset, N as u64, 0))
    }

    /// An unsigned byte.
    ///
    /// # Errors
    /// When no byte is left.
    pub fn u8(&mut self, what: &'static str) -> Result<u8, ParseError> {
        self.array(what).map(u8::from_le_bytes)
    }

    /// A little-endian 16-bit number.
    ///
    /// # Errors
    /// When fewer than two bytes are left.
    pub fn u16(&mut self, what: &'static str) -> Result<u16, ParseError> {
        self.array(what).map(u16::from_le_bytes)
    }

    /// A little-endian 32-bit number.
    ///
    /// # Errors
    /// When fewer than four bytes are left.
    pub fn u32(&mut self, what: &'static str) -> Result<u32, ParseError> {
        self.array(what).map(u32::from_le_bytes)
    }

    /// A little-endian 64-bit number.
    ///
    /// # Errors
    /// When fewer than eight bytes are left.
    pub fn u64(&mut self, what: &'static str) -> Result<u64, ParseError> {
        self.array(what).map(u64::from_le_bytes)
    }

    /// `units` UTF-16LE code units as text; lone surrogates become U+FFFD.
    ///
    /// # Errors
    /// When fewer than `2 * units` bytes are left.
    pub fn utf16(&mut self, what: &'static str, units: usize) -> Result<String, ParseError> {
        let offset = self.offset();
        let count = units.checked_mul(2).ok_or_else(|| {
            ParseError::truncated(what, offset, u64::MAX, self.remaining() as u64)
        })?;
        Ok(utf16_lossy(self.take(what, count)?))
    }
}

/// UTF-16LE bytes as text. Lone surrogates and an odd last byte become U+FFFD: nothing is
/// dropped silently.
///
/// ```
/// assert_eq!(konseki_core::bytes::utf16_lossy(b"n\0e\0t\0"), "net");
/// ```
pub fn utf16_lossy(bytes: &[u8]) -> String {
    let (units, rest) = bytes.as_chunks::<2>();
    // Nearly all text in evidence is ASCII.
    let mut text = ascii_prefix(units);
    let units = units.get(text.len()..).unwrap_or_default();
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
    text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// The ASCII characters that UTF-16LE text begins with.
fn ascii_prefix(units: &[[u8; 2]]) -> String {
    let end = units.iter().position(|[low, high]| *high != 0 || !low.is_ascii());
    let units = units.get(..end.unwrap_or(units.len())).unwrap_or_default();
    String::from_utf8(units.iter().map(|[low, _]| *low).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_past_the_end_says_what_where_and_how_much() {
        let mut reader = Reader::new(&[1, 2], 0x200);
        reader.u8("first").unwrap();
        let error = reader.u32("run count").unwrap_err();
        assert_eq!((error.what, error.offset), ("run count", 0x201));
        assert_eq!(error.to_string(), "Run count at 0x201: need 4 bytes, have 1");
    }

    #[test]
    fn text_goes_on_behind_its_ascii_beginning() {
        let units: Vec<u8> = "net 痕跡 use".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(utf16_lossy(&units), "net 痕跡 use");
    }

    #[test]
    fn lone_surrogates_and_odd_bytes_stay_visible() {
        assert_eq!(utf16_lossy(&[0x00, 0xd8, 0x41, 0x00]), "\u{fffd}A");
        assert_eq!(utf16_lossy(&[0x41, 0x00, 0x42]), "A\u{fffd}");
    }
}
