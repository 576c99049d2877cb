//! The file header and the cut into segments.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 8 | `ElfFile\0` |
//! | 8 | 8 | first chunk |
//! | 16 | 8 | last chunk |
//! | 24 | 8 | next record number |
//! | 36 | 2, 2 | minor, major version |
//! | 40 | 2 | header block size (4,096) |
//! | 42 | 2 | chunk count |
//! | 120 | 4 | flags: 1 dirty, 2 full, 4 no checksums |
//! | 124 | 4 | CRC32 of the first 120 bytes |

use crate::{
    bytes::Reader,
    error::{ParseError, WarningCode, Warnings},
};

/// Size of the header block: where the first chunk begins.
pub const HEADER_BLOCK: u64 = 4_096;
/// Flag of the file and of chunks: no checksums were written.
pub(super) const NO_CHECKSUMS: u32 = 4;
/// Size of a chunk.
pub const CHUNK: u64 = 65_536;

/// The file header of an event log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHeader {
    /// The host did not close the log; counts in the header may be old.
    pub dirty: bool,
    /// The log had reached its size and does not overwrite.
    pub full: bool,
    /// Number that the next record would get.
    pub next_record_number: u64,
    /// Chunks in use by the header.
    pub chunk_count: u16,
}

/// Reads the file header; a wrong checksum is a warning.
///
/// # Errors
/// When the magic is wrong or the header is cut. The chunks can be read all the same.
pub fn read_file_header(bytes: &[u8], warnings: &mut Warnings) -> Result<FileHeader, ParseError> {
    let mut reader = Reader::new(bytes, 0);
    let magic = reader.take("file magic", 8)?;
    if magic != b"ElfFile\0" {
        let found = String::from_utf8_lossy(magic).into_owned();
        return Err(ParseError::unexpected("file magic", 0, "ElfFile", found));
    }
    reader.skip("first and last chunk", 16)?;
    let next_record_number = reader.u64("next record number")?;
    reader.skip("header size and versions", 10)?;
    let chunk_count = reader.u16("chunk count")?;
    let mut reader = reader.at("file flags", 120)?;
    let flags = reader.u32("file flags")?;
    let stated = reader.u32("file header checksum")?;
    let found = bytes.get(..120).map(crc32fast::hash).unwrap_or_default();
    if stated != found && flags & NO_CHECKSUMS == 0 {
        let error = ParseError::unexpected(
            "file header checksum",
            124,
            format!("0x{stated:08x}"),
            format!("0x{found:08x}"),
        );
        warnings.push_error(WarningCode::FileHeaderDamaged, &error);
    }
    Ok(FileHeader { dirty: flags & 1 != 0, full: flags & 2 != 0, next_record_number, chunk_count })
}

/// Offsets and lengths of the segments of a log of `length` bytes: the first begins after the
/// header block, all but the last are whole chunks.
///
/// ```
/// use konseki_core::formats::evtx::segments;
/// let cut: Vec<_> = segments(4_096 + 3 * 65_536 + 10, 2 * 65_536).collect();
/// assert_eq!(cut, [(4_096, 131_072), (135_168, 65_546)]);
/// ```
pub fn segments(length: u64, segment_bytes: u64) -> impl Iterator<Item = (u64, u64)> {
    let step = (segment_bytes / CHUNK).max(1).saturating_mul(CHUNK);
    let body = length.saturating_sub(HEADER_BLOCK);
    // A tail shorter than a chunk belongs to the last whole chunk's segment.
    let whole = (body / CHUNK).max(1).saturating_mul(CHUNK);
    let count = whole.div_ceil(step);
    (0..count).map_while(move |number| {
        let offset = HEADER_BLOCK.saturating_add(number.saturating_mul(step));
        let left = length.checked_sub(offset).filter(|left| *left > 0)?;
        Some((offset, if number.saturating_add(1) == count { left } else { step }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cover_the_body_without_overlap() {
        for length in [0, 1, 4_096, 4_097, 69_632, 69_633, 1 << 20, (1 << 20) + 77] {
            for size in [1, 65_536, 200_000] {
                let mut next = HEADER_BLOCK;
                for (offset, bytes) in segments(length, size) {
                    assert_eq!(offset, next);
                    next += bytes;
                }
                assert_eq!(next, length.max(HEADER_BLOCK));
            }
        }
    }

    #[test]
    fn a_cut_header_is_an_error() {
        let error = read_file_header(b"ElfFile\0\0\0", &mut Warnings::default()).unwrap_err();
        assert_eq!(error.offset, 8);
    }
}
