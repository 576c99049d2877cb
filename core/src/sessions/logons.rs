//! Sessions as the destination records them.
//!
//! Contract: one session per host, boot and logon id (pitfall 19); its ports are a set. What a
//! host writes of one logon more than a day after its last record begins another.

use std::collections::BTreeMap;

use super::{
    observation::{Observation, Part, Party, part},
    session::{LONGEST_JOIN, Session, logon_id, nearest},
};
use crate::{time::Filetime, words::Link};

/// One session per logon, in order of (time, host).
pub(super) fn sessions(observations: &[Observation<'_>], parties: &[Party]) -> Vec<Session> {
    let mut logons: BTreeMap<(usize, usize, &str), Vec<usize>> = BTreeMap::new();
    for (number, observation) in of_part(observations, Part::Logon) {
        let boot = parties.get(observation.host).map_or(0, |party| party.boot(observation.time));
        if let Some(id) = logon_id(observation) {
            logons.entry((observation.host, boot, id)).or_default().push(number);
        }
    }
    let mut sessions = Vec::new();
    for ((host, _, _), mut members) in logons {
        let time = |number: &usize| observations.get(*number).map(|one| one.time);
        members.sort_by_key(|number| (time(number), *number));
        let mut current: Option<Session> = None;
        for number in members {
            let Some(observation) = observations.get(number) else { continue };
            match &mut current {
                Some(session) if observation.time <= session.last.plus_seconds(LONGEST_JOIN) => {
                    session.extend(number, observation, Some(Link::Logon));
                }
                _ => {
                    sessions.extend(current.take());
                    let mut session = Session::new(number, observation);
                    session.destination = Some(host);
                    current = Some(session);
                }
            }
        }
        sessions.extend(current);
    }
    sessions.sort_by_key(|session| (session.first, session.destination));
    add_incoming(&mut sessions, observations);
    sessions
}

/// Observations of one part with their numbers.
pub(super) fn of_part<'a, 'c>(
    observations: &'a [Observation<'c>],
    sought: Part,
) -> impl Iterator<Item = (usize, &'a Observation<'c>)> {
    let numbered = observations.iter().enumerate();
    numbered.filter(move |(_, observation)| part(observation) == Some(sought))
}

/// Sessions by what identifies a connection, each list in order of time.
pub(super) type ByClient = BTreeMap<(String, String), Vec<(Filetime, usize)>>;

/// Every client address with every port of each session.
pub(super) fn by_client(sessions: &[Session]) -> ByClient {
    let mut by_client = ByClient::new();
    for (number, session) in sessions.iter().enumerate() {
        let values = |name: &str| session.variables.get(name).into_iter().flatten();
        for address in values("source_address") {
            for port in values("source_port") {
                let key = (address.clone(), port.clone());
                by_client.entry(key).or_default().push((session.first, number));
            }
        }
    }
    by_client.values_mut().for_each(|sessions| sessions.sort());
    by_client
}

/// Connections that the destination accepted, to the session that used them.
fn add_incoming(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let clients = by_client(sessions);
    for (number, observation) in of_part(observations, Part::Incoming) {
        let Some((address, port)) = observation.client() else { continue };
        let found = clients.get(&(address.to_owned(), port.to_owned())).and_then(|by_time| {
            nearest(by_time, observation.time, LONGEST_JOIN, |session| {
                sessions.get(session).and_then(|one| one.destination) == Some(observation.host)
            })
        });
        if let Some(session) = found.and_then(|session| sessions.get_mut(session)) {
            session.add(number, observation, Some(Link::Connection));
        }
    }
}
