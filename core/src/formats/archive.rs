//! ZIP archives as collections of evidence.
//!
//! Contract: the directory is listed without unpacking anything, entry by entry, so that its length
//! costs no memory beyond the cap; members are read as a stream under caps of size and ratio; a
//! damaged or unsupported member is an error of that member only. Of entries that share bytes only
//! the first is read: overlapping is how a small archive unpacks to petabytes. Archives inside
//! archives are not opened. The directory is read by the `zip` crate, once; a member is then reached
//! by its place alone.

use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
};

use flate2::read::DeflateDecoder;
use zip::{
    CompressionMethod,
    read::{Config, ZipFileEntry},
    result::ZipError,
    unstable::read::ZipIterable,
};

use crate::{
    bytes::Reader,
    error::{ParseError, WarningCode, Warnings},
    limits,
    source::ReadAt,
};

/// One file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveMember {
    /// Path inside the archive, `/`-separated.
    pub name: String,
    /// Decompressed size by the directory.
    pub size: u64,
    /// Compressed size by the directory.
    pub compressed_size: u64,
    /// CRC-32 of the decompressed bytes by the directory.
    pub crc32: u32,
    /// How its bytes can be reached.
    pub access: MemberAccess,
}

/// How the bytes of a member can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberAccess {
    /// Not compressed: a range of the archive that can be read at any offset.
    Stored {
        /// Absolute offset of the first byte in the archive.
        offset: u64,
    },
    /// Deflated: can only be read from its beginning.
    Deflated {
        /// Absolute offset of the first compressed byte in the archive.
        offset: u64,
    },
    /// Encrypted, or compressed by a method that is not read here.
    Unsupported {
        /// Why, for people.
        reason: String,
    },
}

/// Lists the files of an archive in directory order; folders are left out.
///
/// # Errors
/// When the directory cannot be read at all (truncated, or no archive).
pub fn members(
    source: &dyn ReadAt,
    warnings: &mut Warnings,
) -> Result<Vec<ArchiveMember>, ParseError> {
    let mut archive = ZipIterable::try_new(SourceReader::new(source), Config::default())
        .map_err(|error| directory_error(&error))?;
    let entries = archive.len();
    if entries > limits::ARCHIVE_ENTRIES {
        let limit = limits::ARCHIVE_ENTRIES as u64;
        let error = ParseError::limit("archive entries", 0, limit, entries as u64);
        warnings.push_error(WarningCode::LimitReached, &error);
    }
    let listed = archive.files().map_err(|error| directory_error(&error))?;
    let mut members = Vec::new();
    let mut ranges = Vec::new();
    for (index, entry) in listed.take(limits::ARCHIVE_ENTRIES).enumerate() {
        match entry {
            Ok(entry) if entry.is_dir() => {}
            Ok(entry) => {
                let member = member(source, &entry);
                ranges.push(entry.header_start()..end(&member));
                members.push(member);
            }
            Err(error) => {
                let message = format!("The directory ends at entry {index} of {entries}: {error}");
                warnings.push(WarningCode::ArchiveDamaged, 0, message);
            }
        }
    }
    refuse_overlaps(&mut members, ranges);
    Ok(members)
}

fn directory_error(error: &ZipError) -> ParseError {
    ParseError::unreadable("archive directory", 0, error.to_string())
}

fn member(source: &dyn ReadAt, entry: &ZipFileEntry<'_>) -> ArchiveMember {
    let unsupported = |reason: String| MemberAccess::Unsupported { reason };
    let access = match entry.compression() {
        _ if entry.encrypted() => unsupported("encrypted".to_owned()),
        method @ (CompressionMethod::Stored | CompressionMethod::Deflated) => {
            match data_offset(source, entry.header_start()) {
                Ok(offset) if method == CompressionMethod::Stored => {
                    MemberAccess::Stored { offset }
                }
                Ok(offset) => MemberAccess::Deflated { offset },
                Err(error) => unsupported(format!("its data cannot be located ({error})")),
            }
        }
        other => unsupported(format!("compression method {other}")),
    };
    ArchiveMember {
        name: member_name(entry.name_raw(), entry.name().ok().as_deref()),
        size: entry.size(),
        compressed_size: entry.compressed_size(),
        crc32: entry.crc32(),
        access,
    }
}

/// Bytes of a local header before the name: APPNOTE 4.3.7.
const LOCAL_HEADER: usize = 30;

/// Where the data begins behind the local header, whose name and extra field may have other lengths
/// than those of the directory.
fn data_offset(source: &dyn ReadAt, header: u64) -> Result<u64, ParseError> {
    let bytes = source
        .read(header, LOCAL_HEADER)
        .map_err(|error| ParseError::unreadable("local header", header, error.to_string()))?;
    let mut reader = Reader::new(&bytes, header);
    let magic = reader.take("local header", 4)?;
    if magic != b"PK\x03\x04" {
        let found = format!("{magic:02x?}");
        return Err(ParseError::unexpected("local header", header, "PK 03 04", found));
    }
    reader.skip("local header", 22)?;
    let name = u64::from(reader.u16("length of the name")?);
    let extra = u64::from(reader.u16("length of the extra field")?);
    Ok(header.saturating_add(LOCAL_HEADER as u64).saturating_add(name).saturating_add(extra))
}

/// Offset behind the last byte of a member, or 0 where it has none that could be read.
fn end(member: &ArchiveMember) -> u64 {
    match member.access {
        MemberAccess::Stored { offset } => offset.saturating_add(member.size),
        MemberAccess::Deflated { offset } => offset.saturating_add(member.compressed_size),
        MemberAccess::Unsupported { .. } => 0,
    }
}

/// Refuses members that share bytes with one that begins before them; of those that begin together
/// the first of the directory is read.
fn refuse_overlaps(members: &mut [ArchiveMember], ranges: Vec<Range<u64>>) {
    let mut ranges: Vec<(Range<u64>, &mut ArchiveMember)> =
        ranges.into_iter().zip(members).collect();
    ranges.sort_by_key(|(range, _)| range.start);
    let mut reached = 0;
    for (range, member) in ranges {
        if range.end == 0 {
            continue;
        }
        if range.start < reached {
            let reason = "its data overlap those of another entry, as in a ZIP bomb".to_owned();
            member.access = MemberAccess::Unsupported { reason };
        } else {
            reached = range.end;
        }
    }
}

/// The member's name as text. Names without the UTF-8 flag are often UTF-8 all the same, and
/// Shift_JIS on Japanese Windows; the code page of the specification (437) is the last resort.
fn member_name(raw: &[u8], by_specification: Option<&str>) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let (shift_jis, _, damaged) = encoding_rs::SHIFT_JIS.decode(raw);
            match by_specification {
                Some(name) if damaged => name.to_owned(),
                _ => shift_jis.into_owned(),
            }
        }
    };
    name.replace('\\', "/")
}

/// Opens one member as a stream of decompressed bytes and hands it to `read`.
///
/// The stream ends with an error when the member grows past [`limits::ARCHIVE_MEMBER_BYTES`], past
/// the ratio [`limits::ARCHIVE_RATIO`], or past the size that the directory states
/// ([`MemberTooLarge`]), and when it ends early or its checksum is wrong.
///
/// # Errors
/// When the member is encrypted or compressed by a method that is not read here.
pub fn with_member<T>(
    source: &dyn ReadAt,
    member: &ArchiveMember,
    read: impl FnOnce(&mut dyn Read) -> T,
) -> Result<T, ParseError> {
    let range = |offset: u64, length: u64| SourceRange { source, offset, length };
    let (size, compressed_size) = (member.size, member.compressed_size);
    match &member.access {
        MemberAccess::Stored { offset } => {
            let range = range(*offset, size);
            Ok(read(&mut Checked::new(SourceReader::new(&range), member)))
        }
        MemberAccess::Deflated { offset } => {
            let range = range(*offset, compressed_size);
            let inflated = DeflateDecoder::new(SourceReader::new(&range));
            Ok(read(&mut Checked::new(inflated, member)))
        }
        MemberAccess::Unsupported { reason } => {
            Err(ParseError::unreadable("archive member", 0, reason.clone()))
        }
    }
}

/// How many bytes a member may give.
fn allowed_bytes(member: &ArchiveMember) -> u64 {
    let by_ratio = member
        .compressed_size
        .saturating_mul(limits::ARCHIVE_RATIO)
        .max(limits::ARCHIVE_RATIO_FROM);
    member.size.min(by_ratio).min(limits::ARCHIVE_MEMBER_BYTES)
}

/// A member gives more bytes than it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberTooLarge {
    /// Bytes it may give.
    pub allowed: u64,
}

impl fmt::Display for MemberTooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "decompressed data passes {} bytes (a ZIP bomb, or a false size in the archive)",
            self.allowed
        )
    }
}

impl std::error::Error for MemberTooLarge {}

/// The kind of damage that an error of a member's stream is.
pub fn stream_error_code(error: &io::Error) -> WarningCode {
    match error.get_ref() {
        Some(inner) if inner.is::<MemberTooLarge>() => WarningCode::LimitReached,
        _ => WarningCode::ArchiveDamaged,
    }
}

/// A stream that fails when it gives more than it may, less than stated, or other bytes.
struct Checked<R> {
    inner: R,
    read: u64,
    allowed: u64,
    stated: u64,
    crc32: u32,
    hasher: crc32fast::Hasher,
}

impl<R> Checked<R> {
    fn new(inner: R, member: &ArchiveMember) -> Self {
        Self {
            inner,
            read: 0,
            allowed: allowed_bytes(member),
            stated: member.size,
            crc32: member.crc32,
            hasher: crc32fast::Hasher::new(),
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read = self.read.saturating_add(count as u64);
        if self.read > self.allowed {
            let error = MemberTooLarge { allowed: self.allowed };
            return Err(io::Error::new(io::ErrorKind::InvalidData, error));
        }
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        let is_end = count == 0 && !buffer.is_empty();
        if is_end && self.read < self.stated {
            let message = format!("ends after {} of {} bytes", self.read, self.stated);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        if is_end && self.hasher.clone().finalize() != self.crc32 {
            let message = "the checksum of the decompressed data is wrong";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(count)
    }
}

/// A source as a stream from its beginning.
pub fn stream(source: &dyn ReadAt) -> impl Read {
    SourceReader::new(source)
}

/// [`ReadAt`] as `Read` and `Seek`, with one read-ahead buffer.
struct SourceReader<'a> {
    source: &'a dyn ReadAt,
    position: u64,
    buffer: Vec<u8>,
    buffer_offset: u64,
    ahead: usize,
}

/// First read-ahead: a look at the first bytes of a member costs no more.
const FIRST_READ_AHEAD: usize = 64 << 10;
/// Largest read-ahead: reading a `File` in a browser is then not the bottleneck.
const READ_AHEAD: usize = 1 << 20;

impl<'a> SourceReader<'a> {
    fn new(source: &'a dyn ReadAt) -> Self {
        let ahead = FIRST_READ_AHEAD;
        Self { source, position: 0, buffer: Vec::new(), buffer_offset: 0, ahead }
    }

    fn buffered(&self) -> &[u8] {
        let start = self.position.checked_sub(self.buffer_offset);
        start
            .and_then(|start| usize::try_from(start).ok())
            .and_then(|start| self.buffer.get(start..))
            .unwrap_or_default()
    }
}

impl Read for SourceReader<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.buffered().is_empty() && self.position < self.source.len() {
            self.buffer = self.source.read(self.position, self.ahead).map_err(io::Error::other)?;
            self.buffer_offset = self.position;
            self.ahead = self.ahead.saturating_mul(2).min(READ_AHEAD);
        }
        let bytes = self.buffered();
        let count = bytes.len().min(target.len());
        if let (Some(target), Some(bytes)) = (target.get_mut(..count), bytes.get(..count)) {
            target.copy_from_slice(bytes);
        }
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for SourceReader<'_> {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let position = match target {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(delta) => self.source.len().checked_add_signed(delta),
            SeekFrom::Current(delta) => self.position.checked_add_signed(delta),
        };
        self.position = position.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "seek before the start of the archive")
        })?;
        Ok(self.position)
    }
}

/// A stored member (or any range of a source) as a source of its own.
#[derive(Clone, Copy)]
pub struct SourceRange<'a> {
    /// The whole.
    pub source: &'a dyn ReadAt,
    /// Offset of the first byte in it.
    pub offset: u64,
    /// Bytes in the range.
    pub length: u64,
}

impl ReadAt for SourceRange<'_> {
    fn len(&self) -> u64 {
        self.length.min(self.source.len().saturating_sub(self.offset))
    }

    fn in_memory(&self, offset: u64, count: usize) -> Option<&[u8]> {
        let left = self.len().saturating_sub(offset);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(count);
        self.source.in_memory(self.offset.saturating_add(offset), count)
    }

    fn piece_bytes(&self) -> u64 {
        self.source.piece_bytes()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, crate::source::ReadError> {
        let left = self.len().saturating_sub(offset);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        match buffer.get_mut(..count) {
            Some(buffer) if count > 0 => {
                self.source.read_at(self.offset.saturating_add(offset), buffer)
            }
            _ => Ok(0),
        }
    }
}

#[cfg(test)]
mod tests;
