//! Where bytes come from.
//!
//! Contract: random access, no seek state, no IO of our own. The command implements [`ReadAt`]
//! on a file, the page on a `File` slice in a worker; tests use a byte slice.

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

use std::fmt;

/// The source could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where reading was tried.
    pub offset: u64,
    /// What the system said.
    pub reason: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot read at 0x{:x}: {}", self.offset, self.reason)
    }
}

impl std::error::Error for ReadError {}

/// Bytes at any offset.
///
/// ```
/// use konseki_core::source::ReadAt;
/// let file: &[u8] = b"ElfFile\0...";
/// assert_eq!(file.read(0, 8).unwrap(), b"ElfFile\0");
/// ```
pub trait ReadAt {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills `buffer` from `offset` on; fewer bytes than asked for only at the end of the source.
    ///
    /// # Errors
    /// When the system refuses to read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError>;

    /// Up to `count` bytes from `offset` on where they stand, if they are in memory already; fewer at
    /// the end of the source.
    fn in_memory(&self, offset: u64, count: usize) -> Option<&[u8]> {
        let _ = (offset, count);
        None
    }

    /// How many bytes are best read at once of a large source. What is usual of files stays in the
    /// processor's cache until it is looked at.
    fn piece_bytes(&self) -> u64 {
        1 << 20
    }

    /// Up to `count` bytes from `offset` on; fewer at the end of the source. The caller caps
    /// `count`.
    ///
    /// # Errors
    /// When the system refuses to read.
    fn read(&self, offset: u64, count: usize) -> Result<Vec<u8>, ReadError> {
        let left = self.len().saturating_sub(offset);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(count);
        let mut buffer = vec![0; count];
        let filled = self.read_at(offset, &mut buffer)?;
        buffer.truncate(filled);
        Ok(buffer)
    }
}

impl ReadAt for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn in_memory(&self, offset: u64, count: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(<[u8]>::len(self));
        let rest = self.get(start..)?;
        rest.get(..count).or(Some(rest))
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let bytes = self.in_memory(offset, buffer.len()).unwrap_or_default();
        if let Some(target) = buffer.get_mut(..bytes.len()) {
            target.copy_from_slice(bytes);
        }
        Ok(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_ends_where_it_ends() {
        let source: &[u8] = b"abcdef";
        assert_eq!(source.read(4, 10).unwrap(), b"ef");
        assert_eq!(source.read(60, 10).unwrap(), b"");
        assert_eq!(source.read(u64::MAX, 1).unwrap(), b"");
        assert_eq!(source.in_memory(1, 2), Some(&b"bc"[..]));
        assert_eq!(source.in_memory(4, 10), Some(&b"ef"[..]));
        assert_eq!(source.in_memory(60, 10), Some(&b""[..]));
    }
}
