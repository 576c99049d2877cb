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
