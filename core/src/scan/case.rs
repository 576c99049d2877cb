//! All findings of a case: what settling starts from.

use super::findings::SourceFindings;
use crate::words::EvidenceKind;

/// What was learned of all evidence given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFindings {
    /// Sorted by (path, SHA-256, size), whatever the order in which the evidence was given.
    pub sources: Vec<Source>,
}

/// One evidence source with all that was learned of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// From the given item's own last component, `/`-separated; ZIP members `a.zip!/x`.
    pub path: String,
    /// Kind by content.
    pub kind: EvidenceKind,
    /// Size in bytes.
    pub size: u64,
    /// What could be done with it.
    pub status: SourceStatus,
    /// All findings, joined.
    pub findings: SourceFindings,
}

/// What can be done with an evidence source. Damage stands in the findings' warnings.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// A kind that is read. It was read whole unless a warning says otherwise
    /// ([`crate::error::Warnings::mean_loss`]).
    Read,
    /// A kind that this version knows and does not read.
    NotSupported,
    /// Nothing known.
    NotRecognised,
    /// Nothing of it could be read.
    NotRead,
}
