//! Patterns of the USN journal that are under way, file by file.
//!
//! Contract: records come in the order of their USNs. A pattern is whole only within its seconds,
//! and none goes on over the end of the file or of its name.

use std::collections::BTreeMap;

use crate::{
    catalog::{FileCondition, JournalPattern, Reason},
    scan::{file_system::Step, findings::Place},
    time::TICKS_PER_SECOND,
};

/// Below this many sets under way nothing is dropped.
const FEWEST_SETS: usize = 1_024;

/// A pattern of which all is there.
pub(super) struct Whole {
    /// The reasons as text: ` > ` between the steps of a sequence, `|` within one.
    pub reasons: String,
    /// The records in the order of the journal.
    pub places: Vec<Place>,
}

/// What is under way of all patterns of a condition.
pub(super) struct Patterns<'c> {
    condition: &'c FileCondition,
    /// Of sequences, by file and number of the pattern: the steps so far.
    sequences: BTreeMap<(u128, usize), Vec<Place>>,
    /// Of sets, by directory, name and number of the pattern: where each reason was seen last. Not
    /// by file: what replaces a file under its name has another reference.
    sets: BTreeMap<(u128, String, usize), BTreeMap<u32, Place>>,
    /// How many sets there may be before those that can no longer be whole are dropped.
    most_sets: usize,
}

impl<'c> Patterns<'c> {
    pub(super) fn new(condition: &'c FileCondition) -> Self {
        Self {
            condition,
            sequences: BTreeMap::new(),
            sets: BTreeMap::new(),
            most_sets: FEWEST_SETS,
        }
    }

    /// Takes the next record of the journal: the pattern that it completes, if one.
    pub(super) fn add(&mut self, step: &Step) -> Option<Whole> {
        let mut whole = None;
        for (number, pattern) in self.condition.patterns.iter().enumerate() {
            let completed = match pattern {
                JournalPattern::Sequence(steps) => self.add_to_sequence(number, steps, step),
                JournalPattern::AllOf(reasons) => self.add_to_set(number, *reasons, step),
            };
            whole = completed.or(whole);
        }
        whole
    }

    /// The first step begins a sequence anew; the others must follow in order. Records of other
    /// reasons may stand between.
    fn add_to_sequence(&mut self, number: usize, steps: &[Reason], step: &Step) -> Option<Whole> {
        let (reason, place, key) = (step.reason(), step.place(), (step.file, number));
        if steps.first() == Some(&reason) {
            self.sequences.insert(key, vec![place]);
        } else if let Some(places) = self.sequences.get_mut(&key) {
            let is_late = places.first().is_some_and(|first| self.condition.is_late(first, &place));
            if is_late || step.reason().meets(Step::ENDS) {
                self.sequences.remove(&key);
                return None;
            }
            if steps.get(places.len()) == Some(&reason) {
                places.push(place);
            }
        }
        if self.sequences.get(&key)?.len() != steps.len() {
            return None;
        }
        let reasons: Vec<String> = steps.iter().map(ToString::to_string).collect();
        let places = self.sequences.remove(&key)?;
        Some(Whole { reasons: reasons.join(" > "), places })
    }

    /// Every reason must be seen, in any order. A deletion ends what is under way, and so does
    /// another name, unless the set holds just that.
    fn add_to_set(&mut self, number: usize, reasons: Reason, step: &Step) -> Option<Whole> {
        let place = step.place();
        self.forget_late(&place);
        let key = (step.parent, step.name.to_lowercase(), number);
        if step.reason().without(reasons).meets(Step::ENDS) {
            self.sets.remove(&key);
            return None;
        }
        let seen = self.sets.entry(key.clone()).or_default();
        seen.retain(|_, earlier| !self.condition.is_late(earlier, &place));
        seen.extend(
            step.reason().flags().filter(|flag| reasons.meets(*flag)).map(|f| (f.0, place)),
        );
        if seen.len() != reasons.flags().count() {
            return None;
        }
        let mut places: Vec<Place> = self.sets.remove(&key)?.into_values().collect();
        places.sort_by_key(|place| (place.record_id, place.offset));
        places.dedup();
        Some(Whole { reasons: reasons.to_string(), places })
    }

    /// Drops sets that can no longer be whole: a journal names hundreds of thousands of files.
    fn forget_late(&mut self, place: &Place) {
        if self.sets.len() < self.most_sets {
            return;
        }
        let condition = self.condition;
        self.sets.retain(|_, seen| seen.values().any(|earlier| !condition.is_late(earlier, place)));
        self.most_sets = self.sets.len().saturating_mul(2).max(FEWEST_SETS);
    }
}

impl FileCondition {
    /// Whether a record comes too late after the first of its pattern.
    fn is_late(&self, first: &Place, place: &Place) -> bool {
        let within = self.within_seconds.saturating_mul(TICKS_PER_SECOND);
        place.time.distance(first.time) > within
    }
}
