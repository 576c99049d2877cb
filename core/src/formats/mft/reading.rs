//! All records of a segment of the table.

use super::{
    Allocation, FileRecord, Integrity, RecordKind, RecordSize,
    file_record::{self, Unreadable},
};
use crate::error::{ParseError, WarningCode, Warnings};

/// What the slots of a table hold. Every slot is in exactly one of `file`, `zero`, `bad`, and
/// `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordCounts {
    /// Whole slots.
    pub slots: u64,
    /// Slots with the signature `FILE`, damaged ones included.
    pub file: u64,
    /// Readable FILE records in use.
    pub in_use: u64,
    /// Readable FILE records of deleted files.
    pub deleted: u64,
    /// Readable FILE records of directories, deleted ones included.
    pub directories: u64,
    /// Readable FILE records that extend another.
    pub extensions: u64,
    /// FILE records of which something could not be read.
    pub damaged: u64,
    /// FILE records with a sector that was not written with the others; part of `damaged`.
    pub fixup_mismatches: u64,
    /// Slots that were never used: all bytes are zero.
    pub zero: u64,
    /// Slots that Windows marked `BAAD`: it found them damaged itself.
    pub bad: u64,
    /// Slots with anything else.
    pub unknown: u64,
    /// Bytes behind the last whole slot.
    pub tail_bytes: u64,
}

impl RecordCounts {
    /// Adds the counts of another segment.
    pub fn merge(&mut self, other: &Self) {
        for (own, more) in [
            (&mut self.slots, other.slots),
            (&mut self.file, other.file),
            (&mut self.in_use, other.in_use),
            (&mut self.deleted, other.deleted),
            (&mut self.directories, other.directories),
            (&mut self.extensions, other.extensions),
            (&mut self.damaged, other.damaged),
            (&mut self.fixup_mismatches, other.fixup_mismatches),
            (&mut self.zero, other.zero),
            (&mut self.bad, other.bad),
            (&mut self.unknown, other.unknown),
            (&mut self.tail_bytes, other.tail_bytes),
        ] {
            add(own, more);
        }
    }
}

fn add(count: &mut u64, more: u64) {
    *count = count.saturating_add(more);
}

/// Reads the FILE records of `segment`, which begins at `base_offset` of the table's file, and
/// hands each to `take` in table order. Segments must begin at a multiple of the record size;
/// then any segmentation gives the same records, and the counts and warnings add up.
///
/// ```
/// use konseki_core::{error::Warnings, formats::mft::{RecordSize, read_segment}};
/// let mut warnings = Warnings::default();
/// let counts = read_segment(&[0; 2_048], 0, RecordSize::Bytes1024, &mut warnings, |_record| {});
/// assert_eq!((counts.slots, counts.zero), (2, 2));
/// ```
pub fn read_segment(
    segment: &[u8],
    base_offset: u64,
    record_size: RecordSize,
    warnings: &mut Warnings,
    mut take: impl FnMut(FileRecord),
) -> RecordCounts {
    let size = record_size.bytes();
    let mut counts = RecordCounts::default();
    let mut copy = Vec::with_capacity(size);
    let mut offset = base_offset;
    let mut slots = segment.chunks_exact(size);
    for slot in slots.by_ref() {
        add(&mut counts.slots, 1);
        match slot.first_chunk::<4>() {
            Some(b"FILE") => {
                copy.clear();
                copy.extend_from_slice(slot);
                let record_number = offset.checked_div(size as u64).unwrap_or(0);
                let record = file_record::read(&mut copy, offset, record_number, warnings);
                if let Some(record) = counts.count(record, warnings) {
                    take(record);
                }
            }
            signature => counts.count_other(signature, slot, offset, warnings),
        }
        offset = offset.saturating_add(size as u64);
    }
    let tail = slots.remainder().len() as u64;
    if tail > 0 {
        counts.tail_bytes = tail;
        let error =
            ParseError::truncated("record of the master file table", offset, size as u64, tail);
        warnings.push_error(WarningCode::Truncated, &error);
    }
    counts
}

impl RecordCounts {
    fn count(
        &mut self,
        record: Result<FileRecord, Unreadable>,
        warnings: &mut Warnings,
    ) -> Option<FileRecord> {
        add(&mut self.file, 1);
        let record = match record {
            Ok(record) => record,
            Err(unreadable) => {
                add(&mut self.damaged, 1);
                let error = match unreadable {
                    Unreadable::Header(error) => error,
                    Unreadable::Torn(error) => {
                        add(&mut self.fixup_mismatches, 1);
                        error
                    }
                };
                warnings.push_error(WarningCode::RecordDamaged, &error);
                return None;
            }
        };
        match record.allocation {
            Allocation::InUse => add(&mut self.in_use, 1),
            Allocation::Deleted => add(&mut self.deleted, 1),
        }
        add(&mut self.directories, u64::from(record.kind == RecordKind::Directory));
        add(&mut self.extensions, u64::from(record.base.is_some()));
        add(&mut self.damaged, u64::from(record.integrity != Integrity::Whole));
        add(&mut self.fixup_mismatches, u64::from(record.integrity == Integrity::Torn));
        Some(record)
    }

    fn count_other(
        &mut self,
        signature: Option<&[u8; 4]>,
        slot: &[u8],
        offset: u64,
        warnings: &mut Warnings,
    ) {
        if slot.iter().all(|byte| *byte == 0) {
            return add(&mut self.zero, 1);
        }
        let found = match signature {
            Some(b"BAAD") => {
                add(&mut self.bad, 1);
                "BAAD: Windows marked it as damaged".to_owned()
            }
            signature => {
                add(&mut self.unknown, 1);
                signature.map_or_else(String::new, |bytes| bytes.escape_ascii().to_string())
            }
        };
        let error = ParseError::unexpected("signature of a record", offset, "FILE", found);
        warnings.push_error(WarningCode::RecordDamaged, &error);
    }
}
