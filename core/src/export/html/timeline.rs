//! A picture of when: one lane for each host, with what was covered, found and cleared.
//!
//! Contract: whole numbers only, so that the same report draws the same picture; a mark stands for
//! all records of one kind within one column.

use std::collections::BTreeSet;

use super::{Page, markup::Markup, wording::Phrase};
use crate::{
    report::RoleResult,
    time::{Filetime, TICKS_PER_SECOND},
    words::{Certainty, EvidenceKind},
};

/// Size of the picture, in its own units.
const WIDTH: u64 = 1_000;
const LEFT: u64 = 150;
const LANE: u64 = 46;
const TOP: u64 = 8;
const AXIS: u64 = 26;
/// Columns on which marks stand: every second unit.
const COLUMN: u64 = 3;
/// Labels on the axis at most.
const LABELS: u64 = 6;
/// Characters of a host name that fit before the lane.
const NAME: usize = 20;

/// What a mark says, drawn in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Consistent,
    Specific,
    Decisive,
    Cleared,
}

/// Marks of one host: instants and what they say.
type Marks = BTreeSet<(Mark, Filetime)>;

/// The picture over everything found, and its legend.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    let lanes: Vec<(&str, Marks)> = page
        .report
        .hosts
        .iter()
        .map(|host| (host.name.as_str(), marks(page, &host.name)))
        .collect();
    let all = || lanes.iter().flat_map(|(_, marks)| marks).map(|(_, time)| *time);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return };
    let margin = (last.0.saturating_sub(first.0) / 40).max(TICKS_PER_SECOND);
    let scale = Scale {
        from: Filetime(first.0.saturating_sub(margin)),
        to: Filetime(last.0.saturating_add(margin)),
    };
    page.section(out, "timeline", Phrase::Timeline, |out| {
        let height =
            TOP.saturating_add(LANE.saturating_mul(lanes.len() as u64)).saturating_add(AXIS);
        let view = format!("0 0 {WIDTH} {height}");
        let label = page.say(Phrase::Timeline);
        let attributes = [
            ("viewBox", view.as_str()),
            ("role", "img"),
            ("aria-label", label),
            ("class", "timeline"),
        ];
        out.element("svg", &attributes, |out| {
            axis(&scale, height, out);
            let tops = (0_u64..).map(|lane| TOP.saturating_add(lane.saturating_mul(LANE)));
            for ((name, marks), top) in lanes.iter().zip(tops) {
                lane(page, name, marks, &scale, top, out);
            }
        });
        legend(page, out);
    });
}

/// From the first to the last instant of the picture.
struct Scale {
    from: Filetime,
    to: Filetime,
}

impl Scale {
    fn x(&self, time: Filetime) -> u64 {
        let span = u128::from(self.to.0.saturating_sub(self.from.0).max(1));
        let at = u128::from(time.0.clamp(self.from.0, self.to.0).saturating_sub(self.from.0));
        let width = u128::from(WIDTH.saturating_sub(LEFT));
        LEFT.saturating_add(u64::try_from(at.saturating_mul(width) / span).unwrap_or(0))
    }
}

fn marks(page: &Page<'_>, host: &str) -> Marks {
    let mut marks = Marks::new();
    let roles = page.roles().map(|(_, role)| role);
    for role in roles.filter(|role: &&RoleResult| role.host.as_deref() == Some(host)) {
        for trace in &role.traces {
            let specific = trace.certainty == Some(Certainty::Specific);
            for found in &trace.matches {
                let mark =
                    match (trace.decisive && found.bound, specific && found.absent.is_empty()) {
                        (true, _) => Mark::Decisive,
                        (_, true) => Mark::Specific,
                        _ => Mark::Consistent,
                    };
                marks.extend(found.time.parse().ok().map(|time| (mark, time)));
            }
        }
    }
    for evidence in &page.report.evidence {
        if evidence.host.as_ref().is_some_and(|assigned| assigned.name == host) {
            let cleared = evidence.channels.iter().flat_map(|channel| &channel.cleared);
            let times = cleared.filter_map(|cleared| cleared.record.time.parse().ok());
            marks.extend(times.map(|time| (Mark::Cleared, time)));
        }
    }
    marks
}

fn lane(page: &Page<'_>, name: &str, marks: &Marks, scale: &Scale, top: u64, out: &mut Markup) {
    let middle = top.saturating_add(LANE / 2);
    text(out, 4, middle.saturating_add(4), "start", "lane", &super::shortened(name, NAME));
    for (from, to) in covered(page, name) {
        let (left, right) = (scale.x(from), scale.x(to));
        if from <= scale.to && to >= scale.from {
            rectangle(
                out,
                "covered",
                left,
                middle.saturating_sub(9),
                right.saturating_sub(left).max(1),
                18,
            );
        }
    }
    rectangle(out, "line", LEFT, middle, WIDTH.saturating_sub(LEFT), 1);
    let columns: BTreeSet<(Mark, u64)> =
        marks.iter().map(|(mark, time)| (*mark, scale.x(*time) / COLUMN)).collect();
    for (mark, column) in columns {
        draw(mark, column.saturating_mul(COLUMN), middle, out);
    }
}

/// Spans of the host's event logs that could be looked at.
fn covered(page: &Page<'_>, host: &str) -> Vec<(Filetime, Filetime)> {
    let hosts = page.report.hosts.iter().filter(|one| one.name == host);
    let coverage = hosts.flat_map(|host| &host.coverage);
    let logs = coverage.filter(|coverage| coverage.kind == EvidenceKind::EventLog);
    let spans = logs.flat_map(|coverage| &coverage.intervals).map(|interval| &interval.span);
    spans.filter_map(|span| Some((span.from.parse().ok()?, span.to.parse().ok()?))).collect()
}

fn draw(mark: Mark, x: u64, middle: u64, out: &mut Markup) {
    match mark {
        Mark::Consistent => rectangle(out, "consistent", x, middle.saturating_sub(6), 2, 12),
        Mark::Specific => polygon(out, "specific", x, middle, 6),
        Mark::Decisive => polygon(out, "decisive", x, middle, 8),
        Mark::Cleared => rectangle(out, "cleared", x, middle.saturating_sub(18), 3, 36),
    }
}

/// A diamond.
fn polygon(out: &mut Markup, class: &str, x: u64, y: u64, radius: u64) {
    let points = format!(
        "{x},{} {},{y} {x},{} {},{y}",
        y.saturating_sub(radius),
        x.saturating_add(radius),
        y.saturating_add(radius),
        x.saturating_sub(radius)
    );
    out.element("polygon", &[("class", class), ("points", &points)], |_| {});
}

fn rectangle(out: &mut Markup, class: &str, x: u64, y: u64, width: u64, height: u64) {
    let numbers = [x, y, width, height].map(|number| number.to_string());
    let [x, y, width, height] = &numbers;
    let attributes = [("class", class), ("x", x), ("y", y), ("width", width), ("height", height)];
    out.element("rect", &attributes, |_| {});
}

fn text(out: &mut Markup, x: u64, y: u64, anchor: &str, class: &str, text: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    let attributes = [("x", x.as_str()), ("y", &y), ("text-anchor", anchor), ("class", class)];
    out.element("text", &attributes, |out| out.text(text));
}

/// Times at round places of the picture.
fn axis(scale: &Scale, height: u64, out: &mut Markup) {
    let span = scale.to.0.saturating_sub(scale.from.0);
    let steps = [
        1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000,
        31_536_000,
    ];
    let ticks = steps.map(|seconds: u64| seconds.saturating_mul(TICKS_PER_SECOND));
    let step = ticks.into_iter().find(|step| span / step <= LABELS).unwrap_or(u64::MAX);
    let bottom = height.saturating_sub(AXIS);
    let mut at = (scale.from.0 / step).saturating_add(1).saturating_mul(step);
    while at <= scale.to.0 {
        let x = scale.x(Filetime(at));
        rectangle(out, "grid", x, TOP, 1, bottom.saturating_sub(TOP));
        let time = Filetime(at).to_string();
        let (day, clock) = time.split_once('T').unwrap_or((&time, ""));
        let clock = clock.get(..8).unwrap_or_default();
        let place = x.clamp(LEFT.saturating_add(40), WIDTH.saturating_sub(60));
        text(out, place, height.saturating_sub(8), "middle", "tick", &format!("{day} {clock}"));
        at = at.saturating_add(step);
    }
}

fn legend(page: &Page<'_>, out: &mut Markup) {
    out.element("ul", &[("class", "timeline-legend")], |out| {
        for (class, phrase) in [
            ("key decisive", Phrase::KeyDecisive),
            ("key specific", Phrase::KeySpecific),
            ("key consistent", Phrase::KeyConsistent),
            ("key cleared", Phrase::KeyCleared),
            ("key covered", Phrase::KeyCovered),
        ] {
            out.element("li", &[], |out| {
                out.leaf("span", class, "");
                out.text(page.say(phrase));
            });
        }
        out.leaf("li", "", page.say(Phrase::AllTimesUtc));
    });
}
