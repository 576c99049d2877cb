//! Runs of net.exe of which it is not recorded whether they were a use of a share.

use konseki_core::{
    analysis::Question,
    report::{Report, TraceResult},
    words::{Certainty, Outcome, ReasonCode},
};
use konseki_tests::{
    cases::{
        Account, Files, Process,
        host::{Host, time},
        three_hosts,
    },
    flow::{report, trace_on},
    writer::prefetch::{PrefetchFile, Version},
};

const START: &str = "net-use.source.process-start.security-4688";
const END: &str = "net-use.source.process-end.security-4689";
const PREFETCH: &str = "net-use.source.prefetch-file.prefetch";
const NET: &str = r"C:\Windows\System32\net.exe";

fn settled(files: &Files) -> Report {
    report(files, &Question::default())
}

/// A whole Prefetch folder with these runs of net.exe and net1.exe.
fn runs(net: &[&str], net1: &[&str]) -> TraceResult {
    let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    host.start(time("09:00:00"), &Process::new(900, r"C:\Windows\explorer.exe", "explorer", &user));
    let file = |name: &str, times: &[&str]| {
        let path = format!(r"\WINDOWS\SYSTEM32\{name}");
        PrefetchFile::new(Version::TenLater, &path).runs(times.len() as u32, times)
    };
    host.prefetch = vec![file("NET.EXE", net), file("NET1.EXE", net1)];
    let others =
        (0..20).map(|number| file(&format!("PROGRAM{number}.EXE"), &["2026-03-02T08:00:00Z"]));
    host.prefetch.extend(others);
    trace_on(&settled(&host.files()), "WS01", PREFETCH)
}

#[test]
fn pitfall_09_one_run_of_net1_takes_out_one_run_of_net() {
    let other = runs(&["2026-03-02T10:00:00.00Z"], &["2026-03-02T10:00:00.02Z"]);
    assert_eq!((other.outcome, other.count), (Outcome::NotFound, 0));
    let later =
        runs(&["2026-03-02T10:05:00.00Z", "2026-03-02T10:00:00.00Z"], &["2026-03-02T10:00:00.02Z"]);
    assert_eq!((later.outcome, later.count), (Outcome::Found, 1));
    assert_eq!(later.matches[0].times, ["2026-03-02T10:05:00.0000000Z"]);
    // A use, and `net user` right behind it.
    let both =
        runs(&["2026-03-02T10:00:00.30Z", "2026-03-02T10:00:00.00Z"], &["2026-03-02T10:00:00.32Z"]);
    let reason = both.reason.unwrap();
    assert_eq!(
        (both.outcome, reason.code),
        (Outcome::CannotTell, ReasonCode::SubcommandNotRecorded)
    );
    assert!(reason.text.en.contains("the run of 2026-03-02T10:00:00Z"), "{}", reason.text.en);
    assert!(!reason.next.en.is_empty());
}

/// What was found without its command line says so, and what would tell more.
#[test]
fn a_start_without_a_command_line_says_what_is_missing() {
    let mut host = three_hosts::source();
    host.sysmon.clear();
    for event in host.security.iter_mut().filter(|event| event.id() == 4688) {
        *event = event.clone().field("CommandLine", "");
    }
    let report = settled(&host.files());
    for id in [START, END] {
        let found = trace_on(&report, "WS01", id);
        let reason = found.reason.unwrap_or_else(|| panic!("{id}: no reason"));
        assert_eq!(
            (found.outcome, reason.code),
            (Outcome::Found, ReasonCode::SubcommandNotRecorded)
        );
        assert_eq!(found.certainty, Some(Certainty::Consistent), "{id}");
    }
    let steps = &report.sheets[0].collect_next;
    let step = steps.iter().find(|step| step.text.en.contains("command line")).unwrap();
    assert_eq!(step.traces, [END, START]);
    // Another log that has the command line answers it.
    let whole = settled(&three_hosts::source().files());
    assert!(trace_on(&whole, "WS01", START).reason.is_none());
    assert!(trace_on(&whole, "WS01", END).reason.is_none());
}

/// An end of another `net` command beside a start with its command line leaves no question.
#[test]
fn other_subcommands_leave_no_question() {
    let mut host = three_hosts::source();
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2);
    let view = Process::new(8_100, NET, r"net  view \\FS01", &user);
    host.start(time("10:00:00"), &view);
    host.end(time("10:00:01"), &view, 0);
    let end = trace_on(&settled(&host.files()), "WS01", END);
    assert_eq!((end.count, end.bound), (2, 1));
    assert!(end.reason.is_none());
}
