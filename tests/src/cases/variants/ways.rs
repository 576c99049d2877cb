//! Other releases of Windows, addresses, accounts and spellings.
//!
//! Contract: as of the module above.

use super::{
    Account, Computers, Event, Files, Log, POLICY_PREFERENCES, Process, Program, Use, later, time,
    use_at, user,
};
use crate::{
    cases::volume,
    writer::prefetch::{PrefetchFile, Version},
};

/// Windows 7: process starts without a command line, Sysmon before `OriginalFileName`, and a
/// Prefetch file of version 23.
pub(super) fn windows_7() -> Files {
    let mut computers = Computers::documented()
        .without_fields(Log::Security, 4688, &["CommandLine", "MandatoryLabel"])
        .without_fields(Log::Sysmon, 1, &["OriginalFileName", "FileVersion", "Description"]);
    let net = r"\WINDOWS\SYSTEM32\NET.EXE";
    computers.source.prefetch = vec![
        PrefetchFile::new(Version::Seven, net).runs(1, &["2026-03-02T09:15:04.1391120Z"]),
        PrefetchFile::new(Version::Seven, r"\WINDOWS\SYSTEM32\CMD.EXE")
            .runs(41, &["2026-03-02T09:14:41.2210400Z"]),
    ];
    computers.files()
}

/// Windows 11 and Windows Server 2025: accepted connections name the client first in 5156 too, and
/// the Prefetch files are of version 31.
pub(super) fn windows_11() -> Files {
    let client_first = |event: Event| match event.has_text("Direction", "%%14592") {
        true => event.exchanged("SourceAddress", "DestAddress").exchanged("SourcePort", "DestPort"),
        false => event,
    };
    let mut computers = Computers::documented().with(Log::Security, &[5156], client_first);
    let file = |name: &str, time| {
        let path = format!(r"\WINDOWS\SYSTEM32\{name}");
        PrefetchFile::new(Version::Eleven, &path).runs(1, &[time])
    };
    computers.source.prefetch = vec![
        file("NET.EXE", "2026-03-02T09:15:04.1391120Z"),
        file("CMD.EXE", "2026-03-02T09:14:41.2210400Z"),
    ];
    computers.files()
}

/// Sysmon of 2019: accepted connections name this host first.
pub(super) fn sysmon_local_side_first() -> Files {
    let local_first = |event: Event| match event.has_flag("Initiated", false) {
        true => event
            .exchanged("SourceIp", "DestinationIp")
            .exchanged("SourcePort", "DestinationPort")
            .exchanged("SourceHostname", "DestinationHostname"),
        false => event,
    };
    Computers::documented().with(Log::Sysmon, &[3], local_first).files()
}

/// The file was read in Explorer half an hour before the command, in the same logon of the file
/// server; the command itself reads nothing.
pub(super) fn read_before_the_command() -> Files {
    let mut computers = Computers::ordinary();
    let (account, seen_as) = (user(), user().with_logon(0x33_0001));
    let line = r"net  use \\FS01\projects";
    let one = Use { file: None, port: 49_824, ..use_at("09:15:04.1", &account, &seen_as, line) };
    let before = Use { file: Some("holiday.jpg"), ..use_at("08:45:00.1", &account, &seen_as, "") };
    let remote = (computers.destination.address.clone(), 445);
    let remote = (remote.0.as_str(), remote.1);
    computers.source.connect(later(before.at, 80), &Program::kernel(), before.port, remote);
    before.on_destination(&computers.source, &mut computers.destination);
    one.on_source(&mut computers.source, &computers.destination);
    one.on_destination(&computers.source, &mut computers.destination);
    computers.files()
}

/// A group policy is read from the share `SYSVOL` of the domain controller after a `net use`.
pub(super) fn sysvol_read() -> Files {
    let mut computers = Computers::ordinary();
    let (account, seen_as) = (user(), user().with_logon(0x33_0001));
    let one = Use {
        share: "SYSVOL",
        file: Some(POLICY_PREFERENCES),
        ..use_at("09:15:04.1", &account, &seen_as, r"net  use \\DC01\SYSVOL")
    };
    one.on_source(&mut computers.source, &computers.domain_controller);
    one.on_destination(&computers.source, &mut computers.domain_controller);
    computers.files()
}

/// Windows 11 with the file system of the source.
pub(super) fn windows_11_with_volume() -> Files {
    volume::on_volume(windows_11(), Some(volume::table()), Some(volume::journal_of_windows_11()))
}

/// All addresses are of IPv6.
pub(super) fn ipv6() -> Files {
    let address =
        |text: &str| match text.strip_prefix("::ffff:").unwrap_or(text).strip_prefix("10.0.") {
            Some(rest) if text.split('.').count() == 4 => {
                format!("fd00::{}", rest.replace('.', ":"))
            }
            _ => text.to_owned(),
        };
    let change = |event: Event| event.with_texts(address);
    let ids = [4624, 4768, 4769, 5140, 5145, 5156];
    Computers::documented()
        .with(Log::Security, &ids, change)
        .with(Log::Sysmon, &[3], change)
        .files()
}

/// A wrong password for another account: the file server refuses the logon, and `net.exe` ends
/// with status 2.
pub(super) fn attempt_failed() -> Files {
    let Computers { mut source, mut destination, .. } = Computers::ordinary();
    let image = r"C:\Windows\System32\net.exe";
    let line = r"net  use \\FS01\projects * /user:CORP\svc";
    let net = Process::new(7_212, image, line, &user());
    let start = time("09:15:04.1");
    source.start(start, &net);
    source.connect(later(start, 80), &Program::kernel(), 49_819, ("10.0.20.5", 445));
    source.end(later(start, 9_700), &net, 2);
    let client = ("10.0.10.21", 49_819);
    destination.accept(later(start, 80), &Program::kernel(), 445, client);
    destination.refused_logon(later(start, 9_200), "svc", client);
    super::files([&source, &destination])
}

/// By address and with another account: the logon is by NTLM, and 4648 names the credentials.
pub(super) fn ntlm_by_address() -> Files {
    let mut computers = Computers::ordinary();
    let (account, seen_as) = (user(), Account::domain("svc", 1200, 0x22_1100));
    let line = r"net  use \\10.0.20.5\projects * /user:CORP\svc";
    let one = Use { package: "NTLM", ..use_at("09:15:04.1", &account, &seen_as, line) };
    one.on_source(&mut computers.source, &computers.destination);
    one.on_destination(&computers.source, &mut computers.destination);
    computers.source.security.push(
        Event::security(4648)
            .at_time(time("09:15:04.1600000"))
            .subject(&account.sid, &account.domain, &account.name, account.logon_id)
            .field("TargetUserName", "svc")
            .field("TargetDomainName", "CORP")
            .field("TargetServerName", "10.0.20.5")
            .field("TargetInfo", "10.0.20.5")
            .field("ProcessId", 4)
            .client("10.0.20.5", 445),
    );
    computers.files()
}

/// Two accounts use two shares at the same time, with interleaved records.
pub(super) fn several_users() -> Files {
    let mut computers = Computers::ordinary();
    let first = (user(), user().with_logon(0x33_0001));
    let second = Account::domain("mori", 1120, 0x5_1100);
    let second = (second.clone(), second.with_logon(0x33_0002));
    let uses = [
        use_at("09:15:04.1", &first.0, &first.1, r"net  use \\FS01\projects"),
        Use {
            process_id: 7_316,
            share: "accounts",
            port: 49_823,
            file: Some("ledger.xlsx"),
            ..use_at("09:15:04.15", &second.0, &second.1, r"net  use \\FS01\accounts")
        },
    ];
    for one in uses {
        one.on_source(&mut computers.source, &computers.destination);
        one.on_destination(&computers.source, &mut computers.destination);
    }
    computers.files()
}

/// Another program file or another spelling of the command.
pub(super) fn started_as(image: &str, line: &str) -> Files {
    started(&Process::new(7_212, image, line, &user()))
}

/// A copy of net.exe under another name, in a folder of everybody's.
pub(super) fn renamed() -> Files {
    let line = r"x  use \\FS01\projects";
    started(&Process::new(7_212, r"C:\Users\Public\x.exe", line, &user()).renamed_from("net.exe"))
}

fn started(net: &Process) -> Files {
    let mut computers = Computers::ordinary();
    let (account, seen_as) = (user(), user().with_logon(0x33_0001));
    let one = use_at("09:15:04.1", &account, &seen_as, &net.command_line);
    computers.source.start(one.at, net);
    let remote = (computers.destination.address.clone(), 445);
    computers.source.connect(
        later(one.at, 80),
        &Program::kernel(),
        one.port,
        (remote.0.as_str(), remote.1),
    );
    computers.source.end(later(one.at, 700), net, 0);
    one.on_destination(&computers.source, &mut computers.destination);
    computers.files()
}
