//! Tests of the sheet's table.

use std::collections::BTreeMap;

use konseki_core::report::{Conclusion, ConclusionCode, Match, Reason, RecordRef, SheetResult};
use konseki_core::words::{Certainty, Outcome, ReasonCode, Text};

use super::*;
use crate::protocol::StepTitle;

fn both(en: &str) -> Text {
    Text { ja: format!("和{en}"), en: en.to_owned() }
}

fn trace(step: &str, number: u32, outcome: Outcome, certainty: Option<Certainty>) -> TraceResult {
    TraceResult {
        id: format!("net-use.source.{step}.security-{number}"),
        step: step.to_owned(),
        refs: vec!["NU-S02".to_owned()],
        title: both("net.exe starts"),
        kind: EvidenceKind::EventLog,
        channel: Some("Security".to_owned()),
        event_id: Some(number),
        setting: vec!["audit.process_creation".to_owned()],
        key_row: false,
        decisive: false,
        outcome,
        certainty,
        reason: None,
        count: 0,
        bound: 0,
        rows: 1,
        rows_recorded: 0,
        first: None,
        last: None,
        matches_kept: 0,
        matches: Vec::new(),
        near_misses: Vec::new(),
    }
}

fn report(traces: Vec<TraceResult>) -> Report {
    let role = RoleResult {
        role: Role::Source,
        host: Some("WS01\u{202e}".to_owned()),
        conclusion: Conclusion { code: ConclusionCode::ConsistentOnly, text: both("Only that.") },
        traces,
    };
    let sheet = SheetResult {
        id: "net-use".to_owned(),
        tool: "net use".to_owned(),
        roles: vec![role],
        sessions: Vec::new(),
        session_count: 0,
        collect_next: Vec::new(),
    };
    Report { sheets: vec![sheet], ..Report::default() }
}

#[test]
fn specific_and_consistent_are_different_words_and_colours() {
    let specific = trace("start", 4688, Outcome::Found, Some(Certainty::Specific));
    let consistent = trace("start", 5156, Outcome::Found, Some(Certainty::Consistent));
    let words = words(Language::English);
    let [one, other] = [&specific, &consistent].map(ShownOutcome::of);
    assert_ne!(one.word(words), other.word(words));
    assert_ne!(one.code(), other.code());
    assert_ne!(one.sign(), other.sign());
    // Nothing known of its certainty is never shown as proof.
    let unknown = trace("start", 1, Outcome::Found, None);
    assert_eq!(ShownOutcome::of(&unknown), ShownOutcome::FoundConsistent);
}

#[test]
fn a_partly_covered_trace_says_so() {
    let mut partly = trace("start", 4688, Outcome::CannotTell, None);
    partly.reason = Some(Reason {
        code: ReasonCode::PartlyCovered,
        parameters: BTreeMap::new(),
        text: both("Half of it."),
        next: both("Collect the rest."),
        intervals: Vec::new(),
        proofs: Vec::new(),
        supplied: Vec::new(),
    });
    assert_eq!(ShownOutcome::of(&partly), ShownOutcome::PartlyCovered);
}

#[test]
fn rows_stand_under_their_steps_in_the_sheets_order() {
    let report = report(vec![
        trace("start", 4688, Outcome::Found, Some(Certainty::Specific)),
        trace("start", 1, Outcome::CannotTell, None),
        trace("end", 4689, Outcome::NotFound, None),
    ]);
    let titles = Titles {
        steps: vec![StepTitle {
            sheet: "net-use".to_owned(),
            role: Role::Source,
            step: "start".to_owned(),
            peer: None,
            title: both("Process starts"),
        }],
        ..Titles::default()
    };
    let roles = roles(&report, &titles, Language::English, None);
    let steps: Vec<_> =
        roles[0].steps.iter().map(|step| (step.title.as_str(), step.rows.len())).collect();
    assert_eq!(steps, [("Process starts", 2), ("End", 1)]);
    assert_eq!(roles[0].steps[0].rows[0].source, "Security 4688");
    assert_eq!(roles[0].steps[0].rows[0].title, "net.exe starts");
    assert_eq!(roles[0].host, "WS01\\u{202e}");
    let tally = [
        (ShownOutcome::FoundSpecific, 1),
        (ShownOutcome::NotFound, 1),
        (ShownOutcome::CannotTell, 1),
    ];
    assert_eq!(roles[0].tally, tally);
}

#[test]
fn a_filter_counts_what_it_hides() {
    let report = report(vec![
        trace("start", 4688, Outcome::Found, Some(Certainty::Specific)),
        trace("end", 4689, Outcome::NotFound, None),
    ]);
    let roles = roles(&report, &Titles::default(), Language::Japanese, Some("net-use"));
    let filter = RowFilter { outcome: Some(ShownOutcome::NotFound), ..RowFilter::default() };
    let (shown, rows, total) = filtered(&roles, &filter);
    assert_eq!((shown[0].steps.len(), rows, total), (1, 1, 2));
    let filter = RowFilter { role: Some(Role::Destination), ..RowFilter::default() };
    assert_eq!(filtered(&roles, &filter), (Vec::new(), 0, 2));
    let filter = RowFilter { kind: Some(EvidenceKind::Prefetch), ..RowFilter::default() };
    assert_eq!(filtered(&roles, &filter), (Vec::new(), 0, 2));
    let filter = RowFilter { kind: Some(EvidenceKind::EventLog), ..RowFilter::default() };
    assert_eq!(filtered(&roles, &filter).1, 2);
    let filter = RowFilter { host: roles[0].host_name.clone(), ..RowFilter::default() };
    assert_eq!(filtered(&roles, &filter).1, 2);
    let filter = RowFilter { host: Some("elsewhere".to_owned()), ..RowFilter::default() };
    assert_eq!(filtered(&roles, &filter), (Vec::new(), 0, 2));
}

#[test]
fn values_of_evidence_are_shown_as_text() {
    let mut found = trace("start", 4688, Outcome::Found, Some(Certainty::Specific));
    found.count = 3;
    found.matches = vec![Match {
        records: vec![RecordRef {
            evidence: "e1".to_owned(),
            record_id: "7".to_owned(),
            record_number: "7".to_owned(),
            offset: "4608".to_owned(),
            time: "2026-01-31T09:00:00.1234567Z".to_owned(),
        }],
        time: "2026-01-31T09:00:00.1234567Z".to_owned(),
        times: Vec::new(),
        time_source: "System/TimeCreated".to_owned(),
        outside_window: true,
        bound: false,
        absent: Vec::new(),
        contradicted: Vec::new(),
        fields: BTreeMap::from([("CommandLine".to_owned(), "net\u{7} <use>".to_owned())]),
    }];
    let report = report(vec![found.clone()]);
    let details = crate::view_model::trace::details(
        &report,
        &Titles::default(),
        Language::English,
        &found,
        None,
    );
    let line = &details.matches[0];
    assert_eq!(line.fields[0].1, "net\\u{7} <use>");
    assert_eq!(line.notes, ["Outside the period"]);
    assert_eq!(line.source, "e1 #7");
    assert_eq!(details.listed, ["1 of 3 records are listed"]);
}
