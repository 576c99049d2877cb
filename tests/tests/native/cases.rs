//! Constructed cases against expectations that were written from the sheet before the run.

use std::collections::BTreeSet;

use konseki_core::{catalog, report::RoleResult, words::Certainty};
use konseki_tests::cases::expected::{self, Class, ExpectedRole, short_name};

/// What differs from the expectations of one role.
fn differences(expected: &ExpectedRole, found: &RoleResult) -> Vec<String> {
    let mut differences = Vec::new();
    if found.conclusion.code != expected.conclusion {
        differences.push(format!("{:?}: {}", found.conclusion.code, found.conclusion.text.en));
    }
    for trace in &found.traces {
        let name = short_name(&trace.id);
        let outcome = expected.outcome(name);
        if Some(trace.outcome) != outcome {
            let reason = trace.reason.as_ref().map(|reason| &reason.text.en);
            let said = format!("{:?} instead of {outcome:?} {reason:?}", trace.outcome);
            differences.push(format!("{name}: {said}"));
        }
        let is_specific = trace.certainty == Some(Certainty::Specific);
        if is_specific != expected.specific.contains(name) {
            differences.push(format!("{name}: certainty {:?}", trace.certainty));
        }
        if trace.bound == 0 && expected.bound.contains(name) {
            differences.push(format!("{name}: no match is bound"));
        }
    }
    let names: BTreeSet<&str> = found.traces.iter().map(|trace| short_name(&trace.id)).collect();
    let unknown = expected.unknown(&names);
    differences.extend(unknown.map(|name| format!("{name}: there is no such trace")));
    differences
}

#[test]
fn cases_give_what_their_sheet_says() {
    let catalog = catalog::builtin().unwrap();
    let cases = expected::all();
    assert!(cases.len() >= 30, "cases are missing: {}", cases.len());
    let mut failed = Vec::new();
    for (name, case) in cases {
        let report = case.settle(&catalog);
        for role in &case.expect {
            let differences = differences(role, expected::result(&report, role));
            if !differences.is_empty() {
                let list = differences.join("\n  ");
                failed.push(format!("{name} ({}), {}:\n  {list}", case.why, role.host));
            }
        }
        if case.class == Class::Benign {
            let mut traces = report.sheets.iter().flat_map(|s| &s.roles).flat_map(|r| &r.traces);
            assert!(traces.all(|trace| trace.certainty != Some(Certainty::Specific)), "{name}");
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
