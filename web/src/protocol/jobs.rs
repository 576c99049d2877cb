//! What the case worker and the scan workers say to each other.

use js_sys::ArrayBuffer;
use konseki_core::analysis::{Planned, RecordDetails, Secrets, Unit};
use serde::{Deserialize, Serialize};

use super::{CitedFile, CitedSource, GivenFile};

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
