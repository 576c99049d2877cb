//! Matches on a line of time, gathered for the pixels that are drawn.

use konseki_core::time::Filetime;
use serde::{Deserialize, Serialize};

use super::RecordPlace;

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
