//! Chunks: 64 KiB with a header of 512 bytes, then records.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 8 | `ElfChnk\0` |
//! | 8 | 8, 8 | first and last record number |
//! | 44 | 4 | last record's offset |
//! | 48 | 4 | free space offset |
//! | 52 | 4 | CRC32 of the records |
//! | 120 | 4 | flags: 4 no checksums |
//! | 124 | 4 | CRC32 of bytes 0–119 and 128–511 |
//!
//! A record is `**\0\0`, size, number, time, binary XML and the size again.

use std::ops::Range;

use super::file_header::NO_CHECKSUMS;
use crate::{
    bytes::Reader,
    checksum::crc32,
    error::{ParseError, WarningCode, Warnings},
    time::Filetime,
};

/// Size of the chunk header.
const HEADER: usize = 512;
/// Magic, size, number and time of a record.
pub(super) const RECORD_HEADER: usize = 24;
/// A record without content: its header and the second size.
const SMALLEST_RECORD: usize = RECORD_HEADER + 4;
const MAGIC: &[u8; 8] = b"ElfChnk\0";
const RECORD_MAGIC: &[u8] = b"\x2a\x2a\0\0";

/// A record's place in its chunk and what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordSlot {
    /// Offset in the chunk.
    pub start: usize,
    /// Size in bytes.
    pub size: usize,
    /// Number in the header.
    pub number: u64,
    /// Time in the header.
    pub written: Filetime,
}

impl RecordSlot {
    /// Where the binary XML stands in the chunk.
    pub(super) fn content(&self) -> (usize, usize) {
        let end = self.start.saturating_add(self.size).saturating_sub(4);
        (self.start.saturating_add(RECORD_HEADER), end)
    }
}

/// What a 64 KiB place holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Slots {
    /// Zeroes, or a chunk without records.
    Free,
    /// Records in file order, and how many places between them could not be read.
    Records { slots: Vec<RecordSlot>, failed: u64 },
}

/// Finds the records of a chunk. `offset` is the chunk's place in the file.
pub(super) fn find_records(chunk: &[u8], offset: u64, warnings: &mut Warnings) -> Slots {
    if is_blank(chunk) {
        return Slots::Free;
    }
    match read_header(chunk, offset, warnings) {
        Ok(live) => walk(chunk, offset, &live, warnings),
        Err(error) => {
            let cut = (chunk.len() as u64) < super::CHUNK;
            let code = if cut { WarningCode::Truncated } else { WarningCode::ChunkDamaged };
            warnings.push_error(code, &error);
            search_all(chunk, offset)
        }
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    const ZEROES: [u8; 4_096] = [0; 4_096];
    bytes.chunks(ZEROES.len()).all(|part| ZEROES.starts_with(part))
}

/// What the chunk header says of the live records.
struct Live {
    /// Where the free space begins, or the file ends.
    free: usize,
    /// Where the walk must end. Past `free` only where the header's checksum is wrong.
    end: usize,
    last_record: usize,
    numbers: Range<u64>,
}

/// From record to record; past damage, from the next live record on.
fn walk(chunk: &[u8], offset: u64, live: &Live, warnings: &mut Warnings) -> Slots {
    let mut slots: Vec<RecordSlot> = Vec::new();
    let mut failed: u64 = 0;
    let mut at = HEADER;
    while at < live.end {
        let expected = slots.last().map(|slot| slot.number.saturating_add(1));
        let error = match slot_at(chunk, at, live.end, offset) {
            // Past the free space offset of a damaged header: records that go on in sequence.
            Ok(slot) if at >= live.free && Some(slot.number) != expected => break,
            Ok(slot) => {
                at = at.saturating_add(slot.size);
                slots.push(slot);
                continue;
            }
            Err(_) if at >= live.free => break,
            Err(error) => error,
        };
        // Past the last record stand stale ones of an earlier pass over this chunk.
        let next = search(chunk, at.saturating_add(1)..live.free, &live.numbers)
            .filter(|next| *next <= live.last_record);
        // Some writers leave the free space offset behind zeroes that follow the last record.
        let complete = expected == Some(live.numbers.end) && next.is_none();
        if !complete || !is_blank(chunk.get(at..live.free).unwrap_or_default()) {
            failed = failed.saturating_add(1);
            warnings.push_error(WarningCode::RecordDamaged, &error);
        }
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    if slots.is_empty() && failed == 0 { Slots::Free } else { Slots::Records { slots, failed } }
}

fn read_header(chunk: &[u8], offset: u64, warnings: &mut Warnings) -> Result<Live, ParseError> {
    let mut reader = Reader::new(chunk, offset);
    let magic = reader.take("chunk magic", 8)?;
    let first = reader.u64("first record number")?;
    let last = reader.u64("last record number")?;
    let mut reader = reader.at("last record offset", 44)?;
    let last_record = usize::try_from(reader.u32("last record offset")?).unwrap_or(usize::MAX);
    let free = usize::try_from(reader.u32("free space offset")?).unwrap_or(usize::MAX);
    let records_checksum = reader.u32("records checksum")?;
    let mut reader = reader.at("chunk flags", 120)?;
    let flags = reader.u32("chunk flags")?;
    let header_checksum = reader.u32("chunk header checksum")?;
    let is_intact = header_hash(chunk) == header_checksum;
    if magic != MAGIC {
        let found = String::from_utf8_lossy(magic).into_owned();
        let error = ParseError::unexpected("chunk magic", offset, "ElfChnk", found);
        // With its magic the checksum is right: the rest of the header can be relied on.
        if !is_intact {
            return Err(error);
        }
        warnings.push_error(WarningCode::ChunkDamaged, &error);
    }
    if free < HEADER {
        let found = free.to_string();
        return Err(ParseError::unexpected("free space offset", offset, "512 or more", found));
    }
    let has_checksums = flags & NO_CHECKSUMS == 0;
    if has_checksums {
        let hash = header_hash(chunk);
        warn_checksum("chunk header checksum", offset, header_checksum, hash, warnings);
    }
    if free > chunk.len() {
        let (need, have) = (free as u64, chunk.len() as u64);
        let error = ParseError::truncated("chunk", offset, need, have);
        warnings.push_error(WarningCode::Truncated, &error);
    } else if has_checksums {
        let hash = crc32(chunk.get(HEADER..free).unwrap_or_default());
        warn_checksum("records checksum", offset, records_checksum, hash, warnings);
    }
    let free = free.min(chunk.len());
    let end = if has_checksums && !is_intact { chunk.len() } else { free };
    Ok(Live { free, end, last_record, numbers: first..last.saturating_add(1) })
}

/// CRC32 of a chunk header that has its magic.
fn header_hash(chunk: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(MAGIC);
    hasher.update(chunk.get(8..120).unwrap_or_default());
    hasher.update(chunk.get(128..HEADER).unwrap_or_default());
    hasher.finalize()
}

fn warn_checksum(
    what: &'static str,
    offset: u64,
    stated: u32,
    found: u32,
    warnings: &mut Warnings,
) {
    if stated != found {
        let (stated, found) = (format!("0x{stated:08x}"), format!("0x{found:08x}"));
        let error = ParseError::unexpected(what, offset, stated, found);
        warnings.push_error(WarningCode::ChunkChecksum, &error);
    }
}

/// A chunk without a usable header: its records are looked for one by one. Numbers must rise:
/// stale records of an earlier pass over the chunk have smaller ones.
fn search_all(chunk: &[u8], offset: u64) -> Slots {
    let mut slots = Vec::new();
    let (mut from, mut numbers) = (0, 0..u64::MAX);
    while let Some(at) = search(chunk, from..chunk.len(), &numbers) {
        // `search` gives whole records only.
        let Ok(slot) = slot_at(chunk, at, chunk.len(), offset) else { break };
        from = at.saturating_add(slot.size);
        numbers.start = slot.number.saturating_add(1);
        slots.push(slot);
    }
    Slots::Records { slots, failed: 1 }
}

fn slot_at(chunk: &[u8], at: usize, end: usize, offset: u64) -> Result<RecordSlot, ParseError> {
    whole_slot_at(chunk, at, end).map_or_else(|| read_slot(chunk, at, end, offset), Ok)
}

/// The record at a place, without saying why there is none: what nearly all places come to.
fn whole_slot_at(chunk: &[u8], at: usize, end: usize) -> Option<RecordSlot> {
    let header = chunk.get(at..end)?.first_chunk::<RECORD_HEADER>()?;
    let (magic, header) = header.split_first_chunk::<4>()?;
    let (size, header) = header.split_first_chunk::<4>()?;
    let (number, written) = header.split_first_chunk::<8>()?;
    let bytes = usize::try_from(u32::from_le_bytes(*size)).ok()?;
    let record = chunk.get(at..at.checked_add(bytes)?.min(end))?;
    let is_whole = magic == RECORD_MAGIC
        && bytes >= SMALLEST_RECORD
        && record.len() == bytes
        && record.last_chunk() == Some(size);
    is_whole.then(|| RecordSlot {
        start: at,
        size: bytes,
        number: u64::from_le_bytes(*number),
        written: Filetime(written.first_chunk().copied().map_or(0, u64::from_le_bytes)),
    })
}

fn read_slot(chunk: &[u8], at: usize, end: usize, offset: u64) -> Result<RecordSlot, ParseError> {
    let place = offset.saturating_add(at as u64);
    let mut reader = Reader::new(chunk.get(..end).unwrap_or(chunk), offset).at("record", at)?;
    let magic = reader.take("record magic", 4)?;
    if magic != RECORD_MAGIC {
        let found = format!("{magic:02x?}");
        return Err(ParseError::unexpected("record magic", place, "2a 2a 00 00", found));
    }
    let size = usize::try_from(reader.u32("record size")?).unwrap_or(usize::MAX);
    let number = reader.u64("record number")?;
    let written = Filetime(reader.u64("record time")?);
    if size < SMALLEST_RECORD {
        let found = size.to_string();
        return Err(ParseError::unexpected("record size", place, "28 or more", found));
    }
    reader.skip("record", size.saturating_sub(SMALLEST_RECORD))?;
    let again = usize::try_from(reader.u32("second record size")?).unwrap_or(usize::MAX);
    if again != size {
        let found = again.to_string();
        return Err(ParseError::unexpected("second record size", place, size.to_string(), found));
    }
    Ok(RecordSlot { start: at, size, number, written })
}

/// The next place in `range` where a whole record with a number in `numbers` begins.
fn search(chunk: &[u8], range: Range<usize>, numbers: &Range<u64>) -> Option<usize> {
    let end = range.end;
    let window = chunk.get(range.clone())?;
    let hits = window.windows(RECORD_MAGIC.len()).enumerate();
    hits.filter(|(_, bytes)| *bytes == RECORD_MAGIC)
        .map(|(at, _)| range.start.saturating_add(at))
        .find(|at| slot_at(chunk, *at, end, 0).is_ok_and(|slot| numbers.contains(&slot.number)))
}

#[cfg(test)]
mod tests;
