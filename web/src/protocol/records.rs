//! The table of records: what is asked of it and the part that comes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

/// Where a record stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPlace {
    /// Evidence id of the shown report.
    pub evidence: String,
    /// Offset, decimal, as in the report.
    pub offset: String,
}
