//! One computer of a case: three logs and a Prefetch folder, filled moment by moment.

use konseki_core::time::Filetime;

use super::Files;
use crate::writer::{
    evtx::{Event, EventLog, Style},
    prefetch::PrefetchFile,
};

/// Full name of the Sysmon channel.
pub const SYSMON_CHANNEL: &str = "Microsoft-Windows-Sysmon/Operational";

/// The day of the cases, a Monday.
pub const DAY: &str = "2026-03-02";

/// A time of day on [`DAY`], or a full RFC 3339 time.
///
/// # Panics
/// On other text.
pub fn time(text: &str) -> Filetime {
    let full = if text.contains('T') { text.to_owned() } else { format!("{DAY}T{text}Z") };
    full.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A computer that is being filled with records.
#[derive(Debug, Clone)]
pub struct Host {
    /// Name without the domain.
    pub name: String,
    /// IPv4 address.
    pub address: String,
    /// What Sysmon's process GUIDs of this machine begin with.
    pub machine: u32,
    /// EventRecordIDs before the first record: security, Sysmon, system.
    pub record_ids: [u64; 3],
    /// Records of the channel `Security`.
    pub security: Vec<Event>,
    /// Records of the Sysmon channel.
    pub sysmon: Vec<Event>,
    /// Records of the channel `System`.
    pub system: Vec<Event>,
    /// Prefetch files.
    pub prefetch: Vec<PrefetchFile>,
}

impl Host {
    /// A computer without records.
    pub fn new(name: &str, address: &str, machine: u32) -> Self {
        Self {
            name: name.to_owned(),
            address: address.to_owned(),
            machine,
            record_ids: [481_200, 92_310, 12_040],
            security: Vec::new(),
            sysmon: Vec::new(),
            system: Vec::new(),
            prefetch: Vec::new(),
        }
    }

    /// The name that its records give.
    pub fn computer(&self) -> String {
        format!("{}.corp.example", self.name)
    }

    /// Its account in the domain.
    pub fn machine_account(&self) -> String {
        format!("{}$", self.name)
    }

    /// The log of the channel `Security`, in time order.
    pub fn security_log(&self) -> EventLog {
        self.log("Security", &self.security, self.record_ids[0])
    }

    /// The log of the Sysmon channel, in time order.
    pub fn sysmon_log(&self) -> EventLog {
        self.log(SYSMON_CHANNEL, &self.sysmon, self.record_ids[1])
    }

    /// The log of the channel `System`, in time order.
    pub fn system_log(&self) -> EventLog {
        self.log("System", &self.system, self.record_ids[2])
    }

    fn log(&self, channel: &str, events: &[Event], before: u64) -> EventLog {
        let mut events = events.to_vec();
        events.sort_by_key(Event::time);
        EventLog::new(channel)
            .computer(&self.computer())
            .start_record_id(before + 1)
            .style(Style::Live)
            .extend(events)
    }

    /// Path of a log in a collection that keeps the folders of the disk.
    pub fn log_path(&self, file: &str) -> String {
        format!("{}/C/Windows/System32/winevt/Logs/{file}", self.name)
    }

    /// Its evidence as a collection keeps it: `NAME/C/Windows/…`. Empty logs are left out.
    pub fn files(&self) -> Files {
        let logs = [
            ("Microsoft-Windows-Sysmon%4Operational.evtx", self.sysmon_log()),
            ("Security.evtx", self.security_log()),
            ("System.evtx", self.system_log()),
        ];
        let logs = logs.into_iter().filter(|(_, log)| log.events().next().is_some());
        let mut files: Files = logs.map(|(file, log)| (self.log_path(file), log.write())).collect();
        files.extend(self.prefetch.iter().map(|file| {
            (format!("{}/C/Windows/Prefetch/{}", self.name, file.name()), file.write())
        }));
        files.sort();
        files
    }
}
