//! The case as a picture: the hosts in their roles, and what lies between them.

use konseki_core::export::{Language, visible};
use konseki_core::report::{Report, RoleResult, Session, SheetResult};
use konseki_core::words::Role;

use super::labels;
use super::outcome::{ShownOutcome, Tally, tally};
use crate::protocol::Titles;
use crate::text::words;

/// The picture of one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// Tool or command.
    pub tool: String,
    /// One node per role, in the sheet's order.
    pub nodes: Vec<Node>,
    /// What lies between two roles.
    pub edges: Vec<Edge>,
}

/// A role with the host that plays it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Role.
    pub role: Role,
    /// Its name.
    pub role_name: &'static str,
    /// Host as the report names it.
    pub host: Option<String>,
    /// Host as it is shown, or that there is none.
    pub host_shown: String,
    /// Addresses of the host.
    pub addresses: String,
    /// Conclusion in two or three words.
    pub conclusion: &'static str,
    /// Class of the conclusion.
    pub conclusion_class: &'static str,
    /// One sentence for a report.
    pub sentence: String,
    /// Outcomes of all traces of the role.
    pub tally: Tally,
}

/// What two roles leave of each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Role that stands first in the sheet.
    pub from: Role,
    /// Role that stands later.
    pub to: Role,
    /// Both names with an arrow.
    pub name: String,
    /// Outcomes of the traces of both ends.
    pub tally: Tally,
}

/// A picture for each sheet (or the one that is named).
pub fn diagrams(
    report: &Report,
    titles: &Titles,
    language: Language,
    sheet: Option<&str>,
) -> Vec<Diagram> {
    let sheets = chosen(report, sheet);
    sheets.map(|sheet| diagram(report, sheet, titles, language)).collect()
}

fn chosen<'r>(report: &'r Report, sheet: Option<&'r str>) -> impl Iterator<Item = &'r SheetResult> {
    report.sheets.iter().filter(move |one| sheet.is_none_or(|wanted| one.id == wanted))
}

fn diagram(report: &Report, sheet: &SheetResult, titles: &Titles, language: Language) -> Diagram {
    let principals = principals_of(report, sheet);
    Diagram {
        tool: sheet.tool.clone(),
        nodes: principals.iter().map(|one| node(report, one, language)).collect(),
        edges: edges(sheet, &principals, titles, language),
    }
}

/// One result per role: the host that the user named, else that of the most interesting use, else
/// the strongest conclusion, where a host that no role has yet goes first.
fn principals_of<'r>(report: &Report, sheet: &'r SheetResult) -> Vec<&'r RoleResult> {
    let leading = leading(sheet).map(|(_, use_)| use_);
    let mut principals: Vec<&RoleResult> = Vec::new();
    for result in &sheet.roles {
        if principals.iter().any(|one| one.role == result.role) {
            continue;
        }
        let role = result.role;
        let asked = |one: &RoleResult| {
            report
                .asked
                .roles
                .iter()
                .any(|asked| asked.role == role && one.host.as_ref() == Some(&asked.name))
        };
        let taken = |one: &RoleResult| principals.iter().any(|other| other.host == one.host);
        let candidates = sheet.roles.iter().filter(|one| one.role == role);
        let best = candidates.min_by_key(|one| {
            let named = leading.is_some_and(|use_| plays(use_, one));
            (!asked(one), !named, one.conclusion.code, taken(one))
        });
        principals.extend(best);
    }
    principals
}

/// The use to look at first, with its number: of the period that is asked for, the most interesting,
/// seen from both ends, with the most ties.
pub fn leading(sheet: &SheetResult) -> Option<(usize, &Session)> {
    let ties = |use_: &Session| std::cmp::Reverse(use_.links.len());
    sheet
        .sessions
        .iter()
        .enumerate()
        .min_by_key(|(_, use_)| (use_.outside_window, use_.interest, use_.one_sided, ties(use_)))
}

/// Whether a use names the host as this end of it.
fn plays(use_: &Session, result: &RoleResult) -> bool {
    let name = match result.role {
        Role::Source => "source_host",
        Role::Destination => "destination_host",
        Role::DomainController | Role::Host => return false,
    };
    let hosts = use_.variables.get(name);
    hosts.zip(result.host.as_ref()).is_some_and(|(hosts, host)| hosts.contains(host))
}

fn node(report: &Report, result: &RoleResult, language: Language) -> Node {
    let words = words(language);
    let known = report.hosts.iter().find(|host| Some(&host.name) == result.host.as_ref());
    let addresses = known.map(|host| host.addresses.join(", ")).unwrap_or_default();
    let host_shown = match &result.host {
        Some(host) => visible(host).into_owned(),
        None => words.outcomes.no_host.to_owned(),
    };
    Node {
        role: result.role,
        role_name: labels::role(words, result.role),
        host: result.host.clone(),
        host_shown,
        addresses: visible(&addresses).into_owned(),
        conclusion: labels::conclusion(words, result.conclusion.code),
        conclusion_class: labels::conclusion_class(result.conclusion.code),
        sentence: visible(language.of(&result.conclusion.text)).into_owned(),
        tally: tally(result.traces.iter().map(ShownOutcome::of)),
    }
}

/// Traces of steps with a role at the other end, for each pair of roles of the picture.
fn edges(
    sheet: &SheetResult,
    principals: &[&RoleResult],
    titles: &Titles,
    language: Language,
) -> Vec<Edge> {
    let words = words(language);
    let peer = |result: &RoleResult, step: &str| {
        let title = titles.steps.iter().find(|title| {
            title.sheet == sheet.id && title.role == result.role && title.step == step
        });
        title.and_then(|title| title.peer)
    };
    let mut edges = Vec::new();
    for (position, from) in principals.iter().enumerate() {
        for to in principals.iter().skip(position.saturating_add(1)) {
            let ends = [(from, to.role), (to, from.role)];
            let traces = ends.iter().flat_map(|(end, other)| {
                let between = end.traces.iter();
                between.filter(|trace| peer(end, &trace.step) == Some(*other))
            });
            let tally = tally(traces.map(ShownOutcome::of));
            if !tally.is_empty() {
                let names = [from, to].map(|end| labels::role(words, end.role));
                let name = names.join(" → ");
                edges.push(Edge { from: from.role, to: to.role, name, tally });
            }
        }
    }
    edges
}

#[cfg(test)]
#[path = "diagram_tests.rs"]
mod tests;
