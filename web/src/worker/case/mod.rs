//! The case worker: gives out the work, merges what comes back, settles, answers, exports.
//!
//! Contract: it reads no evidence itself, so it always has time to answer the page.

mod answers;
mod cited;
mod files;
mod reopening;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use konseki_core::analysis::SourceFindings;
use konseki_core::analysis::{Case, EvidenceKey, Planned, Question};
use konseki_core::catalog::Catalog;
use konseki_core::error::WarningCode;
use konseki_core::report::Report;
use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::schedule::{Job, Schedule, SourceNumber};
use super::{extract, records, scan};
use crate::message_port;
use crate::protocol::{
    Completeness, ExportForm, ExportOrder, FileNumber, FromCase, FromScan, GivenFile, Phase,
    RequestNumber, ToCase, ToScan, WorkerNumber,
};

/// Milliseconds between two messages on progress.
const PROGRESS_INTERVAL: u64 = 100;
/// Milliseconds without a sign of life after which a worker is ended.
const SILENCE_LIMIT: u64 = 60_000;
/// Milliseconds between two looks at silent workers.
const WATCH_INTERVAL: i32 = 5_000;

/// Takes the page's messages from here on.
pub fn start(scope: &DedicatedWorkerGlobalScope) {
    // It lives as long as the worker.
    let catalog: &'static Catalog = Box::leak(Box::new(scan::load_catalog()));
    let case = Rc::new(RefCell::new(CaseWorker::new(scope.clone(), catalog)));
    let told = Rc::clone(&case);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        match message_port::read::<ToCase>(&event) {
            Ok(ToCase::Connect { worker }) => connect(&told, worker, &event),
            Ok(message) => told.borrow_mut().hear(message),
            Err(message) => told.borrow().tell(&FromCase::Failed { message }),
        }
        told.borrow_mut().go_on();
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    case.borrow().tell(&FromCase::Ready);
    let watch = Closure::<dyn Fn()>::new(move || case.borrow_mut().watch());
    let handler = watch.as_ref().unchecked_ref();
    // Without the watch, a stuck worker stays until the page is closed; nothing else is lost.
    drop(scope.set_interval_with_callback_and_timeout_and_arguments_0(handler, WATCH_INTERVAL));
    watch.forget();
}

fn connect(case: &Rc<RefCell<CaseWorker>>, worker: WorkerNumber, event: &MessageEvent) {
    let Some(port) = message_port::port(event) else { return };
    let heard = Rc::clone(case);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let mut case = heard.borrow_mut();
        match message_port::read(&event) {
            Ok(message) => case.hear_scan(worker, message),
            Err(message) => case.lose(worker, &message),
        }
        case.go_on();
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let mut case = case.borrow_mut();
    case.schedule.add_worker(worker);
    case.links.insert(worker, Link { port, _on_message: on_message });
}

/// The way to a scan worker.
struct Link {
    port: MessagePort,
    _on_message: Closure<dyn Fn(MessageEvent)>,
}

/// An evidence source: how to reach it and where its findings go.
struct Source {
    file: FileNumber,
    planned: Planned,
    key: EvidenceKey,
    sha256: Option<[u8; 32]>,
}

struct CaseWorker {
    scope: DedicatedWorkerGlobalScope,
    catalog: &'static Catalog,
    case: Case<'static>,
    question: Question,
    files: Vec<GivenFile>,
    sources: Vec<Source>,
    schedule: Schedule,
    links: BTreeMap<WorkerNumber, Link>,
    report: Option<Report>,
    /// A report that was given to be opened again.
    reopened: Option<Report>,
    /// The table of that report's records, once it was asked for.
    records: Option<records::Records>,
    /// Whether the last report lacks evidence, findings or the question of now.
    findings_changed: bool,
    /// Whether it lacks hashes that have come in since.
    hashes_changed: bool,
    /// How complete the last report was.
    sent: Option<Completeness>,
    /// Files that were ordered, to be made of the final report.
    downloads: Vec<(RequestNumber, ExportOrder)>,
    /// Bytes that the archive of cited records takes to make.
    cited_bytes: u64,
    last_progress: u64,
    last_phase: Phase,
}

impl CaseWorker {
    fn new(scope: DedicatedWorkerGlobalScope, catalog: &'static Catalog) -> Self {
        Self {
            scope,
            catalog,
            case: Case::new(catalog),
            question: Question::default(),
            files: Vec::new(),
            sources: Vec::new(),
            schedule: Schedule::default(),
            links: BTreeMap::new(),
            report: None,
            reopened: None,
            records: None,
            findings_changed: false,
            hashes_changed: false,
            sent: None,
            downloads: Vec::new(),
            cited_bytes: 0,
            last_progress: 0,
            last_phase: Phase::Idle,
        }
    }

    fn tell(&self, message: &FromCase) {
        self.tell_with(message, &[]);
    }

    fn tell_with(&self, message: &FromCase, transfer: &[&wasm_bindgen::JsValue]) {
        if let Err(error) = message_port::send(&self.scope, message, transfer) {
            // The page hears of it through this worker's `error` event.
            wasm_bindgen::throw_str(&error);
        }
    }

    /// Milliseconds since this worker began.
    fn now(&self) -> u64 {
        self.scope.performance().map_or(0, |performance| performance.now() as u64)
    }

    fn hear(&mut self, message: ToCase) {
        match message {
            // Handled where the port is.
            ToCase::Connect { .. } => {}
            ToCase::Lost { worker, message } => self.lose(worker, &message),
            ToCase::Add { files, unreadable } => self.add(files, unreadable),
            ToCase::Cancel { file } => self.cancel(file),
            // There is nothing to settle anew.
            ToCase::Ask { .. } if self.is_only_reopened() => {}
            ToCase::Ask { question } => {
                self.question = question;
                self.findings_changed = true;
            }
            ToCase::Matches { request, trace } => self.send_matches(request, &trace),
            ToCase::Use { request, address } => self.send_use(request, &address),
            ToCase::Timeline { request, query } => self.send_timeline(request, &query),
            ToCase::Records { request, query } => self.send_records(request, &query),
            ToCase::Record { request, place, secrets } => {
                match self.locate(&place.evidence).zip(place.offset.parse().ok()) {
                    Some((source, offset)) => {
                        let job = Job::Record { request, source, offset, secrets };
                        self.schedule.add_record(job);
                    }
                    None => {
                        let answer = Err(format!("no record at {place:?}"));
                        self.tell(&FromCase::Record { request, answer });
                    }
                }
            }
            ToCase::Download { request, order } => self.downloads.push((request, order)),
            ToCase::CancelCited { request } => self.cancel_cited(request),
        }
    }

    fn add(&mut self, files: Vec<GivenFile>, unreadable: Vec<(String, String)>) {
        for (path, reason) in unreadable {
            self.case.add(&extract::not_opened(&path, 0, &reason));
            self.findings_changed = true;
        }
        let files: Vec<GivenFile> =
            files.into_iter().filter_map(|given| self.reopen(given)).collect();
        for given in files {
            self.schedule.add_file(given.path.clone(), given.file.size() as u64);
            self.files.push(given);
        }
    }

    fn cancel(&mut self, file: Option<FileNumber>) {
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

    fn watch(&mut self) {
        let now = self.now();
        for worker in self.schedule.stuck(now, SILENCE_LIMIT) {
            self.replace(worker, "no sign of life for a minute");
        }
        self.go_on();
    }

    /// Gives up on a worker and asks the page for another.
    fn replace(&mut self, worker: WorkerNumber, message: &str) {
        self.lose(worker, message);
        self.tell(&FromCase::Replace { worker, message: message.to_owned() });
    }

    /// A worker stopped: what it read is read once more, or given up at the second time.
    fn lose(&mut self, worker: WorkerNumber, message: &str) {
        let now = self.now();
        self.unlink(worker);
        if let Some(job) = self.schedule.stopped(worker, now) {
            self.give_up(job, message);
        }
    }

    fn unlink(&mut self, worker: WorkerNumber) {
        if let Some(link) = self.links.remove(&worker) {
            link.port.set_onmessage(None);
            link.port.close();
        }
    }

    /// A job came to nothing: the report says what was not read.
    fn give_up(&mut self, job: Job, message: &str) {
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

    fn hear_scan(&mut self, worker: WorkerNumber, message: FromScan) {
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

    fn add_source(&mut self, file: FileNumber, planned: Planned) {
        self.schedule.add_source(file, &planned, planned.is_hashed_apart());
        let key = self.case.add(&planned);
        self.sources.push(Source { file, planned, key, sha256: None });
        self.findings_changed = true;
    }

    fn merge(&mut self, source: SourceNumber, findings: SourceFindings) {
        if let Some(source) = self.sources.get_mut(source.0) {
            source.sha256 = source.sha256.or(findings.sha256);
            self.case.merge(source.key, findings);
            self.findings_changed = true;
        }
    }

    fn merge_hash(&mut self, source: SourceNumber, findings: SourceFindings) {
        if let Some(source) = self.sources.get_mut(source.0) {
            source.sha256 = findings.sha256;
            self.case.merge(source.key, findings);
            self.hashes_changed = true;
        }
    }

    /// Gives out work, settles when nothing is left to read, tells the page.
    fn go_on(&mut self) {
        let now = self.now();
        self.give_out(now);
        let phase = self.schedule.phase();
        if phase != self.last_phase || now.saturating_sub(self.last_progress) >= PROGRESS_INTERVAL {
            self.last_progress = now;
            self.last_phase = phase;
            self.tell(&FromCase::Progress(self.schedule.progress(now)));
        }
        let due = self.findings_changed || !self.files.is_empty() || self.is_only_reopened();
        if phase != Phase::Reading && due {
            self.settle(phase);
            // Making the file that was ordered may be work, too.
            self.give_out(now);
        }
    }

    fn give_out(&mut self, now: u64) {
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

    fn settle(&mut self, phase: Phase) {
        let completeness = match phase {
            Phase::Idle => Completeness::Final,
            Phase::Reading | Phase::Hashing => Completeness::HashesPending,
        };
        // While hashes come in one by one, the report that is shown stands.
        let final_due = completeness == Completeness::Final
            && (self.hashes_changed || self.sent != Some(completeness));
        if self.findings_changed || final_due {
            let report = self.case.settle(&self.question);
            self.send_report(&report, completeness);
            self.report = Some(report);
            self.records = None;
            self.sent = Some(completeness);
            self.findings_changed = false;
            self.hashes_changed = false;
            if completeness == Completeness::Final {
                self.send_comparison();
            }
        }
        if completeness == Completeness::Final {
            for (request, order) in std::mem::take(&mut self.downloads) {
                match order.form {
                    ExportForm::Cited => self.order_cited(request),
                    _ => self.send_download(request, &order),
                }
            }
        }
    }
}
