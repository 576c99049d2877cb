//! `$MFT` and USN journal through the whole flow: what is found, and why it is not.

use konseki_core::{
    analysis::Question,
    report::{Report, TraceResult},
    words::{Outcome, ReasonCode},
};
use konseki_tests::{
    cases::{
        Files,
        host::time,
        volume::{
            COPIED, PREFETCH, TRACE, TRACED, copy, journal, journal_from, prefetch_write,
            system_volume, table, three_hosts_with_volume, with,
        },
    },
    evidence,
    flow::{report, trace_on},
    writer::mft::{Entry, ROOT, Table},
};

const TRACE_IN_TABLE: &str = "net-use.source.prefetch-file.mft";
const TRACE_IN_JOURNAL: &str = "net-use.source.prefetch-file.usn";
const COPY_IN_TABLE: &str = "net-use.source.file-copied.mft";
const COPY_IN_JOURNAL: &str = "net-use.source.file-copied.usn";

/// The result of a trace on WS01.
fn trace(report: &Report, id: &str) -> TraceResult {
    trace_on(report, "WS01", id)
}

/// Outcome and reason of a trace when nothing is asked.
fn said(files: &Files, id: &str) -> (Outcome, Option<ReasonCode>) {
    let trace = trace(&report(files, &Question::default()), id);
    (trace.outcome, trace.reason.map(|reason| reason.code))
}

fn cannot_tell(code: ReasonCode) -> (Outcome, Option<ReasonCode>) {
    (Outcome::CannotTell, Some(code))
}

const NOT_FOUND: (Outcome, Option<ReasonCode>) =
    (Outcome::NotFound, Some(ReasonCode::WouldHaveBeenRecorded));

fn window(from: &str, to: &str) -> Question {
    Question { window: Some((time(from), time(to))), ..Question::default() }
}

/// A table and a journal alone, without any log.
fn alone(table: &Table) -> Files {
    vec![("$MFT".to_owned(), table.write())]
}

#[test]
fn the_use_is_in_the_table_with_all_times() {
    let report = report(&three_hosts_with_volume(), &Question::default());
    let found = trace(&report, TRACE_IN_TABLE);
    let [one] = found.matches.as_slice() else { panic!("{found:?}") };
    let field = |name: &str| one.fields[name].as_str();
    assert_eq!(field("Path"), r"\Windows\Prefetch\NET.EXE-DF44F913.pf");
    assert_eq!(field("Allocation"), "in use");
    assert_eq!(field("FileReference"), "1102-4");
    for attribute in ["StandardInformation", "FileName"] {
        for time in ["Created", "Modified", "Changed", "Accessed"] {
            assert_eq!(field(&format!("{attribute}/{time}")), TRACED, "{attribute} {time}");
        }
    }
    assert_eq!(
        (one.time.as_str(), one.time_source.as_str()),
        (TRACED, "$STANDARD_INFORMATION/Created")
    );
    let [record] = one.records.as_slice() else { panic!("{one:?}") };
    assert_eq!((record.record_number.as_str(), record.offset.as_str()), ("1102", "1128448"));

    // The name of the copy stands in an extension record: both are cited.
    let copied = trace(&report, COPY_IN_TABLE);
    let [one] = copied.matches.as_slice() else { panic!("{copied:?}") };
    assert_eq!(one.fields["Path"], r"\Users\tanaka\Documents\plan-2026.xlsx");
    let numbers: Vec<&str> = one.records.iter().map(|r| r.record_number.as_str()).collect();
    assert_eq!(numbers, ["1110", "1111"]);
    assert!(one.bound && one.time == COPIED);
}

#[test]
fn the_use_is_in_the_journal_step_by_step() {
    let report = report(&three_hosts_with_volume(), &Question::default());
    for (id, rows, at) in [(TRACE_IN_JOURNAL, 3, TRACED), (COPY_IN_JOURNAL, 4, COPIED)] {
        let found = trace(&report, id);
        assert_eq!((found.outcome, found.count), (Outcome::Found, 1), "{id} {:?}", found.reason);
        assert_eq!((found.rows, found.rows_recorded), (rows, rows), "{id}");
        let one = &found.matches[0];
        assert_eq!(one.records.len() as u64, rows);
        assert!(one.records.is_sorted_by_key(|record| record.record_id.parse::<u64>().unwrap()));
        assert!(one.time == at && one.absent.is_empty(), "{one:?}");
    }
    let made = trace(&report, TRACE_IN_JOURNAL);
    assert_eq!(
        made.matches[0].fields["Reasons"],
        "FILE_CREATE > DATA_EXTEND|FILE_CREATE > DATA_EXTEND|FILE_CREATE|CLOSE"
    );
    assert_eq!(made.matches[0].fields["Path"], r"\Windows\Prefetch\NET.EXE-DF44F913.pf");
    assert_eq!(made.matches[0].fields["FileAttributes"], "0x2020");
}

#[test]
fn a_prefetch_file_that_is_written_anew_is_a_variant() {
    let again = prefetch_write("NET.EXE-DF44F913.pf", TRACE, TRACED, "DATA_TRUNCATION");
    let files = with(None, Some(journal_from(7, again)));
    let found = trace(&report(&files, &Question::default()), TRACE_IN_JOURNAL);
    assert_eq!((found.outcome, found.count), (Outcome::Found, 1));
    // Without a table the folder is not known.
    assert_eq!(found.matches[0].absent, ["Path"]);
}

#[test]
fn a_sequence_is_bounded_in_time_and_begins_anew() {
    let steps = |times: [&str; 3]| -> Vec<_> {
        let all = prefetch_write("NET.EXE-DF44F913.pf", TRACE, TRACED, "FILE_CREATE");
        all.into_iter().zip(times).map(|(step, at)| step.at(at)).collect()
    };
    let late = steps(["2026-03-02T09:15:14Z", "2026-03-02T09:15:14Z", "2026-03-02T09:58:14Z"]);
    let files = with(None, Some(journal_from(7, late)));
    assert_eq!(said(&files, TRACE_IN_JOURNAL), cannot_tell(ReasonCode::PartlyCovered));
    // The first step of another sequence between: only the second is whole.
    let mut twice = steps(["2026-03-02T09:10:00Z"; 3])[..2].to_vec();
    twice.extend(steps(["2026-03-02T09:15:14Z"; 3]));
    let files = with(None, Some(journal_from(7, twice)));
    let found = trace(&report(&files, &Question::default()), TRACE_IN_JOURNAL);
    assert_eq!((found.count, found.matches[0].records.len()), (1, 3));
    assert_eq!(found.first.as_deref(), Some("2026-03-02T09:15:14.0000000Z"));
}

#[test]
fn another_folder_is_no_match() {
    let elsewhere = table().push(Entry::file(TRACE, ROOT, "NET.EXE-DF44F913.pf").at(TRACED));
    assert_eq!(said(&with(Some(elsewhere), None), TRACE_IN_TABLE), NOT_FOUND);
    let other = Entry::file(TRACE, PREFETCH, "NET.EXE-DF44F913.txt").at(TRACED);
    assert_eq!(said(&with(Some(table().push(other)), None), TRACE_IN_TABLE), NOT_FOUND);
}

#[test]
fn a_table_of_another_volume_says_nothing() {
    let data = Table::new("2026-01-05T01:12:09.5Z")
        .push(Entry::directory((64, 1), ROOT, "Shares"))
        .push(Entry::file((65, 1), (64, 1), "NET.EXE-DF44F913.pf"));
    assert_eq!(said(&with(Some(data), None), TRACE_IN_TABLE), cannot_tell(ReasonCode::WrongVolume));
    let copied = copy("plan-2027.xlsx", COPIED);
    let journal = konseki_tests::writer::usn::Journal::new().extend(copied);
    let files = with(None, Some(journal));
    assert_eq!(said(&files, TRACE_IN_JOURNAL), cannot_tell(ReasonCode::WrongVolume));
    assert_eq!(said(&files, COPY_IN_JOURNAL), cannot_tell(ReasonCode::WrongVolume));
}

#[test]
fn a_reused_parent_is_broken_and_not_guessed() {
    // The file names the folder by a sequence number that its record no longer has.
    let stale = Entry::file(TRACE, (PREFETCH.0, PREFETCH.1 + 1), "NET.EXE-DF44F913.pf").at(TRACED);
    let files = with(Some(table().push(stale)), None);
    let found = trace(&report(&files, &Question::default()), TRACE_IN_TABLE);
    assert_eq!(found.outcome, Outcome::CannotTell);
    assert_eq!(found.reason.unwrap().code, ReasonCode::PartlyCovered);
    assert_eq!(found.near_misses[0].fields["Path"], r"?\NET.EXE-DF44F913.pf");
    // The record of the folder belongs to another directory now.
    let reused = table().push(Entry::directory((PREFETCH.0, 2), ROOT, "Temp"));
    let files = with(Some(reused), None);
    assert_eq!(said(&files, TRACE_IN_TABLE), cannot_tell(ReasonCode::WrongVolume));
}

#[test]
fn a_deleted_entry_is_shown_and_is_neither_found_nor_not_found() {
    let deleted = Entry::file(TRACE, PREFETCH, "NET.EXE-DF44F913.pf").at(TRACED).deleted();
    let files = with(Some(table().push(deleted)), None);
    let found = trace(&report(&files, &Question::default()), TRACE_IN_TABLE);
    assert_eq!((found.outcome, found.count), (Outcome::CannotTell, 0));
    assert_eq!(found.near_misses[0].fields["Allocation"], "deleted");
}

#[test]
fn prefetch_that_was_off_or_full_proves_nothing() {
    let mut off = Table::new("2026-01-05T01:12:09.5Z");
    for (own, parent, name) in [((64, 1), ROOT, "Windows"), (PREFETCH, (64, 1), "Prefetch")] {
        off = off.push(Entry::directory(own, parent, name));
    }
    let off_or_full = cannot_tell(ReasonCode::PrefetchDisabledOrFull);
    assert_eq!(said(&with(Some(off.clone()), None), TRACE_IN_TABLE), off_or_full);
    // A few files are no folder that has lost none.
    let few = (0..9).fold(off.clone(), |table, number| {
        let name = format!("A{number}.EXE-{number:08X}.pf");
        table.push(Entry::file((100 + number, 1), PREFETCH, &name))
    });
    assert_eq!(said(&with(Some(few), None), TRACE_IN_TABLE), off_or_full);
    let full = (0..1_024).fold(off, |table, number| {
        let name = format!("A{number}.EXE-{number:08X}.pf");
        table.push(Entry::file((100 + number, 1), PREFETCH, &name))
    });
    assert_eq!(said(&with(Some(full), None), TRACE_IN_TABLE), off_or_full);
}

#[test]
fn absence_is_shown_with_its_proof() {
    let files = with(Some(system_volume()), Some(journal_from(7, Vec::new())));
    let report = report(&files, &Question::default());
    for id in [TRACE_IN_TABLE, TRACE_IN_JOURNAL, COPY_IN_JOURNAL] {
        let found = trace(&report, id);
        let reason = found.reason.unwrap();
        assert_eq!((found.outcome, Some(reason.code)), NOT_FOUND, "{id} {}", reason.text.en);
        assert!(reason.proofs.len() >= 2, "{id}");
    }
    // A copied file may be gone again.
    assert_eq!(said(&files, COPY_IN_TABLE), cannot_tell(ReasonCode::PartlyCovered));
}

#[test]
fn damage_in_the_table_proves_nothing() {
    let files = with(Some(system_volume().damage(1_050)), None);
    assert_eq!(said(&files, TRACE_IN_TABLE), cannot_tell(ReasonCode::RecordsDamaged));
}

#[test]
fn a_journal_speaks_only_of_what_it_reaches_and_holds_whole() {
    let quiet = |from| with(None, Some(journal_from(from, Vec::new())));
    let asked = |files: &Files, from: &str, to: &str| {
        let trace = trace(&report(files, &window(from, to)), TRACE_IN_JOURNAL);
        (trace.outcome, trace.reason.map(|reason| reason.code))
    };
    assert_eq!(asked(&quiet(7), "09:00:00", "09:30:00"), NOT_FOUND);
    let later = cannot_tell(ReasonCode::JournalStartsLater);
    assert_eq!(asked(&quiet(12), "09:00:00", "09:30:00"), later);
    let ends = cannot_tell(ReasonCode::EndsBefore);
    assert_eq!(asked(&quiet(7), "18:30:00", "19:00:00"), ends);
    let partly = cannot_tell(ReasonCode::PartlyCovered);
    assert_eq!(asked(&quiet(7), "17:00:00", "19:00:00"), partly);
    // The use's own minute decides where a name was learned from it.
    assert_eq!(said(&quiet(12), COPY_IN_JOURNAL), later);
    let damaged = journal_from(7, Vec::new()).damage(20, 0..8);
    let files = with(None, Some(damaged));
    assert_eq!(asked(&files, "09:00:00", "09:30:00"), cannot_tell(ReasonCode::RecordsDamaged));
    let lost = journal_from(7, Vec::new()).empty_pages(3).extend(prefetch_write(
        "A.EXE-00000001.pf",
        (1_003, 1),
        "2026-03-02T18:20:00Z",
        "FILE_CREATE",
    ));
    let files = with(None, Some(lost));
    assert_eq!(asked(&files, "17:40:00", "18:10:00"), cannot_tell(ReasonCode::RecordsDamaged));
}

#[test]
fn a_name_that_is_not_known_matches_nothing() {
    let question = |name: &str| Question {
        variables: [("file".to_owned(), name.to_owned())].into(),
        ..Question::default()
    };
    let files = alone(&table());
    let unknown = trace(&report(&files, &Question::default()), COPY_IN_TABLE);
    assert_eq!(unknown.reason.unwrap().code, ReasonCode::VariableUnbound);
    assert_eq!((unknown.outcome, unknown.count), (Outcome::CannotTell, 0));
    let known = trace(&report(&files, &question(r"C:\x\PLAN-2026.xlsx")), COPY_IN_TABLE);
    assert_eq!((known.outcome, known.count, known.bound), (Outcome::Found, 1, 1));
    let other = trace(&report(&files, &question("other.xlsx")), COPY_IN_TABLE);
    assert_eq!((other.outcome, other.count), (Outcome::CannotTell, 0));
    let journal = vec![("$J".to_owned(), journal().write())];
    assert_eq!(said(&journal, COPY_IN_JOURNAL), cannot_tell(ReasonCode::VariableUnbound));
    let known = trace(&report(&journal, &question("plan-2026.xlsx")), COPY_IN_JOURNAL);
    assert_eq!((known.outcome, known.count), (Outcome::Found, 1));
}

#[test]
fn a_file_of_the_name_that_is_not_of_the_use_is_not_bound_to_it() {
    let old = "2026-02-20T10:00:00Z";
    let earlier = Entry::file((1_110, 2), (82, 3), "plan-2026.xlsx").at(old);
    let journal = journal_from(7, copy("plan-2026.xlsx", "2026-03-02T07:40:00Z"));
    let files = with(Some(system_volume().push(earlier)), Some(journal));
    let report = report(&files, &Question::default());
    for id in [COPY_IN_TABLE, COPY_IN_JOURNAL] {
        let found = trace(&report, id);
        assert_eq!((found.outcome, found.near_misses.len()), (Outcome::CannotTell, 1), "{id}");
    }
}

/// Real journals and tables: what the fields say was counted by other tools (`TRUTH.json`), and
/// nothing is taken for absent that could not be seen.
#[test]
fn real_files_give_no_false_absence() {
    for kind in ["mft", "usn"] {
        for known in evidence::known(kind, "file systems through the whole flow") {
            let report = report(&vec![(known.name.clone(), known.bytes())], &Question::default());
            let records = report.evidence[0].records_read;
            assert!(records > 0, "{}", known.name);
            let names: Vec<&str> = known.truth["pf_list"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|n| n.as_str())
                .collect();
            for id in [TRACE_IN_TABLE, TRACE_IN_JOURNAL] {
                let found = trace(&report, id);
                if found.outcome == Outcome::NotFound {
                    let is_net = |name: &&&str| name.to_uppercase().starts_with("NET.EXE-");
                    assert_eq!(names.iter().find(is_net), None, "{}", known.name);
                    assert!(found.reason.unwrap().proofs.len() >= 2, "{}", known.name);
                }
            }
            for id in [COPY_IN_TABLE, COPY_IN_JOURNAL] {
                assert_eq!(trace(&report, id).outcome, Outcome::CannotTell, "{}", known.name);
            }
        }
    }
}

#[test]
fn the_records_of_a_match_can_be_shown() {
    use konseki_core::analysis::{Secrets, open, record};
    let (table, journal) = (table().write(), journal().write());
    let files = with(Some(self::table()), Some(self::journal()));
    let report = report(&files, &Question::default());
    for (id, bytes) in [(COPY_IN_TABLE, &table), (COPY_IN_JOURNAL, &journal)] {
        let source = bytes.as_slice();
        let planned = open(&source, "x").remove(0);
        for cited in &trace(&report, id).matches[0].records {
            let offset = cited.offset.parse().unwrap();
            let shown = record(&source, &planned, offset, Secrets::Mask).unwrap();
            let field = |name: &str| {
                let mut fields = shown.fields.iter().filter(|(known, _)| known.ends_with(name));
                fields.next().map(|(_, value)| value.as_str())
            };
            match id {
                COPY_IN_TABLE if cited.record_number == "1110" => {
                    assert_eq!(field("StandardInformation/Created"), Some(COPIED));
                    assert_eq!(field("AttributeList[1]"), Some("0x30 in 1111-1"));
                }
                COPY_IN_TABLE => assert_eq!(field("BaseRecord"), Some("1110-2")),
                _ => {
                    assert_eq!(
                        (shown.record_id.to_string(), shown.time.as_str()),
                        (cited.record_id.clone(), COPIED)
                    );
                    assert!(field("Reason").is_some());
                }
            }
            let name = field("Name");
            assert!(name == Some("plan-2026.xlsx") || cited.record_number == "1110", "{shown:?}");
            assert!(record(&source, &planned, offset + 8, Secrets::Mask).is_err());
        }
    }
}

#[test]
fn the_report_says_what_tables_and_journals_hold() {
    let report = report(&three_hosts_with_volume(), &Question::default());
    let of = |path: &str| report.evidence.iter().find(|one| one.path == path).unwrap();
    let table = of("WS01/C/$MFT").mft.as_ref().unwrap();
    assert_eq!((table.in_use, table.deleted, table.extensions), (20, 0, 1));
    assert_eq!(table.prefetch_files, Some(11));
    assert_eq!(table.formatted.as_deref(), Some("2026-01-05T01:12:09.5000000Z"));
    let journal = of("WS01/C/$Extend/$J").usn_journal.as_ref().unwrap();
    assert_eq!(journal.first.as_ref().unwrap().time, "2026-03-02T07:03:20.6000000Z");
    assert!(!journal.last.as_ref().unwrap().record_id.is_empty());
    assert_eq!((journal.prefetch_writes, journal.gaps.len()), (21, 0));
}

#[test]
fn collections_name_the_host_of_tables_and_journals() {
    let logs = three_hosts_with_volume();
    let log =
        logs.iter().find(|(path, _)| path.starts_with("WS01") && path.ends_with("Security.evtx"));
    let log = &log.unwrap().1;
    for (log_path, table_path, journal_path) in [
        ("WS01/C/Windows/System32/winevt/logs/Security.evtx", "WS01/C/$MFT", "WS01/C/$Extend/$J"),
        (
            "Collection-WS01-2026-03-02T12_00_00Z.zip!/uploads/auto/C%3A/Windows/System32/winevt/Logs/Security.evtx",
            "Collection-WS01-2026-03-02T12_00_00Z.zip!/uploads/ntfs/%5C%5C.%5CC%3A/$MFT",
            "Collection-WS01-2026-03-02T12_00_00Z.zip!/uploads/ntfs/%5C%5C.%5CC%3A/$Extend/$UsnJrnl%3A$J",
        ),
        (
            "WS01.zip!/C/Windows/System32/winevt/Logs/Security.evtx",
            "WS01.zip!/C/$MFT",
            "WS01.zip!/C/$Extend/$UsnJrnl$J",
        ),
        (
            "WS01_20260302120000/Evtx/Security.evtx",
            "WS01_20260302120000/NTFS/C_$MFT",
            "WS01_20260302120000/NTFS/C_$UsnJrnl-$J",
        ),
    ] {
        let files = vec![
            (log_path.to_owned(), log.clone()),
            (table_path.to_owned(), table().write()),
            (journal_path.to_owned(), journal().write()),
            ("FS01/C/Windows/System32/winevt/logs/Security.evtx".to_owned(), other_host()),
        ];
        let report = report(&files, &Question::default());
        for path in [table_path, journal_path] {
            let one = report.evidence.iter().find(|one| one.path == path).unwrap();
            let host = one.host.as_ref().map(|host| host.name.as_str());
            assert_eq!(host, Some("WS01.corp.example"), "{path}");
        }
    }
}

/// The Security log of another host, so that no evidence is assigned for want of one.
fn other_host() -> Vec<u8> {
    let files = konseki_tests::cases::three_hosts::destination().files();
    files.into_iter().find(|(path, _)| path.ends_with("Security.evtx")).unwrap().1
}
