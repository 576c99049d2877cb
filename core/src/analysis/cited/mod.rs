//! The records that a report cites, cut out of the evidence: a ZIP archive for the case file.
//!
//! Contract: the same report and evidence give the same bytes; only places that the report cites
//! are read, each piece once and in the order of the evidence. A piece that cannot be read is
//! named in the index and stops nothing. Names in the archive are our own, never the evidence's.
//!
//! | in the archive | what it is |
//! |---|---|
//! | `pieces/e1/OFFSET.evtx` | one chunk behind a rebuilt file header: opens in Event Viewer |
//! | `pieces/e2/FILE.pf` | a Prefetch file, whole |
//! | `pieces/e3/OFFSET.file-record` | a FILE record of a `$MFT`, as it stands on the volume |
//! | `pieces/e4/OFFSET.usn-record` | a record of a USN journal |
//! | `index.json`, `index.csv` | where each record and piece came from, what cites it, hashes |
//! | `README.txt` | how to read and check it, and what was left out |

mod archive;
mod citations;
mod index;
mod piece;
mod summary;

use std::{collections::BTreeMap, io, ops::ControlFlow};

use super::plan::Planned;
use crate::{
    report::{Evidence, Report},
    scan::Progress,
    source::ReadAt,
};

pub use index::CITED_SCHEMA;
pub use summary::{CitedSummary, UnreadEvidence};

/// How the bytes of an evidence source of a report are reached.
#[derive(Clone, Copy)]
pub struct Reached<'s> {
    /// The given file.
    pub source: &'s dyn ReadAt,
    /// What of it is the source.
    pub planned: &'s Planned,
}

/// Bytes of evidence that [`write_cited`] reads for a report, at most: what its `progress` adds up to.
pub fn cited_bytes(report: &Report) -> u64 {
    let pieces = citations::collect(report).pieces;
    pieces.values().flatten().map(|place| place.count).fold(0, u64::saturating_add)
}

/// Writes the archive of everything that `report` cites. `reach` finds a source again: the file
/// that the report calls so, with the plan that was made of it. `progress` hears of the bytes read.
///
/// The pieces hold the records as they were written: passwords on command lines are not masked.
/// Gives what the archive holds and what it lacks.
///
/// # Errors
/// When the writer fails, or `progress` breaks (`Interrupted`).
///
/// ```
/// use konseki_core::{analysis::write_cited, report::Report};
/// let mut archive = Vec::new();
/// let mut go_on = |_| std::ops::ControlFlow::Continue(());
/// let summary = write_cited(&Report::default(), |_| None, &mut archive, &mut go_on)?;
/// assert!(archive.starts_with(b"PK\x03\x04") && summary.unread.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_cited<'s>(
    report: &Report,
    reach: impl Fn(&Evidence) -> Option<Reached<'s>>,
    writer: impl io::Write,
    progress: &mut Progress<'_>,
) -> io::Result<CitedSummary> {
    let cited = citations::collect(report);
    let mut archive = archive::Archive::new(writer);
    let mut written = BTreeMap::new();
    for (&at, pieces) in &cited.pieces {
        let Some(evidence) = report.evidence.get(at) else { continue };
        let mut failed = None;
        let mut keep = |place: piece::Place, read: Result<Vec<u8>, String>| {
            let bytes = read.as_ref().map(|bytes| bytes.len() as u64).unwrap_or_default();
            let kept = match progress(bytes) {
                ControlFlow::Break(()) => Err(io::ErrorKind::Interrupted.into()),
                ControlFlow::Continue(()) => piece::keep(&mut archive, evidence, place, read),
            };
            match kept {
                Ok(one) => {
                    written.insert((at, place.offset), one);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        match reach(evidence) {
            Some(reached) => piece::read_all(reached, pieces, &mut keep),
            None => pieces
                .iter()
                .map(|&place| keep(place, Err(summary::NOT_AT_HAND.to_owned())))
                .for_each(drop),
        }
        if let Some(error) = failed {
            return Err(error);
        }
    }
    index::write(&mut archive, report, &cited, &written)?;
    archive.finish()?;
    Ok(CitedSummary::new(report, &cited, &written))
}
