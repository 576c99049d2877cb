//! Small things that the page asks of the browser.
//!
//! Contract: the only storage is localStorage with two keys, language and theme; where the browser
//! refuses it (a sandboxed frame, `file://` in some), the page works without.

use konseki_core::export::Language;
use konseki_core::time::Filetime;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, HtmlElement, Storage, Url, UrlSearchParams};

use crate::text;
use crate::view_model::embedding;
use crate::view_model::permalink::Linked;
use crate::view_model::settings::{Theme, first_language, first_theme};

const LANGUAGE_KEY: &str = "konseki.language";
const THEME_KEY: &str = "konseki.theme";

/// What the page begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstSettings {
    /// Language.
    pub language: Language,
    /// Theme.
    pub theme: Theme,
    /// What the address carries besides.
    pub linked: Linked,
    /// Whether the page is part of another one.
    pub embedded: bool,
    /// Origins that may speak with it then.
    pub parents: Vec<String>,
}

/// Reads address, memory and the browser's preferences.
pub fn first_settings() -> FirstSettings {
    let window = web_sys::window();
    let search = window.as_ref().and_then(|window| window.location().search().ok());
    let asked = UrlSearchParams::new_with_str(&search.unwrap_or_default()).ok();
    let ask = |name: &str| asked.as_ref().and_then(|asked| asked.get(name));
    let parents = asked.as_ref().map(|asked| asked.get_all("parent")).unwrap_or_default();
    let remembered = |key| storage().and_then(|storage| storage.get_item(key).ok().flatten());
    let preferred = window.map(|window| window.navigator().languages());
    let preferred: Vec<String> =
        preferred.iter().flat_map(|tags| tags.iter()).filter_map(|tag| tag.as_string()).collect();
    FirstSettings {
        language: first_language(
            ask("lang").as_deref(),
            remembered(LANGUAGE_KEY).as_deref(),
            &preferred,
        ),
        theme: first_theme(ask("theme").as_deref(), remembered(THEME_KEY).as_deref()),
        linked: Linked::read(ask),
        embedded: ask("embed").as_deref() == Some("1"),
        parents: parents.iter().filter_map(|text| embedding::origin(&text.as_string()?)).collect(),
    }
}

/// Puts language and theme on the document.
pub fn show_settings(language: Language, theme: Theme) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.document_element()) else { return };
    // An attribute of a fixed name can always be set.
    root.set_attribute("lang", text::tag(language)).unwrap_or_default();
    root.set_attribute("data-theme", theme.code()).unwrap_or_default();
}

/// Says on the document that the page is part of another one.
pub fn show_embedded() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        root.set_attribute("data-embedded", "").unwrap_or_default();
    }
}

/// The address of the page without what follows its path.
pub fn own_address() -> String {
    let address = web_sys::window().and_then(|window| window.location().href().ok());
    let address = address.unwrap_or_default();
    address.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Remembers what the user chose.
pub fn remember_language(language: Language) {
    remember(LANGUAGE_KEY, text::tag(language));
}

/// Remembers what the user chose.
pub fn remember_theme(theme: Theme) {
    remember(THEME_KEY, theme.code());
}

fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that the choice is asked for again.
        storage.set_item(key, value).unwrap_or_default();
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Hands the user a file.
pub fn download(blob: &Blob, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let document = web_sys::window().and_then(|window| window.document());
    let anchor = document.and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // The download has its own hold on the bytes once it has begun.
    wasm_bindgen_futures::spawn_local(async move {
        JsFuture::from(later(60_000)).await.map(drop).unwrap_or_default();
        Url::revoke_object_url(&address).unwrap_or_default();
    });
}

/// Lets the browser do other things before going on.
pub async fn pause() {
    JsFuture::from(later(0)).await.map(drop).unwrap_or_default();
}

/// A promise that is kept after so many milliseconds.
fn later(milliseconds: i32) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
                .map(drop)
                .unwrap_or_default();
        }
    })
}

/// Copies text; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // There is none in a page that is not a secure context.
    if AsRef::<wasm_bindgen::JsValue>::as_ref(&clipboard).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// The time of now, RFC 3339 in UTC.
pub fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// Name of the browser's time zone, such as `Asia/Tokyo`.
pub fn zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let zone = js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone"));
    zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// Minutes by which the browser's zone is east of UTC at a time.
pub fn minutes_east(time: Filetime) -> i32 {
    // From 1601 to 1970 in steps of 100 ns.
    let milliseconds = (time.0 as f64 - 116_444_736_000_000_000.0) / 10_000.0;
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds));
    // What is no date gives no number, which becomes zero.
    -(date.get_timezone_offset() as i32)
}

/// Whether there is room for something beside the main part.
pub fn is_wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_none_or(|width| width >= 1_000.0)
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.active_element()?.dyn_into().ok()
}

/// Gives the focus to the element of an id.
pub fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot take the focus leaves it where it is.
        element.focus().unwrap_or_default();
    }
}
