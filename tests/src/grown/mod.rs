//! Evidence of any size for measuring: grown by construction, or from the chunks of real logs.
//!
//! Contract: the same bytes on every call for the same size. A grown log is one busy computer's:
//! EventRecordIDs without a gap, times that go on, accounts, processes, ports and files that
//! change, and now and then a use of a share.

mod busy;
mod volume;

use std::io::{self, Write};

use crate::{
    evidence,
    writer::evtx::{CHUNK_BYTES, EventLog, FILE_HEADER_BYTES, Style},
};

/// What is grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A log of the channel `Security`.
    Security,
    /// A log of the Sysmon channel.
    Sysmon,
    /// A `$MFT`.
    Mft,
    /// A USN journal.
    UsnJournal,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Security, Self::Sysmon, Self::Mft, Self::UsnJournal];

    /// As the command line and the tables of results name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Sysmon => "sysmon",
            Self::Mft => "mft",
            Self::UsnJournal => "usn",
        }
    }

    /// The channel of an event log.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Self::Security => Some("Security"),
            Self::Sysmon => Some(crate::cases::host::SYSMON_CHANNEL),
            Self::Mft | Self::UsnJournal => None,
        }
    }
}

/// Moments that are turned into records at a time.
const MOMENTS: u64 = 400;

/// Writes evidence of at least `bytes` bytes; returns how many were written.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(kind: Kind, bytes: u64, out: &mut impl Write) -> io::Result<u64> {
    let Some(channel) = kind.channel() else {
        let whole = match kind {
            Kind::UsnJournal => volume::journal(bytes),
            _ => volume::table(bytes),
        };
        out.write_all(&whole)?;
        return Ok(whole.len() as u64);
    };
    let (mut written, mut first, mut moment) = (0, 1, 0);
    while written < bytes {
        let host = busy::moments(moment..moment + MOMENTS);
        let mut events = if kind == Kind::Security { host.security } else { host.sysmon };
        events.sort_by_key(crate::writer::evtx::Event::time);
        let log = EventLog::new(channel).start_record_id(first).style(Style::Live).extend(events);
        let block = log.write();
        // Every block comes with a file header; only the first one's place is right. It counts the
        // first block's chunks alone, as that of a log that was not closed may.
        let from = if written == 0 { 0 } else { FILE_HEADER_BYTES };
        out.write_all(&block[from..])?;
        written += (block.len() - from) as u64;
        first = log.next_record_id();
        moment += MOMENTS;
    }
    Ok(written)
}

/// [`write()`] into memory.
///
/// # Panics
/// Never: memory can be written.
pub fn in_memory(kind: Kind, bytes: u64) -> Vec<u8> {
    let mut out = Vec::new();
    write(kind, bytes, &mut out).expect("memory can be written");
    out
}

/// A log of at least `bytes` bytes of the chunks of real logs of one channel, over and over, so that
/// their EventRecordIDs begin again; nothing where the evidence is missing.
pub fn from_real_logs(channel: &str, bytes: u64) -> Option<Vec<u8>> {
    let mut chunks = Vec::new();
    for known in evidence::known("evtx", &format!("rates on real records of {channel}")) {
        let channels = known.truth["channels"].as_object();
        if channels.is_some_and(|channels| channels.len() == 1 && channels.contains_key(channel)) {
            let log = known.bytes();
            let whole = log.get(FILE_HEADER_BYTES..).unwrap_or_default().chunks_exact(CHUNK_BYTES);
            chunks.extend(whole.filter(|chunk| chunk.starts_with(b"ElfChnk\0")).flatten().copied());
        }
    }
    if chunks.is_empty() {
        return None;
    }
    let mut log = EventLog::new(channel).write();
    log.truncate(FILE_HEADER_BYTES);
    while (log.len() as u64) < bytes {
        log.extend(&chunks);
    }
    Some(log)
}

#[cfg(test)]
mod tests {
    use konseki_core::{error::Warnings, formats::evtx::ChunkReader};

    use super::*;

    #[test]
    fn a_grown_log_goes_on_without_a_gap() {
        for kind in [Kind::Security, Kind::Sysmon] {
            let log = in_memory(kind, 3 << 20);
            assert_eq!(log.len() % CHUNK_BYTES, FILE_HEADER_BYTES);
            let (mut numbers, mut times) = (Vec::new(), Vec::new());
            let mut warnings = Warnings::default();
            for chunk in log[FILE_HEADER_BYTES..].chunks(CHUNK_BYTES) {
                ChunkReader::default().read_chunk(chunk, 0, &mut warnings, &mut |record| {
                    numbers.push(record.record_id());
                    times.push(record.time());
                });
            }
            assert_eq!(warnings, Warnings::default());
            assert!(numbers.iter().copied().eq(1..=numbers.len() as u64));
            // Records of one moment may come a little after those of the next.
            assert!(times.windows(2).all(|pair| pair[1].0 + 20_000_000 > pair[0].0));
        }
    }
}
