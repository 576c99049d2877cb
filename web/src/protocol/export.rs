//! Forms in which the report leaves the page, and orders of them.

use konseki_core::analysis::{CitedSummary, Planned};
use konseki_core::export::Language;
use serde::{Deserialize, Serialize};

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
        let all = [Self::Json, Self::JsonLines, Self::Csv, Self::Html, Self::Manifest, Self::Cited];
        all.into_iter().find(|form| form.code() == code)
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
