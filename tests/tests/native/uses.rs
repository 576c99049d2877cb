//! Uses that failed, that stand late in a busy log, that several records could belong to; what
//! settings beside the logs and addresses that change hands do to them.

use konseki_core::{
    analysis::Question,
    catalog,
    export::{Cover, Language, table, write_csv, write_html, write_json_lines},
    report::{ConclusionCode, Interest, Report, RoleResult, Session, SessionTrace, TraceResult},
    words::{Certainty, Link, Outcome, ReasonCode, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Opened, Process, Program, clean,
        host::{Host, time},
        three_hosts,
        uses::Use,
    },
    flow,
    writer::evtx::{Event, LIST_FOLDER},
};

const NET: &str = r"C:\Windows\System32\net.exe";
const NO_GUID: &str = "{00000000-0000-0000-0000-000000000000}";
const LINE: &str = r"net  use \\FS01\projects /user:CORP\svc *";

fn report(hosts: &[&Host]) -> Report {
    let mut files: Files = hosts.iter().flat_map(|host| host.files()).collect();
    files.sort();
    flow::report(&files, &Question::default())
}

fn hosts() -> (Host, Host) {
    let mut source = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let mut destination = Host::new("FS01", "10.0.20.5", 0x7f21_40c8);
    source.boot(time("08:00:00"));
    destination.boot(time("07:00:00"));
    (source, destination)
}

fn role<'r>(report: &'r Report, role: Role, host: &str) -> &'r RoleResult {
    let of = |name: &Option<String>| name.as_deref().is_some_and(|name| name.starts_with(host));
    report.sheets[0].roles.iter().find(|one| one.role == role && of(&one.host)).unwrap()
}

fn conclusion(report: &Report, of: Role, host: &str) -> ConclusionCode {
    role(report, of, host).conclusion.code
}

fn trace<'r>(report: &'r Report, of: Role, host: &str, id: &str) -> &'r TraceResult {
    role(report, of, host).traces.iter().find(|one| one.id.ends_with(id)).unwrap()
}

fn session_trace<'r>(session: &'r Session, id: &str) -> &'r SessionTrace {
    session.traces.iter().find(|trace| trace.id.ends_with(id)).unwrap()
}

fn values<'s>(session: &'s Session, name: &str) -> Vec<&'s str> {
    session.variables.get(name).into_iter().flatten().map(String::as_str).collect()
}

/// The uses that hold a command line.
fn confirmed(report: &Report) -> Vec<&Session> {
    let is_one = |session: &&Session| session.conclusion != ConclusionCode::ConsistentOnly;
    report.sheets[0].sessions.iter().filter(is_one).collect()
}

/// A `net use` of tanaka as `CORP\svc` that ends with `status`.
fn run(source: &mut Host, destination: &Host, at: &str, status: u32) {
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let net = Process::new(7_212, NET, LINE, &user);
    source.start(time(at), &net);
    let remote = (destination.address.as_str(), 445);
    source.connect(time(at).plus_seconds(1), &Program::kernel(), 49_900, remote);
    source.end(time(at).plus_seconds(3), &net, status);
}

#[test]
fn pitfall_04_a_refused_logon_and_a_status_show_a_failed_attempt() {
    let (mut source, mut destination) = hosts();
    run(&mut source, &destination, "09:15:00", 2);
    destination.refused_logon(time("09:15:02"), "svc", ("10.0.10.21", 49_900));
    let report = report(&[&source, &destination]);
    let failed = ConclusionCode::AttemptedAndFailed;
    assert_eq!(conclusion(&report, Role::Source, "WS01"), failed);
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), failed);
    let [session] = confirmed(&report)[..] else { panic!("one use") };
    assert_eq!((session.conclusion, session.interest), (failed, Interest::High));
    assert_eq!(values(session, "destination_host"), ["FS01.corp.example"]);
    for id in ["network-logon.security-4625", "process-end.security-4689-2"] {
        let found = session_trace(session, id);
        assert_eq!((found.outcome, found.count), (Outcome::Found, 1), "{id}");
    }
    let end = trace(&report, Role::Source, "WS01", "process-end.security-4689");
    assert_eq!(end.count, 0, "another status is not the decisive trace");
    let refused = trace(&report, Role::Destination, "FS01", "security-4625");
    assert_eq!((refused.count, refused.bound), (1, 1));
}

#[test]
fn pitfall_04_explicit_credentials_and_a_status_show_a_failed_attempt() {
    let (mut source, destination) = hosts();
    run(&mut source, &destination, "09:15:00", 2);
    source.security.push(
        Event::security(4648)
            .at_time(time("09:15:02"))
            .field("TargetUserName", "svc")
            .field("TargetServerName", "FS01.corp.example")
            .field("ProcessId", 4)
            .client("10.0.20.5", 445),
    );
    let report = report(&[&source]);
    assert_eq!(conclusion(&report, Role::Source, "WS01"), ConclusionCode::AttemptedAndFailed);
}

#[test]
fn pitfall_04_a_status_alone_or_anothers_refusal_shows_no_failed_attempt() {
    let cases = [
        ("the status alone", 2, None, ConclusionCode::SpecificFound),
        (
            "a refusal of another account",
            2,
            Some(("09:15:02", "eve", "10.0.10.21")),
            ConclusionCode::SpecificFound,
        ),
        (
            "a refusal of another client",
            2,
            Some(("09:15:02", "svc", "10.0.10.99")),
            ConclusionCode::SpecificFound,
        ),
        (
            "a refusal at another time",
            2,
            Some(("15:00:00", "svc", "10.0.10.21")),
            ConclusionCode::SpecificFound,
        ),
        (
            "a use that succeeded at the second prompt",
            0,
            Some(("09:15:02", "svc", "10.0.10.21")),
            ConclusionCode::SuccessShown,
        ),
    ];
    for (name, status, refusal, expected) in cases {
        let (mut source, mut destination) = hosts();
        run(&mut source, &destination, "09:15:00", status);
        if let Some((at, account, address)) = refusal {
            destination.refused_logon(time(at), account, (address, 49_900));
        }
        let report = report(&[&source, &destination]);
        assert_eq!(conclusion(&report, Role::Source, "WS01"), expected, "{name}");
        let there = conclusion(&report, Role::Destination, "FS01");
        assert_ne!(there, ConclusionCode::AttemptedAndFailed, "{name}");
        assert_ne!(there, ConclusionCode::SuccessShown, "{name}");
    }
}

#[test]
fn pitfall_04_what_failed_opens_no_file() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let net = Process::new(7_212, NET, r"net  use \\FS01\projects", &account);
    source.start(time("09:15:00"), &net);
    source.end(time("09:15:03"), &net, 2);
    let one = Use {
        at: time("09:15:00"),
        ahead: 0,
        account: &account,
        seen_as: &seen_as,
        process_id: 7_212,
        line: r"net  use \\FS01\projects",
        share: "projects",
        file: Some(r"plans\2026.xlsx"),
        port: 49_901,
        package: "Kerberos",
    };
    one.on_destination(&source, &mut destination);
    let report = report(&[&source, &destination]);
    let there = conclusion(&report, Role::Destination, "FS01");
    assert_ne!(there, ConclusionCode::SuccessShown);
    assert_eq!(conclusion(&report, Role::Source, "WS01"), ConclusionCode::SpecificFound);
}

/// A refusal would have been recorded only where refusals are.
#[test]
fn success_auditing_shows_nothing_of_refused_logons() {
    let (_, mut destination) = hosts();
    for minute in 0..120 {
        let at = time("08:00:00").plus_seconds(60 * minute);
        let account = Account::domain("sato", 1_110, 0x5_0000 + minute);
        destination.network_logon(at, &account, ("10.0.10.30", 50_000), "NTLM", NO_GUID);
    }
    let quiet = report(&[&destination]);
    let refused = trace(&quiet, Role::Destination, "FS01", "security-4625");
    assert_eq!(refused.outcome, Outcome::CannotTell);
    for minute in [0, 119] {
        let at = time("08:00:30").plus_seconds(60 * minute);
        let local = Event::security(4625).at_time(at).field("LogonType", 2);
        destination.security.push(local.field("TargetUserName", "sato"));
    }
    let shown = report(&[&destination]);
    let refused = trace(&shown, Role::Destination, "FS01", "security-4625");
    assert_eq!(refused.outcome, Outcome::NotFound, "{:?}", refused.reason);
}

#[test]
fn a_use_at_the_end_of_a_busy_log_is_tied() {
    let (mut source, mut destination) = hosts();
    let share = |relative| Opened {
        share: "public",
        local_path: r"\??\D:\P",
        relative,
        access: LIST_FOLDER,
    };
    for number in 0..5_000_u64 {
        let account = Account::domain("sato", 1_110, 0x50_0000 + number / 2);
        let at = time("08:00:00").plus_seconds(number);
        let client = ("10.0.10.30", 50_000 + (number % 1_000) as u16);
        destination.share(at, &account, client, share(r"\"));
    }
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = Use {
        at: time("12:00:00"),
        ahead: 0,
        account: &account,
        seen_as: &seen_as,
        process_id: 4_100,
        line: r"net  use \\FS01\projects",
        share: "projects",
        file: None,
        port: 50_001,
        package: "Kerberos",
    };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = report(&[&source, &destination]);
    let access = trace(&report, Role::Destination, "FS01", "share-access.security-5140");
    assert_eq!((access.count, access.bound), (5_001, 1));
    assert!(access.matches.iter().any(|found| found.bound), "it is listed");
    assert!(access.matches.len() <= 1_001, "and the others are counted");
    let [session] = confirmed(&report)[..] else { panic!("one use") };
    assert_eq!(values(session, "destination_host"), ["FS01.corp.example"]);
    assert_eq!(session_trace(session, "share-access.security-5140").count, 1);
    let sheet = &report.sheets[0];
    assert_eq!((sheet.session_count, sheet.sessions.len()), (2_501, 1_001));
}

/// Without the destination's evidence the nearest connection stands for the use.
#[test]
fn of_several_connections_near_a_command_the_nearest_is_taken() {
    let near = |connections: &[(&str, u16, &str)]| {
        let (mut source, _) = hosts();
        let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let net = Process::new(7_212, NET, r"net  use \\FS01\projects", &user);
        source.start(time("09:15:10"), &net);
        for (at, port, address) in connections {
            source.connect(time(at), &Program::kernel(), *port, (address, 445));
        }
        source.sysmon.retain(|event| event.id() == 1);
        let report = report(&[&source]);
        let [session] = confirmed(&report)[..] else { panic!("one use") };
        values(session, "destination_address").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, second) = (("09:15:02", 49_001, "10.0.20.9"), ("09:15:12", 49_002, "10.0.20.5"));
    assert_eq!(near(&[first, second]), ["10.0.20.5"], "it stands later in the log, but nearer");
    let before = ("09:15:09.999", 49_003, "10.0.20.9");
    let behind = ("09:15:09.999", 49_004, "10.0.20.5");
    assert_eq!(near(&[before, behind]), ["10.0.20.5", "10.0.20.9"], "equally near: both are told");
}

/// Pitfall 15: one address belonged to two computers.
#[test]
fn pitfall_15_an_address_belongs_to_a_host_for_a_time() {
    let (mut source, _) = hosts();
    let mut first = Host::new("FS01", "10.0.20.5", 0x7f21_40c8);
    let mut second = Host::new("FS02", "10.0.20.5", 0x7f21_40c9);
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let line = r"net  use \\10.0.20.5\projects";
    for (number, (server, at)) in
        (0_u32..).zip([(&mut first, "09:15:00"), (&mut second, "16:15:00")])
    {
        let seen_as = account.with_logon(0x33_0001 + u64::from(number));
        let one = Use {
            at: time(at),
            ahead: 0,
            account: &account,
            seen_as: &seen_as,
            process_id: 4_100 + 4 * number,
            line,
            share: "projects",
            file: None,
            port: 50_001,
            package: "NTLM",
        };
        one.on_source(&mut source, server);
        one.on_destination(&source, server);
    }
    let report = report(&[&source, &first, &second]);
    let there: Vec<_> =
        confirmed(&report).iter().map(|one| values(one, "destination_host").concat()).collect();
    assert_eq!(there, ["FS01.corp.example", "FS02.corp.example"]);
    let with_address = |name: &str| {
        let host = report.hosts.iter().find(|host| host.name.starts_with(name)).unwrap();
        host.addresses.clone()
    };
    assert_eq!(with_address("FS01"), ["10.0.20.5"]);
    assert_eq!(with_address("FS02"), ["10.0.20.5"]);
}

/// Pitfall 15: what stays on one machine makes no source and no destination.
#[test]
fn pitfall_15_loopback_is_no_role() {
    let (mut source, _) = hosts();
    source.connect(time("09:15:00"), &Program::kernel(), 49_001, ("127.0.0.1", 445));
    source.accept(time("09:15:00"), &Program::kernel(), 445, ("127.0.0.1", 49_001));
    source.connect(time("09:16:00"), &Program::kernel(), 49_002, ("::1", 445));
    let report = report(&[&source]);
    for (role, id) in [
        (Role::Source, "smb-connection.sysmon-3"),
        (Role::Source, "smb-connection.security-5156"),
        (Role::Destination, "smb-connection.sysmon-3"),
        (Role::Destination, "smb-connection.security-5156"),
    ] {
        assert_eq!(trace(&report, role, "WS01", id).count, 0, "{role:?} {id}");
    }
    assert!(report.hosts[0].addresses.iter().all(|address| address != "127.0.0.1"));
}

/// A use's traces are settled with what stands beside the logs, as those of its hosts are.
#[test]
fn uses_obey_supplied_settings() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = Use {
        at: time("12:00:00"),
        ahead: 0,
        account: &account,
        seen_as: &seen_as,
        process_id: 4_100,
        line: r"net  use \\FS01\projects",
        share: "projects",
        file: None,
        port: 50_001,
        package: "Kerberos",
    };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    source.security.retain(|event| !matches!(event.id(), 5156 | 5158 | 4608));
    let mut files: Files = [&source, &destination].iter().flat_map(|host| host.files()).collect();
    for minute in 0..120 {
        source
            .security
            .push(Event::security(4634).at_time(time("11:00:00").plus_seconds(60 * minute)));
    }
    source.security.sort_by_key(Event::time);
    files.retain(|(path, _)| !path.starts_with("WS01"));
    files.extend(source.files());
    files.sort();
    let outcome = |question: &Question| {
        let report = flow::report(&files, question);
        let [session] = confirmed(&report)[..] else { panic!("one use") };
        session_trace(session, "source.smb-connection.security-5156").outcome
    };
    assert_eq!(outcome(&Question::default()), Outcome::CannotTell);
    let statements = vec!["audit.filtering_platform_connection=on".to_owned()];
    assert_eq!(outcome(&Question { statements, ..Question::default() }), Outcome::NotFound);
}

#[test]
fn pitfall_10_files_are_not_judged_until_one_is_named() {
    let (mut source, _) = hosts();
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let word = Process::new(900, r"C:\Program Files\word.exe", "word.exe", &user);
    let file = r"C:\Users\tanaka\letter.docx";
    source.audited_file(time("09:15:14"), &word, file, 0x9b4, (0x10_0100, 0x100));
    let report = report(&[&source]);
    let copied = trace(&report, Role::Source, "WS01", "file-copied.security-4656");
    let reason = copied.reason.as_ref().unwrap();
    assert_eq!((copied.outcome, reason.code), (Outcome::CannotTell, ReasonCode::VariableUnbound));
    assert_eq!(copied.matches.len(), copied.count as usize);
    // The opened file of a use names it (L11).
    let report = self::report(&[&three_hosts::source(), &three_hosts::destination()]);
    let copied = trace(&report, Role::Source, "WS01", "file-copied.security-4656");
    assert_eq!((copied.outcome, copied.count), (Outcome::Found, 1));
}

#[test]
fn pitfall_11_prefetch_speaks_as_of_acquisition() {
    let (mut host, _) = hosts();
    host.prefetch = three_hosts::source().prefetch;
    let report = report(&[&host]);
    let prefetch = report.hosts[0]
        .coverage
        .iter()
        .find(|one| one.channel.is_none())
        .expect("the Prefetch folder is covered");
    let ends = (prefetch.intervals[0].begins, prefetch.intervals[0].ends);
    let acquisition = konseki_core::report::Boundary::Acquisition;
    assert_eq!(ends, (acquisition, acquisition));
    // A folder without a NET.EXE file, too small to be whole: it may have been deleted.
    host.prefetch.retain(|file| !file.name().starts_with("NET"));
    host.prefetch.truncate(1);
    let report = self::report(&[&host]);
    let file = trace(&report, Role::Source, "WS01", "prefetch-file.prefetch");
    assert_eq!(file.outcome, Outcome::CannotTell);
}

#[test]
fn pitfall_18_a_collection_layout_names_the_host_and_the_time() {
    let mut files = clean::quiet_workstation();
    for (path, _) in &mut files {
        let name = path.rsplit('/').next().unwrap().to_owned();
        let folder = if name.ends_with(".pf") { "Prefetch" } else { "Evtx" };
        *path = format!("ws01_20260302190000/{folder}/{name}");
    }
    let report = flow::report(&files, &Question::default());
    let hosts: Vec<_> = report.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(hosts, ["WS01.corp.example"]);
    let is_prefetch = |path: &str| path.ends_with(".pf");
    let mut files = report.evidence.iter().filter(|one| is_prefetch(&one.path)).peekable();
    assert!(files.peek().is_some());
    for file in files {
        assert_eq!(file.host.as_ref().unwrap().name, "WS01.corp.example", "{}", file.path);
        // 19:00 by a clock in Tokyo, as the System log tells.
        let acquired = Some("2026-03-02T10:00:00.0000000Z");
        assert_eq!(file.acquired.as_deref(), acquired, "{}", file.path);
    }
    // Velociraptor writes UTC.
    let mut files = clean::quiet_workstation();
    for (path, _) in &mut files {
        *path = format!("Collection-WS01-2026-03-02T19_00_00Z.zip!/uploads/auto/{path}");
    }
    let report = flow::report(&files, &Question::default());
    let acquired = Some("2026-03-02T19:00:00.0000000Z");
    assert!(report.evidence.iter().all(|one| one.acquired.as_deref() == acquired));
}

#[test]
fn pitfall_19_the_ports_of_a_logon_are_a_set() {
    let (source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x33_0001);
    let other = Account::domain("sato", 1_110, 0x33_0002);
    let share =
        |share| Opened { share, local_path: r"\??\D:\P", relative: r"\", access: LIST_FOLDER };
    for (at, port) in [("09:15:00", 50_001), ("09:25:00", 50_007), ("09:35:00", 50_013)] {
        destination.share(time(at), &account, (&source.address, port), share("projects"));
    }
    // Another logon over a port of the first.
    destination.share(time("09:26:00"), &other, (&source.address, 50_007), share("projects"));
    let report = report(&[&destination]);
    let sessions = &report.sheets[0].sessions;
    assert_eq!(sessions.len(), 2);
    assert_eq!(values(&sessions[0], "source_port"), ["50001", "50007", "50013"]);
    assert_eq!(values(&sessions[1], "account"), ["sato"]);
}

#[test]
fn pitfall_23_rows_of_our_own_are_marked() {
    let catalog = catalog::builtin().unwrap();
    let own: Vec<_> = catalog
        .traces
        .iter()
        .filter(|trace| trace.refs.iter().any(|row| row.starts_with("KS-")))
        .collect();
    assert_eq!(own.len(), 4);
    for trace in own {
        assert!(trace.refs.iter().all(|row| row.starts_with("KS-")), "{}", trace.id);
        assert!(trace.title.en.contains("not in the sheet"), "{}", trace.id);
        assert!(trace.title.ja.contains("シートにない行"), "{}", trace.id);
        assert_eq!(trace.certainty, Certainty::Consistent, "{}", trace.id);
    }
    let (mut source, mut destination) = hosts();
    run(&mut source, &destination, "09:15:00", 0);
    let svc = Account::domain("svc", 1_200, 0x22_1100);
    destination.network_logon(time("09:15:02"), &svc, ("10.0.10.21", 49_900), "NTLM", NO_GUID);
    let report = report(&[&source, &destination]);
    let [session] = confirmed(&report)[..] else { panic!("one use") };
    assert_eq!(session_trace(session, "network-logon.security-4624").count, 1);
}

#[test]
fn pitfall_24_conditions_hold_for_every_form_of_the_records() {
    let (mut host, _) = hosts();
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let forms = [
        (r"C:\Windows\SysWOW64\net.exe", r"net use \\FS01\a"),
        (r"C:\Windows\System32\net1.exe", r"net1 use \\FS01\b"),
        (NET, r"net use \\FS01@SSL\DavWWWRoot\c"),
        (NET, r#""C:\Windows\System32\net.exe" use X: "\\FS01\d e""#),
        (NET, r"net use X: https://evil.example:8443/dav"),
        (NET, r"net use \\FS01 /user:CORP\svc *"),
        (NET, r"other use \\FS01\net"),
    ];
    for (number, (image, line)) in (0_u32..).zip(forms) {
        let at = time("09:00:00").plus_seconds(60 * u64::from(number));
        host.start(at, &Process::new(5_000 + 4 * number, image, line, &user));
    }
    // A renamed program is known by its original name, which only Sysmon records.
    let renamed = Process::new(6_000, r"C:\Temp\x.exe", r"x use \\FS01\f", &user);
    host.start(time("09:30:00"), &renamed.renamed_from("net.exe"));
    // These take connections away.
    for (number, option) in (0_u32..).zip(["/DELE", "/de", "/d"]) {
        let line = format!(r"net use \\FS01\a {option}");
        host.start(time("09:31:00"), &Process::new(6_100 + 4 * number, NET, &line, &user));
    }
    let unknown = Program::new(4, "<unknown process>");
    host.accept(time("09:40:00"), &unknown, 445, ("10.0.10.30", 50_000));
    host.connect(time("09:41:00"), &unknown, 50_000, ("10.0.20.5", 445));
    // SMB is spoken over TCP.
    let connection = host.sysmon.last().unwrap().clone().field("Protocol", "udp");
    for (at, initiated) in [("09:42:00", "true"), ("09:43:00", "false")] {
        host.sysmon.push(connection.clone().at_time(time(at)).field("Initiated", initiated));
    }
    let report = report(&[&host]);
    for (id, count) in [("process-start.security-4688", 7), ("process-start.sysmon-1", 8)] {
        assert_eq!(trace(&report, Role::Source, "WS01", id).count, count, "{id}");
    }
    let accepted = trace(&report, Role::Destination, "WS01", "smb-connection.sysmon-3");
    assert_eq!(accepted.count, 1);
    let opened = trace(&report, Role::Source, "WS01", "smb-connection.sysmon-3");
    assert_eq!(opened.count, 1);
}

#[test]
fn what_to_collect_next_is_ranked_by_what_it_decides() {
    let (mut source, _) = hosts();
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    source.start(time("09:15:00"), &Process::new(7_212, NET, r"net use \\FS01\a", &user));
    let settled = report(&[&source]);
    let steps = &settled.sheets[0].collect_next;
    assert!(steps.len() > 3);
    assert!(steps.windows(2).all(|two| two[0].decides >= two[1].decides));
    let waiting: Vec<(&RoleResult, &TraceResult)> = settled.sheets[0]
        .roles
        .iter()
        .flat_map(|role| role.traces.iter().map(move |trace| (role, trace)))
        .filter(|(_, trace)| trace.outcome == Outcome::CannotTell)
        .collect();
    for step in steps {
        let of_step = |(role, trace): &&(&RoleResult, &TraceResult)| {
            let is_its = trace.reason.as_ref().is_some_and(|reason| reason.next == step.text);
            assert!(!is_its || step.targets.iter().any(|to| to.host == role.host), "{step:?}");
            is_its
        };
        let rows: std::collections::BTreeSet<_> = waiting
            .iter()
            .filter(of_step)
            .flat_map(|(role, trace)| trace.refs.iter().map(move |row| (&role.host, row)))
            .collect();
        assert_eq!(rows.len() as u64, step.decides, "{}", step.text.en);
        assert!(!step.text.ja.is_empty() && !step.text.en.is_empty());
    }
    let journal = steps.iter().find(|step| step.text.en.contains("$UsnJrnl")).unwrap();
    assert!(journal.traces.iter().all(|id| id.contains(".usn")), "{journal:?}");
    let text = table(&settled, Language::English);
    assert!(text.contains("Collect or check next") && text.contains(&steps[0].text.en), "{text}");
    let mut lines = Vec::new();
    write_json_lines(&settled, &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let listed = lines.lines().filter(|line| line.starts_with(r#"{"type":"collect_next""#)).count();
    assert_eq!(listed, steps.len());
}

/// What masking must hold in every door: no part of the password in any form of the report.
#[test]
fn no_form_of_the_report_shows_a_password() {
    let (mut host, _) = hosts();
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let lines = [
        r"net use \\FS01\p S3cr /user:U",
        r"net use \\FS01\p /u:U S3cr",
        r#"net1 use X: \\FS01\p "S3cr W0rd" /USER:"A B" /p:yes"#,
        r#"net use "\\FS01\p q" S3cr"W0rd" X: /user:U /savecred"#,
        r"net use \\FS01\p \\S3cr\W0rd /user:U",
        r"net use \\FS01\p /S3cr:W0rd /user:U",
    ];
    let shells: [fn(&str) -> String; 4] = [
        |line| format!(r#"cmd.exe /c "{line}""#),
        |line| format!("cmd /c {}", line.replacen("use", "u^se", 1)),
        |line| format!("cmd /c n^et{}", line.trim_start_matches(['n', 'e', 't', '1'])),
        |line| format!("cmd /c set n=net& %n% {}", line.replacen("use", "%u%", 1)),
    ];
    for (number, (line, shell)) in (0_u32..).zip(lines.iter().flat_map(|l| shells.map(|s| (l, s))))
    {
        let at = time("09:00:00").plus_seconds(60 * u64::from(number));
        let id = 5_000 + 8 * number;
        let prompt = Process::new(id, r"C:\Windows\System32\cmd.exe", &shell(line), &user);
        let image = if line.starts_with("net1") { r"C:\Windows\System32\net1.exe" } else { NET };
        let net = Process::new(id + 4, image, line, &user).child_of(&prompt);
        host.start(at, &prompt);
        host.start(at.plus_seconds(1), &net);
        host.end(at.plus_seconds(2), &net, 0);
    }
    let line = r"x use \\FS01\p S3cr /user:U";
    let renamed = Process::new(9_000, r"C:\Temp\x.exe", line, &user).renamed_from("net.exe");
    host.start(time("10:00:00"), &renamed);
    let report = report(&[&host]);
    let start = trace(&report, Role::Source, "WS01", "process-start.sysmon-1");
    assert_eq!(start.count as usize, lines.len() * shells.len() + 1);
    assert!(start.matches.iter().all(|found| found.fields["CommandLine"].contains("********")));
    let parent = |found: &konseki_core::report::Match| found.fields["ParentCommandLine"].clone();
    let of_shell = start.matches.iter().filter(|found| parent(found).starts_with("cmd"));
    assert!(of_shell.clone().all(|found| parent(found).contains("********")));
    assert_eq!(of_shell.count(), lines.len() * shells.len());
    let mut json_lines = Vec::new();
    write_json_lines(&report, &mut json_lines).unwrap();
    let (mut csv, mut html) = (Vec::new(), Vec::new());
    let catalog = catalog::builtin().unwrap();
    write_csv(&report, Language::English, &mut csv).unwrap();
    write_html(&report, &catalog, &Cover::default(), Language::English, &mut html).unwrap();
    let [json_lines, csv, html] =
        [json_lines, csv, html].map(|text| String::from_utf8(text).unwrap());
    assert!(csv.contains("********") && html.contains("********"));
    let forms = [
        serde_json::to_string(&report).unwrap(),
        table(&report, Language::English),
        json_lines,
        csv,
        html,
    ];
    for form in forms {
        assert!(!form.contains("S3cr") && !form.contains("W0rd"));
        assert!(!form.to_lowercase().contains("s3cr"), "not in a variable either");
    }
    assert!(confirmed(&report).iter().all(|one| !one.links.contains(&Link::Credentials)));
}

/// Of every trace that other activity leaves too, the catalog says which, in both languages.
#[test]
fn every_consistent_trace_says_what_else_leaves_it() {
    let catalog = catalog::builtin().unwrap();
    for trace in &catalog.traces {
        let is_told = !trace.benign.is_empty();
        let needs = trace.certainty == Certainty::Consistent;
        assert!(is_told || !needs, "{} names no other cause", trace.id);
        for text in &trace.benign {
            assert!(!text.ja.is_empty() && !text.en.is_empty(), "{}", trace.id);
            assert!(!text.ja.is_ascii() && text.en.is_ascii() || text.en.contains('…'), "{text:?}");
        }
    }
}
