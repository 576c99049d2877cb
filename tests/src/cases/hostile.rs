//! Records, files and hosts named by someone who means harm to whoever reads the report.

use super::{
    Files,
    actors::{Account, Process, Program},
    host::{Host, time},
};
use crate::writer::evtx::{Event, Value};

/// Markup that would run a script where it is not escaped.
pub const MARKUP: &str = r#"</td><script>alert(1)</script><img src=x onerror="alert(2)">&amp;'"#;
/// A formula of a spreadsheet.
pub const FORMULA: &str = r#"=HYPERLINK("http://x.example","a")"#;
/// Terminal escapes, text that runs backwards, zero-width and NUL characters.
pub const HIDDEN: &str = "\u{1b}[2J\u{202e}fdp\u{200b}\u{2028}\0end";

/// A workstation whose account, process, share and folder names are hostile text.
pub fn hostile_text() -> Files {
    let mut host = Host::new(&format!("WS{MARKUP}{HIDDEN}"), "10.0.10.66", 0x7777_0001);
    let user = Account::domain(FORMULA, 1166, 0x6_6666);
    let line = format!(r"net use \\{MARKUP}\{HIDDEN} /user:{FORMULA}");
    let parent = Process::new(6_001, &format!(r"C:\{MARKUP}\cmd.exe"), HIDDEN, &user);
    let net = r"C:\Windows\System32\net.exe";
    let net = Process::new(6_002, net, &line, &user).child_of(&parent);
    host.start(time("10:02:11.2"), &net);
    host.connect(time("10:02:11.3"), &Program::kernel(), 49_911, ("10.0.20.5", 445));
    host.end(time("10:02:12.0"), &net, 0);
    let lone_surrogate: Vec<u16> = "x\\\\FS".encode_utf16().chain([0xd800, 0x41]).collect();
    host.security.push(
        Event::security(5140)
            .at_time(time("10:02:13.0"))
            .subject(&user.sid, MARKUP, "\u{202e}nimda", user.logon_id)
            .value("ShareName", Value::Units(lone_surrogate))
            .field("ShareLocalPath", "\tTAB\r\nline")
            .access(1)
            .client("10.0.10.66", 49_912),
    );
    host.files()
}

/// A workstation whose command line, share and account are as long as a record can hold, without a
/// place to break a line. The writer's chunks have 64 KiB.
pub fn long_values() -> Files {
    let mut host = Host::new("WS01", "10.0.10.66", 0x7777_0002);
    let long = |character: &str, count: usize| character.repeat(count);
    let user = Account::domain(&long("u", 2_000), 1166, 0x6_6666);
    let shell = Process::new(6_001, &format!(r"C:\{}\cmd.exe", long("d", 2_000)), "cmd", &user);
    let line = format!(r"net use \\{}\{} {MARKUP}", long("x", 12_000), long("共", 6_000));
    let net = Process::new(6_002, r"C:\Windows\System32\net.exe", &line, &user).child_of(&shell);
    host.start(time("10:02:11.2"), &net);
    host.end(time("10:02:12.0"), &net, 0);
    host.security.push(
        Event::security(5140)
            .at_time(time("10:02:13.0"))
            .subject(&user.sid, &long("s", 4_000), "CORP", user.logon_id)
            .field("ShareName", format!(r"\\*\{}", long("y", 12_000)))
            .field("ShareLocalPath", long(&format!("{MARKUP}{HIDDEN}"), 40))
            .access(1)
            .client("10.0.10.66", 49_912),
    );
    host.files()
}
