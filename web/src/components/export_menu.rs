//! The other forms of the report, in a menu beside the download of the JSON.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::shared::use_shared;
use crate::protocol::ExportForm;

/// Properties of [`ExportMenu`].
#[derive(Properties, PartialEq)]
pub struct ExportMenuProps {
    /// Whether the report is not final yet.
    pub waits: bool,
}

/// A menu that opens without a script of its own: `details`, which every browser lets be used by
/// keyboard.
#[component]
pub fn ExportMenu(props: &ExportMenuProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = &shared.words().export;
    let forms = [
        (ExportForm::Html, "export-html", words.html),
        (ExportForm::Csv, "export-csv", words.csv),
        (ExportForm::JsonLines, "export-jsonl", words.json_lines),
        (ExportForm::Manifest, "export-manifest", words.manifest),
    ];
    let items = forms.into_iter().map(|(form, id, label)| {
        let (commands, language) = (shared.commands.clone(), shared.language);
        let onclick = Callback::from(move |event: MouseEvent| {
            commands.download(form, language);
            close(&event);
        });
        html! {
            <li>
                <button class="export-menu-item" {id} type="button" {onclick} disabled={props.waits}>
                    { label }
                </button>
            </li>
        }
    });
    html! {
        <details class="export-menu" id="export-menu">
            <summary class="button">{ words.other_forms }</summary>
            <ul class="export-menu-list">{ for items }</ul>
        </details>
    }
}

/// Closes the menu that the click came from.
fn close(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let menu = target.and_then(|target| target.closest("details").ok().flatten());
    if let Some(menu) = menu {
        menu.remove_attribute("open").unwrap_or_default();
    }
}
