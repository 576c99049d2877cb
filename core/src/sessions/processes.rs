//! Ends of processes tied to their starts.
//!
//! Contract: an end belongs to the nearest start before it with the same process id, within one
//! boot and a day; a start has one end. Reference: pitfalls of verdicts, items 4 and 22.

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

/// For each of `ends`, whether it is tied to a confirmed start.
///
/// ```
/// use konseki_core::{sessions::{ProcessEvent, tie}, time::Filetime};
/// let at = |time, confirmed| ProcessEvent { time: Filetime(time), process_id: "7112", confirmed };
/// let (starts, ends) = ([at(10, true)], [at(20, false), at(30, false)]);
/// assert_eq!(tie(&starts, &ends, &[]), [true, false]);
/// assert_eq!(tie(&starts, &ends, &[Filetime(15)]), [false, false], "the host booted between");
/// ```
pub fn tie(
    starts: &[ProcessEvent<'_>],
    ends: &[ProcessEvent<'_>],
    boots: &[Filetime],
) -> Vec<bool> {
    ends.iter()
        .map(|end| {
            let latest = end.time.plus_seconds(STAMPED_LATE);
            let before = starts
                .iter()
                .filter(|start| start.process_id == end.process_id && start.time <= latest);
            // One start is seen by two channels: a confirmed one stands for both.
            let Some(start) = before.max_by_key(|start| (start.time, start.confirmed)) else {
                return false;
            };
            let is_confirmed = start.confirmed || has_confirmed_twin(start, starts);
            let is_first = !ends.iter().any(|other| {
                other.process_id == end.process_id
                    && other.time < end.time
                    && other.time.plus_seconds(STAMPED_LATE) >= start.time
            });
            let is_same_boot = !boots.iter().any(|boot| start.time < *boot && *boot < end.time);
            let is_near = end.time <= start.time.plus_seconds(LONGEST_LIFE);
            is_confirmed && is_first && is_same_boot && is_near
        })
        .collect()
}

/// The same start as another channel saw it.
fn has_confirmed_twin(start: &ProcessEvent<'_>, starts: &[ProcessEvent<'_>]) -> bool {
    starts.iter().any(|other| {
        other.confirmed
            && other.process_id == start.process_id
            && other.time.distance(start.time) <= Filetime(0).plus_seconds(STAMPED_LATE).0
    })
}
