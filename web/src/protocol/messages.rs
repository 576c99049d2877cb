//! What the page and the case worker say to each other.

use js_sys::ArrayBuffer;
use konseki_core::analysis::{Question, RecordDetails, Secrets};
use serde::{Deserialize, Serialize};

use super::{
    CitedFile, Comparison, ExportForm, ExportOrder, FileNumber, GivenFile, Progress, RecordPlace,
    RecordQuery, RequestNumber, SettledReport, TimelineQuery, TraceAddress, UseAddress,
    WorkerNumber,
};

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
