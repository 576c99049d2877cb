//! On-disk formats of Windows evidence.
//!
//! Contract: no input panics, allocation is proportional to input and capped, errors carry the
//! absolute offset. Nothing here knows of the catalog or of serde.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod archive;
pub mod evtx;
pub mod mam;
pub mod prefetch;
mod xpress_huffman;

/// A format by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// EVTX.
    EventLog,
    /// Prefetch, plain.
    Prefetch,
    /// MAM container, as Prefetch files are stored since Windows 8.
    CompressedPrefetch,
    /// NTFS FILE records.
    MasterFileTable,
    /// USN records.
    UsnJournal,
    /// ZIP.
    Zip,
    /// None of these.
    Unknown,
}

/// How many of the first bytes [`identify`] wants to see.
pub const IDENTIFY_BYTES: usize = 8_192;

/// Tells the format by the first [`IDENTIFY_BYTES`] bytes, never by a name.
///
/// ```
/// use konseki_core::formats::{Format, identify};
/// assert_eq!(identify(b"ElfFile\0"), Format::EventLog);
/// assert_eq!(identify(b"<html>"), Format::Unknown);
/// ```
pub fn identify(bytes: &[u8]) -> Format {
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if at(0, b"ElfFile\0") || at(4_096, b"ElfChnk\0") {
        Format::EventLog
    } else if at(4, b"SCCA") {
        Format::Prefetch
    } else if at(0, b"MAM") && bytes.get(3).is_some_and(|byte| byte & 0x7f <= 4) {
        Format::CompressedPrefetch
    } else if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        Format::Zip
    } else if at(0, b"FILE") && number(bytes, 4).is_some_and(|at| (0x28..=0x30).contains(&at)) {
        Format::MasterFileTable
    } else if is_usn_record(bytes) {
        Format::UsnJournal
    } else {
        Format::Unknown
    }
}

fn number(bytes: &[u8], offset: usize) -> Option<u16> {
    match bytes.get(offset..offset.saturating_add(2)) {
        Some(&[low, high]) => Some(u16::from_le_bytes([low, high])),
        _ => None,
    }
}

/// Length in whole quadwords, major version 2 to 4, minor version 0, name where it belongs.
fn is_usn_record(bytes: &[u8]) -> bool {
    let Some([a, b, c, d]) = bytes.first_chunk::<4>() else { return false };
    let length = u32::from_le_bytes([*a, *b, *c, *d]);
    let name_at = |version: u16| match version {
        2 => number(bytes, 58) == Some(60),
        3 => number(bytes, 74) == Some(76),
        4 => true,
        _ => false,
    };
    (0x40..0x1000).contains(&length)
        && length.is_multiple_of(8)
        && number(bytes, 6) == Some(0)
        && number(bytes, 4).is_some_and(name_at)
}
