//! What happens on a computer, as the records that Windows and Sysmon write of it.

use konseki_core::time::Filetime;

use super::{
    actors::{Account, Opened, Process, Program, fingerprint, process_guid},
    host::Host,
};
use crate::writer::evtx::{Event, Order, access_list};

/// Milliseconds later.
pub(super) fn later(at: Filetime, milliseconds: u64) -> Filetime {
    Filetime(at.0 + milliseconds * 10_000)
}

impl Host {
    /// Starts: the processes of the boot set, the event log service, Sysmon.
    pub fn boot(&mut self, at: Filetime) {
        self.boot_set(at);
        self.sysmon.push(Event::sysmon(4).at_time(later(at, 6_000)));
        self.system.push(Event::system(6005).at_time(later(at, 5_000)));
        self.system.push(Event::system(6013).at_time(later(at, 5_010)));
    }

    /// The security log's part of a boot: with any audit policy, Windows records the first
    /// processes with the subject `-`, then that auditing has started.
    pub fn boot_set(&mut self, at: Filetime) {
        let names = ["smss.exe", "csrss.exe", "wininit.exe", "services.exe", "lsass.exe"];
        for (number, name) in (0_u64..).zip(names) {
            self.security.push(
                Event::security(4688)
                    .at_time(later(at, number * 100))
                    .field("NewProcessId", 400 + 63 * number)
                    .field("NewProcessName", format!(r"C:\Windows\System32\{name}"))
                    .field("ProcessId", 0x150)
                    .field("MandatoryLabel", "S-1-16-16384"),
            );
        }
        self.security.push(Event::security(4608).at_time(later(at, 1_000)));
        self.security.push(
            Event::security(4624)
                .at_time(later(at, 1_010))
                .subject("S-1-0-0", "-", "-", 0)
                .target("S-1-5-18", "NT AUTHORITY", "SYSTEM", 0x3e7)
                .field("LogonType", 0)
                .field("LogonProcessName", "-")
                .field("AuthenticationPackageName", "-"),
        );
    }

    /// Shuts down.
    pub fn shutdown(&mut self, at: Filetime) {
        self.sysmon.push(Event::sysmon(4).at_time(at).field("State", "Stopped"));
        self.security.push(Event::security(1100).at_time(later(at, 900)));
        self.system.push(Event::system(6006).at_time(later(at, 950)));
    }

    /// A process starts: 4688 and Sysmon 1.
    pub fn start(&mut self, at: Filetime, process: &Process) {
        let Process { account, parent, image, .. } = process;
        self.security.push(
            Event::security(4688)
                .at_time(at)
                .subject(&account.sid, &account.domain, &account.name, account.logon_id)
                .field("NewProcessId", process.id)
                .field("NewProcessName", image)
                .field("ProcessId", parent.0)
                .field("CommandLine", &process.command_line)
                .field("ParentProcessName", &parent.1),
        );
        let name = &process.original_name;
        self.sysmon.push(
            Event::sysmon(1)
                .at_time(later(at, 2))
                .field("ProcessGuid", process.guid(self))
                .field("ProcessId", process.id)
                .field("Image", image)
                .field("Description", name)
                .field("OriginalFileName", name)
                .field("CommandLine", &process.command_line)
                .field("User", account.sysmon_name())
                .field("LogonGuid", process_guid(self, account.logon_id as u32))
                .field("LogonId", account.logon_id)
                .field("Hashes", format!("MD5={:032X}", fingerprint(image)))
                .field("ParentProcessGuid", process_guid(self, parent.0))
                .field("ParentProcessId", parent.0)
                .field("ParentImage", &parent.1)
                .field("ParentCommandLine", &parent.2)
                .field("ParentUser", account.sysmon_name()),
        );
    }

    /// A process ends: 4689 and Sysmon 5.
    pub fn end(&mut self, at: Filetime, process: &Process, status: u32) {
        let account = &process.account;
        self.security.push(
            Event::security(4689)
                .at_time(at)
                .subject(&account.sid, &account.domain, &account.name, account.logon_id)
                .field("Status", status)
                .field("ProcessId", process.id)
                .field("ProcessName", &process.image),
        );
        let ended = self.by(Event::sysmon(5), later(at, 2), process);
        self.sysmon.push(ended);
    }

    /// A process loads a library: Sysmon 7.
    pub fn library_loaded(&mut self, at: Filetime, process: &Process, library: &str) {
        let name = library.rsplit('\\').next().unwrap_or(library);
        let event = self.by(Event::sysmon(7), at, process);
        self.sysmon.push(
            event
                .field("ImageLoaded", library)
                .field("Description", name)
                .field("OriginalFileName", name)
                .field("Hashes", format!("MD5={:032X}", fingerprint(library))),
        );
    }

    /// A process connects to a pipe: Sysmon 18.
    pub fn pipe_connected(&mut self, at: Filetime, process: &Process, pipe: &str) {
        let event = self.by(Event::sysmon(18), at, process);
        self.sysmon.push(event.field("PipeName", pipe));
    }

    fn by(&self, event: Event, at: Filetime, process: &Process) -> Event {
        event
            .at_time(at)
            .field("ProcessGuid", process.guid(self))
            .field("ProcessId", process.id)
            .field("Image", &process.image)
            .field("User", process.account.sysmon_name())
    }

    /// A process uses a privilege: 4673.
    pub fn privilege_used(&mut self, at: Filetime, process: &Process, privilege: &str) {
        let account = &process.account;
        self.security.push(
            Event::security(4673)
                .at_time(at)
                .subject(&account.sid, &account.domain, &account.name, account.logon_id)
                .field("PrivilegeList", privilege)
                .field("ProcessId", process.id)
                .field("ProcessName", &process.image),
        );
    }

    /// Connects to a server: 5158, 5156, Sysmon 3.
    pub fn connect(&mut self, at: Filetime, program: &Program, port: u16, remote: (&str, u16)) {
        let local = (self.address.clone(), port);
        let local = (local.0.as_str(), local.1);
        self.security.push(
            Event::security(5158)
                .at_time(at)
                .field("ProcessId", program.id)
                .field("Application", program.application())
                .field("SourcePort", port),
        );
        self.security.push(self.allowed(later(at, 1), program).outbound(local, remote));
        self.sysmon.push(self.seen(later(at, 900), program).outbound(local, remote));
    }

    /// Accepts a connection: 5156 (this host first, as servers before Windows Server 2022), and
    /// Sysmon 3 (the client first, as since 2020).
    pub fn accept(&mut self, at: Filetime, program: &Program, port: u16, remote: (&str, u16)) {
        let address = self.address.clone();
        let local = (address.as_str(), port);
        self.security.push(self.allowed(at, program).inbound(local, remote, Order::LocalFirst));
        self.sysmon.push(self.seen(later(at, 900), program).inbound(
            local,
            remote,
            Order::InitiatorFirst,
        ));
    }

    fn allowed(&self, at: Filetime, program: &Program) -> Event {
        Event::security(5156)
            .at_time(at)
            .field("ProcessID", program.id)
            .field("Application", program.application())
            .field("FilterRTID", 68_412)
    }

    fn seen(&self, at: Filetime, program: &Program) -> Event {
        Event::sysmon(3)
            .at_time(at)
            .field("ProcessGuid", process_guid(self, program.id))
            .field("ProcessId", program.id)
            .field("Image", &program.image)
    }

    /// A logon over the network: 4624 with the package that was used.
    pub fn network_logon(
        &mut self,
        at: Filetime,
        account: &Account,
        client: (&str, u16),
        package: &str,
        logon_guid: &str,
    ) {
        self.security.push(
            Event::security(4624)
                .at_time(at)
                .subject("S-1-0-0", "-", "-", 0)
                .target(&account.sid, "CORP.EXAMPLE", &account.name, account.logon_id)
                .field("LogonProcessName", if package == "NTLM" { "NtLmSsp " } else { package })
                .field("AuthenticationPackageName", package)
                .field("LmPackageName", if package == "NTLM" { "NTLM V2" } else { "-" })
                .field("LogonGuid", logon_guid)
                .client(client.0, client.1),
        );
    }

    /// A logon over the network that is refused: 4625, a wrong password.
    pub fn refused_logon(&mut self, at: Filetime, account: &str, client: (&str, u16)) {
        self.security.push(
            Event::security(4625)
                .at_time(at)
                .subject("S-1-0-0", "-", "-", 0)
                .field("TargetUserName", account)
                .field("TargetDomainName", "CORP")
                .client(client.0, client.1),
        );
    }

    /// The end of a logon: 4634.
    pub fn logoff(&mut self, at: Filetime, account: &Account) {
        self.security.push(Event::security(4634).at_time(at).target(
            &account.sid,
            &account.domain,
            &account.name,
            account.logon_id,
        ));
    }

    /// A share is connected: 5140.
    pub fn share(
        &mut self,
        at: Filetime,
        account: &Account,
        client: (&str, u16),
        opened: Opened<'_>,
    ) {
        let event = Event::security(5140).at_time(at);
        self.security.push(on_share(event, account, client, opened));
    }

    /// Something on a share is opened: 5145.
    pub fn open(
        &mut self,
        at: Filetime,
        account: &Account,
        client: (&str, u16),
        opened: Opened<'_>,
    ) {
        let event = Event::security(5145)
            .at_time(at)
            .field("RelativeTargetName", opened.relative)
            .access(opened.access);
        self.security.push(on_share(event, account, client, opened));
    }

    /// A file is opened with auditing, used and closed: 4690, 4656, 4663, 4658.
    pub fn audited_file(
        &mut self,
        at: Filetime,
        process: &Process,
        file: &str,
        handle: u64,
        (requested, used): (u32, u32),
    ) {
        let account = &process.account;
        let event = |id, after| {
            Event::security(id).at_time(later(at, after)).subject(
                &account.sid,
                &account.domain,
                &account.name,
                account.logon_id,
            )
        };
        let on_handle = |event: Event| {
            event
                .field("HandleId", handle)
                .field("ProcessId", process.id)
                .field("ProcessName", &process.image)
        };
        self.security.push(
            event(4690, 0)
                .field("SourceHandleId", handle - 4)
                .field("SourceProcessId", process.id)
                .field("TargetHandleId", handle + 0x1000),
        );
        let named = |event: Event| on_handle(event).field("ObjectName", file);
        self.security.push(
            named(event(4656, 1))
                .access(requested)
                .field("AccessReason", access_list(requested).replace("\r\n", ":\t%%1801\r\n")),
        );
        self.security.push(named(event(4663, 2)).access(used));
        self.security.push(on_handle(event(4658, 3)));
    }

    /// A file is made: Sysmon 11.
    pub fn file_created(&mut self, at: Filetime, process: &Process, file: &str) {
        self.sysmon.push(
            Event::sysmon(11)
                .at_time(at)
                .field("ProcessGuid", process.guid(self))
                .field("ProcessId", process.id)
                .field("Image", &process.image)
                .field("TargetFilename", file),
        );
    }

    /// A ticket-granting ticket is asked for: 4768.
    pub fn ticket_granting_ticket(&mut self, at: Filetime, account: &Account, client: (&str, u16)) {
        self.security.push(
            Event::security(4768)
                .at_time(at)
                .field("TargetUserName", &account.name)
                .field("TargetDomainName", "CORP.EXAMPLE")
                .field("TargetSid", &account.sid)
                .field("ServiceSid", "S-1-5-21-2718281828-314159265-1414213562-502")
                .client(&format!("::ffff:{}", client.0), client.1),
        );
    }

    /// A service ticket is asked for: 4769.
    pub fn service_ticket(
        &mut self,
        at: Filetime,
        account: &Account,
        client: (&str, u16),
        service: &str,
        logon_guid: &str,
    ) {
        self.security.push(
            Event::security(4769)
                .at_time(at)
                .field("TargetUserName", format!("{}@CORP.EXAMPLE", account.name))
                .field("TargetDomainName", "CORP.EXAMPLE")
                .field("ServiceName", service)
                .field("ServiceSid", "S-1-5-21-2718281828-314159265-1414213562-1601")
                .field("TicketOptions", 0x4081_0010_u32)
                .field("LogonGuid", logon_guid)
                .client(&format!("::ffff:{}", client.0), client.1),
        );
    }
}

fn on_share(event: Event, account: &Account, client: (&str, u16), opened: Opened<'_>) -> Event {
    event
        .subject(&account.sid, &account.domain, &account.name, account.logon_id)
        .client(client.0, client.1)
        .field("ShareName", format!(r"\\*\{}", opened.share))
        .field("ShareLocalPath", opened.local_path)
}
