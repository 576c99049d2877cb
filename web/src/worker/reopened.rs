//! A report that is opened again, and its comparison with what its evidence shows now: pure.

use std::collections::{BTreeMap, BTreeSet};

use konseki_core::export;
use konseki_core::report::{Report, SCHEMA, TraceResult};
use konseki_core::words::Outcome;

use crate::protocol::{Comparison, TraceAddress, VerdictDifference};

/// Largest report that is opened again, in bytes.
pub const LARGEST: u64 = 512 << 20;

/// Whether a file begins as a report does.
pub fn is_report(path: &str, beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    path.to_lowercase().ends_with(".json")
        && text.starts_with('{')
        && text.contains("konseki.report/")
}

/// Reads a report.
///
/// # Errors
/// When it is no JSON of a report, or one of another version of the contract.
pub fn read(bytes: &[u8]) -> Result<Report, String> {
    let report: Report = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if report.schema == SCHEMA {
        Ok(report)
    } else {
        Err(format!("a report of the form {} cannot be opened, only {SCHEMA}", report.schema))
    }
}

/// What of a report is the same now.
pub fn compare(before: &Report, now: &Report) -> Comparison {
    let hashes = |report: &Report| -> BTreeSet<String> {
        let hashes = report.evidence.iter().map(|one| one.sha256.clone());
        hashes.filter(|hash| !hash.is_empty()).collect()
    };
    let beyond = |report: &Report, known: &BTreeSet<String>| -> Vec<String> {
        let hashed = report.evidence.iter().filter(|one| !one.sha256.is_empty());
        hashed.filter(|one| !known.contains(&one.sha256)).map(|one| one.path.clone()).collect()
    };
    let (missing, new) = (beyond(before, &hashes(now)), beyond(now, &hashes(before)));
    let evidence_all = before.evidence.iter().filter(|one| !one.sha256.is_empty()).count();
    let (then, verdicts) = (verdicts(before), verdicts(now));
    let mut differences = Vec::new();
    for (key, (address, was)) in &then {
        let is = verdicts.get(key).map(|(_, is)| *is);
        if is != Some(*was) {
            let trace = address.clone();
            differences.push(VerdictDifference { trace, before: *was, now: is });
        }
    }
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Comparison {
        identical: export::json(before) == export::json(now),
        same_tool: before.tool == now.tool,
        same_catalog: before.catalog == now.catalog,
        evidence_same: count(evidence_all.saturating_sub(missing.len())),
        evidence_all: count(evidence_all),
        evidence_missing: missing,
        evidence_new: new,
        verdicts_same: count(then.len().saturating_sub(differences.len())),
        verdicts_all: count(then.len()),
        differences,
    }
}

/// Outcome and records of a trace.
type Verdict = (Outcome, u64);

fn verdicts(report: &Report) -> BTreeMap<String, (TraceAddress, Verdict)> {
    let mut verdicts = BTreeMap::new();
    for sheet in &report.sheets {
        for role in &sheet.roles {
            for trace in &role.traces {
                let address = TraceAddress {
                    sheet: sheet.id.clone(),
                    role: role.role,
                    host: role.host.clone(),
                    trace: trace.id.clone(),
                };
                verdicts.insert(format!("{address:?}"), (address, verdict(trace)));
            }
        }
    }
    verdicts
}

fn verdict(trace: &TraceResult) -> Verdict {
    (trace.outcome, trace.count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_case;

    #[test]
    fn a_report_is_the_same_as_what_its_evidence_shows() {
        let report = sample_case::whole();
        let bytes = export::json(&report);
        assert!(is_report("report.json", &bytes[..64]));
        assert!(!is_report("report.evtx", &bytes[..64]));
        let again = read(&bytes).expect("is a report");
        let comparison = compare(&again, &report);
        assert!(comparison.identical && comparison.same_tool && comparison.same_catalog);
        assert_eq!(comparison.evidence_same, comparison.evidence_all);
        assert!(comparison.verdicts_all > 50);
        assert_eq!(comparison.verdicts_same, comparison.verdicts_all);
        assert_eq!(comparison.differences, Vec::new());
    }

    #[test]
    fn evidence_that_is_missing_is_named_with_the_verdicts_that_change() {
        let (before, now) = (sample_case::whole(), sample_case::without("FS01"));
        let comparison = compare(&before, &now);
        assert!(!comparison.identical);
        assert!(!comparison.evidence_missing.is_empty());
        assert!(comparison.evidence_missing.iter().all(|path| path.contains("FS01")));
        assert!(comparison.evidence_same < comparison.evidence_all);
        assert_eq!(comparison.evidence_new, Vec::<String>::new());
        let lost = comparison.differences.iter().find(|one| one.before.0 == Outcome::Found);
        assert!(lost.is_some_and(|one| one.now.is_none_or(|now| now.0 != Outcome::Found)));
        let back = compare(&now, &before);
        assert!(back.evidence_new.iter().all(|path| path.contains("FS01")));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(read(b"{}").is_err());
        let mut other = sample_case::whole();
        other.schema = "konseki.report/9".to_owned();
        assert!(read(&export::json(&other)).is_err_and(|error| error.contains("report/9")));
    }
}
