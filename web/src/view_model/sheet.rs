//! The sheet as a table by role and host, and what stands behind each of its rows.

use std::rc::Rc;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Report, RoleResult, TraceResult};
use konseki_core::words::{EvidenceKind, Role};

use super::outcome::{ShownOutcome, Tally, tally};
use super::{format, labels};
use crate::protocol::{Titles, TraceAddress};
use crate::text::{Words, words};

/// One role on one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleView {
    /// Tells it from the others, so that a table stays the same while others come.
    pub key: String,
    /// Role, for the filter.
    pub role: Role,
    /// Its name.
    pub role_name: &'static str,
    /// Host as the report names it, for the filter.
    pub host_name: Option<String>,
    /// Host name, or that there is none.
    pub host: String,
    /// Conclusion in two or three words.
    pub conclusion: &'static str,
    /// Class of the conclusion.
    pub conclusion_class: &'static str,
    /// One sentence for a report.
    pub sentence: String,
    /// Outcomes of its traces.
    pub tally: Tally,
    /// Rows by step, in the sheet's order.
    pub steps: Vec<StepView>,
}

impl RoleView {
    /// Whether a trace is one of its rows.
    pub fn holds(&self, address: &TraceAddress) -> bool {
        self.steps.iter().flat_map(|step| &step.rows).any(|row| row.address == *address)
    }
}

/// Rows of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Title of the step.
    pub title: String,
    /// Its traces.
    pub rows: Vec<TraceRow>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceRow {
    /// Which trace.
    pub address: TraceAddress,
    /// Title.
    pub title: String,
    /// Kind of evidence, for the filter.
    pub kind: EvidenceKind,
    /// Channel and event id, or the kind of evidence.
    pub source: String,
    /// Full name of the channel.
    pub channel: String,
    /// The sheet names it as showing success.
    pub decisive: bool,
    /// The sheet marks it.
    pub key_row: bool,
    /// Outcome.
    pub outcome: ShownOutcome,
    /// Its word.
    pub word: &'static str,
    /// Number of records, empty for none.
    pub count: String,
    /// Time of the first and last record, to the second; and with all digits.
    pub times: [(String, String); 2],
    /// Why, in one sentence.
    pub reason: String,
}

/// Whether a row is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Only this outcome.
    pub outcome: Option<ShownOutcome>,
    /// Only this role.
    pub role: Option<Role>,
    /// Only this kind of evidence.
    pub kind: Option<EvidenceKind>,
    /// Only this host, as the report names it. It comes from evidence: no link carries it.
    pub host: Option<String>,
}

impl RowFilter {
    fn lets_role_through(&self, role: &RoleView) -> bool {
        self.role.is_none_or(|wanted| role.role == wanted)
            && (self.host.is_none() || self.host == role.host_name)
    }

    fn lets_through(&self, row: &TraceRow) -> bool {
        self.outcome.is_none_or(|wanted| row.outcome == wanted)
            && self.kind.is_none_or(|wanted| row.kind == wanted)
    }
}

/// All roles of a sheet's result (of all sheets, if `sheet` names none).
pub fn roles(
    report: &Report,
    titles: &Titles,
    language: Language,
    sheet: Option<&str>,
) -> Vec<Rc<RoleView>> {
    let sheets = report.sheets.iter().filter(|one| sheet.is_none_or(|wanted| one.id == wanted));
    let mut views = Vec::new();
    for sheet in sheets {
        let mut roles: Vec<_> = sheet.roles.iter().enumerate().collect();
        // The sheet's order of roles; among the hosts of one role the strongest conclusion first.
        let place = |role| sheet.roles.iter().position(|one| one.role == role);
        roles.sort_by_key(|(number, one)| (place(one.role), one.conclusion.code, *number));
        views.extend(
            roles.iter().map(|(_, role)| Rc::new(role_view(&sheet.id, role, titles, language))),
        );
    }
    views
}

/// A title at the beginning of a line; names of programs stay as they are.
pub fn capitalised(language: Language, title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    if language == Language::Japanese || !first.chars().all(char::is_alphabetic) {
        return title.to_owned();
    }
    let mut letters = title.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn role_view(sheet: &str, result: &RoleResult, titles: &Titles, language: Language) -> RoleView {
    let words = words(language);
    let host = result.host.as_deref().map(|host| visible(host).into_owned());
    RoleView {
        key: format!("{sheet} {:?} {:?}", result.role, result.host),
        role: result.role,
        role_name: labels::role(words, result.role),
        host_name: result.host.clone(),
        host: host.unwrap_or_else(|| words.outcomes.no_host.to_owned()),
        conclusion: labels::conclusion(words, result.conclusion.code),
        conclusion_class: labels::conclusion_class(result.conclusion.code),
        sentence: visible(language.of(&result.conclusion.text)).into_owned(),
        tally: tally(result.traces.iter().map(ShownOutcome::of)),
        steps: steps(sheet, result, titles, language),
    }
}

fn steps(sheet: &str, result: &RoleResult, titles: &Titles, language: Language) -> Vec<StepView> {
    let mut steps: Vec<(&str, StepView)> = Vec::new();
    for trace in &result.traces {
        let row = row(sheet, result, trace, language);
        match steps.last_mut().filter(|(step, _)| *step == trace.step) {
            Some((_, step)) => step.rows.push(row),
            None => {
                let title = titles.steps.iter().find(|one| {
                    one.sheet == sheet && one.role == result.role && one.step == trace.step
                });
                let title = title.map_or(trace.step.as_str(), |one| language.of(&one.title));
                let step = StepView { title: capitalised(language, title), rows: vec![row] };
                steps.push((trace.step.as_str(), step));
            }
        }
    }
    steps.into_iter().map(|(_, step)| step).collect()
}

fn row(sheet: &str, result: &RoleResult, trace: &TraceResult, language: Language) -> TraceRow {
    let words = words(language);
    let outcome = ShownOutcome::of(trace);
    let time = |time: &Option<String>| {
        let time = time.as_deref().unwrap_or_default();
        (format::to_the_second(time), format::exact(time))
    };
    let reason = trace.reason.as_ref().map(|reason| language.of(&reason.text));
    TraceRow {
        address: TraceAddress {
            sheet: sheet.to_owned(),
            role: result.role,
            host: result.host.clone(),
            trace: trace.id.clone(),
        },
        title: capitalised(language, language.of(&trace.title)),
        kind: trace.kind,
        source: source(words, trace),
        channel: trace.channel.clone().unwrap_or_default(),
        decisive: trace.decisive,
        key_row: trace.key_row,
        outcome,
        word: outcome.word(words),
        count: if trace.count == 0 { String::new() } else { format::count(trace.count) },
        times: [time(&trace.first), time(&trace.last)],
        reason: visible(reason.unwrap_or_default()).into_owned(),
    }
}

/// Channel and event id of a trace, or its kind of evidence.
pub fn source(words: &Words, trace: &TraceResult) -> String {
    match (&trace.channel, trace.event_id) {
        (Some(channel), Some(id)) => format!("{} {id}", labels::channel(channel)),
        (Some(channel), None) => labels::channel(channel).to_owned(),
        (None, _) => match trace.kind {
            EvidenceKind::EventLog => trace.id.clone(),
            kind => labels::kind(words, kind).to_owned(),
        },
    }
}

/// The trace at an address.
pub fn find<'r>(report: &'r Report, address: &TraceAddress) -> Option<&'r TraceResult> {
    let sheet = report.sheets.iter().find(|sheet| sheet.id == address.sheet)?;
    let same = |role: &&RoleResult| role.role == address.role && role.host == address.host;
    let role = sheet.roles.iter().find(same)?;
    role.traces.iter().find(|trace| trace.id == address.trace)
}

/// The rows that a filter lets through, and how many there are in all.
pub fn filtered(roles: &[Rc<RoleView>], filter: &RowFilter) -> (Vec<Rc<RoleView>>, usize, usize) {
    let rows = |roles: &[Rc<RoleView>]| {
        roles.iter().flat_map(|role| &role.steps).map(|step| step.rows.len()).sum::<usize>()
    };
    let mut shown: Vec<_> =
        roles.iter().filter(|role| filter.lets_role_through(role)).cloned().collect();
    if filter.outcome.is_some() || filter.kind.is_some() {
        for role in &mut shown {
            let role = Rc::make_mut(role);
            for step in &mut role.steps {
                step.rows.retain(|row| filter.lets_through(row));
            }
            role.steps.retain(|step| !step.rows.is_empty());
        }
        shown.retain(|role| !role.steps.is_empty());
    }
    let numbers = (rows(&shown), rows(roles));
    (shown, numbers.0, numbers.1)
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
