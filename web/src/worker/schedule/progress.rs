//! How far everything is.

use super::{FileState, Job, Running, Schedule};
use crate::protocol::{FILES_SHOWN, FileNumber, FileProgress, Phase, Progress};

/// Adds up the time in which something was read, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Stopwatch {
    before: u64,
    since: Option<u64>,
}

impl Stopwatch {
    pub(super) fn run(&mut self, now: u64) {
        self.since.get_or_insert(now);
    }

    pub(super) fn pause(&mut self, now: u64) {
        self.before = self.elapsed(now);
        self.since = None;
    }

    pub(super) fn elapsed(&self, now: u64) -> u64 {
        self.before.saturating_add(self.since.map_or(0, |since| now.saturating_sub(since)))
    }
}

impl Schedule {
    /// What is still going on.
    pub fn phase(&self) -> Phase {
        if self.files.iter().any(|file| file.outstanding > 0) {
            return Phase::Reading;
        }
        let hashing = |running: &Option<Running>| {
            running.as_ref().is_some_and(|running| matches!(running.job, Job::Hash(_)))
        };
        if self.hashes.is_empty() && !self.workers.values().any(hashing) {
            Phase::Idle
        } else {
            Phase::Hashing
        }
    }

    /// How far everything is.
    pub fn progress(&self, now: u64) -> Progress {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let done = self.files.iter().filter(|file| file.outstanding == 0).count();
        let total = |bytes: fn(&FileState) -> u64| {
            self.files.iter().map(bytes).fold(0_u64, u64::saturating_add)
        };
        Progress {
            files: count(self.files.len()),
            files_done: count(done),
            bytes: total(|file| file.bytes),
            bytes_done: total(|file| file.bytes_done),
            hash_bytes: self.hash_bytes,
            hash_bytes_done: self.hash_bytes_done,
            elapsed_ms: self.reading.elapsed(now),
            active: self.active(now),
            phase: self.phase(),
        }
    }

    fn active(&self, now: u64) -> Vec<FileProgress> {
        let numbered = (0..).map(FileNumber).zip(&self.files);
        let active = numbered.filter_map(|(file, state)| {
            let began = state.began.filter(|_| state.outstanding > 0)?;
            Some(FileProgress {
                file,
                path: state.path.clone(),
                bytes: state.bytes,
                bytes_done: state.bytes_done,
                elapsed_ms: now.saturating_sub(began),
            })
        });
        active.take(FILES_SHOWN).collect()
    }
}
