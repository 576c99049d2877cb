//! The USN journal into findings.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::packed::{BLOCK, Packed};
use crate::{
    bytes::floor_to,
    catalog::{Catalog, FileNameCondition, JournalPattern},
    error::Warnings,
    formats::{
        mft::FileReference,
        usn::{self, Content, Reason, Record},
    },
    limits,
    scan::findings::{Place, SourceFindings},
    time::Filetime,
};

/// What one journal, or a part of it, holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalFindings {
    /// What was seen, by the offset of the 64 KiB block; blocks of zeros are left out.
    pub blocks: BTreeMap<u64, JournalBlock>,
    /// [`Step`]s in the order of the file.
    pub steps: Packed,
}

/// What one block of a journal holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalBlock {
    /// Records that begin in it.
    pub records: u64,
    /// Places that were stepped over because of damage.
    pub damaged: u64,
    /// Steps from record to record over which other records are missing: USNs count bytes.
    pub gaps: u64,
    /// USN of the first and the last record.
    pub usns: Option<(u64, u64)>,
    /// First record with a time; the record id is the USN.
    pub first: Option<Place>,
    /// Last record with a time.
    pub last: Option<Place>,
    /// Prefetch files that were written.
    pub prefetch: Option<PrefetchWrites>,
}

/// Writing of Prefetch files of any program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefetchWrites {
    /// Records that end one.
    pub count: u64,
    /// The first.
    pub first: Place,
    /// The last.
    pub last: Place,
}

/// A record that may be a step of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    offset: u64,
    usn: u64,
    time: u64,
    /// The file's reference.
    pub file: u128,
    /// The reference of the directory that it stood in.
    pub parent: u128,
    reason: u32,
    /// `FILE_ATTRIBUTE_*`.
    pub attributes: u32,
    /// Its name.
    pub name: String,
}

impl Step {
    /// Where and when; the record id is the USN.
    pub fn place(&self) -> Place {
        Place {
            time: Filetime(self.time),
            record_id: self.usn,
            record_number: 0,
            offset: self.offset,
        }
    }

    /// What happened.
    pub fn reason(&self) -> Reason {
        Reason(self.reason)
    }

    /// What ends a file or its name.
    pub const ENDS: Reason = Reason(Reason::FILE_DELETE.0 | Reason::RENAME_OLD_NAME.0);

    /// The directory as a `$MFT` knows it; none for a reference that no NTFS volume has.
    pub fn directory(&self) -> Option<FileReference> {
        as_ntfs(self.parent)
    }
}

impl JournalFindings {
    /// Joins another part; a block is in one part only.
    pub(in crate::scan) fn merge(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.steps.merge(other.steps, limits::JOURNAL_STEP_BYTES);
    }
}

/// Which records may be steps of a trace, by catalog.
#[derive(Debug, Clone, Default)]
pub(in crate::scan) struct StepFilter {
    prefetch: Vec<FileNameCondition>,
    /// Reasons that are steps for a file of any name.
    reasons: BTreeSet<Reason>,
    /// Reasons that count for a file of any name when it is closed.
    closing: Reason,
}

impl StepFilter {
    pub(in crate::scan) fn new(catalog: &Catalog) -> Self {
        let mut filter = Self::default();
        for file in catalog.traces.iter().filter_map(|trace| trace.file.as_ref()) {
            match &file.name {
                FileNameCondition::PrefetchOf(_) => filter.prefetch.push(file.name.clone()),
                FileNameCondition::Variable(_) => {
                    file.patterns.iter().for_each(|pattern| filter.add(pattern));
                }
            }
        }
        filter
    }

    fn add(&mut self, pattern: &JournalPattern) {
        // What ends a name ends the pattern too. A file that is deleted and made again begins with
        // FILE_CREATE, which patterns of made files ask for anyway.
        self.reasons.insert(Reason::RENAME_OLD_NAME);
        match pattern {
            JournalPattern::Sequence(steps) => self.reasons.extend(steps),
            // A file that is made has a record that says just that; closings of all files that
            // were made would be a tenth of a journal.
            JournalPattern::AllOf(reasons) if reasons.contains(Reason::FILE_CREATE) => {
                self.reasons.insert(Reason::FILE_CREATE);
                let others = reasons.without(Reason::CLOSE | Reason::FILE_CREATE);
                let is_alone = others == Reason::default();
                self.closing = self.closing | if is_alone { Reason::FILE_CREATE } else { others };
            }
            JournalPattern::AllOf(reasons) => {
                self.closing = self.closing | reasons.without(Reason::CLOSE);
            }
        }
    }

    fn takes(&self, reason: Reason, name: &str) -> bool {
        self.reasons.contains(&reason)
            || (reason.contains(Reason::CLOSE) && reason.meets(self.closing))
            || self.prefetch.iter().any(|condition| condition.is_prefetch_file(name))
    }
}

/// Whether a record ends the writing of a Prefetch file.
fn ends_prefetch_write(reason: Reason, name: &str) -> bool {
    let wrote = reason.contains(Reason::DATA_EXTEND) || reason.contains(Reason::DATA_OVERWRITE);
    let extension = name.len().checked_sub(3).and_then(|at| name.get(at..));
    wrote
        && reason.contains(Reason::CLOSE)
        && extension.is_some_and(|extension| extension.eq_ignore_ascii_case(".pf"))
}

/// Reads the blocks of `owned`, of which the first begins at a multiple of [`BLOCK`]; `bytes`
/// stand at `start` and reach as far around as [`usn::Segment`] says.
pub(in crate::scan) fn read(
    bytes: &[u8],
    start: u64,
    owned: std::ops::Range<u64>,
    filter: &StepFilter,
    findings: &mut SourceFindings,
) {
    let mut warnings = Warnings::default();
    let mut part = JournalFindings::default();
    let mut at = owned.start;
    while at < owned.end {
        let end = floor_to(at, BLOCK).saturating_add(BLOCK).min(owned.end);
        let have = start..start.saturating_add(bytes.len() as u64);
        let segment = usn::Segment { owned: at..end, bytes: have };
        let mut block = JournalBlock::default();
        let steps = &mut part.steps;
        let walked = usn::read_segment(bytes, &segment, &mut warnings, &mut |record| {
            add(record, filter, &mut block, steps);
        });
        block.records = walked.records;
        block.damaged = walked.damaged;
        if block != JournalBlock::default() {
            findings.records_read = findings.records_read.saturating_add(walked.records);
            findings.records_failed = findings.records_failed.saturating_add(walked.damaged);
            part.blocks.insert(at, block);
        }
        at = end;
    }
    let length = owned.end.saturating_sub(owned.start);
    findings.bytes_read = findings.bytes_read.saturating_add(length);
    findings.warnings.merge(warnings);
    findings.journal.get_or_insert_default().merge(part);
}

fn as_ntfs(reference: u128) -> Option<FileReference> {
    let (record, sequence) = usn::FileReference(reference).ntfs()?;
    Some(FileReference { record, sequence })
}

/// A file reference as people write it: record and sequence number on NTFS, else one number.
///
/// ```
/// use konseki_core::scan::file_system::reference_text;
/// assert_eq!(reference_text(0x0005_0000_0000_0005), "5-5");
/// assert_eq!(reference_text(1 << 64), "18446744073709551616");
/// ```
pub fn reference_text(reference: u128) -> String {
    as_ntfs(reference).map_or_else(|| reference.to_string(), |known| known.to_string())
}

/// How far apart the USNs of neighbours can be: a record and the rest of a page.
const FURTHEST_NEIGHBOUR: u64 = 2 * usn::LONGEST_RECORD as u64;

/// Whether no record is missing between two neighbours with these USNs.
///
/// ```
/// use konseki_core::scan::file_system::is_next;
/// assert!(is_next(4_096, 4_184) && is_next(4_008, 8_192));
/// assert!(!is_next(4_096, 65_536) && !is_next(4_184, 4_096));
/// ```
pub fn is_next(before: u64, usn: u64) -> bool {
    usn.checked_sub(before).is_some_and(|step| step <= FURTHEST_NEIGHBOUR)
}

fn add(record: &Record<'_>, filter: &StepFilter, block: &mut JournalBlock, steps: &mut Packed) {
    let (first, before) = block.usns.unwrap_or((record.usn, record.usn));
    block.gaps = block.gaps.saturating_add(u64::from(!is_next(before, record.usn)));
    block.usns = Some((first, record.usn));
    let Content::Named { time, attributes, .. } = record.content else { return };
    let (usn, offset) = (record.usn, record.offset);
    let place = Place { time, record_id: usn, record_number: 0, offset };
    block.first.get_or_insert(place);
    block.last = Some(place);
    let name = record.name().unwrap_or_default();
    if ends_prefetch_write(record.reason, &name) {
        let writes =
            block.prefetch.get_or_insert(PrefetchWrites { count: 0, first: place, last: place });
        writes.count = writes.count.saturating_add(1);
        writes.last = place;
    }
    if filter.takes(record.reason, &name) {
        let step = Step {
            offset,
            usn,
            time: time.0,
            file: record.file.0,
            parent: record.parent.0,
            reason: record.reason.0,
            attributes,
            name,
        };
        steps.push(offset, &step);
    }
}
