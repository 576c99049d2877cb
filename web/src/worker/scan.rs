//! A scan worker: does one job at a time, reads the file itself, sends findings as bytes.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::rc::Rc;

use js_sys::Uint8Array;
use konseki_core::analysis::{self, Planned, Scanner, SourceFindings, Unit};
use konseki_core::catalog::{self, Catalog};
use konseki_core::words::EvidenceKind;
use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{File, MessageEvent, MessagePort};

use super::cited;
use super::file_source::FileSource;
use super::file_stream::FileStream;
use crate::message_port;
use crate::protocol::{FromScan, ToScan};

/// Bytes between two signs of life.
const PROGRESS_BYTES: u64 = 8 << 20;

/// Takes jobs from this port from here on.
pub fn start(port: MessagePort) {
    // It lives as long as the worker.
    let catalog: &'static Catalog = Box::leak(Box::new(load_catalog()));
    let scanner = Rc::new(RefCell::new(Scanner::new(catalog)));
    let jobs = port.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let job = message_port::read(&event).unwrap_or_else(|error| stop("job", &error));
        work(&jobs, catalog, &scanner, job);
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// The catalog in the program; tests prove that it loads.
pub(super) fn load_catalog() -> Catalog {
    catalog::builtin().unwrap_or_else(|errors| stop("catalog", &errors.to_string()))
}

/// Ends this worker: the page hears of it through the worker's `error` event.
fn stop(what: &str, error: &str) -> ! {
    wasm_bindgen::throw_str(&format!("{what}: {error}"))
}

type SharedScanner = Rc<RefCell<Scanner<'static>>>;

fn work(port: &MessagePort, catalog: &Catalog, scanner: &SharedScanner, job: ToScan) {
    let mut meter = Meter { port, waiting: 0 };
    match job {
        ToScan::Open { given } => {
            let source = FileSource::new(given.file);
            let planned = analysis::open(&source, &given.path);
            answer(port, &FromScan::Opened { planned });
        }
        ToScan::Scan { file, planned, unit } => {
            let (port, scanner) = (port.clone(), Rc::clone(scanner));
            wasm_bindgen_futures::spawn_local(async move {
                let mut meter = Meter { port: &port, waiting: 0 };
                let findings = scan(&mut meter, &scanner, &file, &planned, unit).await;
                meter.send();
                send_findings(&port, &findings);
            });
        }
        ToScan::Hash { file, planned } => {
            let source = FileSource::new(file);
            let sha256 = analysis::hash(&source, &planned, &mut |bytes| meter.count(bytes));
            meter.send();
            let sha256 = sha256.map_err(|error| error.to_string());
            answer(port, &FromScan::Hashed { sha256 });
        }
        ToScan::Record { file, planned, offset, secrets } => {
            let source = FileSource::new(file);
            let details = analysis::checked_record(&source, &planned, offset, secrets, catalog);
            let details = details.map(Box::new).map_err(|error| error.to_string());
            answer(port, &FromScan::Record { answer: details });
        }
        ToScan::Cited { report, sources } => {
            let archive = cited::archive(&report, sources, &mut |bytes| meter.count(bytes));
            meter.send();
            answer(port, &FromScan::Cited { answer: archive });
        }
    }
}

/// Reads one unit: an event log as it comes in, anything else where it is needed.
async fn scan(
    meter: &mut Meter<'_>,
    scanner: &RefCell<Scanner<'_>>,
    file: &File,
    planned: &Planned,
    unit: Unit,
) -> SourceFindings {
    let (begun, rest) = match (planned.kind, planned.member, unit) {
        (EvidenceKind::EventLog, None, Unit::Segment { offset, length }) => {
            match FileStream::open(file, offset, length) {
                Some(stream) => {
                    pieces(meter, scanner, planned, stream, offset.saturating_add(length)).await
                }
                None => (None, unit),
            }
        }
        _ => (None, unit),
    };
    // What did not come as a stream is read the other way, which also says why it cannot be read.
    let begun = match (begun, rest) {
        (Some(findings), Unit::Segment { length: 0, .. }) => return findings,
        (begun, _) => begun,
    };
    let source = FileSource::new(file.clone());
    let mut scanner = scanner.borrow_mut();
    let part = scanner.scan(&source, planned, &rest, &mut |bytes| meter.count(bytes));
    match begun {
        Some(mut findings) => {
            scanner.join(&mut findings, part);
            findings
        }
        None => part,
    }
}

/// Reads a stretch of a log piece by piece; gives what is left of it, too.
async fn pieces(
    meter: &mut Meter<'_>,
    scanner: &RefCell<Scanner<'_>>,
    planned: &Planned,
    mut stream: FileStream,
    end: u64,
) -> (Option<SourceFindings>, Unit) {
    let mut findings: Option<SourceFindings> = None;
    while let Ok(Some(piece)) = stream.next().await {
        let unit = Unit::Segment { offset: piece.offset(), length: piece.length() };
        let mut scanner = scanner.borrow_mut();
        let part = scanner.scan(&piece, planned, &unit, &mut |bytes| meter.count(bytes));
        match &mut findings {
            Some(findings) => scanner.join(findings, part),
            None => findings = Some(part),
        }
    }
    let offset = stream.offset();
    let length = end.saturating_sub(offset).min(stream.left_of_file());
    (findings, Unit::Segment { offset, length })
}

fn send_findings(port: &MessagePort, findings: &SourceFindings) {
    let bytes = Uint8Array::from(findings.to_bytes().as_slice());
    let findings = bytes.buffer();
    let message = FromScan::Scanned { findings: findings.clone() };
    if let Err(error) = message_port::send(port, &message, &[&findings]) {
        stop("findings", &error);
    }
}

fn answer(port: &MessagePort, message: &FromScan) {
    if let Err(error) = message_port::send(port, message, &[]) {
        stop("answer", &error);
    }
}

/// Counts bytes and tells of them now and then.
struct Meter<'a> {
    port: &'a MessagePort,
    waiting: u64,
}

impl Meter<'_> {
    fn count(&mut self, bytes: u64) -> ControlFlow<()> {
        self.waiting = self.waiting.saturating_add(bytes);
        if self.waiting >= PROGRESS_BYTES {
            self.send();
        }
        // A job that is not wanted any more is ended with its worker.
        ControlFlow::Continue(())
    }

    fn send(&mut self) {
        answer(self.port, &FromScan::Progress { bytes: self.waiting });
        self.waiting = 0;
    }
}
