//! The table of records that the case worker keeps for a report: built when it is first asked for,
//! narrowed again only when the filter changes.

use konseki_core::report::Report;

use crate::protocol::{RecordFilter, RecordPage, RecordQuery};
use crate::view_model::record_index::RecordIndex;
use crate::view_model::record_search::{Narrowed, narrow, page};

/// The table, and what the last filter left of it.
#[derive(Debug, Default)]
pub struct Records {
    /// Of the sheet that was asked for.
    index: Option<(Option<String>, RecordIndex)>,
    narrowed: Option<(RecordFilter, Narrowed)>,
}

impl Records {
    /// A part of the table; `report` is the same at every call.
    pub fn page(&mut self, report: &Report, query: &RecordQuery) -> RecordPage {
        let sheet = &query.filter.sheet;
        if self.index.as_ref().is_none_or(|(of, _)| of != sheet) {
            let index = RecordIndex::new(report, sheet.as_deref());
            self.index = Some((sheet.clone(), index));
            self.narrowed = None;
        }
        let Some((_, index)) = &self.index else { return RecordPage::default() };
        if self.narrowed.as_ref().is_none_or(|(of, _)| *of != query.filter) {
            self.narrowed = Some((query.filter.clone(), narrow(index, report, &query.filter)));
        }
        match &self.narrowed {
            Some((_, narrowed)) => page(index, report, narrowed, query),
            None => RecordPage::default(),
        }
    }
}
