//! Traces in the `$MFT` and the USN journal.
//!
//! Contract: a name that is not known is never matched against; a path with a directory whose
//! record was used again is broken, and no match; a deleted record proves no absence. Reference:
//! pitfalls of verdicts, items 10 and 11; link L11 of the sheet.

mod journal;
mod patterns;
mod table;

use super::{
    View,
    facts::{Facts, Judgement, SeenFile},
    selection::Selection,
    sheet::Seat,
    uses::Uses,
    windows::{self, Span},
};
use crate::{
    catalog::{FileCondition, FileNameCondition, Trace},
    limits,
    matching::asked_value,
    report::{Match, RecordRef},
    sessions::COPIED_WITHIN,
    time::Filetime,
    words::{Certainty, EvidenceKind, Outcome, ReasonCode},
};

/// The outcome of a trace in the host's `$MFT`s or USN journals.
pub(super) fn judge(
    view: &View<'_>,
    trace: &Trace,
    selection: &Selection<'_>,
    seats: &[Seat<'_>],
    uses: &Uses,
) -> Judgement {
    let mut facts = Facts::of(view, trace);
    let Some(condition) = &trace.file else {
        return Judgement::cannot_tell(facts.reason(ReasonCode::NotSupplied));
    };
    let is_table = trace.kind == EvidenceKind::Mft;
    let read = if is_table { view.coverage.tables.len() } else { view.coverage.journals.len() };
    if read == 0 {
        let elsewhere = view.context.unassigned.files.get(&trace.kind).map_or(0, Vec::len);
        facts.files = elsewhere;
        let code = match view.host.is_some() && elsewhere > 0 {
            true => ReasonCode::HostNotAssigned,
            false => ReasonCode::NotSupplied,
        };
        return Judgement::cannot_tell(facts.reason(code));
    }
    let names = Names::new(view, trace, condition, selection, seats, uses);
    if names.is_unknown() {
        facts.variables = view.context.variables(trace, &trace.requires);
        facts.files = match is_table {
            true => table::candidates(view),
            false => journal::candidates(view, condition),
        };
        return Judgement::cannot_tell(facts.reason(ReasonCode::VariableUnbound));
    }
    let found = match is_table {
        true => table::found(view, condition, &names),
        false => journal::found(view, condition, &names),
    };
    let window = view.context.question.window;
    let is_inside = |found: &&Found| found.times.iter().any(|time| windows::holds(&window, *time));
    let inside = found.hits.iter().filter(is_inside).count();
    facts.outside = count(found.hits.len().saturating_sub(inside));
    let (outcome, reason) = if inside > 0 {
        let unknown = view.host.is_none().then(|| facts.reason(ReasonCode::HostNotAssigned));
        (Outcome::Found, unknown)
    } else {
        let (outcome, code) = match is_table {
            true => table::without(view, condition, &found, &mut facts),
            false => journal::without(view, condition, &names, &found, &mut facts),
        };
        (outcome, Some(facts.reason(code)))
    };
    let times = || found.hits.iter().map(|found| found.time);
    let in_window = || found.hits.iter().filter_map(|found| found.time_in(&window));
    Judgement {
        outcome,
        certainty: Certainty::Consistent,
        reason,
        count: count(found.hits.len()),
        bound: count(found.hits.iter().filter(|found| found.bound).count()),
        first: times().min(),
        last: times().max(),
        inside: in_window().min().zip(in_window().max()),
        together: count(found.hits.len()),
        matches: matches(&found.hits, &window),
        near_misses: matches(&found.near, &window),
        files: found.hits.iter().map(|one| seen(one, &names)).collect(),
    }
}

fn seen(found: &Found, names: &Names<'_>) -> SeenFile {
    let name = names.bind().then(|| found.name.to_lowercase());
    SeenFile { name, times: found.times.clone() }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// A file that meets the conditions, or all but one.
struct Found {
    name: String,
    records: Vec<RecordRef>,
    time: Filetime,
    /// All times by which it can lie in a window.
    times: Vec<Filetime>,
    time_source: &'static str,
    bound: bool,
    absent: Vec<String>,
    /// Of what one condition leaves out, the field of that.
    contradicted: Vec<String>,
    fields: Vec<(String, String)>,
}

impl Found {
    /// The time by which it lies in the window: its own, or else the first that does.
    fn time_in(&self, window: &Option<Span>) -> Option<Filetime> {
        let is_inside = |time: &Filetime| windows::holds(window, *time);
        let own = Some(self.time).filter(is_inside);
        own.or_else(|| self.times.iter().copied().filter(is_inside).min())
    }
}

/// What was found in the structures of a kind.
#[derive(Default)]
struct FoundFiles {
    /// In order of (time, first record).
    hits: Vec<Found>,
    /// What one condition leaves out, in the same order.
    near: Vec<Found>,
    /// Records of such a file that make no whole sequence.
    loose: usize,
}

impl FoundFiles {
    fn sort(&mut self) {
        for list in [&mut self.hits, &mut self.near] {
            list.sort_by(|a, b| (a.time, &a.records).cmp(&(b.time, &b.records)));
        }
    }
}

fn matches(found: &[Found], window: &Option<Span>) -> Vec<Match> {
    let shown = found.iter().take(limits::MATCHES_KEPT);
    shown
        .map(|found| Match {
            records: found.records.clone(),
            time: found.time.to_string(),
            times: Vec::new(),
            time_source: found.time_source.to_owned(),
            outside_window: !found.times.iter().any(|time| windows::holds(window, *time)),
            bound: found.bound,
            absent: found.absent.clone(),
            contradicted: found.contradicted.clone(),
            fields: found.fields.iter().cloned().collect(),
        })
        .collect()
}

/// Names of the files that are looked for.
enum Names<'c> {
    /// The Prefetch file of an executable.
    Prefetch(&'c FileNameCondition),
    /// Names that are known, in lower case; those that a use taught, only near in time.
    Known(Vec<(String, Option<Span>)>),
}

impl<'c> Names<'c> {
    fn new(
        view: &View<'_>,
        trace: &Trace,
        condition: &'c FileCondition,
        selection: &Selection<'_>,
        seats: &[Seat<'_>],
        uses: &Uses,
    ) -> Self {
        let FileNameCondition::Variable(variable) = &condition.name else {
            return Self::Prefetch(&condition.name);
        };
        let binding = trace.binds.iter().find(|bind| bind.variable == *variable);
        if let Some(asked) = view.context.question.variables.get(variable) {
            let value = binding.and_then(|binding| asked_value(binding, asked));
            return Self::Known(value.map(|name| (name, None)).into_iter().collect());
        }
        if !selection.unbound.is_empty() {
            return Self::Known(Vec::new());
        }
        let opened = uses.opened_files(seats, view.host, variable).into_iter();
        Self::Known(
            opened
                .map(|(name, time)| {
                    let near =
                        (time.minus_seconds(COPIED_WITHIN), time.plus_seconds(COPIED_WITHIN));
                    (name, Some(near))
                })
                .collect(),
        )
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Known(names) if names.is_empty())
    }

    fn has(&self, name: &str) -> bool {
        match self {
            Self::Prefetch(condition) => condition.is_prefetch_file(name),
            Self::Known(names) => {
                let lower = name.to_lowercase();
                names.iter().any(|(known, _)| *known == lower)
            }
        }
    }

    /// Whether a file of this name at one of these times is meant.
    fn has_near(&self, name: &str, times: &[Filetime]) -> bool {
        match self {
            Self::Prefetch(_) => true,
            Self::Known(names) => {
                let lower = name.to_lowercase();
                names.iter().any(|(known, near)| {
                    *known == lower && times.iter().any(|time| windows::holds(near, *time))
                })
            }
        }
    }

    /// Whether a match is tied to a use, or to what the user asked for.
    fn bind(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Around the openings that taught the names.
    fn spans(&self) -> Vec<Span> {
        match self {
            Self::Prefetch(_) => Vec::new(),
            Self::Known(names) => names.iter().filter_map(|(_, near)| *near).collect(),
        }
    }
}
