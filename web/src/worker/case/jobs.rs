//! Jobs for the scan workers, and what comes back.

use js_sys::Uint8Array;
use konseki_core::analysis::{Planned, SourceFindings};

use super::{CaseWorker, Source};
use crate::message_port;
use crate::protocol::{FileNumber, FromCase, FromScan, ToScan, WorkerNumber};
use crate::worker::extract;
use crate::worker::schedule::{Job, SourceNumber};

impl CaseWorker {
    pub(super) fn give_out(&mut self, now: u64) {
        while let Some((worker, job)) = self.schedule.next(now) {
            self.send_job(worker, &job);
        }
    }

    fn send_job(&mut self, worker: WorkerNumber, job: &Job) {
        let message = self.job_message(job);
        let link = self.links.get(&worker);
        let sent = match (message, link) {
            (Some(message), Some(link)) => message_port::send(&link.port, &message, &[]),
            _ => Err("the job is not known".to_owned()),
        };
        if let Err(error) = sent {
            self.replace(worker, &error);
        }
    }

    fn job_message(&self, job: &Job) -> Option<ToScan> {
        let reach = |source: &SourceNumber| {
            let source = self.sources.get(source.0)?;
            let given = self.files.get(source.file.0 as usize)?;
            Some((given.file.clone(), source.planned.clone()))
        };
        Some(match job {
            Job::Open(file) => ToScan::Open { given: self.files.get(file.0 as usize)?.clone() },
            Job::Scan { source, unit } => {
                let (file, mut planned) = reach(source)?;
                // The other units need not travel with each of them.
                planned.units = Vec::new();
                ToScan::Scan { file, planned, unit: *unit }
            }
            Job::Hash(source) => {
                let (file, planned) = reach(source)?;
                ToScan::Hash { file, planned }
            }
            Job::Record { source, offset, secrets, .. } => {
                let (file, planned) = reach(source)?;
                ToScan::Record { file, planned, offset: *offset, secrets: *secrets }
            }
            Job::Cited { .. } => self.cited_message()?,
        })
    }

    pub(super) fn hear_scan(&mut self, worker: WorkerNumber, message: FromScan) {
        let now = self.now();
        if let FromScan::Progress { bytes } = message {
            self.schedule.advance(worker, bytes, now);
            self.cited_advanced(worker);
            return;
        }
        let Some(job) = self.schedule.finish(worker, now) else { return };
        match (job, message) {
            (Job::Open(file), FromScan::Opened { planned }) => {
                for planned in planned {
                    self.add_source(file, planned);
                }
            }
            (Job::Scan { source, unit }, FromScan::Scanned { findings }) => {
                // The worker reads on while its findings are joined.
                self.keep_reading(now);
                let bytes = Uint8Array::new(&findings).to_vec();
                let findings = SourceFindings::from_bytes(&bytes)
                    .unwrap_or_else(|error| extract::not_read(&unit, &error.to_string()));
                self.merge(source, findings);
            }
            (Job::Hash(source), FromScan::Hashed { sha256: Ok(sha256) }) => {
                self.merge_hash(source, SourceFindings::hashed(sha256));
            }
            (job @ Job::Hash(_), FromScan::Hashed { sha256: Err(error) }) => {
                self.give_up(job, &error);
            }
            (Job::Record { request, .. }, FromScan::Record { answer }) => {
                self.tell(&FromCase::Record { request, answer });
            }
            (Job::Cited { request }, FromScan::Cited { answer }) => {
                self.send_cited(request, answer);
            }
            (job, _) => self.give_up(job, "the worker answered something else"),
        }
    }

    pub(super) fn add_source(&mut self, file: FileNumber, planned: Planned) {
        self.schedule.add_source(file, &planned, planned.is_hashed_apart());
        let key = self.case.add(&planned);
        self.sources.push(Source { file, planned, key, sha256: None });
        self.findings_changed = true;
    }

    pub(super) fn merge(&mut self, source: SourceNumber, findings: SourceFindings) {
        if let Some(source) = self.sources.get_mut(source.0) {
            source.sha256 = source.sha256.or(findings.sha256);
            self.case.merge(source.key, findings);
            self.findings_changed = true;
        }
    }

    pub(super) fn merge_hash(&mut self, source: SourceNumber, findings: SourceFindings) {
        if let Some(source) = self.sources.get_mut(source.0) {
            source.sha256 = findings.sha256;
            self.case.merge(source.key, findings);
            self.hashes_changed = true;
        }
    }
}
