//! What the page does for the page around it: reads what it is given, tells when verdicts are
//! settled, hands out the report, follows its height.
//!
//! Contract: a report, and what is concluded in it, leaves the frame only while all evidence came
//! from the page around; what the user gave stays here.

use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{Blob, ResizeObserver};

use super::commands::Commands;
use super::files::Given;
use super::parent::{FromParent, Parent};
use crate::protocol::{Completeness, ExportForm};
use crate::state::Settled;

/// Why a report is not handed out.
const OWN_EVIDENCE: &str = "the user gave evidence of their own: the report stays in the frame";

impl Commands {
    /// Speaks with the page around, if its origin is among those that the address names.
    pub fn begin_embedding(&self, origins: &[String]) {
        let Some(parent) = Parent::new(origins) else { return };
        let commands = self.clone();
        parent.listen(move |id, request| commands.hear_parent(id, request));
        watch_height(&parent);
        self.set_parent(parent);
    }

    /// The workers are there: the page around may begin.
    pub(super) fn tell_ready(&self) {
        if let Some(parent) = self.parent() {
            let version = JsValue::from_str(env!("CARGO_PKG_VERSION"));
            let schema = JsValue::from_str(konseki_core::report::SCHEMA);
            let parts = [("version", version), ("schema", schema)];
            parent.tell("konseki.ready", &JsValue::UNDEFINED, &parts);
        }
    }

    fn hear_parent(&self, id: JsValue, request: FromParent) {
        match request {
            FromParent::Open { files, question } => {
                if let Some(question) = question {
                    self.ask(question);
                }
                self.give_of_parent(Given { files, unreadable: Vec::new() });
            }
            FromParent::Ask { question } => self.ask(question),
            FromParent::Report { form } => {
                if self.is_all_of_parent() {
                    self.download_for_parent(id, form);
                } else {
                    self.refuse_parent(&id, OWN_EVIDENCE);
                }
            }
        }
    }

    /// Verdicts are settled: how they came out, if the evidence is the parent's own.
    pub(super) fn tell_settled(&self, settled: &Settled) {
        let Some(parent) = self.parent() else { return };
        let is_final = settled.completeness == Completeness::Final;
        let mut parts = vec![("final", JsValue::from_bool(is_final))];
        if self.is_all_of_parent() {
            parts.push(("conclusions", conclusions(settled)));
        }
        parent.tell("konseki.settled", &JsValue::UNDEFINED, &parts);
    }

    /// Answers a request of the page around with why it is not met.
    pub(super) fn refuse_parent(&self, id: &JsValue, message: &str) {
        if let Some(parent) = self.parent() {
            parent.refuse(id, message);
        }
    }

    /// Hands the page around a report that it asked for.
    pub(super) fn give_report(&self, id: &JsValue, form: ExportForm, blob: &Blob) {
        let Some(parent) = self.parent() else { return };
        // The user may have added evidence since it was asked for.
        if self.is_all_of_parent() {
            let form = JsValue::from_str(form.code());
            parent.tell("konseki.report", id, &[("form", form), ("blob", blob.into())]);
        } else {
            parent.refuse(id, OWN_EVIDENCE);
        }
    }
}

/// `[{sheet, role, host, code}]`.
fn conclusions(settled: &Settled) -> JsValue {
    let of_sheet = |sheet: &konseki_core::report::SheetResult| {
        let id = sheet.id.clone();
        let role = move |one: &konseki_core::report::RoleResult| {
            serde_json::json!({
                "sheet": id, "role": one.role, "host": one.host, "code": one.conclusion.code,
            })
        };
        sheet.roles.iter().map(role).collect::<Vec<_>>()
    };
    let all: Vec<_> = settled.report.sheets.iter().flat_map(of_sheet).collect();
    let text = serde_json::Value::Array(all).to_string();
    js_sys::JSON::parse(&text).unwrap_or_default()
}

/// Tells the height of the document whenever it changes.
fn watch_height(parent: &Parent) {
    let Some(body) = web_sys::window().and_then(|window| window.document()?.body()) else { return };
    let (parent, watched) = (parent.clone(), body.clone());
    let told = Closure::<dyn Fn()>::new(move || {
        let height = JsValue::from_f64(f64::from(watched.offset_height()));
        parent.tell("konseki.height", &JsValue::UNDEFINED, &[("height", height)]);
    });
    // Without an observer the frame keeps the height that it was given.
    if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
        observer.observe(&body);
    }
    told.forget();
}
