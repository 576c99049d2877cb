//! Which time the evidence covers, by host and channel, as bars on one line of time.

use std::collections::BTreeMap;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Channel, Coverage, Evidence, Host, Report, SettingLife};

use super::format;
use super::labels;
use super::scale::{Bar, Scale, parse};
use super::timeline;
use super::zone::Zone;
use crate::protocol::Titles;
use crate::text::{Words, fill, words};

/// Event ids that are listed one by one.
const EVENT_IDS_SHOWN: usize = 24;

/// The coverage of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageView {
    /// Ends of the line, to the second.
    pub ends: (String, String),
    /// Round times between them, with their places in hundredths.
    pub ticks: Vec<(f64, String)>,
    /// The window that was asked for.
    pub window: Option<Bar>,
    /// Hosts in the report's order.
    pub hosts: Vec<HostCoverage>,
}

/// The coverage of one host.
#[derive(Debug, Clone, PartialEq)]
pub struct HostCoverage {
    /// Name.
    pub name: String,
    /// Channels and kinds of evidence.
    pub lanes: Vec<Lane>,
}

/// One channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Short name.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// Covered spans.
    pub covered: Spans,
    /// Log-cleared records: place on the line, and what they say.
    pub cleared: Vec<(f64, String)>,
    /// Settings that its records show to be on.
    pub settings: Vec<(String, Spans)>,
    /// Records by event id, most first: id, records, part of the largest in hundredths.
    pub event_ids: Vec<(u32, u64, f64)>,
    /// Ids and records in all.
    pub event_totals: (usize, u64),
    /// Holes in the record ids.
    pub gaps: u64,
}

/// Spans on the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Spans {
    /// Bars with what they say.
    pub bars: Vec<(Bar, String)>,
    /// All of it in words.
    pub text: String,
}

/// The coverage; `None` where no evidence has a time.
pub fn view(report: &Report, titles: &Titles, language: Language) -> Option<CoverageView> {
    let window = report.asked.window.as_ref();
    let spans = report.hosts.iter().flat_map(|host| &host.coverage);
    let spans = spans.flat_map(|coverage| &coverage.intervals).map(|interval| &interval.span);
    let ends = spans.chain(window).flat_map(|span| [parse(&span.from), parse(&span.to)]);
    let scale = Scale::around(ends.flatten())?;
    let draw = Draw { report, titles, language, words: words(language), scale };
    let window = window.and_then(|span| Some(scale.bar(parse(&span.from)?, parse(&span.to)?)));
    let ends = [scale.from, scale.to].map(|time| format::to_the_second(&time.to_string()));
    Some(CoverageView {
        ends: ends.into(),
        ticks: timeline::ticks(&draw.scale, Zone::Utc),
        window,
        hosts: report.hosts.iter().map(|host| draw.host(host)).collect(),
    })
}

/// What all lanes are drawn with.
struct Draw<'a> {
    report: &'a Report,
    titles: &'a Titles,
    language: Language,
    words: &'static Words,
    scale: Scale,
}

impl Draw<'_> {
    fn host(&self, host: &Host) -> HostCoverage {
        HostCoverage {
            name: visible(&host.name).into_owned(),
            lanes: host.coverage.iter().map(|coverage| self.lane(host, coverage)).collect(),
        }
    }

    fn lane(&self, host: &Host, coverage: &Coverage) -> Lane {
        let kind = || labels::kind(self.words, coverage.kind).to_owned();
        let full_name = coverage.channel.clone().unwrap_or_else(kind);
        let name = visible(labels::channel(&full_name)).into_owned();
        let channels = self.channels(host, coverage);
        let mut event_ids: BTreeMap<u32, u64> = BTreeMap::new();
        for (id, count) in channels.iter().flat_map(|channel| &channel.event_ids) {
            let known = event_ids.entry(*id).or_default();
            *known = known.saturating_add(*count);
        }
        let event_totals = (event_ids.len(), event_ids.values().sum());
        let gaps = channels.iter().map(|channel| channel.record_ids.gap_count).sum();
        Lane {
            covered: self.covered(&name, coverage),
            cleared: self.cleared(&channels),
            settings: coverage.life.iter().filter_map(|life| self.setting(life)).collect(),
            event_ids: largest(event_ids),
            event_totals,
            gaps,
            full_name: visible(&full_name).into_owned(),
            name,
        }
    }

    fn covered(&self, name: &str, coverage: &Coverage) -> Spans {
        let bars = coverage.intervals.iter().filter_map(|interval| {
            let bar = self.scale.bar(parse(&interval.span.from)?, parse(&interval.span.to)?);
            let times = [&interval.span.from, &interval.span.to].map(|one| format::exact(one));
            let bounds =
                [interval.begins, interval.ends].map(|one| labels::boundary(self.words, one));
            let values = [&times[0], &times[1], bounds[0], bounds[1]];
            Some((bar, fill(self.words.coverage.interval, &values)))
        });
        spans(self.words.coverage.bar_covered, name, bars.collect())
    }

    /// A setting of the catalog; life signs of single traces are none.
    fn setting(&self, life: &SettingLife) -> Option<(String, Spans)> {
        let title = self.language.of(self.titles.settings.get(&life.setting)?).to_owned();
        let bars = life.intervals.iter().filter_map(|span| {
            let bar = self.scale.bar(parse(&span.from)?, parse(&span.to)?);
            let times = [&span.from, &span.to].map(|one| format::exact(one));
            Some((bar, fill(self.words.coverage.span, &[&times[0], &times[1]])))
        });
        let spans = spans(self.words.coverage.bar_alive, &title, bars.collect());
        Some((title, spans))
    }

    fn cleared(&self, channels: &[&Channel]) -> Vec<(f64, String)> {
        let cleared = channels.iter().flat_map(|channel| &channel.cleared);
        cleared
            .filter_map(|one| {
                let place = self.scale.place(parse(&one.record.time)?);
                let time = format::exact(&one.record.time);
                Some((place, fill(self.words.coverage.cleared, &[&time, &visible(&one.account)])))
            })
            .collect()
    }

    /// The channel in the evidence of this host; copies of a file count once.
    fn channels(&self, host: &Host, coverage: &Coverage) -> Vec<&Channel> {
        let Some(wanted) = &coverage.channel else { return Vec::new() };
        let of_host = |name: &String| *name == host.name || host.aliases.contains(name);
        let evidence = self.report.evidence.iter().filter(|one: &&Evidence| {
            let assigned = one.host.as_ref().is_some_and(|assigned| of_host(&assigned.name));
            one.copies_of.is_empty() && assigned
        });
        let channels = evidence.flat_map(|one| &one.channels);
        channels.filter(|channel| channel.channel.eq_ignore_ascii_case(wanted)).collect()
    }
}

fn spans(sentence: &str, name: &str, bars: Vec<(Bar, String)>) -> Spans {
    let all = bars.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("; ");
    let text = fill(sentence, &[name, if all.is_empty() { "–" } else { &all }]);
    Spans { bars, text }
}

fn largest(event_ids: BTreeMap<u32, u64>) -> Vec<(u32, u64, f64)> {
    let mut ids: Vec<_> = event_ids.into_iter().collect();
    ids.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    let most = ids.first().map_or(1, |(_, count)| (*count).max(1));
    let part = |count: u64| count as f64 / most as f64 * 100.0;
    ids.truncate(EVENT_IDS_SHOWN);
    ids.into_iter().map(|(id, count)| (id, count, part(count))).collect()
}

#[cfg(test)]
mod tests {
    use konseki_core::report::{Boundary, CoveredInterval, TimeSpan};
    use konseki_core::words::EvidenceKind;

    use super::*;

    fn span(from: &str, to: &str) -> TimeSpan {
        let time = |clock: &str| format!("2026-03-02T{clock}:00.0000000Z");
        TimeSpan { from: time(from), to: time(to) }
    }

    #[test]
    fn a_gap_stays_open_between_two_bars_and_the_window_lies_over_them() {
        let interval = |from, to, begins, ends| CoveredInterval {
            span: span(from, to),
            record_ids: None,
            begins,
            ends,
            evidence: Vec::new(),
        };
        let coverage = Coverage {
            kind: EvidenceKind::EventLog,
            channel: Some("Microsoft-Windows-Sysmon/Operational".to_owned()),
            intervals: vec![
                interval("06:00", "07:00", Boundary::RolledOver, Boundary::Gap),
                interval("09:00", "10:00", Boundary::Gap, Boundary::EvidenceEnds),
            ],
            life: Vec::new(),
        };
        let host = Host {
            name: "WS01".to_owned(),
            aliases: Vec::new(),
            alias_times: Vec::new(),
            time_zones: Vec::new(),
            addresses: Vec::new(),
            roles: Vec::new(),
            coverage: vec![coverage],
        };
        let mut report = Report { hosts: vec![host], ..Report::default() };
        report.asked.window = Some(span("07:00", "08:00"));
        let view = view(&report, &Titles::default(), Language::English).expect("has times");
        let lane = &view.hosts[0].lanes[0];
        let bars: Vec<_> = lane.covered.bars.iter().map(|(bar, _)| *bar).collect();
        let expected = [(0.0, 25.0), (75.0, 25.0)].map(|(left, width)| Bar { left, width });
        assert_eq!(bars, expected);
        assert_eq!(view.window, Some(Bar { left: 25.0, width: 25.0 }));
        assert!(view.ticks.contains(&(50.0, "2026-03-02 08:00:00 UTC".to_owned())));
        assert_eq!(lane.name, "Sysmon");
        assert!(lane.covered.text.contains("(older records overwritten)"), "{}", lane.covered.text);
    }

    #[test]
    fn nothing_with_a_time_is_no_coverage() {
        assert_eq!(view(&Report::default(), &Titles::default(), Language::Japanese), None);
    }

    #[test]
    fn the_most_frequent_event_ids_come_first() {
        let counts = (1..=30).map(|id| (id, u64::from(id) * 10)).collect();
        let ids = largest(counts);
        assert_eq!(ids.len(), EVENT_IDS_SHOWN);
        assert_eq!((ids[0].0, ids[0].1), (30, 300));
        assert_eq!(ids[0].2, 100.0);
    }
}
