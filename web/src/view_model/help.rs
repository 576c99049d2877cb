//! The help: the parts of a first look, and the terms with what they mean.

use crate::text::Words;

/// What is looked at first: code of the part, and what it shows.
pub fn first_look(words: &Words) -> [(&'static str, &'static str); 5] {
    let words = &words.help;
    [
        ("case", words.step_case),
        ("uses", words.step_uses),
        ("traces", words.step_traces),
        ("timeline", words.step_timeline),
        ("coverage", words.step_coverage),
    ]
}

/// Terms in the order in which a reader meets them.
pub fn terms(words: &Words) -> [(&'static str, &'static str); 18] {
    let words = &words.help;
    [
        (words.sheet, words.sheet_means),
        (words.role, words.role_means),
        (words.trace, words.trace_means),
        (words.step, words.step_means),
        (words.specific, words.specific_means),
        (words.consistent, words.consistent_means),
        (words.decisive, words.decisive_means),
        (words.key_row, words.key_row_means),
        (words.not_found, words.not_found_means),
        (words.partly_covered, words.partly_covered_means),
        (words.cannot_tell, words.cannot_tell_means),
        (words.setting, words.setting_means),
        (words.coverage, words.coverage_means),
        (words.gap, words.gap_means),
        (words.one_use, words.one_use_means),
        (words.interest, words.interest_means),
        (words.clock_offset, words.clock_offset_means),
        (words.citation, words.citation_means),
    ]
}

/// What the page is made of besides its own code: name, version and licence of each library. The list
/// is held against Cargo's own by `cargo xtask dependencies`.
pub fn libraries() -> impl Iterator<Item = &'static str> {
    std::iter::once("std (Rust): MIT OR Apache-2.0").chain(LIBRARIES.lines())
}

const LIBRARIES: &str = include_str!("../../dependencies.txt");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::state::View;
    use crate::text::{Language, words};

    #[test]
    fn every_step_leads_to_a_part_and_every_term_stands_once() {
        let words = words(Language::Japanese);
        assert!(first_look(words).iter().all(|(part, _)| View::from_code(part).is_some()));
        let names: BTreeSet<&str> = terms(words).iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), terms(words).len());
    }

    #[test]
    fn every_library_has_a_version_and_a_licence() {
        assert!(libraries().any(|library| library.starts_with("evtx v")));
        for library in libraries() {
            let (name, licence) = library.split_once(": ").expect("a licence");
            assert!(name.contains(' ') && !licence.is_empty(), "{library}");
        }
    }
}
