//! Records of several hosts tied into uses: who, from where, to what, in which records.

use konseki_core::{
    analysis::Question,
    report::{ConclusionCode, Interest, Report, Session, TraceResult},
    words::{Link, Outcome, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Opened, Process, Program,
        host::{Host, time},
        password, three_hosts,
        uses::Use,
        volume,
    },
    flow,
};

const NO_GUID: &str = "{00000000-0000-0000-0000-000000000000}";

fn settle(files: &Files) -> Report {
    flow::report(files, &Question::default())
}

fn files(hosts: &[&Host]) -> Files {
    let mut files: Files = hosts.iter().flat_map(|host| host.files()).collect();
    files.sort();
    files
}

/// The uses that a command line names.
fn named(report: &Report) -> Vec<&Session> {
    let sessions = report.sheets[0].sessions.iter();
    sessions.filter(|session| session.links.contains(&Link::CommandLine)).collect()
}

/// The uses that hold a command line, tied or not.
fn confirmed(report: &Report) -> Vec<&Session> {
    let is_one = |session: &&Session| session.conclusion != ConclusionCode::ConsistentOnly;
    report.sheets[0].sessions.iter().filter(is_one).collect()
}

fn values<'s>(session: &'s Session, name: &str) -> Vec<&'s str> {
    session.variables.get(name).into_iter().flatten().map(String::as_str).collect()
}

fn conclusion(report: &Report, role: Role, host: &str) -> ConclusionCode {
    let roles = &report.sheets[0].roles;
    let of = |name: &Option<String>| name.as_deref().is_some_and(|name| name.starts_with(host));
    roles.iter().find(|one| one.role == role && of(&one.host)).unwrap().conclusion.code
}

fn trace<'r>(report: &'r Report, role: Role, host: &str, trace: &str) -> &'r TraceResult {
    let roles = &report.sheets[0].roles;
    let of = |name: &Option<String>| name.as_deref().is_some_and(|name| name.starts_with(host));
    let role = roles.iter().find(|one| one.role == role && of(&one.host)).unwrap();
    role.traces.iter().find(|one| one.id.ends_with(trace)).unwrap()
}

fn hosts() -> (Host, Host) {
    let mut source = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let mut destination = Host::new("FS01", "10.0.20.5", 0x7f21_40c8);
    source.boot(time("08:00:00"));
    destination.boot(time("07:00:00"));
    (source, destination)
}

#[test]
fn the_documented_use_is_one_session_with_every_row() {
    let report = settle(&three_hosts::logs_and_prefetch());
    let [session] = named(&report)[..] else { panic!("{:?}", named(&report).len()) };
    assert_eq!(session.interest, Interest::High);
    assert!(!session.one_sided);
    assert_eq!(values(session, "source_host"), ["WS01.corp.example"]);
    assert_eq!(values(session, "destination_host"), ["FS01.corp.example"]);
    assert_eq!(values(session, "source_port"), [three_hosts::SMB_PORT.to_string()]);
    assert_eq!(values(session, "account"), ["tanaka"]);
    for link in [Link::Connection, Link::Logon, Link::LogonGuid, Link::Process, Link::FileName] {
        assert!(session.links.contains(&link), "{link:?}");
    }
    // Every event log trace of the three hosts has its record in the use, but for the 4648 that
    // a use without other credentials does not leave.
    let missing: Vec<&str> = session
        .traces
        .iter()
        .filter(|trace| trace.count == 0)
        .map(|trace| trace.id.as_str())
        .filter(|id| id.contains("security-") || id.contains("sysmon-"))
        .collect();
    assert_eq!(
        missing,
        [
            "net-use.source.explicit-credentials.security-4648",
            "net-use.source.prefetch-write.sysmon-11",
            "net-use.source.prefetch-write.security-4656",
            "net-use.source.prefetch-write.security-4663",
            "net-use.source.prefetch-write.security-4658",
            "net-use.source.kerberos-connection.security-5158",
            "net-use.source.copy-program.sysmon-1",
            "net-use.source.copy-program.security-4688",
            // It did not fail.
            "net-use.source.process-end.security-4689-2",
            "net-use.destination.network-logon.security-4625",
            "net-use.destination.kerberos-connection.security-5158",
        ],
        "records without a value that ties them"
    );
    // All other clients of the file server are uses that nothing names.
    let others = report.sheets[0].sessions.iter().filter(|one| one.interest != Interest::High);
    assert!(others.clone().count() >= 24);
    assert!(others.into_iter().all(|one| one.one_sided));
}

/// Files say when, and some of them of what: those of the time of a use are listed with it.
#[test]
fn a_use_lists_the_files_of_its_time() {
    let outcomes = |files: &Files, session: usize| -> Vec<(String, Outcome, u64)> {
        let report = settle(files);
        let listed = report.sheets[0].sessions[session].traces.iter();
        let of_files = listed.filter(|one| {
            !one.id.contains("security-")
                && (one.id.contains("-file.") || one.id.contains("file-copied."))
        });
        let short = |id: &str| id.replace("net-use.source.", "");
        of_files.map(|one| (short(&one.id), one.outcome, one.count)).collect()
    };
    let first_named = |files: &Files| {
        let report = settle(files);
        let sessions = report.sheets[0].sessions.iter();
        sessions.enumerate().find(|(_, one)| one.interest == Interest::High).unwrap().0
    };
    let found = |id: &str| (id.to_owned(), Outcome::Found, 1);
    let open = |id: &str| (id.to_owned(), Outcome::CannotTell, 0);
    let files = volume::three_hosts_with_volume();
    assert_eq!(
        outcomes(&files, first_named(&files)),
        [
            found("prefetch-file.prefetch"),
            found("prefetch-file.mft"),
            found("prefetch-file.usn"),
            open("prefetch-file.usn-operations"),
            found("file-copied.mft"),
            found("file-copied.usn"),
            open("file-copied.usn-operations"),
        ]
    );
    // A copy of another name, and files of another hour, are not of the use.
    let other_time = "2026-03-02T12:15:41.7023301Z";
    let changes =
        volume::prefetch_write("NET.EXE-DF44F913.pf", volume::TRACE, other_time, "FILE_CREATE");
    let other_name = volume::copy("other.xlsx", volume::COPIED);
    let journal = volume::journal_from(7, other_name.into_iter().chain(changes).collect());
    let files = volume::with(None, Some(journal));
    let listed = outcomes(&files, first_named(&files));
    assert!(listed.contains(&open("prefetch-file.usn")), "{listed:?}");
    assert!(listed.contains(&open("file-copied.usn")), "{listed:?}");
}

#[test]
fn interleaved_uses_of_several_accounts_keep_apart() {
    let (mut source, mut destination) = hosts();
    let names = ["tanaka", "sato", "suzuki", "kato"];
    for (number, name) in (0_u32..).zip(names) {
        let account = Account::domain(name, 1_104 + number, 0x3_e4d2 + u64::from(number));
        let seen_as = account.with_logon(0x1f_0000 + u64::from(number));
        let one = Use {
            at: time(&format!("09:15:04.{number}")),
            ahead: 0,
            account: &account,
            seen_as: &seen_as,
            process_id: 7_212 + 4 * number,
            line: r"net  use \\FS01\projects",
            share: "projects",
            file: Some(r"plans\2026.xlsx"),
            port: 49_800 + number as u16,
            package: "Kerberos",
        };
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
    }
    let report = settle(&files(&[&source, &destination]));
    let found = named(&report);
    assert_eq!(found.len(), names.len());
    for (number, (session, name)) in found.iter().zip(names).enumerate() {
        assert_eq!(values(session, "account"), [name]);
        assert_eq!(values(session, "source_port"), [(49_800 + number).to_string()]);
        assert_eq!(values(session, "process_id"), [(7_212 + 4 * number).to_string()]);
    }
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::SuccessShown);
}

#[test]
fn pitfall_13_another_account_by_address_and_ntlm_needs_no_kerberos() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = Account::domain("svc", 1_200, 0x22_1100);
    let line = r"net  use \\10.0.20.5\projects * /user:CORP\svc";
    let one = Use { package: "NTLM", ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    let [session] = named(&report)[..] else { panic!("one use") };
    assert_eq!(values(session, "authentication"), ["ntlm"]);
    assert_eq!(values(session, "given_account"), ["svc"]);
    for (role, host) in [(Role::Source, "WS01"), (Role::Destination, "FS01")] {
        let kerberos = trace(&report, role, host, "kerberos-connection.sysmon-3");
        assert_eq!(kerberos.outcome, Outcome::NotApplicable, "{role:?}");
        let proofs = &kerberos.reason.as_ref().unwrap().proofs;
        assert!(!proofs.is_empty(), "{role:?}: the logon that says so is named");
    }
    // No file was opened: nothing shows success on the destination.
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::ConsistentOnly);
    assert_eq!(conclusion(&report, Role::Source, "WS01"), ConclusionCode::SuccessShown);
}

#[test]
fn pitfall_21_a_clock_that_is_ahead_ties_all_the_same_and_is_shown() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let line = r"net  use \\FS01.corp.example\projects";
    let one = Use { ahead: 529_000, ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    let [session] = named(&report)[..] else { panic!("one use") };
    let offset = session.clock_offset.as_ref().unwrap();
    assert!(
        offset.seconds.starts_with("528.9") || offset.seconds.starts_with("529.0"),
        "{offset:?}"
    );
    assert_eq!(offset.pairs, 2, "a 5156 and a Sysmon 3 on either side");
}

#[test]
fn one_side_alone_says_so() {
    let report = settle(&files(&[&three_hosts::destination()]));
    let sessions = &report.sheets[0].sessions;
    assert!(!sessions.is_empty() && sessions.iter().all(|session| session.one_sided));
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::ConsistentOnly);
    let report = settle(&files(&[&three_hosts::source()]));
    let [session] = &report.sheets[0].sessions[..] else { panic!("the command line alone") };
    assert!(session.one_sided && session.interest == Interest::High);
    assert_eq!(values(session, "destination"), ["fs01"]);
    let found = session.traces.iter().filter(|trace| trace.count == 1);
    let connection = found.filter(|trace| trace.id.contains("smb-connection")).count();
    assert_eq!(connection, 3, "its connection, by nearness: Sysmon 3, 5158, 5156");
}

#[test]
fn explicit_credentials_belong_to_the_command_that_brought_them() {
    let report = settle(&password::password_on_the_command_line());
    let [session] = &report.sheets[0].sessions[..] else { panic!("one use") };
    assert!(session.links.contains(&Link::Credentials));
    let credentials = session.traces.iter().find(|trace| trace.id.ends_with("4648")).unwrap();
    assert_eq!((credentials.outcome, credentials.count), (Outcome::Found, 1));
}

/// A use of FS01 from WS01 whose parts differ from test to test.
fn use_of<'a>(
    account: &'a Account,
    seen_as: &'a Account,
    line: &'a str,
    share: &'a str,
) -> Use<'a> {
    Use {
        at: time("12:00:00"),
        ahead: 0,
        account,
        seen_as,
        process_id: 4_100,
        line,
        share,
        file: None,
        port: 50_001,
        package: "Kerberos",
    }
}

/// A folder that is opened for reading is browsing, and shows no success.
#[test]
fn pitfall_03_a_folder_is_not_a_file_that_was_opened() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let line = r"net  use \\FS01\projects";
    let one = Use { file: Some("plans"), ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::SuccessShown);
    // Somebody opens a file in it: it is a folder.
    let (other, other_seen) =
        (Account::domain("sato", 1_110, 1), Account::domain("sato", 1_110, 7_777));
    let two = Use {
        at: time("13:00:00"),
        file: Some(r"plans\2026.xlsx"),
        port: 50_009,
        ..use_of(&other, &other_seen, line, "projects")
    };
    two.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::ConsistentOnly);
}

/// What the same logon opened before the command, or on another share, is not of the command.
#[test]
fn pitfall_03_only_what_the_command_asked_for_shows_success() {
    let line = r"net  use \\FS01\projects";
    let reading = |share, file, at: &str, command_at: &str| {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let seen_as = account.with_logon(0x33_0001);
        let one = Use { at: time(command_at), ..use_of(&account, &seen_as, line, "projects") };
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
        let client = (source.address.clone(), one.port);
        let opened = Opened::for_reading(share, r"\??\D:\Shares", file);
        destination.open(time(at), &seen_as, (client.0.as_str(), client.1), opened);
        let report = settle(&files(&[&source, &destination]));
        let opened = trace(&report, Role::Destination, "FS01", "file-opened.security-5145");
        assert_eq!((opened.outcome, opened.count), (Outcome::Found, 1), "{share} {file}");
        conclusion(&report, Role::Destination, "FS01")
    };
    let (shown, open) = (ConclusionCode::SuccessShown, ConclusionCode::ConsistentOnly);
    assert_eq!(reading("projects", "plan.xlsx", "12:00:09", "12:00:00"), shown);
    assert_eq!(reading("projects", "holiday.jpg", "08:05:02", "17:00:00"), open, "hours before");
    assert_eq!(reading("projects", "holiday.jpg", "11:59:50", "12:00:00"), open, "just before");
    assert_eq!(reading("home", "letter.docx", "15:00:00", "12:00:00"), open, "another share");
}

/// Clocks that stand apart are reckoned with before anything is called earlier.
#[test]
fn pitfall_21_a_clock_that_is_behind_takes_no_success_away() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let line = r"net  use \\FS01\projects";
    let one = Use { file: Some("plan.xlsx"), ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    let there = Use { at: time("11:52:00"), ..one };
    there.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::SuccessShown);
}

/// What Windows reads to show a folder, and the shares of a domain that every member reads, show
/// no success but where the command asks for that share.
#[test]
fn pitfall_03_browsing_is_found_and_shows_no_success() {
    let reading = |share: &'static str, line: &str, file: &str| {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let seen_as = account.with_logon(0x33_0001);
        let one = Use { file: Some(file), ..use_of(&account, &seen_as, line, share) };
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
        let report = settle(&files(&[&source, &destination]));
        let opened = trace(&report, Role::Destination, "FS01", "file-opened.security-5145");
        assert_eq!((opened.outcome, opened.count), (Outcome::Found, 1), "{share} {file}");
        conclusion(&report, Role::Destination, "FS01")
    };
    let (shown, open) = (ConclusionCode::SuccessShown, ConclusionCode::ConsistentOnly);
    let projects = r"net  use \\FS01\projects";
    assert_eq!(reading("projects", projects, "desktop.ini"), open);
    assert_eq!(reading("projects", projects, r"plans\Thumbs.db"), open);
    assert_eq!(reading("projects", projects, "mydesktop.ini"), shown);
    let policy = r"corp.example\Policies\{31B2F340}\Machine\Preferences\Groups\Groups.xml";
    assert_eq!(reading("SYSVOL", r"net  use \\FS01\sysvol", policy), shown);
}

/// What touches only IPC$ is of low interest, unless a command line names it.
#[test]
fn pitfall_20_ipc_alone_is_of_low_interest_until_a_command_line_names_it() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let one = use_of(&account, &seen_as, r"net  use \\FS01\ipc$", "IPC$");
    one.on_destination(&source, &mut destination);
    let interests = |report: &Report| -> Vec<Interest> {
        report.sheets[0].sessions.iter().map(|session| session.interest).collect()
    };
    assert_eq!(interests(&settle(&files(&[&source, &destination]))), [Interest::Low]);
    one.on_source(&mut source, &destination);
    assert_eq!(interests(&settle(&files(&[&source, &destination]))), [Interest::High]);
}

/// A logon id that many processes share joins nothing.
#[test]
fn pitfall_22_shared_logon_ids_make_no_session() {
    for shared in [0, 0x3e4, 0x3e5, 0x3e7] {
        let (source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, shared);
        let one = use_of(&account, &account, "", "projects");
        one.on_destination(&source, &mut destination);
        let report = settle(&files(&[&source, &destination]));
        assert_eq!(report.sheets[0].sessions.len(), 0, "{shared:#x}");
    }
}

/// Another host's session at the same moment is not taken for that of the use.
#[test]
fn a_command_for_another_host_share_or_account_ties_nothing() {
    for line in
        [r"net  use \\FS02\projects", r"net  use \\FS01\other", r"net  use \\10.9.9.9\projects"]
    {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let seen_as = account.with_logon(0x33_0001);
        let one = use_of(&account, &seen_as, line, "projects");
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
        // What the command opened, wherever that is.
        source.connect(time("12:00:00.1"), &Program::kernel(), 50_100, ("10.0.20.9", 445));
        let report = settle(&files(&[&source, &destination]));
        assert_eq!(named(&report).len(), 0, "{line}");
        let host = conclusion(&report, Role::Destination, "FS01");
        assert_eq!(host, ConclusionCode::ConsistentOnly, "{line}");
    }
}

/// A name that nothing tells, as an alias of the file server, means what the source connected to.
#[test]
fn a_command_for_an_alias_is_tied_by_the_connection_of_its_source() {
    let with = |share: &str| {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let seen_as = account.with_logon(0x33_0001);
        let line = r"net  use \\files\projects";
        let one = Use { file: Some("plan.xlsx"), ..use_of(&account, &seen_as, line, share) };
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
        settle(&files(&[&source, &destination]))
    };
    let report = with("projects");
    let [session] = named(&report)[..] else { panic!("one use") };
    assert!(!session.one_sided && session.links.contains(&Link::Connection));
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), ConclusionCode::SuccessShown);
    assert_eq!(named(&with("home")).len(), 0, "another share is another use");
}

/// Where no record shows the address of the destination, share and account must agree at once.
#[test]
fn a_command_by_an_address_that_no_record_shows_is_tied_by_share_and_account() {
    let with = |file_server_at: &str, account_there: &str| {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let other = Account::domain(account_there, 1_105, 0x33_0001);
        let seen_as = match account_there {
            "tanaka" => account.with_logon(0x33_0001),
            _ => other,
        };
        let line = r"net  use \\10.0.20.5\projects";
        let one = Use { package: "NTLM", ..use_of(&account, &seen_as, line, "projects") };
        one.on_source(&mut source, &destination);
        let there = Use { at: time(file_server_at), ..one };
        there.on_destination(&source, &mut destination);
        for host in [&mut source, &mut destination] {
            host.security.retain(|event| !matches!(event.id(), 5156 | 5158));
            host.sysmon.retain(|event| event.id() != 3);
        }
        settle(&files(&[&source, &destination]))
    };
    let report = with("12:00:00", "tanaka");
    let [session] = confirmed(&report)[..] else { panic!("one use") };
    assert!(!session.one_sided && session.links.contains(&Link::Order), "{:?}", session.links);
    for report in [with("14:00:00", "tanaka"), with("12:00:00", "sato")] {
        assert!(confirmed(&report).iter().all(|session| session.one_sided));
    }
}

/// L3: a name can be changed, the identifier of an account stays.
#[test]
fn pitfall_22_a_security_identifier_goes_before_a_name() {
    let with = |name_there: &str, relative: u32| {
        let (mut source, mut destination) = hosts();
        let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
        let seen_as = Account::domain(name_there, relative, 0x33_0001);
        let one = use_of(&account, &seen_as, r"net  use \\FS01\projects", "projects");
        one.on_source(&mut source, &destination);
        one.on_destination(&source, &mut destination);
        settle(&files(&[&source, &destination]))
    };
    let renamed = with("t.tanaka", 1_104);
    let [session] = named(&renamed)[..] else { panic!("one use") };
    assert!(session.links.contains(&Link::AccountSid));
    assert_eq!(values(session, "account"), ["t.tanaka", "tanaka"], "both names are shown");
    let local = with("tanaka", 1_001);
    let [session] = named(&local)[..] else { panic!("one use") };
    assert!(!session.links.contains(&Link::AccountSid));
    assert_eq!(values(session, "account_sid").len(), 2, "that they differ is shown");
    assert_eq!(named(&with("sato", 1_110)).len(), 0);
}

/// A ticket is one end's: that of the source is no record of the destination asking.
#[test]
fn a_ticket_belongs_to_the_end_that_asked_for_it() {
    let with = |asked_by: &str, service: &str| {
        let mut controller = Host::new("DC01", "10.0.0.10", 0x11d8_0a34);
        controller.boot(time("08:00:00"));
        let user = Account::domain("tanaka", 1104, 0);
        let guid = "{6d2f5a10-8c3b-4e71-9a54-1b2c3d4e5f60}";
        let guid = if service == "FS01$" { guid } else { NO_GUID };
        let at = time("09:15:04.27");
        controller.service_ticket(at, &user, (asked_by, 49_822), service, guid);
        let hosts = [&three_hosts::source(), &three_hosts::destination(), &controller];
        let report = settle(&files(&hosts));
        let count = |id: &str| trace(&report, Role::DomainController, "DC01", id).count;
        let counts = (count("service-ticket.security-4769"), count("n-ticket.security-4769"));
        let [session] = named(&report)[..] else { panic!("one use") };
        (counts, session.links.contains(&Link::ServiceName))
    };
    assert_eq!(with("10.0.10.21", "FS01$"), ((1, 0), true), "of the source");
    assert_eq!(with("10.0.20.5", "FS01$"), ((0, 1), false), "of the destination");
    assert_eq!(with("10.0.10.21", "DC01$"), ((0, 0), false), "for another computer");
    assert_eq!(with("10.0.10.21", "svc-files"), ((1, 0), false), "an account that runs a service");
}

/// A try that failed stays a use of its own beside the one that succeeded.
#[test]
fn pitfall_04_a_failed_try_is_not_lost_in_the_one_that_succeeded() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let line = r"net  use \\FS01\projects";
    let net = Process::new(3_900, r"C:\Windows\System32\net.exe", line, &account);
    source.start(time("11:55:00"), &net);
    source.end(time("11:55:01"), &net, 2);
    let one = Use { file: Some("plan.xlsx"), ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    let conclusions: Vec<_> = confirmed(&report)
        .into_iter()
        .map(|session| (session.conclusion, values(session, "process_id").concat()))
        .collect();
    let (failed, succeeded) = (ConclusionCode::SpecificFound, ConclusionCode::SuccessShown);
    assert_eq!(conclusions, [(failed, "3900".to_owned()), (succeeded, "4100".to_owned())]);
    assert_eq!(conclusion(&report, Role::Destination, "FS01"), succeeded);
}

/// A package that may have been Kerberos makes nothing not applicable.
#[test]
fn pitfall_13_a_negotiated_logon_may_have_used_kerberos() {
    let (mut source, mut destination) = hosts();
    let account = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let seen_as = account.with_logon(0x33_0001);
    let line = r"net  use \\FS01\projects";
    let one = Use { package: "Negotiate", ..use_of(&account, &seen_as, line, "projects") };
    one.on_source(&mut source, &destination);
    one.on_destination(&source, &mut destination);
    let report = settle(&files(&[&source, &destination]));
    assert_eq!(named(&report).len(), 1);
    let kerberos = trace(&report, Role::Destination, "FS01", "kerberos-connection.sysmon-3");
    assert_eq!(kerberos.outcome, Outcome::CannotTell);
}

/// What the question names deserves a look, in whatever form it is given.
#[test]
fn a_use_that_the_question_names_is_of_high_interest() {
    let variables = [("source_address".to_owned(), "::ffff:10.0.10.30".to_owned())].into();
    let question = Question { variables, ..Question::default() };
    let report = flow::report(&files(&[&three_hosts::destination()]), &question);
    let (asked, others): (Vec<&Session>, Vec<&Session>) = report.sheets[0]
        .sessions
        .iter()
        .partition(|session| values(session, "source_address") == ["10.0.10.30"]);
    assert!(!asked.is_empty() && !others.is_empty());
    assert!(asked.iter().all(|session| session.interest == Interest::High));
    assert!(others.iter().all(|session| session.interest != Interest::High));
}
