//! What page, case worker and scan workers say to each other.
//!
//! Contract: types only, no logic. Files cross as handles, findings and reports as transferred
//! bytes; whole numbers over 2^53 cross as big integers.

mod comparison;
mod export;
mod jobs;
mod messages;
mod progress;
mod records;
mod settled;
mod timeline;

use serde::{Deserialize, Serialize};

pub use comparison::{Comparison, VerdictDifference};
pub use export::{CitedFile, CitedSource, CoverEntries, ExportForm, ExportOrder};
pub use jobs::{FromScan, ToScan};
pub use messages::{FromCase, ToCase};
pub use progress::{FILES_SHOWN, FileProgress, Phase, Progress};
pub use records::{
    Facet, FacetValue, RecordFilter, RecordPage, RecordPlace, RecordQuery, RecordRow,
};
pub use settled::{
    Completeness, MATCHES_SHOWN, SettledReport, StepTitle, Tally, Titles, TraceAddress, UseAddress,
    UseDetails, UseRecord,
};
pub use timeline::{Timeline, TimelineBucket, TimelineLane, TimelineQuery};

/// Number of a scan worker in its pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkerNumber(pub u32);

/// Number of a file that the user gave, in the order of giving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileNumber(pub u32);

/// Ties an answer to its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RequestNumber(pub u32);

/// The first message to a new worker: what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Begin {
    /// The case worker; everything else comes as [`ToCase`].
    Case,
    /// A scan worker; a port to the case worker comes along.
    Scan,
}

/// A file that the user gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GivenFile {
    /// Report path: begins at the given item's own last component.
    pub path: String,
    /// Handle; whoever reads it slices it.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: web_sys::File,
}
