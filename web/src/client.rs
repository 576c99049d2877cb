//! The page's side of a case: makes its workers, replaces those that stop, passes messages on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::prelude::{Closure, JsCast, wasm_bindgen};
use web_sys::{ErrorEvent, MessageChannel, MessageEvent, Worker};

use crate::message_port::{self, describe};
use crate::protocol::{Begin, FromCase, ToCase, WorkerNumber};

/// Scan workers for each processor: while some look at what they have, the browser fills the pipes of
/// the others, and emptying a full pipe takes less time than waiting at an empty one.
const WORKERS_OF_A_PROCESSOR: u32 = 2;
/// At least two, so that a record shows while something else is read; more than eight do not read
/// faster.
const FEWEST_WORKERS: u32 = 2;
const MOST_WORKERS: u32 = 8;
/// Workers that may be replaced before the case gives up: evidence that ends every worker it
/// meets must not go on for ever.
const MOST_REPLACEMENTS: u32 = 200;

#[wasm_bindgen]
extern "C" {
    /// Made by the boot script: a worker that runs this same program.
    #[wasm_bindgen(catch, js_name = konsekiMakeWorker)]
    fn make_worker() -> Result<Worker, wasm_bindgen::JsValue>;
}

/// A case and its workers. They end when it is dropped.
#[derive(Clone)]
pub struct CaseClient {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    case: Option<Handle>,
    scanners: BTreeMap<WorkerNumber, Handle>,
    replacements: u32,
    listener: Rc<dyn Fn(FromCase)>,
}

/// A worker with the closures that listen to it.
struct Handle {
    worker: Worker,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
    _on_message: Option<Closure<dyn Fn(MessageEvent)>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.worker.set_onerror(None);
        self.worker.set_onmessage(None);
        self.worker.terminate();
    }
}

impl CaseClient {
    /// Starts the case worker and the scan workers.
    ///
    /// # Errors
    /// When the browser makes no workers.
    pub fn start(listener: impl Fn(FromCase) + 'static) -> Result<Self, String> {
        let client = Self {
            inner: Rc::new(RefCell::new(Inner {
                case: None,
                scanners: BTreeMap::new(),
                replacements: 0,
                listener: Rc::new(listener),
            })),
        };
        let case = client.make_case_worker()?;
        client.inner.borrow_mut().case = Some(case);
        let processors =
            web_sys::window().map_or(0.0, |window| window.navigator().hardware_concurrency());
        let workers = (processors as u32).saturating_mul(WORKERS_OF_A_PROCESSOR);
        let workers = workers.clamp(FEWEST_WORKERS, MOST_WORKERS);
        for worker in (0..workers).map(WorkerNumber) {
            client.add_scanner(worker)?;
        }
        Ok(client)
    }

    /// Sends a message to the case worker.
    pub fn send(&self, message: &ToCase) {
        let result = match &self.inner.borrow().case {
            Some(case) => message_port::send(&case.worker, message, &[]),
            None => Err("the case has ended".to_owned()),
        };
        if let Err(message) = result {
            self.hear(FromCase::Failed { message });
        }
    }

    fn make_case_worker(&self) -> Result<Handle, String> {
        let worker = make_worker().map_err(|error| describe(&error))?;
        let weak = Rc::downgrade(&self.inner);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(inner) = weak.upgrade() else { return };
            let message =
                message_port::read(&event).unwrap_or_else(|message| FromCase::Failed { message });
            Self { inner }.hear(message);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let weak = Rc::downgrade(&self.inner);
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let Some(inner) = weak.upgrade() else { return };
            Self { inner }.hear(FromCase::Failed { message: event.message() });
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        message_port::send(&worker, &Begin::Case, &[])?;
        Ok(Handle { worker, _on_error: on_error, _on_message: Some(on_message) })
    }

    fn add_scanner(&self, number: WorkerNumber) -> Result<(), String> {
        let worker = make_worker().map_err(|error| describe(&error))?;
        let weak = Rc::downgrade(&self.inner);
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let Some(inner) = weak.upgrade() else { return };
            let client = Self { inner };
            client.send(&ToCase::Lost { worker: number, message: event.message() });
            client.replace_scanner(number);
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let channel = MessageChannel::new().map_err(|error| describe(&error))?;
        message_port::send(&worker, &Begin::Scan, &[&channel.port1()])?;
        let mut inner = self.inner.borrow_mut();
        if let Some(case) = &inner.case {
            let connect = ToCase::Connect { worker: number };
            message_port::send(&case.worker, &connect, &[&channel.port2()])?;
        }
        inner.scanners.insert(number, Handle { worker, _on_error: on_error, _on_message: None });
        Ok(())
    }

    /// Ends a scan worker that stopped or is stuck, and makes another in its place.
    fn replace_scanner(&self, number: WorkerNumber) {
        let ended = self.inner.borrow_mut().scanners.remove(&number);
        // The handler that runs now belongs to it: it is dropped when that has returned.
        wasm_bindgen_futures::spawn_local(async move { drop(ended) });
        let replacements = {
            let mut inner = self.inner.borrow_mut();
            inner.replacements = inner.replacements.saturating_add(1);
            inner.replacements
        };
        let result = if replacements > MOST_REPLACEMENTS {
            Err(format!("{MOST_REPLACEMENTS} workers stopped"))
        } else {
            self.add_scanner(number)
        };
        if let Err(message) = result {
            self.hear(FromCase::Failed { message });
        }
    }

    fn hear(&self, message: FromCase) {
        if let FromCase::Replace { worker, .. } = &message {
            self.replace_scanner(*worker);
            return;
        }
        let listener = Rc::clone(&self.inner.borrow().listener);
        listener(message);
    }
}
