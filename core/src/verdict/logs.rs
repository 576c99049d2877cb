//! Traces in event logs: what is found.

use std::collections::VecDeque;

use super::{
    View,
    absence::without_match,
    facts::{Facts, Judgement},
    proof::Proven,
    references::record_ref,
    selection::{InUse, PROCESS_ID, Selected, Selection},
    windows::{self, Span},
};
use crate::{
    catalog::Trace,
    limits,
    report::{Match, Reason},
    sessions::{self, Distinct},
    time::Filetime,
    words::{Certainty, Outcome, ReasonCode},
};

/// Seconds within which records with the same conditions are taken for those of one use.
const ONE_MOMENT: u64 = 60;

/// What is known of the starts of the tool's process on a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Starts {
    /// All have their command line, or there are none.
    Named,
    /// Of some it is not recorded which subcommand they ran.
    Unnamed,
}

impl Starts {
    /// Of a role on a host, in the window.
    pub(super) fn of(
        traces: &[&Trace],
        selections: &[Selection<'_>],
        window: &Option<Span>,
    ) -> Self {
        let starts = traces.iter().zip(selections).filter(|(trace, _)| {
            trace.certainty == Certainty::Specific && trace.binds_variable(PROCESS_ID)
        });
        match starts.into_iter().any(|(_, selection)| selection.lacks_command_line(window)) {
            true => Self::Unnamed,
            false => Self::Named,
        }
    }
}

/// Whether the trace is an end of the tool's process that shows success.
fn ends_process(trace: &Trace) -> bool {
    trace.decisive && trace.binds_variable(PROCESS_ID)
}

/// The outcome of a trace in the host's logs.
pub(super) fn judge(
    view: &View<'_>,
    trace: &Trace,
    selection: &Selection<'_>,
    (proven, starts): (&Proven, Starts),
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
    let (mut found, mut is_found_whole, mut span) = (0_usize, false, None);
    // In order of time.
    for (time, weak) in selection.all.iter().filter(|(time, _)| inside(*time)) {
        found = found.saturating_add(1);
        is_found_whole |= !weak;
        span = Some(span.map_or((time, time), |(first, _)| (first, time)));
    }
    facts.outside = count(selection.all.len().saturating_sub(found));
    let (outcome, reason) = if found == 0 {
        let (outcome, reason) = without_match(view, trace, coverage, (selection, proven), facts);
        (outcome, Some(reason))
    } else {
        let is_unnamed = match trace.certainty {
            Certainty::Specific => !is_found_whole && selection.lacks_command_line(&window),
            Certainty::Consistent => starts == Starts::Unnamed && ends_process(trace),
        };
        (Outcome::Found, of_found(view, trace, selection, (facts, is_unnamed)))
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
        inside: span,
        together: together(trace, selection),
        matches: matches(view, trace, selection),
        near_misses: near_misses(view, trace, &channel, selection),
        files: Vec::new(),
    }
}

/// The most records of one moment: rows with the same conditions are of one use (pitfall 12).
fn together(trace: &Trace, selection: &Selection<'_>) -> u64 {
    if trace.rows() < 2 {
        return count(selection.all.len());
    }
    let mut moment: VecDeque<Filetime> = VecDeque::new();
    let mut most = 0;
    for (time, _) in selection.all.iter() {
        moment.push_back(time);
        while moment.front().is_some_and(|first| first.plus_seconds(ONE_MOMENT) < time) {
            moment.pop_front();
        }
        most = most.max(moment.len());
    }
    count(most)
}

/// What is to be said of a trace that is found: it is not known of which host, or not all of its
/// records could be held against the uses.
fn of_found(
    view: &View<'_>,
    trace: &Trace,
    selection: &Selection<'_>,
    (mut facts, is_unnamed): (Facts<'_>, bool),
) -> Option<Reason> {
    let window = &view.context.question.window;
    if view.host.is_none() {
        return Some(facts.reason(ReasonCode::HostNotAssigned));
    }
    let is_tied = selection.has_tied_in(window);
    if is_unnamed && !is_tied {
        return Some(facts.reason(ReasonCode::SubcommandNotRecorded));
    }
    if trace.decisive && !is_tied && selection.is_cut() {
        facts.compared = Some((selection.kept.len(), selection.all.len()));
        return Some(facts.reason(ReasonCode::PartlyCovered));
    }
    None
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
) -> Vec<Match> {
    let parts = view.coverage.parts.get(channel).filter(|_| selection.all.is_empty());
    let near = parts.map(|parts| sessions::near_misses(parts, trace.number)).unwrap_or_default();
    let told = near.iter().map(|(distinct, contradicted)| Match {
        contradicted: vec![(*contradicted).to_owned()],
        ..a_match(view, trace, distinct, false)
    });
    told.collect()
}

fn matches(view: &View<'_>, trace: &Trace, selection: &Selection<'_>) -> Vec<Match> {
    let cap = match trace.certainty {
        Certainty::Consistent if !trace.decisive => limits::MATCHES_KEPT,
        _ => limits::SPECIFIC_MATCHES_KEPT,
    };
    // What belongs to a confirmed use is kept whole, however late it stands.
    let counted = selection.counted().enumerate();
    let kept = counted.filter(|(number, kept)| *number < cap || is_bound(kept));
    kept.take(limits::SPECIFIC_MATCHES_KEPT)
        .map(|(_, kept)| a_match(view, trace, &kept.distinct, is_bound(kept)))
        .collect()
}

fn a_match(view: &View<'_>, trace: &Trace, distinct: &Distinct<'_>, bound: bool) -> Match {
    let (time, learned) = (distinct.time(), distinct.kept());
    let fields = learned.map(|kept| kept.fields(view.context.matchers, trace.number));
    Match {
        records: distinct.records().into_iter().map(record_ref).collect(),
        time: time.to_string(),
        times: Vec::new(),
        time_source: "System/TimeCreated".to_owned(),
        outside_window: !windows::holds(&view.context.question.window, time),
        bound,
        absent: learned.map(|kept| kept.absent.clone()).unwrap_or_default(),
        contradicted: Vec::new(),
        fields: fields.map(|fields| fields.to_map()).unwrap_or_default(),
    }
}
