//! The case worker: gives out the work, merges what comes back, settles, answers, exports.
//!
//! Contract: it reads no evidence itself, so it always has time to answer the page.

mod answers;
mod cited;
mod files;
mod jobs;
mod reopening;
mod settling;
mod workers;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use konseki_core::analysis::{Case, EvidenceKey, Planned, Question};
use konseki_core::catalog::Catalog;
use konseki_core::report::Report;
use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::schedule::{Job, Schedule, SourceNumber};
use super::{extract, records, scan};
use crate::message_port;
use crate::protocol::{
    Completeness, ExportOrder, FileNumber, FromCase, GivenFile, Phase, RequestNumber, ToCase,
    WorkerNumber,
};

/// Milliseconds between two messages on progress.
const PROGRESS_INTERVAL: u64 = 200;
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
    report: Option<Rc<Report>>,
    /// A report that was given to be opened again.
    reopened: Option<Rc<Report>>,
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
}
