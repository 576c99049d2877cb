//! What is supplied of settings beside the logs, in verdicts: pitfalls 2 and 8 of their collection,
//! each a regression case on constructed evidence.

use std::ops::ControlFlow;

use konseki_core::{
    analysis::{Question, Scanner, open},
    catalog,
    report::{Report, SettingSource, TraceResult},
    words::{EvidenceKind, Outcome, ReasonCode, Recording},
};
use konseki_tests::{
    cases::{
        Account, Files, Process, Program,
        host::{Host, time},
    },
    flow,
    writer::evtx::Event,
};

const START: &str = "net-use.source.process-start.security-4688";
const SMB_SYSMON: &str = "net-use.source.smb-connection.sysmon-3";
const COPIED: &str = "net-use.source.file-copied.security-4663";
const PROCESS_CREATION: &str = "{0CCE922B-69AE-11D9-BED3-505054503030}";

fn settle(files: &Files, statements: &[&str]) -> Report {
    let statements = statements.iter().map(|text| (*text).to_owned()).collect();
    let window = Some((time("09:10:00"), time("10:50:00")));
    flow::report(files, &Question { window, statements, ..Question::default() })
}

fn trace(report: &Report, id: &str) -> TraceResult {
    flow::trace_on(report, "WS01", id)
}

#[track_caller]
fn check(report: &Report, id: &str, outcome: Outcome, code: ReasonCode) -> TraceResult {
    let found = trace(report, id);
    let reason = found.reason.as_ref().unwrap();
    assert_eq!((found.outcome, reason.code), (outcome, code), "{}", reason.text.en);
    found
}

fn workstation() -> Host {
    Host::new("WS01", "10.0.10.21", 0x5c3a_9e10)
}

/// Two hours with a record every minute that is of no setting that a start of a process needs.
fn without_starts() -> Host {
    let mut host = workstation();
    for minute in 0..120 {
        let at = time("09:00:00").plus_seconds(60 * minute);
        host.security.push(Event::security(4634).at_time(at));
    }
    host
}

fn with_starts() -> Host {
    let mut host = workstation();
    let user = Account::domain("tanaka", 1104, 0x3_e4d2);
    for minute in 0..120 {
        let at = time("09:00:00").plus_seconds(60 * minute);
        let id = 6_000 + 4 * u32::try_from(minute).unwrap();
        host.start(at, &Process::new(id, r"C:\Windows\System32\whoami.exe", "whoami", &user));
    }
    host.sysmon.clear();
    host
}

fn auditpol(machine: &str, setting: &str) -> (String, Vec<u8>) {
    let text = format!(
        "Machine Name,Policy Target,Subcategory,Subcategory GUID,Inclusion Setting,Exclusion Setting\r\n\
         {machine},System,Process Creation,{PROCESS_CREATION},{setting},\r\n"
    );
    ("notes/policy.txt".to_owned(), text.into_bytes())
}

fn with(mut files: Files, more: (String, Vec<u8>)) -> Files {
    files.push(more);
    files
}

#[test]
fn pitfall_08_without_settings_a_silent_log_shows_nothing() {
    let report = settle(&without_starts().files(), &[]);
    check(&report, START, Outcome::CannotTell, ReasonCode::SettingNotShown);
}

#[test]
fn pitfall_08_an_audit_policy_stands_in_for_life_signs() {
    let files = with(without_starts().files(), auditpol("ws01", "成功および失敗"));
    let report = settle(&files, &[]);
    let start = check(&report, START, Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded);
    let reason = start.reason.unwrap();
    assert_eq!(reason.proofs.len(), 2, "first and last record of the log");
    let [told] = reason.supplied.as_slice() else { panic!("{:?}", reason.supplied) };
    assert_eq!((told.source, told.says), (SettingSource::Auditpol, Recording::On));
    assert!(!told.asserted && !told.contradicted);
    let policy = report.evidence.iter().find(|one| one.kind == EvidenceKind::Settings).unwrap();
    assert_eq!(told.evidence.as_ref(), Some(&policy.id));
    assert_eq!(policy.host.as_ref().unwrap().name, "WS01.corp.example");
    let facts = policy.settings.as_ref().unwrap();
    assert_eq!(facts.states["audit.process_creation"], Recording::On);
}

#[test]
fn pitfall_08_an_audit_policy_that_is_off_is_a_reason() {
    let files = with(without_starts().files(), auditpol("WS01", "No Auditing"));
    check(&settle(&files, &[]), START, Outcome::CannotTell, ReasonCode::SettingOff);
}

#[test]
fn pitfall_08_an_audit_policy_of_another_machine_says_nothing() {
    let files = with(without_starts().files(), auditpol("WS02", "Success"));
    check(&settle(&files, &[]), START, Outcome::CannotTell, ReasonCode::SettingNotShown);
}

#[test]
fn pitfall_08_an_audit_policy_speaks_back_to_the_last_change_only() {
    for (minute, field, outcome) in [
        ("11:00:00", "%%8449", Outcome::CannotTell),
        ("09:00:30", "%%8449", Outcome::NotFound),
        ("09:00:30", "%%8448", Outcome::CannotTell),
    ] {
        let mut host = without_starts();
        if minute == "11:00:00" {
            host.security.push(Event::security(4634).at_time(time("11:30:00")));
        }
        let change = Event::security(4719)
            .field("SubcategoryGuid", PROCESS_CREATION)
            .field("AuditPolicyChanges", field);
        host.security.push(change.at_time(time(minute)));
        let report = settle(&with(host.files(), auditpol("WS01", "Success")), &[]);
        assert_eq!(trace(&report, START).outcome, outcome, "{minute} {field}");
    }
}

#[test]
fn pitfall_08_a_busy_setting_silent_for_days_contradicts_the_policy() {
    let mut host = without_starts();
    for hour in 0..60 {
        let at = time("2026-03-03T09:00:00Z").plus_seconds(3_600 * hour);
        host.security.push(Event::security(4634).at_time(at));
    }
    let report = settle(&with(host.files(), auditpol("WS01", "Success")), &[]);
    let start = check(&report, START, Outcome::CannotTell, ReasonCode::SettingNotShown);
    assert!(start.reason.unwrap().supplied[0].contradicted);
}

#[test]
fn pitfall_08_a_removal_stands_above_a_later_policy() {
    let mut host = with_starts();
    host.security.retain(|event| event.id() != 4688 || event.time() < time("09:05:00"));
    for minute in 0..110 {
        let at = time("09:06:00").plus_seconds(60 * minute);
        host.security.push(Event::security(4634).at_time(at));
    }
    let removed = Event::security(4719)
        .field("SubcategoryGuid", PROCESS_CREATION)
        .field("AuditPolicyChanges", "%%8448");
    host.security.push(removed.at_time(time("09:05:30")));
    let report = settle(&with(host.files(), auditpol("WS01", "Success")), &[]);
    let start = check(&report, START, Outcome::CannotTell, ReasonCode::SettingOff);
    assert!(start.reason.unwrap().supplied[0].contradicted);
}

#[test]
fn pitfall_08_records_stand_above_what_is_supplied() {
    let files = with(with_starts().files(), auditpol("WS01", "No Auditing"));
    let report = settle(&files, &[]);
    let start = check(&report, START, Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded);
    let reason = start.reason.unwrap();
    assert!(reason.supplied[0].contradicted);
    assert!(reason.text.en.contains("stand above it"), "{}", reason.text.en);
}

#[test]
fn pitfall_08_a_statement_is_used_and_marked_as_asserted() {
    let files = without_starts().files();
    let stated = "audit.process_creation=on @ws01 2026-03-02T09:00:00Z..2026-03-02T11:00:00Z";
    let report = settle(&files, &[stated]);
    let start = check(&report, START, Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded);
    let told = &start.reason.unwrap().supplied[0];
    assert_eq!((told.asserted, told.statement.as_deref()), (true, Some(stated)));
    assert_eq!(report.asked.statements, [stated]);
    for other in [
        "audit.process_creation=on @WS02",
        "audit.process_creation=on 2026-03-02T10:00:00Z..2026-03-02T11:00:00Z",
        "Process creation was on.",
    ] {
        let report = settle(&files, &[other]);
        check(&report, START, Outcome::CannotTell, ReasonCode::SettingNotShown);
    }
    let report = settle(&files, &["audit.process_creation=off"]);
    check(&report, START, Outcome::CannotTell, ReasonCode::SettingOff);
    let both = ["audit.process_creation=off", "audit.process_creation=on"];
    check(&settle(&files, &both), START, Outcome::CannotTell, ReasonCode::SettingNotShown);
}

#[test]
fn pitfall_08_object_auditing_can_be_stated() {
    let files = without_starts().files();
    let report = settle(&files, &["audit.file_system=on", "object_auditing=off"]);
    let copied = trace(&report, COPIED);
    assert_eq!(copied.outcome, Outcome::CannotTell, "{copied:?}");
}

/// Two hours of connections to the domain controller; none to port 445.
fn sysmon_log() -> Host {
    let mut host = workstation();
    for minute in 0..120 {
        let at = time("09:00:00").plus_seconds(60 * minute);
        host.connect(at, &Program::lsass(), 50_000 + minute as u16, ("10.0.0.10", 88));
    }
    host.security.clear();
    host
}

fn configuration(filters: &str) -> (String, Vec<u8>) {
    let text = format!(
        "<Sysmon schemaversion=\"4.90\"><EventFiltering>{filters}</EventFiltering></Sysmon>"
    );
    ("WS01/sysmon.xml".to_owned(), text.into_bytes())
}

#[test]
fn pitfall_02_a_sysmon_configuration_decides_only_what_is_certain() {
    let list = "<RuleGroup groupRelation='or'><NetworkConnect onmatch='include'>\
                <DestinationPort>80</DestinationPort><Image>x</Image></NetworkConnect></RuleGroup>";
    for (filters, outcome, code) in [
        (list, Outcome::CannotTell, ReasonCode::SysmonFilterUnknown),
        ("<NetworkConnect onmatch='include'/>", Outcome::CannotTell, ReasonCode::SettingOff),
        ("", Outcome::CannotTell, ReasonCode::SettingOff),
        (
            "<NetworkConnect onmatch='exclude'/>",
            Outcome::NotFound,
            ReasonCode::WouldHaveBeenRecorded,
        ),
    ] {
        let report = settle(&with(sysmon_log().files(), configuration(filters)), &[]);
        let smb = check(&report, SMB_SYSMON, outcome, code);
        let text = smb.reason.unwrap().text.en;
        assert!(text.contains("The Sysmon configuration (e"), "{filters}: {text}");
    }
    let stated = settle(&sysmon_log().files(), &["sysmon.network_connection=on"]);
    check(&stated, SMB_SYSMON, Outcome::CannotTell, ReasonCode::SysmonFilterUnknown);
}

#[test]
fn hostile_settings_are_stepped_over() {
    let catalog = catalog::builtin().unwrap();
    let row = format!("PC01,System,x,{PROCESS_CREATION},Success,\r\n");
    let mut large = row.repeat(200_000).into_bytes();
    large.truncate(100 << 20);
    let mut broken: Vec<u8> = vec![0xff, 0xfe];
    broken.extend(row.encode_utf16().flat_map(u16::to_le_bytes));
    broken.extend([0x00, 0xd8, 0x41]);
    let entities = (0..30).map(|n| format!("<!ENTITY a{} '&a{n};&a{n};'>", n + 1));
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]><Sysmon schemaversion='4'>&a30;</Sysmon>",
        entities.collect::<String>()
    );
    let deep = format!("<Sysmon schemaversion='4'>{}", "<a>".repeat(1 << 20));
    for bytes in [large, broken, bomb.into_bytes(), deep.into_bytes(), vec![0xff, 0xfe, 0x7b]] {
        let bytes = bytes.as_slice();
        for planned in open(&bytes, "x") {
            let mut scanner = Scanner::new(&catalog);
            for unit in &planned.units {
                let findings =
                    scanner.scan(&bytes, &planned, unit, &mut |_| ControlFlow::Continue(()));
                assert!(findings.bytes_read <= (8 << 20) + 1);
                let is_told = findings.warnings.groups().next().is_some();
                assert!(is_told, "{}", planned.path);
            }
        }
    }
}
