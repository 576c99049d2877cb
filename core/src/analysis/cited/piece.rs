//! One piece of evidence: where it stands, reading it, and the form in which it is kept.
//!
//! A chunk of an event log stands behind a file header of our own, so that every reader opens it:
//!
//! | offset | size | field | value |
//! |---|---|---|---|
//! | 0 | 8 | magic | `ElfFile\0` |
//! | 8 | 8, 8 | first and last chunk | 0 |
//! | 24 | 8 | next record number | one more than the chunk's last |
//! | 32 | 4 | header size | 128 |
//! | 36 | 2, 2 | minor, major version | 1, 3 |
//! | 40 | 2 | header block size | 4,096 |
//! | 42 | 2 | chunk count | 1 |
//! | 124 | 4 | CRC32 of the first 120 bytes | |

use std::{
    collections::BTreeSet,
    io::{self, Read, Write},
    ops::ControlFlow,
};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    super::{plan::Bytes, record::chunk_of},
    Reached,
    archive::Archive,
};
use crate::{
    formats::{
        archive,
        evtx::{CHUNK, HEADER_BLOCK},
        usn::{LONGEST_RECORD, Record},
    },
    limits,
    report::Evidence,
    words::EvidenceKind,
};

/// A piece's place in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub offset: u64,
    /// Bytes, at most.
    pub count: u64,
}

impl Place {
    /// The piece that holds the record at an offset; `None` for evidence without records.
    pub(super) fn of(evidence: &Evidence, offset: u64) -> Option<Self> {
        Some(match evidence.kind {
            EvidenceKind::EventLog => Self { offset: chunk_of(offset)?, count: CHUNK },
            EvidenceKind::Prefetch => {
                Self { offset: 0, count: evidence.size.min(limits::PREFETCH_BYTES) }
            }
            EvidenceKind::Mft => Self { offset, count: evidence.mft.as_ref()?.record_size },
            EvidenceKind::UsnJournal => Self { offset, count: LONGEST_RECORD as u64 },
            _ => return None,
        })
    }
}

/// What became of a piece.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Piece {
    /// Name in the archive; empty where it could not be read.
    pub name: String,
    /// SHA-256 of the file in the archive.
    pub sha256: String,
    /// Bytes before those of the evidence: the rebuilt header.
    pub header: u64,
    /// Bytes of the evidence.
    pub length: u64,
    /// SHA-256 of the bytes of the evidence.
    pub evidence_bytes_sha256: String,
    /// Why it could not be read; else empty.
    pub problem: String,
}

/// Called with each piece as it is read; reading ends when it breaks.
type Keep<'k> = dyn FnMut(Place, Result<Vec<u8>, String>) -> ControlFlow<()> + 'k;

/// Reads pieces of one source in order; a compressed one is read through once.
pub(super) fn read_all(reached: Reached<'_>, pieces: &BTreeSet<Place>, keep: &mut Keep<'_>) {
    match reached.planned.bytes(reached.source) {
        Bytes::Range(range) => {
            use crate::source::ReadAt;
            for &place in pieces {
                let count = usize::try_from(place.count).unwrap_or(usize::MAX);
                let read = range.read(place.offset, count).map_err(|error| error.to_string());
                if keep(place, read).is_break() {
                    return;
                }
            }
        }
        Bytes::Stream(member) => {
            let read = archive::with_member(reached.source, &member, |stream| {
                let mut forward = Forward { stream, at: 0, held: Vec::new() };
                for &place in pieces {
                    let read = forward.window(place).map_err(|error| error.to_string());
                    if keep(place, read).is_break() {
                        return;
                    }
                }
            });
            if let Err(error) = read {
                for &place in pieces {
                    if keep(place, Err(error.to_string())).is_break() {
                        return;
                    }
                }
            }
        }
    }
}

/// A stream that gives windows in order of their offsets; they may overlap.
struct Forward<'s> {
    stream: &'s mut dyn Read,
    /// Bytes read of the stream.
    at: u64,
    /// The last of them.
    held: Vec<u8>,
}

impl Forward<'_> {
    fn window(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let held_from = self.at.saturating_sub(self.held.len() as u64);
        let passed = usize::try_from(place.offset.saturating_sub(held_from)).unwrap_or(usize::MAX);
        self.held.drain(..passed.min(self.held.len()));
        if self.held.is_empty() {
            let skip = place.offset.saturating_sub(self.at);
            let skipped = io::copy(&mut self.stream.take(skip), &mut io::sink())?;
            self.at = self.at.saturating_add(skipped);
        }
        let wanted = place.count.saturating_sub(self.held.len() as u64);
        let read = self.stream.take(wanted).read_to_end(&mut self.held)?;
        self.at = self.at.saturating_add(read as u64);
        let count = usize::try_from(place.count).unwrap_or(usize::MAX).min(self.held.len());
        Ok(self.held.get(..count).unwrap_or_default().to_vec())
    }
}

/// Writes a piece that was read into the archive.
pub(super) fn keep<W: Write>(
    archive: &mut Archive<W>,
    evidence: &Evidence,
    place: Place,
    read: Result<Vec<u8>, String>,
) -> io::Result<Piece> {
    let cut = read.and_then(|bytes| cut(evidence.kind, place, bytes));
    let (header, bytes) = match cut {
        Ok(cut) => cut,
        Err(problem) => return Ok(Piece::unread(problem)),
    };
    let name = name(evidence, place);
    let content = archive.begin(&name)?;
    content.write_all(&header)?;
    content.write_all(&bytes)?;
    let mut whole = Sha256::new();
    whole.update(&header);
    whole.update(&bytes);
    Ok(Piece {
        name,
        sha256: hex(&whole.finalize()),
        header: header.len() as u64,
        length: bytes.len() as u64,
        evidence_bytes_sha256: hex(&Sha256::digest(&bytes)),
        problem: String::new(),
    })
}

impl Piece {
    fn unread(problem: String) -> Self {
        let empty = String::new();
        Self {
            name: empty.clone(),
            sha256: empty.clone(),
            header: 0,
            length: 0,
            evidence_bytes_sha256: empty,
            problem,
        }
    }
}

/// Header and bytes of a piece: what was read, cut to what belongs to it.
fn cut(kind: EvidenceKind, place: Place, mut bytes: Vec<u8>) -> Result<(Vec<u8>, Vec<u8>), String> {
    if bytes.is_empty() {
        return Err("the evidence ends before it".to_owned());
    }
    if kind == EvidenceKind::UsnJournal {
        let record = Record::read(&bytes, place.offset).map_err(|error| error.to_string())?;
        let length = record.length;
        bytes.truncate(length);
    }
    let header = if kind == EvidenceKind::EventLog { file_header(&bytes) } else { Vec::new() };
    Ok((header, bytes))
}

/// A file header for one chunk.
fn file_header(chunk: &[u8]) -> Vec<u8> {
    let last = chunk.get(16..24).and_then(|number| number.try_into().ok());
    let next = last.map(u64::from_le_bytes).unwrap_or_default().wrapping_add(1);
    let mut header = Vec::with_capacity(HEADER_BLOCK as usize);
    header.extend_from_slice(b"ElfFile\0");
    header.extend_from_slice(&[0; 16]);
    header.extend_from_slice(&next.to_le_bytes());
    header.extend_from_slice(&128_u32.to_le_bytes());
    for number in [1_u16, 3, HEADER_BLOCK as u16, 1] {
        header.extend_from_slice(&number.to_le_bytes());
    }
    header.resize(120, 0);
    let checksum = crc32fast::hash(&header);
    header.extend_from_slice(&[0; 4]);
    header.extend_from_slice(&checksum.to_le_bytes());
    header.resize(HEADER_BLOCK as usize, 0);
    header
}

/// Ids of evidence and offsets make the name: nothing that the evidence chose.
fn name(evidence: &Evidence, place: Place) -> String {
    let Place { offset, .. } = place;
    let id = &evidence.id;
    match evidence.kind {
        EvidenceKind::EventLog => format!("pieces/{id}/{offset:012}.evtx"),
        EvidenceKind::Mft => format!("pieces/{id}/{offset:012}.file-record"),
        EvidenceKind::UsnJournal => format!("pieces/{id}/{offset:012}.usn-record"),
        _ => format!("pieces/{id}/file.pf"),
    }
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_a_stream_may_overlap() {
        let bytes: Vec<u8> = (0..=99).collect();
        let mut stream = bytes.as_slice();
        let mut forward = Forward { stream: &mut stream, at: 0, held: Vec::new() };
        for (offset, count) in [(3, 10), (5, 4), (5, 20), (40, 7), (46, 2), (98, 10), (200, 3)] {
            let read = forward.window(Place { offset, count }).expect("reads");
            let from = (offset as usize).min(100);
            let to = (from + count as usize).min(100);
            assert_eq!(read, bytes[from..to], "{offset}, {count}");
        }
    }

    #[test]
    fn the_rebuilt_header_is_read_without_a_warning() {
        use crate::{error::Warnings, formats::evtx::read_file_header};
        let mut chunk = vec![0; 512];
        chunk[16..24].copy_from_slice(&41_u64.to_le_bytes());
        let mut warnings = Warnings::default();
        let header = read_file_header(&file_header(&chunk), &mut warnings).expect("a header");
        assert_eq!((header.next_record_number, header.chunk_count), (42, 1));
        assert!(!header.dirty && !header.full);
        assert_eq!(warnings.groups().count(), 0);
    }
}
