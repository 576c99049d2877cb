//! What an archive of cited records holds and lacks, for whoever ordered it.

use serde::{Deserialize, Serialize};

use super::{citations::Citations, index::Pieces};
use crate::report::Report;

/// Problem of a piece whose evidence is not there.
pub(super) const NOT_AT_HAND: &str = "not at hand";

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedSummary {
    /// Records in the index.
    pub records: u64,
    /// Pieces of evidence in the archive.
    pub pieces: u64,
    /// Records beyond the cap of [`limits::CITED_BYTES`](crate::limits::CITED_BYTES).
    pub left_out: u64,
    /// Evidence of which a piece could not be included, in the order of the report.
    pub unread: Vec<UnreadEvidence>,
}

/// Evidence of which a piece could not be included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadEvidence {
    /// Path, as in the report.
    pub path: String,
    /// How many pieces.
    pub pieces: u64,
    /// Why the first was not; empty where the evidence is not there.
    pub problem: String,
}

impl CitedSummary {
    pub(super) fn new(report: &Report, citations: &Citations<'_>, pieces: &Pieces) -> Self {
        let path =
            |at: usize| report.evidence.get(at).map(|one| one.path.clone()).unwrap_or_default();
        Self::of(citations, pieces, path)
    }

    fn of(citations: &Citations<'_>, pieces: &Pieces, path: impl Fn(usize) -> String) -> Self {
        let mut summary = Self {
            records: citations.records.len() as u64,
            left_out: citations.left_out,
            ..Self::default()
        };
        let mut last = None;
        for (&(at, _), piece) in pieces {
            if piece.problem.is_empty() {
                summary.pieces = summary.pieces.saturating_add(1);
                continue;
            }
            if last != Some(at) {
                last = Some(at);
                let problem = Some(&piece.problem).filter(|one| *one != NOT_AT_HAND).cloned();
                let problem = problem.unwrap_or_default();
                summary.unread.push(UnreadEvidence { path: path(at), pieces: 0, problem });
            }
            if let Some(unread) = summary.unread.last_mut() {
                unread.pieces = unread.pieces.saturating_add(1);
            }
        }
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::{super::piece::Piece, *};

    fn piece(problem: &str) -> Piece {
        let empty = String::new();
        Piece {
            name: empty.clone(),
            sha256: empty.clone(),
            header: 0,
            length: 0,
            evidence_bytes_sha256: empty,
            problem: problem.to_owned(),
        }
    }

    #[test]
    fn what_lacks_is_told_by_evidence() {
        let pieces = [
            ((0, 0), piece("")),
            ((0, 9), piece("damaged")),
            ((1, 0), piece(NOT_AT_HAND)),
            ((1, 5), piece(NOT_AT_HAND)),
            ((2, 0), piece("")),
        ];
        let citations = Citations { left_out: 3, ..Citations::default() };
        let summary =
            CitedSummary::of(&citations, &pieces.into(), |at| ["a", "b", "c"][at].to_owned());
        let unread = |path: &str, pieces, problem: &str| UnreadEvidence {
            path: path.to_owned(),
            pieces,
            problem: problem.to_owned(),
        };
        assert_eq!((summary.pieces, summary.left_out), (2, 3));
        assert_eq!(summary.unread, [unread("a", 1, "damaged"), unread("b", 2, "")]);
    }
}
