//! Reconstructed uses of the tool: what they teach the verdicts, and how the report shows them.
//!
//! Contract: only uses that a command line confirms teach variables; a use never makes a trace
//! `not_found`, and makes one `not_applicable` only by a record that says so (pitfall 13).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, View, addresses,
    facts::{Facts, Judgement},
    proof, record_ref,
    selection::InUse,
    sheet::Seat,
    windows::{self, Span},
};
use crate::{
    catalog::Trace,
    coverage::{HostNumber, Located},
    report::{self, Interest, RecordRef, SessionTrace},
    sessions::{self, ClockOffsets, Observation, Party, Session},
    time::{Filetime, TICKS_PER_SECOND},
    words::{EvidenceKind, Outcome, ReasonCode, Role},
};

/// Shares that every session touches, and those of domain policy.
const ORDINARY_SHARES: [&str; 3] = ["ipc$", "sysvol", "netlogon"];
/// Seconds around a use within which a record that no use claims leaves a trace open.
const NEAR: u64 = 60;

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

    /// The uses in order of time.
    pub(super) fn report(&self, context: &Context<'_>, seats: &[Seat<'_>]) -> Vec<report::Session> {
        let judged: Vec<Vec<Open>> = seats.iter().map(Open::of_seat).collect();
        let mut shown: Vec<report::Session> = self
            .sessions
            .iter()
            .map(|session| self.session(context, seats, &judged, session))
            .collect();
        shown.sort_by(|a, b| (&a.first, &a.last, &a.matches).cmp(&(&b.first, &b.last, &b.matches)));
        for (number, session) in shown.iter_mut().enumerate() {
            session.id = format!("s{}", number.saturating_add(1));
        }
        shown
    }

    fn session(
        &self,
        context: &Context<'_>,
        seats: &[Seat<'_>],
        judged: &[Vec<Open>],
        session: &Session,
    ) -> report::Session {
        let host = |number: Option<usize>| {
            let identity = number.and_then(|number| context.hosts.list.get(number));
            identity.map(|identity| identity.name.clone())
        };
        let mut variables: BTreeMap<String, Vec<String>> = session
            .variables
            .iter()
            .map(|(name, values)| (name.clone(), values.iter().cloned().collect()))
            .collect();
        for (name, number) in
            [("source_host", session.source), ("destination_host", session.destination)]
        {
            variables.extend(host(number).map(|host| (name.to_owned(), vec![host])));
        }
        let records = self.records(seats, session);
        let span = (session.first, session.last);
        let window = context.question.window;
        report::Session {
            id: String::new(),
            interest: interest(context, session),
            one_sided: session.source.is_none() || session.destination.is_none(),
            variables,
            first: session.first.to_string(),
            last: session.last.to_string(),
            outside_window: window.is_some_and(|window| !windows::meet(span, window)),
            traces: self.traces(seats, judged, session),
            matches: records,
            links: session.links.iter().copied().collect(),
            clock_offset: session.source.zip(session.destination).and_then(|hosts| {
                let offset = self.offsets.get(&hosts)?;
                Some(report::ClockOffset {
                    seconds: seconds(offset.ticks < 0, offset.ticks.unsigned_abs()),
                    uncertainty: seconds(false, offset.uncertainty),
                    pairs: u64::try_from(offset.pairs).unwrap_or(u64::MAX),
                })
            }),
        }
    }

    /// The records of a use, of each the first copy, in order of (time, evidence, offset).
    fn records(&self, seats: &[Seat<'_>], session: &Session) -> Vec<RecordRef> {
        let mut located: BTreeSet<(Filetime, usize, u64, Located)> = BTreeSet::new();
        for (seat, trace, kept) in session.members.iter().filter_map(|n| self.at.get(*n)) {
            let selection = seats.get(*seat).and_then(|seat| seat.selections.get(*trace));
            let Some(kept) = selection.and_then(|selection| selection.kept.get(*kept)) else {
                continue;
            };
            for (evidence, kept) in kept.distinct.copies.iter().take(1) {
                for place in kept.earlier.iter().chain([&kept.stub.place]) {
                    let one = Located { evidence: *evidence, place: *place };
                    located.insert((place.time, *evidence, place.offset, one));
                }
            }
        }
        located.into_iter().map(|(_, _, _, one)| record_ref(one)).collect()
    }

    fn traces(
        &self,
        seats: &[Seat<'_>],
        judged: &[Vec<Open>],
        session: &Session,
    ) -> Vec<SessionTrace> {
        let mut counts: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (seat, trace, _) in session.members.iter().filter_map(|n| self.at.get(*n)) {
            let count = counts.entry((*seat, *trace)).or_default();
            *count = count.saturating_add(1);
        }
        let mut shown = Vec::new();
        for (number, (seat, judged)) in seats.iter().zip(judged).enumerate() {
            let host = seat.view.host.map(|HostNumber(host)| host);
            let is_of = match seat.role.role {
                Role::Source | Role::Host => host.is_some() && host == session.source,
                Role::Destination => host.is_some() && host == session.destination,
                Role::DomainController => counts.keys().any(|(seat, _)| *seat == number),
            };
            if !is_of {
                continue;
            }
            for (at, (trace, open)) in seat.traces.iter().zip(judged).enumerate() {
                let count = counts.get(&(number, at)).copied().unwrap_or(0);
                let outcome = match count {
                    0 => open.outcome((session.first, session.last)),
                    _ => Outcome::Found,
                };
                let host = seat.view.host_name().unwrap_or_default().to_owned();
                shown.push(SessionTrace { id: trace.id.clone(), host, outcome, count });
            }
        }
        shown
    }
}

/// What is known of a trace on a host beyond the records of a use.
struct Open {
    /// Spans in which it would have been recorded.
    proven: Vec<Span>,
    /// Times of all its records, in order.
    times: Vec<Filetime>,
}

impl Open {
    fn of_seat(seat: &Seat<'_>) -> Vec<Self> {
        let of = |(trace, selection): (&&Trace, &super::selection::Selection<'_>)| {
            let channel = trace.channel.as_deref().unwrap_or_default().to_lowercase();
            let coverage = seat.view.coverage.channels.get(&channel);
            let coverage = coverage.filter(|_| trace.kind == EvidenceKind::EventLog);
            let proven = coverage.map(|coverage| proof::proven(&seat.view, trace, coverage));
            let mut proven: Vec<Span> = proven.iter().flatten().map(proof::times).collect();
            proven.sort();
            let times = selection.all.iter().map(|(time, _)| *time).collect();
            Self { proven, times }
        };
        seat.traces.iter().zip(&seat.selections).map(of).collect()
    }

    /// The outcome for a use that has no record of it.
    fn outcome(&self, span: Span) -> Outcome {
        let near = (span.0.minus_seconds(NEAR), span.1.plus_seconds(NEAR));
        let from = self.times.partition_point(|time| *time < near.0);
        let is_near = self.times.get(from).is_some_and(|time| *time <= near.1);
        let known = self.proven.partition_point(|proven| proven.0 <= near.0);
        let covers = known
            .checked_sub(1)
            .and_then(|at| self.proven.get(at))
            .is_some_and(|proven| proven.1 >= near.1);
        if covers && !is_near { Outcome::NotFound } else { Outcome::CannotTell }
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

/// How much a use deserves a look.
fn interest(context: &Context<'_>, session: &Session) -> Interest {
    let values = |name: &str| session.variables.get(name);
    let is_asked = context.question.variables.iter().any(|(name, asked)| {
        values(name).is_some_and(|found| found.contains(&asked.to_lowercase()))
    });
    let has_credentials = session.links.contains(&crate::words::Link::Credentials);
    if session.is_confirmed || has_credentials || is_asked {
        return Interest::High;
    }
    let all = |name: &str, is_ordinary: &dyn Fn(&String) -> bool| {
        values(name).is_none_or(|found| found.iter().all(is_ordinary))
    };
    let is_ordinary = all("share", &|share| ORDINARY_SHARES.contains(&share.as_str()));
    let has_account = values("account").is_some();
    let is_machine = has_account && all("account", &|account| account.ends_with('$'));
    if is_ordinary || is_machine { Interest::Low } else { Interest::Normal }
}

/// Seconds with seven digits.
fn seconds(is_negative: bool, ticks: u64) -> String {
    let (whole, rest) = (ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND);
    format!("{}{whole}.{rest:07}", if is_negative { "-" } else { "" })
}
