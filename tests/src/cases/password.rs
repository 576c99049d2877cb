//! A `net use` with a password on its command line: what masking must hide.

use super::{
    Files,
    actors::{Account, Process, Program},
    host::{Host, time},
};
use crate::writer::evtx::Event;

/// The password that no report may show.
pub const PASSWORD: &str = "Passw0rd!";

/// WS01, where `cmd /c` runs `net use \\FS01\projects Passw0rd! /user:CORP\svc`: the password
/// stands in both command lines and, in Sysmon 1, in that of the parent.
pub fn password_on_the_command_line() -> Files {
    let mut host = Host::new("WS01", "10.0.10.21", 0x5c3a_9e10);
    let user = Account::domain("tanaka", 1104, 0x3_e4d2);
    let line = format!(r"net  use \\FS01\projects {PASSWORD} /user:CORP\svc");
    let prompt = r"C:\Windows\System32\cmd.exe";
    let prompt = Process::new(5_120, prompt, &format!("cmd.exe /c {line}"), &user);
    let net = Process::new(5_188, r"C:\Windows\System32\net.exe", &line, &user).child_of(&prompt);
    host.start(time("10:02:11.1"), &prompt);
    host.start(time("10:02:11.2"), &net);
    host.connect(time("10:02:11.3"), &Program::kernel(), 49_911, ("10.0.20.5", 445));
    host.security.push(
        Event::security(4648)
            .at_time(time("10:02:11.4"))
            .subject(&user.sid, &user.domain, &user.name, user.logon_id)
            .field("TargetUserName", "svc")
            .field("TargetDomainName", "CORP")
            .field("TargetServerName", "FS01.corp.example")
            .field("TargetInfo", "cifs/FS01.corp.example")
            .field("ProcessId", 4)
            .client("10.0.20.5", 445),
    );
    host.end(time("10:02:12.0"), &net, 0);
    host.end(time("10:02:12.1"), &prompt, 0);
    host.files()
}
