//! A report that was opened again, in words: what its evidence bears out.

use konseki_core::export::{Language, visible};
use konseki_core::report::Report;
use konseki_core::words::Outcome;

use super::{labels, sheet};
use crate::protocol::{Comparison, VerdictDifference};
use crate::text::{Words, words};

/// Whether the evidence bears a report out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// All evidence is here, and every verdict came out the same.
    Whole,
    /// Something is missing or came out otherwise.
    InPart,
}

/// How far the evidence bears a report out.
pub fn verification(comparison: &Comparison) -> Verification {
    let is_whole = comparison.evidence_same == comparison.evidence_all
        && comparison.verdicts_same == comparison.verdicts_all
        && comparison.evidence_new.is_empty();
    if is_whole { Verification::Whole } else { Verification::InPart }
}

/// One line for each verdict that came out otherwise.
pub fn differences(comparison: &Comparison, report: &Report, language: Language) -> Vec<String> {
    comparison.differences.iter().map(|one| difference(one, report, language)).collect()
}

fn difference(one: &VerdictDifference, report: &Report, language: Language) -> String {
    let words = words(language);
    let role = labels::role(words, one.trace.role);
    let host = one.trace.host.as_deref().map_or(words.outcomes.no_host.into(), visible);
    let trace = sheet::find(report, &one.trace);
    let title = trace.map_or(one.trace.trace.as_str(), |trace| language.of(&trace.title));
    let said = |(found, count): (Outcome, u64)| format!("{} ({count})", outcome(words, found));
    let now = one.now.map_or(words.reopened.not_judged.to_owned(), said);
    format!("{role} {host}: {title}: {} → {now}", said(one.before))
}

fn outcome(words: &Words, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Found => words.reopened.found,
        Outcome::NotFound => words.outcomes.not_found,
        Outcome::CannotTell => words.outcomes.cannot_tell,
        Outcome::NotApplicable => words.outcomes.not_applicable,
    }
}

#[cfg(test)]
mod tests {
    use konseki_core::words::Role;

    use super::*;
    use crate::protocol::TraceAddress;

    #[test]
    fn a_difference_says_which_verdict_and_how() {
        let trace = TraceAddress {
            sheet: "net-use".to_owned(),
            role: Role::Source,
            host: Some("PC\u{202e}1".to_owned()),
            trace: "net-use.source.x".to_owned(),
        };
        let differences = vec![
            VerdictDifference { trace: trace.clone(), before: (Outcome::Found, 2), now: None },
            VerdictDifference {
                trace,
                before: (Outcome::NotFound, 0),
                now: Some((Outcome::CannotTell, 0)),
            },
        ];
        let comparison = Comparison { verdicts_all: 2, differences, ..Comparison::default() };
        assert_eq!(verification(&comparison), Verification::InPart);
        assert_eq!(verification(&Comparison::default()), Verification::Whole);
        let lines = super::differences(&comparison, &Report::default(), Language::English);
        assert!(lines[0].contains("PC\\u{202e}1: net-use.source.x: Found (2) → "), "{}", lines[0]);
        assert!(lines[1].contains("(0) → "), "{}", lines[1]);
    }
}
