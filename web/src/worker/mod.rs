//! The workers: their first message says which they are.

mod case;
mod cited;
mod extract;
mod file_source;
mod file_stream;
mod parts;
mod records;
mod reopened;
mod scan;
mod schedule;
mod timeline;
pub(crate) mod uses;

use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::message_port;
use crate::protocol::Begin;

/// Waits for the message that says what this worker is.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let begun = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        match (message_port::read::<Begin>(&event), message_port::port(&event)) {
            (Ok(Begin::Case), _) => case::start(&begun),
            (Ok(Begin::Scan), Some(port)) => scan::start(port),
            // The page hears of it through the worker's `error` event.
            (answer, _) => wasm_bindgen::throw_str(&format!("cannot begin: {answer:?}")),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}
