//! Connections that a source opened, and the uses that they belong to.
//!
//! Contract: address and port tie a connection to a session of the destination (L1); without the
//! destination's evidence only nearness to a command does, and the link says so.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    logons::{by_client, of_part},
    observation::{Observation, Part, part},
    session::{ByTime, LONGEST_JOIN, ONE_MOMENT, Session, index, nearest},
};
use crate::words::Link;

/// L1: connections that the source opened.
pub(super) fn of_sessions(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let clients = by_client(sessions);
    for (number, outgoing) in of_part(observations, Part::Outgoing) {
        let Some((address, port)) = outgoing.client() else { continue };
        let by_time = clients.get(&(address.to_owned(), port.to_owned()));
        let found =
            by_time.and_then(|by_time| nearest(by_time, outgoing.time, LONGEST_JOIN, |_| true));
        if let Some(session) = found.and_then(|at| sessions.get_mut(at)) {
            session.add(number, outgoing, Some(Link::Connection));
            session.source = session.source.or(Some(outgoing.host));
        }
    }
}

/// Connections near a command whose destination gave no evidence: the nearest, with all records of
/// its address, if that is not known from elsewhere. Of addresses that are equally near both are
/// taken, and both stand among the use's.
pub(super) fn of_commands(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let tied: BTreeSet<usize> =
        sessions.iter().flat_map(|session| &session.members).copied().collect();
    let alone = index(sessions, |session| match session.destination {
        None => session.source.into_iter().collect::<Vec<_>>(),
        Some(_) => Vec::new(),
    });
    let mut near: Vec<(u64, usize, usize)> = Vec::new();
    for (number, outgoing) in of_part(observations, Part::Outgoing) {
        if tied.contains(&number) || outgoing.client().is_none() {
            continue;
        }
        let by_time = alone.get(&outgoing.host).map(Vec::as_slice).unwrap_or_default();
        let is_there =
            |at: usize| sessions.get(at).is_some_and(|session| may_reach(session, outgoing));
        let found = nearest(by_time, outgoing.time, ONE_MOMENT, is_there);
        if let Some((at, session)) = found.and_then(|at| Some((at, sessions.get(at)?))) {
            near.push((session.first.distance(outgoing.time), number, at));
        }
    }
    near.sort_unstable();
    let mut taken: BTreeMap<usize, u64> = BTreeMap::new();
    for (distance, number, at) in near {
        let Some((session, outgoing)) = sessions.get_mut(at).zip(observations.get(number)) else {
            continue;
        };
        let is_as_near = *taken.entry(at).or_insert(distance) == distance;
        if is_as_near || may_reach(session, outgoing) {
            session.add(number, outgoing, Some(Link::Order));
        }
    }
}

/// Whether the connection goes to an address that the use has, as far as it is known.
fn may_reach(session: &Session, outgoing: &Observation<'_>) -> bool {
    let Some(address) = outgoing.variable("destination_address") else { return true };
    let named = session.variables.get("destination").into_iter().flatten();
    let mut named = named.filter_map(|name| crate::evidence::address::parse(name)).peekable();
    if named.peek().is_some() {
        return named.any(|named| named.to_string() == address);
    }
    let known = session.variables.get("destination_address");
    known.is_none_or(|known| known.contains(address))
}

/// A 5158 names the port only: it belongs to the connection of that port at that moment.
pub(super) fn ports(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let mut opened: ByTime<(usize, &str)> = BTreeMap::new();
    for (at, session) in sessions.iter().enumerate() {
        let members = session.members.iter().filter_map(|number| observations.get(*number));
        for outgoing in members.filter(|one| part(one) == Some(Part::Outgoing)) {
            if let Some((_, port)) = outgoing.client() {
                opened.entry((outgoing.host, port)).or_default().push((outgoing.time, at));
            }
        }
    }
    opened.values_mut().for_each(|by_time| by_time.sort());
    for (number, bound) in of_part(observations, Part::Outgoing) {
        let Some(port) = bound.variable("source_port").filter(|_| bound.client().is_none()) else {
            continue;
        };
        let by_time = opened.get(&(bound.host, port)).map(Vec::as_slice).unwrap_or_default();
        let found = nearest(by_time, bound.time, ONE_MOMENT, |_| true);
        if let Some(session) = found.and_then(|at| sessions.get_mut(at)) {
            session.add(number, bound, Some(Link::Connection));
        }
    }
}
