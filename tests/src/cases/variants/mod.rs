//! The documented use of [`three_hosts`] under other conditions: other releases of Windows, other
//! ways to log on, settings that were off, logs that lost records.
//!
//! Contract: each function says in what it differs from the documented use, and in nothing else.

mod benign;
mod controllers;
mod lost;
mod ways;

use self::lost::Loss;
use super::{
    Files,
    actors::{Account, Opened, Process, Program},
    host::{Host, time},
    moments::later,
    three_hosts::{self, controller_day, server_day, workday},
    uses::Use,
};
use crate::writer::evtx::Event;

/// What every member reads of a group policy first.
const POLICY_VERSION: &str =
    r"corp.example\Policies\{31B2F340-016D-11D2-945F-00C04FB984F9}\gpt.ini";
/// Preferences of a group policy, in which passwords have stood.
const POLICY_PREFERENCES: &str = r"corp.example\Policies\{31B2F340-016D-11D2-945F-00C04FB984F9}\Machine\Preferences\Groups\Groups.xml";

/// The computers of a case.
struct Computers {
    source: Host,
    destination: Host,
    domain_controller: Host,
}

/// Which of the two logs that traces stand in.
#[derive(Clone, Copy)]
enum Log {
    Security,
    Sysmon,
}

impl Log {
    fn of(self, host: &mut Host) -> &mut Vec<Event> {
        match self {
            Self::Security => &mut host.security,
            Self::Sysmon => &mut host.sysmon,
        }
    }
}

impl Computers {
    /// The documented use.
    fn documented() -> Self {
        Self {
            source: three_hosts::source(),
            destination: three_hosts::destination(),
            domain_controller: three_hosts::domain_controller(),
        }
    }

    /// Their ordinary days alone.
    fn ordinary() -> Self {
        let mut source = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
        let mut destination = Host::new("FS01", "10.0.20.5", 0x7f21_40c8);
        let mut domain_controller = Host::new("DC01", "10.0.0.10", 0x11d8_0a34);
        workday(&mut source, &user());
        server_day(&mut destination);
        controller_day(&mut domain_controller);
        Self { source, destination, domain_controller }
    }

    fn all(&mut self) -> [&mut Host; 3] {
        [&mut self.source, &mut self.destination, &mut self.domain_controller]
    }

    /// Without the records of these events, as if their setting had been off all the time.
    fn without(mut self, log: Log, ids: &[u16]) -> Self {
        for host in self.all() {
            log.of(host).retain(|event| !ids.contains(&event.id()));
        }
        self
    }

    /// With another layout of these events, which lacks the fields.
    fn without_fields(self, log: Log, id: u16, fields: &[&str]) -> Self {
        let less = |event: Event| fields.iter().fold(event, |event, field| event.without(field));
        self.with(log, &[id], less)
    }

    /// With each event of these ids changed.
    fn with(mut self, log: Log, ids: &[u16], change: impl Fn(Event) -> Event) -> Self {
        for host in self.all() {
            for event in log.of(host).iter_mut().filter(|event| ids.contains(&event.id())) {
                *event = change(event.clone());
            }
        }
        self
    }

    fn files(self) -> Files {
        files([&self.source, &self.destination, &self.domain_controller])
    }
}

fn files<'a>(hosts: impl IntoIterator<Item = &'a Host>) -> Files {
    let mut files: Files = hosts.into_iter().flat_map(Host::files).collect();
    files.sort();
    files
}

fn user() -> Account {
    Account::domain("tanaka", 1104, 0x3_e4d2)
}

/// The evidence that a case names; `None` for a name that is none of these.
pub fn by_name(name: &str) -> Option<Files> {
    let documented = Computers::documented;
    Some(match name {
        "process_auditing_off" => documented().without(Log::Security, &[4688, 4689]).files(),
        "no_command_lines" => {
            documented().without_fields(Log::Security, 4688, &["CommandLine"]).files()
        }
        "connection_auditing_off" => documented().without(Log::Security, &[5156, 5158]).files(),
        "file_share_auditing_off" => documented().without(Log::Security, &[5140]).files(),
        "detailed_file_share_auditing_off" => documented().without(Log::Security, &[5145]).files(),
        "object_auditing_off" => {
            documented().without(Log::Security, &[4656, 4658, 4663, 4690]).files()
        }
        "kerberos_auditing_off" => documented().without(Log::Security, &[4768, 4769]).files(),
        "sysmon_not_installed" => without_sysmon(),
        "sysmon_connections_off" => documented().without(Log::Sysmon, &[3]).files(),
        "prefetch_off" => without_prefetch(),
        "attempt_failed" => ways::attempt_failed(),
        "source_missing" => {
            let Computers { destination, domain_controller, .. } = documented();
            files([&destination, &domain_controller])
        }
        "destination_missing" => {
            let Computers { source, domain_controller, .. } = documented();
            files([&source, &domain_controller])
        }
        "controller_missing" => {
            let Computers { source, destination, .. } = documented();
            files([&source, &destination])
        }
        "logon_auditing_off" => documented().without(Log::Security, &[4624, 4625, 4648]).files(),
        "process_termination_off" => documented().without(Log::Security, &[4689]).files(),
        "handle_manipulation_off" => {
            documented().without(Log::Security, &[4656, 4658, 4690]).files()
        }
        "privilege_use_off" => documented().without(Log::Security, &[4673]).files(),
        "sysmon_1_off" => documented().without(Log::Sysmon, &[1]).files(),
        "sysmon_5_off" => documented().without(Log::Sysmon, &[5]).files(),
        "sysmon_7_off" => documented().without(Log::Sysmon, &[7]).files(),
        "sysmon_11_off" => documented().without(Log::Sysmon, &[11]).files(),
        "sysmon_18_off" => documented().without(Log::Sysmon, &[18]).files(),
        "controller_ahead" => controllers::ahead(),
        "controller_ticket_cached" => controllers::ticket_cached(),
        "controller_busy" => controllers::busy(),
        "windows_7" => ways::windows_7(),
        "windows_11" => ways::windows_11(),
        "windows_11_with_volume" => ways::windows_11_with_volume(),
        "ipv6" => ways::ipv6(),
        "ntlm_by_address" => ways::ntlm_by_address(),
        "several_users" => ways::several_users(),
        "started_as_net1" => {
            ways::started_as("C:\\Windows\\System32\\net1.exe", r"net1  use \\FS01\projects")
        }
        "started_from_syswow64" => {
            ways::started_as("C:\\Windows\\SysWOW64\\net.exe", r"net  use \\FS01\projects")
        }
        "drive_letter_and_full_name" => ways::started_as(
            three_hosts::NET,
            r"net.exe use Z: \\fs01.corp.example\projects /persistent:no",
        ),
        "use_deleted" => benign::benign_command(r"net  use \\FS01\projects /delete"),
        "use_without_arguments" => benign::benign_command("net  use"),
        "services_started" => benign::benign_command("net  start"),
        "renamed_net" => ways::renamed(),
        "read_before_the_command" => ways::read_before_the_command(),
        "sysvol_read" => ways::sysvol_read(),
        "sysmon_local_side_first" => ways::sysmon_local_side_first(),
        "group_policy" => benign::group_policy(),
        "explorer" => benign::explorer(),
        "backup_agent" => benign::backup_agent(),
        _ => return lost_log(name),
    })
}

/// `<whose>_log_<loss>`: the documented use, of which one security log lost its part.
fn lost_log(name: &str) -> Option<Files> {
    let (whose, loss) = name.split_once("_log_")?;
    let whose: lost::Whose = match whose {
        "source" => |computers| &mut computers.source,
        "destination" => |computers| &mut computers.destination,
        "controller" => |computers| &mut computers.domain_controller,
        _ => return None,
    };
    let loss = match loss {
        "cleared" => Loss::Cleared,
        "rolled_over" => Loss::RolledOver,
        "with_gap" => Loss::Gap,
        "exported_in_part" => Loss::ExportedInPart,
        _ => return None,
    };
    Some(lost::log(whose, loss))
}

fn without_sysmon() -> Files {
    let mut computers = Computers::documented();
    computers.all().into_iter().for_each(|host| host.sysmon.clear());
    computers.files()
}

fn without_prefetch() -> Files {
    let mut computers = Computers::documented();
    computers.source.prefetch.clear();
    computers.files()
}

fn use_at<'a>(at: &str, account: &'a Account, seen_as: &'a Account, line: &'a str) -> Use<'a> {
    Use {
        at: time(at),
        ahead: 0,
        account,
        seen_as,
        process_id: 7_212,
        line,
        share: "projects",
        file: Some(r"2026\plan-2026.xlsx"),
        port: 49_819,
        package: "Kerberos",
    }
}
