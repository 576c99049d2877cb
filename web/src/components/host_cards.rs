//! A card per host: roles, what could be looked at, which settings were shown to be on.

use yew::{Html, Properties, component, html};

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
        <div class="host-cards">
            if hosts.is_empty() { <p>{ words.hosts.no_hosts }</p> }
            { for hosts.iter().map(|host| card(words, host)) }
        </div>
    }
}

fn card(words: &Words, host: &HostView) -> Html {
    html! {
        <section class="host-card">
            <h3>{ &host.name }</h3>
            <dl class="host-card-facts">
                { for host.roles.iter().map(|(role, basis)| html! { <><dt>{ *role }</dt><dd>{ basis }</dd></> }) }
                if !host.aliases.is_empty() { <dt>{ words.hosts.aliases }</dt><dd>{ &host.aliases }</dd> }
                if !host.addresses.is_empty() { <dt>{ words.hosts.addresses }</dt><dd>{ &host.addresses }</dd> }
            </dl>
            <h4>{ words.hosts.coverage }</h4>
            if host.coverage.is_empty() {
                <p>{ words.hosts.coverage_none }</p>
            } else {
                { coverage(words, &host.coverage) }
            }
            <h4>{ words.hosts.settings_on }</h4>
            if host.settings.is_empty() { <p>{ words.hosts.settings_none }</p> }
            <ul class="host-card-settings">
                { for host.settings.iter().map(|(title, spans)| html! {
                    <li>{ title }{ for spans.iter().map(|span| html! { <span class="host-card-span">{ span }</span> }) }</li>
                }) }
            </ul>
        </section>
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
