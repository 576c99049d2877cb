//! What a `case.toml` expects, and the report that its evidence gives.
//!
//! Contract: expectations are written from the sheet by hand; nothing here writes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use konseki_core::{
    analysis::{Case, Question},
    catalog::Catalog,
    report::{ConclusionCode, Report, RoleResult},
    words::{Outcome, Role},
};
use serde::Deserialize;

use super::by_name;
use crate::{evidence::workspace_root, flow::read_into};

/// A `case.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCase {
    /// Name of the builder.
    pub evidence: String,
    /// What the case is for.
    pub why: String,
    /// What kind of case it is.
    pub class: Class,
    /// The window that is asked for.
    pub window: Option<(String, String)>,
    /// The variables that are given.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Hosts in roles.
    pub expect: Vec<ExpectedRole>,
}

/// Kinds of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The tool was used, and the evidence is whole.
    Positive,
    /// The tool was not used; other activity leaves records.
    Benign,
    /// The tool was used, but a setting was off or evidence is lost.
    Degraded,
}

/// One host in one role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRole {
    /// Full name.
    pub host: String,
    /// Role.
    pub role: Role,
    /// The conclusion.
    pub conclusion: ConclusionCode,
    /// Traces by outcome: `<step>.<kind>`, where `*` stands for anything.
    #[serde(default)]
    pub found: BTreeSet<String>,
    /// As above.
    #[serde(default)]
    pub not_found: BTreeSet<String>,
    /// As above.
    #[serde(default)]
    pub cannot_tell: BTreeSet<String>,
    /// As above.
    #[serde(default)]
    pub not_applicable: BTreeSet<String>,
    /// Of the found ones, those that only the tool leaves.
    #[serde(default)]
    pub specific: BTreeSet<String>,
    /// Of the found ones, those that must be bound.
    #[serde(default)]
    pub bound: BTreeSet<String>,
    /// The outcome of all others.
    pub everything_else: Option<Outcome>,
}

impl ExpectedRole {
    /// The outcome that is expected of a trace; a name in full goes before a pattern.
    pub fn outcome(&self, name: &str) -> Option<Outcome> {
        let lists = [
            (&self.found, Outcome::Found),
            (&self.not_found, Outcome::NotFound),
            (&self.cannot_tell, Outcome::CannotTell),
            (&self.not_applicable, Outcome::NotApplicable),
        ];
        let in_full = lists.iter().find(|(list, _)| list.contains(name));
        let by_pattern = || lists.iter().find(|(list, _)| list.iter().any(|one| fits(one, name)));
        let listed = in_full.or_else(by_pattern).map(|(_, outcome)| *outcome);
        listed.or(self.everything_else)
    }

    /// Entries that fit none of the names.
    pub fn unknown<'a>(&'a self, names: &'a BTreeSet<&str>) -> impl Iterator<Item = &'a str> {
        let lists = [
            &self.found,
            &self.not_found,
            &self.cannot_tell,
            &self.not_applicable,
            &self.specific,
            &self.bound,
        ];
        let entries = lists.into_iter().flatten().map(String::as_str);
        entries.filter(|entry| !names.iter().any(|name| fits(entry, name)))
    }
}

/// Whether a name fits a pattern, in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, behind)) => name.strip_prefix(before).is_some_and(|rest| {
            let mut ends = (0..=rest.len()).filter_map(|at| rest.get(at..));
            ends.any(|rest| fits(behind, rest))
        }),
    }
}

/// A trace's name below its sheet and role.
pub fn short_name(trace_id: &str) -> &str {
    trace_id.splitn(3, '.').nth(2).unwrap_or(trace_id)
}

/// All cases with their folder below the workspace, sorted by it.
///
/// # Panics
/// When a folder or a `case.toml` cannot be read.
pub fn all() -> Vec<(String, ExpectedCase)> {
    let root = workspace_root();
    let mut folders: Vec<PathBuf> =
        children(&root.join("tests/cases")).iter().flat_map(|sheet| children(sheet)).collect();
    folders.sort();
    let read = |folder: &PathBuf| {
        let name = folder.strip_prefix(&root).unwrap_or(folder).display().to_string();
        let text = fs::read_to_string(folder.join("case.toml"));
        let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, expected)
    };
    folders.iter().map(read).collect()
}

fn children(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let paths = entries.map(|entry| entry.unwrap_or_else(|error| panic!("{error}")).path());
    paths.filter(|path| path.is_dir()).collect()
}

impl ExpectedCase {
    /// Reads the evidence and settles the question.
    ///
    /// # Panics
    /// When the window is no time.
    pub fn settle(&self, catalog: &Catalog) -> Report {
        let mut case = Case::new(catalog);
        for (path, bytes) in by_name(&self.evidence) {
            read_into(&mut case, catalog, &bytes.as_slice(), &path);
        }
        let time = |text: &String| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        let window = self.window.as_ref().map(|(from, to)| (time(from), time(to)));
        let variables = self.variables.clone();
        case.settle(&Question { window, variables, ..Question::default() })
    }
}

/// The results of a host in a role.
///
/// # Panics
/// When the host is not judged in the role.
pub fn result<'r>(report: &'r Report, expected: &ExpectedRole) -> &'r RoleResult {
    let mut results = report.sheets.iter().flat_map(|sheet| &sheet.roles);
    let is_meant = |result: &&RoleResult| {
        result.role == expected.role && result.host.as_deref() == Some(&expected.host)
    };
    let found = results.find(is_meant);
    found.unwrap_or_else(|| panic!("{} is not judged as {:?}", expected.host, expected.role))
}
