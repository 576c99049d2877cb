//! How many of the documented rows are there, what is kept of very many records, and what a period
//! leaves out.

use konseki_core::{
    analysis::Question,
    report::{ConclusionCode, Report, RoleResult},
    words::{Outcome, ReasonCode, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Opened, Program,
        host::{Host, time},
        three_hosts,
        uses::Use,
    },
    flow::{self, trace_on},
};

const KERBEROS: &str = "net-use.source.kerberos-connection.security-5156";
const OPENED: &str = "net-use.destination.file-opened.security-5145";

fn report(hosts: &[&Host], question: &Question) -> Report {
    let mut files: Files = hosts.iter().flat_map(|host| host.files()).collect();
    files.sort();
    flow::report(&files, question)
}

fn window(from: &str, to: &str) -> Question {
    Question { window: Some((time(from), time(to))), ..Question::default() }
}

fn role<'r>(report: &'r Report, role: Role, host: &str) -> &'r RoleResult {
    let of = |name: &Option<String>| name.as_deref().is_some_and(|name| name.starts_with(host));
    report.sheets[0].roles.iter().find(|one| one.role == role && of(&one.host)).unwrap()
}

fn hosts() -> (Host, Host) {
    let source = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    (source, Host::new("FS01", "10.0.20.5", 0x7f21_40c8))
}

fn use_at<'a>(at: &str, account: &'a Account, seen_as: &'a Account) -> Use<'a> {
    Use {
        at: time(at),
        ahead: 0,
        account,
        seen_as,
        process_id: 7_212,
        line: r"net  use \\FS01\projects",
        share: "projects",
        file: Some(r"plans\2026.xlsx"),
        port: 49_819,
        package: "Kerberos",
    }
}

/// Rows with the same conditions are of one use: three connections of three hours are one of three.
#[test]
fn pitfall_12_rows_are_counted_within_a_use() {
    let (mut source, _) = hosts();
    for (at, port) in [("09:00:00", 49_001), ("11:00:00", 49_002), ("13:00:00", 49_003)] {
        source.connect(time(at), &Program::lsass(), port, ("10.0.0.10", 88));
    }
    let apart = trace_on(&report(&[&source], &Question::default()), "WS01", KERBEROS);
    assert_eq!((apart.count, apart.rows, apart.rows_recorded), (3, 3, 1));
    source.connect(time("13:00:01"), &Program::lsass(), 49_004, ("10.0.0.10", 88));
    let near = trace_on(&report(&[&source], &Question::default()), "WS01", KERBEROS);
    assert_eq!((near.count, near.rows_recorded), (4, 2));
}

/// Of a share that is read all day, the reads of every logon are kept.
#[test]
fn a_file_that_is_opened_late_in_a_busy_log_is_tied() {
    let (mut source, mut destination) = hosts();
    for number in 0..25_001_u64 {
        let account = Account::domain("sato", 1_110, 0x50_0000 + number / 50);
        let client = ("10.0.10.30", 50_000 + (number % 1_000) as u16);
        let file = Opened::for_reading("public", r"\??\D:\P", "news.docx");
        destination.open(time("06:00:00").plus_seconds(number), &account, client, file);
    }
    destination.security.sort_by_key(konseki_tests::writer::evtx::Event::time);
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = use_at("14:00:00", &account, &seen_as);
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = report(&[&source, &destination], &Question::default());
    let opened = trace_on(&report, "FS01", OPENED);
    assert_eq!((opened.count, opened.bound), (25_002, 1));
    let there = role(&report, Role::Destination, "FS01");
    assert_eq!(there.conclusion.code, ConclusionCode::SuccessShown);
}

/// Where not even that reaches, the outcome says what is counted only.
#[test]
fn reads_that_are_counted_only_are_told() {
    let (_, mut destination) = hosts();
    for number in 0..21_000_u64 {
        let account = Account::domain("sato", 1_110, 0x50_0000);
        let file = Opened::for_reading("public", r"\??\D:\P", "news.docx");
        let at = time("06:00:00").plus_seconds(number);
        destination.open(at, &account, ("10.0.10.30", 50_000), file);
    }
    let report = report(&[&destination], &Question::default());
    let opened = trace_on(&report, "FS01", OPENED);
    let reason = opened.reason.unwrap();
    assert_eq!((opened.outcome, reason.code), (Outcome::Found, ReasonCode::PartlyCovered));
    assert_eq!(reason.parameters["to_compare"], "21000");
    let conclusion = &role(&report, Role::Destination, "FS01").conclusion;
    assert_eq!(conclusion.code, ConclusionCode::ConsistentOnly);
    assert!(conclusion.text.en.contains("are counted only"), "{}", conclusion.text.en);
}

/// A use by NTLM in the morning says nothing of the afternoon.
#[test]
fn a_use_outside_the_period_makes_nothing_not_applicable() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = Use { package: "NTLM", ..use_at("09:15:00", &account, &seen_as) };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let outcome = |question: &Question| {
        let report = report(&[&source, &destination], question);
        trace_on(&report, "WS01", KERBEROS).outcome
    };
    assert_eq!(outcome(&window("09:00:00", "10:00:00")), Outcome::NotApplicable);
    assert_eq!(outcome(&window("12:00:00", "13:00:00")), Outcome::CannotTell);
}

/// The times of a conclusion are those of the period.
#[test]
fn a_conclusion_speaks_of_the_period() {
    let source = three_hosts::source();
    let question = window("09:10:00", "09:20:00");
    let report = report(&[&source], &question);
    let conclusion = &role(&report, Role::Source, "WS01").conclusion.text;
    let told = "from 2026-03-02T09:15:04 to 2026-03-02T09:15:41 (UTC)";
    assert!(conclusion.en.contains(told), "{}", conclusion.en);
}
