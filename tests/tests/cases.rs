//! Constructed cases against expectations that were written from the sheet before the run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    report::{ConclusionCode, Report, RoleResult},
    words::{Certainty, Outcome, Role},
};
use konseki_tests::{
    cases::{Files, clean, three_hosts},
    evidence::workspace_root,
    flow::read_into,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    evidence: String,
    why: String,
    window: Option<(String, String)>,
    #[serde(default)]
    variables: BTreeMap<String, String>,
    expect: Vec<ExpectedRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedRole {
    host: String,
    role: Role,
    conclusion: ConclusionCode,
    #[serde(default)]
    found: BTreeSet<String>,
    #[serde(default)]
    not_found: BTreeSet<String>,
    #[serde(default)]
    cannot_tell: BTreeSet<String>,
    #[serde(default)]
    specific: BTreeSet<String>,
    #[serde(default)]
    bound: BTreeSet<String>,
    everything_else: Option<Outcome>,
}

/// The files of a case by the name of their builder.
fn evidence(name: &str) -> Files {
    match name {
        "three_hosts" => three_hosts::sample_case(),
        "quiet_workstation" => clean::quiet_workstation(),
        "other_net_commands" => clean::other_net_commands(),
        "boot_set_only" => clean::boot_set_only(),
        other => panic!("no evidence is called {other}"),
    }
}

/// All folders with a `case.toml`, sorted.
fn folders() -> Vec<PathBuf> {
    let children = |path: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
    };
    let sheets = children(&workspace_root().join("tests/cases"));
    let mut cases: Vec<_> = sheets.iter().flat_map(|sheet| children(sheet)).collect();
    cases.sort();
    cases
}

fn settle(expected: &Expected) -> Report {
    let catalog = catalog::builtin().unwrap();
    let mut case = Case::new(&catalog);
    for (path, bytes) in evidence(&expected.evidence) {
        read_into(&mut case, &catalog, &bytes.as_slice(), &path);
    }
    let time = |text: &String| text.parse().unwrap();
    let window = expected.window.as_ref().map(|(from, to)| (time(from), time(to)));
    let variables = expected.variables.clone();
    case.settle(&Question { window, variables, ..Question::default() })
}

/// What differs from the expectations of one role.
fn differences(expected: &ExpectedRole, found: &RoleResult) -> Vec<String> {
    let mut differences = Vec::new();
    if found.conclusion.code != expected.conclusion {
        differences.push(format!("{:?}: {}", found.conclusion.code, found.conclusion.text.en));
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for trace in &found.traces {
        let name = trace.id.splitn(3, '.').nth(2).unwrap();
        known.insert(name);
        let outcome = match () {
            () if expected.found.contains(name) => Some(Outcome::Found),
            () if expected.not_found.contains(name) => Some(Outcome::NotFound),
            () if expected.cannot_tell.contains(name) => Some(Outcome::CannotTell),
            () => expected.everything_else,
        };
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
    let sets = [&expected.found, &expected.not_found, &expected.cannot_tell, &expected.specific];
    let named = sets.into_iter().flatten().filter(|name| !known.contains(name.as_str()));
    differences.extend(named.map(|name| format!("{name}: there is no such trace")));
    differences
}

#[test]
fn cases_give_what_their_sheet_says() {
    let folders = folders();
    assert!(folders.len() >= 5, "cases are missing: {folders:?}");
    let mut failed = Vec::new();
    for folder in folders {
        let name = folder.strip_prefix(workspace_root()).unwrap().display().to_string();
        let text = fs::read_to_string(folder.join("case.toml")).unwrap();
        let expected: Expected =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let report = settle(&expected);
        for role in &expected.expect {
            let mut results = report.sheets.iter().flat_map(|sheet| &sheet.roles);
            let found = results.find(|result| {
                result.role == role.role && result.host.as_deref() == Some(&role.host)
            });
            let found = found.unwrap_or_else(|| panic!("{name}: {} is not judged", role.host));
            let differences = differences(role, found);
            if !differences.is_empty() {
                let list = differences.join("\n  ");
                failed.push(format!("{name} ({}), {}:\n  {list}", expected.why, role.host));
            }
        }
        if name.contains("_clean") {
            let mut traces = report.sheets.iter().flat_map(|s| &s.roles).flat_map(|r| &r.traces);
            assert!(traces.all(|trace| trace.certainty != Some(Certainty::Specific)), "{name}");
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
