//! The other forms of the report, in a menu beside the download of the JSON.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, UseStateHandle, component,
    html, use_state,
};

use super::shared::use_shared;
use crate::protocol::{CoverEntries, ExportForm};

/// Properties of [`ExportMenu`].
#[derive(Properties, PartialEq)]
pub struct ExportMenuProps {
    /// Whether the report is not final yet.
    pub waits: bool,
    /// Whether cited records are being cut out.
    pub making_cited: bool,
}

/// A menu that opens without a script of its own: `details`, which every browser lets be used by
/// keyboard. What is filled in for the cover sheet is kept until the page is left.
#[component]
pub fn ExportMenu(props: &ExportMenuProps) -> Html {
    let cover = use_state(CoverEntries::default);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = &shared.words().export;
    let item = |form: ExportForm, id: &'static str, label: &'static str| {
        let (commands, language, cover) =
            (shared.commands.clone(), shared.language, (*cover).clone());
        let onclick = Callback::from(move |event: MouseEvent| {
            commands.download(form, language, cover.clone());
            close(&event);
        });
        html! {
            <button class="export-menu-item" {id} type="button" {onclick} disabled={props.waits}>
                { label }
            </button>
        }
    };
    let cited = Callback::from({
        let commands = shared.commands.clone();
        move |event: MouseEvent| {
            commands.download_cited();
            close(&event);
        }
    });
    html! {
        <details class="export-menu" id="export-menu">
            <summary class="button">{ words.other_forms }</summary>
            <ul class="export-menu-list">
                <li class="export-menu-cover">
                    { item(ExportForm::Html, "export-html", words.html) }
                    { entry(&cover, "cover-case", words.case_number, |cover| &mut cover.case_number) }
                    { entry(&cover, "cover-examiner", words.examiner, |cover| &mut cover.examiner) }
                </li>
                <li>{ item(ExportForm::Csv, "export-csv", words.csv) }</li>
                <li>{ item(ExportForm::JsonLines, "export-jsonl", words.json_lines) }</li>
                <li>
                    <button
                        class="export-menu-item" id="export-cited" type="button"
                        onclick={cited} disabled={props.waits || props.making_cited}
                    >
                        { words.cited }<small>{ words.cited_hint }</small>
                    </button>
                </li>
                <li>{ item(ExportForm::Manifest, "export-manifest", words.manifest) }</li>
            </ul>
        </details>
    }
}

/// A field of the cover sheet.
fn entry(
    cover: &UseStateHandle<CoverEntries>,
    id: &'static str,
    label: &'static str,
    place: fn(&mut CoverEntries) -> &mut String,
) -> Html {
    let value = place(&mut (**cover).clone()).clone();
    let oninput = Callback::from({
        let cover = cover.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let mut changed = (*cover).clone();
                *place(&mut changed) = input.value();
                cover.set(changed);
            }
        }
    });
    html! {
        <label class="export-menu-entry" for={id}>
            <span>{ label }</span>
            <input class="text-input" {id} type="text" autocomplete="off" {value} {oninput} />
        </label>
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
