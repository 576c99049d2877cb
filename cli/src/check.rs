//! `konseki check`: plan, scan on threads, merge, settle.
//!
//! Contract: findings are merged as they come, so that memory does not grow with the evidence; the
//! report is the same whatever the number of threads.

use std::{
    collections::BTreeMap,
    num::NonZero,
    ops::ControlFlow,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use konseki_core::{
    analysis::{self, Case, EvidenceKey, Planned, Question, Reached, Scanner, Unit},
    catalog::Catalog,
    error::WarningCode,
    report::{Evidence, EvidenceStatus, Report},
    source::ReadAt,
    words::EvidenceKind,
};

use konseki_core::scan::findings::SourceFindings;

use crate::source::GivenFile;

/// One piece of work for a thread.
struct Job<'a> {
    source: &'a dyn SharedSource,
    planned: &'a Planned,
    key: EvidenceKey,
    task: Task<'a>,
}

enum Task<'a> {
    Scan(&'a Unit),
    Hash,
}

/// A source that threads can share.
trait SharedSource: ReadAt + Sync {}

impl<T: ReadAt + Sync> SharedSource for T {}

/// A source of a given file.
pub struct PlannedFile<'f> {
    file: &'f GivenFile,
    planned: Planned,
    sha256: Option<[u8; 32]>,
}

impl PlannedFile<'_> {
    /// How its bytes are reached, if the report means it.
    pub fn reached(&self, listed: &Evidence) -> Option<Reached<'_>> {
        let Self { file, planned, sha256 } = self;
        let source = &file.source;
        planned.is_listed_as(listed, *sha256).then_some(Reached { source, planned })
    }
}

/// What is to be read of the given files.
pub fn plan(files: &[GivenFile]) -> Vec<PlannedFile<'_>> {
    let mut all = Vec::new();
    for file in files {
        let planned = analysis::open(&file.source, &file.path).into_iter();
        all.extend(planned.map(|planned| PlannedFile { file, planned, sha256: None }));
    }
    all
}

/// Reads all of it and answers the question.
pub fn check(
    catalog: &Catalog,
    files: &mut [PlannedFile<'_>],
    question: &Question,
    workers: Option<usize>,
) -> Report {
    let mut case = Case::new(catalog);
    let mut jobs = Vec::new();
    for PlannedFile { file, planned, .. } in &*files {
        let key = case.add(planned);
        let job = |task| Job { source: &file.source, planned, key, task };
        jobs.extend(planned.units.iter().map(|unit| job(Task::Scan(unit))));
        if is_hashed_apart(planned) {
            jobs.push(job(Task::Hash));
        }
    }
    let workers = workers
        .or_else(|| thread::available_parallelism().ok().map(NonZero::get))
        .unwrap_or(1)
        .clamp(1, jobs.len().max(1));
    let mut hashes = BTreeMap::new();
    run(catalog, &jobs, workers, |key, findings| {
        hashes.extend(findings.sha256.map(|sha256| (key.0, sha256)));
        case.merge(key, findings);
    });
    for (number, file) in files.iter_mut().enumerate() {
        file.sha256 = hashes.get(&number).copied();
    }
    case.settle(question)
}

/// Unknown files are not hashed; a source that is read in one unit is hashed while it is scanned.
fn is_hashed_apart(planned: &Planned) -> bool {
    planned.kind != EvidenceKind::Unknown && !planned.units.contains(&Unit::Whole)
}

/// Does all jobs on `workers` threads; `merge` gets the findings here, as they come.
fn run(
    catalog: &Catalog,
    jobs: &[Job<'_>],
    workers: usize,
    mut merge: impl FnMut(EvidenceKey, SourceFindings),
) {
    let next = AtomicUsize::new(0);
    // A short queue: threads wait for the merge rather than fill the memory.
    let (sender, receiver) = mpsc::sync_channel(workers);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                let mut scanner = Scanner::new(catalog);
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let findings = work(&mut scanner, job);
                    if sender.send((job.key, findings)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (key, findings) in receiver {
            merge(key, findings);
        }
    });
}

fn work(scanner: &mut Scanner<'_>, job: &Job<'_>) -> SourceFindings {
    let mut go_on = |_| ControlFlow::Continue(());
    match job.task {
        Task::Scan(unit) => scanner.scan(job.source, job.planned, unit, &mut go_on),
        Task::Hash => {
            let mut findings = SourceFindings::default();
            match analysis::hash(job.source, job.planned, &mut go_on) {
                Ok(sha256) => findings.sha256 = Some(sha256),
                Err(error) => findings.warnings.push_error(WarningCode::Unreadable, &error),
            }
            findings
        }
    }
}

/// Whether some evidence that was recognised could not be read whole.
pub fn is_incomplete(report: &Report) -> bool {
    report.evidence.iter().any(|evidence| match evidence.status {
        EvidenceStatus::ReadInPart | EvidenceStatus::NotRead | EvidenceStatus::NotSupported => true,
        EvidenceStatus::Read | EvidenceStatus::NotRecognised => false,
    })
}
