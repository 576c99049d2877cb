//! Uses of a share in every combination that sessions must tell apart.
//!
//! Contract: each use is written on its source and its destination as Windows and Sysmon write it;
//! what differs from the documented use is a field of [`Use`].

use konseki_core::time::Filetime;

use super::{
    actors::{Account, Opened, Process, Program},
    host::Host,
    moments::later,
};
use crate::writer::evtx::{LIST_FOLDER, READ_DATA};

/// One use of a share.
pub struct Use<'a> {
    /// When `net.exe` starts, by the source's clock.
    pub at: Filetime,
    /// How far the destination's clock is ahead, in milliseconds.
    pub ahead: u64,
    /// Who runs it.
    pub account: &'a Account,
    /// Who the destination sees, with the logon id there.
    pub seen_as: &'a Account,
    /// Process id of `net.exe`.
    pub process_id: u32,
    /// Its command line.
    pub line: &'a str,
    /// Share.
    pub share: &'a str,
    /// Path of the file that is opened, if any.
    pub file: Option<&'a str>,
    /// Local port of the connection.
    pub port: u16,
    /// Authentication package of the logon.
    pub package: &'a str,
}

impl Use<'_> {
    /// Writes the source's side.
    pub fn on_source(&self, source: &mut Host, destination: &Host) {
        let image = r"C:\Windows\System32\net.exe";
        let net = Process::new(self.process_id, image, self.line, self.account);
        source.start(self.at, &net);
        let remote = (destination.address.as_str(), 445);
        source.connect(later(self.at, 80), &Program::kernel(), self.port, remote);
        source.end(later(self.at, 700), &net, 0);
    }

    /// Writes the destination's side.
    pub fn on_destination(&self, source: &Host, destination: &mut Host) {
        let at = later(self.at, self.ahead);
        let client = (source.address.as_str(), self.port);
        let opened = |relative| Opened {
            share: self.share,
            local_path: r"\??\D:\Shares",
            relative,
            access: LIST_FOLDER,
        };
        let ipc = Opened { share: "IPC$", local_path: "", relative: r"\", access: READ_DATA };
        destination.accept(later(at, 80), &Program::kernel(), 445, client);
        let none = "{00000000-0000-0000-0000-000000000000}";
        destination.network_logon(later(at, 180), self.seen_as, client, self.package, none);
        destination.share(later(at, 200), self.seen_as, client, ipc);
        destination.share(later(at, 280), self.seen_as, client, opened(r"\"));
        destination.open(later(at, 300), self.seen_as, client, opened(r"\"));
        if let Some(file) = self.file {
            let file = Opened::for_reading(self.share, r"\??\D:\Shares", file);
            destination.open(later(at, 9_000), self.seen_as, client, file);
        }
    }
}
