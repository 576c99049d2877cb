//! The file system of WS01 in the case on three computers: what its `$MFT` and its USN journal say
//! of the same minute.

use super::{Files, three_hosts};
use crate::writer::{
    mft::{Entry, ROOT, Reference, Table},
    usn::{Change, Journal},
};

/// When Windows was installed on WS01.
pub const INSTALLED: &str = "2026-01-05T01:12:09.5Z";
/// When the Prefetch file of net.exe was made.
pub const TRACED: &str = "2026-03-02T09:15:14.1390021Z";
/// When the copied file was made.
pub const COPIED: &str = "2026-03-02T09:15:41.7023301Z";
/// Record of the Prefetch folder.
pub const PREFETCH: Reference = (70, 1);
/// Record of the Prefetch file of net.exe.
pub const TRACE: Reference = (1_102, 4);
/// Record of the copied file.
pub const COPY: Reference = (1_110, 2);
const WINDOWS: Reference = (64, 1);
const DOCUMENTS: Reference = (82, 3);
/// `FILE_ATTRIBUTE_ARCHIVE` and `FILE_ATTRIBUTE_NOT_CONTENT_INDEXED`.
const TRACE_ATTRIBUTES: u32 = 0x2020;

/// Folders of the system volume and Prefetch files of other programs.
pub fn system_volume() -> Table {
    let folders = [
        Entry::directory(WINDOWS, ROOT, "Windows"),
        Entry::directory(PREFETCH, WINDOWS, "Prefetch"),
        Entry::directory((80, 1), ROOT, "Users"),
        Entry::directory((81, 1), (80, 1), "tanaka"),
        Entry::directory(DOCUMENTS, (81, 1), "Documents").name((81, 1), 2, "DOCUME~1"),
    ];
    let others = [
        ("CMD.EXE-4A81B364.pf", "2026-01-06T00:10:02Z", "2026-03-02T09:14:51.2Z"),
        ("CHROME.EXE-5A1054AF.pf", "2026-01-06T00:31:40Z", "2026-03-02T17:35:20.4Z"),
        ("NOTEPAD.EXE-D8414F97.pf", "2026-01-09T02:00:11Z", "2026-03-02T16:50:20.6Z"),
        ("NET1.EXE-849DA590.pf", "2026-01-07T03:15:00Z", "2026-02-11T04:00:00Z"),
        ("CONHOST.EXE-0C6456FB.pf", "2026-01-06T00:10:03Z", "2026-03-02T09:14:51.3Z"),
        ("EXPLORER.EXE-D5E97654.pf", "2026-01-06T00:10:40Z", "2026-03-02T08:33:11.9Z"),
        ("OUTLOOK.EXE-80E71D2C.pf", "2026-01-06T00:35:12Z", "2026-03-02T17:05:20.5Z"),
        ("TASKHOSTW.EXE-3E0B74C8.pf", "2026-01-06T00:12:31Z", "2026-03-02T17:20:20.5Z"),
        ("SEARCHINDEXER.EXE-1CF42BC6.pf", "2026-01-06T00:14:22Z", "2026-03-02T08:40:05.7Z"),
        ("CONSENT.EXE-40419367.pf", "2026-01-08T01:20:09Z", "2026-02-27T06:12:44Z"),
    ];
    let table = folders.into_iter().fold(Table::new(INSTALLED), |t, f| t.push(f.at(INSTALLED)));
    (1_000..).zip(others).fold(table, |table, (record, (name, made, written))| {
        let file = Entry::file((record, 1), PREFETCH, name).named_at(made);
        table.push(file.times([made, written, written, written]))
    })
}

/// The `$MFT` of WS01 at the end of the day. The name of the copied file stands in a record of its
/// own, as happens to files with many attributes.
pub fn table() -> Table {
    system_volume()
        .push(Entry::file(TRACE, PREFETCH, "NET.EXE-DF44F913.pf").at(TRACED))
        .push(Entry::file(COPY, DOCUMENTS, "plan-2026.xlsx").at(COPIED).names_in((1_111, 1)))
}

/// Records of Prefetch files that are written anew, one every half an hour of the working day.
fn ordinary(hours: std::ops::Range<u32>) -> Vec<Change> {
    let minutes = hours.flat_map(|hour| [(hour, 3), (hour, 33)]);
    let changes = minutes.flat_map(|(hour, minute)| {
        let at = format!("2026-03-02T{hour:02}:{minute:02}:20.6Z");
        prefetch_write("NOTEPAD.EXE-D8414F97.pf", (1_002, 1), &at, "DATA_TRUNCATION")
    });
    changes.collect()
}

/// The three records of a Prefetch file that is made (`FILE_CREATE`) or written anew
/// (`DATA_TRUNCATION`).
pub fn prefetch_write(name: &str, file: Reference, at: &str, first: &str) -> Vec<Change> {
    let steps =
        [first.to_owned(), format!("DATA_EXTEND|{first}"), format!("DATA_EXTEND|{first}|CLOSE")];
    let change = Change::of(name)
        .file(file.0, file.1)
        .parent(PREFETCH.0, PREFETCH.1)
        .attributes(TRACE_ATTRIBUTES)
        .at(at);
    steps.iter().map(|reason| change.clone().reason(reason)).collect()
}

/// What Windows 11 does with a Prefetch file that was there before: the old file gives up its name,
/// and a new one is made.
pub fn prefetch_replacement(name: &str, file: Reference, at: &str) -> Vec<Change> {
    let in_folder = Change::of(name).parent(PREFETCH.0, PREFETCH.1).attributes(TRACE_ATTRIBUTES);
    let change = in_folder.at(at);
    let old = change.clone().file(file.0 + 400, 1).reason("RENAME_OLD_NAME");
    let new = change.file(file.0, file.1);
    std::iter::once(old)
        .chain(gathering(
            &new,
            &[
                "FILE_CREATE",
                "DATA_EXTEND",
                "DATA_OVERWRITE",
                "SECURITY_CHANGE",
                "BASIC_INFO_CHANGE",
                "CLOSE",
            ],
        ))
        .collect()
}

/// The records of a copied file whose access rights are set before its attributes.
pub fn copy_with_rights(name: &str, at: &str) -> Vec<Change> {
    let change = Change::of(name).file(COPY.0, COPY.1).parent(DOCUMENTS.0, DOCUMENTS.1).at(at);
    let mut changes = gathering(&change, &["FILE_CREATE", "SECURITY_CHANGE", "CLOSE"]);
    changes.extend(gathering(&change, &["BASIC_INFO_CHANGE", "CLOSE"]));
    changes
}

/// Records of a file from its opening to its closing: each holds the reasons of those before.
fn gathering(change: &Change, reasons: &[&str]) -> Vec<Change> {
    let up_to = (1..=reasons.len()).filter_map(|end| reasons.get(..end));
    up_to.map(|reasons| change.clone().reason(&reasons.join("|"))).collect()
}

/// The four records of a copied file.
pub fn copy(name: &str, at: &str) -> Vec<Change> {
    let change = Change::of(name).file(COPY.0, COPY.1).parent(DOCUMENTS.0, DOCUMENTS.1).at(at);
    let steps =
        ["FILE_CREATE", "FILE_CREATE|CLOSE", "BASIC_INFO_CHANGE", "BASIC_INFO_CHANGE|CLOSE"];
    steps.iter().map(|reason| change.clone().reason(reason)).collect()
}

/// A journal that begins after `head` of sparse bytes, with `changes` in the morning of an ordinary
/// day from `from` to 18 o'clock.
pub fn journal_from(from: u32, changes: Vec<Change>) -> Journal {
    let (before, after) = (from.min(9), from.max(10));
    Journal::new()
        .sparse(3 << 16)
        .extend(if from < 9 { ordinary(before..9) } else { Vec::new() })
        .extend(changes)
        .extend(ordinary(after..18))
}

/// The USN journal of WS01.
pub fn journal() -> Journal {
    let mut changes = prefetch_write("NET.EXE-DF44F913.pf", TRACE, TRACED, "FILE_CREATE");
    changes.extend(copy("plan-2026.xlsx", COPIED));
    journal_from(7, changes)
}

/// The case on three computers with the file system of WS01, as KAPE names the files.
pub fn three_hosts_with_volume() -> Files {
    with(Some(table()), Some(journal()))
}

/// The USN journal of WS01 as Windows 11 writes it.
pub fn journal_of_windows_11() -> Journal {
    let mut changes = prefetch_replacement("NET.EXE-DF44F913.pf", TRACE, TRACED);
    changes.extend(copy_with_rights("plan-2026.xlsx", COPIED));
    journal_from(7, changes)
}

/// The case on three computers with a table and a journal on WS01.
pub fn with(table: Option<Table>, journal: Option<Journal>) -> Files {
    on_volume(three_hosts::logs_and_prefetch(), table, journal)
}

/// The files of a case with a table and a journal on WS01.
pub fn on_volume(mut files: Files, table: Option<Table>, journal: Option<Journal>) -> Files {
    files.extend(table.map(|table| ("WS01/C/$MFT".to_owned(), table.write())));
    files.extend(journal.map(|journal| ("WS01/C/$Extend/$J".to_owned(), journal.write())));
    files.sort();
    files
}
