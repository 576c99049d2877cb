//! Security logs that lost the records of the use.
//!
//! Contract: as of the module above.

use super::{Computers, Files, time, user};
use crate::writer::evtx::{Defect, Event, EventLog, Style};

/// The security log of the source was cleared at noon.
pub(super) fn source_log_cleared() -> Files {
    let mut computers = Computers::documented();
    let source = &mut computers.source;
    let noon = time("12:00:00");
    let before = source.security.len();
    source.security.retain(|event| event.time() > noon);
    source.record_ids[0] += (before - source.security.len()) as u64;
    let user = user();
    source.security.push(Event::security(1102).at_time(noon).subject(
        &user.sid,
        &user.domain,
        &user.name,
        user.logon_id,
    ));
    computers.files()
}

/// The source's security log is full and holds nothing before noon.
pub(super) fn source_log_rolled_over() -> Files {
    let mut computers = Computers::documented();
    let before = computers.source.security.len();
    computers.source.security.retain(|event| event.time() > time("12:00:00"));
    computers.source.record_ids[0] += (before - computers.source.security.len()) as u64;
    let log = computers.source.security_log().defect(Defect::Full).write();
    with_security_log(computers, log)
}

/// The records of the source from 09:10 to 09:20 are missing from its security log.
pub(super) fn source_log_with_gap() -> Files {
    let (from, to) = (time("09:10:00"), time("09:20:00"));
    let computers = Computers::documented();
    let mut log = computers.source.security_log();
    let kept: Vec<(u64, Event)> = log.events().map(|(id, event)| (id, event.clone())).collect();
    log = EventLog::new("Security")
        .computer(&computers.source.computer())
        .start_record_id(kept.first().map_or(1, |(id, _)| *id))
        .style(Style::Live);
    for (id, event) in kept {
        if (from..to).contains(&event.time()) {
            continue;
        }
        let missing = id - log.next_record_id();
        log = log.skip_record_ids(missing).push(event);
    }
    let bytes = log.write();
    with_security_log(computers, bytes)
}

/// Only every fourth record of the source's security log was exported, and none of the use.
pub(super) fn source_log_exported_in_part() -> Files {
    let computers = Computers::documented();
    let whole = computers.source.security_log();
    let mut log = EventLog::new("Security")
        .computer(&computers.source.computer())
        .start_record_id(computers.source.record_ids[0] + 1)
        .defect(Defect::ExportedNumbering);
    for (number, (_, event)) in whole.events().enumerate() {
        let is_of_use = (time("09:10:00")..time("09:20:00")).contains(&event.time());
        log = match number % 4 {
            0 if !is_of_use => log.push(event.clone()),
            _ => log.skip_record_ids(1),
        };
    }
    let bytes = log.write();
    with_security_log(computers, bytes)
}

fn with_security_log(computers: Computers, bytes: Vec<u8>) -> Files {
    let path = computers.source.log_path("Security.evtx");
    let mut files = computers.files();
    files.retain(|(known, _)| *known != path);
    files.push((path, bytes));
    files.sort();
    files
}
