//! The timeline as it is drawn: ticks, one lane per host, uses, clears, the window.

use std::collections::BTreeMap;

use konseki_core::export::visible;
use konseki_core::report::Report;
use konseki_core::time::Filetime;

use super::format;
use super::scale::{Bar, Scale, parse};
use super::zone::Zone;
use crate::protocol::{Timeline, TimelineBucket};
use crate::text::{Words, fill};

/// Ticks at most.
const TICKS: u64 = 6;
/// Steps between ticks, in seconds.
const STEPS: [u64; 18] = [
    1,
    5,
    15,
    60,
    300,
    900,
    3_600,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    31_536_000,
    315_360_000,
];
/// 100-nanosecond steps of a second.
const SECOND: u64 = 10_000_000;

/// What is drawn beside the buckets.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineView {
    /// Places of ticks in hundredths, with their times.
    pub ticks: Vec<(f64, String)>,
    /// The window that was asked for.
    pub window: Option<Bar>,
    /// Lanes in the order of the data.
    pub lanes: Vec<LaneView>,
}

/// A lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneView {
    /// Host.
    pub host: String,
    /// What it holds, in words.
    pub text: String,
    /// Uses in which the host takes part; those that touch are one bar.
    pub uses: Vec<Bar>,
    /// Log-cleared records.
    pub cleared: Vec<(f64, String)>,
}

/// What is drawn for this data; `None` where nothing matches.
pub fn view(
    report: &Report,
    words: &Words,
    timeline: &Timeline,
    window: Option<(Filetime, Filetime)>,
    zone: Zone,
) -> Option<TimelineView> {
    let (from, to) = timeline.range?;
    let scale = Scale { from, to };
    let inside = |from: Filetime, to: Filetime| from <= scale.to && to >= scale.from;
    let uses = uses(report, &scale);
    let cleared = cleared(report, &scale, zone);
    let lanes = timeline.lanes.iter().map(|lane| {
        let count = lane.buckets.iter().map(|bucket| u64::from(bucket.count)).sum();
        let host = visible(&lane.host).into_owned();
        let cleared = cleared.get(lane.host.as_str()).cloned().unwrap_or_default();
        let mut text = fill(words.timeline.lane, &[&host, &format::count(count)]);
        for (_, what) in &cleared {
            text.push_str(&format!("; {}: {what}", words.coverage.legend_cleared));
        }
        LaneView {
            text,
            host,
            uses: uses.get(lane.host.as_str()).cloned().unwrap_or_default(),
            cleared,
        }
    });
    Some(TimelineView {
        ticks: ticks(&scale, zone),
        window: window
            .filter(|(from, to)| inside(*from, *to))
            .map(|(from, to)| scale.bar(from, to)),
        lanes: lanes.collect(),
    })
}

/// A range about the same middle, so many times as long, a second at least.
pub fn zoomed((from, to): (Filetime, Filetime), factor: f64) -> (Filetime, Filetime) {
    let length = to.0.saturating_sub(from.0);
    let middle = from.0.saturating_add(length / 2);
    let half = ((length as f64 * factor / 2.0) as u64).max(SECOND / 2);
    (Filetime(middle.saturating_sub(half)), Filetime(middle.saturating_add(half)))
}

/// A range moved by a part of its length.
pub fn moved((from, to): (Filetime, Filetime), part: f64) -> (Filetime, Filetime) {
    let step = (to.0.saturating_sub(from.0) as f64 * part.abs()) as u64;
    let shift = |time: Filetime| {
        let moved =
            if part < 0.0 { time.0.saturating_sub(step) } else { time.0.saturating_add(step) };
        Filetime(moved)
    };
    (shift(from), shift(to))
}

/// The bucket nearest to a part of the line between 0 and 1, if one is near enough to be meant.
pub fn nearest(buckets: &[TimelineBucket], all: u32, part: f64) -> Option<usize> {
    const REACH: u32 = 6;
    let number = (part * f64::from(all)) as u32;
    let numbered = buckets.iter().enumerate();
    let near = numbered.min_by_key(|(_, bucket)| bucket.number.abs_diff(number))?;
    (near.1.number.abs_diff(number) <= REACH).then_some(near.0)
}

/// Round times on a line, with their places in hundredths.
pub fn ticks(scale: &Scale, zone: Zone) -> Vec<(f64, String)> {
    let length = scale.to.0.saturating_sub(scale.from.0) / SECOND;
    let step = STEPS.into_iter().find(|step| length / step < TICKS);
    let step = step.unwrap_or(length).max(1).saturating_mul(SECOND);
    let first = scale.from.0.div_ceil(step).saturating_mul(step);
    let times = std::iter::successors(Some(first), |time| time.checked_add(step));
    let times = times.take_while(|time| *time <= scale.to.0).map(Filetime);
    times.map(|time| (scale.place(time), zone.to_the_second(time))).collect()
}

/// Uses by the hosts that take part.
fn uses<'a>(report: &'a Report, scale: &Scale) -> BTreeMap<&'a str, Vec<Bar>> {
    let mut spans: BTreeMap<&str, Vec<(Filetime, Filetime)>> = BTreeMap::new();
    for session in report.sheets.iter().flat_map(|sheet| &sheet.sessions) {
        let Some((from, to)) = parse(&session.first).zip(parse(&session.last)) else { continue };
        if from > scale.to || to < scale.from {
            continue;
        }
        for name in ["source_host", "destination_host"] {
            for host in session.variables.get(name).into_iter().flatten() {
                spans.entry(host).or_default().push((from, to));
            }
        }
    }
    spans.into_iter().map(|(host, spans)| (host, joined(spans, scale))).collect()
}

/// Bars of spans; what cannot be told apart on a screen is one bar.
fn joined(mut spans: Vec<(Filetime, Filetime)>, scale: &Scale) -> Vec<Bar> {
    spans.sort_unstable();
    let mut bars: Vec<Bar> = Vec::new();
    for (from, to) in spans {
        let bar = scale.bar(from, to);
        match bars.last_mut() {
            Some(last) if bar.left <= last.left + last.width => {
                last.width = last.width.max(bar.left + bar.width - last.left);
            }
            _ => bars.push(bar),
        }
    }
    bars
}

fn cleared(report: &Report, scale: &Scale, zone: Zone) -> BTreeMap<String, Vec<(f64, String)>> {
    let mut hosts: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for evidence in report.evidence.iter().filter(|one| one.copies_of.is_empty()) {
        let Some(host) = &evidence.host else { continue };
        for one in evidence.channels.iter().flat_map(|channel| &channel.cleared) {
            let Some(time) = parse(&one.record.time) else { continue };
            if (scale.from..=scale.to).contains(&time) {
                let text = format!("{} {}", visible(&one.channel), zone.exact(time));
                hosts.entry(host.name.clone()).or_default().push((scale.place(time), text));
            }
        }
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Filetime {
        parse(text).expect("a time")
    }

    #[test]
    fn ticks_stand_on_round_times_and_say_their_zone() {
        let scale = Scale { from: time("2026-03-02T06:02:10Z"), to: time("2026-03-02T11:30:00Z") };
        let ticks = ticks(&scale, Zone::Utc);
        let texts: Vec<_> = ticks.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts.first(), Some(&"2026-03-02 07:00:00 UTC"));
        assert_eq!(texts.last(), Some(&"2026-03-02 11:00:00 UTC"));
        assert!(ticks.len() as u64 <= TICKS, "{texts:?}");
    }

    #[test]
    fn zooming_keeps_the_middle_and_moving_keeps_the_length() {
        let ends = (time("2026-03-02T06:00:00Z"), time("2026-03-02T10:00:00Z"));
        let closer = (time("2026-03-02T07:00:00Z"), time("2026-03-02T09:00:00Z"));
        assert_eq!(zoomed(ends, 0.5), closer);
        assert_eq!(zoomed(closer, 2.0), ends);
        let later = (time("2026-03-02T08:00:00Z"), time("2026-03-02T12:00:00Z"));
        assert_eq!(moved(ends, 0.5), later);
        assert_eq!(moved(later, -0.5), ends);
    }

    #[test]
    fn a_pointer_means_the_bucket_next_to_it() {
        let bucket = |number| TimelineBucket { number, ..TimelineBucket::default() };
        let buckets = [bucket(100), bucket(500)];
        assert_eq!(nearest(&buckets, 1_000, 0.503), Some(1));
        assert_eq!(nearest(&buckets, 1_000, 0.3), None);
        assert_eq!(nearest(&[], 1_000, 0.3), None);
    }

    #[test]
    fn ten_thousand_uses_are_no_more_bars_than_a_screen_shows() {
        let start = time("2026-03-02T00:00:00Z");
        let scale = Scale { from: start, to: start.plus_seconds(86_400) };
        let spans = (0..10_000).map(|n| (start.plus_seconds(n * 8), start.plus_seconds(n * 8 + 1)));
        assert!(joined(spans.collect(), &scale).len() <= 1_000);
    }
}
