//! Records that fail one condition of a trace: shown where nothing meets them all, never counted.
//!
//! Ground truth is the construction: each record is written to fail a known condition.

use konseki_core::{analysis::Question, limits, report::TraceResult, words::Outcome};
use konseki_tests::{
    cases::{
        Account, Files, Process,
        host::{Host, time},
    },
    flow::{report, trace_on},
    writer::prefetch::{PrefetchFile, Version},
};

const START: &str = "net-use.source.process-start.security-4688";
const START_SYSMON: &str = "net-use.source.process-start.sysmon-1";
const PREFETCH: &str = "net-use.source.prefetch-file.prefetch";
const SYSTEM: &str = r"C:\Windows\System32\net.exe";

fn trace(files: &Files, id: &str) -> TraceResult {
    trace_on(&report(files, &Question::default()), "", id)
}

/// Starts of processes, one a minute: path and command line.
fn started(starts: &[(&str, &str)]) -> Host {
    let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let user = Account::domain("tanaka", 1104, 0x3_e4d2);
    let mut at = time("09:00:00");
    for (id, (path, line)) in (6_000..).step_by(4).zip(starts) {
        at = at.plus_seconds(60);
        host.start(at, &Process::new(id, path, line, &user));
    }
    host
}

/// Each near miss as the fields it fails and its EventRecordID.
fn missed(trace: &TraceResult) -> Vec<(Vec<&str>, &str)> {
    let misses = trace.near_misses.iter().map(|miss| {
        let fields = miss.contradicted.iter().map(String::as_str).collect();
        (fields, miss.records[0].record_id.as_str())
    });
    misses.collect()
}

#[test]
fn another_subcommand_and_a_copy_elsewhere_are_near_misses() {
    let host = started(&[
        (r"C:\Windows\System32\notepad.exe", "notepad"),
        (SYSTEM, r"net view \\FS01"),
        (r"C:\Users\Public\net.exe", r"net use \\FS01\projects"),
        (r"C:\Users\Public\net.exe", r"net view \\FS01"),
        (r"C:\Windows\System32\cmd.exe", r"cmd /c net use \\FS01\projects"),
    ]);
    let first = host.record_ids[0];
    let [second, third] = [2, 3].map(|number| (first + number).to_string());
    let found = trace(&host.files(), START);
    assert_ne!(found.outcome, Outcome::Found);
    assert_eq!((found.count, found.matches.len()), (0, 0));
    assert_eq!(
        missed(&found),
        [(vec!["CommandLine"], second.as_str()), (vec!["NewProcessName"], third.as_str())]
    );
    assert_eq!(found.near_misses[0].fields["CommandLine"], r"net view \\FS01");
}

#[test]
fn a_password_in_a_near_miss_is_masked() {
    let line = r"net use \\FS01\projects Secret1 /user:CORP\svc";
    let host = started(&[(r"C:\Users\Public\net.exe", line)]);
    for id in [START, START_SYSMON] {
        let found = trace(&host.files(), id);
        // Sysmon names the original file: a copy elsewhere is the program itself.
        assert_eq!(found.near_misses.len(), usize::from(id == START), "{id}");
        let shown = found.near_misses.iter().chain(&found.matches);
        assert!(shown.flat_map(|one| one.fields.values()).all(|text| !text.contains("Secret1")));
    }
}

#[test]
fn where_a_record_meets_all_conditions_none_is_told() {
    let host = started(&[(SYSTEM, "net view"), (SYSTEM, r"net use \\FS01\projects")]);
    let found = trace(&host.files(), START);
    assert_eq!((found.outcome, found.near_misses.len()), (Outcome::Found, 0));
}

#[test]
fn the_first_are_told_once_however_many_files_hold_them() {
    let starts: Vec<(&str, &str)> = vec![(SYSTEM, "net view"); limits::NEAR_MISSES_KEPT + 3];
    let mut files = started(&starts).files();
    let copies: Files = files
        .iter()
        .map(|(path, bytes)| (path.replace("Security.evtx", "Copy.evtx"), bytes.clone()))
        .collect();
    files.extend(copies);
    let told = trace(&files, START);
    assert_eq!(told.near_misses.len(), limits::NEAR_MISSES_KEPT);
    assert!(told.near_misses.is_sorted_by_key(|miss| miss.time.clone()));
    assert!(told.near_misses.iter().all(|miss| miss.records.len() == 2));
    files.reverse();
    let (other, ids) = (trace(&files, START), |trace: &TraceResult| {
        trace.near_misses.iter().map(|miss| miss.records[0].record_id.clone()).collect::<Vec<_>>()
    });
    assert_eq!(ids(&other), ids(&told));
}

#[test]
fn a_prefetch_file_of_another_folder_is_a_near_miss() {
    let mut host = started(&[]);
    let run = "2026-03-02T09:30:00.0000000Z";
    let file = PrefetchFile::new(Version::TenLater, r"\USERS\PUBLIC\NET.EXE").runs(1, &[run]);
    host.prefetch = vec![file];
    let found = trace(&host.files(), PREFETCH);
    assert_ne!(found.outcome, Outcome::Found);
    let [miss] = found.near_misses.as_slice() else { panic!("{:?}", found.near_misses) };
    assert_eq!(
        (miss.contradicted.as_slice(), miss.time.as_str()),
        (["path".to_owned()].as_slice(), run)
    );
}
