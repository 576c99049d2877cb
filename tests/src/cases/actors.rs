//! Who acts in a case: accounts, processes, ends of connections, things on shares.

use super::host::Host;
use crate::writer::evtx::GENERIC_READ;

/// An account with one logon.
#[derive(Debug, Clone)]
pub struct Account {
    /// Security identifier.
    pub sid: String,
    /// Domain.
    pub domain: String,
    /// Name.
    pub name: String,
    /// Logon id on the host that is spoken of.
    pub logon_id: u64,
}

impl Account {
    /// An account of the domain `CORP` by its relative identifier.
    pub fn domain(name: &str, relative: u32, logon_id: u64) -> Self {
        let sid = format!("S-1-5-21-2718281828-314159265-1414213562-{relative}");
        Self { sid, domain: "CORP".to_owned(), name: name.to_owned(), logon_id }
    }

    /// The computer itself.
    pub fn system(host: &Host) -> Self {
        let (sid, domain) = ("S-1-5-18".to_owned(), "CORP".to_owned());
        Self { sid, domain, name: host.machine_account(), logon_id: 0x3e7 }
    }

    /// The same account in another logon.
    pub fn with_logon(&self, logon_id: u64) -> Self {
        Self { logon_id, ..self.clone() }
    }

    pub(super) fn sysmon_name(&self) -> String {
        match self.sid.as_str() {
            "S-1-5-18" => r"NT AUTHORITY\SYSTEM".to_owned(),
            _ => format!(r"{}\{}", self.domain, self.name),
        }
    }
}

/// A running program.
#[derive(Debug, Clone)]
pub struct Process {
    /// Process id.
    pub id: u32,
    /// Path of the program.
    pub image: String,
    /// Command line.
    pub command_line: String,
    /// Who runs it.
    pub account: Account,
    /// Name that its file was built with, which Sysmon 1 tells.
    pub original_name: String,
    pub(super) parent: (u32, String, String),
}

impl Process {
    /// A program started from the desktop.
    pub fn new(id: u32, image: &str, command_line: &str, account: &Account) -> Self {
        let explorer = r"C:\Windows\explorer.exe".to_owned();
        Self {
            id,
            image: image.to_owned(),
            command_line: command_line.to_owned(),
            account: account.clone(),
            original_name: image.rsplit('\\').next().unwrap_or(image).to_owned(),
            parent: (4_412, explorer, r"C:\Windows\Explorer.EXE".to_owned()),
        }
    }

    /// A copy of another program under a name of its own.
    pub fn renamed_from(mut self, original_name: &str) -> Self {
        self.original_name = original_name.to_owned();
        self
    }

    /// The same, started by another process.
    pub fn child_of(mut self, parent: &Self) -> Self {
        self.parent = (parent.id, parent.image.clone(), parent.command_line.clone());
        self
    }

    pub(super) fn guid(&self, host: &Host) -> String {
        process_guid(host, self.id)
    }
}

/// The same for all records of a process: the machine, and the process id.
pub(super) fn process_guid(host: &Host, id: u32) -> String {
    format!("{{{:08x}-9d34-69a5-{:04x}-0000000{:05x}}}", host.machine, id & 0xffff, id)
}

/// The process at one end of a connection.
#[derive(Debug, Clone)]
pub struct Program {
    /// Process id.
    pub id: u32,
    /// Path, or `System`.
    pub image: String,
}

impl Program {
    /// The kernel, which speaks SMB.
    pub fn kernel() -> Self {
        Self { id: 4, image: "System".to_owned() }
    }

    /// The local security authority, which speaks Kerberos.
    pub fn lsass() -> Self {
        Self { id: 652, image: r"C:\Windows\System32\lsass.exe".to_owned() }
    }

    /// Any other.
    pub fn new(id: u32, image: &str) -> Self {
        Self { id, image: image.to_owned() }
    }

    /// As the filtering platform names it.
    pub(super) fn application(&self) -> String {
        match self.image.strip_prefix("C:") {
            Some(path) => format!(r"\device\harddiskvolume2{}", path.to_lowercase()),
            None => self.image.clone(),
        }
    }
}

/// A share, and what was opened on it.
#[derive(Debug, Clone, Copy)]
pub struct Opened<'a> {
    /// Name without `\\*\`.
    pub share: &'a str,
    /// Path on the server; empty for `IPC$`.
    pub local_path: &'a str,
    /// Path on the share; `\` is the share itself.
    pub relative: &'a str,
    /// Access mask.
    pub access: u32,
}

impl<'a> Opened<'a> {
    /// A file opened for reading.
    pub fn for_reading(share: &'a str, local_path: &'a str, relative: &'a str) -> Self {
        Self { share, local_path, relative, access: GENERIC_READ }
    }
}

/// A number that stands where a real record has a digest; no digest of any program.
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}
