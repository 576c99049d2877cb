//! Tests of the question.

use konseki_core::report::Host;

use super::*;
use crate::text::{Language, words};

fn report() -> Report {
    let host = Host {
        name: "WS01.corp.example".to_owned(),
        aliases: Vec::new(),
        alias_times: Vec::new(),
        time_zones: Vec::new(),
        addresses: vec!["10.0.0.5".to_owned()],
        roles: Vec::new(),
        coverage: Vec::new(),
    };
    Report { hosts: vec![host], ..Report::default() }
}

fn typed(source: &str, from: &str, to: &str) -> Typed {
    let mut typed = Typed { from: from.to_owned(), to: to.to_owned(), ..Typed::default() };
    typed.variables[0] = source.to_owned();
    typed
}

#[test]
fn what_is_typed_comes_back() {
    let typed = typed("ws01", "2026-01-31T09:00", "2026-01-31T10:00:30");
    let question = typed.question(&report(), &Question::default()).unwrap();
    assert_eq!(question.variables["source_address"], "10.0.0.5");
    let again = Typed::of(&question);
    assert_eq!(
        (again.from.as_str(), again.to.as_str()),
        ("2026-01-31 09:00:00", "2026-01-31 10:00:30")
    );
    assert_eq!(again.question(&report(), &Question::default()).unwrap(), question);
    let nothing = Typed::default().question(&report(), &question).unwrap();
    assert_eq!(nothing, Question::default());
}

#[test]
fn a_part_that_is_left_out_is_meant_as_a_whole() {
    let period = |from: &str, to: &str| {
        let question = typed("", from, to).question(&report(), &Question::default()).unwrap();
        let (from, to) = question.window.expect("a period");
        (from.to_string(), to.to_string())
    };
    let of = |from: &str, to: &str| (format!("2026-03-02T{from}Z"), format!("2026-03-02T{to}Z"));
    let whole = of("09:15:04.0000000", "09:15:04.9999999");
    assert_eq!(period("2026-03-02 09:15:04", "2026-03-02 09:15:04"), whole);
    assert_eq!(period("2026/03/02T09:15:04Z", "2026-03-02 18:15:04+09:00"), whole);
    let exact = of("09:15:04.1254567", "09:15:04.1299999");
    assert_eq!(period("2026-03-02 09:15:04.1254567 UTC", "2026-03-02 09:15:04.12"), exact);
    let day = of("00:00:00.0000000", "23:59:59.9999999");
    assert_eq!(period("2026-03-02", "2026-03-02"), day);
    let kept = "2026-03-02 09:15:04.1254567";
    let again =
        Typed::of(&typed("", kept, kept).question(&report(), &Question::default()).unwrap());
    assert_eq!((again.from.as_str(), again.to.as_str()), (kept, kept));
}

#[test]
fn what_verdicts_are_for_is_told_and_taken_back() {
    let mut typed = typed("ws01", "2026-03-02 09:15:04", "2026-03-02 09:15:04");
    typed.variables[3] = "projects\u{202e}".to_owned();
    let question = typed.question(&report(), &Question::default()).unwrap();
    let question = with_role(&question, Role::Destination, Some("FS01"));
    let told = asked(words(Language::English), &question);
    let told: Vec<_> = told.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(
        told,
        [
            "Period (UTC): 2026-03-02 09:15:04 – 2026-03-02 09:15:04",
            "Share: projects\\u{202e}",
            "Source: 10.0.0.5",
            "Host as Destination: FS01",
        ]
    );
    let cleared = without_asked(&question);
    assert_eq!(asked(words(Language::Japanese), &cleared), []);
}

#[test]
fn what_cannot_be_asked_is_told() {
    let ask = |typed: Typed| typed.question(&report(), &Question::default()).unwrap_err();
    assert_eq!(ask(typed("PC99", "", "")), Problem::SourceAddress);
    for time in
        ["soon", "09:15", "2026-03-02 9時", "2026-03-02 09:15:04.123456789Zed", "2026-13-01"]
    {
        assert_eq!(ask(typed("", time, "")), Problem::Time, "{time}");
    }
    assert_eq!(ask(typed("", "2026-02-01T00:00", "2026-01-01T00:00")), Problem::Order);
}

#[test]
fn a_host_has_the_role_it_was_given_last() {
    let first = with_role(&Question::default(), Role::Source, Some("A"));
    let second = with_role(&first, Role::Destination, Some("A"));
    assert_eq!(host_of(&second, Role::Source), None);
    assert_eq!(host_of(&second, Role::Destination), Some("A"));
    assert_eq!(with_role(&second, Role::Destination, None), Question::default());
}
