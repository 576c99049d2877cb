//! The update sequence array, which shows whether all sectors of a record were written.
//!
//! NTFS replaces the last two bytes of every 512 bytes by one number when it writes a record and
//! keeps the replaced bytes in the array. A sector that ends with another number was not written
//! together with the first one.

use crate::{bytes::Reader, error::ParseError};

/// Bytes between two ends that are replaced, whatever the disk's sectors are.
const STRIDE: usize = 512;

/// What the update sequence array says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fixup {
    /// All sectors belong together.
    Whole,
    /// The first `usable` bytes belong together; the error is of the first sector that does not.
    Torn {
        /// Whole sectors from the start, in bytes.
        usable: usize,
        /// What was found.
        error: ParseError,
    },
}

/// Puts the replaced bytes back, up to the first sector that was not written with the others.
///
/// # Errors
/// When the array does not fit the record.
pub(super) fn apply(record: &mut [u8], offset: u64) -> Result<Fixup, ParseError> {
    let (number, replaced) = array(record, offset)?;
    let mut usable = 0_usize;
    for (sector, original) in record.chunks_exact_mut(STRIDE).zip(replaced) {
        let Some(end) = sector.last_chunk_mut::<2>() else { break };
        if *end != number {
            let at = offset
                .saturating_add(usable as u64)
                .saturating_add(STRIDE as u64)
                .saturating_sub(2);
            let hex = |bytes: [u8; 2]| format!("0x{:04x}", u16::from_le_bytes(bytes));
            let what = "update sequence number of a sector";
            let error = ParseError::unexpected(what, at, hex(number), hex(*end));
            return Ok(Fixup::Torn { usable, error });
        }
        *end = original;
        usable = usable.saturating_add(STRIDE);
    }
    Ok(Fixup::Whole)
}

/// The update sequence number and the replaced bytes.
fn array(record: &[u8], offset: u64) -> Result<([u8; 2], Vec<[u8; 2]>), ParseError> {
    let mut header = Reader::new(record, offset).at("update sequence array offset", 4)?;
    let at = usize::from(header.u16("update sequence array offset")?);
    let count = usize::from(header.u16("update sequence array size")?);
    let needed = (record.len() / STRIDE).saturating_add(1);
    if count != needed {
        let at = offset.saturating_add(6);
        let (expected, found) = (needed.to_string(), count.to_string());
        return Err(ParseError::unexpected("update sequence array size", at, expected, found));
    }
    let mut reader = Reader::new(record, offset).at("update sequence array", at)?;
    let bytes = reader.take("update sequence array", count.saturating_mul(2))?;
    // It stands in the first sector, before the bytes that are replaced there.
    if at < super::file_record::OLD_HEADER_BYTES || reader.position() > STRIDE.saturating_sub(2) {
        let (at, found) = (offset.saturating_add(4), at.to_string());
        let expected = "a place in the first sector behind the header";
        return Err(ParseError::unexpected("update sequence array offset", at, expected, found));
    }
    match bytes.as_chunks::<2>().0.split_first() {
        Some((number, replaced)) => Ok((*number, replaced.to_vec())),
        None => Err(ParseError::truncated("update sequence array", offset, 2, 0)),
    }
}
