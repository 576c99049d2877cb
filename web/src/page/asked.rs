//! A question as scripts ask it: an object whose period has its ends as RFC 3339 text.

use js_sys::{Array, Object, Reflect};
use konseki_core::analysis::Question;
use wasm_bindgen::{JsCast, JsValue};

use crate::view_model::embedding;

/// The question of an object; `window` is `[from, to]` or, as reports have it, `{from, to}`. An end
/// is text or a FILETIME as a `BigInt`.
///
/// # Errors
/// What cannot be read, in a sentence.
pub(super) fn question(asked: &JsValue) -> Result<Question, String> {
    let object = Object::try_from(asked).ok_or("question must be an object")?;
    // The sender's own object stays as it is.
    let asked = Object::assign(&Object::new(), object);
    let name = JsValue::from_str("window");
    let window = Reflect::get(&asked, &name).unwrap_or_default();
    let ends = ends(&window);
    if let [Some(from), Some(to)] = ends.each_ref().map(JsValue::as_string) {
        let (from, to) = embedding::period(&from, &to)?;
        let read = Array::of2(&JsValue::from(from.0), &JsValue::from(to.0));
        // A new object takes any property.
        Reflect::set(&asked, &name, &read).unwrap_or_default();
    }
    serde_wasm_bindgen::from_value(asked.into()).map_err(|problem| problem.to_string())
}

fn ends(window: &JsValue) -> [JsValue; 2] {
    match window.dyn_ref::<Array>() {
        Some(list) => [list.get(0), list.get(1)],
        None => ["from", "to"].map(|end| Reflect::get(window, &end.into()).unwrap_or_default()),
    }
}
