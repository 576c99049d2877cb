//! Sets of operations in the USN journal: all there in any order, within their time, for one name
//! in one directory.
//!
//! Ground truth is the construction, and that NTFS gathers reasons until a file is closed.

use konseki_core::{
    analysis::Question,
    report::TraceResult,
    words::{Outcome, ReasonCode},
};
use konseki_tests::{
    cases::volume::{
        COPIED, PREFETCH, TRACE, TRACED, copy_with_rights, journal_from, journal_of_windows_11,
        prefetch_replacement, table, with,
    },
    flow::{report, trace_on},
    writer::usn::{Change, Journal},
};

const TRACE_FILE: &str = "net-use.source.prefetch-file.usn-operations";
const COPIED_FILE: &str = "net-use.source.file-copied.usn-operations";
const NAME: &str = "NET.EXE-DF44F913.pf";
const ALL: &str = "DATA_OVERWRITE|DATA_EXTEND|FILE_CREATE|SECURITY_CHANGE|RENAME_OLD_NAME|\
                   BASIC_INFO_CHANGE|CLOSE";

fn judged(journal: Journal, id: &str) -> TraceResult {
    trace_on(&report(&with(Some(table()), Some(journal)), &Question::default()), "WS01", id)
}

fn outcome(changes: Vec<Change>) -> (Outcome, Option<ReasonCode>) {
    let trace = judged(journal_from(7, changes), TRACE_FILE);
    (trace.outcome, trace.reason.map(|reason| reason.code))
}

/// What there is of the file is neither the trace nor its absence.
const IN_PART: (Outcome, Option<ReasonCode>) =
    (Outcome::CannotTell, Some(ReasonCode::PartlyCovered));
const FOUND: (Outcome, Option<ReasonCode>) = (Outcome::Found, None);

fn replacement() -> Vec<Change> {
    prefetch_replacement(NAME, TRACE, TRACED)
}

#[test]
fn all_operations_make_one_match() {
    let found = judged(journal_of_windows_11(), TRACE_FILE);
    assert_eq!((found.outcome, found.count), (Outcome::Found, 1), "{:?}", found.reason);
    let one = &found.matches[0];
    assert_eq!(one.fields["Reasons"], ALL);
    assert_eq!(one.fields["Path"], format!(r"\Windows\Prefetch\{NAME}"));
    // The record of the old name, and the closing one, which gathers all others.
    assert!(one.records.is_sorted_by_key(|record| record.record_id.parse::<u64>().unwrap()));
    assert_eq!(one.records.len(), 2);
    assert_eq!(one.time, TRACED);

    let copied = judged(journal_of_windows_11(), COPIED_FILE);
    assert_eq!((copied.outcome, copied.count, copied.bound), (Outcome::Found, 1, 1));
    assert_eq!(
        copied.matches[0].fields["Reasons"],
        "FILE_CREATE|SECURITY_CHANGE|BASIC_INFO_CHANGE|CLOSE"
    );
    assert_eq!(copied.matches[0].time, COPIED);
}

#[test]
fn the_order_is_free_and_every_operation_is_needed() {
    let mut turned = replacement();
    turned.reverse();
    assert_eq!(outcome(turned), FOUND);
    let without_old_name = replacement().split_off(1);
    assert_eq!(outcome(without_old_name), IN_PART);
    let mut unclosed = replacement();
    unclosed.pop();
    assert_eq!(outcome(unclosed), IN_PART);
}

#[test]
fn they_belong_to_one_name_in_one_directory_and_one_minute() {
    let late = |seconds: u32| {
        let at = format!("2026-03-02T09:16:{seconds:02}.1390021Z");
        let mut changes = replacement();
        let last = changes.pop().unwrap().at(&at);
        changes.push(last);
        changes
    };
    assert_eq!(outcome(late(14)), FOUND);
    assert_eq!(outcome(late(15)), IN_PART);
    let elsewhere = |change: Change| change.parent(PREFETCH.0 + 1, PREFETCH.1);
    let mut changes = replacement();
    let first = elsewhere(changes.remove(0));
    changes.insert(0, first);
    assert_eq!(outcome(changes), IN_PART);
    let mut other = replacement();
    other[0] = prefetch_replacement("NET.EXE-DF44F914.pf", TRACE, TRACED).remove(0);
    assert_eq!(outcome(other), IN_PART);
}

#[test]
fn a_deletion_between_ends_what_was_under_way() {
    let mut changes = replacement();
    let deleted = changes.last().unwrap().clone().reason("FILE_DELETE|CLOSE");
    changes.insert(1, deleted.clone());
    assert_eq!(outcome(changes), IN_PART);
    let mut after = replacement();
    after.push(deleted);
    assert_eq!(outcome(after), FOUND);
    // The copy was renamed before its attributes were set.
    let mut copied = copy_with_rights("plan-2026.xlsx", COPIED);
    let renamed = copied[0].clone().reason("RENAME_OLD_NAME");
    copied.insert(3, renamed);
    let trace = judged(journal_from(7, copied), COPIED_FILE);
    assert_eq!(trace.outcome, Outcome::CannotTell);
}

#[test]
fn hundreds_of_thousands_of_other_files_change_nothing() {
    let other = |number: u32| {
        Change::of(&format!("cache-{number}.tmp"))
            .file(200_000 + u64::from(number), 1)
            .at("2026-03-02T09:00:00Z")
            .reason("FILE_CREATE|CLOSE")
    };
    let mut changes: Vec<Change> = (0..200_000).map(other).collect();
    changes.extend(copy_with_rights("plan-2026.xlsx", COPIED));
    let trace = judged(journal_from(7, changes), COPIED_FILE);
    assert_eq!((trace.outcome, trace.count), (Outcome::Found, 1));
}
