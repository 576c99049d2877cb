//! What a host's `$MFT`s and USN journals cover.
//!
//! Contract: a table is a state as of its acquisition, a journal a span. The system volume is told
//! by its Prefetch folder, or by the Prefetch files that were written on it. A directory whose
//! record was used again gives no path; nothing is guessed. Reference: pitfalls of verdicts, item
//! 11.

use super::Located;
use crate::{
    evidence::file_paths::{FilePath, FilePaths},
    formats::mft::FileReference,
    scan::{
        case::Source,
        file_system::{FileEntry, JournalFindings, PrefetchWrites, TableFindings, is_next},
        findings::Place,
    },
    time::Filetime,
};

/// The Prefetch folder after its volume, in lower case.
pub const PREFETCH_FOLDER: &str = r"\windows\prefetch";

/// One `$MFT`.
#[derive(Debug, Clone)]
pub struct TableCoverage<'c> {
    /// Number of the evidence source.
    pub evidence: usize,
    /// What it holds.
    pub table: &'c TableFindings,
    /// Its directories.
    pub paths: FilePaths,
    /// The record of the Prefetch folder: only the system volume has one.
    pub prefetch_folder: Option<Located>,
    /// Records of Prefetch files in it that are in use, by the creation of the file.
    pub prefetch_files: Vec<Located>,
    /// The latest time that any of those was written.
    pub prefetch_written: Option<Filetime>,
    /// Records that could not be read, or that were left out.
    pub is_incomplete: bool,
}

impl<'c> TableCoverage<'c> {
    /// What a table covers.
    pub fn new(evidence: usize, source: &Source, table: &'c TableFindings) -> Self {
        let entries = || table.entries.entries::<FileEntry>();
        let rows: Vec<_> =
            entries().flat_map(|entry| entry.directory_rows().collect::<Vec<_>>()).collect();
        let mut covered = Self {
            evidence,
            table,
            paths: FilePaths::new(rows),
            prefetch_folder: None,
            prefetch_files: Vec::new(),
            prefetch_written: None,
            is_incomplete: source.findings.records_failed > 0
                || source.findings.warnings.mean_loss(),
        };
        entries().filter(FileEntry::is_in_use).for_each(|entry| covered.add(&entry));
        covered.prefetch_files.sort_by_key(|file| (file.place.time, file.place.offset));
        covered
    }

    fn add(&mut self, entry: &FileEntry) {
        for name in &entry.names {
            let lower = name.name.to_lowercase();
            if entry.is_directory() && lower == "prefetch" {
                if self.is_at(name.parent(), &name.name, PREFETCH_FOLDER) {
                    self.prefetch_folder = Some(self.located(entry));
                }
            } else if lower.ends_with(".pf")
                && self.is_in(name.parent(), &name.name, PREFETCH_FOLDER)
            {
                self.prefetch_files.push(self.located(entry));
                let [_, modified, ..] = entry.standard_times().unwrap_or_default();
                self.prefetch_written = self.prefetch_written.max(Some(modified));
            }
        }
    }

    /// A record as a match and a proof name it; its time is when the file was created.
    pub fn located(&self, entry: &FileEntry) -> Located {
        let [created, ..] = entry.standard_times().unwrap_or_default();
        let record = entry.reference().record;
        let offset = self.table.offset_of(record);
        let place = Place { time: created, record_id: 0, record_number: record, offset };
        Located { evidence: self.evidence, place }
    }

    /// Where a file stands.
    pub fn path(&self, parent: FileReference, name: &str) -> FilePath {
        self.paths.path(parent, name)
    }

    fn is_at(&self, parent: FileReference, name: &str, path: &str) -> bool {
        matches!(self.path(parent, name), FilePath::Whole(found) if found.to_lowercase() == path)
    }

    fn is_in(&self, parent: FileReference, name: &str, folder: &str) -> bool {
        matches!(self.path(parent, name), FilePath::Whole(found) if is_in_folder(&found, folder))
    }
}

/// Whether a path is that of something directly in a folder, which is given in lower case.
///
/// ```
/// use konseki_core::coverage::is_in_folder;
/// assert!(is_in_folder(r"\Windows\Prefetch\A.pf", r"\windows\prefetch"));
/// assert!(!is_in_folder(r"\Windows\Prefetch\ReadyBoot\A.pf", r"\windows\prefetch"));
/// ```
pub fn is_in_folder(path: &str, folder: &str) -> bool {
    path.rsplit_once('\\').is_some_and(|(above, _)| above.to_lowercase() == folder)
}

/// One USN journal.
#[derive(Debug, Clone)]
pub struct JournalCoverage<'c> {
    /// Number of the evidence source.
    pub evidence: usize,
    /// What it holds.
    pub journal: &'c JournalFindings,
    /// The records with the smallest and largest time; the record id is the USN.
    pub span: Option<(Located, Located)>,
    /// Writing of Prefetch files: how often, the first and the last.
    pub prefetch: Option<(u64, Located, Located)>,
    /// Spans in which records could not be read; open at the ends of the journal.
    pub damaged: Vec<(Filetime, Filetime)>,
    /// Something was left out, so that not all records could be looked at.
    pub is_incomplete: bool,
}

impl<'c> JournalCoverage<'c> {
    /// What a journal covers.
    pub fn new(evidence: usize, source: &Source, journal: &'c JournalFindings) -> Self {
        let at = |place: Place| Located { evidence, place };
        let places =
            || journal.blocks.values().flat_map(|block| [block.first, block.last]).flatten();
        let by_time = |place: &Place| (place.time, place.offset);
        let span = places().min_by_key(by_time).zip(places().max_by_key(by_time));
        let writes = || journal.blocks.values().filter_map(|block| block.prefetch.as_ref());
        let first = writes().map(|writes| writes.first).min_by_key(by_time);
        let last = writes().map(|writes| writes.last).max_by_key(by_time);
        let count = |sum: u64, writes: &PrefetchWrites| sum.saturating_add(writes.count);
        Self {
            evidence,
            journal,
            span: span.map(|(first, last)| (at(first), at(last))),
            prefetch: first
                .zip(last)
                .map(|(first, last)| (writes().fold(0, count), at(first), at(last))),
            damaged: damaged(journal),
            is_incomplete: journal.steps.cut_at().is_some()
                || source.findings.warnings.mean_loss() && source.findings.records_failed == 0,
        }
    }
}

/// By block: from the last record before the damage to the first one after it.
fn damaged(journal: &JournalFindings) -> Vec<(Filetime, Filetime)> {
    let (mut spans, mut before, mut open) = (Vec::new(), Filetime(0), false);
    let mut usn = None;
    for block in journal.blocks.values() {
        // Damage may stand before the first record of its block or behind the last one.
        let is_damaged = block.damaged > 0 || block.gaps > 0;
        let follows = match (usn, block.usns) {
            (Some(usn), Some((first, _))) => is_next(usn, first),
            _ => true,
        };
        usn = block.usns.map(|(_, last)| last).or(usn);
        open |= is_damaged || !follows;
        if open && let Some(first) = block.first.filter(|_| !is_damaged) {
            spans.push((before, first.time));
            open = false;
        }
        if let Some(last) = block.last.filter(|_| !open) {
            before = last.time;
        }
    }
    if open {
        spans.push((before, Filetime(u64::MAX)));
    }
    spans
}

/// The tables and journals among the evidence sources with these numbers.
pub(super) fn tables<'c>(sources: &[&'c Source], numbers: &[usize]) -> Vec<TableCoverage<'c>> {
    let read = numbers.iter().filter_map(|number| {
        let source: &'c Source = sources.get(*number)?;
        Some(TableCoverage::new(*number, source, source.findings.table.as_ref()?))
    });
    read.collect()
}

/// See [`tables`].
pub(super) fn journals<'c>(sources: &[&'c Source], numbers: &[usize]) -> Vec<JournalCoverage<'c>> {
    let read = numbers.iter().filter_map(|number| {
        let source: &'c Source = sources.get(*number)?;
        Some(JournalCoverage::new(*number, source, source.findings.journal.as_ref()?))
    });
    read.collect()
}
