//! Which traces and life signs a record is, by the compiled catalog.
//!
//! Contract: pure functions of the record, three-valued: a contradicted condition is no match, a
//! field that is needed and not recorded makes the match consistent at best. Texts that are
//! handed on are masked.

mod asked;
mod binding;
mod explain;
mod field_names;
mod index;
mod near_misses;
mod prefetch;
mod tests_of_records;
mod texts;

pub use binding::asked_value;
pub use explain::{CheckState, ConditionCheck, TraceCheck, Wanted, explain};
pub use index::{ChannelNumber, Matchers};
pub use prefetch::{PrefetchHit, PrefetchJudged};
pub use texts::Variables;

use crate::{
    catalog::{LifeSignNumber, TraceNumber},
    formats::evtx::FieldValues,
};

/// What a record is evidence of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged<'c> {
    /// Traces whose conditions it meets (of a closing trace: its own conditions).
    pub hits: Vec<(TraceNumber, Hit)>,
    /// Traces of which it fails one condition only, and the field of that.
    pub near: Vec<(TraceNumber, &'c str)>,
    /// Life signs that it is.
    pub signs: Vec<LifeSignNumber>,
    /// Whether chains need to know that it opens or closes a handle.
    pub handle: Option<HandleUse>,
}

impl Judged<'_> {
    /// Forgets the record before; memory is kept.
    fn clear(&mut self) {
        self.hits.clear();
        self.near.clear();
        self.signs.clear();
        self.handle = None;
    }
}

/// What a record does to a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandleUse {
    /// 4656.
    Opens,
    /// 4658.
    Closes,
}

/// A match of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    /// Values of the fields that its trace looks at, binds and shows; texts are made of them by
    /// [`Matchers::fields`] and [`Matchers::variables`].
    pub values: FieldValues,
    /// Fields that a condition needs and the record does not have.
    pub absent: Vec<String>,
}
