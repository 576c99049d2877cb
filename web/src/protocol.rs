//! What page, case worker and scan workers say to each other.
//!
//! Contract: types only, no logic. Files cross as handles, findings and reports as transferred
//! bytes; whole numbers over 2^53 cross as big integers.

use js_sys::ArrayBuffer;
use konseki_core::analysis::{Planned, Question, RecordDetails, Secrets, Unit};
use konseki_core::export::Language;
use konseki_core::words::{Role, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// Page to case worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ToCase {
    /// A scan worker is there; its port comes along.
    Connect { worker: WorkerNumber },
    /// A scan worker stopped; what it was doing is lost.
    Lost { worker: WorkerNumber, message: String },
    /// Read these too; `unreadable` is what the browser did not hand out, with its reason.
    Add { files: Vec<GivenFile>, unreadable: Vec<(String, String)> },
    /// Stop reading this file, or all of them.
    Cancel { file: Option<FileNumber> },
    /// Settle with this question from now on.
    Ask { question: Question },
    /// Send all matches of a trace that the report keeps.
    Matches { request: RequestNumber, trace: TraceAddress },
    /// Send one record.
    Record { request: RequestNumber, place: RecordPlace, secrets: Secrets },
    /// Send the report as a file, once it is final.
    Download { request: RequestNumber, order: ExportOrder },
}

/// Case worker to page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FromCase {
    /// The case worker has started and loaded the catalog.
    Ready,
    /// How far reading is.
    Progress(Progress),
    /// A report, with at most [`MATCHES_SHOWN`] matches of each trace.
    Settled(SettledReport),
    /// Answer to [`ToCase::Matches`]: JSON of `report::Match`es.
    Matches {
        request: RequestNumber,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        matches: ArrayBuffer,
    },
    /// Answer to [`ToCase::Record`].
    Record { request: RequestNumber, answer: Result<Box<RecordDetails>, String> },
    /// Answer to [`ToCase::Download`].
    Download {
        request: RequestNumber,
        form: ExportForm,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        blob: web_sys::Blob,
    },
    /// A scan worker must be ended and replaced.
    Replace { worker: WorkerNumber, message: String },
    /// The case cannot go on.
    Failed { message: String },
}

/// Matches of each trace that go to the page at once; the rest on request.
pub const MATCHES_SHOWN: usize = 5;

/// A settled report on its way to the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettledReport {
    /// JSON of `report::Report`, matches cut to [`MATCHES_SHOWN`].
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub report: ArrayBuffer,
    /// Words of the catalog that the report does not hold.
    pub titles: Titles,
    /// Whether the hashes are all there.
    pub completeness: Completeness,
}

/// Whether a report is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Completeness {
    /// Everything was read, but SHA-256 values are still to come.
    HashesPending,
    /// Nothing more comes.
    Final,
}

/// Titles of the catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titles {
    /// Steps in the sheets' order.
    pub steps: Vec<StepTitle>,
    /// Settings by id.
    pub settings: BTreeMap<String, Text>,
    /// Other causes of a consistent trace, by trace id.
    pub benign: BTreeMap<String, Vec<Text>>,
}

/// Title of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTitle {
    /// Sheet id.
    pub sheet: String,
    /// Role.
    pub role: Role,
    /// Step id.
    pub step: String,
    /// Title.
    pub title: Text,
}

/// Which trace of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceAddress {
    /// Sheet id.
    pub sheet: String,
    /// Role.
    pub role: Role,
    /// Host, `None` where no host has the role.
    pub host: Option<String>,
    /// Trace id.
    pub trace: String,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPlace {
    /// Evidence id of the shown report.
    pub evidence: String,
    /// Offset, decimal, as in the report.
    pub offset: String,
}

/// A form in which the report leaves the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportForm {
    /// `konseki.report/1`.
    #[default]
    Json,
    /// One JSON object per line.
    JsonLines,
    /// For spreadsheets.
    Csv,
    /// For print.
    Html,
    /// Hashes of the evidence.
    Manifest,
}

impl ExportForm {
    /// Name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Json => "konseki-report.json",
            Self::JsonLines => "konseki-report.jsonl",
            Self::Csv => "konseki-report.csv",
            Self::Html => "konseki-report.html",
            Self::Manifest => "konseki-evidence.sha256",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Manifest => "text/plain",
        }
    }
}

/// An order of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportOrder {
    /// Which form.
    pub form: ExportForm,
    /// Language of what is written for people.
    pub language: Language,
    /// Time of the order, for the cover sheet of the HTML.
    pub made_at: String,
}

/// How far reading is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Files given.
    pub files: u32,
    /// Files done with.
    pub files_done: u32,
    /// Bytes to read in all.
    pub bytes: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes to hash in all.
    pub hash_bytes: u64,
    /// Bytes hashed.
    pub hash_bytes_done: u64,
    /// Milliseconds of reading so far; pauses do not count.
    pub elapsed_ms: u64,
    /// Files being read, in order of giving, at most [`FILES_SHOWN`].
    pub active: Vec<FileProgress>,
    /// Whether anything is still to be read.
    pub phase: Phase,
}

/// Files whose progress is shown one by one.
pub const FILES_SHOWN: usize = 12;

/// What the workers are doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// Reading evidence.
    Reading,
    /// Computing SHA-256 only.
    Hashing,
}

/// Progress of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    /// Which.
    pub file: FileNumber,
    /// Its path.
    pub path: String,
    /// Bytes to read.
    pub bytes: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Milliseconds since its first unit began.
    pub elapsed_ms: u64,
}

/// Case worker to scan worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ToScan {
    /// Say what is in this file.
    Open { given: GivenFile },
    /// Read one unit.
    Scan {
        #[serde(with = "serde_wasm_bindgen::preserve")]
        file: web_sys::File,
        planned: Planned,
        unit: Unit,
    },
    /// Compute the SHA-256.
    Hash {
        #[serde(with = "serde_wasm_bindgen::preserve")]
        file: web_sys::File,
        planned: Planned,
    },
    /// Read one record.
    Record {
        #[serde(with = "serde_wasm_bindgen::preserve")]
        file: web_sys::File,
        planned: Planned,
        offset: u64,
        secrets: Secrets,
    },
}

/// Scan worker to case worker. A worker does one thing at a time, so an answer needs no number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FromScan {
    /// Bytes done since the last message.
    Progress { bytes: u64 },
    /// Answer to [`ToScan::Open`].
    Opened { planned: Vec<Planned> },
    /// Answer to [`ToScan::Scan`]: `SourceFindings::to_bytes`.
    Scanned {
        #[serde(with = "serde_wasm_bindgen::preserve")]
        findings: ArrayBuffer,
    },
    /// Answer to [`ToScan::Hash`].
    Hashed { sha256: Result<[u8; 32], String> },
    /// Answer to [`ToScan::Record`].
    Record { answer: Result<Box<RecordDetails>, String> },
}
