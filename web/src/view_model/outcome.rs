//! Outcomes as they are shown: never told by colour alone, and a specific trace is never given the
//! same word as one that other activity leaves too.

use konseki_core::report::TraceResult;
use konseki_core::words::{Certainty, Outcome, ReasonCode};

use crate::text::Words;

/// An outcome with the difference that its certainty and reason make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownOutcome {
    /// A record that only this tool leaves.
    FoundSpecific,
    /// A record that other activity leaves too.
    FoundConsistent,
    /// No record, and it would have been recorded.
    NotFound,
    /// No record in the part of the period that is covered.
    PartlyCovered,
    /// Cannot be told.
    CannotTell,
    /// Cannot exist here.
    NotApplicable,
}

impl ShownOutcome {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::FoundSpecific,
        Self::FoundConsistent,
        Self::NotFound,
        Self::PartlyCovered,
        Self::CannotTell,
        Self::NotApplicable,
    ];

    /// Of a trace.
    pub fn of(trace: &TraceResult) -> Self {
        match trace.outcome {
            Outcome::Found if trace.certainty == Some(Certainty::Specific) => Self::FoundSpecific,
            Outcome::Found => Self::FoundConsistent,
            Outcome::NotFound => Self::NotFound,
            Outcome::CannotTell => match trace.reason.as_ref().map(|reason| reason.code) {
                Some(ReasonCode::PartlyCovered) => Self::PartlyCovered,
                _ => Self::CannotTell,
            },
            Outcome::NotApplicable => Self::NotApplicable,
        }
    }

    /// Its word.
    pub fn word(self, words: &Words) -> &'static str {
        match self {
            Self::FoundSpecific => words.outcomes.found_specific,
            Self::FoundConsistent => words.outcomes.found_consistent,
            Self::NotFound => words.outcomes.not_found,
            Self::PartlyCovered => words.outcomes.partly_covered,
            Self::CannotTell => words.outcomes.cannot_tell,
            Self::NotApplicable => words.outcomes.not_applicable,
        }
    }

    /// What the word means.
    pub fn help(self, words: &Words) -> &'static str {
        match self {
            Self::FoundSpecific => words.outcomes.outcome_help_found_specific,
            Self::FoundConsistent => words.outcomes.outcome_help_found_consistent,
            Self::NotFound => words.outcomes.outcome_help_not_found,
            Self::PartlyCovered => words.outcomes.outcome_help_partly_covered,
            Self::CannotTell => words.outcomes.outcome_help_cannot_tell,
            Self::NotApplicable => words.outcomes.outcome_help_not_applicable,
        }
    }

    /// Stable name for style sheets and tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::FoundSpecific => "found-specific",
            Self::FoundConsistent => "found-consistent",
            Self::NotFound => "not-found",
            Self::PartlyCovered => "partly-covered",
            Self::CannotTell => "cannot-tell",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// The outcome of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Its sign, drawn in a square of 16: every outcome has a shape of its own.
    pub fn sign(self) -> &'static str {
        match self {
            Self::FoundSpecific => "M2.5 8.5 6.5 12.5 13.5 4",
            Self::FoundConsistent => "M2 6.5c2-3 4 3 6 0s4 3 6 0M2 11.5c2-3 4 3 6 0s4 3 6 0",
            Self::NotFound => "M3 8h10",
            Self::PartlyCovered => "M8 2a6 6 0 1 0 0 12zM8 2v12",
            Self::CannotTell => "M5 5.5a3 3 0 1 1 4.4 2.7C8.4 8.700 8 9.200 8 10.300M8 13.300v.2",
            Self::NotApplicable => "M8 2a6 6 0 1 0 .01 0M3.800 12.200 12.200 3.800",
        }
    }
}

/// How many traces have which outcome, without those that none has.
pub type Tally = Vec<(ShownOutcome, usize)>;

/// Counts outcomes in the order in which they are shown.
pub fn tally(outcomes: impl Iterator<Item = ShownOutcome>) -> Tally {
    let outcomes: Vec<_> = outcomes.collect();
    let counted = ShownOutcome::ALL
        .into_iter()
        .map(|outcome| (outcome, outcomes.iter().filter(|one| **one == outcome).count()));
    counted.filter(|(_, number)| *number > 0).collect()
}
