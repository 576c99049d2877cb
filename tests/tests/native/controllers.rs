//! Records of domain controllers: clocks that stand apart, tickets of before, very many clients.

use std::collections::BTreeMap;

use konseki_core::{
    analysis::Question,
    report::{ConclusionCode, Report, RoleResult, TraceResult},
    words::{Outcome, ReasonCode, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Program,
        host::{Host, time},
        uses::Use,
    },
    flow,
};

const CLIENT: &str = "10.0.10.21";
const SERVER: &str = "10.0.20.5";
const CONTROLLER: &str = "10.0.0.10";
const GUID: &str = "{6d2f5a10-8c3b-4e71-9a54-1b2c3d4e5f60}";

/// A use of FS01 from WS01 at 09:15:04, with the records of both.
fn use_of_the_share() -> (Host, Host) {
    let mut source = Host::new("WS01", CLIENT, 0x5c3a_9e10);
    let mut destination = Host::new("FS01", SERVER, 0x7f21_40c8);
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = Use {
        at: time("09:15:04"),
        ahead: 0,
        account: &account,
        seen_as: &seen_as,
        process_id: 7_212,
        line: r"net  use \\FS01\projects",
        share: "projects",
        file: None,
        port: 49_819,
        package: "Kerberos",
    };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    (source, destination)
}

/// A domain controller with the tickets of other clients, one every `step` seconds.
fn controller(from: &str, count: u64, step: u64) -> Host {
    let mut host = Host::new("DC01", CONTROLLER, 0x11d8_0a34);
    for number in 0..count {
        let at = time(from).plus_seconds(step * number);
        let account = Account::domain(&format!("user{}", number % 200), 2_000, 0);
        let address = format!("10.0.77.{}", number % 200);
        let client = (address.as_str(), 50_000 + (number % 9_000) as u16);
        host.accept(at, &Program::lsass(), 88, client);
        host.ticket_granting_ticket(at, &account, client);
        host.service_ticket(
            at,
            &account,
            client,
            "FS09$",
            &format!("{{7e3f6b21-0000-4f82-8b65-{number:012x}}}"),
        );
    }
    host
}

/// What the controller records of the use, with a clock that is `ahead` of the others.
fn tickets(host: &mut Host, ahead: u64) {
    let at = |second| time("09:15:04").plus_seconds(ahead + second);
    let user = Account::domain("tanaka", 1_104, 0);
    host.accept(at(0), &Program::lsass(), 88, (CLIENT, 49_820));
    host.ticket_granting_ticket(at(0), &user, (CLIENT, 49_820));
    host.service_ticket(at(1), &user, (CLIENT, 49_821), "FS01$", GUID);
}

fn report(hosts: [&Host; 3], question: &Question) -> Report {
    let mut files: Files = hosts.iter().flat_map(|host| host.files()).collect();
    files.sort();
    flow::report(&files, question)
}

fn role(report: &Report) -> &RoleResult {
    let roles = &report.sheets[0].roles;
    roles.iter().find(|one| one.role == Role::DomainController).unwrap()
}

fn trace<'r>(report: &'r Report, id: &str) -> &'r TraceResult {
    let name = format!("net-use.domain_controller.{id}");
    role(report).traces.iter().find(|one| one.id == name).unwrap_or_else(|| panic!("no {id}"))
}

const CONNECTION: &str = "source-connection.security-5156";
const GRANTING: &str = "ticket-granting-ticket.security-4768";
const SERVICE: &str = "service-ticket.security-4769";

#[test]
fn pitfall_21_a_controller_that_is_ahead_is_not_said_to_hold_nothing() {
    for ahead in [0, 120, 529] {
        let (source, destination) = use_of_the_share();
        let mut controller = controller("08:00:00", 300, 60);
        tickets(&mut controller, ahead);
        let report = report([&source, &destination, &controller], &Question::default());
        for id in [CONNECTION, GRANTING, SERVICE] {
            let found = trace(&report, id);
            assert_eq!(found.outcome, Outcome::Found, "{id}, {ahead} seconds ahead");
            assert_eq!(found.count, 1, "{id}, {ahead} seconds ahead");
        }
        assert_eq!(role(&report).conclusion.code, ConclusionCode::ConsistentOnly);
    }
}

/// Where the client recorded its Kerberos connections too, the clocks are compared and the records
/// tied; the offset is told.
#[test]
fn pitfall_21_the_clock_of_a_controller_is_compared() {
    let (mut source, destination) = use_of_the_share();
    source.connect(time("09:15:04"), &Program::lsass(), 49_820, (CONTROLLER, 88));
    let mut controller = controller("08:00:00", 300, 60);
    tickets(&mut controller, 529);
    let report = report([&source, &destination, &controller], &Question::default());
    let connection = trace(&report, CONNECTION);
    assert_eq!((connection.outcome, connection.count, connection.bound), (Outcome::Found, 1, 1));
    let sessions = &report.sheets[0].sessions;
    let told = sessions.iter().find(|one| !one.controller_clock_offsets.is_empty()).unwrap();
    let [clock] = told.controller_clock_offsets.as_slice() else { panic!("{told:?}") };
    assert_eq!(clock.host, "DC01.corp.example");
    assert_eq!((clock.offset.seconds.as_str(), clock.offset.pairs), ("529.0000000", 2));
    assert_eq!(clock.offset.uncertainty, "1.0000000", "a few pairs show no spread");
}

/// A ticket that was cached, or that another controller gave: the log cannot show that none was
/// used.
#[test]
fn a_cached_ticket_is_never_said_not_to_be_there() {
    let (source, destination) = use_of_the_share();
    let controller = controller("2026-03-01T20:00:00Z", 1_000, 60);
    let both = [&source, &destination, &controller];
    let window = Some((time("09:00:00"), time("09:30:00")));
    let variables = BTreeMap::from([("source_address".to_owned(), CLIENT.to_owned())]);
    for question in [
        Question::default(),
        Question { window, ..Question::default() },
        Question { variables, ..Question::default() },
    ] {
        let report = report(both, &question);
        for id in [CONNECTION, GRANTING, SERVICE] {
            let open = trace(&report, id);
            let reason = open.reason.as_ref().unwrap();
            assert_eq!(open.outcome, Outcome::CannotTell, "{id}");
            assert_eq!(reason.code, ReasonCode::TicketMayBeCached, "{id}");
            assert!(!reason.intervals.is_empty(), "{id}: what is shown is named");
            assert!(reason.next.en.contains("all domain controllers"), "{id}");
        }
        assert_eq!(role(&report).conclusion.code, ConclusionCode::CannotTell);
    }
}

/// The ticket of the evening before is there, too old to be tied by nearness.
#[test]
fn a_ticket_of_the_day_before_is_found() {
    let (source, destination) = use_of_the_share();
    let mut controller = controller("2026-03-01T20:00:00Z", 1_000, 60);
    let user = Account::domain("tanaka", 1_104, 0);
    controller.ticket_granting_ticket(time("2026-03-01T22:00:00Z"), &user, (CLIENT, 49_820));
    let report = report([&source, &destination, &controller], &Question::default());
    let granting = trace(&report, GRANTING);
    assert_eq!((granting.outcome, granting.count, granting.bound), (Outcome::Found, 1, 0));
}

/// Of thousands of tickets those of every client are kept, not only the first in time.
#[test]
fn a_busy_controller_is_searched_for_every_client() {
    let (source, destination) = use_of_the_share();
    let mut controller = controller("06:00:00", 4_500, 4);
    controller.sysmon.clear();
    tickets(&mut controller, 0);
    let hosts = [&source, &destination, &controller];
    let variables = BTreeMap::from([("source_address".to_owned(), CLIENT.to_owned())]);
    for question in [Question::default(), Question { variables, ..Question::default() }] {
        let report = report(hosts, &question);
        for id in [CONNECTION, GRANTING, SERVICE] {
            let found = trace(&report, id);
            assert_eq!((found.outcome, found.count), (Outcome::Found, 1), "{id}");
            assert_eq!(found.bound, 1, "{id}");
        }
    }
    // What is not held against the client is not said to be none of its records.
    let variables = BTreeMap::from([("source_address".to_owned(), "10.9.9.9".to_owned())]);
    let report = report(hosts, &Question { variables, ..Question::default() });
    let open = trace(&report, GRANTING);
    let reason = open.reason.as_ref().unwrap();
    assert_eq!((open.outcome, reason.code), (Outcome::CannotTell, ReasonCode::PartlyCovered));
    assert_eq!(reason.parameters["to_compare"], "4501");
    assert!(reason.text.en.contains("Of 4501 records"), "{}", reason.text.en);
}
