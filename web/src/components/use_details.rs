//! One use: why its records belong together, its records in lanes, its traces.

use web_sys::HtmlElement;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref};

use super::icon::{Icon, Sign};
use super::outcome_badge::OutcomeBadge;
use super::shared::use_shared;
use super::use_lanes::UseLanes;
use crate::state::{OpenUse, Settled};
use crate::text::{Words, fill};
use crate::view_model::use_details::{self, LinkView, UseTrace, UseView};

/// Properties of [`UseDetails`].
#[derive(Properties, PartialEq)]
pub struct UseDetailsProps {
    /// The use.
    pub open: OpenUse,
    /// The report.
    pub settled: Settled,
}

/// The open use; it takes the focus when it opens.
#[component]
pub fn UseDetails(props: &UseDetailsProps) -> Html {
    let heading = use_node_ref();
    use_effect_with(heading.clone(), |heading| {
        if let Some(heading) = heading.cast::<HtmlElement>() {
            // What cannot take the focus leaves it where it is.
            heading.focus().unwrap_or_default();
        }
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let close = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.close_use()
    });
    let view = props.open.details.as_ref().and_then(|details| {
        let report = &props.settled.report;
        use_details::view(report, shared.language, &props.open.address, details)
    });
    html! {
        <section class="use-details" aria-labelledby="use-details-title">
            <header>
                <h2 id="use-details-title" tabindex="-1" ref={heading}>
                    { fill(words.uses.details, &[&props.open.address.id]) }
                </h2>
                <button class="button-icon" id="close-use" type="button" onclick={close} aria-label={words.uses.close} title={words.uses.close}>
                    <Icon sign={Sign::Cross} />
                </button>
            </header>
            if let Some(view) = view {
                { ties(words, &view) }
                <h3>{ words.uses.lanes }</h3>
                <p class="use-details-hint">{ words.uses.lanes_hint }</p>
                <UseLanes lanes={view.lanes} records={view.records} />
                <h3>{ words.uses.outcomes }</h3>
                <ul class="use-details-traces">{ for view.traces.iter().map(outcome) }</ul>
            } else {
                <p role="status">{ words.sheet.loading }</p>
            }
        </section>
    }
}

fn ties(words: &Words, view: &UseView) -> Html {
    html! {
        <>
            if !view.links.is_empty() {
                <h3>{ words.uses.links }</h3>
                <ul class="use-details-links">{ for view.links.iter().map(link) }</ul>
            }
            if !view.differences.is_empty() {
                <div class="use-details-differences">
                    <h3>{ words.uses.differences }</h3>
                    <p>{ words.uses.differences_hint }</p>
                    <dl>{ for view.differences.iter().map(|(name, values)| html! {
                        <div><dt>{ *name }</dt><dd>{ values }</dd></div>
                    }) }</dl>
                </div>
            }
            if let Some(clock) = &view.clock {
                <h3>{ words.uses.clock }</h3>
                <p>{ clock }</p>
            }
        </>
    }
}

fn link(link: &LinkView) -> Html {
    html! {
        <li>
            <span>{ link.name }</span>
            <span class="use-details-strength">{ link.strength }</span>
            <span class="code">{ &link.agrees }</span>
        </li>
    }
}

fn outcome(trace: &UseTrace) -> Html {
    html! {
        <li>
            <OutcomeBadge outcome={trace.outcome} />
            <span>{ &trace.title }</span>
            if trace.count > 1 { <span class="number">{ format!("× {}", trace.count) }</span> }
            <span class="use-details-host">{ &trace.host }</span>
        </li>
    }
}
