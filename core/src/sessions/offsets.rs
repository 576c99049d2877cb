//! How far the clocks of two hosts stand apart, by connections that both recorded.
//!
//! Contract: shown with its spread, never used to cut anything off (pitfall 21). The clock of a domain
//! controller is set right by it before nearness in time is asked for: its records bear no name of a
//! session.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    logons::of_part,
    observation::{Observation, Part, Party, part},
    session::Session,
};
use crate::{
    time::{Filetime, TICKS_PER_SECOND},
    words::Role,
};

/// The least uncertainty, in 100-nanosecond steps: one pair has no spread, and a record is stamped
/// some time after what it tells of.
const LEAST_UNCERTAINTY: u64 = TICKS_PER_SECOND;
/// How far records of one Kerberos connection may stand apart, in seconds: clients and controllers
/// whose clocks differ by more than minutes do not talk, and a port is used again after hours.
const ONE_CONNECTION: u64 = 3_600;

/// Offset of the destination's clock against the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    /// Median in 100-nanosecond steps; positive where the destination is ahead.
    pub ticks: i64,
    /// Half of the spread, a second at least.
    pub uncertainty: u64,
    /// Connections that both hosts recorded.
    pub pairs: usize,
}

/// By source and destination host, or by client and domain controller.
pub type ClockOffsets = BTreeMap<(usize, usize), ClockOffset>;

/// Offsets of all pairs of hosts that sessions tie by a connection. The first record of each
/// channel on either side is compared with its like, because channels stamp at different moments.
pub fn clock_offsets(sessions: &[Session], observations: &[Observation<'_>]) -> ClockOffsets {
    let mut found: BTreeMap<(usize, usize), Vec<i64>> = BTreeMap::new();
    for session in sessions {
        let (Some(source), Some(destination)) = (session.source, session.destination) else {
            continue;
        };
        let mut sides: BTreeMap<(&str, u32, &str, &str), [Option<Filetime>; 2]> = BTreeMap::new();
        for observation in session.members.iter().filter_map(|number| observations.get(*number)) {
            let side = match part(observation) {
                Some(Part::Outgoing) => 0,
                Some(Part::Incoming) => 1,
                _ => continue,
            };
            let Some((address, port)) = observation.client() else { continue };
            let channel = observation.trace.channel.as_deref().unwrap_or_default();
            let event = observation.trace.event_id.unwrap_or_default();
            let sides = sides.entry((channel, event, address, port)).or_default();
            if let Some(time) = sides.get_mut(side) {
                *time = Some(time.map_or(observation.time, |time| time.min(observation.time)));
            }
        }
        let pairs = sides.into_values().filter_map(|[source, destination]| {
            let (source, destination) = (source?.0, destination?.0);
            i64::try_from(i128::from(destination).saturating_sub(i128::from(source))).ok()
        });
        found.entry((source, destination)).or_default().extend(pairs);
    }
    found.into_iter().filter_map(|(hosts, ticks)| Some((hosts, offset(ticks)?))).collect()
}

fn offset(mut ticks: Vec<i64>) -> Option<ClockOffset> {
    ticks.sort_unstable();
    let (first, last) = (ticks.first()?, ticks.last()?);
    let median = ticks.get(ticks.len().div_euclid(2))?;
    let uncertainty = last.abs_diff(*first).div_ceil(2).max(LEAST_UNCERTAINTY);
    Some(ClockOffset { ticks: *median, uncertainty, pairs: ticks.len() })
}

/// What both ends of a connection record alike: channel, event id, address and port of the client.
type Connection<'c> = (&'c str, u32, &'c str, &'c str);

fn kerberos_connection<'c>(observation: &Observation<'c>) -> Option<Connection<'c>> {
    // A client's own end has the name of its role; the controller's traces name it likewise.
    let address = match observation.trace.role {
        Role::Source => observation.variable("source_address"),
        Role::Destination => observation.variable("destination_address"),
        _ => observation
            .variable("source_address")
            .or_else(|| observation.variable("destination_address")),
    };
    let channel = observation.trace.channel.as_deref().unwrap_or_default();
    let event = observation.trace.event_id.unwrap_or_default();
    Some((channel, event, address?, observation.variable("kerberos_port")?))
}

/// Offsets of the clocks of domain controllers against those of their clients, by connections that
/// both recorded: each of a client's with the nearest of the controller's.
pub fn controller_clock_offsets(observations: &[Observation<'_>]) -> ClockOffsets {
    let mut accepted: BTreeMap<Connection<'_>, BTreeSet<(Filetime, usize)>> = BTreeMap::new();
    for (_, one) in of_part(observations, Part::Controller) {
        if let Some(connection) = kerberos_connection(one) {
            accepted.entry(connection).or_default().insert((one.time, one.host));
        }
    }
    let reach = ONE_CONNECTION.saturating_mul(TICKS_PER_SECOND);
    // A host is judged in several roles: its record stands for one connection all the same.
    let mut pairs: BTreeMap<(usize, usize), BTreeSet<(Filetime, Filetime)>> = BTreeMap::new();
    for (_, asks) in of_part(observations, Part::AsksController) {
        let there = kerberos_connection(asks).and_then(|connection| accepted.get(&connection));
        let near =
            there.into_iter().flatten().filter(|(time, _)| time.distance(asks.time) <= reach);
        if let Some((time, host)) =
            near.min_by_key(|(time, host)| (time.distance(asks.time), *host))
        {
            pairs.entry((asks.host, *host)).or_default().insert((asks.time, *time));
        }
    }
    let ticks = |(client, controller): (Filetime, Filetime)| {
        i64::try_from(i128::from(controller.0).saturating_sub(i128::from(client.0))).ok()
    };
    let offsets = pairs.into_iter().filter_map(|(hosts, pairs)| {
        Some((hosts, offset(pairs.into_iter().filter_map(ticks).collect())?))
    });
    offsets.collect()
}

/// The observations with the times of domain controllers by the clock of the client that each names;
/// where that is not known, by that of the client in the middle.
pub(super) fn by_clients_clocks<'c>(
    observations: &[Observation<'c>],
    parties: &[Party],
    offsets: &ClockOffsets,
) -> Vec<Observation<'c>> {
    let mut of_controller: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for ((_, controller), offset) in offsets {
        of_controller.entry(*controller).or_default().push(offset.ticks);
    }
    let middle: BTreeMap<usize, ClockOffset> = of_controller
        .into_iter()
        .filter_map(|(host, ticks)| Some((host, offset(ticks)?)))
        .collect();
    let ahead = |one: &Observation<'_>| {
        let address =
            one.variable("source_address").or_else(|| one.variable("destination_address"));
        let clients = parties.iter().enumerate().filter(|(_, party)| {
            address.is_some_and(|address| party.has_address(address, one.time))
        });
        let own = clients.filter_map(|(client, _)| offsets.get(&(client, one.host))).next();
        own.or_else(|| middle.get(&one.host)).map(|offset| offset.ticks)
    };
    let set_right = |one: &Observation<'c>| {
        let ticks = Some(one).filter(|one| part(one) == Some(Part::Controller)).and_then(ahead);
        let time = ticks.map_or(one.time, |ticks| match ticks < 0 {
            true => Filetime(one.time.0.saturating_add(ticks.unsigned_abs())),
            false => Filetime(one.time.0.saturating_sub(ticks.unsigned_abs())),
        });
        Observation { time, ..*one }
    };
    observations.iter().map(set_right).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_for_all_pairs_and_the_spread_is_shown() {
        let one = offset(vec![70_000_000, -10_000_000, 50_000_000]).unwrap();
        let expected = ClockOffset { ticks: 50_000_000, uncertainty: 40_000_000, pairs: 3 };
        assert_eq!(one, expected);
        assert_eq!(offset(Vec::new()), None);
    }

    #[test]
    fn one_pair_is_not_exact() {
        let expected = ClockOffset { ticks: 70, uncertainty: LEAST_UNCERTAINTY, pairs: 1 };
        assert_eq!(offset(vec![70]), Some(expected));
    }
}
