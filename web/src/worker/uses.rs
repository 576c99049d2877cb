//! What the case worker knows of uses that the shown report leaves out: pure.

use std::collections::BTreeMap;

use konseki_core::report::{Report, Session};
use konseki_core::words::{Outcome, Role};

use crate::protocol::{Tally, UseAddress, UseDetails, UseRecord};

/// What each use shows of its traces, by sheet and use in the report's order.
pub fn tallies(report: &Report) -> Vec<Vec<Tally>> {
    let sheets = report.sheets.iter();
    sheets.map(|sheet| sheet.sessions.iter().map(tally).collect()).collect()
}

fn tally(session: &Session) -> Tally {
    let mut tally = Tally::default();
    for trace in &session.traces {
        let found = trace.outcome == Outcome::Found;
        tally.found = tally.found.saturating_add(u32::from(found));
        let recordable = found || trace.outcome == Outcome::NotFound;
        tally.recordable = tally.recordable.saturating_add(u32::from(recordable));
    }
    tally
}

/// Host, role and trace for which a record is listed.
type Met<'a> = (&'a str, Role, &'a str);

/// Traces and records of one use; nothing if the report has no such use.
pub fn details(report: &Report, address: &UseAddress) -> UseDetails {
    let sheet = report.sheets.iter().find(|sheet| sheet.id == address.sheet);
    let found = sheet.and_then(|sheet| {
        let session = sheet.sessions.iter().find(|session| session.id == address.id)?;
        Some((sheet, session))
    });
    let Some((sheet, session)) = found else { return UseDetails::default() };
    let mut met: BTreeMap<(&str, &str), Vec<Met<'_>>> = BTreeMap::new();
    for role in &sheet.roles {
        let Some(host) = role.host.as_deref() else { continue };
        for trace in role.traces.iter().filter(|trace| is_of(session, host, &trace.id)) {
            for record in trace.matches.iter().flat_map(|one| &one.records) {
                let place = (record.evidence.as_str(), record.offset.as_str());
                met.entry(place).or_default().push((host, role.role, &trace.id));
            }
        }
    }
    let records = session.matches.iter().map(|record| {
        let met = met.get(&(record.evidence.as_str(), record.offset.as_str()));
        let met = met.map(Vec::as_slice).unwrap_or_default();
        UseRecord {
            record: record.clone(),
            lane: met.first().map(|(host, role, _)| ((*host).to_owned(), *role)),
            traces: met.iter().map(|(_, _, trace)| (*trace).to_owned()).collect(),
        }
    });
    UseDetails { traces: session.traces.clone(), records: records.collect() }
}

/// Whether the use shows this trace on this host.
fn is_of(session: &Session, host: &str, trace: &str) -> bool {
    session.traces.iter().any(|one| one.id == trace && one.host == host && one.count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_case;

    #[test]
    fn the_use_of_the_sample_case_has_its_records_in_three_lanes() {
        let report = sample_case::whole();
        let sheet = &report.sheets[0];
        let interesting = sheet.sessions.iter().min_by_key(|one| one.interest).expect("a use");
        let address = UseAddress { sheet: sheet.id.clone(), id: interesting.id.clone() };
        let details = details(&report, &address);
        assert_eq!(details.traces, interesting.traces);
        assert_eq!(details.records.len(), interesting.matches.len());
        let lanes: std::collections::BTreeSet<_> =
            details.records.iter().filter_map(|record| record.lane.clone()).collect();
        let expected = [
            ("DC01.corp.example".to_owned(), Role::DomainController),
            ("FS01.corp.example".to_owned(), Role::Destination),
            ("WS01.corp.example".to_owned(), Role::Source),
        ];
        assert_eq!(lanes.into_iter().collect::<Vec<_>>(), expected);
        let start = details.records.iter().find(|record| {
            record.traces.iter().any(|trace| trace == "net-use.source.process-start.sysmon-1")
        });
        assert!(start.is_some_and(|record| !record.record.record_id.is_empty()));
        let lost = UseAddress { id: "s0".to_owned(), ..address };
        assert_eq!(super::details(&report, &lost), UseDetails::default());
    }

    #[test]
    fn a_tally_counts_what_was_found_and_what_could_have_been_recorded() {
        let report = sample_case::whole();
        let tallies = tallies(&report);
        assert_eq!(tallies[0].len(), report.sheets[0].sessions.len());
        for (session, tally) in report.sheets[0].sessions.iter().zip(&tallies[0]) {
            let of = |outcome| session.traces.iter().filter(|one| one.outcome == outcome).count();
            assert_eq!(tally.found as usize, of(Outcome::Found));
            let recordable = of(Outcome::Found) + of(Outcome::NotFound);
            assert_eq!(tally.recordable as usize, recordable);
        }
    }
}
