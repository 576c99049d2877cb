//! Machines without a `net use`, and logs that make one hard to rule out: ground for verdicts.
//!
//! Each function says what is in it. All are of one workstation, WS01, unless named otherwise.

use konseki_core::time::Filetime;

use super::{
    Files,
    actors::{Account, Process},
    host::{Host, time},
    moments::later,
    three_hosts::{NET, workday},
};
use crate::writer::{
    evtx::{Defect, Event, EventLog},
    prefetch::{PrefetchFile, Version},
};

const NET1: &str = r"C:\Windows\System32\net1.exe";

fn workstation() -> (Host, Account) {
    let host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    (host, Account::domain("tanaka", 1104, 0x3_e4d2))
}

/// A working day with process auditing, connections and Sysmon on, in which net.exe never ran.
pub fn quiet_workstation() -> Files {
    let (mut host, user) = workstation();
    workday(&mut host, &user);
    host.prefetch = ["CMD.EXE", "NOTEPAD.EXE", "TASKHOSTW.EXE"]
        .map(|name| {
            PrefetchFile::new(Version::TenLater, &format!(r"\WINDOWS\SYSTEM32\{name}"))
                .runs(9, &["2026-03-02T16:50:10.6Z", "2026-03-02T08:35:10.5Z"])
        })
        .to_vec();
    host.files()
}

/// The same day with `net view`, a bare `net use` and `net user`; the last starts net1.exe, and
/// its Prefetch run is 30 ms later.
pub fn other_net_commands() -> Files {
    let (mut host, user) = workstation();
    workday(&mut host, &user);
    for (at, id, line) in [
        ("10:00:00.1", 8_100, r"net  view \\FS01"),
        ("10:01:00.1", 8_104, "net  use"),
        ("10:02:00.1", 8_108, "net  user tanaka /domain"),
    ] {
        let net = Process::new(id, NET, line, &user);
        host.start(time(at), &net);
        if line.contains("user") {
            let helper = line.replacen("net ", r"C:\Windows\system32\net1 ", 1);
            let net1 = Process::new(id + 2, NET1, &helper, &user).child_of(&net);
            host.start(later(time(at), 30), &net1);
            host.end(later(time(at), 200), &net1, 0);
        }
        host.end(later(time(at), 230), &net, 0);
    }
    host.prefetch = vec![
        PrefetchFile::new(Version::TenLater, r"\WINDOWS\SYSTEM32\NET.EXE")
            .runs(1, &["2026-03-02T10:02:00.1100000Z"]),
        PrefetchFile::new(Version::TenLater, r"\WINDOWS\SYSTEM32\NET1.EXE")
            .runs(1, &["2026-03-02T10:02:00.1400000Z"]),
    ];
    host.files()
}

/// Three days whose only 4688 are those of the boots: process auditing is off.
pub fn boot_set_only() -> Files {
    let (mut host, user) = workstation();
    for day in 1..=3 {
        let at = |clock: &str| time(&format!("2026-03-0{day}T{clock}Z"));
        host.boot_set(at("08:30:00"));
        for hour in 9..18 {
            let client = ("10.0.0.20", 50_000 + hour);
            let logon = at(&format!("{hour:02}:10:00"));
            host.network_logon(logon, &user, client, "NTLM", NO_GUID);
            host.logoff(later(logon, 60_000), &user);
        }
        host.security.push(Event::security(1100).at_time(at("18:00:00")));
    }
    host.files()
}

const NO_GUID: &str = "{00000000-0000-0000-0000-000000000000}";

/// One process start and end every minute from `from` on.
fn minutes(from: &str, count: u64) -> Vec<Event> {
    let (mut host, user) = workstation();
    for minute in 0..count {
        let at = time(from).plus_seconds(minute * 60);
        let id = 6_000 + 4 * minute as u32;
        let process = Process::new(id, r"C:\Windows\System32\whoami.exe", "whoami", &user);
        host.start(at, &process);
        host.end(later(at, 500), &process, 0);
    }
    host.security
}

fn log(first_record_id: u64, events: Vec<Event>) -> EventLog {
    EventLog::new("Security").start_record_id(first_record_id).extend(events)
}

fn security(log: &EventLog) -> Files {
    vec![("WS01/C/Windows/System32/winevt/Logs/Security.evtx".to_owned(), log.write())]
}

/// The clearing of the security log.
fn cleared(at: Filetime) -> Event {
    Event::security(1102).at_time(at).subject(
        "S-1-5-21-2718281828-314159265-1414213562-1104",
        "CORP",
        "tanaka",
        0x3_e4d2,
    )
}

/// Cleared at 10:00: the log begins with 1102, and its numbers go on from 801.
pub fn log_cleared() -> Files {
    let mut events = vec![cleared(time("10:00:00"))];
    events.extend(minutes("10:01:00", 60));
    security(&log(801, events))
}

/// As [`log_cleared`], with a copy of the log from before, so that 1102 stands in the middle.
pub fn log_cleared_in_the_middle() -> Files {
    let before = log(681, minutes("09:00:00", 60));
    let mut files = vec![("WS01/Backup/Security.evtx".to_owned(), before.write())];
    files.extend(log_cleared());
    files
}

/// Between 10:00 and 11:00 five hundred EventRecordIDs are missing.
pub fn gap_in_record_ids() -> Files {
    let log = log(1_000, minutes("09:00:00", 60)).skip_record_ids(500);
    security(&log.extend(minutes("11:00:00", 60)))
}

/// Only every fifth record was exported, and record headers count from 1.
pub fn exported_subset() -> Files {
    let mut log = EventLog::new("Security").start_record_id(1_000);
    log = log.defect(Defect::ExportedNumbering);
    for event in minutes("09:00:00", 60).into_iter().step_by(5) {
        log = log.push(event).skip_record_ids(4);
    }
    security(&log)
}

/// A collector's log with the records of three computers, each with numbers of its own.
pub fn forwarded_from_three_computers() -> Files {
    let mut events = Vec::new();
    for (name, first) in [("WS01", 1_000), ("WS02", 70_000), ("FS01", 500)] {
        for (number, event) in (0_u64..).zip(minutes("09:00:00", 40)) {
            let computer = format!("{name}.corp.example");
            events.push(event.computer(&computer).channel("Security").record_id(first + number));
        }
    }
    events.sort_by_key(Event::time);
    let log = EventLog::new("ForwardedEvents").extend(events);
    vec![("WEC01/ForwardedEvents.evtx".to_owned(), log.write())]
}

/// Renamed at 10:00 from DESKTOP-4K2P9QX to WS01; the numbers go on.
pub fn renamed_host() -> Files {
    let before = log(1, Vec::new()).computer("DESKTOP-4K2P9QX").extend(minutes("09:00:00", 60));
    security(&before.computer("WS01.corp.example").extend(minutes("10:00:00", 60)))
}

/// Set back at 12:00 by three hours: record 4616, after which the times run from 09:00 again.
pub fn clock_set_back() -> Files {
    let change = Event::security(4616)
        .at_time(time("09:00:00.2"))
        .field("PreviousTime", "2026-03-02T12:00:00.1Z")
        .field("NewTime", "2026-03-02T09:00:00.2Z")
        .field("ProcessName", r"C:\Windows\System32\svchost.exe");
    let log = log(5_000, minutes("10:00:00", 120)).push(change);
    security(&log.extend(minutes("09:01:00", 60)))
}

/// Two archives of full logs and the current one: the numbers go on from file to file.
pub fn archived_logs() -> Files {
    let folder = "WS01/C/Windows/System32/winevt/Logs";
    let parts = [
        ("Archive-Security-2026-03-02-10-00-00-000.evtx", 1, "09:00:00"),
        ("Archive-Security-2026-03-02-11-00-00-000.evtx", 121, "10:00:00"),
        ("Security.evtx", 241, "11:00:00"),
    ];
    let files = parts.map(|(name, first, from)| {
        let mut log = log(first, minutes(from, 60));
        if name.starts_with("Archive") {
            log = log.defect(Defect::Full);
        }
        (format!("{folder}/{name}"), log.write())
    });
    files.to_vec()
}

/// The same log twice, and an export of it whose first half it shares: 120 records in all.
pub fn copies() -> Files {
    let whole = log(1_000, minutes("09:00:00", 60)).write();
    let half = log(1_000, minutes("09:00:00", 30)).defect(Defect::ExportedNumbering);
    vec![
        ("WS01/C/Windows/System32/winevt/Logs/Security.evtx".to_owned(), whole.clone()),
        ("WS01/Export/Security.evtx".to_owned(), half.write()),
        ("WS01/Copy/Security.evtx".to_owned(), whole),
    ]
}

/// A workstation that was renamed from OLD to NEW at 10:00, and another that took up the name OLD
/// two days later. The Sysmon log of the first ends before it was renamed.
pub fn name_taken_up_by_another() -> Files {
    let first = log(1, Vec::new()).computer("OLD.corp.example").extend(minutes("09:00:00", 60));
    let first = first.computer("NEW.corp.example").extend(minutes("10:00:00", 60));
    let ends =
        (0..20).map(|minute| Event::sysmon(5).at_time(time("09:30:00").plus_seconds(60 * minute)));
    let sysmon = EventLog::new("Microsoft-Windows-Sysmon/Operational").computer("OLD.corp.example");
    let second = (0..60).map(|minute| {
        Event::security(4634).at_time(time("10:00:00").plus_seconds(2 * 86_400 + 60 * minute))
    });
    let second = log(1, Vec::new()).computer("OLD.corp.example").extend(second);
    vec![
        ("first/Security.evtx".to_owned(), first.write()),
        ("first/Sysmon.evtx".to_owned(), sysmon.extend(ends).write()),
        ("second/Security.evtx".to_owned(), second.write()),
    ]
}
