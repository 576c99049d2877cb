//! Where nothing is asked for, a log speaks as a whole only if nothing in it may have hidden a record.
//! Each case is an ordinary log of one workstation with one thing done to it.

use konseki_core::{
    analysis::Question,
    report::{ConclusionCode, Report, RoleResult, TraceResult},
    words::{Outcome, ReasonCode, Role},
};
use konseki_tests::{
    cases::{
        Account, Files, Process, clean,
        host::{Host, time},
    },
    flow::report,
    writer::evtx::{Defect, Event, EventLog},
};

const START: &str = "net-use.source.process-start.security-4688";
const PREFETCH_WRITE: &str = "net-use.source.prefetch-write.sysmon-11";
const PROCESS_CREATION: &str = "{0CCE922B-69AE-11D9-BED3-505054503030}";
const REMOVED: &str = "%%8448";
const ADDED: &str = "%%8449";

fn settled(files: &Files) -> Report {
    report(files, &Question::default())
}

fn source(report: &Report) -> &RoleResult {
    report.sheets[0].roles.iter().find(|one| one.role == Role::Source).unwrap()
}

fn trace<'r>(report: &'r Report, id: &str) -> &'r TraceResult {
    source(report).traces.iter().find(|one| one.id == id).unwrap()
}

/// A process starts and ends every minute.
fn minutes(from: &str, count: u64) -> Vec<Event> {
    let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    for minute in 0..count {
        let at = time(from).plus_seconds(60 * minute);
        let id = 6_000 + 4 * u32::try_from(minute).unwrap();
        let process = Process::new(id, r"C:\Windows\System32\whoami.exe", "whoami", &user);
        host.start(at, &process);
        host.end(at.plus_seconds(1), &process, 0);
    }
    host.security
}

/// Ordinary records of another setting.
fn logoffs(from: &str, count: u64) -> Vec<Event> {
    let at = |minute| time(from).plus_seconds(60 * minute);
    (0..count).map(|minute| Event::security(4634).at_time(at(minute))).collect()
}

fn policy(at: &str, change: &str) -> Event {
    Event::security(4719)
        .at_time(time(at))
        .field("SubjectUserName", "eve")
        .field("SubcategoryGuid", PROCESS_CREATION)
        .field("AuditPolicyChanges", change)
}

fn log(parts: impl IntoIterator<Item = Vec<Event>>) -> EventLog {
    let log = EventLog::new("Security").start_record_id(500);
    parts.into_iter().fold(log, EventLog::extend)
}

fn files(log: &EventLog) -> Files {
    vec![("WS01/Security.evtx".to_owned(), log.write())]
}

/// That nothing is said of the whole log, and why.
#[track_caller]
fn check_broken(files: &Files, cause: &str) -> TraceResult {
    let report = settled(files);
    let start = trace(&report, START);
    let reason = start.reason.as_ref().unwrap();
    assert_eq!(
        (start.outcome, reason.code),
        (Outcome::CannotTell, ReasonCode::PartlyCovered),
        "{}",
        reason.text.en
    );
    assert_eq!(reason.parameters["cause"], cause, "{}", reason.text.en);
    assert!(!reason.intervals.is_empty(), "what is shown is named");
    assert!(!reason.next.en.is_empty() && !reason.next.ja.is_empty());
    assert_eq!(source(&report).conclusion.code, ConclusionCode::CannotTell);
    start.clone()
}

#[track_caller]
fn check_whole(files: &Files) -> TraceResult {
    let report = settled(files);
    let start = trace(&report, START);
    let said = start.reason.as_ref().map(|reason| &reason.text.en);
    assert_eq!(start.outcome, Outcome::NotFound, "{said:?}");
    assert_eq!(source(&report).conclusion.code, ConclusionCode::NothingRecorded);
    start.clone()
}

#[test]
fn a_setting_that_is_switched_off_is_named() {
    let removed = policy("11:10:00", REMOVED);
    let rest = logoffs("11:11:00", 150);
    let log = log([minutes("09:00:00", 120), vec![removed], rest]);
    let start = check_broken(&files(&log), "setting_off");
    let reason = start.reason.unwrap();
    assert!(reason.parameters["at"].starts_with("2026-03-02T11:10:00"));
    assert_eq!(reason.parameters["account"], "eve");
    assert!(reason.parameters["missing"].contains("2026-03-02T13:40:00"), "to the end of the log");
}

#[test]
fn a_setting_that_was_off_at_first_is_told() {
    let added = policy("11:00:00", ADDED);
    let log = log([logoffs("09:00:00", 60), vec![added], minutes("11:01:00", 120)]);
    check_broken(&files(&log), "setting_not_shown");
}

/// Policies that are applied anew are taken away and given back in one moment.
#[test]
fn a_policy_that_is_applied_anew_hides_nothing() {
    let anew = vec![policy("11:10:00", REMOVED), policy("11:10:01", ADDED)];
    check_whole(&files(&log([minutes("09:00:00", 120), anew, minutes("11:11:00", 120)])));
    let first = vec![policy("08:59:58", ADDED)];
    check_whole(&files(&log([first, minutes("09:00:00", 120)])));
}

#[test]
fn a_hole_of_an_hour_without_the_setting_is_told() {
    let parts = [
        minutes("09:00:00", 120),
        vec![policy("11:10:00", REMOVED)],
        logoffs("11:11:00", 60),
        vec![policy("12:20:00", ADDED)],
        minutes("12:21:00", 120),
    ];
    check_broken(&files(&log(parts)), "setting_off");
}

#[test]
fn a_policy_of_one_user_leaves_the_rest_open() {
    let change = vec![Event::security(4912).at_time(time("11:10:00"))];
    let log = log([minutes("09:00:00", 120), change, minutes("11:11:00", 30)]);
    check_broken(&files(&log), "per_user_policy");
}

#[test]
fn a_clear_in_the_middle_is_told() {
    let start = check_broken(&clean::log_cleared_in_the_middle(), "cleared");
    assert!(start.reason.unwrap().text.en.contains("by tanaka"), "who cleared it");
}

/// The log speaks from its clear on, and nobody can read that as all of the time.
#[test]
fn a_log_that_begins_with_a_clear_says_so() {
    let start = check_whole(&clean::log_cleared());
    let reason = start.reason.as_ref().unwrap();
    assert_eq!(reason.parameters["begins"], "cleared");
    assert!(reason.parameters["reach"].starts_with("2026-03-02T10:00:00"));
    assert!(reason.text.en.contains("cleared then by tanaka"), "{}", reason.text.en);
    assert!(reason.text.ja.contains("消去"), "{}", reason.text.ja);
    let report = settled(&clean::log_cleared());
    let conclusion = &source(&report).conclusion.text;
    let told = "The log Security was cleared at 2026-03-02T10:00:00 (UTC) by tanaka";
    assert!(conclusion.en.contains(told), "{}", conclusion.en);
    assert!(conclusion.en.contains("from 2026-03-02T10:01:00"), "{}", conclusion.en);
    assert!(conclusion.ja.contains("消去"), "{}", conclusion.ja);
}

#[test]
fn a_log_that_rolled_over_says_where_it_begins() {
    let full = log([minutes("09:00:00", 120)]).defect(Defect::Full);
    let reason = check_whole(&files(&full)).reason.unwrap();
    assert_eq!(reason.parameters["begins"], "rolled_over");
    assert!(reason.text.en.contains("older records were overwritten"), "{}", reason.text.en);
}

#[test]
fn missing_records_are_told() {
    let before = log([minutes("09:00:00", 120)]).skip_record_ids(40);
    check_broken(&files(&before.extend(minutes("11:01:00", 120))), "gap");
    check_broken(&clean::gap_in_record_ids(), "gap");
}

#[test]
fn a_damaged_record_is_told() {
    for record in [0, 9, 239] {
        let log = log([minutes("09:00:00", 120)]);
        let damaged = log.defect(Defect::DamagedRecordMagic { chunk: 0, record: record.min(40) });
        check_broken(&files(&damaged), "records_damaged");
    }
}

#[test]
fn a_change_of_the_clock_is_told() {
    check_broken(&clean::clock_set_back(), "clock_unreliable");
    let jump = Event::security(4616)
        .at_time(time("11:30:00.1"))
        .field("PreviousTime", "2026-03-02T11:00:00.1Z")
        .field("NewTime", "2026-03-02T11:30:00.1Z");
    let log = log([minutes("09:00:00", 120), vec![jump], minutes("11:31:00", 120)]);
    check_broken(&files(&log), "clock_unreliable");
}

/// A host that is off writes nothing: neither a night nor a restart leaves anything open.
#[test]
fn a_host_that_was_off_hides_nothing() {
    let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    host.security = minutes("2026-03-01T09:00:00Z", 300);
    host.shutdown(time("2026-03-01T14:00:30Z"));
    host.boot(time("2026-03-04T08:00:00Z"));
    host.security.extend(minutes("2026-03-04T08:10:00Z", 300));
    let start = check_whole(&host.files());
    assert_eq!(start.reason.unwrap().intervals.len(), 2, "each of the two days");
}

/// Programs start all the time: a day without any, while other records go on, is not shown.
#[test]
fn a_silence_of_a_busy_setting_is_told() {
    let quiet = logoffs("11:00:00", 30 * 60);
    let log = log([minutes("09:00:00", 120), quiet, minutes("2026-03-03T17:01:00Z", 700)]);
    check_broken(&files(&log), "setting_not_shown");
}

#[test]
fn sysmon_that_was_stopped_is_told() {
    let stopped = |with_boot: bool| {
        let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
        let service = Account::system(&host);
        let service = Process::new(1_536, r"C:\Windows\System32\svchost.exe", "svchost", &service);
        let write = |host: &mut Host, from: &str| {
            for minute in 0..120 {
                let at = time(from).plus_seconds(60 * minute);
                host.file_created(at, &service, r"C:\Windows\Prefetch\CMD.EXE-0BD30981.pf");
            }
        };
        write(&mut host, "09:00:00");
        host.sysmon.push(Event::sysmon(4).at_time(time("11:00:00")).field("State", "Stopped"));
        if with_boot {
            host.boot(time("12:00:00"));
        } else {
            host.sysmon.push(Event::sysmon(4).at_time(time("12:00:06")));
        }
        write(&mut host, "12:01:00");
        let report = settled(&host.files());
        let trace = trace(&report, PREFETCH_WRITE);
        (trace.outcome, trace.reason.clone().unwrap().parameters.get("cause").cloned())
    };
    assert_eq!(stopped(true), (Outcome::NotFound, None), "the host was off");
    assert_eq!(stopped(false), (Outcome::CannotTell, Some("gap".to_owned())));
}
