//! Domain controllers whose records are there and hard to find, or not there for a good reason.
//!
//! Contract: as of the module above.

use super::{Account, Computers, Files, Program, time};
use crate::writer::evtx::Event;

/// How far the clock of the domain controller is ahead, in seconds.
const AHEAD: u64 = 529;

/// The clock of the domain controller is ahead of those of its clients.
pub(super) fn ahead() -> Files {
    let mut computers = Computers::documented();
    let host = &mut computers.domain_controller;
    let later = |event: &mut Event| {
        *event = event.clone().at_time(event.time().plus_seconds(AHEAD));
    };
    host.security.iter_mut().for_each(later);
    host.sysmon.iter_mut().for_each(later);
    host.system.iter_mut().for_each(later);
    computers.files()
}

/// The user had a ticket-granting ticket from before.
pub(super) fn ticket_cached() -> Files {
    let mut computers = Computers::documented();
    computers.domain_controller.security.retain(|event| {
        let is_request = event.id() == 4768 && event.has_text("TargetUserName", "tanaka");
        // The request is a connection of its own.
        !is_request && !event.has_text("DestPort", "49821")
    });
    computers.files()
}

/// Thousands of tickets for others before those of the use.
pub(super) fn busy() -> Files {
    let mut computers = Computers::documented();
    let host = &mut computers.domain_controller;
    for number in 0..3_000_u64 {
        let at = time("06:00:00").plus_seconds(3 * number);
        let account = Account::domain(&format!("clerk{:02}", number % 40), 3_000, 0);
        let address = format!("10.0.30.{}", 10 + number % 200);
        let client = (address.as_str(), 52_000 + (number % 8_000) as u16);
        host.accept(at, &Program::lsass(), 88, client);
        host.ticket_granting_ticket(at, &account, client);
        let guid = format!("{{5c2e4f10-1111-4222-8333-{number:012x}}}");
        host.service_ticket(at, &account, client, "FS02$", &guid);
    }
    computers.files()
}
