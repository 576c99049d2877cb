//! On-disk formats of Windows evidence.
//!
//! Contract: no input panics, allocation is proportional to input and capped, errors carry the
//! absolute offset. Nothing here knows of the catalog or of serde.

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

pub mod archive;
pub mod auditpol;
pub mod evtx;
pub mod mam;
pub mod mft;
pub mod prefetch;
pub mod sysmon_configuration;
pub mod text;
pub mod usn;
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
    /// Audit policy in CSV, as `auditpol` writes it.
    AuditPolicy,
    /// Sysmon configuration in XML.
    SysmonConfiguration,
    /// ZIP.
    Zip,
    /// None of these.
    Unknown,
}

/// How many of the first bytes [`identify`] wants to see.
pub const IDENTIFY_BYTES: usize = 8_192;

/// Tells the format by the first [`IDENTIFY_BYTES`] bytes, never by a name. A journal whose first
/// record stands further on is told by [`usn::probe`].
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
    } else if at(4, b"SCCA") && matches!(bytes.first_chunk::<4>(), Some([1..=255, 0, 0, 0])) {
        Format::Prefetch
    } else if at(0, b"MAM") && bytes.get(3).copied().is_some_and(mam::is_algorithm) {
        Format::CompressedPrefetch
    } else if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        Format::Zip
    } else if at(0, b"FILE") && number(bytes, 4).is_some_and(|at| (0x28..=0x30).contains(&at))
        || mft::starts_table(bytes)
    {
        Format::MasterFileTable
    } else if usn::starts_with_record(bytes) {
        Format::UsnJournal
    } else if auditpol::is_audit_policy(bytes) {
        Format::AuditPolicy
    } else if sysmon_configuration::is_sysmon_configuration(bytes) {
        Format::SysmonConfiguration
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The first bytes of a FILE record or of a USN record of a version.
    fn start(fields: &[(usize, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0; 128];
        for (offset, value) in fields {
            bytes[*offset..*offset + value.len()].copy_from_slice(value);
        }
        bytes
    }

    /// A table whose first slot has no FILE record.
    fn table_with_second_record(signature: &[u8; 4], size: u32) -> Vec<u8> {
        let mut bytes = vec![0; 2 * size as usize];
        bytes[..4].copy_from_slice(signature);
        let second = &mut bytes[size as usize..];
        second[..8].copy_from_slice(b"FILE\x30\0\x03\0");
        second[28..32].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn each_format_is_known_by_its_content() {
        let mut damaged_log = vec![0; IDENTIFY_BYTES];
        damaged_log[4_096..4_104].copy_from_slice(b"ElfChnk\0");
        for (bytes, format) in [
            (damaged_log, Format::EventLog),
            (start(&[(0, b"\x1f\0\0\0SCCA")]), Format::Prefetch),
            (b"MAM\x04\x10\0\0\0".to_vec(), Format::CompressedPrefetch),
            (b"MAM\x84\x10\0\0\0".to_vec(), Format::CompressedPrefetch),
            (b"PK\x03\x04".to_vec(), Format::Zip),
            (b"PK\x05\x06".to_vec(), Format::Zip),
            (start(&[(0, b"FILE\x30\0")]), Format::MasterFileTable),
            (table_with_second_record(b"BAAD", 1_024), Format::MasterFileTable),
            (table_with_second_record(b"\0\0\0\0", 4_096), Format::MasterFileTable),
            (
                start(&[(0, b"\x40\0\0\0\x02\0\0\0"), (41, b"\x01"), (56, b"\x02\0\x3c\0n")]),
                Format::UsnJournal,
            ),
            (
                start(&[(0, b"\x50\0\0\0\x03\0\0\0"), (57, b"\x01"), (72, b"\x02\0\x4c\0n")]),
                Format::UsnJournal,
            ),
        ] {
            assert_eq!(identify(&bytes), format, "{:02x?}", bytes.get(..8));
        }
    }

    #[test]
    fn anything_else_is_unknown() {
        for bytes in [
            &b""[..],
            &[0; 8_192],
            b"ElfFile",
            b"FILE LIST\n",
            b"MAMA said",
            b"textSCCA",
            b"PK\x07\x08",
            b"\x50\0\0\0\x02\0\0\0",
            // Its place and its stated size do not agree.
            &[&[0; 1_024][..], &table_with_second_record(b"BAAD", 4_096)[4_096..]].concat(),
        ] {
            assert_eq!(identify(bytes), Format::Unknown, "{:02x?}", bytes.get(..8));
        }
    }
}
