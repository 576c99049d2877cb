//! What was asked of the case worker, and what of it came: each answer carries its request's number.

use std::collections::BTreeSet;
use std::rc::Rc;

use konseki_core::analysis::{CitedSummary, RecordDetails, Secrets};
use konseki_core::report::Match;

use crate::protocol::{
    Comparison, RecordFilter, RecordPage, RecordPlace, RequestNumber, TraceAddress, UseAddress,
    UseDetails,
};
use crate::view_model::records::RecordColumn;

/// A report that was opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Its file.
    pub path: String,
    /// What its evidence shows, once evidence is there.
    pub comparison: Option<Rc<Comparison>>,
}

/// The table of records: what is asked of it, and the part that came last.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordsState {
    /// What is shown.
    pub filter: Rc<RecordFilter>,
    /// Columns of the table.
    pub columns: Rc<BTreeSet<RecordColumn>>,
    /// The last request.
    pub request: Option<RequestNumber>,
    /// The part that came last; it stands until the next one comes.
    pub page: Option<Rc<RecordPage>>,
}

impl Default for RecordsState {
    fn default() -> Self {
        let columns = Rc::new(RecordColumn::first_shown());
        Self { filter: Rc::default(), columns, request: None, page: None }
    }
}

/// All kept matches of one trace.
#[derive(Debug, Clone, PartialEq)]
pub struct MoreMatches {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Which trace.
    pub trace: TraceAddress,
    /// `None` until they are there.
    pub matches: Option<Rc<Vec<Match>>>,
}

/// The use that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenUse {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Which use.
    pub address: UseAddress,
    /// `None` until it is there.
    pub details: Option<Rc<UseDetails>>,
}

/// The record that is open, among its neighbours in the list it was opened from.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRecord {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Records of the list.
    pub places: Rc<Vec<RecordPlace>>,
    /// Which of them.
    pub position: usize,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// What is known of it.
    pub details: Details,
}

/// Details of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Details {
    /// Being read.
    Loading,
    /// Read.
    Shown(Rc<RecordDetails>),
    /// Could not be read.
    Failed(String),
}

/// The archive of cited records that was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedExport {
    /// Answers carry it.
    pub request: RequestNumber,
    /// What became of it.
    pub stage: CitedStage,
}

/// What became of an archive of cited records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitedStage {
    /// Being made: bytes read, of so many.
    Making(u64, u64),
    /// Handed out.
    Done(Rc<CitedSummary>),
    /// Could not be made.
    Failed(String),
}
