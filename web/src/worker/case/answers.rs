//! What the case worker answers: reports, lists of matches, the file to download.

use js_sys::Uint8Array;
use konseki_core::report::Report;

use super::{CaseWorker, Source, SourceNumber, files};
use crate::protocol::{
    Completeness, ExportOrder, FromCase, RecordQuery, RequestNumber, SettledReport, TimelineQuery,
    TraceAddress, UseAddress,
};
use crate::worker::{extract, timeline, uses};

impl CaseWorker {
    pub(super) fn send_report(&self, report: &mut Report, completeness: Completeness) {
        let tallies = uses::tallies(report);
        let report = bytes_of(&extract::shown(report));
        let titles = extract::titles(self.catalog);
        let settled = SettledReport { report: report.clone(), titles, tallies, completeness };
        self.tell_with(&FromCase::Settled(settled), &[&report]);
    }

    pub(super) fn send_matches(&self, request: RequestNumber, trace: &TraceAddress) {
        let matches = self.report.as_ref().map(|report| extract::matches(report, trace));
        let matches = bytes_of(&matches.unwrap_or_default());
        let message = FromCase::Matches { request, matches: matches.clone() };
        self.tell_with(&message, &[&matches]);
    }

    pub(super) fn send_use(&self, request: RequestNumber, address: &UseAddress) {
        let details = self.report.as_ref().map(|report| uses::details(report, address));
        let details = bytes_of(&details.unwrap_or_default());
        let message = FromCase::Use { request, details: details.clone() };
        self.tell_with(&message, &[&details]);
    }

    pub(super) fn send_timeline(&self, request: RequestNumber, query: &TimelineQuery) {
        let timeline = self.report.as_ref().map(|report| timeline::gather(report, query));
        let timeline = bytes_of(&timeline.unwrap_or_default());
        let message = FromCase::Timeline { request, timeline: timeline.clone() };
        self.tell_with(&message, &[&timeline]);
    }

    pub(super) fn send_records(&mut self, request: RequestNumber, query: &RecordQuery) {
        let page = self.report.as_ref().map(|report| {
            let records = self.records.get_or_insert_default();
            records.page(report, query)
        });
        let page = bytes_of(&page.unwrap_or_default());
        self.tell_with(&FromCase::Records { request, page: page.clone() }, &[&page]);
    }

    pub(super) fn send_download(&self, request: RequestNumber, order: &ExportOrder) {
        let Some(report) = &self.report else { return };
        let message = match files::file(report, self.catalog, order) {
            Ok(blob) => FromCase::Download { request, form: order.form, blob },
            Err(message) => FromCase::Failed { message },
        };
        self.tell(&message);
    }

    /// The source that the last report calls so.
    pub(super) fn locate(&self, evidence: &str) -> Option<SourceNumber> {
        let listed = self.report.as_ref()?.evidence.iter().find(|listed| listed.id == evidence)?;
        let same = |source: &Source| source.planned.is_listed_as(listed, source.sha256);
        self.sources.iter().position(same).map(SourceNumber)
    }
}

/// JSON in a buffer that can move to the page.
pub(super) fn bytes_of(value: &impl serde::Serialize) -> js_sys::ArrayBuffer {
    // Reports are plain data: their JSON cannot fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Uint8Array::from(bytes.as_slice()).buffer()
}
