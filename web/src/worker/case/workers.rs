//! Scan workers that stop, are stuck, or are not wanted any more.

use konseki_core::analysis::SourceFindings;
use konseki_core::error::WarningCode;

use super::{CaseWorker, SILENCE_LIMIT};
use crate::protocol::{FileNumber, FromCase, WorkerNumber};
use crate::worker::extract;
use crate::worker::schedule::Job;

impl CaseWorker {
    pub(super) fn cancel(&mut self, file: Option<FileNumber>) {
        let now = self.now();
        let (dropped, at_it) = self.schedule.cancel(file, now);
        for job in dropped {
            self.give_up(job, "reading was cancelled");
        }
        for worker in at_it {
            let message = "reading was cancelled";
            self.unlink(worker);
            if let Some(job) = self.schedule.lose(worker, now) {
                self.give_up(job, message);
            }
            self.tell(&FromCase::Replace { worker, message: message.to_owned() });
        }
    }

    pub(super) fn watch(&mut self) {
        let now = self.now();
        for worker in self.schedule.stuck(now, SILENCE_LIMIT) {
            self.replace(worker, "no sign of life for a minute");
        }
        self.go_on();
    }

    /// Gives up on a worker and asks the page for another.
    pub(super) fn replace(&mut self, worker: WorkerNumber, message: &str) {
        self.lose(worker, message);
        self.tell(&FromCase::Replace { worker, message: message.to_owned() });
    }

    /// A worker stopped: what it read is read once more, or given up at the second time.
    pub(super) fn lose(&mut self, worker: WorkerNumber, message: &str) {
        let now = self.now();
        self.unlink(worker);
        if let Some(job) = self.schedule.stopped(worker, now) {
            self.give_up(job, message);
        }
    }

    pub(super) fn unlink(&mut self, worker: WorkerNumber) {
        if let Some(link) = self.links.remove(&worker) {
            link.port.set_onmessage(None);
            link.port.close();
        }
    }

    /// A job came to nothing: the report says what was not read.
    pub(super) fn give_up(&mut self, job: Job, message: &str) {
        match job {
            Job::Open(file) => {
                let Some(given) = self.files.get(file.0 as usize) else { return };
                let planned = extract::not_opened(&given.path, given.file.size() as u64, message);
                self.add_source(file, planned);
            }
            Job::Scan { source, unit } => {
                let findings = extract::not_read(&unit, message);
                self.merge(source, findings);
            }
            Job::Hash(source) => {
                let mut findings = SourceFindings::default();
                let message = format!("SHA-256 was not computed: {message}");
                findings.warnings.push(WarningCode::NotReadWhole, 0, message);
                self.merge_hash(source, findings);
            }
            Job::Record { request, .. } => {
                self.tell(&FromCase::Record { request, answer: Err(message.to_owned()) });
            }
            Job::Cited { request } => self.send_cited(request, Err(message.to_owned())),
        }
    }
}
