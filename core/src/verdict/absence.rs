//! Traces that no record of a log meets: shown not to have been recorded, or not to be told.
//!
//! Contract: a period that is asked for must be proven whole; where none is, the log must speak as a
//! whole, and the reason names the intervals that it speaks of and how the log begins.

use super::{
    View, breaks,
    facts::Facts,
    proof::{self, Doubt, Proven},
    references::record_ref,
    selection::Selection,
    supplied,
    windows::{self, Span},
};
use crate::{
    catalog::Trace,
    coverage::{ChannelCoverage, Interval, SignSpan},
    limits,
    report::{Boundary, Reason},
    time::TICKS_PER_SECOND,
    words::{Outcome, ReasonCode},
};

/// Why there is no match: shown not to be recorded, or not to be told.
pub(super) fn without_match<'v>(
    view: &'v View<'_>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    (selection, proven): (&Selection<'_>, &Proven),
    mut facts: Facts<'v>,
) -> (Outcome, Reason) {
    let Proven { spans: proven, is_supported } = proven;
    facts.is_supported = *is_supported;
    facts.supplied = supplied::supplied(view, trace, coverage);
    if selection.compared.is_some() {
        // What was not held against the variables may agree with them.
        facts.compared = selection.compared;
        return (Outcome::CannotTell, facts.reason(ReasonCode::PartlyCovered));
    }
    if let Some(window) = view.context.question.window {
        return in_window(view, trace, coverage, proven, window, facts);
    }
    if proven.is_empty() {
        return (Outcome::CannotTell, doubt(view, trace, coverage, None, facts));
    }
    prove(&mut facts, proven, None);
    let doubt = breaks::sharpest(view, trace, coverage, proven).or_else(|| {
        let is_short = !proof::speaks_for(proven, coverage);
        is_short.then(|| match coverage.is_exported {
            true => Doubt::of(ReasonCode::Exported, None),
            false => proof::doubt(view, trace, coverage, None),
        })
    });
    let Some(doubt) = doubt else {
        name_beginning(&mut facts, coverage);
        return would_be_there(trace, &facts);
    };
    if let Some(reach) = coverage.reach() {
        let shown = windows::inside(proven.iter().map(proof::times), reach);
        facts.missing = windows::missing(&shown, reach);
        // Between a record and its sign of life lies less than what a sentence can name.
        let is_told = |(from, to): &Span| to.0.saturating_sub(from.0) >= TICKS_PER_SECOND;
        facts.missing.retain(is_told);
        facts.missing.truncate(limits::SPANS_REPORTED);
    }
    facts.cause = Some(doubt.code);
    cite(&mut facts, &doubt);
    (Outcome::CannotTell, facts.reason(ReasonCode::PartlyCovered))
}

/// The outcome where a record would have been written, if a use had to leave one.
fn would_be_there(trace: &Trace, facts: &Facts<'_>) -> (Outcome, Reason) {
    match trace.needs_new_ticket {
        true => (Outcome::CannotTell, facts.reason(ReasonCode::TicketMayBeCached)),
        false => (Outcome::NotFound, facts.reason(ReasonCode::WouldHaveBeenRecorded)),
    }
}

/// Says from when to when the log reaches, and whether older records are gone.
fn name_beginning(facts: &mut Facts<'_>, coverage: &ChannelCoverage) {
    facts.reach = coverage.reach();
    let Some((code, clear)) = breaks::beginning(coverage) else { return };
    facts.begins = Some(code);
    if let Some(clear) = clear.filter(|_| code == ReasonCode::Cleared) {
        facts.at = Some(clear.at.place.time);
        facts.account = clear.fields.get("SubjectUserName").cloned();
        facts.proofs.push(record_ref(clear.at));
    }
}

/// Names the setting that a doubt turns on, and the record that shows it.
fn cite<'v>(facts: &mut Facts<'v>, doubt: &Doubt<'v>) {
    if let Some(setting) = doubt.setting {
        facts.settings = vec![setting];
    }
    if let Some(record) = &doubt.record {
        facts.at = Some(record.at.place.time);
        facts.account = record.fields.get("SubjectUserName").cloned();
        facts.proofs.push(record_ref(record.at));
    }
}

fn in_window<'v>(
    view: &'v View<'_>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    proven: &[SignSpan],
    window: Span,
    mut facts: Facts<'v>,
) -> (Outcome, Reason) {
    let seen = windows::inside(coverage.intervals.iter().map(|i| (i.from, i.to)), window);
    let shown = windows::inside(proven.iter().map(proof::times), window);
    let missing = windows::missing(&shown, window);
    let changes = view.coverage.clock_changes();
    if seen.is_empty() {
        let (code, interval) = proof::edge(coverage, window);
        cite_edge(&mut facts, coverage, interval);
        return (Outcome::CannotTell, facts.reason(code));
    }
    if let Some(change) = changes.iter().find(|change| windows::meet(**change, window)) {
        facts.at = Some(change.0);
        return (Outcome::CannotTell, facts.reason(ReasonCode::ClockUnreliable));
    }
    if shown.is_empty() {
        return (Outcome::CannotTell, doubt(view, trace, coverage, Some(window), facts));
    }
    prove(&mut facts, proven, Some(window));
    facts.spans = shown;
    if missing.is_empty() {
        return would_be_there(trace, &facts);
    }
    let uncovered = windows::missing(&seen, window);
    facts.cause = Some(match uncovered.first() {
        Some(hole) => proof::edge(coverage, *hole).0,
        None => proof::doubt(view, trace, coverage, Some(window)).code,
    });
    facts.missing = missing;
    (Outcome::CannotTell, facts.reason(ReasonCode::PartlyCovered))
}

/// Names the spans with their first and last sign, in order of time.
fn prove(facts: &mut Facts<'_>, proven: &[SignSpan], window: Option<Span>) {
    let mut spans: Vec<_> = proven
        .iter()
        .filter(|span| window.is_none_or(|window| windows::meet(proof::times(span), window)))
        .collect();
    spans.sort_by_key(|span| proof::times(span));
    spans.truncate(limits::SPANS_REPORTED);
    facts.spans = spans.iter().map(|span| proof::times(span)).collect();
    facts.proofs = spans.iter().flat_map(|span| [span.first, span.last]).map(record_ref).collect();
}

fn doubt<'v>(
    view: &'v View<'_>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    window: Option<Span>,
    mut facts: Facts<'v>,
) -> Reason {
    let doubt = proof::doubt(view, trace, coverage, window);
    cite(&mut facts, &doubt);
    facts.reason(doubt.code)
}

/// Cites the record at which coverage begins or ends, and who cleared the log.
fn cite_edge(facts: &mut Facts<'_>, coverage: &ChannelCoverage, interval: Option<&Interval>) {
    let Some(interval) = interval else { return };
    facts.at = Some(interval.from);
    facts.proofs = vec![record_ref(interval.first), record_ref(interval.last)];
    if interval.begins == Boundary::Cleared {
        let clear = coverage.markers.iter().find(|marker| {
            marker.generation == interval.generation
                && marker.at.place.record_id == interval.first.place.record_id
        });
        facts.account = clear.and_then(|clear| clear.fields.get("SubjectUserName").cloned());
    }
}
