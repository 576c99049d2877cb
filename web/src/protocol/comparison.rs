//! A report that was opened again, beside what its evidence shows now.

use konseki_core::words::Outcome;
use serde::{Deserialize, Serialize};

use super::TraceAddress;

/// A report that was opened again, beside what its evidence shows now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Whether both reports are the same, byte for byte.
    pub identical: bool,
    /// Whether the same version of the program made both.
    pub same_tool: bool,
    /// Whether both were made with the same catalog.
    pub same_catalog: bool,
    /// Evidence of the report that is here with the same SHA-256.
    pub evidence_same: u32,
    /// All evidence of the report that has a SHA-256.
    pub evidence_all: u32,
    /// Paths of evidence of the report that is not here, or is here with another SHA-256.
    pub evidence_missing: Vec<String>,
    /// Paths of evidence here that the report does not know by SHA-256.
    pub evidence_new: Vec<String>,
    /// Verdicts of the report that came out the same.
    pub verdicts_same: u32,
    /// All verdicts of the report.
    pub verdicts_all: u32,
    /// Those that did not.
    pub differences: Vec<VerdictDifference>,
}

/// A verdict that came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictDifference {
    /// Which.
    pub trace: TraceAddress,
    /// Outcome and records of the report.
    pub before: (Outcome, u64),
    /// Those of now; nothing where the host does not stand in this role any more.
    pub now: Option<(Outcome, u64)>,
}
