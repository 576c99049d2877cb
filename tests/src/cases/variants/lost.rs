//! Security logs that lost the records of the use.
//!
//! Contract: as of the module above.

use super::{Computers, Files, time, user};
use crate::{
    cases::host::Host,
    writer::evtx::{Defect, Event, EventLog, Style},
};

/// How a log loses records.
#[derive(Clone, Copy)]
pub(super) enum Loss {
    /// It is cleared at noon.
    Cleared,
    /// It is full and holds nothing before noon.
    RolledOver,
    /// Its records from 09:10 to 09:20 are missing.
    Gap,
    /// Only every fourth record is exported, and none of the use.
    ExportedInPart,
}

/// Whose security log does.
pub(super) type Whose = fn(&mut Computers) -> &mut Host;

/// The documented use, of which one security log lost its part.
pub(super) fn log(whose: Whose, loss: Loss) -> Files {
    let mut computers = Computers::documented();
    let host = whose(&mut computers);
    let log = match loss {
        Loss::Cleared => cleared(host),
        Loss::RolledOver => {
            forget_the_morning(host);
            host.security_log().defect(Defect::Full)
        }
        Loss::Gap => with_gap(host),
        Loss::ExportedInPart => exported_in_part(host),
    };
    let path = host.log_path("Security.evtx");
    let mut files = computers.files();
    files.retain(|(known, _)| *known != path);
    files.push((path, log.write()));
    files.sort();
    files
}

/// Takes the records until noon away; the numbers of the others stay.
fn forget_the_morning(host: &mut Host) {
    let before = host.security.len();
    host.security.retain(|event| event.time() > time("12:00:00"));
    host.record_ids[0] += (before - host.security.len()) as u64;
}

fn cleared(host: &mut Host) -> EventLog {
    forget_the_morning(host);
    let user = user();
    host.security.push(Event::security(1102).at_time(time("12:00:00")).subject(
        &user.sid,
        &user.domain,
        &user.name,
        user.logon_id,
    ));
    host.security_log()
}

fn with_gap(host: &Host) -> EventLog {
    let (from, to) = (time("09:10:00"), time("09:20:00"));
    let whole = host.security_log();
    let first = whole.events().next().map_or(1, |(id, _)| id);
    let log = EventLog::new("Security").computer(&host.computer()).start_record_id(first);
    let kept = whole.events().filter(|(_, event)| !(from..to).contains(&event.time()));
    kept.fold(log.style(Style::Live), |log, (id, event)| {
        let missing = id - log.next_record_id();
        log.skip_record_ids(missing).push(event.clone())
    })
}

fn exported_in_part(host: &Host) -> EventLog {
    let log = EventLog::new("Security")
        .computer(&host.computer())
        .start_record_id(host.record_ids[0] + 1)
        .defect(Defect::ExportedNumbering);
    host.security_log().events().enumerate().fold(log, |log, (number, (_, event))| {
        let is_of_use = (time("09:10:00")..time("09:20:00")).contains(&event.time());
        match number % 4 {
            0 if !is_of_use => log.push(event.clone()),
            _ => log.skip_record_ids(1),
        }
    })
}
