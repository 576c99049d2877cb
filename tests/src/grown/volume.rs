//! A volume with many files: its table, and its journal of a busy time.

use crate::{
    cases::volume::{INSTALLED, PREFETCH, prefetch_write},
    writer::{
        mft::{Entry, ROOT, Table},
        usn::{Change, Journal},
    },
};

/// Records of other files begin here.
const FIRST: u64 = 100;

/// A table of at least `bytes` bytes: sixteen files in each folder, each twelfth file deleted.
pub(super) fn table(bytes: u64) -> Vec<u8> {
    let files = FIRST..bytes.div_ceil(1_024).max(FIRST);
    let prefetch = Entry::directory(PREFETCH, ROOT, "Prefetch").at(INSTALLED);
    let mut table = Table::new(INSTALLED).push(prefetch);
    let mut folder = ROOT;
    for record in files {
        let own = (record, 1 + (record % 7) as u16);
        if record % 17 == 0 {
            let parent = if record % 272 == 0 { ROOT } else { folder };
            table = table.push(Entry::directory(own, parent, &format!("folder-{record}")));
            folder = own;
            continue;
        }
        let name = format!("a file with a longer name {record}.xlsx");
        let file =
            Entry::file(own, folder, &name).name(folder, 2, &format!("AFILEW~{}", record % 9));
        table = table.push(if record % 12 == 0 { file.deleted() } else { file });
    }
    table.write()
}

/// A journal of at least `bytes` bytes: files that are made, written and closed, and now and then
/// the Prefetch file of a program.
pub(super) fn journal(bytes: u64) -> Vec<u8> {
    let mut journal = Journal::new();
    // A record of these names takes at least 96 bytes.
    for number in 0..bytes.div_ceil(4 * 96) {
        let (second, minute) = (number % 60, number / 60 % 60);
        let at = format!("2026-03-02T{:02}:{minute:02}:{second:02}.5Z", number / 3_600 % 24);
        let file = Change::of(&format!("a file {number}.tmp"))
            .file(10_000 + number % 50_000, 1)
            .parent(82, 3)
            .at(&at);
        for reason in ["FILE_CREATE", "DATA_EXTEND|FILE_CREATE", "DATA_EXTEND|FILE_CREATE|CLOSE"] {
            journal = journal.push(file.clone().reason(reason));
        }
        journal = match number % 50 {
            0 => {
                let name = "NOTEPAD.EXE-D8414F97.pf";
                journal.extend(prefetch_write(name, (1_002, 1), &at, "DATA_TRUNCATION"))
            }
            _ => journal.push(file.reason("FILE_DELETE|CLOSE")),
        };
    }
    journal.write()
}
