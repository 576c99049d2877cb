//! What the case worker answers: reports, lists of matches, the file to download.

use js_sys::Uint8Array;
use konseki_core::report::Report;

use super::{CaseWorker, Source, SourceNumber, files};
use crate::protocol::{
    Completeness, ExportOrder, FromCase, RequestNumber, SettledReport, TraceAddress,
};
use crate::worker::extract;

impl CaseWorker {
    pub(super) fn send_report(&self, report: &Report, completeness: Completeness) {
        let report = bytes_of(&extract::shown(report));
        let titles = extract::titles(self.catalog);
        let settled = SettledReport { report: report.clone(), titles, completeness };
        self.tell_with(&FromCase::Settled(settled), &[&report]);
    }

    pub(super) fn send_matches(&self, request: RequestNumber, trace: &TraceAddress) {
        let matches = self.report.as_ref().map(|report| extract::matches(report, trace));
        let matches = bytes_of(&matches.unwrap_or_default());
        let message = FromCase::Matches { request, matches: matches.clone() };
        self.tell_with(&message, &[&matches]);
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
        let same = |source: &Source| {
            let hash = source.sha256.map(extract::hex).unwrap_or_default();
            source.planned.path == listed.path
                && source.planned.size == listed.size
                && (listed.sha256.is_empty() || hash == listed.sha256)
        };
        self.sources.iter().position(same).map(SourceNumber)
    }
}

/// JSON in a buffer that can move to the page.
fn bytes_of(value: &impl serde::Serialize) -> js_sys::ArrayBuffer {
    // Reports are plain data: their JSON cannot fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Uint8Array::from(bytes.as_slice()).buffer()
}
