//! What to collect or check next, put together from the reasons of all traces.
//!
//! Contract: one step for each thing to do, whatever the number of hosts and traces that wait for
//! it; ranked by how many rows it would decide. The same for any order of evidence.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    limits,
    report::{NextStep, NextTarget, RoleResult, TraceResult},
    words::{Outcome, Text},
};

/// A step while it grows.
#[derive(Default)]
struct Waiting<'r> {
    targets: BTreeSet<NextTarget>,
    traces: BTreeSet<&'r str>,
    rows: BTreeSet<&'r str>,
    /// Rows on each host.
    decides: BTreeSet<(Option<&'r str>, &'r str)>,
}

/// Whether something remains to be learned: it cannot be told, or what is found leaves a question.
fn is_open(trace: &TraceResult) -> bool {
    matches!(trace.outcome, Outcome::CannotTell | Outcome::Found)
}

/// The steps of a sheet: those that would decide most rows first, then by their words.
pub(super) fn next_steps(roles: &[RoleResult]) -> Vec<NextStep> {
    let mut steps: BTreeMap<(&str, &str), Waiting<'_>> = BTreeMap::new();
    for role in roles {
        for trace in role.traces.iter().filter(|trace| is_open(trace)) {
            let Some(reason) = trace.reason.as_ref() else { continue };
            if reason.next.en.is_empty() {
                continue;
            }
            let host = role.host.as_deref();
            let step = steps.entry((&reason.next.en, &reason.next.ja)).or_default();
            step.targets.insert(NextTarget { host: role.host.clone(), role: role.role });
            step.traces.insert(&trace.id);
            step.rows.extend(trace.refs.iter().map(String::as_str));
            step.decides.extend(trace.refs.iter().map(|row| (host, row.as_str())));
        }
    }
    let owned = |set: BTreeSet<&str>| set.into_iter().map(str::to_owned).collect();
    let mut steps: Vec<NextStep> = steps
        .into_iter()
        .map(|((en, ja), step)| NextStep {
            text: Text { ja: ja.to_owned(), en: en.to_owned() },
            targets: step.targets.into_iter().collect(),
            decides: u64::try_from(step.decides.len()).unwrap_or(u64::MAX),
            rows: owned(step.rows),
            traces: owned(step.traces),
        })
        .collect();
    // A stable sort: the same count keeps the order of the words.
    steps.sort_by_key(|step| std::cmp::Reverse(step.decides));
    steps.truncate(limits::NEXT_STEPS);
    steps
}
