//! Ways in which real evidence fools a checker, each a regression case on constructed logs. The
//! numbers are those of the collection of pitfalls that the verdicts follow. One file, so that what
//! is held and what is not shows at a glance.

use std::collections::BTreeMap;

use konseki_core::{
    analysis::Question,
    report::{
        Boundary, ConclusionCode, Coverage, Host as ReportHost, Report, RoleResult, TraceResult,
    },
    time::Filetime,
    words::{Certainty, EvidenceKind, Outcome, ReasonCode, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Process, Program, clean,
        host::{Host, time},
        three_hosts,
    },
    flow::report,
    writer::evtx::{Event, EventLog},
};

const START: &str = "net-use.source.process-start.security-4688";
const START_SYSMON: &str = "net-use.source.process-start.sysmon-1";
const END: &str = "net-use.source.process-end.security-4689";
const SMB_SYSMON: &str = "net-use.source.smb-connection.sysmon-3";
const KERBEROS_SYSMON: &str = "net-use.source.kerberos-connection.sysmon-3";
const PREFETCH: &str = "net-use.source.prefetch-file.prefetch";
const SHARE: &str = "net-use.destination.share-access.security-5140";

const NET: &str = r"C:\Windows\System32\net.exe";

fn settled(files: &Files) -> Report {
    report(files, &Question::default())
}

fn window(from: &str, to: &str) -> Question {
    Question { window: Some((time(from), time(to))), ..Question::default() }
}

fn host<'r>(report: &'r Report, name: &str) -> &'r ReportHost {
    let found = report.hosts.iter().find(|host| host.name.starts_with(name));
    found.unwrap_or_else(|| panic!("no host {name}"))
}

fn role<'r>(report: &'r Report, host: &str, role: Role) -> &'r RoleResult {
    let mut roles = report.sheets.iter().flat_map(|sheet| &sheet.roles);
    let is_it = |result: &&RoleResult| {
        result.role == role && result.host.as_deref().is_some_and(|name| name.starts_with(host))
    };
    roles.find(is_it).unwrap_or_else(|| panic!("{host} is not judged as {role:?}"))
}

fn trace<'r>(report: &'r Report, host: &str, id: &str) -> &'r TraceResult {
    let of = if id.contains(".source.") { Role::Source } else { Role::Destination };
    let traces = &role(report, host, of).traces;
    traces.iter().find(|trace| trace.id == id).unwrap_or_else(|| panic!("no trace {id}"))
}

#[track_caller]
fn check(found: &TraceResult, outcome: Outcome, reason: Option<ReasonCode>) {
    let code = found.reason.as_ref().map(|reason| reason.code);
    let said = found.reason.as_ref().map(|reason| &reason.text.en);
    assert_eq!((found.outcome, code), (outcome, reason), "{}: {said:?}", found.id);
}

fn coverage<'r>(report: &'r Report, name: &str, channel: &str) -> &'r Coverage {
    let all = &host(report, name).coverage;
    let found = all.iter().find(|coverage| coverage.channel.as_deref() == Some(channel));
    found.unwrap_or_else(|| panic!("{channel} of {name} is not covered"))
}

fn boundaries(coverage: &Coverage) -> Vec<(Boundary, Boundary)> {
    coverage.intervals.iter().map(|interval| (interval.begins, interval.ends)).collect()
}

/// One start and end of a program every minute from `from` on.
fn minutes(host: &mut Host, from: &str, count: u64) {
    let user = Account::domain("tanaka", 1104, 0x3_e4d2);
    for minute in 0..count {
        let at = time(from).plus_seconds(60 * minute);
        let id = 6_000 + 4 * u32::try_from(minute).unwrap();
        let process = Process::new(id, r"C:\Windows\System32\whoami.exe", "whoami", &user);
        host.start(at, &process);
        host.end(Filetime(at.0 + 5_000_000), &process, 0);
    }
}

fn workstation() -> (Host, Account) {
    (Host::new("WS01", "10.0.10.21", 0x5c3a_9e10), Account::domain("tanaka", 1104, 0x3_e4d2))
}

fn net_use(host: &mut Host, user: &Account, at: &str, status: u32) -> Process {
    let net = Process::new(7_212, NET, r"net  use \\FS01\projects", user);
    host.start(time(at), &net);
    host.end(time(at).plus_seconds(2), &net, status);
    net
}

#[test]
fn pitfall_01_boot_time_4688_prove_nothing() {
    let report = settled(&clean::boot_set_only());
    check(trace(&report, "WS01", START), Outcome::CannotTell, Some(ReasonCode::SettingNotShown));
    let life = &coverage(&report, "WS01", "Security").life;
    assert!(life.iter().all(|life| life.setting != "audit.process_creation"), "{life:?}");
    assert_eq!(role(&report, "WS01", Role::Source).conclusion.code, ConclusionCode::CannotTell);
}

#[test]
fn pitfall_02_the_same_sysmon_id_does_not_show_that_this_record_would_have_been_kept() {
    let (mut host, _) = workstation();
    for minute in 0..120 {
        let at = time("09:00:00").plus_seconds(60 * minute);
        host.connect(at, &Program::lsass(), 50_000 + minute as u16, ("10.0.0.10", 88));
    }
    host.security.clear();
    let report = settled(&host.files());
    check(trace(&report, "WS01", KERBEROS_SYSMON), Outcome::Found, None);
    let smb = trace(&report, "WS01", SMB_SYSMON);
    check(smb, Outcome::CannotTell, Some(ReasonCode::SysmonFilterUnknown));
    assert!(smb.reason.as_ref().unwrap().next.en.contains("Sysmon configuration"));
}

#[test]
fn pitfall_04_status_0_of_any_net_exe_is_no_success() {
    let report = settled(&clean::other_net_commands());
    check(
        trace(&report, "WS01", START),
        Outcome::NotFound,
        Some(ReasonCode::WouldHaveBeenRecorded),
    );
    let end = trace(&report, "WS01", END);
    check(end, Outcome::Found, None);
    assert_eq!((end.certainty, end.bound), (Some(Certainty::Consistent), 0));
    assert_eq!(role(&report, "WS01", Role::Source).conclusion.code, ConclusionCode::ConsistentOnly);
}

#[test]
fn pitfall_04_status_0_is_tied_to_the_start_by_process_and_order() {
    let (mut host, user) = workstation();
    minutes(&mut host, "09:00:00", 60);
    net_use(&mut host, &user, "09:30:10", 0);
    let view = Process::new(7_300, NET, r"net view \\FS01", &user);
    host.start(time("09:40:00"), &view);
    host.end(time("09:40:01"), &view, 0);
    let report = settled(&host.files());
    let end = trace(&report, "WS01", END);
    assert_eq!((end.count, end.bound, end.certainty), (2, 1, Some(Certainty::Specific)));
    let bound: Vec<_> = end.matches.iter().map(|found| found.bound).collect();
    assert_eq!(bound, [true, false]);
    assert_eq!(role(&report, "WS01", Role::Source).conclusion.code, ConclusionCode::SuccessShown);
}

#[test]
fn pitfall_04_a_start_without_a_command_line_is_consistent_only() {
    let (mut host, user) = workstation();
    minutes(&mut host, "09:00:00", 60);
    net_use(&mut host, &user, "09:30:10", 0);
    let mut security = std::mem::take(&mut host.security);
    for event in security.iter_mut().filter(|event| event.id() == 4688) {
        *event = event.clone().field("CommandLine", "");
    }
    host.security = security;
    host.sysmon.clear();
    let report = settled(&host.files());
    let start = trace(&report, "WS01", START);
    check(start, Outcome::Found, Some(ReasonCode::SubcommandNotRecorded));
    assert_eq!(start.certainty, Some(Certainty::Consistent));
    assert_eq!(start.matches[0].absent, ["CommandLine"]);
    assert_eq!(trace(&report, "WS01", END).bound, 0);
    let conclusion = role(&report, "WS01", Role::Source).conclusion.code;
    assert_eq!(conclusion, ConclusionCode::ConsistentOnly);
}

#[test]
fn pitfall_05_coverage_comes_from_the_values_of_records() {
    let report = settled(&clean::exported_subset());
    let log = report.evidence.iter().find(|e| e.kind == EvidenceKind::EventLog).unwrap();
    let ids = &log.channels[0].record_ids;
    assert_eq!(ids.min, "1000", "the headers count from 1");
    assert!(ids.gap_count > 20, "by the headers there is no gap: {ids:?}");
    let start = trace(&report, "WS01", START);
    assert_eq!(start.outcome, Outcome::CannotTell);
    assert_eq!(start.reason.as_ref().unwrap().code, ReasonCode::Exported);
}

#[test]
fn pitfall_06_coverage_is_split_where_the_clock_changed() {
    let report = settled(&clean::clock_set_back());
    let security = coverage(&report, "WS01", "Security");
    assert!(security.intervals.len() >= 2);
    assert!(
        boundaries(security).iter().any(|(begins, _)| *begins == Boundary::ClockChanged),
        "{:?}",
        boundaries(security)
    );
    let asked = report_of(&clean::clock_set_back(), "09:30:00", "11:30:00");
    check(trace(&asked, "WS01", START), Outcome::CannotTell, Some(ReasonCode::ClockUnreliable));
}

fn report_of(files: &Files, from: &str, to: &str) -> Report {
    report(files, &window(from, to))
}

#[test]
fn pitfall_07_without_a_window_the_outcome_names_the_covered_span() {
    let report = settled(&clean::quiet_workstation());
    let start = trace(&report, "WS01", START);
    check(start, Outcome::NotFound, Some(ReasonCode::WouldHaveBeenRecorded));
    let reason = start.reason.as_ref().unwrap();
    assert!(!reason.intervals.is_empty());
    assert_eq!(reason.proofs.len(), 2 * reason.intervals.len(), "first and last sign of each");
}

#[test]
fn pitfall_07_a_window_must_be_covered_whole() {
    let mut host = workstation().0;
    minutes(&mut host, "09:00:00", 120);
    let files = host.files();
    let inside = report_of(&files, "09:10:00", "10:50:00");
    check(
        trace(&inside, "WS01", START),
        Outcome::NotFound,
        Some(ReasonCode::WouldHaveBeenRecorded),
    );
    let beyond = report_of(&files, "08:00:00", "10:00:00");
    let start = trace(&beyond, "WS01", START);
    check(start, Outcome::CannotTell, Some(ReasonCode::PartlyCovered));
    let reason = start.reason.as_ref().unwrap();
    assert_eq!(reason.intervals.len(), 1);
    assert!(reason.intervals[0].from.starts_with("2026-03-02T09:00:00"));
    assert!(reason.parameters["missing"].starts_with("2026-03-02T08:00:00"));
    let before = report_of(&files, "07:00:00", "08:00:00");
    assert_eq!(trace(&before, "WS01", START).outcome, Outcome::CannotTell);
}

#[test]
fn pitfall_07_a_window_never_hides_a_match() {
    let (mut host, user) = workstation();
    minutes(&mut host, "09:00:00", 120);
    net_use(&mut host, &user, "09:05:10", 0);
    let report = report_of(&host.files(), "10:00:00", "10:30:00");
    let start = trace(&report, "WS01", START);
    check(start, Outcome::NotFound, Some(ReasonCode::WouldHaveBeenRecorded));
    assert_eq!((start.count, start.matches[0].outside_window), (1, true));
    assert_eq!(start.reason.as_ref().unwrap().parameters["outside_window"], "1");
    let conclusion = role(&report, "WS01", Role::Source).conclusion.code;
    assert_eq!(conclusion, ConclusionCode::NothingRecorded);
}

#[test]
fn pitfall_08_failures_are_no_sign_of_life() {
    let mut events = Vec::new();
    for minute in 0..120 {
        let at = time("09:00:00").plus_seconds(60 * minute);
        events.push(Event::security(5140).failure().at_time(at));
        events.push(Event::security(4688).at_time(at));
    }
    let report = settled(&security(EventLog::new("Security").start_record_id(500).extend(events)));
    check(trace(&report, "WS01", SHARE), Outcome::CannotTell, Some(ReasonCode::SettingNotShown));
}

fn security(log: EventLog) -> Files {
    let log = log.computer("WS01.corp.example").write();
    vec![("WS01/C/Windows/System32/winevt/Logs/Security.evtx".to_owned(), log)]
}

/// An hour of process starts, one record, and another hour.
fn with_between(between: Event) -> Files {
    let mut host = workstation().0;
    minutes(&mut host, "09:00:00", 60);
    host.security.push(between.at_time(time("10:00:00")));
    minutes(&mut host, "11:00:00", 60);
    host.sysmon.clear();
    host.files()
}

#[test]
fn pitfall_08_what_may_have_switched_the_setting_off_ends_its_life() {
    let process_creation = "{0CCE922B-69AE-11D9-BED3-505054503030}";
    let removed = || {
        Event::security(4719)
            .field("SubcategoryGuid", process_creation)
            .field("AuditPolicyChanges", "%%8448")
    };
    for (name, event) in [
        ("4719", removed()),
        ("1100", Event::security(1100)),
        ("1101", Event::security(1101)),
        ("4608", Event::security(4608)),
    ] {
        let report = report_of(&with_between(event), "09:30:00", "11:30:00");
        let start = trace(&report, "WS01", START);
        assert_eq!(start.outcome, Outcome::CannotTell, "{name}");
    }
    let harmless = report_of(&with_between(Event::security(4634)), "09:30:00", "11:30:00");
    assert_eq!(trace(&harmless, "WS01", START).outcome, Outcome::NotFound);
}

#[test]
fn pitfall_08_per_user_audit_policy_is_a_reason_of_its_own() {
    let report = report_of(&with_between(Event::security(4912)), "11:10:00", "11:30:00");
    let start = trace(&report, "WS01", START);
    check(start, Outcome::CannotTell, Some(ReasonCode::PerUserPolicy));
}

#[test]
fn pitfall_08_a_setting_that_was_switched_off_is_named_with_its_record() {
    let mut host = workstation().0;
    minutes(&mut host, "09:00:00", 60);
    let removed = Event::security(4719)
        .field("SubcategoryGuid", "{0CCE922B-69AE-11D9-BED3-505054503030}")
        .field("AuditPolicyChanges", "%%8448");
    host.security.push(removed.at_time(time("10:00:00")));
    for minute in 1..60 {
        let at = time("10:00:00").plus_seconds(60 * minute);
        host.security.push(Event::security(4634).at_time(at));
    }
    host.sysmon.clear();
    let report = report_of(&host.files(), "10:10:00", "10:50:00");
    let start = trace(&report, "WS01", START);
    check(start, Outcome::CannotTell, Some(ReasonCode::SettingOff));
    let reason = start.reason.as_ref().unwrap();
    assert_eq!(reason.proofs.len(), 1);
    assert!(reason.parameters["at"].starts_with("2026-03-02T10:00:00"));
}

#[test]
fn pitfall_09_runs_that_net1_followed_were_other_commands() {
    let report = settled(&clean::other_net_commands());
    let prefetch = trace(&report, "WS01", PREFETCH);
    assert_eq!(prefetch.count, 0, "{prefetch:?}");
    assert_ne!(prefetch.outcome, Outcome::Found);
}

#[test]
fn pitfall_09_older_runs_are_overwritten() {
    use konseki_tests::writer::prefetch::{PrefetchFile, Version};
    let mut host = workstation().0;
    let runs = ["2026-03-02T16:00:00Z", "2026-03-02T15:00:00Z"];
    let many = PrefetchFile::new(Version::Seven, r"\WINDOWS\SYSTEM32\NET.EXE").runs(9, &runs[..1]);
    host.prefetch = vec![many];
    minutes(&mut host, "09:00:00", 10);
    let report = report_of(&host.files(), "09:00:00", "12:00:00");
    let prefetch = trace(&report, "WS01", PREFETCH);
    check(prefetch, Outcome::CannotTell, Some(ReasonCode::OlderRunsOverwritten));
    assert_eq!(prefetch.reason.as_ref().unwrap().parameters["run_count"], "9");
    assert!(prefetch.matches[0].outside_window);
}

#[test]
fn pitfall_12_one_record_is_one_of_three_identical_rows() {
    let (mut host, _) = workstation();
    host.connect(time("09:15:04"), &Program::lsass(), 49_820, ("10.0.0.10", 88));
    let report = settled(&host.files());
    let kerberos = trace(&report, "WS01", KERBEROS_SYSMON);
    assert_eq!((kerberos.rows, kerberos.count, kerberos.rows_recorded), (3, 1, 1));
    let sample = settled(&three_hosts::logs_and_prefetch());
    assert_eq!(trace(&sample, "WS01", KERBEROS_SYSMON).rows_recorded, 3);
}

#[test]
fn pitfall_12_a_closing_counts_with_its_opening_only() {
    let close = Event::security(4658)
        .field("ProcessName", r"C:\Windows\System32\svchost.exe")
        .field("HandleId", 0x9b4)
        .field("ProcessId", 1_536)
        .at_time(time("09:15:14"));
    let report = settled(&security(EventLog::new("Security").push(close)));
    let closing = trace(&report, "WS01", "net-use.source.prefetch-write.security-4658");
    assert_eq!((closing.outcome, closing.count), (Outcome::CannotTell, 0));
}

#[test]
fn pitfall_14_forwarded_events_are_a_subset_of_each_host() {
    let report = settled(&clean::forwarded_from_three_computers());
    let names: Vec<_> = report.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["FS01.corp.example", "WS01.corp.example", "WS02.corp.example"]);
    for name in ["FS01", "WS01", "WS02"] {
        let start = trace(&report, name, START);
        check(start, Outcome::CannotTell, Some(ReasonCode::ForwardedSubset));
        assert_eq!(coverage(&report, name, "Security").intervals.len(), 1, "ids of one computer");
    }
}

#[test]
fn pitfall_15_a_renamed_host_is_one_host() {
    let report = settled(&clean::renamed_host());
    assert_eq!(report.hosts.len(), 1);
    assert_eq!(report.hosts[0].name, "WS01.corp.example");
    assert_eq!(report.hosts[0].aliases, ["DESKTOP-4K2P9QX"]);
    let security = coverage(&report, "WS01", "Security");
    assert_eq!(boundaries(security), [(Boundary::Created, Boundary::EvidenceEnds)]);
    assert_eq!(trace(&report, "WS01", START).outcome, Outcome::NotFound);
}

#[test]
fn pitfall_15_an_old_name_may_be_another_computers_later() {
    let report = settled(&clean::name_taken_up_by_another());
    let names: Vec<_> = report.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["NEW.corp.example", "OLD.corp.example"]);
    let renamed = &report.hosts[0];
    assert_eq!(renamed.aliases, ["OLD.corp.example"]);
    assert_eq!(renamed.alias_times[0].span.to, "2026-03-02T09:59:00.5000000Z");
    assert_eq!(report.hosts[1].aliases, [""; 0]);
    let host_of = |path: &str| {
        let evidence = report.evidence.iter().find(|one| one.path == path).unwrap();
        evidence.host.as_ref().unwrap().name.as_str()
    };
    assert_eq!(host_of("first/Sysmon.evtx"), "NEW.corp.example", "it ends before the change");
    assert_eq!(host_of("second/Security.evtx"), "OLD.corp.example");
}

#[test]
fn pitfall_16_copies_count_once_and_all_are_cited() {
    let (mut host, user) = workstation();
    minutes(&mut host, "09:00:00", 60);
    net_use(&mut host, &user, "09:30:10", 0);
    let log = host.security_log().write();
    let files: Files = ["A/Security.evtx", "B/Security.evtx", "C/again.evtx"]
        .map(|path| (path.to_owned(), log.clone()))
        .to_vec();
    let report = settled(&files);
    assert_eq!(report.evidence[2].copies_of, ["e1", "e2"]);
    let start = trace(&report, "WS01", START);
    assert_eq!((start.count, start.matches_kept), (1, 1));
    let cited: Vec<_> = start.matches[0].records.iter().map(|r| r.evidence.as_str()).collect();
    assert_eq!(cited, ["e1", "e2", "e3"]);
    let security = coverage(&report, "WS01", "Security");
    assert_eq!(security.intervals.len(), 1);
    assert_eq!(security.intervals[0].evidence, ["e1", "e2", "e3"]);
}

#[test]
fn pitfall_16_overlapping_files_are_one_interval() {
    let report = settled(&clean::copies());
    let security = coverage(&report, "WS01", "Security");
    assert_eq!(security.intervals.len(), 1);
    assert_eq!(
        security.intervals[0].record_ids,
        Some(("1000".to_owned(), "1119".to_owned())),
        "120 records in all"
    );
}

#[test]
fn pitfall_16_archived_logs_go_on_without_loss() {
    let report = settled(&clean::archived_logs());
    let security = coverage(&report, "WS01", "Security");
    assert_eq!(boundaries(security), [(Boundary::Created, Boundary::EvidenceEnds)]);
    assert_eq!(security.intervals[0].evidence.len(), 3);
    let asked = report_of(&clean::archived_logs(), "09:30:00", "11:30:00");
    assert_eq!(trace(&asked, "WS01", START).outcome, Outcome::NotFound);
}

#[test]
fn pitfall_16_an_earlier_installation_is_a_host_of_its_own() {
    let mut now = workstation().0;
    minutes(&mut now, "09:00:00", 60);
    let mut before = workstation().0;
    before.record_ids = [0, 0, 0];
    minutes(&mut before, "2026-01-10T09:00:00Z", 60);
    let files: Files = vec![
        ("WS01/C/Windows/Security.evtx".to_owned(), now.security_log().write()),
        ("WS01/C/Windows.old/Windows/Security.evtx".to_owned(), before.security_log().write()),
    ];
    let report = settled(&files);
    let names: Vec<_> = report.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["WS01.corp.example", "WS01.corp.example (Windows.old)"]);
}

#[test]
fn pitfall_17_a_log_that_begins_with_1102_was_cleared() {
    let files = clean::log_cleared();
    let report = settled(&files);
    let security = coverage(&report, "WS01", "Security");
    assert_eq!(boundaries(security), [(Boundary::Cleared, Boundary::EvidenceEnds)]);
    assert_eq!(report.evidence[0].channels[0].cleared[0].account, r"CORP\tanaka");
    let before = report_of(&files, "08:00:00", "09:00:00");
    let start = trace(&before, "WS01", START);
    check(start, Outcome::CannotTell, Some(ReasonCode::Cleared));
    assert_eq!(start.reason.as_ref().unwrap().parameters["account"], "tanaka");
}

#[test]
fn pitfall_17_ids_go_on_over_a_clear() {
    let report = settled(&clean::log_cleared_in_the_middle());
    let security = coverage(&report, "WS01", "Security");
    let found = boundaries(security);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].1, found[1].0), (Boundary::Cleared, Boundary::Cleared));
}

#[test]
fn pitfall_17_missing_ids_are_a_gap() {
    let files = clean::gap_in_record_ids();
    let report = settled(&files);
    let found = boundaries(coverage(&report, "WS01", "Security"));
    assert_eq!((found.len(), found[0].1, found[1].0), (2, Boundary::Gap, Boundary::Gap));
    assert_eq!(report.evidence[0].channels[0].record_ids.gap_count, 1);
    let inside = report_of(&files, "10:10:00", "10:50:00");
    check(trace(&inside, "WS01", START), Outcome::CannotTell, Some(ReasonCode::Gap));
}

#[test]
fn pitfall_17_a_full_log_that_begins_late_rolled_over() {
    let mut host = workstation().0;
    minutes(&mut host, "09:00:00", 60);
    let full = security(EventLog::new("Security").start_record_id(70_001).extend(host.security));
    let report = settled(&full);
    let found = boundaries(coverage(&report, "WS01", "Security"));
    assert_eq!(found, [(Boundary::RolledOver, Boundary::EvidenceEnds)]);
    let before = report_of(&full, "07:00:00", "08:00:00");
    check(trace(&before, "WS01", START), Outcome::CannotTell, Some(ReasonCode::RolledOver));
}

#[test]
fn pitfall_17_a_stop_without_a_boot_is_a_hole() {
    let found = boundaries_of(with_between(Event::security(1100)));
    assert_eq!((found.len(), found[0].1), (2, Boundary::Stopped));
    let mut host = workstation().0;
    minutes(&mut host, "09:00:00", 60);
    host.shutdown(time("10:00:00"));
    host.boot(time("10:30:00"));
    minutes(&mut host, "11:00:00", 60);
    host.sysmon.clear();
    assert_eq!(boundaries_of(host.files()).len(), 1, "an ordinary shutdown");
}

fn boundaries_of(files: Files) -> Vec<(Boundary, Boundary)> {
    boundaries(coverage(&settled(&files), "WS01", "Security"))
}

#[test]
fn a_required_variable_that_is_given_binds_its_traces() {
    // Alone, the domain controller's records cannot say which client is meant.
    let files = three_hosts::domain_controller().files();
    let id = "net-use.domain_controller.ticket-granting-ticket.security-4768";
    let find = |report: &Report| {
        let traces = &role(report, "DC01", Role::DomainController).traces;
        traces.iter().find(|trace| trace.id == id).cloned().unwrap()
    };
    let unbound = find(&settled(&files));
    check(&unbound, Outcome::CannotTell, Some(ReasonCode::VariableUnbound));
    let variables = BTreeMap::from([("source_address".to_owned(), "::ffff:10.0.10.21".to_owned())]);
    let bound = find(&report(&files, &Question { variables, ..Question::default() }));
    check(&bound, Outcome::Found, None);
    assert!(bound.count > 0 && bound.bound == bound.count);
    assert!(bound.matches.iter().all(|found| found.fields["IpAddress"].contains("10.0.10.21")));
}

#[test]
fn the_documented_use_is_shown_with_its_success() {
    let report = settled(&three_hosts::logs_and_prefetch());
    let source = role(&report, "WS01", Role::Source);
    assert_eq!(source.conclusion.code, ConclusionCode::SuccessShown);
    for id in [START, START_SYSMON] {
        assert_eq!(trace(&report, "WS01", id).certainty, Some(Certainty::Specific));
    }
    let destination = role(&report, "FS01", Role::Destination);
    assert_eq!(destination.conclusion.code, ConclusionCode::SuccessShown);
    assert_eq!(host(&report, "WS01").addresses, ["10.0.10.21"]);
}

/// Each of the 24 pitfalls has at least one case of its name.
#[test]
fn every_pitfall_is_a_named_case() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let is_named = |number: &u32| {
        let name = format!("#[test]\nfn pitfall_{number:02}_");
        sources.iter().any(|source| source.contains(&name))
    };
    let missing: Vec<u32> = (1..=24).filter(|number| !is_named(number)).collect();
    assert!(missing.is_empty(), "without a case: {missing:?}");
}
