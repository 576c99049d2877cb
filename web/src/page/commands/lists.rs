//! Parts of the case that come on request: matches, uses, records, the line of time.

use std::rc::Rc;

use konseki_core::analysis::Secrets;

use super::Commands;
use crate::protocol::{RecordPlace, RecordQuery, TimelineQuery, ToCase, TraceAddress, UseAddress};
use crate::state::{Action, Details, OpenRecord};

impl Commands {
    /// Lists all matches of a trace.
    pub fn list_matches(&self, trace: TraceAddress) {
        let request = self.request();
        self.dispatch(Action::AskMatches(request, trace.clone()));
        self.send(&ToCase::Matches { request, trace });
    }

    /// Opens one use.
    pub fn open_use(&self, address: UseAddress) {
        let request = self.request();
        self.dispatch(Action::AskUse(request, address.clone()));
        self.send(&ToCase::Use { request, address });
    }

    /// Closes the open use.
    pub fn close_use(&self) {
        self.dispatch(Action::CloseUse);
    }

    /// Asks for the matches on a line of time.
    pub fn draw_timeline(&self, query: TimelineQuery) {
        let request = self.request();
        self.dispatch(Action::AskTimeline(request));
        self.send(&ToCase::Timeline { request, query });
    }

    /// Asks for a part of the table of records.
    pub fn list_records(&self, query: RecordQuery) {
        let request = self.request();
        self.dispatch(Action::AskRecords(request));
        self.send(&ToCase::Records { request, query });
    }

    /// Opens one record of a list.
    pub fn open_record(&self, places: Rc<Vec<RecordPlace>>, position: usize, secrets: Secrets) {
        let Some(place) = places.get(position).cloned() else { return };
        let request = self.request();
        let details = Details::Loading;
        let record = OpenRecord { request, places, position, secrets, details };
        self.dispatch(Action::AskRecord(record));
        self.send(&ToCase::Record { request, place, secrets });
    }

    /// Closes the open record.
    pub fn close_record(&self) {
        self.dispatch(Action::CloseRecord);
    }
}
