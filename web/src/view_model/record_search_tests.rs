use konseki_core::report::{
    Conclusion, ConclusionCode, Match, RecordRef, RoleResult, SheetResult, TraceResult,
};
use konseki_core::time::Filetime;
use konseki_core::words::{Certainty, EvidenceKind, Outcome, Role, Text};

use super::*;

fn found(offset: u64, fields: &[(&str, &str)]) -> Match {
    let start: Filetime = "2026-03-02T06:00:00Z".parse().expect("a time");
    let time = start.plus_seconds(offset).to_string();
    Match {
        records: vec![RecordRef {
            evidence: "e1".to_owned(),
            record_id: (offset + 7_000_000).to_string(),
            record_number: offset.to_string(),
            offset: offset.to_string(),
            time: time.clone(),
        }],
        time,
        times: Vec::new(),
        time_source: String::new(),
        outside_window: false,
        bound: false,
        absent: Vec::new(),
        contradicted: Vec::new(),
        fields: fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
    }
}

fn trace(id: &str, certainty: Certainty, matches: Vec<Match>) -> TraceResult {
    TraceResult {
        id: id.to_owned(),
        step: String::new(),
        refs: Vec::new(),
        title: Text::default(),
        kind: EvidenceKind::EventLog,
        channel: None,
        event_id: None,
        setting: Vec::new(),
        key_row: false,
        decisive: false,
        outcome: Outcome::Found,
        certainty: Some(certainty),
        reason: None,
        count: 0,
        bound: 0,
        first: None,
        last: None,
        rows: 1,
        rows_recorded: 1,
        matches_kept: 0,
        matches,
        near_misses: Vec::new(),
    }
}

fn report(roles: Vec<(&str, Vec<TraceResult>)>) -> Report {
    let role = |(host, traces): (&str, Vec<TraceResult>)| RoleResult {
        role: Role::Destination,
        host: Some(host.to_owned()),
        conclusion: Conclusion { code: ConclusionCode::SpecificFound, text: Text::default() },
        traces,
    };
    let sheet = SheetResult {
        id: "net-use".to_owned(),
        tool: String::new(),
        roles: roles.into_iter().map(role).collect(),
        sessions: Vec::new(),
        session_count: 0,
        collect_next: Vec::new(),
    };
    Report { sheets: vec![sheet], ..Report::default() }
}

fn sample() -> Report {
    let tanaka = [("SubjectUserName", "TANAKA"), ("ShareName", r"\\*\projects")];
    let by_mail = [("TargetUserName", "tanaka@CORP.EXAMPLE"), ("IpAddress", "::ffff:10.0.0.5")];
    let suzuki = [("User", r"CORP\suzuki"), ("SourceIp", "10.0.0.5"), ("ShareName", "-")];
    report(vec![
        (
            "FS01",
            vec![
                trace("a", Certainty::Consistent, vec![found(3, &tanaka), found(1, &by_mail)]),
                trace(
                    "b",
                    Certainty::Specific,
                    vec![found(3, &[("RelativeTargetName", "計画.xlsx")])],
                ),
            ],
        ),
        ("DC01", vec![trace("a", Certainty::Consistent, vec![found(2, &suzuki)])]),
    ])
}

fn offsets(report: &Report, filter: &RecordFilter) -> Vec<String> {
    let index = RecordIndex::new(report, None);
    let narrowed = narrow(&index, report, filter);
    let query = RecordQuery { filter: filter.clone(), first: 0, rows: 100 };
    let page = page(&index, report, &narrowed, &query);
    page.rows.into_iter().map(|row| row.place.offset).collect()
}

fn by_value(facet: Facet, value: &str) -> RecordFilter {
    let values = BTreeMap::from([(facet, vec![value.to_owned()])]);
    RecordFilter { values, ..RecordFilter::default() }
}

fn by_text(text: &str) -> RecordFilter {
    RecordFilter { text: text.to_owned(), ..RecordFilter::default() }
}

#[test]
fn a_record_that_meets_two_traces_is_one_row_with_the_fields_of_both() {
    let report = sample();
    let index = RecordIndex::new(&report, None);
    assert_eq!(index.entries.len(), 3);
    let row = index.row(&report, &index.entries[2]);
    assert_eq!(row.traces, ["a", "b"]);
    assert!(row.specific && !index.entries[0].specific);
    assert_eq!(row.fields["SubjectUserName"], "TANAKA");
    assert_eq!(row.fields["RelativeTargetName"], "計画.xlsx");
    assert_eq!(row.values[&Facet::Share], ["projects"]);
    assert!(RecordIndex::new(&report, Some("other")).entries.is_empty());
}

#[test]
fn records_stand_in_order_of_time_and_the_order_can_be_turned() {
    let report = sample();
    assert_eq!(offsets(&report, &RecordFilter::default()), ["1", "2", "3"]);
    let turned = RecordFilter { descending: true, ..RecordFilter::default() };
    assert_eq!(offsets(&report, &turned), ["3", "2", "1"]);
    let specific = RecordFilter { specific: true, ..RecordFilter::default() };
    assert_eq!(offsets(&report, &specific), ["3"]);
}

#[test]
fn values_are_compared_in_their_normal_form() {
    let report = sample();
    assert_eq!(offsets(&report, &by_value(Facet::Account, "tanaka")), ["1", "3"]);
    assert_eq!(offsets(&report, &by_value(Facet::Address, "10.0.0.5")), ["1", "2"]);
    let mut both = by_value(Facet::Address, "10.0.0.5");
    both.values.insert(Facet::Account, vec!["suzuki".to_owned(), "nobody".to_owned()]);
    assert_eq!(offsets(&report, &both), ["2"]);
    let nobody = by_value(Facet::Account, "nobody");
    assert_eq!(offsets(&report, &nobody), Vec::<String>::new());
}

#[test]
fn text_is_looked_for_in_fields_values_and_record_ids() {
    let report = sample();
    assert_eq!(offsets(&report, &by_text(" Corp.Example ")), ["1"]);
    assert_eq!(offsets(&report, &by_text("計画")), ["3"]);
    assert_eq!(offsets(&report, &by_text("7000002")), ["2"]);
    assert_eq!(offsets(&report, &by_text("dc01")), ["2"]);
    assert_eq!(offsets(&report, &by_text("nothing of the kind")), Vec::<String>::new());
}

#[test]
fn a_facet_counts_what_each_of_its_values_would_leave() {
    let report = sample();
    let index = RecordIndex::new(&report, None);
    let facets = narrow(&index, &report, &by_value(Facet::Host, "DC01")).facets;
    let of = |facet: Facet| -> Vec<(String, u32)> {
        let values = facets.iter().find(|(one, _)| *one == facet).map(|one| one.1.clone());
        values.unwrap_or_default().into_iter().map(|one| (one.value, one.count)).collect()
    };
    let counted = |value: &str, count| (value.to_owned(), count);
    assert_eq!(of(Facet::Host), [counted("FS01", 2), counted("DC01", 1)]);
    assert_eq!(of(Facet::Account), [counted("suzuki", 1)]);
    assert_eq!(of(Facet::Trace), [counted("a", 1)]);
}

#[test]
fn a_page_is_a_part_of_what_a_filter_leaves() {
    let matches = (0..5_000).map(|n| found(n, &[("IpAddress", "10.0.0.5")])).collect();
    let report = report(vec![("FS01", vec![trace("a", Certainty::Consistent, matches)])]);
    let index = RecordIndex::new(&report, None);
    let narrowed = narrow(&index, &report, &RecordFilter::default());
    let query = RecordQuery { first: 4_990, rows: 300, ..RecordQuery::default() };
    let page = page(&index, &report, &narrowed, &query);
    assert_eq!((page.all, page.shown, page.rows.len()), (5_000, 5_000, 10));
    assert_eq!(page.rows[0].place.offset, "4990");
}

#[test]
fn rare_values_are_offered_when_they_were_chosen() {
    let account = |n: u64| found(n, &[]);
    let mut matches: Vec<Match> = (0..40).map(account).collect();
    for (number, one) in (0..40).zip(&mut matches) {
        one.fields.insert("User".to_owned(), format!("user{}", number % 20));
    }
    let report = report(vec![("FS01", vec![trace("a", Certainty::Consistent, matches)])]);
    let index = RecordIndex::new(&report, None);
    let narrowed = narrow(&index, &report, &by_value(Facet::Account, "user19"));
    let accounts = &narrowed.facets[2];
    assert_eq!(accounts.0, Facet::Account);
    assert_eq!(accounts.1.len(), VALUES_OFFERED + 1);
    assert!(accounts.1.iter().any(|one| one.value == "user19"));
    assert_eq!(narrowed.entries.len(), 2);
}
