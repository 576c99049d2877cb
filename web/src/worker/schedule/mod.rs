//! Which worker does what next, and how far everything is: pure bookkeeping, no browser.
//!
//! Contract: one job per worker at a time, so that what is in flight is bounded. Opening goes
//! before records, records before reading, reading before hashing; hashing never takes the last
//! free worker, so that a record is shown at once while large files are hashed, and neither does cutting
//! out the cited records. A unit whose worker
//! stopped is read once more when everything else is read, alone, so that it has all the memory and
//! can take no other with it.

mod ending;
mod progress;

use std::collections::{BTreeMap, VecDeque};

use konseki_core::analysis::{Planned, Secrets, Unit};

use crate::protocol::{FileNumber, Phase, RequestNumber, WorkerNumber};
use progress::Stopwatch;

/// Number of an evidence source: a file or an archive's member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceNumber(pub usize);

/// What one worker does.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Say what is in a file.
    Open(FileNumber),
    /// Read one record for the user.
    Record { request: RequestNumber, source: SourceNumber, offset: u64, secrets: Secrets },
    /// Read one unit.
    Scan { source: SourceNumber, unit: Unit },
    /// Compute a SHA-256.
    Hash(SourceNumber),
    /// Cut out the records that the report cites.
    Cited { request: RequestNumber },
}

/// Jobs, workers and files.
#[derive(Debug, Default)]
pub struct Schedule {
    files: Vec<FileState>,
    sources: Vec<SourceState>,
    opening: VecDeque<Job>,
    records: VecDeque<Job>,
    scans: VecDeque<Job>,
    hashes: VecDeque<Job>,
    exports: VecDeque<Job>,
    /// Units whose worker stopped, to be read once more.
    set_aside: VecDeque<Job>,
    /// All units that were ever set aside; a second time they are given up.
    tried: Vec<Job>,
    workers: BTreeMap<WorkerNumber, Option<Running>>,
    reading: Stopwatch,
    hash_bytes: u64,
    hash_bytes_done: u64,
}

#[derive(Debug)]
struct FileState {
    path: String,
    bytes: u64,
    bytes_done: u64,
    /// Opening and reading still to be done; hashing does not count.
    outstanding: u64,
    began: Option<u64>,
}

#[derive(Debug)]
struct SourceState {
    file: FileNumber,
    size: u64,
}

#[derive(Debug)]
struct Running {
    job: Job,
    bytes_done: u64,
    last_sign: u64,
}

impl Schedule {
    /// A file was given: it is opened next.
    pub fn add_file(&mut self, path: String, size: u64) -> FileNumber {
        let number = FileNumber(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(FileState {
            path,
            bytes: size,
            bytes_done: 0,
            outstanding: 1,
            began: None,
        });
        self.opening.push_back(Job::Open(number));
        number
    }

    /// What opening found: its units are read, then it is hashed if `hash` says so.
    pub fn add_source(&mut self, file: FileNumber, planned: &Planned, hash: bool) -> SourceNumber {
        let source = SourceNumber(self.sources.len());
        self.sources.push(SourceState { file, size: planned.size });
        for unit in &planned.units {
            self.scans.push_back(Job::Scan { source, unit: *unit });
        }
        if let Some(state) = self.file_mut(file) {
            state.outstanding = state.outstanding.saturating_add(planned.units.len() as u64);
            let bytes = planned.units.iter().map(|unit| unit_bytes(unit, planned.size));
            state.bytes = bytes.fold(state.bytes, u64::saturating_add);
        }
        if hash {
            self.hash_bytes = self.hash_bytes.saturating_add(planned.size);
            self.hashes.push_back(Job::Hash(source));
        }
        source
    }

    /// The user wants to see a record.
    pub fn add_record(&mut self, job: Job) {
        self.records.push_back(job);
    }

    /// The user wants the records that the report cites.
    pub fn add_cited(&mut self, request: RequestNumber) {
        self.exports.push_back(Job::Cited { request });
    }

    /// What a worker is doing, with the bytes done.
    pub fn running(&self, worker: WorkerNumber) -> Option<(&Job, u64)> {
        let running = self.workers.get(&worker)?.as_ref()?;
        Some((&running.job, running.bytes_done))
    }

    /// A worker is there and free.
    pub fn add_worker(&mut self, worker: WorkerNumber) {
        self.workers.insert(worker, None);
    }

    /// The next job with the worker that does it, if there are both.
    pub fn next(&mut self, now: u64) -> Option<(WorkerNumber, Job)> {
        let free: Vec<WorkerNumber> = self
            .workers
            .iter()
            .filter(|(_, running)| running.is_none())
            .map(|(worker, _)| *worker)
            .collect();
        let worker = *free.first()?;
        let busy = || self.workers.values().flatten();
        let is_idle = busy().next().is_none();
        if busy().any(|running| self.tried.contains(&running.job)) {
            return None;
        }
        let urgent = self.opening.pop_front().or_else(|| self.records.pop_front());
        let job = match urgent.or_else(|| self.scans.pop_front()) {
            Some(job) => job,
            None if !self.set_aside.is_empty() && !is_idle => return None,
            None if !self.set_aside.is_empty() => self.set_aside.pop_front()?,
            None if free.len() > 1 || self.workers.len() == 1 => {
                self.exports.pop_front().or_else(|| self.hashes.pop_front())?
            }
            None => return None,
        };
        if let Some(file) = self.file_of(&job).and_then(|file| self.file_mut(file)) {
            file.began.get_or_insert(now);
        }
        if matches!(job, Job::Open(_) | Job::Scan { .. }) {
            self.reading.run(now);
        }
        let running = Running { job: job.clone(), bytes_done: 0, last_sign: now };
        self.workers.insert(worker, Some(running));
        Some((worker, job))
    }

    /// A worker got on by so many bytes.
    pub fn advance(&mut self, worker: WorkerNumber, bytes: u64, now: u64) {
        let Some(Some(running)) = self.workers.get_mut(&worker) else { return };
        running.last_sign = now;
        running.bytes_done = running.bytes_done.saturating_add(bytes);
        match running.job {
            Job::Scan { source, .. } => self.count_read(source, bytes),
            Job::Hash(_) => self.hash_bytes_done = self.hash_bytes_done.saturating_add(bytes),
            Job::Open(_) | Job::Record { .. } | Job::Cited { .. } => {}
        }
    }

    /// A worker is done with its job, well or not; it is free again.
    pub fn finish(&mut self, worker: WorkerNumber, now: u64) -> Option<Job> {
        let running = self.workers.get_mut(&worker)?.take()?;
        self.settle_job(&running.job, running.bytes_done, now);
        Some(running.job)
    }

    /// A job is over after so many counted bytes: what it did not count is counted now.
    fn settle_job(&mut self, job: &Job, counted: u64, now: u64) {
        match job {
            Job::Open(file) => {
                if let Some(state) = self.file_mut(*file) {
                    state.outstanding = state.outstanding.saturating_sub(1);
                    // Its own size stood in until its units were known.
                    state.bytes = 0;
                }
            }
            Job::Scan { source, unit } => {
                let size = self.sources.get(source.0).map_or(0, |source| source.size);
                self.count_read(*source, unit_bytes(unit, size).saturating_sub(counted));
                let file = self.sources.get(source.0).map(|source| source.file);
                if let Some(state) = file.and_then(|file| self.file_mut(file)) {
                    state.outstanding = state.outstanding.saturating_sub(1);
                }
            }
            Job::Hash(source) => {
                let size = self.sources.get(source.0).map_or(0, |source| source.size);
                let rest = size.saturating_sub(counted);
                self.hash_bytes_done = self.hash_bytes_done.saturating_add(rest);
            }
            Job::Record { .. } | Job::Cited { .. } => {}
        }
        if self.phase() != Phase::Reading {
            self.reading.pause(now);
        }
    }

    fn count_read(&mut self, source: SourceNumber, bytes: u64) {
        let file = self.sources.get(source.0).map(|source| source.file);
        if let Some(state) = file.and_then(|file| self.file_mut(file)) {
            state.bytes_done = state.bytes_done.saturating_add(bytes).min(state.bytes);
        }
    }

    fn file_of(&self, job: &Job) -> Option<FileNumber> {
        match job {
            Job::Open(file) => Some(*file),
            Job::Cited { .. } => None,
            Job::Record { source, .. } | Job::Scan { source, .. } | Job::Hash(source) => {
                self.sources.get(source.0).map(|source| source.file)
            }
        }
    }

    fn file_mut(&mut self, file: FileNumber) -> Option<&mut FileState> {
        self.files.get_mut(usize::try_from(file.0).ok()?)
    }
}

/// Bytes of a unit of a source of this size.
fn unit_bytes(unit: &Unit, size: u64) -> u64 {
    match unit {
        Unit::Segment { length, .. } => *length,
        Unit::Whole => size,
    }
}

#[cfg(test)]
mod tests;
