//! File system structures and settings.

use konseki_core::error::WarningCode::{LimitReached, RecordDamaged};

use super::{Bomb, in_memory};
use crate::writer::{
    mft::{Entry, ROOT, Table},
    prefetch::{PrefetchFile, Version},
    usn::{Change, Journal},
};

pub(super) fn bombs() -> Vec<Bomb> {
    let table = "$MFT";
    vec![
        Bomb::new("directories inside each other", table, || {
            // The last is inside the first, and so on for ever.
            let inside = |number: u64| Entry::directory((number, 1), (number - 1, 1), "d");
            let loops = Entry::directory((16, 1), (2_999, 1), "d");
            let table = Table::new(AT).push(loops);
            in_memory((17..3_000).map(inside).fold(table, Table::push).write())
        }),
        Bomb::new("attributes of 0 and 4 GiB", table, || {
            let files = (16..24).map(|n| Entry::file((n, 1), ROOT, "file"));
            let mut bytes = files.fold(Table::new(AT), Table::push).write();
            // The length of the first attribute, behind its type.
            for (record, length) in [(16, 0), (17, u32::MAX), (18, 0x8000_0000)] {
                let at = record * 1_024 + 0x38 + 4;
                bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(length));
            }
            in_memory(bytes)
        })
        .told(RecordDamaged, "length"),
        Bomb::new("records of 0 and 4 GiB", "$J", || {
            let journal = Journal::new().extend((0..400).map(|n| Change::of(&format!("{n}.txt"))));
            let places: Vec<u64> = (0..400).map(|n| journal.offset(n)).collect();
            let mut bytes = journal.write();
            for (number, length) in [(10, 0), (60, u32::MAX), (110, 0x8000_0000)] {
                let at = places[number] as usize;
                bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(length));
            }
            in_memory(bytes)
        })
        .told(RecordDamaged, ""),
        Bomb::new("a policy of many lines", "auditpol.csv", || {
            in_memory([POLICY.to_owned(), "W,System\r\n".repeat(100_500)].concat().into_bytes())
        })
        .told(LimitReached, "100000"),
        Bomb::new("a policy of 9 MiB", "auditpol.csv", || {
            in_memory([POLICY.to_owned(), "W".repeat(9 << 20)].concat().into_bytes())
        })
        .told(LimitReached, "8388608"),
        Bomb::new("a machine name of 3,000 characters", "auditpol.csv", || {
            in_memory(POLICY.replace("\nW,", &format!("\n{},", "W".repeat(3_000))).into_bytes())
        })
        .told(LimitReached, "Machine name"),
        Bomb::new("a volume of a million characters", "a.pf", || {
            let device = format!(r"\VOLUME{{{}}}", "v".repeat(1_000_000));
            let file = PrefetchFile::new(Version::Ten, r"\WINDOWS\SYSTEM32\NET.EXE");
            in_memory(file.volume(&device, 7, AT).write())
        })
        .told(LimitReached, "Device path"),
        Bomb::new("a configuration of many elements", "sysmon.xml", || {
            let rules = "<Image condition=\"is\">a</Image>".repeat(200_000);
            in_memory(sysmon(&format!(
                "<ProcessCreate onmatch=\"exclude\">{rules}</ProcessCreate>"
            )))
        })
        .told(LimitReached, "200000"),
        Bomb::new("a configuration of nested elements", "sysmon.xml", || {
            let depth = 90_000;
            in_memory(sysmon(&["<a>".repeat(depth), "</a>".repeat(depth)].concat()))
        }),
        Bomb::new("a configuration of entities", "sysmon.xml", || {
            let entities: String = (1..12)
                .map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)))
                .collect();
            let head = format!("<!DOCTYPE Sysmon [<!ENTITY e0 \"lol\">{entities}]>");
            in_memory([head.into_bytes(), sysmon("&e11;")].concat())
        }),
    ]
}

const POLICY: &str = "Machine Name,Policy Target,Subcategory,Subcategory GUID,Inclusion Setting,\
    Exclusion Setting\r\nW,System,x,{0CCE922B-69AE-11D9-BED3-505054503030},Success,\r\n";

const AT: &str = "2026-03-02T09:15:04Z";

fn sysmon(filtering: &str) -> Vec<u8> {
    format!("<Sysmon schemaversion=\"4.90\"><EventFiltering>{filtering}</EventFiltering></Sysmon>")
        .into_bytes()
}
