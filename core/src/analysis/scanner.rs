//! Step 2: units into findings, and SHA-256.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::plan::{Bytes, Planned, Unit};
use crate::{
    catalog::Catalog,
    error::{ParseError, WarningCode},
    formats::archive,
    scan::{Progress, Structure, UnitScanner, findings::SourceFindings},
    source::ReadAt,
    words::EvidenceKind,
};

/// Reads units of evidence by a catalog; one per worker, used again for all its units.
pub struct Scanner<'c> {
    units: UnitScanner<'c>,
}

impl<'c> Scanner<'c> {
    /// A scanner for a catalog.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self { units: UnitScanner::new(catalog) }
    }

    /// Joins what another part of the same source gave: a unit may be read in parts of whole chunks,
    /// in any order, as its bytes come in.
    pub fn join(&self, findings: &mut SourceFindings, part: SourceFindings) {
        self.units.join(findings, part);
    }

    /// Reads one unit of a planned source. `source` is the given file that the plan was made of.
    ///
    /// Problems are warnings in the findings. When `progress` breaks, reading ends and a warning
    /// says that the evidence was read only in part.
    pub fn scan(
        &mut self,
        source: &dyn ReadAt,
        planned: &Planned,
        unit: &Unit,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        match (planned.bytes(source), unit) {
            (Bytes::Range(range), Unit::Segment { offset, length }) => match planned.kind {
                EvidenceKind::Mft | EvidenceKind::UsnJournal => {
                    let structure = Structure::of(&planned.opening);
                    self.units.sweep(structure, &range, *offset, *length, progress)
                }
                _ => self.units.segment(&range, *offset, *length, progress),
            },
            (Bytes::Range(range), Unit::Whole) => {
                self.whole(planned, &mut archive::stream(&range), progress)
            }
            (Bytes::Stream(member), Unit::Whole) => {
                let read = archive::with_member(source, &member, |stream| {
                    self.whole(planned, stream, progress)
                });
                read.unwrap_or_else(|error| unreadable(&error))
            }
            (Bytes::Stream(_), Unit::Segment { offset, .. }) => {
                SourceFindings::not_read_whole(*offset, "a compressed member has no segments")
            }
        }
    }

    fn whole(
        &mut self,
        planned: &Planned,
        stream: &mut dyn std::io::Read,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        match planned.kind {
            EvidenceKind::EventLog => self.units.log_stream(stream, progress),
            EvidenceKind::Prefetch => self.units.prefetch(stream, progress),
            EvidenceKind::Mft | EvidenceKind::UsnJournal => {
                self.units.sweep_stream(Structure::of(&planned.opening), stream, progress)
            }
            EvidenceKind::Settings => self.units.settings(stream, progress),
            _ => SourceFindings::not_read_whole(0, "this kind of evidence is not read"),
        }
    }
}

fn unreadable(error: &ParseError) -> SourceFindings {
    let mut findings = SourceFindings::default();
    findings.warnings.push_error(WarningCode::Unreadable, error);
    findings
}

/// Bytes read at a time for a hash.
const HASH_SLICE: usize = 4 << 20;

/// SHA-256 of a planned source, read in slices. Not needed for a source whose unit is
/// [`Unit::Whole`]: there it comes with the findings.
///
/// # Errors
/// When the source cannot be read to its end, or `progress` breaks.
pub fn hash(
    source: &dyn ReadAt,
    planned: &Planned,
    progress: &mut Progress<'_>,
) -> Result<[u8; 32], ParseError> {
    match planned.bytes(source) {
        Bytes::Range(range) => hash_stream(&mut archive::stream(&range), progress),
        Bytes::Stream(member) => {
            archive::with_member(source, &member, |stream| hash_stream(stream, progress))?
        }
    }
}

fn hash_stream(
    stream: &mut dyn std::io::Read,
    progress: &mut Progress<'_>,
) -> Result<[u8; 32], ParseError> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; HASH_SLICE];
    let mut at: u64 = 0;
    loop {
        let failed = |reason: String| ParseError::unreadable("SHA-256", at, reason);
        let count = stream.read(&mut buffer).map_err(|error| failed(error.to_string()))?;
        if count == 0 {
            return Ok(hasher.finalize().into());
        }
        hasher.update(buffer.get(..count).unwrap_or_default());
        if progress(count as u64) == ControlFlow::Break(()) {
            return Err(failed("cancelled".to_owned()));
        }
        at = at.saturating_add(count as u64);
    }
}
