//! The archive of cited records: ordered here, made by a scan worker, since the case worker reads no
//! evidence.

use konseki_core::analysis;

use super::{CaseWorker, Source, answers};
use crate::protocol::{CitedFile, CitedSource, FromCase, RequestNumber, ToScan, WorkerNumber};
use crate::worker::schedule::Job;

impl CaseWorker {
    /// Has the archive made as soon as a worker is free.
    pub(super) fn order_cited(&mut self, request: RequestNumber) {
        self.cited_bytes = self.report.as_deref().map(analysis::cited_bytes).unwrap_or_default();
        self.tell_cited_progress(request, 0);
        self.schedule.add_cited(request);
    }

    /// What a scan worker is told: the whole report, and how its evidence is reached.
    pub(super) fn cited_message(&self) -> Option<ToScan> {
        let report = self.report.as_ref()?;
        let sources = self.sources.iter().filter_map(|source| {
            let Source { file, planned, sha256, .. } = source;
            let file = self.files.get(file.0 as usize)?.file.clone();
            let mut planned = planned.clone();
            planned.units = Vec::new();
            Some(CitedSource { file, planned, sha256: *sha256 })
        });
        let sources = sources.collect();
        Some(ToScan::Cited { report: answers::bytes_of(report), sources })
    }

    /// Tells how far a worker is with the archive, if that is what it is at.
    pub(super) fn cited_advanced(&self, worker: WorkerNumber) {
        if let Some((Job::Cited { request }, bytes)) = self.schedule.running(worker) {
            self.tell_cited_progress(*request, bytes);
        }
    }

    fn tell_cited_progress(&self, request: RequestNumber, bytes_done: u64) {
        let bytes = self.cited_bytes;
        self.tell(&FromCase::CitedProgress { request, bytes_done, bytes });
    }

    pub(super) fn send_cited(&self, request: RequestNumber, answer: Result<CitedFile, String>) {
        self.tell(&FromCase::Cited { request, answer });
    }

    /// The user does not want the archive any more.
    pub(super) fn cancel_cited(&mut self, request: RequestNumber) {
        self.downloads.retain(|(ordered, _)| *ordered != request);
        if let Some(worker) = self.schedule.cancel_cited(request) {
            self.unlink(worker);
            self.schedule.lose(worker, self.now());
            let message = "the export was cancelled".to_owned();
            self.tell(&FromCase::Replace { worker, message });
        }
    }
}
