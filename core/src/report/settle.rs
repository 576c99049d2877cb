//! From the findings of a case to its report.
//!
//! Contract: a pure function; the order of sources does not matter, because they are put in order
//! of (path, SHA-256) first.

use super::{
    Asked, CatalogRevision, Host, HostRole, Question, Report, SCHEMA, SheetResult, Tool, evidence,
    hosts,
};
use crate::{
    catalog::{Catalog, Sheet},
    coverage::{self, HostCoverage, HostNumber},
    scan::{Rules, case::Source},
    verdict::{self, Context},
};

/// The report on a case: hosts, coverage and the outcome of every trace, for what is asked.
///
/// ```
/// use konseki_core::{catalog, report::{Question, settle}};
/// let catalog = catalog::builtin().unwrap();
/// let report = settle(&catalog, &[], &Question::default());
/// assert_eq!(report.schema, "konseki.report/1");
/// assert_eq!(report.sheets[0].roles[0].host, None, "no evidence, no host");
/// ```
pub fn settle(catalog: &Catalog, sources: &[Source], question: &Question) -> Report {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| {
        let key = |source: &Source| (source.findings.sha256, source.size, source.kind);
        a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b)))
    });
    let rules = Rules::new(catalog);
    let hosts = coverage::identify(&sources, question);
    let numbers = (0..hosts.list.len()).map(HostNumber);
    let by_host: Vec<HostCoverage<'_>> =
        numbers.map(|number| coverage::cover(&sources, &hosts, Some(number), &rules)).collect();
    let unassigned = coverage::cover(&sources, &hosts, None, &rules);
    let addresses = verdict::addresses(catalog, rules.matchers(), &by_host);
    let context = Context {
        catalog,
        sources: &sources,
        hosts: &hosts,
        coverage: &by_host,
        unassigned: &unassigned,
        addresses: &addresses,
        matchers: rules.matchers(),
        question,
    };
    let mut roles = verdict::HostRoles::new();
    let sheets: Vec<SheetResult> = asked_sheets(catalog, question)
        .into_iter()
        .map(|sheet| verdict::judge_sheet(&context, sheet, &mut roles))
        .collect();
    let hosts: Vec<Host> = by_host
        .iter()
        .enumerate()
        .map(|(number, covered)| {
            let roles = roles.remove(&HostNumber(number)).unwrap_or_default();
            let roles = roles.into_iter().map(|(role, basis)| HostRole { role, basis }).collect();
            hosts::host(&context, HostNumber(number), covered, roles)
        })
        .collect();
    Report {
        schema: SCHEMA.to_owned(),
        tool: Tool { name: "konseki".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        catalog: CatalogRevision {
            revision: catalog.revision.clone(),
            sha256: catalog.sha256.clone(),
        },
        asked: asked(question),
        evidence: evidence::list(&context, &hosts),
        hosts,
        sheets,
    }
}

/// The question as the report repeats it, lists in order.
fn asked(question: &Question) -> Asked {
    let mut hosts = question.hosts.clone();
    hosts.sort();
    let mut roles = question.roles.clone();
    roles.sort();
    let sheets = question.sheets.join(",");
    Asked {
        window: question.window.map(|(from, to)| verdict::time_span(from, to)),
        variables: question.variables.clone(),
        hosts,
        roles,
        statements: question.statements.clone(),
        options: (!sheets.is_empty()).then(|| ("sheets".to_owned(), sheets)).into_iter().collect(),
    }
}

/// Sheets in order of their ids: those that are named, or all.
fn asked_sheets<'c>(catalog: &'c Catalog, question: &Question) -> Vec<&'c Sheet> {
    let is_asked =
        |sheet: &&Sheet| question.sheets.is_empty() || question.sheets.contains(&sheet.id);
    let mut sheets: Vec<&Sheet> = catalog.sheets.iter().filter(is_asked).collect();
    sheets.sort_by(|a, b| a.id.cmp(&b.id));
    sheets
}
