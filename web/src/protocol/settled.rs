//! A settled report on its way to the page, and what of it comes on request.

use std::collections::BTreeMap;

use js_sys::ArrayBuffer;
use konseki_core::report::{RecordRef, SessionTrace};
use konseki_core::words::{Role, Text};
use serde::{Deserialize, Serialize};

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
