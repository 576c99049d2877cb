//! Activity that leaves records of the same kinds, without a use.
//!
//! Contract: as of the module above.

use konseki_core::time::Filetime;

use super::{
    Account, Computers, Files, Opened, POLICY_PREFERENCES, POLICY_VERSION, Process, Program, files,
    later, three_hosts, time, use_at, user,
};
use crate::writer::evtx::{LIST_FOLDER, READ_DATA};

/// `net` with a command that is no use of a share, on the workstation.
pub(super) fn benign_command(line: &str) -> Files {
    let mut computers = Computers::ordinary();
    let net = Process::new(8_100, three_hosts::NET, line, &user());
    computers.source.start(time("10:00:00.1"), &net);
    computers.source.end(later(time("10:00:00.1"), 230), &net, 0);
    files([&computers.source])
}

/// The user opens the share in Explorer: connection, logon, shares and files, but no `net.exe`.
pub(super) fn explorer() -> Files {
    let mut computers = Computers::ordinary();
    let seen_as = user().with_logon(0x33_0001);
    let account = user();
    let one = use_at("09:15:04.1", &account, &seen_as, "");
    let remote = (computers.destination.address.clone(), 445);
    computers.source.connect(
        later(one.at, 80),
        &Program::kernel(),
        one.port,
        (remote.0.as_str(), remote.1),
    );
    one.on_destination(&computers.source, &mut computers.destination);
    computers.files()
}

/// The workstation and its user fetch group policy: they list `SYSVOL` and read files of it.
pub(super) fn group_policy() -> Files {
    let mut computers = Computers::ordinary();
    let machine = Account::domain("WS01$", 1602, 0x44_1001);
    let local_path = r"\??\C:\Windows\SYSVOL\sysvol";
    let fetches =
        [(machine, "09:20:00", 49_840), (user().with_logon(0x44_1002), "09:21:00", 49_841)];
    for (account, at, port) in fetches {
        let (at, kernel) = (time(at), Program::kernel());
        let client = ("10.0.10.21", port);
        computers.source.connect(at, &kernel, port, ("10.0.0.10", 445));
        let controller = &mut computers.domain_controller;
        controller.accept(at, &kernel, 445, client);
        let guid = format!("{{9e8d7c6b-5a49-4382-9716-0000{:08x}}}", account.logon_id);
        controller.network_logon(later(at, 40), &account, client, "Kerberos", &guid);
        let ipc = Opened { share: "IPC$", local_path: "", relative: r"\", access: READ_DATA };
        controller.share(later(at, 50), &account, client, ipc);
        let top = Opened { share: "SYSVOL", local_path, relative: r"\", access: LIST_FOLDER };
        controller.share(later(at, 60), &account, client, top);
        controller.open(later(at, 61), &account, client, top);
        for (number, file) in (0..).zip([POLICY_VERSION, POLICY_PREFERENCES]) {
            let file = Opened::for_reading("SYSVOL", local_path, file);
            controller.open(later(at, 80 + 20 * number), &account, client, file);
        }
    }
    computers.files()
}

/// A backup server reads the files of the file server's `D$` with a service account.
pub(super) fn backup_agent() -> Files {
    let mut computers = Computers::ordinary();
    let destination = &mut computers.destination;
    let service = Account::domain("svc-backup", 1300, 0x44_0001);
    let client = ("10.0.30.9", 51_000);
    let at: Filetime = time("12:30:00");
    destination.accept(at, &Program::kernel(), 445, client);
    let guid = "{9e8d7c6b-5a49-4382-9716-aabbccddeeff}";
    destination.network_logon(later(at, 40), &service, client, "Kerberos", guid);
    let opened =
        |relative, access| Opened { share: "D$", local_path: r"\??\D:\", relative, access };
    let ipc = Opened { share: "IPC$", local_path: "", relative: r"\", access: READ_DATA };
    destination.share(later(at, 50), &service, client, ipc);
    destination.share(later(at, 60), &service, client, opened(r"\", READ_DATA));
    for number in 0..40 {
        let name = format!(r"Shares\projects\2026\minutes-{number:02}.docx");
        let file = Opened::for_reading("D$", r"\??\D:\", &name);
        destination.open(later(at, 100 + 20 * number), &service, client, file);
    }
    files([&computers.destination])
}
