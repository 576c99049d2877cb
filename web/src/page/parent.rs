//! The page in a frame: messages with the page around it. `docs/EMBEDDING.md` describes them.
//!
//! Contract: only origins that the address of the frame names are heard and told, and only the
//! window right above the frame; without such a name nothing is listened to and nothing is said.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use konseki_core::analysis::Question;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{Blob, File, MessageEvent, Window};

use super::{asked, files};
use crate::protocol::{ExportForm, GivenFile};

/// What the page around asks.
pub enum FromParent {
    /// Read these files with this question.
    Open { files: Vec<GivenFile>, question: Option<Question> },
    /// Settle with another question.
    Ask { question: Question },
    /// Give the report in a form.
    Report { form: ExportForm },
}

/// The page around this one.
#[derive(Clone)]
pub struct Parent {
    window: Window,
    /// Who may be spoken with; only the one that spoke first, once it did.
    origins: Rc<RefCell<Vec<String>>>,
}

impl Parent {
    /// The page around, if there is one and the address names who it may be.
    pub fn new(origins: &[String]) -> Option<Self> {
        let own = web_sys::window()?;
        let window = own.parent().ok().flatten()?;
        let is_alone = AsRef::<JsValue>::as_ref(&window) == AsRef::<JsValue>::as_ref(&own);
        let origins = Rc::new(RefCell::new(origins.to_vec()));
        let named = !origins.borrow().is_empty();
        (named && !is_alone).then_some(Self { window, origins })
    }

    /// Says something; a browser gives it to a window of a named origin only.
    pub fn tell(&self, kind: &str, id: &JsValue, parts: &[(&str, JsValue)]) {
        let message = Object::new();
        let put = |name: &str, value: &JsValue| {
            // A new object takes any property.
            Reflect::set(&message, &JsValue::from_str(name), value).unwrap_or_default();
        };
        put("type", &JsValue::from_str(kind));
        if !id.is_undefined() {
            put("id", id);
        }
        for (name, value) in parts {
            put(name, value);
        }
        for origin in self.origins.borrow().iter() {
            // What cannot be sent is nothing that the page could help.
            self.window.post_message(&message, origin).unwrap_or_default();
        }
    }

    /// Listens for as long as the page is there; what is no request is answered with its mistake.
    pub fn listen(&self, hear: impl Fn(JsValue, FromParent) + 'static) {
        let parent = self.clone();
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if !parent.is_from(&event) {
                return;
            }
            let id = part(&event.data(), "id");
            match read(&event.data()) {
                Ok(Some(request)) => hear(id, request),
                Ok(None) => {}
                Err(message) => parent.refuse(&id, &message),
            }
        });
        if let Some(own) = web_sys::window() {
            let listener = listener.as_ref().unchecked_ref();
            own.add_event_listener_with_callback("message", listener).unwrap_or_default();
        }
        listener.forget();
    }

    /// Answers a request with why it is not met.
    pub fn refuse(&self, id: &JsValue, message: &str) {
        self.tell("konseki.error", id, &[("message", JsValue::from_str(message))]);
    }

    fn is_from(&self, event: &MessageEvent) -> bool {
        let source = event.source().map(JsValue::from);
        let is_above = source.as_ref() == Some(AsRef::<JsValue>::as_ref(&self.window));
        let origin = event.origin();
        let is_named = is_above && self.origins.borrow().contains(&origin);
        if is_named {
            *self.origins.borrow_mut() = vec![origin];
        }
        is_named
    }
}

fn part(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &JsValue::from_str(name)).unwrap_or_default()
}

/// What a message asks; nothing for messages that are none of ours.
fn read(message: &JsValue) -> Result<Option<FromParent>, String> {
    Ok(Some(match part(message, "type").as_string().as_deref() {
        Some("konseki.open") => {
            FromParent::Open { files: given(message)?, question: question(message)? }
        }
        Some("konseki.ask") => {
            FromParent::Ask { question: question(message)?.ok_or("question is missing")? }
        }
        Some("konseki.report") => {
            let named = part(message, "form").as_string();
            let form = ExportForm::from_code(named.as_deref().unwrap_or("json"));
            FromParent::Report { form: form.ok_or("form is not known")? }
        }
        _ => return Ok(None),
    }))
}

fn question(message: &JsValue) -> Result<Option<Question>, String> {
    let question = part(message, "question");
    if question.is_undefined() || question.is_null() {
        return Ok(None);
    }
    asked::question(&question).map(Some).map_err(|problem| format!("question: {problem}"))
}

/// Files of a message: `File`s, or `{name, blob}`.
fn given(message: &JsValue) -> Result<Vec<GivenFile>, String> {
    let list = part(message, "files").dyn_into::<Array>().map_err(|_| "files must be a list")?;
    let file = |item: JsValue| {
        if let Some(file) = item.dyn_ref::<File>() {
            return Ok(files::given(file.clone()));
        }
        let blob = part(&item, "blob").dyn_into::<Blob>();
        match (part(&item, "name").as_string(), blob) {
            (Some(name), Ok(blob)) => {
                let file = File::new_with_blob_sequence(&Array::of1(&blob), &name);
                let file = file.map_err(|_| "a file cannot be made of a blob")?;
                Ok(GivenFile { path: name, file })
            }
            _ => Err("each of files must be a File, or {name, blob}".to_owned()),
        }
    };
    let files: Vec<GivenFile> = list.iter().map(file).collect::<Result<_, String>>()?;
    if files.is_empty() { Err("files is empty".to_owned()) } else { Ok(files) }
}
