//! Which matches of a trace count: those of its own conditions, and of the variables that are
//! known.
//!
//! Contract: a variable that is required and not known leaves the trace unjudged; one that is
//! given narrows `bound`, and the matches only where the trace requires it.

use std::collections::{BTreeMap, BTreeSet};

use super::{View, windows};
use crate::{
    catalog::Trace,
    matching::asked_value,
    sessions::{self, Distinct, Matches, ProcessEvent, Times},
    time::Filetime,
    words::{Certainty, EvidenceKind},
};

/// The field that tells subcommands apart.
const COMMAND_LINE: &str = "CommandLine";

/// Variable that ties the start of a process to its end.
pub(super) const PROCESS_ID: &str = "process_id";

/// Variable that names the account a ticket is for.
pub(super) const SERVICE_NAME: &str = "service_name";

/// Variables that confirmed uses have, with all their values.
pub(super) type Taught = BTreeMap<String, BTreeSet<String>>;

/// The matches of one trace.
pub(super) struct Selection<'c> {
    /// Time and whether a needed field was absent, of every record, copies once.
    pub(super) all: Times,
    /// Those that are kept with their fields.
    pub(super) kept: Vec<Selected<'c>>,
    /// Variables that must be known before the trace can be judged.
    required: BTreeSet<String>,
    /// Those of them that are not known.
    pub(super) unbound: Vec<String>,
    /// How many records could be held against the required variables, of how many that meet the
    /// trace's own conditions, where not all could: the others are kept without their fields.
    pub(super) compared: Option<(usize, usize)>,
    /// What counts has the values of confirmed uses, and belongs to none of them.
    pub(super) by_values: bool,
}

/// A match that is kept.
pub(super) struct Selected<'c> {
    pub(super) distinct: Distinct<'c>,
    /// Agrees with all given variables that the trace binds, of which there is at least one.
    pub(super) agrees: bool,
    /// Tied to a confirmed start of the tool's process.
    pub(super) tied: bool,
    /// For the end of a process: when that start was.
    pub(super) start: Option<Filetime>,
    /// Belongs to a reconstructed use.
    pub(super) in_use: InUse,
    /// Agrees with the variables that the trace requires.
    pub(super) counts: bool,
}

/// Whether a match belongs to a reconstructed use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InUse {
    /// To none.
    No,
    /// To one that no command line confirms.
    Unconfirmed,
    /// To one that a command line confirms.
    Confirmed,
}

impl<'c> Selection<'c> {
    /// The kept matches that count.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Selected<'c>> {
        self.kept.iter().filter(|kept| kept.counts)
    }

    /// Whether a match in the window is without the command line that its conditions ask for.
    pub(super) fn lacks_command_line(&self, window: &Option<windows::Span>) -> bool {
        let inside = self.counted().filter(|kept| windows::holds(window, kept.distinct.time()));
        let mut absent =
            inside.filter_map(|kept| kept.distinct.kept()).flat_map(|kept| &kept.absent);
        absent.any(|field| field == COMMAND_LINE)
    }

    /// Whether some records are counted only.
    pub(super) fn is_cut(&self) -> bool {
        self.all.len() > self.kept.len()
    }

    /// Applies the variables that are known: those that are asked for, and `taught` ones, which
    /// confirmed uses have. A trace that requires a taught one keeps the matches of those uses; where
    /// none is in the window, those that have the same values: clocks that stand apart and tickets
    /// of before keep records from their use, and what is there is never said not to be.
    pub(super) fn require(&mut self, view: &View<'_>, taught: &Taught) {
        let asked = &view.context.question.variables;
        let is_asked = |name: &&String| asked.contains_key(*name);
        let missing = self.required.iter().filter(|name| !is_asked(name));
        self.unbound = missing.filter(|name| !taught.contains_key(*name)).cloned().collect();
        if self.required.is_empty() || !self.unbound.is_empty() {
            return;
        }
        self.compared = self.is_cut().then(|| (self.kept.len(), self.all.len()));
        let is_any_asked = self.required.iter().any(|name| is_asked(&name));
        let not_asked: Vec<&String> = self.required.iter().filter(|name| !is_asked(name)).collect();
        let agrees = |kept: &Selected<'_>| {
            let has_taught = |name: &&String| {
                let value = kept.distinct.variable(name);
                taught.get(*name).zip(value).is_some_and(|(known, value)| known.contains(value))
            };
            (!is_any_asked || kept.agrees)
                && not_asked.iter().all(has_taught)
                && !is_for_another_computer(kept, taught)
        };
        let window = &view.context.question.window;
        let is_tied =
            |kept: &Selected<'_>| !not_asked.is_empty() && kept.in_use == InUse::Confirmed;
        let is_any_tied = self
            .kept
            .iter()
            .any(|kept| is_tied(kept) && windows::holds(window, kept.distinct.time()));
        self.by_values = !not_asked.is_empty() && !is_any_tied;
        for kept in &mut self.kept {
            kept.counts = is_tied(kept) || !is_any_tied && agrees(kept);
        }
        let weak = |kept: &Selected<'_>| kept.distinct.kept().is_some_and(|kept| kept.stub.weak);
        self.all = self.counted().map(|kept| (kept.distinct.time(), weak(kept))).collect();
    }

    /// Whether a match in the window is tied to a confirmed start.
    pub(super) fn has_tied_in(&self, window: &Option<windows::Span>) -> bool {
        self.counted().any(|kept| kept.tied && windows::holds(window, kept.distinct.time()))
    }
}

/// Whether a ticket that the source asked for is for the account of another computer (L9). An account
/// that is not a computer's may run a service of the destination.
fn is_for_another_computer(kept: &Selected<'_>, taught: &Taught) -> bool {
    let account = kept.distinct.variable(SERVICE_NAME).filter(|name| name.ends_with('$'));
    let is_of_source = kept.distinct.variable("source_address").is_some();
    let destinations = taught.get(SERVICE_NAME);
    is_of_source && account.zip(destinations).is_some_and(|(name, known)| !known.contains(name))
}

/// Matches of all traces of one role, in the order of the traces.
pub(super) fn select<'c>(view: &View<'c>, traces: &[&'c Trace]) -> Vec<Selection<'c>> {
    let mut selections: Vec<Selection<'c>> =
        traces.iter().map(|trace| select_one(view, trace)).collect();
    tie_processes(view, traces, &mut selections);
    selections
}

fn select_one<'c>(view: &View<'c>, trace: &'c Trace) -> Selection<'c> {
    let channel = trace.channel.as_deref().unwrap_or_default().to_lowercase();
    let parts = view.coverage.parts.get(&channel).map(Vec::as_slice).unwrap_or_default();
    let Matches { all, kept } = match trace.kind {
        EvidenceKind::EventLog => sessions::collect(parts, trace.number, view.context.matchers),
        _ => Matches::default(),
    };
    let parent = trace.chain_parent.and_then(|parent| view.context.trace(parent.0));
    let mut required: BTreeSet<&String> = trace.requires.iter().collect();
    required.extend(parent.iter().flat_map(|parent| &parent.requires));
    let kept = kept
        .into_iter()
        .map(|distinct| Selected {
            agrees: agrees(view, trace, parent, &distinct),
            distinct,
            tied: false,
            start: None,
            in_use: InUse::No,
            counts: true,
        })
        .collect();
    let required = required.into_iter().cloned().collect();
    Selection { all, kept, required, unbound: Vec::new(), compared: None, by_values: false }
}

/// Whether the match agrees with every given variable that the trace, or its opening, binds.
fn agrees(view: &View<'_>, trace: &Trace, parent: Option<&Trace>, distinct: &Distinct<'_>) -> bool {
    let binds = trace.binds.iter().chain(parent.iter().flat_map(|parent| &parent.binds));
    let mut asked_of = 0_usize;
    for binding in binds {
        let Some(asked) = view.context.question.variables.get(&binding.variable) else { continue };
        asked_of = asked_of.saturating_add(1);
        let value = asked_value(binding, asked);
        if value.is_none() || value.as_deref() != distinct.variable(&binding.variable) {
            return false;
        }
    }
    asked_of > 0
}

/// Ties ends of processes, with success or without, to starts: to those of specific traces, by
/// process id.
fn tie_processes(view: &View<'_>, traces: &[&Trace], selections: &mut [Selection<'_>]) {
    let starts: Vec<(Filetime, String, bool)> = traces
        .iter()
        .zip(selections.iter())
        .filter(|(trace, _)| {
            trace.certainty == Certainty::Specific && trace.binds_variable(PROCESS_ID)
        })
        .flat_map(|(_, selection)| &selection.kept)
        .filter_map(|kept| {
            let confirmed = kept.distinct.kept().is_some_and(|kept| !kept.stub.weak);
            let id = kept.distinct.variable(PROCESS_ID)?.to_owned();
            Some((kept.distinct.time(), id, confirmed))
        })
        .collect();
    let event = |(time, process_id, confirmed)| ProcessEvent { time, process_id, confirmed };
    let starts: Vec<_> = starts
        .iter()
        .map(|(time, id, confirmed)| event((*time, id.as_str(), *confirmed)))
        .collect();
    let boots = view.coverage.boots();
    let is_end =
        |trace: &Trace| (trace.decisive || trace.shows_failure) && trace.binds_variable(PROCESS_ID);
    let selections = traces.iter().zip(selections).filter(|(trace, _)| is_end(trace));
    let mut ended: Vec<&mut Selected<'_>> =
        selections.flat_map(|(_, selection)| &mut selection.kept).collect();
    let ends: Vec<_> = ended
        .iter()
        .map(|kept| {
            let id = kept.distinct.variable(PROCESS_ID);
            event((kept.distinct.time(), id.unwrap_or_default(), false))
        })
        .collect();
    let tied = sessions::tie(&starts, &ends, &boots);
    for (kept, start) in ended.iter_mut().zip(tied) {
        kept.tied = start.is_some();
        kept.start = start;
    }
}
