//! The `net use` case on three computers: the sample that the page ships.
//!
//! On WS01 (10.0.10.21), CORP\tanaka types `net use \\FS01\projects` in a command prompt at
//! 09:15:04 and copies `2026\plan-2026.xlsx` from the share of FS01 (10.0.20.5); DC01 (10.0.0.10)
//! gives the tickets. Every row that the sheet documents for event logs and Prefetch is there once
//! per place in the sheet, inside an ordinary working day, so that each setting shows life before
//! and after. The cases' clocks agree.

use konseki_core::time::Filetime;

use super::{
    Files,
    actors::{Account, Opened, Process, Program},
    host::{Host, time},
    moments::later,
};
use crate::writer::{
    evtx::{FULL_WRITE, LIST_FOLDER, READ_DATA},
    prefetch::{PrefetchFile, Version},
};

const SOURCE: &str = "10.0.10.21";
const DESTINATION: &str = "10.0.20.5";
const DOMAIN_CONTROLLER: &str = "10.0.0.10";
/// Path of `net.exe`.
pub(super) const NET: &str = r"C:\Windows\System32\net.exe";
/// Local port of the SMB connection on WS01.
pub const SMB_PORT: u16 = 49_819;
/// Logon id of the session on FS01.
pub const SESSION_LOGON_ID: u64 = 0x1f_3a77;
/// Process id of `net.exe`.
pub const NET_PROCESS_ID: u32 = 7_212;
/// Ties the service ticket on DC01 to the logon on FS01.
const LOGON_GUID: &str = "{6d2f5a10-8c3b-4e71-9a54-1b2c3d4e5f60}";
const IPC: Opened<'static> =
    Opened { share: "IPC$", local_path: "", relative: r"\", access: READ_DATA };
const PROJECTS: &str = r"\??\D:\Shares\projects";
const SHARE: Opened<'static> =
    Opened { share: "projects", local_path: PROJECTS, relative: r"\", access: LIST_FOLDER };

/// The event logs and Prefetch files of the case in path order.
pub fn logs_and_prefetch() -> Files {
    let mut files: Files =
        [source(), destination(), domain_controller()].iter().flat_map(Host::files).collect();
    files.sort();
    files
}

/// The workstation from which the share is used.
pub fn source() -> Host {
    let mut host = Host::new("WS01", SOURCE, 0x5c3a_9e10);
    let user = Account::domain("tanaka", 1104, 0x3_e4d2);
    workday(&mut host, &user);
    use_of_the_share(&mut host, &user);
    host.prefetch = prefetch_folder();
    host
}

/// The rows of the source, NU-S01 to NU-S21 and NU-SD1.
fn use_of_the_share(host: &mut Host, user: &Account) {
    let prompt = Process::new(
        6_940,
        r"C:\Windows\System32\cmd.exe",
        r#""C:\Windows\system32\cmd.exe" "#,
        user,
    );
    host.start(time("09:14:41.2034511"), &prompt);
    let net = Process::new(NET_PROCESS_ID, NET, r"net  use \\FS01\projects", user);
    let net = net.child_of(&prompt);
    host.start(time("09:15:04.1234567"), &net);
    for (at, library) in [("04.1291002", "mpr.dll"), ("04.1334107", "ntlanman.dll")] {
        let path = format!(r"C:\Windows\System32\{library}");
        host.library_loaded(time(&format!("09:15:{at}")), &net, &path);
    }
    host.privilege_used(time("09:15:04.1402551"), &net, "SeProfileSingleProcessPrivilege");
    host.pipe_connected(time("09:15:04.1510072"), &net, r"\wkssvc");
    host.connect(time("09:15:04.2011340"), &Program::kernel(), SMB_PORT, (DESTINATION, 445));
    for (at, port) in [("04.2213400", 49_820), ("04.2412207", 49_821), ("04.2623318", 49_822)] {
        let at = time(&format!("09:15:{at}"));
        host.connect(at, &Program::lsass(), port, (DOMAIN_CONTROLLER, 88));
    }
    host.end(time("09:15:04.7519904"), &net, 0);

    let system = Account::system(host);
    let service = Process::new(
        1_536,
        r"C:\Windows\System32\svchost.exe",
        r"C:\Windows\System32\svchost.exe -k LocalSystemNetworkRestricted -p -s SysMain",
        &system,
    );
    let trace = r"C:\Windows\Prefetch\NET.EXE-DF44F913.pf";
    host.file_created(time("09:15:14.1402230"), &service, trace);
    host.audited_file(time("09:15:14.1390021"), &service, trace, 0x9b4, (FULL_WRITE, 0x6));

    let copy = Process::new(
        7_468,
        r"C:\Windows\System32\xcopy.exe",
        r"xcopy  \\FS01\projects\2026\plan-2026.xlsx C:\Users\tanaka\Documents\",
        user,
    )
    .child_of(&prompt);
    host.start(time("09:15:41.5510098"), &copy);
    let copied = r"C:\Users\tanaka\Documents\plan-2026.xlsx";
    host.audited_file(time("09:15:41.7023301"), &copy, copied, 0xf8, (0x10_0100, 0x100));
    host.end(time("09:15:41.8103345"), &copy, 0);
    host.end(time("09:31:10.0021200"), &prompt, 0);
}

/// The file server.
pub fn destination() -> Host {
    let mut host = Host::new("FS01", DESTINATION, 0x7f21_40c8);
    server_day(&mut host);
    let client = (SOURCE, SMB_PORT);
    let user = Account::domain("tanaka", 1104, SESSION_LOGON_ID);
    host.accept(time("09:15:04.2033010"), &Program::kernel(), 445, client);
    host.network_logon(time("09:15:04.3120450"), &user, client, "Kerberos", LOGON_GUID);
    host.share(time("09:15:04.3310772"), &user, client, IPC);
    for (at, port) in [("04.3401120", 50_310), ("04.3600417", 50_311)] {
        let at = time(&format!("09:15:{at}"));
        host.connect(at, &Program::lsass(), port, (DOMAIN_CONTROLLER, 88));
    }
    host.share(time("09:15:04.4102010"), &user, client, SHARE);
    host.share(time("09:15:04.4301299"), &user, client, IPC);
    host.open(time("09:15:04.4410250"), &user, client, SHARE);
    host.open(time("09:15:41.6120001"), &user, client, Opened { relative: "2026", ..SHARE });
    let file = Opened::for_reading("projects", PROJECTS, r"2026\plan-2026.xlsx");
    host.open(time("09:15:41.6401180"), &user, client, file);
    host.logoff(time("09:31:12.4410077"), &user);
    host
}

/// The domain controller.
pub fn domain_controller() -> Host {
    let mut host = Host::new("DC01", DOMAIN_CONTROLLER, 0x11d8_0a34);
    controller_day(&mut host);
    let user = Account::domain("tanaka", 1104, 0);
    let server = Account::domain("FS01$", 1601, 0);
    let lsass = Program::lsass();
    for (at, client) in [
        ("04.2231400", (SOURCE, 49_820)),
        ("04.2430207", (SOURCE, 49_821)),
        ("04.2641318", (SOURCE, 49_822)),
        ("04.3419120", (DESTINATION, 50_310)),
        ("04.3618417", (DESTINATION, 50_311)),
    ] {
        host.accept(time(&format!("09:15:{at}")), &lsass, 88, client);
    }
    host.ticket_granting_ticket(time("09:15:04.2479020"), &user, (SOURCE, 49_821));
    let at = time("09:15:04.2702201");
    host.service_ticket(at, &user, (SOURCE, 49_822), "FS01$", LOGON_GUID);
    let at = time("09:15:04.3498801");
    let other = "{0a9b8c7d-1122-4333-8444-556677889900}";
    host.service_ticket(at, &server, (DESTINATION, 50_310), "DC01$", other);
    host
}

/// The evening before, a boot in the morning, and something every quarter of an hour until the
/// evening: programs, web and domain connections, Prefetch files written anew.
pub(super) fn workday(host: &mut Host, user: &Account) {
    let system = Account::system(host);
    host.shutdown(time("2026-03-01T18:02:11.5Z"));
    host.boot(time("08:31:02.0100200"));
    let programs = [
        (r"C:\Program Files\Google\Chrome\Application\chrome.exe", "CHROME.EXE-5A1054AF.pf"),
        (r"C:\Windows\System32\notepad.exe", "NOTEPAD.EXE-D8414F97.pf"),
        (r"C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE", "OUTLOOK.EXE-80E71D2C.pf"),
        (r"C:\Windows\System32\taskhostw.exe", "TASKHOSTW.EXE-3E0B74C8.pf"),
    ];
    let service = Process::new(
        1_536,
        r"C:\Windows\System32\svchost.exe",
        r"C:\Windows\System32\svchost.exe -k LocalSystemNetworkRestricted -p -s SysMain",
        &system,
    );
    for quarter in 0..37_u32 {
        let at = Filetime(time("08:35:10.4030201").0).plus_seconds(u64::from(quarter) * 900);
        let (image, trace) = programs[quarter as usize % programs.len()];
        let process = Process::new(7_600 + 12 * quarter, image, &format!("\"{image}\""), user);
        let port = 49_700 + (quarter * 3 % 100) as u16;
        host.start(at, &process);
        let browser = Program::new(process.id, image);
        host.connect(later(at, 800), &browser, port, ("10.0.0.20", 8080));
        host.end(later(at, 340_000), &process, 0);
        if quarter % 4 == 0 {
            let kernel = Program::kernel();
            host.connect(later(at, 61_000), &Program::lsass(), port + 101, (DOMAIN_CONTROLLER, 88));
            host.connect(later(at, 61_400), &kernel, port + 102, (DOMAIN_CONTROLLER, 445));
            let path = format!(r"C:\Windows\Prefetch\{trace}");
            let handle = 0xa10 + 4 * u64::from(quarter);
            host.audited_file(later(at, 10_000), &service, &path, handle, (FULL_WRITE, 0x6));
            host.file_created(later(at, 10_001), &service, &path);
        }
    }
}

/// A file server's day: clients that use shares, and its own domain connections.
pub(super) fn server_day(host: &mut Host) {
    host.record_ids = [2_210_440, 310_700, 44_010];
    host.boot(time("2026-03-01T03:00:04.2Z"));
    for half_hour in 0..24_u32 {
        let at = time("06:05:31.2204410").plus_seconds(u64::from(half_hour) * 1_800);
        let names = [("suzuki", 1107, "10.0.10.30"), ("sato", 1110, "10.0.10.33")];
        let (name, relative, address) = names[half_hour as usize % 2];
        let user = Account::domain(name, relative, 0x20_0000 + u64::from(half_hour) * 0x1010);
        let client = (address, 50_000 + half_hour as u16);
        host.accept(at, &Program::kernel(), 445, client);
        let guid = format!("{{6d2f5a10-8c3b-4e71-9a54-{half_hour:012x}}}");
        host.network_logon(later(at, 40), &user, client, "Kerberos", &guid);
        host.share(later(at, 60), &user, client, IPC);
        host.share(later(at, 90), &user, client, SHARE);
        host.open(later(at, 95), &user, client, SHARE);
        let minutes = format!(r"2026\minutes-{half_hour:02}.docx");
        let file = Opened::for_reading("projects", PROJECTS, &minutes);
        host.open(later(at, 4_000), &user, client, file);
        host.logoff(later(at, 900_000), &user);
        let port = 50_200 + half_hour as u16;
        host.connect(later(at, 300_000), &Program::lsass(), port, (DOMAIN_CONTROLLER, 88));
        let system = Account::system(host);
        let task = r"C:\Windows\System32\taskhostw.exe";
        let process = Process::new(3_000 + 8 * half_hour, task, "taskhostw.exe", &system);
        host.start(later(at, 600_000), &process);
        host.end(later(at, 640_000), &process, 0);
    }
}

/// A domain controller's day: tickets for clients.
pub(super) fn controller_day(host: &mut Host) {
    host.record_ids = [9_030_150, 801_020, 60_230];
    host.boot(time("2026-03-01T03:10:44.9Z"));
    let clients = [
        ("suzuki", 1107, "10.0.10.30"),
        ("sato", 1110, "10.0.10.33"),
        ("FS01$", 1601, DESTINATION),
    ];
    for third in 0..36_u32 {
        let at = time("06:02:10.1200340").plus_seconds(u64::from(third) * 1_200);
        let (name, relative, address) = clients[third as usize % clients.len()];
        let (first, second) = (51_000 + 2 * third as u16, 51_001 + 2 * third as u16);
        let account = Account::domain(name, relative, 0);
        host.accept(at, &Program::lsass(), 88, (address, first));
        host.ticket_granting_ticket(later(at, 4), &account, (address, first));
        host.accept(later(at, 20), &Program::lsass(), 88, (address, second));
        let guid = format!("{{7e3f6b21-9d4c-4f82-8b65-{third:012x}}}");
        host.service_ticket(later(at, 24), &account, (address, second), "FS01$", &guid);
        let member = Account::domain(name, relative, 0x50_0000 + u64::from(third) * 0x1010);
        let policies = Opened {
            share: "SYSVOL",
            local_path: r"\??\C:\Windows\SYSVOL\sysvol",
            relative: r"\",
            access: READ_DATA,
        };
        host.accept(later(at, 200), &Program::kernel(), 445, (address, second + 200));
        host.share(later(at, 260), &member, (address, second + 200), policies);
    }
}

/// The Prefetch folder of WS01.
fn prefetch_folder() -> Vec<PrefetchFile> {
    let file = |path: &str, count, times: &[&str]| {
        PrefetchFile::new(Version::TenLater, path)
            .runs(count, times)
            .loaded(r"\WINDOWS\SYSTEM32\KERNEL32.DLL")
            .loaded(r"\WINDOWS\SYSTEM32\KERNELBASE.DLL")
    };
    let (morning, before) = ("2026-03-02T08:35:10.5030201Z", "2026-03-01T08:40:00.1Z");
    let system = |name: &str| format!(r"\WINDOWS\SYSTEM32\{name}");
    vec![
        file(&system("NET.EXE"), 1, &["2026-03-02T09:15:04.1391120Z"])
            .loaded(r"\WINDOWS\SYSTEM32\MPR.DLL")
            .loaded(r"\WINDOWS\SYSTEM32\NTLANMAN.DLL"),
        file(&system("CMD.EXE"), 41, &["2026-03-02T09:14:41.2210400Z", before]),
        file(&system("XCOPY.EXE"), 1, &["2026-03-02T09:15:41.5680091Z"]),
        file(&system("NOTEPAD.EXE"), 22, &["2026-03-02T16:50:10.6Z", morning, before]),
        file(&system("TASKHOSTW.EXE"), 230, &["2026-03-02T17:20:10.5Z", morning, before]),
        file(&system("CONHOST.EXE"), 45, &["2026-03-02T09:14:41.2390022Z", before]),
        file(r"\WINDOWS\EXPLORER.EXE", 88, &["2026-03-02T08:33:01.9Z", before]),
        file(
            r"\PROGRAM FILES\GOOGLE\CHROME\APPLICATION\CHROME.EXE",
            512,
            &["2026-03-02T17:35:10.5Z", morning, before],
        ),
        file(
            r"\PROGRAM FILES\MICROSOFT OFFICE\ROOT\OFFICE16\OUTLOOK.EXE",
            140,
            &["2026-03-02T17:05:10.5Z", "2026-03-02T09:05:10.5Z", before],
        ),
    ]
}
