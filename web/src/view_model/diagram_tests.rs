//! Tests of the picture.

use konseki_core::report::{Conclusion, ConclusionCode, RoleAssignment, RoleResult, SheetResult};
use konseki_core::words::Text;

use super::*;

fn result(role: Role, host: &str, code: ConclusionCode) -> RoleResult {
    let text = Text { ja: "文".to_owned(), en: "Sentence.".to_owned() };
    RoleResult {
        role,
        host: Some(host.to_owned()),
        conclusion: Conclusion { code, text },
        traces: Vec::new(),
    }
}

fn report() -> Report {
    let roles = vec![
        result(Role::Source, "DC", ConclusionCode::CannotTell),
        result(Role::Source, "PC", ConclusionCode::SuccessShown),
        result(Role::Destination, "DC", ConclusionCode::CannotTell),
        result(Role::Destination, "PC", ConclusionCode::CannotTell),
        result(Role::DomainController, "DC", ConclusionCode::ConsistentOnly),
    ];
    let sheet = SheetResult {
        id: "net-use".to_owned(),
        tool: "net use".to_owned(),
        roles,
        sessions: Vec::new(),
        session_count: 0,
        collect_next: Vec::new(),
    };
    Report { sheets: vec![sheet], ..Report::default() }
}

fn hosts(report: &Report) -> Vec<String> {
    let diagrams = diagrams(report, &Titles::default(), Language::English, None);
    diagrams[0].nodes.iter().map(|node| node.host_shown.clone()).collect()
}

#[test]
fn the_strongest_conclusion_plays_the_role_and_no_host_two_if_another_can() {
    assert_eq!(hosts(&report()), ["PC", "DC", "DC"]);
}

#[test]
fn the_user_names_the_host_of_a_role() {
    let mut report = report();
    report.asked.roles = vec![RoleAssignment { name: "DC".to_owned(), role: Role::Source }];
    assert_eq!(hosts(&report), ["DC", "PC", "DC"]);
}

#[test]
fn an_unknown_sheet_has_no_picture() {
    assert_eq!(diagrams(&report(), &Titles::default(), Language::Japanese, Some("x")), []);
}
