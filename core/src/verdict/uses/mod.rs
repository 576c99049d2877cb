//! Reconstructed uses of the tool: what they teach the verdicts, and how the report shows them.
//!
//! Contract: only uses that a command line confirms teach variables; a use never makes a trace
//! `not_found`, and makes one `not_applicable` only by a record that says so (pitfall 13).

mod report;

use std::collections::BTreeSet;

use super::{
    Context, View, addresses,
    facts::{Facts, Judgement},
    selection::InUse,
    sheet::Seat,
};
use crate::{
    catalog::Trace,
    sessions::{self, ClockOffsets, Observation, Party, Session},
    words::{Outcome, ReasonCode, Role},
};

/// Where an observation stands: seat, trace and kept match.
type At = (usize, usize, usize);

/// All uses of one sheet in a case.
pub(super) struct Uses {
    sessions: Vec<Session>,
    at: Vec<At>,
    offsets: ClockOffsets,
}

impl Uses {
    /// Reconstructs the uses and marks the matches that belong to them.
    pub(super) fn reconstruct(context: &Context<'_>, seats: &mut [Seat<'_>]) -> Self {
        let parties: Vec<Party> = context
            .hosts
            .list
            .iter()
            .zip(context.coverage)
            .map(|(identity, coverage)| {
                let names = std::iter::once(&identity.name).chain(&identity.aliases);
                let names = names.map(String::as_str);
                Party::new(names, addresses(context, coverage), coverage.boots())
            })
            .collect();
        let mut at = Vec::new();
        let (sessions, offsets) = {
            let observations = observations(seats, &mut at);
            let sessions = sessions::reconstruct(&observations, &parties);
            let offsets = sessions::clock_offsets(&sessions, &observations);
            (sessions, offsets)
        };
        let uses = Self { sessions, at, offsets };
        uses.mark(seats);
        let taught = uses.taught();
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

    /// Variables that confirmed uses have.
    fn taught(&self) -> BTreeSet<String> {
        let confirmed = self.sessions.iter().filter(|session| session.is_confirmed);
        confirmed.flat_map(|session| session.variables.keys().cloned()).collect()
    }

    /// A trace that no use of this host could leave is not applicable, if every use says so.
    pub(super) fn without_what_cannot_be(
        &self,
        view: &View<'_>,
        trace: &Trace,
        judgement: Judgement,
    ) -> Judgement {
        if judgement.outcome == Outcome::Found || trace.only_with.is_empty() {
            return judgement;
        }
        let host = view.host.map(|host| host.0);
        let concerns = |session: &&Session| {
            session.is_confirmed
                && host.is_some()
                && match trace.role {
                    Role::Source | Role::Host => session.source == host,
                    Role::Destination => session.destination == host,
                    Role::DomainController => true,
                }
        };
        let mut concerned = self.sessions.iter().filter(concerns).peekable();
        let excludes = |session: &Session| {
            trace.only_with.iter().any(|(name, value)| {
                let found = session.variables.get(name);
                found.is_some_and(|found| !found.is_empty() && !found.contains(value))
            })
        };
        if concerned.peek().is_none() || !concerned.all(excludes) {
            return judgement;
        }
        let reason = Facts::of(view, trace).reason(ReasonCode::KerberosNotUsed);
        Judgement {
            outcome: Outcome::NotApplicable,
            reason: Some(reason),
            ..Judgement::cannot_tell(Facts::of(view, trace).reason(ReasonCode::KerberosNotUsed))
        }
    }
}

fn observations<'c>(seats: &[Seat<'c>], at: &mut Vec<At>) -> Vec<Observation<'c>> {
    let mut observations = Vec::new();
    for (number, seat) in seats.iter().enumerate() {
        let Some(host) = seat.view.host else { continue };
        for (trace_at, (trace, selection)) in seat.traces.iter().zip(&seat.selections).enumerate() {
            for (kept_at, selected) in selection.kept.iter().enumerate() {
                let Some(kept) = selected.distinct.kept() else { continue };
                at.push((number, trace_at, kept_at));
                observations.push(Observation {
                    host: host.0,
                    trace,
                    time: selected.distinct.time(),
                    confirmed: !kept.stub.weak,
                    ends_confirmed: selected.tied,
                    variables: &kept.variables,
                });
            }
        }
    }
    observations
}
