//! The worker. It answers each message of the page.

use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Takes the messages of the page from here on.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let answer = if event.data() == JsValue::from_str("ping") { "pong" } else { "unknown" };
        // A worker whose page is gone has nobody left to tell.
        answering.post_message(&JsValue::from_str(answer)).unwrap_or_default();
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}
