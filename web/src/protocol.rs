//! What page, case worker and scan workers say to each other.
//!
//! Contract: types only, no logic. Files cross as handles, findings and reports as transferred
//! bytes; whole numbers over 2^53 cross as big integers.

use js_sys::ArrayBuffer;
use konseki_core::analysis::{CitedSummary, Planned, Question, RecordDetails, Secrets, Unit};
use konseki_core::export::Language;
use konseki_core::report::{RecordRef, SessionTrace};
use konseki_core::time::Filetime;
use konseki_core::words::{Outcome, Role, Text};
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
    /// Send what is known of one use.
    Use { request: RequestNumber, address: UseAddress },
    /// Send the matches on a line of time.
    Timeline { request: RequestNumber, query: TimelineQuery },
    /// Send a part of the table of records.
    Records { request: RequestNumber, query: RecordQuery },
    /// Send one record.
    Record { request: RequestNumber, place: RecordPlace, secrets: Secrets },
    /// Send the report as a file, once it is final.
    Download { request: RequestNumber, order: ExportOrder },
    /// Stop cutting out the cited records.
    CancelCited { request: RequestNumber },
}

/// Case worker to page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FromCase {
    /// The case worker has started and loaded the catalog.
    Ready,
    /// A report that was given was opened again, with the question that it answers.
    Reopened { path: String, question: Question },
    /// Evidence beside such a report was read: what is the same.
    Compared(Comparison),
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
    /// Answer to [`ToCase::Use`]: JSON of a [`UseDetails`].
    Use {
        request: RequestNumber,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        details: ArrayBuffer,
    },
    /// Answer to [`ToCase::Timeline`]: JSON of a [`Timeline`].
    Timeline {
        request: RequestNumber,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        timeline: ArrayBuffer,
    },
    /// Answer to [`ToCase::Records`]: JSON of a [`RecordPage`].
    Records {
        request: RequestNumber,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        page: ArrayBuffer,
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
    /// How far cutting out the cited records is: bytes read, of so many.
    CitedProgress { request: RequestNumber, bytes_done: u64, bytes: u64 },
    /// Answer to [`ToCase::Download`] of [`ExportForm::Cited`].
    Cited { request: RequestNumber, answer: Result<CitedFile, String> },
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
    /// What each use shows of its traces, in the order of the report's sheets and uses.
    pub tallies: Vec<Vec<Tally>>,
    /// Whether the hashes are all there.
    pub completeness: Completeness,
}

/// How many traces a use shows; the traces themselves come on request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Traces that were found.
    pub found: u32,
    /// Traces that were found or would have been recorded.
    pub recordable: u32,
}

/// Which use of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseAddress {
    /// Sheet id.
    pub sheet: String,
    /// Id within the sheet.
    pub id: String,
}

/// What the shown report does not hold of a use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UseDetails {
    /// What it shows of each trace.
    pub traces: Vec<SessionTrace>,
    /// Its records in order.
    pub records: Vec<UseRecord>,
}

/// A record of a use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseRecord {
    /// The record.
    pub record: RecordRef,
    /// Host and role in which it was matched; `None` if it only ties others together.
    pub lane: Option<(String, Role)>,
    /// Ids of the traces that it meets.
    pub traces: Vec<String>,
}

/// What of the timeline is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineQuery {
    /// From and to, both included; everything where it is missing.
    pub range: Option<(Filetime, Filetime)>,
    /// Into how many buckets the range is cut.
    pub buckets: u32,
    /// The only sheet to draw.
    pub sheet: Option<String>,
}

/// Matches on a line of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// From and to; `None` where nothing matches.
    pub range: Option<(Filetime, Filetime)>,
    /// First and last match of all.
    pub whole: Option<(Filetime, Filetime)>,
    /// Into how many buckets the range is cut.
    pub buckets: u32,
    /// One lane per host, by name.
    pub lanes: Vec<TimelineLane>,
}

/// Matches of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineLane {
    /// Host.
    pub host: String,
    /// Buckets that hold a record, in order.
    pub buckets: Vec<TimelineBucket>,
}

/// Records that are drawn as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineBucket {
    /// Which part of the range.
    pub number: u32,
    /// Records.
    pub count: u32,
    /// Whether one of them is left by the tool only.
    pub specific: bool,
    /// Time of the first, all digits.
    pub first: String,
    /// Where the first of them stand.
    pub places: Vec<RecordPlace>,
}

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

/// A property of records by which the table of records is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Facet {
    /// The host whose evidence holds the record.
    Host,
    /// The trace that the record meets.
    Trace,
    /// An account that the record names.
    Account,
    /// A share that it names.
    Share,
    /// An address that it names.
    Address,
}

impl Facet {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Host, Self::Trace, Self::Account, Self::Share, Self::Address];
}

/// What of the table of records is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFilter {
    /// Text that a record must hold, in whatever case.
    pub text: String,
    /// Of each facet that is named, the record must have one of the values.
    pub values: BTreeMap<Facet, Vec<String>>,
    /// Only records that the tool alone leaves.
    pub specific: bool,
    /// The latest first.
    pub descending: bool,
    /// The only sheet to show.
    pub sheet: Option<String>,
}

/// A part of the table of records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordQuery {
    /// Which records.
    pub filter: RecordFilter,
    /// First row of the part.
    pub first: u32,
    /// Rows of the part.
    pub rows: u32,
}

/// The answer to a [`RecordQuery`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordPage {
    /// What was asked.
    pub query: RecordQuery,
    /// Records of all matches.
    pub all: u32,
    /// Those that the filter lets through.
    pub shown: u32,
    /// The part.
    pub rows: Vec<RecordRow>,
    /// Values of each facet and how many records have them under the rest of the filter: the most
    /// frequent first, chosen ones always.
    pub facets: Vec<(Facet, Vec<FacetValue>)>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Records that have it.
    pub count: u32,
}

/// A record that meets one trace or more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// Where it stands.
    pub place: RecordPlace,
    /// Its id.
    pub record_id: String,
    /// Its time, all digits.
    pub time: String,
    /// Host.
    pub host: String,
    /// Ids of the traces that it meets.
    pub traces: Vec<String>,
    /// Whether one of them is left by the tool only.
    pub specific: bool,
    /// Whether it lies outside the window that was asked for.
    pub outside_window: bool,
    /// Values by facet, of those that are read from fields.
    pub values: BTreeMap<Facet, Vec<String>>,
    /// Fields that its traces name.
    pub fields: BTreeMap<String, String>,
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
    /// Role at the other end, for a step that lies between two hosts.
    pub peer: Option<Role>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The records that the report cites, cut out of the evidence.
    Cited,
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
            Self::Cited => "konseki-cited-records.zip",
        }
    }

    /// Stable name, as the command and the page's messages have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Manifest => "manifest",
            Self::Cited => "cited",
        }
    }

    /// The form of a stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        let text = [Self::Json, Self::JsonLines, Self::Csv, Self::Html, Self::Manifest];
        let mut all = text.into_iter().chain([Self::Cited]);
        all.find(|form| form.code() == code)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Manifest => "text/plain",
            Self::Cited => "application/zip",
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
    /// Zone of the examiner, for the cover sheet.
    pub zone: String,
    /// What the examiner fills in on the cover sheet.
    pub cover: CoverEntries,
}

/// What the examiner fills in on the cover sheet of the HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverEntries {
    /// Who examined.
    pub examiner: String,
    /// Number of the case.
    pub case_number: String,
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
    /// Cut out what a report cites.
    Cited {
        /// JSON of the whole report.
        #[serde(with = "serde_wasm_bindgen::preserve")]
        report: ArrayBuffer,
        /// All evidence that the report means.
        sources: Vec<CitedSource>,
    },
}

/// An evidence source of which records are cut out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CitedSource {
    /// The given file.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: web_sys::File,
    /// What of it is the source, without its units.
    pub planned: Planned,
    /// SHA-256, where it was computed.
    pub sha256: Option<[u8; 32]>,
}

/// The archive of cited records.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CitedFile {
    /// The archive itself.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub blob: web_sys::Blob,
    /// What it holds and lacks.
    pub summary: CitedSummary,
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
    /// Answer to [`ToScan::Cited`].
    Cited { answer: Result<CitedFile, String> },
}
