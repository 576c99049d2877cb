//! Runs of consecutive EventRecordIDs: when two of them are one, and how they are joined.
//!
//! Contract: whether two runs join depends only on the chunks at their common edge, so any order
//! of joining gives the same runs. A chunk is always scanned whole.

use std::{collections::BTreeMap, ops::Bound};

use super::{
    findings::{IdSequence, Run},
    handles::Chains,
    life,
    rules::Rules,
};
use crate::{limits, time::Filetime};

/// Runs by the chunk they begin in and their number in it.
pub(super) type Runs = BTreeMap<(u64, u32), Run>;

/// Adds the runs of another part and joins them with their neighbours in the file.
pub(super) fn add_all(runs: &mut Runs, others: Runs, rules: &Rules<'_>) -> Chains {
    let mut chains = Chains::new();
    // From the end on: a run's successor in its own chunk must be known before it is joined with
    // what follows it.
    for (key, run) in others.into_iter().rev() {
        runs.insert(key, run);
        join_with_next(runs, key, &mut chains, rules);
        if let Some(before) = runs.range(..key).next_back().map(|(key, _)| *key) {
            join_with_next(runs, before, &mut chains, rules);
        }
    }
    chains
}

fn join_with_next(runs: &mut Runs, key: (u64, u32), chains: &mut Chains, rules: &Rules<'_>) {
    let next = runs.range((Bound::Excluded(key), Bound::Unbounded)).next();
    let next = match (runs.get(&key), next) {
        (Some(left), Some((next, right))) if follows(left, *next, right) => *next,
        _ => return,
    };
    if let Some(right) = runs.remove(&next)
        && let Some(left) = runs.get_mut(&key)
    {
        chains.extend(join(left, right, rules));
    }
}

/// Whether the run at `key` goes on where `left` ends: in the next chunk of the file, with the
/// next id, without a step back in time.
fn follows(left: &Run, key: (u64, u32), right: &Run) -> bool {
    key == (left.chunk_end, 0) && continues(left, right)
}

/// Whether ids and times of `right` go on where `left` ends.
fn continues(left: &Run, right: &Run) -> bool {
    let same_kind = match (left.ids, right.ids) {
        (IdSequence::Unbroken, IdSequence::Unbroken) => {
            left.last.record_id.checked_add(1) == Some(right.first.record_id)
        }
        (IdSequence::Sparse { .. }, IdSequence::Sparse { .. }) => {
            right.first.record_id > left.last.record_id
        }
        _ => false,
    };
    same_kind && !steps_back(left.last.time, right.first.time)
}

/// Whether neighbouring records step back in time by more than several writers explain.
pub(super) fn steps_back(earlier: Filetime, later: Filetime) -> bool {
    later.0.saturating_add(limits::CLOCK_STEP_TOLERANCE) < earlier.0
}

/// Appends `right` to `left`; the caller has seen that it follows.
pub(super) fn join(left: &mut Run, right: Run, rules: &Rules<'_>) -> Chains {
    life::join(&mut left.life, right.life, &left.markers, &right.markers, rules);
    let (first_id, last_id) = (left.first.record_id, right.last.record_id);
    let chains = left.handles.join(right.handles, first_id, last_id, &rules.parents);
    if let (IdSequence::Sparse { missing: left_missing }, IdSequence::Sparse { missing }) =
        (left.ids, right.ids)
    {
        let between = right.first.record_id.saturating_sub(left.last.record_id).saturating_sub(1);
        let missing = left_missing.saturating_add(missing).saturating_add(between);
        left.ids = IdSequence::Sparse { missing };
    }
    left.markers.extend(right.markers);
    left.last = right.last;
    left.earliest = left.earliest.min(right.earliest);
    left.latest = left.latest.max(right.latest);
    left.records = left.records.saturating_add(right.records);
    left.chunk_end = right.chunk_end;
    chains
}

/// Puts several runs of one chunk into one sparse stretch; `None` without runs.
pub(super) fn one_sparse_stretch(mut runs: Vec<Run>, rules: &Rules<'_>) -> (Option<Run>, Chains) {
    // Ids need not ascend in the file: the stretch goes by id.
    runs.sort_by_key(|run| (run.first.record_id, run.first.offset));
    let mut chains = Chains::new();
    let mut runs = runs.into_iter();
    let Some(mut stretch) = runs.next() else { return (None, chains) };
    stretch.ids = IdSequence::Sparse { missing: 0 };
    for mut run in runs {
        run.ids = IdSequence::Sparse { missing: 0 };
        let last = stretch.last.max_by_id(run.last);
        chains.extend(join(&mut stretch, run, rules));
        stretch.last = last;
    }
    stretch.markers.sort_by_key(|marker| (marker.place.record_id, marker.place.offset));
    (Some(stretch), chains)
}

/// Joins runs whose ids follow each other wherever they stand in the file: a log that wrapped
/// goes on at its beginning. To be done once, when all of a source is known.
pub(super) fn join_by_id(runs: Runs, rules: &Rules<'_>) -> (Runs, Chains) {
    let mut sorted: Vec<_> = runs.into_iter().collect();
    sorted.sort_by_key(|(_, run)| (run.first.record_id, run.first.offset));
    let mut chains = Chains::new();
    let mut joined: Vec<((u64, u32), Run)> = Vec::new();
    for (key, run) in sorted {
        match joined.last_mut() {
            Some((_, last)) if last.ids == IdSequence::Unbroken && continues(last, &run) => {
                chains.extend(join(last, run, rules));
            }
            _ => joined.push((key, run)),
        }
    }
    (joined.into_iter().collect(), chains)
}
