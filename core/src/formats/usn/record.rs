//! One USN record.
//!
//! Layouts (little-endian), by major version:
//!
//! | field | 2 | 3 | 4 |
//! |---|---|---|---|
//! | record length, major and minor version | 0, 4, 6 | 0, 4, 6 | 0, 4, 6 |
//! | file reference, parent's file reference | 8, 16 (64 bits) | 8, 24 (128 bits) | 8, 24 |
//! | USN | 24 | 40 | 40 |
//! | time | 32 | 48 | none |
//! | reason, source information | 40, 44 | 56, 60 | 48, 52 |
//! | security id, file attributes | 48, 52 | 64, 68 | none |
//! | name: length in bytes, offset, text | 56, 58, 60 | 72, 74, 76 | none |
//! | extents: still to come, count, size of one, list | none | none | 56, 60, 62, 64 |
//!
//! Reference: winioctl.h, `USN_RECORD_V2`, `USN_RECORD_V3`, `USN_RECORD_V4`.

use super::Reason;
use crate::{
    bytes::{Reader, utf16_lossy},
    error::ParseError,
    time::Filetime,
};

/// Longest record, in bytes: records do not cross the pages of a journal, which are this long.
pub const LONGEST_RECORD: usize = 4_096;
/// Records begin at multiples of this.
pub(super) const ALIGNMENT: usize = 8;
/// Bytes of a name of 255 characters, the longest that NTFS allows.
const LONGEST_NAME: usize = 510;
/// 9999-12-31T23:59:59Z.
const LATEST_TIME: u64 = 2_650_467_743_990_000_000;
/// An extent: offset and length.
const EXTENT_BYTES: usize = 16;

/// A file's number on its volume: 64 bits on NTFS, 128 on ReFS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileReference(pub u128);

impl FileReference {
    /// Number of the FILE record in the `$MFT` and its sequence number; `None` for a reference of
    /// more than 64 bits, which no NTFS volume has.
    ///
    /// ```
    /// use konseki_core::formats::usn::FileReference;
    /// assert_eq!(FileReference(0x0005_0000_0000_0005).ntfs(), Some((5, 5)));
    /// assert_eq!(FileReference(1 << 64).ntfs(), None);
    /// ```
    pub fn ntfs(self) -> Option<(u64, u16)> {
        let reference = u64::try_from(self.0).ok()?;
        let sequence = u16::try_from(reference >> 48).ok()?;
        Some((reference & 0xffff_ffff_ffff, sequence))
    }
}

/// The layout of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 2: what NTFS writes.
    Two,
    /// 3: the same with references of 128 bits.
    Three,
    /// 4: ranges of a file that changed, where range tracking is on.
    Four,
}

impl Version {
    /// The major version.
    pub fn number(self) -> u16 {
        match self {
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    fn of_number(number: u16) -> Option<Self> {
        [Self::Two, Self::Three, Self::Four].into_iter().find(|one| one.number() == number)
    }
}

/// What stands in a record behind its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Versions 2 and 3: a change of a named file.
    Named {
        /// When the record was written.
        time: Filetime,
        /// Index of the security descriptor in `$Secure`.
        security_id: u32,
        /// `FILE_ATTRIBUTE_*`.
        attributes: u32,
        /// The file's own name in UTF-16LE, without its path.
        name: &'a [u8],
    },
    /// Version 4: ranges that changed; a record of version 2 or 3 with the name follows them.
    Ranges {
        /// Ranges in this record.
        count: u16,
        /// Ranges that further records will hold.
        remaining: u32,
    },
}

/// One USN record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Absolute offset in the file.
    pub offset: u64,
    /// Length in bytes.
    pub length: usize,
    /// Layout.
    pub version: Version,
    /// The file.
    pub file: FileReference,
    /// The directory that it stood in.
    pub parent: FileReference,
    /// Update sequence number: the record's offset in the journal since that was made.
    pub usn: u64,
    /// What happened to the file.
    pub reason: Reason,
    /// `USN_SOURCE_*`: whether a service, not a user, made the change.
    pub source_info: u32,
    /// What else the layout holds.
    pub content: Content<'a>,
}

impl<'a> Record<'a> {
    /// Reads the record at the beginning of `bytes`, which stand at `offset` of the file.
    ///
    /// The same checks serve the walk, the search behind damage, and the recognition of a
    /// journal: length, version, place and length of the name, USN, time, reason.
    ///
    /// # Errors
    /// When no whole record stands there: the first field that is not what it must be.
    pub fn read(bytes: &'a [u8], offset: u64) -> Result<Self, ParseError> {
        let (length, version) = head(bytes, offset)?;
        let Some(bytes) = bytes.get(..length) else {
            let have = bytes.len() as u64;
            return Err(ParseError::truncated("USN record", offset, length as u64, have));
        };
        let reader = &mut Reader::new(bytes, offset);
        reader.skip("record length and version", 8)?;
        let file = reference(reader, version, "file reference")?;
        let parent = reference(reader, version, "parent file reference")?;
        let usn = expect(reader, "USN", Reader::u64, "a multiple of 8", |usn| {
            usn.is_multiple_of(ALIGNMENT as u64) && *usn < 1 << 63
        })?;
        let time = match version {
            Version::Four => Filetime::default(),
            Version::Two | Version::Three => {
                let expected = "a time before the year 10000";
                Filetime(expect(reader, "time", Reader::u64, expected, |time| {
                    *time <= LATEST_TIME
                })?)
            }
        };
        let reason = Reason(expect(reader, "reason", Reader::u32, "a flag", |flags| *flags != 0)?);
        let source_info = reader.u32("source information")?;
        let content = match version {
            Version::Four => ranges(reader)?,
            Version::Two | Version::Three => named(reader, time)?,
        };
        Ok(Self { offset, length, version, file, parent, usn, reason, source_info, content })
    }

    /// The file's own name; `None` in version 4. Lone surrogates become U+FFFD.
    pub fn name(&self) -> Option<String> {
        match self.content {
            Content::Named { name, .. } => Some(utf16_lossy(name)),
            Content::Ranges { .. } => None,
        }
    }

    /// When the record was written; `None` in version 4.
    pub fn time(&self) -> Option<Filetime> {
        match self.content {
            Content::Named { time, .. } => Some(time),
            Content::Ranges { .. } => None,
        }
    }
}

/// Length and version of the record at the beginning of `bytes`, before anything else is read.
pub(super) fn head(bytes: &[u8], offset: u64) -> Result<(usize, Version), ParseError> {
    let reader = &mut Reader::new(bytes, offset);
    let expected = "a multiple of 8 up to 4096";
    let length = expect(reader, "USN record length", Reader::u32, expected, |length| {
        let length = usize::try_from(*length).unwrap_or(usize::MAX);
        length.is_multiple_of(ALIGNMENT) && (64..=LONGEST_RECORD).contains(&length)
    })?;
    let version = expect(reader, "USN record version", Reader::u16, "2 to 4", |number| {
        Version::of_number(*number).is_some()
    })?;
    expect(reader, "minor version of a USN record", Reader::u16, "0", |minor| *minor == 0)?;
    let version = Version::of_number(version).unwrap_or(Version::Two);
    Ok((usize::try_from(length).unwrap_or(LONGEST_RECORD), version))
}

fn reference(
    reader: &mut Reader<'_>,
    version: Version,
    what: &'static str,
) -> Result<FileReference, ParseError> {
    let low = u128::from(reader.u64(what)?);
    let high = match version {
        Version::Two => 0,
        Version::Three | Version::Four => u128::from(reader.u64(what)?),
    };
    Ok(FileReference(high << 64 | low))
}

fn named<'a>(reader: &mut Reader<'a>, time: Filetime) -> Result<Content<'a>, ParseError> {
    let security_id = reader.u32("security id")?;
    let attributes = reader.u32("file attributes")?;
    let name_at = reader.position().saturating_add(4);
    let left = reader.remaining().saturating_sub(4);
    let length = expect(reader, "name length", Reader::u16, "what fills the record", |length| {
        let length = usize::from(*length);
        (2..=LONGEST_NAME).contains(&length)
            && length.is_multiple_of(2)
            && left.checked_sub(length).is_some_and(|rest| rest < ALIGNMENT)
    })?;
    expect(reader, "name offset", Reader::u16, "the end of the fixed fields", |offset| {
        usize::from(*offset) == name_at
    })?;
    let name = reader.take("file name", usize::from(length))?;
    Ok(Content::Named { time, security_id, attributes, name })
}

fn ranges<'a>(reader: &mut Reader<'_>) -> Result<Content<'a>, ParseError> {
    let remaining = reader.u32("remaining extents")?;
    let left = reader.remaining().saturating_sub(4);
    let count =
        expect(reader, "number of extents", Reader::u16, "what fills the record", |count| {
            usize::from(*count).checked_mul(EXTENT_BYTES) == Some(left)
        })?;
    let is_known = |size: &u16| usize::from(*size) == EXTENT_BYTES;
    expect(reader, "extent size", Reader::u16, "16", is_known)?;
    Ok(Content::Ranges { count, remaining })
}

/// A field whose value must be right, or an error that names it.
fn expect<'a, T: std::fmt::Display>(
    reader: &mut Reader<'a>,
    what: &'static str,
    read: fn(&mut Reader<'a>, &'static str) -> Result<T, ParseError>,
    expected: &'static str,
    is_right: impl FnOnce(&T) -> bool,
) -> Result<T, ParseError> {
    let offset = reader.offset();
    let value = read(reader, what)?;
    if is_right(&value) {
        Ok(value)
    } else {
        Err(ParseError::unexpected(what, offset, expected, value.to_string()))
    }
}
