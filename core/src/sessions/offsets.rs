//! How far the clocks of two hosts stand apart, by connections that both recorded.
//!
//! Contract: shown with its spread, never used to cut anything off (pitfall 21).

use std::collections::BTreeMap;

use super::{
    observation::{Observation, Part, part},
    session::Session,
};
use crate::time::Filetime;

/// Offset of the destination's clock against the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    /// Median in 100-nanosecond steps; positive where the destination is ahead.
    pub ticks: i64,
    /// Half of the spread.
    pub uncertainty: u64,
    /// Connections that both hosts recorded.
    pub pairs: usize,
}

/// By source and destination host.
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
    let uncertainty = last.abs_diff(*first).div_ceil(2);
    Some(ClockOffset { ticks: *median, uncertainty, pairs: ticks.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_for_all_pairs_and_the_spread_is_shown() {
        let one = offset(vec![70, -10, 50]).unwrap();
        assert_eq!(one, ClockOffset { ticks: 50, uncertainty: 40, pairs: 3 });
        assert_eq!(offset(Vec::new()), None);
    }
}
