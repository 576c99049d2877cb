//! What stands behind a row: records, reason with proofs, what to collect next, settings.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::dated::Dated;
use super::record_lines::RecordLines;
use super::shared::{Shared, use_shared};
use crate::protocol::TraceAddress;
use crate::state::{MoreMatches, Settled};
use crate::text::{Words, fill};
use crate::view_model::format;
use crate::view_model::sheet;
use crate::view_model::trace::{self, TraceDetails as Details};

/// Properties of [`TraceDetails`].
#[derive(Properties, PartialEq)]
pub struct TraceDetailsProps {
    /// Which trace.
    pub address: TraceAddress,
    /// The report.
    pub settled: Settled,
    /// Its matches, if they were asked for.
    pub more: Option<MoreMatches>,
}

/// Two columns: what was found or why not, and what the sheet says.
#[component]
pub fn TraceDetails(props: &TraceDetailsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let Settled { report, titles, .. } = &props.settled;
    let Some(trace) = sheet::find(report, &props.address) else { return Html::default() };
    let all = props.more.as_ref().and_then(|more| more.matches.clone());
    let all = all.as_ref().map(|matches| matches.as_slice());
    let details = trace::details(report, titles, shared.language, trace, all);
    html! {
        <div class="trace-details">
            <div class="trace-details-found">
                { why(words, &details) }
                if !details.matches.is_empty() {
                    <h3>{ words.sheet.matches }</h3>
                    <RecordLines lines={details.matches.clone()} />
                    { listed(&shared, props, &details) }
                }
                if !details.proofs.is_empty() {
                    <h3>{ words.sheet.proofs }</h3>
                    <RecordLines lines={details.proofs.clone()} />
                }
                if !details.near_misses.is_empty() {
                    <h3>{ words.sheet.near_misses }</h3>
                    <p>{ words.sheet.near_misses_hint }</p>
                    <RecordLines lines={details.near_misses.clone()} />
                }
            </div>
            { documented(words, &details) }
        </div>
    }
}

fn why(words: &Words, details: &Details) -> Html {
    html! {
        <>
            if !details.reason.is_empty() {
                <h3>{ words.sheet.why }</h3>
                <p class="trace-details-reason"><Dated text={details.reason.clone()} /></p>
            }
            if !details.next.is_empty() {
                <h3>{ words.sheet.next }</h3>
                <p class="trace-details-next">{ &details.next }</p>
            }
            if !details.spans.is_empty() {
                <h3>{ words.sheet.covered_spans }</h3>
                <ul class="trace-details-spans">
                    { for details.spans.iter().map(|(from, to)| html! { <li>{ from }{ " – " }{ to }</li> }) }
                </ul>
            }
        </>
    }
}

/// How many matches are listed, and a way to list the rest.
fn listed(shared: &Shared, props: &TraceDetailsProps, details: &Details) -> Html {
    let words = shared.words();
    let list_all = Callback::from({
        let (commands, address) = (shared.commands.clone(), props.address.clone());
        move |_: MouseEvent| commands.list_matches(address.clone())
    });
    let asked = props.more.as_ref();
    let more = details.kept > details.matches.len() as u64;
    html! {
        <>
            { for details.listed.iter().map(|line| html! { <p>{ line }</p> }) }
            if asked.is_some_and(|more| more.matches.is_none()) {
                <p role="status">{ words.sheet.loading }</p>
            } else if asked.is_none() && more {
                <button class="button" type="button" onclick={list_all}>
                    { fill(words.sheet.show_all_matches, &[&format::count(details.kept)]) }
                </button>
            }
        </>
    }
}

fn documented(words: &Words, details: &Details) -> Html {
    html! {
        <dl class="trace-details-sheet">
            if !details.settings.is_empty() {
                <dt>{ words.sheet.required_setting }</dt>
                { for details.settings.iter().map(|setting| html! { <dd>{ setting }</dd> }) }
            }
            <dt>{ words.sheet.sheet_rows }</dt>
            <dd>{ &details.refs }</dd>
            <dt>{ words.sheet.trace_id }</dt>
            <dd class="code">{ &details.id }</dd>
            if !details.benign.is_empty() {
                <dt>{ words.sheet.other_causes }</dt>
                { for details.benign.iter().map(|cause| html! { <dd>{ cause }</dd> }) }
            }
        </dl>
    }
}
