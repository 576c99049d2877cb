//! What ties the records of different hosts into one use.
//!
//! Contract: every tie is to the nearest in time that agrees; a clock offset between hosts widens
//! nothing and cuts nothing off. Reference: links L1–L11 of the sheet, pitfalls 19–22.

use std::collections::BTreeSet;

use super::{
    logons::of_part,
    observation::{Observation, Part, Party},
    session::{ByTime, LONGEST_JOIN, ONE_MOMENT, Session, index, nearest},
};
use crate::{
    time::Filetime,
    words::{Link, Role},
};

/// Life of a Kerberos ticket in seconds, by the default policy.
const TICKET_LIFE: u64 = 10 * 3_600;

/// Connections to the domain controller, as source and destination record them (L10).
pub(super) fn asking(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let sources = index(sessions, |session| session.source.into_iter().collect::<Vec<_>>());
    let destinations = index(sessions, |session| session.destination.into_iter().collect());
    for (number, asks) in of_part(observations, Part::AsksController) {
        let by_host = if asks.trace.role == Role::Source { &sources } else { &destinations };
        let by_time = by_host.get(&asks.host).map(Vec::as_slice).unwrap_or_default();
        let found = nearest(by_time, asks.time, ONE_MOMENT, |_| true);
        if let Some(session) = found.and_then(|at| sessions.get_mut(at)) {
            session.add(number, asks, Some(Link::Order));
        }
    }
}

/// Tickets and connections of the domain controller (L2, L5, L9).
pub(super) fn tickets(
    sessions: &mut [Session],
    observations: &[Observation<'_>],
    parties: &[Party],
) {
    let by_guid = index(sessions, |session| values(session, "logon_guid"));
    let by_source = index(sessions, |session| values(session, "source_address"));
    let by_destination = index(sessions, |session| {
        let end = End::of_destination(session, parties);
        end.addresses(session.first).into_iter().collect()
    });
    for (number, ticket) in of_part(observations, Part::Controller) {
        let look_up =
            |index: &ByTime<String>, name: &str, within: u64, fit: &dyn Fn(&Session) -> bool| {
                let by_time = index.get(ticket.variable(name)?)?;
                let is_own = |session: &Session| is_asked_by_its_end(session, ticket, parties);
                nearest(by_time, ticket.time, within, |at| {
                    sessions.get(at).is_some_and(|session| is_own(session) && fit(session))
                })
            };
        let is_of_account = |session: &Session| {
            ticket.variable("account").is_none_or(|a| session.has("account", a))
        };
        let is_ticket = ticket.variable("account").is_some();
        let within = if is_ticket { TICKET_LIFE } else { ONE_MOMENT };
        let is_for_use = |session: &Session| {
            is_of_account(session) && service(session, ticket, parties) != Some(false)
        };
        let found = look_up(&by_guid, "logon_guid", LONGEST_JOIN, &|_| true)
            .map(|at| (at, Link::LogonGuid))
            .or_else(|| {
                let at = look_up(&by_source, "source_address", within, &is_for_use)?;
                Some((at, if is_ticket { Link::Ticket } else { Link::Order }))
            })
            .or_else(|| {
                let at = look_up(&by_destination, "destination_address", ONE_MOMENT, &|_| true)?;
                Some((at, Link::Order))
            });
        if let Some((session, link)) =
            found.and_then(|(at, link)| Some((sessions.get_mut(at)?, link)))
        {
            session.members.insert(number);
            session.links.insert(link);
            if service(session, ticket, parties) == Some(true) {
                session.links.insert(Link::ServiceName);
            }
        }
    }
}

fn values(session: &Session, name: &str) -> Vec<String> {
    session.variables.get(name).into_iter().flatten().cloned().collect()
}

/// One end of a use: its host, if it is known, and the addresses that records give it.
struct End<'p> {
    party: Option<&'p Party>,
    recorded: Vec<String>,
}

impl<'p> End<'p> {
    fn of_source(session: &Session, parties: &'p [Party]) -> Self {
        let party = session.source.and_then(|host| parties.get(host));
        Self { party, recorded: values(session, "source_address") }
    }

    fn of_destination(session: &Session, parties: &'p [Party]) -> Self {
        let party = session.destination.and_then(|host| parties.get(host));
        Self { party, recorded: values(session, "destination_address") }
    }

    fn addresses(&self, at: Filetime) -> BTreeSet<String> {
        let own = self.party.into_iter().flat_map(|party| {
            party.addresses.keys().filter(|address| party.has_address(address, at)).cloned()
        });
        own.chain(self.recorded.iter().cloned()).collect()
    }

    fn has(&self, address: &str, at: Filetime) -> bool {
        self.recorded.iter().any(|known| known == address)
            || self.party.is_some_and(|party| party.has_address(address, at))
    }
}

/// Whether the end of the use asked for which the trace stands. The source may have asked from an
/// address that only the domain controller saw, but not from the destination's; the destination
/// is known by its own addresses alone.
fn is_asked_by_its_end(session: &Session, ticket: &Observation<'_>, parties: &[Party]) -> bool {
    let there = End::of_destination(session, parties);
    if let Some(address) = ticket.variable("destination_address") {
        let here = End::of_source(session, parties);
        return there.has(address, ticket.time) && !here.recorded.iter().any(|own| own == address);
    }
    ticket.variable("source_address").is_none_or(|address| !there.has(address, ticket.time))
}

/// L9: whether a ticket of the source is for the computer account of the destination. `None` where
/// that cannot be told: an alias may stand for an account of another name.
fn service(session: &Session, ticket: &Observation<'_>, parties: &[Party]) -> Option<bool> {
    let service = ticket.variable("service_name")?.strip_suffix('$')?;
    ticket.variable("source_address")?;
    let party = parties.get(session.destination?)?;
    Some(party.is_named(service, ticket.time))
}
