//! What the catalog says of one record: the seam between reading records and matching them.
//!
//! Contract: a pure function of the record.

use crate::{
    catalog::{LifeSignNumber, TraceNumber},
    formats::{evtx::Record, prefetch::Prefetch},
};

/// Number of a channel that the catalog asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChannelNumber(pub usize);

/// Judges records by a catalog.
pub(super) trait Judge {
    /// The channel (in lower case), if any trace or life sign asks for it.
    fn channel(&self, channel: &str) -> Option<ChannelNumber>;

    /// What the record is evidence of. Most records are of nothing: then nothing is allocated.
    fn judge(&self, channel: ChannelNumber, record: &Record<'_>) -> Judged;

    /// Traces that a Prefetch file is.
    fn judge_prefetch(&self, prefetch: &Prefetch) -> Vec<(TraceNumber, Hit)>;
}

/// What a record is evidence of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Judged {
    /// Traces whose conditions it meets (of a closing trace: its own conditions).
    pub hits: Vec<(TraceNumber, Hit)>,
    /// Life signs that it is.
    pub signs: Vec<LifeSignNumber>,
    /// Whether chains need to know that it opens or closes a handle.
    pub handle: Option<HandleUse>,
}

/// What a record does to a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HandleUse {
    /// 4656.
    Opens,
    /// 4658.
    Closes,
}

/// A match of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hit {
    /// Field name and text, in the trace's order; secrets are masked.
    pub fields: Vec<(String, String)>,
    /// Fields that a condition needs and the record does not have.
    pub absent: Vec<String>,
    /// Variable name and normalised value.
    pub variables: Vec<(String, String)>,
}
