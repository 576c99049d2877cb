//! What to collect or check next, by how much it would decide.

use std::collections::BTreeMap;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Report, RoleResult, TraceResult};
use konseki_core::words::Outcome;

use super::{diagram, format, labels};
use crate::text::{fill, words};

/// Advice that is shown.
const SHOWN: usize = 5;

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to collect or check.
    pub what: String,
    /// How many rows of the sheet it would decide.
    pub decides: String,
    /// For which host in which role.
    pub whose: String,
}

/// At most five, those first that would decide most rows; rows that show success weigh first.
///
/// Only the hosts of the diagram count: advice for every host in every role would be noise.
pub fn collect_next(report: &Report, language: Language, sheet: Option<&str>) -> Vec<Advice> {
    let words = words(language);
    let mut rows: BTreeMap<(String, String), (bool, u64)> = BTreeMap::new();
    for one in diagram::principals(report, sheet) {
        for trace in one.traces.iter().filter(|trace| trace.outcome == Outcome::CannotTell) {
            let Some(what) = advice(trace, language) else { continue };
            let entry = rows.entry((what, whose(one, language))).or_default();
            entry.0 |= trace.decisive;
            entry.1 = entry.1.saturating_add(trace.rows.max(1));
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, (decisive, rows))| std::cmp::Reverse((*decisive, *rows)));
    let advice = |((what, whose), (_, rows)): ((String, String), (bool, u64))| Advice {
        what,
        decides: fill(words.case.decides_rows, &[&format::count(rows)]),
        whose,
    };
    rows.into_iter().take(SHOWN).map(advice).collect()
}

fn advice(trace: &TraceResult, language: Language) -> Option<String> {
    let next = language.of(&trace.reason.as_ref()?.next);
    (!next.is_empty()).then(|| visible(next).into_owned())
}

fn whose(role: &RoleResult, language: Language) -> String {
    let name = labels::role(words(language), role.role);
    match &role.host {
        Some(host) => format!("{name} {}", visible(host)),
        None => name.to_owned(),
    }
}
