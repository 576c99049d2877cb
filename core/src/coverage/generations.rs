//! Which files of one channel count EventRecordIDs in the same sequence.
//!
//! Contract: files whose records contradict each other (one id, two times) are never joined:
//! the log was made anew, or two machines bear one name.

use std::collections::BTreeMap;

use super::channel::Part;
use crate::{limits, scan::findings::Run, time::Filetime};

/// Whether the time steps back by more than several writers explain.
pub(super) fn steps_back(before: Filetime, after: Filetime) -> bool {
    before.0.saturating_sub(after.0) > limits::CLOCK_STEP_TOLERANCE
}

/// The generation of each part, in the order of the parts.
pub(super) fn of(parts: &[Part<'_>]) -> Vec<usize> {
    let known: Vec<Known<'_>> = parts.iter().map(Known::new).collect();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut generations = Vec::new();
    for (number, part) in known.iter().enumerate() {
        let fits = |group: &Vec<usize>| {
            group.iter().filter_map(|member| known.get(*member)).all(|other| other.agrees(part))
        };
        let generation = members.iter().position(fits).unwrap_or_else(|| {
            members.push(Vec::new());
            members.len().saturating_sub(1)
        });
        if let Some(group) = members.get_mut(generation) {
            group.push(number);
        }
        generations.push(generation);
    }
    generations
}

/// What is known of ids and times of one file.
struct Known<'c> {
    runs: Vec<&'c Run>,
    times: BTreeMap<u64, Filetime>,
}

impl<'c> Known<'c> {
    fn new(part: &Part<'c>) -> Self {
        let mut runs: Vec<&Run> = part.stream.runs.values().collect();
        runs.sort_by_key(|run| (run.first.record_id, run.last.record_id));
        let mut times = BTreeMap::new();
        for run in &runs {
            let spans = run.life.values().flatten().flat_map(|span| [span.first, span.last]);
            let markers = run.markers.iter().map(|marker| marker.place);
            let places = [run.first, run.last].into_iter().chain(markers).chain(spans);
            times.extend(places.map(|place| (place.record_id, place.time)));
        }
        Self { runs, times }
    }

    fn agrees(&self, other: &Self) -> bool {
        let (few, many) =
            if self.times.len() < other.times.len() { (self, other) } else { (other, self) };
        let same = |(id, time): (&u64, &Filetime)| many.times.get(id).is_none_or(|t| t == time);
        few.times.iter().all(same) && self.times_meet(other)
    }

    /// Runs that share ids must share time.
    fn times_meet(&self, other: &Self) -> bool {
        let mut from = 0_usize;
        for run in &self.runs {
            let others = other.runs.get(from..).unwrap_or_default();
            let before =
                others.iter().take_while(|other| other.last.record_id < run.first.record_id);
            from = from.saturating_add(before.count());
            let shared = other
                .runs
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|other| other.first.record_id <= run.last.record_id)
                .filter(|other| other.last.record_id >= run.first.record_id);
            for other in shared {
                if steps_back(run.earliest, other.latest) || steps_back(other.earliest, run.latest)
                {
                    return false;
                }
            }
        }
        true
    }
}
