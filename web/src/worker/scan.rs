//! A scan worker: does one job at a time, reads the file itself, sends findings as bytes.

use std::cell::RefCell;
use std::ops::ControlFlow;

use js_sys::Uint8Array;
use konseki_core::analysis::{self, Planned, Scanner, Unit};
use konseki_core::catalog::{self, Catalog};
use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{File, MessageEvent, MessagePort};

use super::cited;
use super::file_source::FileSource;
use crate::message_port;
use crate::protocol::{FromScan, ToScan};

/// Bytes between two signs of life.
const PROGRESS_BYTES: u64 = 2 << 20;

/// Takes jobs from this port from here on.
pub fn start(port: MessagePort) {
    // It lives as long as the worker.
    let catalog: &'static Catalog = Box::leak(Box::new(load_catalog()));
    let scanner = RefCell::new(Scanner::new(catalog));
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

fn work(port: &MessagePort, catalog: &Catalog, scanner: &RefCell<Scanner<'_>>, job: ToScan) {
    let mut meter = Meter { port, waiting: 0 };
    match job {
        ToScan::Open { given } => {
            let source = FileSource::new(given.file);
            let planned = analysis::open(&source, &given.path);
            answer(port, &FromScan::Opened { planned });
        }
        ToScan::Scan { file, planned, unit } => {
            scan(&mut meter, &mut scanner.borrow_mut(), file, &planned, &unit);
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

fn scan(
    meter: &mut Meter<'_>,
    scanner: &mut Scanner<'_>,
    file: File,
    planned: &Planned,
    unit: &Unit,
) {
    let source = FileSource::new(file);
    let findings = scanner.scan(&source, planned, unit, &mut |bytes| meter.count(bytes));
    meter.send();
    let bytes = Uint8Array::from(findings.to_bytes().as_slice());
    let findings = bytes.buffer();
    let message = FromScan::Scanned { findings: findings.clone() };
    if let Err(error) = message_port::send(meter.port, &message, &[&findings]) {
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
