//! Jobs that end otherwise than well: cancelled, or with a worker that stopped or is stuck.

use std::collections::VecDeque;

use super::{Job, Running, Schedule};
use crate::protocol::{FileNumber, RequestNumber, WorkerNumber};

impl Schedule {
    /// A worker stopped by itself or is stuck. A unit that it was reading is set aside to be read
    /// once more; anything else, or the same unit for the second time, is returned: it is lost.
    pub fn stopped(&mut self, worker: WorkerNumber, now: u64) -> Option<Job> {
        let running = self.workers.get(&worker)?.as_ref();
        let again = running.filter(|running| {
            matches!(running.job, Job::Scan { .. }) && !self.tried.contains(&running.job)
        });
        let Some(Running { job, bytes_done, .. }) = again else {
            return self.lose(worker, now);
        };
        let (job, bytes) = (job.clone(), *bytes_done);
        self.workers.remove(&worker);
        if let Some(state) = self.file_of(&job).and_then(|file| self.file_mut(file)) {
            state.bytes_done = state.bytes_done.saturating_sub(bytes);
        }
        self.tried.push(job.clone());
        self.set_aside.push_back(job);
        None
    }

    /// A worker is gone; returns what it was doing.
    pub fn lose(&mut self, worker: WorkerNumber, now: u64) -> Option<Job> {
        let job = self.finish(worker, now);
        self.workers.remove(&worker);
        job
    }

    /// Drops what waits for this file (or for all): the dropped jobs, and the workers that are at
    /// it and must be ended.
    pub fn cancel(&mut self, file: Option<FileNumber>, now: u64) -> (Vec<Job>, Vec<WorkerNumber>) {
        let concerned = |schedule: &Self, job: &Job| {
            let is_read = !matches!(job, Job::Record { .. } | Job::Cited { .. });
            is_read && (file.is_none() || schedule.file_of(job) == file)
        };
        let waiting = [&self.opening, &self.scans, &self.set_aside, &self.hashes];
        let dropped: Vec<Job> =
            waiting.into_iter().flatten().filter(|job| concerned(self, job)).cloned().collect();
        let keep = |mut queue: VecDeque<Job>| {
            queue.retain(|job| !concerned(self, job));
            queue
        };
        let opening = keep(self.opening.clone());
        let scans = keep(self.scans.clone());
        let hashes = keep(self.hashes.clone());
        self.set_aside = keep(self.set_aside.clone());
        (self.opening, self.scans, self.hashes) = (opening, scans, hashes);
        for job in &dropped {
            self.settle_job(job, 0, now);
        }
        let at_it = self.workers.iter().filter_map(|(worker, running)| {
            running.as_ref().filter(|running| concerned(self, &running.job)).map(|_| *worker)
        });
        (dropped, at_it.collect())
    }

    /// The user does not want them any more: the worker that is at it and must be ended.
    pub fn cancel_cited(&mut self, request: RequestNumber) -> Option<WorkerNumber> {
        let job = Job::Cited { request };
        self.exports.retain(|one| *one != job);
        let is_at_it = |running: &Running| running.job == job;
        let mut workers = self.workers.iter();
        workers.find(|(_, running)| running.as_ref().is_some_and(is_at_it)).map(|(one, _)| *one)
    }

    /// Workers that gave no sign of life for so many milliseconds.
    pub fn stuck(&self, now: u64, limit: u64) -> Vec<WorkerNumber> {
        let silent = |running: &Running| now.saturating_sub(running.last_sign) > limit;
        let workers = self.workers.iter();
        workers
            .filter(|(_, running)| running.as_ref().is_some_and(silent))
            .map(|(worker, _)| *worker)
            .collect()
    }
}
