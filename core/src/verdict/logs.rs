//! Traces in event logs.

use super::{
    View,
    facts::{Facts, Judgement},
    proof::{self, Proven},
    references::record_ref,
    selection::{InUse, PROCESS_ID, Selected, Selection},
    supplied,
    windows::{self, Span},
};
use crate::{
    catalog::Trace,
    coverage::{ChannelCoverage, Interval, SignSpan},
    limits,
    report::{Boundary, Match, Reason},
    sessions::{self, Distinct},
    time::Filetime,
    words::{Certainty, Outcome, ReasonCode},
};

/// The outcome of a trace in the host's logs.
pub(super) fn judge(
    view: &View<'_>,
    trace: &Trace,
    selection: &Selection<'_>,
    proven: &Proven,
) -> Judgement {
    let mut facts = Facts::of(view, trace);
    let channel = trace.channel.as_deref().unwrap_or_default().to_lowercase();
    let Some(coverage) = view.coverage.channels.get(&channel) else {
        let parts = view.context.unassigned.parts.get(&channel);
        facts.files = parts.map_or(0, Vec::len);
        let is_elsewhere = view.host.is_some() && facts.files > 0;
        return Judgement::cannot_tell(facts.reason(match is_elsewhere {
            true => ReasonCode::HostNotAssigned,
            false => ReasonCode::NotSupplied,
        }));
    };
    if !selection.unbound.is_empty() {
        facts.variables = view.context.variables(trace, &selection.unbound);
        facts.files = selection.all.len();
        return Judgement::cannot_tell(facts.reason(ReasonCode::VariableUnbound));
    }
    let window = view.context.question.window;
    let inside = |time: Filetime| windows::holds(&window, time);
    let (mut found, mut is_found_whole) = (0_usize, false);
    for (_, weak) in selection.all.iter().filter(|(time, _)| inside(*time)) {
        found = found.saturating_add(1);
        is_found_whole |= !weak;
    }
    facts.outside = count(selection.all.len().saturating_sub(found));
    let (outcome, reason) = if found == 0 {
        let (outcome, reason) = without_match(view, trace, coverage, (selection, proven), facts);
        (outcome, Some(reason))
    } else {
        (Outcome::Found, (view.host.is_none()).then(|| facts.reason(ReasonCode::HostNotAssigned)))
    };
    let is_specific = trace.certainty == Certainty::Specific && is_found_whole
        || trace.binds_variable(PROCESS_ID) && selection.has_tied_in(&window);
    let bound = selection.counted().filter(|kept| is_bound(kept)).count();
    Judgement {
        outcome,
        certainty: if is_specific { Certainty::Specific } else { Certainty::Consistent },
        reason,
        count: count(selection.all.len()),
        bound: count(bound),
        first: selection.all.first(),
        last: selection.all.last(),
        matches: matches(trace, selection, &window),
        near_misses: near_misses(view, trace, &channel, selection, &window),
        files: Vec::new(),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn is_bound(kept: &Selected<'_>) -> bool {
    kept.agrees || kept.tied || kept.in_use == InUse::Confirmed
}

/// Records that fail one condition, where no record meets them all.
fn near_misses(
    view: &View<'_>,
    trace: &Trace,
    channel: &str,
    selection: &Selection<'_>,
    window: &Option<Span>,
) -> Vec<Match> {
    let parts = view.coverage.parts.get(channel).filter(|_| selection.all.is_empty());
    let near = parts.map(|parts| sessions::near_misses(parts, trace.number)).unwrap_or_default();
    let told = near.iter().map(|(distinct, contradicted)| Match {
        contradicted: vec![(*contradicted).to_owned()],
        ..a_match(distinct, false, window)
    });
    told.collect()
}

fn matches(trace: &Trace, selection: &Selection<'_>, window: &Option<Span>) -> Vec<Match> {
    let cap = match trace.certainty {
        Certainty::Consistent if !trace.decisive => limits::MATCHES_KEPT,
        _ => limits::SPECIFIC_MATCHES_KEPT,
    };
    // What belongs to a confirmed use is kept whole, however late it stands.
    let counted = selection.counted().enumerate();
    let kept = counted.filter(|(number, kept)| *number < cap || is_bound(kept));
    kept.take(limits::SPECIFIC_MATCHES_KEPT)
        .map(|(_, kept)| a_match(&kept.distinct, is_bound(kept), window))
        .collect()
}

fn a_match(distinct: &Distinct<'_>, bound: bool, window: &Option<Span>) -> Match {
    let (time, learned) = (distinct.time(), distinct.kept());
    Match {
        records: distinct.records().into_iter().map(record_ref).collect(),
        time: time.to_string(),
        times: Vec::new(),
        time_source: "System/TimeCreated".to_owned(),
        outside_window: !windows::holds(window, time),
        bound,
        absent: learned.map(|kept| kept.absent.clone()).unwrap_or_default(),
        contradicted: Vec::new(),
        fields: learned.map(|kept| kept.fields.to_map()).unwrap_or_default(),
    }
}

/// Why there is no match: shown not to be recorded, or not to be told.
fn without_match<'v>(
    view: &'v View<'_>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    (selection, proven): (&Selection<'_>, &Proven),
    mut facts: Facts<'v>,
) -> (Outcome, Reason) {
    let Proven { spans: mut proven, is_supported } = proven.clone();
    facts.is_supported = is_supported;
    facts.supplied = supplied::supplied(view, trace, coverage);
    if selection.not_compared {
        // Only the first records were held against the variables: what follows is not known.
        proven.clear();
        facts.cause = Some(ReasonCode::VariableUnbound);
    }
    if let Some(window) = view.context.question.window {
        return in_window(view, trace, coverage, &proven, window, facts);
    }
    if proven.is_empty() {
        return (Outcome::CannotTell, doubt(view, trace, coverage, None, facts));
    }
    prove(&mut facts, &proven, None);
    if proof::speaks_for(&proven, coverage) {
        return (Outcome::NotFound, facts.reason(ReasonCode::WouldHaveBeenRecorded));
    }
    if let Some(reach) = coverage.reach() {
        facts.missing = windows::missing(&windows::inside(facts.spans.clone(), reach), reach);
    }
    facts.cause = Some(match coverage.is_exported {
        true => ReasonCode::Exported,
        false => proof::doubt(view, trace, coverage, None).code,
    });
    (Outcome::CannotTell, facts.reason(ReasonCode::PartlyCovered))
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
        return (Outcome::NotFound, facts.reason(ReasonCode::WouldHaveBeenRecorded));
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
    if let Some(setting) = doubt.setting {
        facts.settings = vec![setting];
    }
    if let Some(record) = &doubt.record {
        facts.at = Some(record.at.place.time);
        facts.account = record.fields.get("SubjectUserName").cloned();
        facts.proofs = vec![record_ref(record.at)];
    }
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
