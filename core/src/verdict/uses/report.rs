//! Uses as the report shows them.
//!
//! Contract: in order of time; a trace without a record in the use is `not_found` there only where
//! it would have been recorded all around it, and nothing else of its kind is near.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seat, Uses};
use crate::{
    catalog::Trace,
    coverage::{HostNumber, Located},
    limits,
    report::{self, ConclusionCode, Interest, RecordRef, SessionTrace},
    sessions::{COPIED_WITHIN, ClockOffset, Session, Times},
    time::{Filetime, TICKS_PER_SECOND},
    verdict::{
        Context, Judged,
        facts::SeenFile,
        proof, record_ref,
        windows::{self, Span},
    },
    words::{Link, Outcome, Role},
};

/// Shares that every session touches, and those of domain policy.
const ORDINARY_SHARES: [&str; 3] = ["ipc$", "sysvol", "netlogon"];
/// Seconds around a use within which a record that no use claims leaves a trace open.
const NEAR: u64 = 60;

impl Uses {
    /// How many uses there are, and those that are listed, in order of time.
    pub(in crate::verdict) fn report(
        &self,
        context: &Context<'_>,
        seats: &[Seat<'_>],
        judged: &[Judged],
    ) -> (u64, Vec<report::Session>) {
        let open: Vec<Vec<Open<'_>>> =
            seats.iter().zip(judged).map(|(seat, judged)| Open::of_seat(seat, judged)).collect();
        let mut shown: Vec<report::Session> = self
            .sessions
            .iter()
            .map(|session| self.session(context, seats, &open, session))
            .collect();
        shown.sort_by(|a, b| (&a.first, &a.last, &a.matches).cmp(&(&b.first, &b.last, &b.matches)));
        let mut ordinary: usize = 0;
        shown.retain(|session| {
            let is_ordinary = session.interest != Interest::High;
            ordinary = ordinary.saturating_add(usize::from(is_ordinary));
            !is_ordinary || ordinary <= limits::ORDINARY_SESSIONS_REPORTED
        });
        for (number, session) in shown.iter_mut().enumerate() {
            session.id = format!("s{}", number.saturating_add(1));
        }
        (u64::try_from(self.sessions.len()).unwrap_or(u64::MAX), shown)
    }

    fn session(
        &self,
        context: &Context<'_>,
        seats: &[Seat<'_>],
        open: &[Vec<Open<'_>>],
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
            conclusion: conclusion(session),
            interest: self.interest(seats, session),
            one_sided: session.source.is_none() || session.destination.is_none(),
            variables,
            first: session.first.to_string(),
            last: session.last.to_string(),
            outside_window: window.is_some_and(|window| !windows::meet(span, window)),
            traces: self.traces(seats, open, session),
            matches: records,
            links: session.links.iter().copied().collect(),
            clock_offset: session
                .source
                .zip(session.destination)
                .and_then(|hosts| self.offsets.get(&hosts).map(told)),
            controller_clock_offsets: self.controller_clocks(context, session),
        }
    }

    /// The clocks of domain controllers against that of the use's source, or else its destination.
    fn controller_clocks(
        &self,
        context: &Context<'_>,
        session: &Session,
    ) -> Vec<report::ControllerClockOffset> {
        let of = |client: usize| {
            let own = self.controllers.iter().filter(move |((one, _), _)| *one == client);
            let told = own.filter_map(|((_, controller), offset)| {
                let host = context.hosts.list.get(*controller)?.name.clone();
                Some(report::ControllerClockOffset { host, offset: told(offset) })
            });
            let mut told: Vec<_> = told.collect();
            told.sort_by(|a, b| a.host.cmp(&b.host));
            told
        };
        let clients = [session.source, session.destination].into_iter().flatten();
        clients.map(of).find(|told| !told.is_empty()).unwrap_or_default()
    }

    /// The records of a use, of each the first copy, in order of (time, evidence, offset).
    fn records(&self, seats: &[Seat<'_>], session: &Session) -> Vec<RecordRef> {
        let mut located: BTreeSet<(Filetime, usize, u64, Located)> = BTreeSet::new();
        for kept in session.members.iter().filter_map(|number| self.selected(seats, *number)) {
            for (evidence, kept) in kept.distinct.copies.iter().take(1) {
                for place in kept.earlier.iter().chain([&kept.stub.place]) {
                    let one = Located { evidence: *evidence, place: *place };
                    located.insert((place.time, *evidence, place.offset, one));
                }
            }
        }
        located.into_iter().map(|(_, _, _, one)| record_ref(one)).collect()
    }

    /// How much a use deserves a look.
    fn interest(&self, seats: &[Seat<'_>], session: &Session) -> Interest {
        let mut members = session.members.iter().filter_map(|number| self.selected(seats, *number));
        let has_credentials = session.links.contains(&Link::Credentials);
        if session.is_confirmed || has_credentials || members.any(|kept| kept.agrees) {
            return Interest::High;
        }
        let values = |name: &str| session.variables.get(name);
        let is_ordinary = values("share").is_none_or(|shares| {
            shares.iter().all(|share| ORDINARY_SHARES.contains(&share.as_str()))
        });
        let is_machine = values("account")
            .is_some_and(|accounts| accounts.iter().all(|account| account.ends_with('$')));
        if is_ordinary || is_machine { Interest::Low } else { Interest::Normal }
    }

    fn traces(
        &self,
        seats: &[Seat<'_>],
        open: &[Vec<Open<'_>>],
        session: &Session,
    ) -> Vec<SessionTrace> {
        let mut counts: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (seat, trace, _) in session.members.iter().filter_map(|n| self.at.get(*n)) {
            let count = counts.entry((*seat, *trace)).or_default();
            *count = count.saturating_add(1);
        }
        let mut shown = Vec::new();
        for (number, (seat, open)) in seats.iter().zip(open).enumerate() {
            let host = seat.view.host.map(|HostNumber(host)| host);
            let is_of = match seat.role.role {
                Role::Source | Role::Host => host.is_some() && host == session.source,
                Role::Destination => host.is_some() && host == session.destination,
                Role::DomainController => counts.keys().any(|(seat, _)| *seat == number),
            };
            if !is_of {
                continue;
            }
            for (at, (trace, open)) in seat.traces.iter().zip(open).enumerate() {
                let records = counts.get(&(number, at)).copied().unwrap_or(0);
                let count = records.saturating_add(open.files_of(trace, session));
                let outcome = match count {
                    0 => open.outcome(session),
                    _ => Outcome::Found,
                };
                let host = seat.view.host_name().unwrap_or_default().to_owned();
                shown.push(SessionTrace { id: trace.id.clone(), host, outcome, count });
            }
        }
        shown
    }
}

/// What the records of a use show together.
fn conclusion(session: &Session) -> ConclusionCode {
    if !session.decisive.is_empty() {
        ConclusionCode::SuccessShown
    } else if session.has_failed() {
        ConclusionCode::AttemptedAndFailed
    } else if session.is_confirmed {
        ConclusionCode::SpecificFound
    } else {
        ConclusionCode::ConsistentOnly
    }
}

/// What is known of a trace on a host beyond the records of a use.
struct Open<'j> {
    /// Spans in which it would have been recorded.
    proven: Vec<Span>,
    /// Times of all its records.
    times: &'j Times,
    /// The files that meet it.
    files: &'j [SeenFile],
    /// No use of the host could have left it.
    is_excluded: bool,
    /// A use may do without it, see [`Trace::needs_new_ticket`].
    needs_new_ticket: bool,
}

impl<'j> Open<'j> {
    fn of_seat(seat: &'j Seat<'_>, judged: &'j Judged) -> Vec<Self> {
        let results = judged.result.traces.iter().zip(&judged.files);
        let selections = seat.selections.iter().zip(&seat.proven);
        let traces = seat.traces.iter().zip(selections).zip(results);
        let mut open = Vec::new();
        for ((trace, (selection, proven)), (result, files)) in traces {
            let mut proven: Vec<Span> = proven.spans.iter().map(proof::times).collect();
            proven.sort();
            open.push(Self {
                proven,
                times: &selection.all,
                files,
                is_excluded: result.outcome == Outcome::NotApplicable,
                needs_new_ticket: trace.needs_new_ticket,
            });
        }
        open
    }

    /// How many files a use may have left: such a file says when, but not for whom.
    fn files_of(&self, trace: &Trace, session: &Session) -> u64 {
        let named = trace.file.as_ref().and_then(|file| file.name.variable());
        let of_session = |file: &&SeenFile| {
            let (is_meant, within) = match (named, &file.name) {
                (Some(variable), Some(name)) => {
                    let values = session.variables.get(variable);
                    (values.is_some_and(|values| values.contains(name)), COPIED_WITHIN)
                }
                _ => (true, NEAR),
            };
            let near = (session.first.minus_seconds(within), session.last.plus_seconds(within));
            is_meant && file.times.iter().any(|time| windows::holds(&Some(near), *time))
        };
        u64::try_from(self.files.iter().filter(of_session).count()).unwrap_or(u64::MAX)
    }

    /// The outcome for a use that has no record of it.
    fn outcome(&self, session: &Session) -> Outcome {
        if self.is_excluded && session.is_confirmed {
            return Outcome::NotApplicable;
        }
        let near = (session.first.minus_seconds(NEAR), session.last.plus_seconds(NEAR));
        let is_near = self.times.any_within(near.0, near.1);
        let known = self.proven.partition_point(|proven| proven.0 <= near.0);
        let covers = known
            .checked_sub(1)
            .and_then(|at| self.proven.get(at))
            .is_some_and(|proven| proven.1 >= near.1);
        let is_missed = covers && !is_near && !self.needs_new_ticket;
        if is_missed { Outcome::NotFound } else { Outcome::CannotTell }
    }
}

fn told(offset: &ClockOffset) -> report::ClockOffset {
    report::ClockOffset {
        seconds: seconds(offset.ticks < 0, offset.ticks.unsigned_abs()),
        uncertainty: seconds(false, offset.uncertainty),
        pairs: u64::try_from(offset.pairs).unwrap_or(u64::MAX),
    }
}

/// Seconds with seven digits.
fn seconds(is_negative: bool, ticks: u64) -> String {
    let (whole, rest) = (ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND);
    format!("{}{whole}.{rest:07}", if is_negative { "-" } else { "" })
}
