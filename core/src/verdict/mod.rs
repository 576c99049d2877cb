//! What the evidence says of each trace on each host.
//!
//! Contract (DESIGN §5): `not_found` only with proof that the trace would have been recorded, and
//! the proof is named; `cannot_tell` with one reason of a closed list and what to do next; a
//! window never hides a match. Pure, and the same for any order of evidence.

mod absence;
mod addresses;
mod breaks;
mod conclusion;
mod facts;
mod file_system;
mod logs;
mod next_steps;
mod prefetch;
mod proof;
mod references;
mod roles;
mod selection;
mod sentences;
mod sheet;
mod supplied;
mod uses;
mod windows;

pub use addresses::{Addresses, addresses};
pub use references::{evidence_id, journal_record_ref, record_ref, table_record_ref, time_span};
pub use roles::{HostInRole, hosts_in_roles};
pub use sheet::{HostRoles, judge_sheet};
pub use supplied::recording_in;

use self::{
    conclusion::{Shown, conclude},
    facts::{Judgement, SeenFile},
    logs::Starts,
    sheet::Seat,
    uses::Uses,
    windows::Span,
};
use crate::{
    catalog::{Catalog, Setting, Sheet, SheetRole, Trace, Variable},
    coverage::{HostCoverage, HostNumber, Hosts},
    matching::Matchers,
    report::{Question, RoleResult, TraceResult},
    scan::case::Source,
    words::{EvidenceKind, Outcome},
};

/// Everything that is known when verdicts are given.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// Evidence sources in order of evidence.
    pub sources: &'c [&'c Source],
    /// Hosts and what belongs to them.
    pub hosts: &'c Hosts,
    /// Coverage by host.
    pub coverage: &'c [HostCoverage<'c>],
    /// Coverage of the evidence whose host is not known.
    pub unassigned: &'c HostCoverage<'c>,
    /// Addresses by host.
    pub addresses: &'c [Addresses],
    /// Reads what was kept of matches.
    pub matchers: &'c Matchers<'c>,
    /// What is asked.
    pub question: &'c Question,
}

impl<'c> Context<'c> {
    /// Traces of a sheet in one role, in the sheet's order.
    pub fn traces(&self, sheet: &Sheet, role: &SheetRole) -> Vec<&'c Trace> {
        let all = sheet.traces.iter().filter_map(|number| self.trace(number.0));
        all.filter(|trace| trace.role == role.role).collect()
    }

    fn trace(&self, number: u32) -> Option<&'c Trace> {
        self.catalog.traces.get(usize::try_from(number).ok()?)
    }

    fn variables(&self, trace: &Trace, names: &[String]) -> Vec<&'c Variable> {
        let sheet = usize::try_from(trace.sheet.0).ok().and_then(|at| self.catalog.sheets.get(at));
        let variables = sheet.map_or(&[][..], |sheet| &sheet.variables);
        variables.iter().filter(|variable| names.contains(&variable.name)).collect()
    }

    fn settings(&self, trace: &Trace) -> Vec<&'c Setting> {
        let number = |number: u32| usize::try_from(number).ok();
        let settings = trace.settings.iter();
        settings.filter_map(|setting| self.catalog.settings.get(number(setting.0)?)).collect()
    }
}

/// One host in one role, or the evidence of an unknown host.
#[derive(Clone, Copy)]
struct View<'c> {
    context: &'c Context<'c>,
    host: Option<HostNumber>,
    coverage: &'c HostCoverage<'c>,
}

impl View<'_> {
    fn host_name(&self) -> Option<&str> {
        let list = &self.context.hosts.list;
        self.host.and_then(|host| list.get(host.0)).map(|host| host.name.as_str())
    }
}

/// What was said of one host in one role.
struct Judged {
    result: RoleResult,
    /// By trace: the files that meet it.
    files: Vec<Vec<SeenFile>>,
}

/// Judges all traces of a sheet in one seat: one role on one host; without a host, on the evidence whose
/// host is not known.
fn judge(sheet: &Sheet, number: usize, seats: &[Seat<'_>], uses: &Uses) -> Option<Judged> {
    let seat = seats.get(number)?;
    let Seat { role, view, traces, selections, proven } = seat;
    let window = &view.context.question.window;
    let starts = Starts::of(traces, selections, window);
    let mut period: Option<Span> = None;
    let (results, files): (Vec<TraceResult>, Vec<Vec<SeenFile>>) = traces
        .iter()
        .zip(selections)
        .zip(proven)
        .enumerate()
        .map(|(at, ((trace, selection), proven))| {
            let judgement = match trace.kind {
                EvidenceKind::EventLog => logs::judge(view, trace, selection, (proven, starts)),
                EvidenceKind::Prefetch => prefetch::judge(view, trace),
                _ => file_system::judge(view, trace, selection, seats, uses),
            };
            let mut judgement =
                uses.without_what_cannot_be(seats, view, (trace, selection), judgement);
            let files = std::mem::take(&mut judgement.files);
            let inside = judgement.inside.filter(|_| judgement.outcome == Outcome::Found);
            period = [period, inside].into_iter().flatten().reduce(windows::around);
            judgement.together = judgement.together.max(uses.most_of_one(number, at));
            (result(view, trace, judgement), files)
        })
        .unzip();
    let tied = traces
        .iter()
        .zip(selections)
        .any(|(trace, selection)| trace.decisive && selection.has_tied_in(window));
    let shown = match (tied, uses.has_failed_in(view, role.role)) {
        (true, _) => Shown::Success,
        (false, true) => Shown::Failure,
        (false, false) => Shown::Neither,
    };
    let result = RoleResult {
        role: role.role,
        host: view.host_name().map(str::to_owned),
        conclusion: conclude(sheet, role, view.host_name(), &results, (shown, period)),
        traces: results,
    };
    Some(Judged { result, files })
}

fn result(view: &View<'_>, trace: &Trace, judgement: Judgement) -> TraceResult {
    let settings = view.context.settings(trace);
    let rows = u64::try_from(trace.rows()).unwrap_or(u64::MAX);
    TraceResult {
        id: trace.id.clone(),
        step: trace.step.clone(),
        refs: trace.refs.clone(),
        title: trace.title.clone(),
        kind: trace.kind,
        channel: trace.channel.clone(),
        event_id: trace.event_id,
        setting: settings.iter().map(|setting| setting.id.clone()).collect(),
        key_row: trace.key_row,
        decisive: trace.decisive,
        outcome: judgement.outcome,
        certainty: (judgement.outcome == Outcome::Found).then_some(judgement.certainty),
        reason: judgement.reason,
        count: judgement.count,
        bound: judgement.bound,
        first: judgement.first.map(|time| time.to_string()),
        last: judgement.last.map(|time| time.to_string()),
        rows,
        rows_recorded: match trace.kind {
            // One sequence is all its rows.
            EvidenceKind::UsnJournal if judgement.count > 0 => rows,
            _ => judgement.together.min(rows),
        },
        matches_kept: u64::try_from(judgement.matches.len()).unwrap_or(u64::MAX),
        matches: judgement.matches,
        near_misses: judgement.near_misses,
    }
}
