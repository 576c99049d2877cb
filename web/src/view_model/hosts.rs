//! Hosts, and what of each could be looked at.

use std::collections::BTreeMap;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Coverage, CoveredInterval, Host, Report};

use super::{format, labels};
use crate::protocol::Titles;
use crate::text::{Words, words};

/// One host.
#[derive(Debug, Clone, PartialEq)]
pub struct HostView {
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: String,
    /// Addresses.
    pub addresses: String,
    /// Roles with the reason.
    pub roles: Vec<(&'static str, String)>,
    /// What could be looked at.
    pub coverage: Vec<CoverageView>,
    /// Settings that were shown to be on, with the spans.
    pub settings: Vec<(String, Vec<String>)>,
}

/// A channel or kind of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageView {
    /// Short name.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// Covered spans.
    pub spans: Vec<SpanView>,
}

/// A covered span.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanView {
    /// From, to the second and exact.
    pub from: (String, String),
    /// To, to the second and exact.
    pub to: (String, String),
    /// Why it begins and ends there.
    pub bounds: [&'static str; 2],
    /// Evidence ids.
    pub evidence: String,
}

/// All hosts, in the report's order.
pub fn hosts(report: &Report, titles: &Titles, language: Language) -> Vec<HostView> {
    let hosts = report.hosts.iter();
    hosts.map(|host| host_view(host, titles, language)).collect()
}

fn host_view(host: &Host, titles: &Titles, language: Language) -> HostView {
    let words = words(language);
    let list =
        |texts: &[String]| texts.iter().map(|text| visible(text)).collect::<Vec<_>>().join(", ");
    let roles = host.roles.iter();
    HostView {
        name: visible(&host.name).into_owned(),
        aliases: list(&host.aliases),
        addresses: list(&host.addresses),
        roles: roles
            .map(|one| {
                (labels::role(words, one.role), visible(language.of(&one.basis)).into_owned())
            })
            .collect(),
        coverage: host.coverage.iter().map(|one| coverage(words, one)).collect(),
        settings: settings(host, titles, language),
    }
}

fn coverage(words: &Words, coverage: &Coverage) -> CoverageView {
    let full_name = match &coverage.channel {
        Some(channel) => channel.clone(),
        None => labels::kind(words, coverage.kind).to_owned(),
    };
    CoverageView {
        name: visible(labels::channel(&full_name)).into_owned(),
        full_name: visible(&full_name).into_owned(),
        spans: coverage.intervals.iter().map(|interval| span(words, interval)).collect(),
    }
}

fn span(words: &Words, interval: &CoveredInterval) -> SpanView {
    let both = |time: &str| (format::to_the_second(time), format::exact(time));
    SpanView {
        from: both(&interval.span.from),
        to: both(&interval.span.to),
        bounds: [interval.begins, interval.ends].map(|one| labels::boundary(words, one)),
        evidence: interval.evidence.join(", "),
    }
}

/// Settings by title: what the catalog calls one thing is one line, whichever channel shows it.
fn settings(host: &Host, titles: &Titles, language: Language) -> Vec<(String, Vec<String>)> {
    let mut settings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for life in host.coverage.iter().flat_map(|coverage| &coverage.life) {
        // Life signs of single traces are no settings: they stand in the reasons.
        let Some(title) = titles.settings.get(&life.setting) else { continue };
        let spans = life.intervals.iter().map(|span| {
            let [from, to] = [&span.from, &span.to].map(|time| format::to_the_second(time));
            format!("{from} – {to}")
        });
        settings.entry(language.of(title).to_owned()).or_default().extend(spans);
    }
    settings.into_iter().collect()
}
