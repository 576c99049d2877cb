//! The map over file system structures: units of the `$MFT` and the USN journal into findings.
//!
//! Contract: as for event logs, memory is flat, and segments and streams give the same findings
//! once they are joined.

use std::{io::Read, ops::Range};

use sha2::{Digest, Sha256};

use super::{
    SourceFindings,
    file_system::{self, JournalFindings, TableFindings},
    scanner::{PROGRESS_BYTES, Progress, UnitScanner},
};
use crate::{
    bytes::floor_to,
    error::WarningCode,
    formats::{
        archive,
        mft::RecordSize,
        usn::{self, LONGEST_RECORD, Segment},
    },
    limits,
    source::ReadAt,
};

/// What is swept.
#[derive(Clone, Copy)]
pub(crate) enum Structure {
    /// A `$MFT` with records of a size.
    Table(RecordSize),
    /// A USN journal.
    Journal,
}

impl Structure {
    /// The structure of a source whose opening found a table, or else a journal.
    pub(crate) fn of(opening: &SourceFindings) -> Self {
        opening.table.as_ref().map_or(Self::Journal, |table| Self::Table(table.size()))
    }

    fn empty(self) -> SourceFindings {
        match self {
            Self::Table(_) => {
                SourceFindings { table: Some(TableFindings::default()), ..Default::default() }
            }
            Self::Journal => {
                SourceFindings { journal: Some(JournalFindings::default()), ..Default::default() }
            }
        }
    }

    /// The bytes that are needed around those of a piece.
    fn around(self, owned: &Range<u64>, size: u64) -> Range<u64> {
        match self {
            Self::Table(_) => owned.clone(),
            Self::Journal => Segment::new(owned.clone(), size).bytes,
        }
    }
}

impl UnitScanner<'_> {
    /// A segment of a structure, whole blocks from `offset` on; the last one may be cut.
    pub(crate) fn sweep(
        &mut self,
        structure: Structure,
        source: &dyn ReadAt,
        offset: u64,
        length: u64,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let mut findings = structure.empty();
        let end = offset.saturating_add(length).min(source.len());
        let mut at = offset;
        while at < end {
            let owned = at..end.min(at.saturating_add(limits::SEGMENT_BYTES));
            let around = structure.around(&owned, source.len());
            let wanted = around.end.saturating_sub(around.start);
            match self.fill(source, around.start, wanted) {
                Ok(filled) if filled as u64 == wanted => {}
                Ok(filled) => {
                    let message = "The file is shorter than it was when it was opened";
                    let end = around.start.saturating_add(filled as u64);
                    findings.warnings.push(WarningCode::Truncated, end, message);
                    return findings;
                }
                Err(error) => {
                    let message = error.to_string();
                    findings.warnings.push(WarningCode::Unreadable, error.offset, message);
                    return findings;
                }
            }
            let filled = usize::try_from(wanted).unwrap_or(usize::MAX);
            let bytes = self.buffer.get(..filled).unwrap_or_default();
            self.pieces(structure, around.start, bytes, owned.clone(), &mut findings);
            at = owned.end;
            if progress(owned.end.saturating_sub(owned.start)).is_break() {
                findings.stop(at, "reading was cancelled");
                return findings;
            }
        }
        findings
    }

    /// A whole structure that can only be read from its beginning; its SHA-256 is taken as well.
    pub(crate) fn sweep_stream(
        &mut self,
        structure: Structure,
        stream: &mut dyn Read,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let mut findings = structure.empty();
        let mut hasher = Sha256::new();
        // What is kept of the stream begins at `start`; the next block to be read at `next`.
        let (mut kept, mut start, mut next) = (Vec::new(), 0_u64, 0_u64);
        let reach = match structure {
            Structure::Table(_) => 0,
            Structure::Journal => LONGEST_RECORD as u64,
        };
        loop {
            let (filled, error) = self.fill_from(stream, PROGRESS_BYTES);
            let bytes = self.buffer.get(..filled).unwrap_or_default();
            hasher.update(bytes);
            kept.extend_from_slice(bytes);
            let have = start.saturating_add(kept.len() as u64);
            let is_end = filled < PROGRESS_BYTES;
            let ready = match is_end {
                true => have,
                false => floor_to(have.saturating_sub(reach), usn::BLOCK),
            };
            self.pieces(structure, start, &kept, next..ready, &mut findings);
            next = ready.max(next);
            let done = next.saturating_sub(reach).saturating_sub(start);
            kept.drain(..usize::try_from(done).unwrap_or(usize::MAX).min(kept.len()));
            start = start.saturating_add(done);
            let flow = progress(filled as u64);
            if let Some(error) = error {
                let code = archive::stream_error_code(&error);
                findings.warnings.push(code, have, format!("At 0x{have:x} of the member: {error}"));
                return findings;
            }
            if flow.is_break() {
                findings.stop(have, "reading was cancelled");
                return findings;
            }
            if is_end {
                findings.sha256 = Some(hasher.finalize().into());
                return findings;
            }
        }
    }

    /// Reads the blocks of `owned`; `bytes` stand at `start`.
    fn pieces(
        &self,
        structure: Structure,
        start: u64,
        bytes: &[u8],
        owned: Range<u64>,
        findings: &mut SourceFindings,
    ) {
        if owned.is_empty() {
            return;
        }
        match structure {
            Structure::Table(size) => {
                let at = |offset: u64| {
                    usize::try_from(offset.saturating_sub(start)).unwrap_or(usize::MAX)
                };
                let bytes = bytes.get(at(owned.start)..at(owned.end)).unwrap_or_default();
                file_system::read_table(bytes, owned.start, size, findings);
            }
            Structure::Journal => {
                file_system::read_journal(bytes, start, owned, &self.steps, findings);
            }
        }
    }
}
