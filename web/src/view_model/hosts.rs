//! Hosts, and what of each could be looked at.

use std::collections::BTreeMap;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Coverage, CoveredInterval, Host, Report, Session};

use super::trace::{RecordLine, record_line};
use super::{format, labels};
use crate::protocol::Titles;
use crate::text::{Words, fill, words};

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
    /// Number of its evidence files.
    pub evidence: String,
    /// First and last time of all that could be looked at, to the second.
    pub span: Option<(String, String)>,
    /// Where logs were cleared: one record each.
    pub clears: Vec<RecordLine>,
    /// Time zones that its log tells: the first record of each.
    pub time_zones: Vec<RecordLine>,
    /// How far its clock is from the source's.
    pub offsets: Vec<String>,
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
    hosts.map(|host| host_view(report, host, titles, language)).collect()
}

fn host_view(report: &Report, host: &Host, titles: &Titles, language: Language) -> HostView {
    let words = words(language);
    let list =
        |texts: &[String]| texts.iter().map(|text| visible(text)).collect::<Vec<_>>().join(", ");
    let roles = host.roles.iter();
    HostView {
        name: visible(&host.name).into_owned(),
        aliases: list(&host.aliases_with_times().collect::<Vec<_>>()),
        addresses: list(&host.addresses),
        roles: roles
            .map(|one| {
                (labels::role(words, one.role), visible(language.of(&one.basis)).into_owned())
            })
            .collect(),
        evidence: format::count(files_of(report, host).count() as u64),
        span: whole_span(host),
        clears: clears(report, words, host),
        time_zones: time_zones(report, words, host),
        offsets: offsets(report, words, host),
        coverage: host.coverage.iter().map(|one| coverage(words, one)).collect(),
        settings: settings(host, titles, language),
    }
}

fn files_of<'r>(
    report: &'r Report,
    host: &'r Host,
) -> impl Iterator<Item = &'r konseki_core::report::Evidence> {
    report
        .evidence
        .iter()
        .filter(move |one| one.host.as_ref().is_some_and(|assigned| assigned.name == host.name))
}

fn whole_span(host: &Host) -> Option<(String, String)> {
    let spans = || host.coverage.iter().flat_map(|coverage| &coverage.intervals);
    let first = spans().map(|one| &one.span.from).min()?;
    let last = spans().map(|one| &one.span.to).max()?;
    Some((format::to_the_second(first), format::to_the_second(last)))
}

/// Clears of its logs, copies of a record once.
fn clears(report: &Report, words: &Words, host: &Host) -> Vec<RecordLine> {
    let channels = files_of(report, host).flat_map(|one| &one.channels);
    let mut lines: Vec<RecordLine> = Vec::new();
    for cleared in channels.flat_map(|channel| &channel.cleared) {
        let mut line = record_line(report, &cleared.record);
        let account = visible(&cleared.account).into_owned();
        line.notes.push(fill(words.hosts.cleared, &[&visible(&cleared.channel), &account]));
        if lines.iter().all(|one| (&one.time, &one.notes) != (&line.time, &line.notes)) {
            lines.push(line);
        }
    }
    lines.sort_by(|a, b| a.time.cmp(&b.time));
    lines
}

fn time_zones(report: &Report, words: &Words, host: &Host) -> Vec<RecordLine> {
    let lines = host.time_zones.iter().filter_map(|zone| {
        let mut line = record_line(report, zone.proofs.first()?);
        let text = visible(&zone.text()).into_owned();
        line.notes.push(match zone.span.from == zone.span.to {
            true => text,
            false => {
                let last = format::to_the_second(&zone.span.to);
                fill(words.hosts.time_zone, &[&text, &last])
            }
        });
        Some(line)
    });
    lines.collect()
}

/// One line for each source: of all uses, the offset that most connections show.
fn offsets(report: &Report, words: &Words, host: &Host) -> Vec<String> {
    let named = |use_: &Session, name: &str| use_.variables.get(name).cloned().unwrap_or_default();
    let mut best: BTreeMap<String, &konseki_core::report::ClockOffset> = BTreeMap::new();
    for use_ in report.sheets.iter().flat_map(|sheet| &sheet.sessions) {
        let Some(offset) = &use_.clock_offset else { continue };
        if !named(use_, "destination_host").contains(&host.name) {
            continue;
        }
        for source in named(use_, "source_host") {
            let known = best.entry(source).or_insert(offset);
            if known.pairs < offset.pairs {
                *known = offset;
            }
        }
    }
    let line = |(source, offset): (String, &konseki_core::report::ClockOffset)| {
        let pairs = offset.pairs.to_string();
        let values = [offset.seconds.as_str(), &offset.uncertainty, &visible(&source), &pairs];
        fill(words.hosts.clock_offset_of, &values)
    };
    best.into_iter().map(line).collect()
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
