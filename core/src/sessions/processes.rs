//! Ends of processes tied to their starts, for all who ask.
//!
//! Contract: an end belongs to the nearest start before it with the same process id, within one
//! boot and a day; a start has one end. Reference: pitfalls of verdicts, items 4 and 22.

use std::collections::BTreeMap;

use crate::time::Filetime;

/// Longest life of a process that is tied, in seconds.
const LONGEST_LIFE: u64 = 24 * 3_600;
/// How much later than its end a start may be stamped, in seconds: two channels, one clock.
const STAMPED_LATE: u64 = 1;

/// The start or the end of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProcessEvent<'c> {
    /// When.
    pub time: Filetime,
    /// Process id, normalised.
    pub process_id: &'c str,
    /// Whether it is what is sought for certain.
    pub confirmed: bool,
}

/// For each of `ends`, the time of the confirmed start that it is tied to.
///
/// ```
/// use konseki_core::{sessions::{ProcessEvent, tie}, time::Filetime};
/// let at = |time, confirmed| ProcessEvent { time: Filetime(time), process_id: "7112", confirmed };
/// let (starts, ends) = ([at(10, true)], [at(20, false), at(30, false)]);
/// assert_eq!(tie(&starts, &ends, &[]), [Some(Filetime(10)), None]);
/// assert_eq!(tie(&starts, &ends, &[Filetime(15)]), [None, None], "the host booted between");
/// ```
pub fn tie(
    starts: &[ProcessEvent<'_>],
    ends: &[ProcessEvent<'_>],
    boots: &[Filetime],
) -> Vec<Option<Filetime>> {
    let starts_by_id = by_process_id(starts);
    let ends_by_id = by_process_id(ends);
    ends.iter()
        .map(|end| {
            let of = |events: &'_ ById<'_>| -> Vec<(Filetime, bool)> {
                events.get(end.process_id).cloned().unwrap_or_default()
            };
            start_of(end.time, &of(&starts_by_id), &of(&ends_by_id), boots)
        })
        .collect()
}

/// Time of events and whether they are confirmed, by process id.
type ById<'c> = BTreeMap<&'c str, Vec<(Filetime, bool)>>;

fn by_process_id<'c>(events: &[ProcessEvent<'c>]) -> ById<'c> {
    let mut by_id = ById::new();
    for event in events {
        by_id.entry(event.process_id).or_default().push((event.time, event.confirmed));
    }
    by_id
}

/// The confirmed start that the end belongs to; all events are of its process id.
fn start_of(
    end: Filetime,
    starts: &[(Filetime, bool)],
    ends: &[(Filetime, bool)],
    boots: &[Filetime],
) -> Option<Filetime> {
    let latest = end.plus_seconds(STAMPED_LATE);
    let (start, _) = starts.iter().filter(|(start, _)| *start <= latest).max()?;
    // One start is seen by two channels, of which only one may have the command line.
    let late = Filetime(0).plus_seconds(STAMPED_LATE).0;
    let is_confirmed =
        starts.iter().any(|(other, confirmed)| *confirmed && other.distance(*start) <= late);
    let ended_before =
        ends.iter().any(|(other, _)| *other < end && other.plus_seconds(STAMPED_LATE) >= *start);
    let booted_between = boots.iter().any(|boot| start < boot && *boot < end);
    let is_near = end <= start.plus_seconds(LONGEST_LIFE);
    (is_confirmed && !ended_before && !booted_between && is_near).then_some(*start)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 10_000_000;

    fn at(second: u64, process_id: &str, confirmed: bool) -> ProcessEvent<'_> {
        ProcessEvent { time: Filetime(second * SECOND), process_id, confirmed }
    }

    #[test]
    fn an_end_needs_the_nearest_start_to_be_confirmed() {
        let ends = [at(100, "8", false)];
        let confirmed = at(50, "8", true);
        assert_eq!(tie(&[confirmed], &ends, &[]), [Some(confirmed.time)]);
        assert_eq!(tie(&[confirmed, at(80, "8", false)], &ends, &[]), [None], "a later start");
        assert_eq!(tie(&[at(50, "9", true)], &ends, &[]), [None], "another process");
        assert_eq!(tie(&[at(200, "8", true)], &ends, &[]), [None], "a start after the end");
    }

    #[test]
    fn two_channels_see_one_start() {
        let starts = [at(50, "8", true), ProcessEvent { confirmed: false, ..at(50, "8", true) }];
        assert_eq!(tie(&starts, &[at(51, "8", false)], &[]), [Some(Filetime(50 * SECOND))]);
    }

    #[test]
    fn a_process_id_holds_for_one_boot_and_one_day() {
        let starts = [at(50, "8", true)];
        assert_eq!(tie(&starts, &[at(100, "8", false)], &[Filetime(60 * SECOND)]), [None]);
        assert_eq!(tie(&starts, &[at(50 + 86_401, "8", false)], &[]), [None]);
    }
}
