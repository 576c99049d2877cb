//! Tests of the table of uses.

use std::collections::BTreeMap;

use konseki_core::report::ConclusionCode;

use super::*;

fn session(id: &str, interest: Interest, host: &str, first: &str) -> Session {
    let one = |text: &str| vec![text.to_owned()];
    Session {
        id: id.to_owned(),
        conclusion: ConclusionCode::SpecificFound,
        interest,
        one_sided: false,
        variables: BTreeMap::from([
            ("destination_host".to_owned(), one(host)),
            ("destination_address".to_owned(), one("10.0.20.5")),
            ("account".to_owned(), one("tanaka\u{202e}")),
        ]),
        first: first.to_owned(),
        last: first.to_owned(),
        outside_window: false,
        traces: Vec::new(),
        matches: Vec::new(),
        links: Vec::new(),
        clock_offset: None,
        controller_clock_offsets: Vec::new(),
    }
}

fn case() -> (Report, [Vec<Tally>; 1]) {
    let sessions = vec![
        session("s1", Interest::Low, "DC01", "2026-03-02T06:00:00.0000001Z"),
        session("s2", Interest::High, "FS01", "2026-03-02T09:00:00.0000000Z"),
        session("s3", Interest::High, "FS02", "2026-03-02T08:00:00.0000000Z"),
    ];
    let sheet = SheetResult {
        id: "net-use".to_owned(),
        tool: "net use".to_owned(),
        roles: Vec::new(),
        session_count: 3,
        sessions,
        collect_next: Vec::new(),
    };
    let report = Report { sheets: vec![sheet], ..Report::default() };
    let tallies = [vec![Tally { found: 7, recordable: 9 }]];
    (report, tallies)
}

fn sample() -> Vec<UseRow> {
    let (report, tallies) = case();
    rows(&report, &tallies, Language::English, None)
}

#[test]
fn a_row_names_both_ends_and_what_could_have_been_recorded() {
    let rows = sample();
    assert_eq!(rows[0].source, "Unknown");
    assert_eq!(rows[0].destination, "DC01 (10.0.20.5)");
    assert_eq!(rows[0].tally_text, "7 of 9 that could have been recorded");
    assert_eq!(rows[0].account, "tanaka\\u{202e}", "hidden characters are made visible");
    assert_eq!(rows[0].first.1, "2026-03-02 06:00:00.0000001");
}

#[test]
fn the_most_interesting_come_first_and_time_settles_the_rest() {
    let rows = sample();
    let all = shown(&rows, &UseFilter::default(), UseColumn::Interest, false);
    assert_eq!(all, [2, 1, 0]);
    let turned = shown(&rows, &UseFilter::default(), UseColumn::Interest, true);
    assert_eq!(turned, [0, 2, 1]);
    let high = UseFilter { text: " fs0 ".to_owned(), least: Interest::High };
    assert_eq!(shown(&rows, &high, UseColumn::First, false), [2, 1]);
    let none = UseFilter { text: "elsewhere".to_owned(), least: Interest::Low };
    assert!(shown(&rows, &none, UseColumn::First, false).is_empty());
}

#[test]
fn what_is_looked_at_first_is_of_high_interest_and_of_the_period() {
    let (mut report, tallies) = case();
    let leading = |report: &Report| {
        let found = leading(report, &tallies, Language::English, Some("net-use"));
        found.map(|(row, all)| (row.address.id, all))
    };
    assert_eq!(leading(&report), Some(("s2".to_owned(), 2)));
    report.sheets[0].sessions[1].outside_window = true;
    assert_eq!(leading(&report), Some(("s3".to_owned(), 2)));
    report.sheets[0].sessions.truncate(1);
    assert_eq!(leading(&report), None);
}
