//! One record, read again from the file: facts, fields, XML, and how to cite it.

use std::rc::Rc;

use konseki_core::analysis::{RecordDetails, Secrets};
use konseki_core::export::visible;
use konseki_core::report::Report;
use web_sys::HtmlElement;
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, Properties, component, html, use_effect_with,
    use_node_ref,
};

use super::citation::Citation;
use super::icon::{Icon, Sign};
use super::record_checks::RecordChecks;
use super::shared::{Shared, use_shared};
use crate::page::browser;
use crate::state::{Details, OpenRecord};
use crate::text::{Words, fill};
use crate::view_model::record;

/// Properties of [`RecordPanel`].
#[derive(Properties, PartialEq)]
pub struct RecordPanelProps {
    /// The record.
    pub record: OpenRecord,
    /// For the SHA-256 of its file.
    pub report: Rc<Report>,
}

/// A panel beside the list; Escape closes it and gives the focus back.
#[component]
pub fn RecordPanel(props: &RecordPanelProps) -> Html {
    let panel = use_node_ref();
    use_effect_with(panel.clone(), |panel| {
        let before = browser::focused();
        take_focus(panel.cast::<HtmlElement>());
        move || take_focus(before)
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let close = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.close_record()
    });
    let keys = Callback::from({
        let commands = shared.commands.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                commands.close_record();
            }
        }
    });
    let body = match &props.record.details {
        Details::Loading => html! { <p role="status">{ words.sheet.loading }</p> },
        Details::Failed(message) => {
            html! { <p role="alert">{ fill(words.record.record_failed, &[&visible(message)]) }</p> }
        }
        Details::Shown(details) => shown(&shared, props, details),
    };
    html! {
        <aside class="record-panel" ref={panel} tabindex="-1" aria-label={words.record.record} onkeydown={keys}>
            <header>
                <h2>{ words.record.record }</h2>
                { neighbours(&shared, &props.record) }
                <button class="button-icon" id="close-record" type="button" onclick={close} aria-label={words.record.close} title={words.record.close}>
                    <Icon sign={Sign::Cross} />
                </button>
            </header>
            { body }
        </aside>
    }
}

fn take_focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // What cannot take the focus leaves it where it is.
        element.focus().unwrap_or_default();
    }
}

/// Previous and next record of the list.
fn neighbours(shared: &Shared, record: &OpenRecord) -> Html {
    let words = shared.words();
    let count = record.places.len();
    let button = |position: Option<usize>, name: &'static str, arrow: &'static str| {
        let position = position.filter(|position| *position < count);
        let (commands, places) = (shared.commands.clone(), Rc::clone(&record.places));
        let go = Callback::from(move |_: MouseEvent| {
            if let Some(position) = position {
                commands.open_record(Rc::clone(&places), position, Secrets::Mask);
            }
        });
        html! {
            <button class="button-icon" type="button" disabled={position.is_none()} onclick={go} aria-label={name} title={name}>{ arrow }</button>
        }
    };
    let position = record.position.saturating_add(1).to_string();
    html! {
        <div class="record-panel-neighbours">
            { button(record.position.checked_sub(1), words.record.previous, "↑") }
            <span class="number">{ fill(words.record.position, &[&position, &count.to_string()]) }</span>
            { button(record.position.checked_add(1), words.record.following, "↓") }
        </div>
    }
}

fn shown(shared: &Shared, props: &RecordPanelProps, details: &Rc<RecordDetails>) -> Html {
    let words = shared.words();
    html! {
        <>
            { secrets(shared, &props.record, details) }
            <dl class="record-panel-facts">
                { for record::facts(words, details).into_iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
            <RecordChecks details={Rc::clone(details)} />
            { fields(shared, details) }
            <h3>{ words.record.raw_xml }</h3>
            if details.xml.is_empty() {
                <p>{ words.record.no_xml }</p>
                <p>{ record::xml(&details.xml_problem) }</p>
            } else {
                <pre class="record-panel-xml" tabindex="0">{ record::xml(&details.xml) }</pre>
            }
            <details class="record-panel-bytes">
                <summary>{ words.record.bytes }</summary>
                if details.raw.is_empty() {
                    <p>{ words.record.no_bytes }</p>
                } else {
                    <pre tabindex="0">{ record::hex(details) }</pre>
                }
            </details>
            <Citation text={citation(words, props, details)} />
        </>
    }
}

fn citation(words: &Words, props: &RecordPanelProps, details: &RecordDetails) -> String {
    let place = props.record.places.get(props.record.position);
    let evidence = place.and_then(|place| {
        props.report.evidence.iter().find(|evidence| evidence.id == place.evidence)
    });
    let sha256 = evidence.map(|evidence| evidence.sha256.as_str());
    record::citation(words, details, sha256.unwrap_or_default())
}

fn secrets(shared: &Shared, record: &OpenRecord, details: &RecordDetails) -> Html {
    let words = shared.words();
    let (other, name) = match record.secrets {
        Secrets::Mask => (Secrets::Show, words.record.show_secrets),
        Secrets::Show => (Secrets::Mask, words.record.hide_secrets),
    };
    let toggle = Callback::from({
        let (commands, record) = (shared.commands.clone(), record.clone());
        move |_: MouseEvent| {
            commands.open_record(Rc::clone(&record.places), record.position, other);
        }
    });
    html! {
        if details.masked || record.secrets == Secrets::Show {
            <p class="record-panel-masked">
                if details.masked { { words.record.masked_note } }
                <button class="button" id="toggle-secrets" type="button" onclick={toggle}>{ name }</button>
            </p>
        }
    }
}

fn fields(shared: &Shared, details: &RecordDetails) -> Html {
    let words = shared.words();
    let row = |(name, value): &(String, String)| {
        let meaning = record::meaning(details, name, shared.language).to_owned();
        html! {
            <tr>
                <th scope="row">{ visible(name).into_owned() }</th>
                <td>
                    { visible(value).into_owned() }
                    if !meaning.is_empty() { <small class="record-panel-meaning">{ meaning }</small> }
                </td>
            </tr>
        }
    };
    html! {
        <table class="record-panel-fields">
            <caption>{ words.record.fields }</caption>
            <thead>
                <tr><th scope="col">{ words.record.field_name }</th><th scope="col">{ words.record.field_value }</th></tr>
            </thead>
            <tbody>{ for details.fields.iter().map(row) }</tbody>
        </table>
    }
}
