//! `window.konseki.check(files, options) → Promise<report>`: the same core for scripts.
//!
//! `files` is a list of `File`s (each with its name, or its path inside a chosen folder);
//! `options` is a question: `{window, sheets, hosts, roles, variables, statements}`, all optional;
//! `window` is `["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"]`. The promise is kept with the report `konseki.report/1` as an object. The case has workers of
//! its own and leaves what the page shows as it is.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use konseki_core::analysis::Question;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, File};

use super::{asked, files};
use crate::client::CaseClient;
use crate::protocol::{ExportOrder, FromCase, GivenFile, RequestNumber, ToCase};

/// Puts `konseki` on the window.
pub fn offer() {
    let check = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(|files, options| {
        future_to_promise(check(files, options))
    });
    let api = Object::new();
    // A new object and the window take any property.
    Reflect::set(&api, &JsValue::from_str("check"), check.as_ref()).unwrap_or_default();
    Reflect::set(&js_sys::global(), &JsValue::from_str("konseki"), &api).unwrap_or_default();
    check.forget();
}

async fn check(files: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let files: Vec<GivenFile> = Array::from(&files)
        .iter()
        .map(|file| file.dyn_into::<File>().map(files::given))
        .collect::<Result<_, _>>()
        .map_err(|_| error("files must be a list of File"))?;
    if files.is_empty() {
        return Err(error("no files were given"));
    }
    let question = if options.is_undefined() || options.is_null() {
        Question::default()
    } else {
        asked::question(&options).map_err(|problem| error(&format!("options: {problem}")))?
    };
    let blob = JsFuture::from(report(files, question)).await?;
    let text = JsFuture::from(blob.unchecked_into::<Blob>().text()).await?;
    JSON::parse(&text.as_string().unwrap_or_default())
}

/// A promise of the report's file.
fn report(files: Vec<GivenFile>, question: Question) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        // The case lives until it has answered: its listener drops it.
        let running: Rc<RefCell<Option<CaseClient>>> = Rc::default();
        let held = Rc::clone(&running);
        let refuse = reject.clone();
        let client = CaseClient::start(move |message| {
            let answered = match message {
                FromCase::Download { blob, .. } => resolve.call1(&JsValue::NULL, &blob),
                FromCase::Failed { message } => refuse.call1(&JsValue::NULL, &error(&message)),
                _ => return,
            };
            let client = held.borrow_mut().take();
            wasm_bindgen_futures::spawn_local(async move { drop((client, answered)) });
        });
        match client {
            Ok(client) => {
                *running.borrow_mut() = Some(client.clone());
                client.send(&ToCase::Ask { question: question.clone() });
                client.send(&ToCase::Add { files: files.clone(), unreadable: Vec::new() });
                client.send(&ToCase::Download {
                    request: RequestNumber(0),
                    order: ExportOrder::default(),
                });
            }
            Err(message) => {
                reject.call1(&JsValue::NULL, &error(&message)).map(drop).unwrap_or_default();
            }
        }
    })
}

fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
