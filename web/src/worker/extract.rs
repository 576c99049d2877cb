//! What the case worker takes out of a report and the catalog for the page: pure.

use std::mem::take;

use konseki_core::analysis::SourceFindings;
use konseki_core::analysis::{Planned, Unit};
use konseki_core::catalog::Catalog;
use konseki_core::error::WarningCode;
use konseki_core::report::{Match, Report, Session, TraceResult};

use crate::protocol::{MATCHES_SHOWN, StepTitle, Titles, TraceAddress};

/// The report with the first [`MATCHES_SHOWN`] matches of each trace, and without the records of
/// each use: what the page holds.
///
/// The long lists stand aside while the rest is copied: there may be a million records. The report
/// is what it was when this returns.
pub fn shown(report: &mut Report) -> Report {
    let rest = |list: &mut Vec<Match>| list.split_off(list.len().min(MATCHES_SHOWN));
    let matches: Vec<[Vec<Match>; 2]> = traces(report)
        .map(|trace| [rest(&mut trace.matches), rest(&mut trace.near_misses)])
        .collect();
    let sessions: Vec<_> = sessions(report)
        .map(|session| (take(&mut session.traces), take(&mut session.matches)))
        .collect();
    let shown = report.clone();
    for (trace, [found, missed]) in traces(report).zip(matches) {
        trace.matches.extend(found);
        trace.near_misses.extend(missed);
    }
    for (session, (traces, matches)) in self::sessions(report).zip(sessions) {
        (session.traces, session.matches) = (traces, matches);
    }
    shown
}

fn traces(report: &mut Report) -> impl Iterator<Item = &mut TraceResult> {
    let roles = report.sheets.iter_mut().flat_map(|sheet| &mut sheet.roles);
    roles.flat_map(|role| &mut role.traces)
}

fn sessions(report: &mut Report) -> impl Iterator<Item = &mut Session> {
    report.sheets.iter_mut().flat_map(|sheet| &mut sheet.sessions)
}

/// All matches that the report keeps of a trace.
pub fn matches(report: &Report, address: &TraceAddress) -> Vec<Match> {
    let sheets = report.sheets.iter().filter(|sheet| sheet.id == address.sheet);
    let mut roles = sheets.flat_map(|sheet| &sheet.roles);
    let role = roles.find(|role| role.role == address.role && role.host == address.host);
    let trace = role.and_then(|role| role.traces.iter().find(|trace| trace.id == address.trace));
    trace.map(|trace| trace.matches.clone()).unwrap_or_default()
}

/// Titles of steps and settings, and other causes of consistent traces.
pub fn titles(catalog: &Catalog) -> Titles {
    let steps = catalog.sheets.iter().flat_map(|sheet| {
        sheet.steps.iter().map(|step| StepTitle {
            sheet: sheet.id.clone(),
            role: step.role,
            step: step.id.clone(),
            peer: step.peer,
            title: step.title.clone(),
        })
    });
    let settings = &catalog.settings;
    let benign = catalog.traces.iter().filter(|trace| !trace.benign.is_empty());
    Titles {
        steps: steps.collect(),
        settings: settings.iter().map(|one| (one.id.clone(), one.title.clone())).collect(),
        benign: benign.map(|trace| (trace.id.clone(), trace.benign.clone())).collect(),
    }
}

/// Findings of a unit that was given up: a warning at its beginning.
pub fn not_read(unit: &Unit, message: &str) -> SourceFindings {
    let (offset, message) = match unit {
        Unit::Segment { offset, length } => {
            (*offset, format!("{length} bytes were not read: {message}"))
        }
        Unit::Whole => (0, format!("not read to the end: {message}")),
    };
    let mut findings = SourceFindings::default();
    findings.warnings.push(WarningCode::NotReadWhole, offset, message);
    findings
}

/// A file that was given up before it was known what it is.
pub fn not_opened(path: &str, size: u64, message: &str) -> Planned {
    let mut planned = Planned { path: path.to_owned(), size, ..Planned::default() };
    let message = format!("not opened: {message}");
    planned.opening.warnings.push(WarningCode::NotReadWhole, 0, message);
    planned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_gets_short_lists_and_the_report_keeps_its_own() {
        let mut report = crate::sample_case::whole();
        let before = report.clone();
        let shown = shown(&mut report);
        assert_eq!(report, before);
        let longest = |report: &mut Report| traces(report).map(|one| one.matches.len()).max();
        assert!(longest(&mut report) > Some(MATCHES_SHOWN));
        let mut cut = shown;
        assert_eq!(longest(&mut cut), Some(MATCHES_SHOWN));
        assert!(sessions(&mut cut).all(|one| one.matches.is_empty() && one.traces.is_empty()));
        assert_eq!(cut.evidence, before.evidence);
    }

    #[test]
    fn what_was_not_read_is_told_with_its_place() {
        let findings = not_read(&Unit::Segment { offset: 4_096, length: 65_536 }, "it stopped");
        let groups: Vec<_> = findings.warnings.groups().collect();
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].0, WarningCode::NotReadWhole);
        assert_eq!(groups[0].2[0], (4_096, "65536 bytes were not read: it stopped".to_owned()));
    }
}
