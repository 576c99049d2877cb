//! A card per host: roles, what could be looked at, which settings were shown to be on.

use yew::{Html, Properties, component, html};

use super::dated::Dated;
use super::record_lines::RecordLines;
use super::shared::use_shared;
use crate::state::Settled;
use crate::text::Words;
use crate::view_model::hosts::{self, CoverageView, HostView};

/// Properties of [`HostCards`].
#[derive(Properties, PartialEq)]
pub struct HostCardsProps {
    /// The report.
    pub settled: Settled,
}

/// All hosts.
#[component]
pub fn HostCards(props: &HostCardsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let hosts = hosts::hosts(&props.settled.report, &props.settled.titles, shared.language);
    html! {
        <section class="host-cards-section" aria-labelledby="hosts-title">
        <h2 id="hosts-title">{ words.case.hosts }</h2>
        <div class="host-cards">
            if hosts.is_empty() { <p>{ words.hosts.no_hosts }</p> }
            { for hosts.iter().map(|host| card(words, host)) }
        </div>
        </section>
    }
}

fn card(words: &Words, host: &HostView) -> Html {
    html! {
        <section class="host-card">
            <h3>{ &host.name }</h3>
            <dl class="host-card-facts">
                { for host.roles.iter().map(|(role, basis)| html! { <><dt>{ *role }</dt><dd>{ basis }</dd></> }) }
                { fact(words.hosts.aliases, &host.aliases) }
                { fact(words.hosts.addresses, &host.addresses) }
                { fact(words.hosts.evidence_files, &host.evidence) }
                if let Some((from, to)) = &host.span {
                    <dt>{ words.hosts.covered }</dt><dd><Dated text={format!("{from} – {to}")} /></dd>
                }
                if !host.offsets.is_empty() {
                    <dt>{ words.hosts.clock_offset }</dt>
                    <dd>{ for host.offsets.iter().map(|line| html! { <p>{ line }</p> }) }</dd>
                }
            </dl>
            if !host.clears.is_empty() {
                <h4 class="host-card-clears">{ words.hosts.clears }</h4>
                <RecordLines lines={host.clears.clone()} />
            }
            if !host.time_zones.is_empty() {
                <h4>{ words.hosts.time_zones }</h4>
                <RecordLines lines={host.time_zones.clone()} />
            }
            { settings(words, host) }
            if host.coverage.is_empty() {
                <p>{ words.hosts.coverage_none }</p>
            } else {
                <details>
                    <summary>{ words.hosts.coverage }</summary>
                    { coverage(words, &host.coverage) }
                </details>
            }
        </section>
    }
}

fn fact(name: &'static str, value: &str) -> Html {
    if value.is_empty() {
        return Html::default();
    }
    html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
}

fn settings(words: &Words, host: &HostView) -> Html {
    if host.settings.is_empty() {
        return html! { <p class="host-card-none">{ words.hosts.settings_none }</p> };
    }
    html! {
        <details>
            <summary>{ words.hosts.settings_on }<span class="number">{ host.settings.len() }</span></summary>
            <ul class="host-card-settings">
                { for host.settings.iter().map(|(title, spans)| html! {
                    <li>{ title }{ for spans.iter().map(|span| html! { <span class="host-card-span">{ span }</span> }) }</li>
                }) }
            </ul>
        </details>
    }
}

fn coverage(words: &Words, coverage: &[CoverageView]) -> Html {
    let row = |one: &CoverageView| {
        one.spans
            .iter()
            .map(|span| {
                html! {
                    <tr>
                        <th scope="row" title={one.full_name.clone()}>{ &one.name }</th>
                        <td title={span.from.1.clone()}>{ &span.from.0 }<small>{ span.bounds[0] }</small></td>
                        <td title={span.to.1.clone()}>{ &span.to.0 }<small>{ span.bounds[1] }</small></td>
                        <td>{ &span.evidence }</td>
                    </tr>
                }
            })
            .collect::<Html>()
    };
    html! {
        <div class="host-card-scroll" tabindex="0" role="group" aria-label={words.hosts.coverage}>
            <table>
                <thead>
                    <tr>{ for [words.record.channel, words.hosts.from, words.hosts.to, words.evidence.evidence].map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
                </thead>
                <tbody>{ for coverage.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
