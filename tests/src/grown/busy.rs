//! A busy computer: programs, connections, shares that are used, files that are audited.

use std::ops::Range;

use konseki_core::time::Filetime;

use crate::{
    cases::{
        Account, Opened, Process, Program,
        host::{Host, time},
    },
    writer::evtx::{FULL_WRITE, LIST_FOLDER, READ_DATA},
};

const PROGRAMS: [(&str, &str); 6] = [
    (r"C:\Program Files\Google\Chrome\Application\chrome.exe", "--type=renderer --lang=ja"),
    (r"C:\Windows\System32\svchost.exe", "-k netsvcs -p -s Schedule"),
    (r"C:\Windows\System32\conhost.exe", "0xffffffff -ForceV1"),
    (r"C:\Windows\System32\taskhostw.exe", "/RuntimeWide"),
    (r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE", "/dde"),
    (r"C:\Windows\System32\backgroundTaskHost.exe", "-ServerName:App.AppX.mca"),
];
const LIBRARIES: [&str; 5] =
    ["ntdll.dll", "kernel32.dll", "combase.dll", "rpcrt4.dll", "bcrypt.dll"];
const LOCAL: &str = r"\??\D:\Shares\projects";
/// Moments between two uses of a share by this computer.
const USE_EVERY: u64 = 500;

/// What happens at these moments, one a second.
pub(super) fn moments(range: Range<u64>) -> Host {
    let mut host = Host::new("FS01", "10.0.20.5", 0x5c3a_9e10);
    for moment in range {
        one(&mut host, moment);
    }
    host
}

fn one(host: &mut Host, moment: u64) {
    let at = time("00:00:01.1234567").plus_seconds(moment);
    let after = |milliseconds: u64| Filetime(at.0 + milliseconds * 10_000);
    let user = Account::domain("tanaka", 1_104, 0x3_e4d2 + moment / 3_600 * 0x11);
    let (image, arguments) = PROGRAMS[moment as usize % PROGRAMS.len()];
    let line = format!("\"{image}\" {arguments} --id={moment}");
    let process = Process::new(1_000 + (moment * 4 % 60_000) as u32, image, &line, &user);
    host.start(at, &process);
    for library in LIBRARIES {
        host.library_loaded(after(3), &process, &format!(r"C:\Windows\System32\{library}"));
    }
    host.file_created(after(5), &process, &format!(r"C:\Users\tanaka\AppData\{moment}.tmp"));
    let port = 49_152 + (moment * 7 % 16_000) as u16;
    host.connect(after(10), &Program::new(process.id, image), port, ("10.0.0.20", 8_080));
    if moment.is_multiple_of(20) {
        host.connect(after(11), &Program::kernel(), port + 1, ("10.0.0.10", 445));
        host.connect(after(12), &Program::lsass(), port + 2, ("10.0.0.10", 88));
        host.pipe_connected(after(13), &process, r"\srvsvc");
    }
    if moment.is_multiple_of(4) {
        host.privilege_used(after(14), &process, "SeProfileSingleProcessPrivilege");
        let file = format!(r"C:\Windows\Prefetch\NOTEPAD-{:08X}.pf", moment % 256);
        host.audited_file(after(15), &process, &file, 0x400 + moment % 0x800, (FULL_WRITE, 0x6));
    }
    if moment.is_multiple_of(3) {
        served(host, moment, after(20));
    }
    if moment % USE_EVERY == USE_EVERY / 2 {
        let net = r"C:\Windows\System32\net.exe";
        let process = Process::new(process.id + 2, net, r"net  use \\DC01\netlogon", &user);
        host.start(after(40), &process);
        host.end(after(90), &process, 0);
    }
    host.end(after(95), &process, 0);
}

/// A client uses a share of this computer.
fn served(host: &mut Host, moment: u64, at: Filetime) {
    let after = |milliseconds: u64| Filetime(at.0 + milliseconds * 10_000);
    let number = moment % 40;
    let user = Account::domain(
        &format!("user{number:02}"),
        1_200 + number as u32,
        0x20_0000 + moment * 16,
    );
    let address = format!("10.0.10.{}", 20 + number);
    let client = (address.as_str(), 50_000 + (moment % 10_000) as u16);
    host.accept(at, &Program::kernel(), 445, client);
    let guid = format!("{{6d2f5a10-8c3b-4e71-9a54-{moment:012x}}}");
    host.network_logon(after(1), &user, client, "Kerberos", &guid);
    let share = |share, local_path, access| Opened { share, local_path, relative: r"\", access };
    host.share(after(2), &user, client, share("IPC$", "", READ_DATA));
    host.share(after(3), &user, client, share("projects", LOCAL, LIST_FOLDER));
    host.open(after(4), &user, client, share("projects", LOCAL, LIST_FOLDER));
    let file = format!(r"2026\minutes-{}.docx", moment % 5_000);
    host.open(after(5), &user, client, Opened::for_reading("projects", LOCAL, &file));
    host.logoff(after(70), &user);
}
