//! Reconstructed uses of the tool: what they teach the verdicts, and how the report shows them.
//!
//! Contract: only uses that a command line confirms teach variables; a use never makes a trace
//! `not_found`, and makes one `not_applicable` only by a record that says so (pitfall 13).

mod report;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, View,
    addresses::names,
    facts::{Facts, Judgement},
    record_ref,
    selection::{InUse, SERVICE_NAME, Selected, Selection, Taught},
    sheet::Seat,
    windows,
};
use crate::{
    catalog::Trace,
    coverage::HostNumber,
    limits,
    sessions::{self, ClockOffsets, Observation, Party, Session},
    time::Filetime,
    words::{Outcome, ReasonCode, Role},
};

/// Where an observation stands: seat, trace and kept match.
type At = (usize, usize, usize);

/// All uses of one sheet in a case.
pub(super) struct Uses {
    sessions: Vec<Session>,
    at: Vec<At>,
    offsets: ClockOffsets,
    controllers: ClockOffsets,
    /// By seat and trace: the most matches that one use has.
    most: BTreeMap<(usize, usize), u64>,
}

impl Uses {
    /// Reconstructs the uses and marks the matches that belong to them.
    pub(super) fn reconstruct(context: &Context<'_>, seats: &mut [Seat<'_>]) -> Self {
        let parties: Vec<Party> = names(context.hosts)
            .into_iter()
            .zip(context.coverage)
            .zip(context.addresses)
            .map(|((names, coverage), addresses)| Party {
                names,
                addresses: addresses.clone(),
                boots: coverage.boots(),
            })
            .collect();
        let mut at = Vec::new();
        let (sessions, offsets, controllers) = {
            let observations = observations(seats, &mut at);
            let sessions = sessions::reconstruct(&observations, &parties);
            let offsets = sessions::clock_offsets(&sessions, &observations);
            (sessions, offsets, sessions::controller_clock_offsets(&observations))
        };
        let most = most(&sessions, &at);
        let uses = Self { sessions, at, offsets, controllers, most };
        uses.mark(seats);
        let mut taught = uses.taught(context);
        taught.extend(uses.accounts_of_destinations(&parties));
        for seat in seats {
            let view = seat.view;
            seat.selections.iter_mut().for_each(|selection| selection.require(&view, &taught));
        }
        uses
    }

    fn mark(&self, seats: &mut [Seat<'_>]) {
        for session in &self.sessions {
            let in_use = match session.is_confirmed {
                true => InUse::Confirmed,
                false => InUse::Unconfirmed,
            };
            for number in &session.members {
                let Some((seat, trace, kept)) = self.at.get(*number) else { continue };
                let selection = seats.get_mut(*seat).and_then(|s| s.selections.get_mut(*trace));
                if let Some(kept) = selection.and_then(|selection| selection.kept.get_mut(*kept)) {
                    kept.in_use = kept.in_use.max(in_use);
                    kept.tied |= session.decisive.contains(number);
                }
            }
        }
    }

    /// The most matches of a trace that one use has.
    pub(super) fn most_of_one(&self, seat: usize, trace: usize) -> u64 {
        self.most.get(&(seat, trace)).copied().unwrap_or_default()
    }

    /// Variables that confirmed uses have. A host has all its addresses of that time.
    fn taught(&self, context: &Context<'_>) -> Taught {
        let mut taught = Taught::new();
        for session in self.sessions.iter().filter(|session| session.is_confirmed) {
            for (name, values) in &session.variables {
                taught.entry(name.clone()).or_default().extend(values.iter().cloned());
            }
            let ends =
                [("source_address", session.source), ("destination_address", session.destination)];
            for (name, host) in ends {
                let Some(known) = taught.get_mut(name) else { continue };
                let own = host.and_then(|host| context.addresses.get(host)).into_iter().flatten();
                let held = own.filter(|(_, had)| windows::holds(&Some(**had), session.first));
                known.extend(held.map(|(address, _)| address.clone()));
            }
        }
        taught
    }

    /// The computer accounts of the destinations of confirmed uses, to tell their tickets from others
    /// by; nothing where a destination is not known.
    fn accounts_of_destinations(&self, parties: &[Party]) -> Option<(String, BTreeSet<String>)> {
        let confirmed = self.sessions.iter().filter(|session| session.is_confirmed);
        let destinations = confirmed.map(|session| parties.get(session.destination?));
        let destinations: Vec<&Party> = destinations.collect::<Option<_>>()?;
        let names = destinations.iter().flat_map(|party| party.names.keys());
        Some((SERVICE_NAME.to_owned(), names.map(|name| format!("{name}$")).collect()))
    }

    /// Files that confirmed uses of a source opened on the share, with when: names by a variable.
    pub(super) fn opened_files(
        &self,
        seats: &[Seat<'_>],
        host: Option<HostNumber>,
        variable: &str,
    ) -> Vec<(String, Filetime)> {
        let host = host.map(|host| host.0);
        let of_host =
            |session: &&Session| session.is_confirmed && host.is_some() && session.source == host;
        let mut opened: Vec<(String, Filetime)> = self
            .sessions
            .iter()
            .filter(of_host)
            .flat_map(|session| &session.decisive)
            .filter(|number| {
                let seat = self.at.get(**number).and_then(|(seat, ..)| seats.get(*seat));
                seat.is_some_and(|seat| seat.role.role == Role::Destination)
            })
            .filter_map(|number| {
                let distinct = &self.selected(seats, *number)?.distinct;
                Some((distinct.variable(variable)?.to_owned(), distinct.time()))
            })
            .collect();
        opened.sort();
        opened.dedup();
        opened
    }

    /// A trace that no use of this host could leave is not applicable, if every use says so; what
    /// has only the values of a use is of something else then.
    pub(super) fn without_what_cannot_be(
        &self,
        seats: &[Seat<'_>],
        view: &View<'_>,
        (trace, selection): (&Trace, &Selection<'_>),
        judgement: Judgement,
    ) -> Judgement {
        let is_found = judgement.outcome == Outcome::Found && !selection.by_values;
        if is_found || trace.excluded_by.is_empty() {
            return judgement;
        }
        let concerned: Vec<&Session> = self.concerned(view, trace).collect();
        let excludes = |session: &&Session| {
            trace.excluded_by.iter().any(|(name, value)| {
                let found = session.variables.get(name);
                found.is_some_and(|found| found.iter().eq([value]))
            })
        };
        if concerned.is_empty() || !concerned.iter().all(excludes) {
            return judgement;
        }
        let mut facts = Facts::of(view, trace);
        let members = concerned.iter().flat_map(|session| &session.members);
        let says = |kept: &&Selected<'_>| {
            trace.excluded_by.iter().any(|(name, _)| kept.distinct.variable(name).is_some())
        };
        let saying = members.filter_map(|number| self.selected(seats, *number)).filter(says);
        let records = saying.filter_map(|kept| kept.distinct.records().into_iter().next());
        facts.proofs = records.take(limits::SPANS_REPORTED).map(record_ref).collect();
        Judgement {
            outcome: Outcome::NotApplicable,
            ..Judgement::cannot_tell(facts.reason(ReasonCode::KerberosNotUsed))
        }
    }

    /// Confirmed uses in the window in which the view's host has the trace's role.
    fn concerned<'s>(
        &'s self,
        view: &View<'_>,
        trace: &Trace,
    ) -> impl Iterator<Item = &'s Session> {
        let (role, host) = (trace.role, view.host.map(|host| host.0));
        let window = view.context.question.window;
        self.sessions.iter().filter(move |session| {
            let span = (session.first, session.last);
            session.is_confirmed
                && host.is_some()
                && window.is_none_or(|window| windows::meet(span, window))
                && match role {
                    Role::Source | Role::Host => session.source == host,
                    Role::Destination => session.destination == host,
                    Role::DomainController => true,
                }
        })
    }

    /// Whether a use in the window, with the view's host in this role, was attempted and failed.
    pub(super) fn has_failed_in(&self, view: &View<'_>, role: Role) -> bool {
        let host = view.host.map(|host| host.0);
        let window = view.context.question.window;
        self.sessions.iter().any(|session| {
            let own = match role {
                Role::Source | Role::Host => session.source,
                Role::Destination => session.destination,
                Role::DomainController => None,
            };
            let span = (session.first, session.last);
            session.has_failed()
                && host.is_some()
                && own == host
                && window.is_none_or(|window| windows::meet(span, window))
        })
    }

    /// The kept match that an observation was made of.
    fn selected<'s, 'c>(
        &self,
        seats: &'s [Seat<'c>],
        observation: usize,
    ) -> Option<&'s Selected<'c>> {
        let (seat, trace, kept) = self.at.get(observation)?;
        seats.get(*seat)?.selections.get(*trace)?.kept.get(*kept)
    }
}

fn most(sessions: &[Session], at: &[At]) -> BTreeMap<(usize, usize), u64> {
    let mut most = BTreeMap::new();
    for session in sessions {
        let mut own: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (seat, trace, _) in session.members.iter().filter_map(|number| at.get(*number)) {
            let count = own.entry((*seat, *trace)).or_default();
            *count = count.saturating_add(1);
        }
        for (place, count) in own {
            let known = most.entry(place).or_insert(count);
            *known = count.max(*known);
        }
    }
    most
}

fn observations<'c>(seats: &[Seat<'c>], at: &mut Vec<At>) -> Vec<Observation<'c>> {
    let mut observations = Vec::new();
    for (number, seat) in seats.iter().enumerate() {
        let Some(host) = seat.view.host else { continue };
        for (trace_at, (trace, selection)) in seat.traces.iter().zip(&seat.selections).enumerate() {
            for (kept_at, selected) in selection.kept.iter().enumerate() {
                let distinct = &selected.distinct;
                let Some((kept, variables)) = distinct.kept().zip(distinct.variables) else {
                    continue;
                };
                at.push((number, trace_at, kept_at));
                observations.push(Observation {
                    host: host.0,
                    trace,
                    time: distinct.time(),
                    confirmed: !kept.stub.weak,
                    start: selected.start,
                    variables,
                });
            }
        }
    }
    observations
}
