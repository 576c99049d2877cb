//! A writer of USN journals (`$UsnJrnl:$J`).
//!
//! Contract: as NTFS does, a record that would cross a page of 4,096 bytes begins on the next one,
//! and a record's USN is its offset in the journal, sparse head included. Reference: winioctl.h.

use std::ops::Range;

use konseki_core::{formats::usn::Reason, time::Filetime};

const PAGE: usize = 4_096;

/// The layout of the records that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// References of 64 bits.
    Two,
    /// References of 128 bits.
    Three,
}

/// One change of a named file.
///
/// ```
/// use konseki_tests::writer::usn::Change;
/// let change = Change::of("tool.exe").reason("DATA_EXTEND|FILE_CREATE").at("2026-03-02T09:15:04Z");
/// ```
#[derive(Debug, Clone)]
pub struct Change {
    name: Vec<u16>,
    reason: u32,
    time: Filetime,
    file: u128,
    parent: u128,
    source_info: u32,
    security_id: u32,
    attributes: u32,
}

impl Change {
    /// A change of a file in the root directory of its volume.
    pub fn of(name: &str) -> Self {
        Self {
            name: name.encode_utf16().collect(),
            reason: Reason::FILE_CREATE.0,
            time: Filetime(134_168_805_000_000_000),
            file: 0x0001_0000_0000_4000,
            parent: 0x0005_0000_0000_0005,
            source_info: 0,
            security_id: 0x107,
            attributes: 0x20,
        }
    }

    /// When, in RFC 3339.
    pub fn at(mut self, time: &str) -> Self {
        self.time = time.parse().unwrap_or_else(|error| panic!("{error}"));
        self
    }

    /// What happened, by Microsoft's names joined by `|`.
    pub fn reason(mut self, names: &str) -> Self {
        self.reason = flags(names);
        self
    }

    /// The file: number of its FILE record and sequence number.
    pub fn file(mut self, record: u64, sequence: u16) -> Self {
        self.file = reference(record, sequence);
        self
    }

    /// The directory: number of its FILE record and sequence number.
    pub fn parent(mut self, record: u64, sequence: u16) -> Self {
        self.parent = reference(record, sequence);
        self
    }

    /// The file by a reference of 128 bits, as ReFS has them; version 2 keeps the lower half.
    pub fn file_id(mut self, reference: u128) -> Self {
        self.file = reference;
        self
    }

    /// `FILE_ATTRIBUTE_*`.
    pub fn attributes(mut self, attributes: u32) -> Self {
        self.attributes = attributes;
        self
    }

    /// `USN_SOURCE_*`.
    pub fn source_info(mut self, source_info: u32) -> Self {
        self.source_info = source_info;
        self
    }

    fn write(&self, version: Version, usn: u64) -> Vec<u8> {
        let mut record = head(version_number(version), self.file, self.parent, usn);
        record.extend(self.time.0.to_le_bytes());
        for number in [self.reason, self.source_info, self.security_id, self.attributes] {
            record.extend(number.to_le_bytes());
        }
        record.extend((2 * self.name.len() as u16).to_le_bytes());
        record.extend((record.len() as u16 + 2).to_le_bytes());
        record.extend(self.name.iter().flat_map(|unit| unit.to_le_bytes()));
        finish(record)
    }
}

fn version_number(version: Version) -> u16 {
    match version {
        Version::Two => 2,
        Version::Three => 3,
    }
}

fn reference(record: u64, sequence: u16) -> u128 {
    u128::from(u64::from(sequence) << 48 | record)
}

fn flags(names: &str) -> u32 {
    let flag = |name| Reason::named(name).unwrap_or_else(|| panic!("no reason {name}")).0;
    names.split('|').fold(0, |all, name| all | flag(name))
}

fn head(version: u16, file: u128, parent: u128, usn: u64) -> Vec<u8> {
    let mut record = vec![0; 4];
    record.extend(version.to_le_bytes());
    record.extend([0, 0]);
    for reference in [file, parent] {
        let bytes = reference.to_le_bytes();
        record.extend(if version == 2 { &bytes[..8] } else { &bytes[..] });
    }
    record.extend(usn.to_le_bytes());
    record
}

fn finish(mut record: Vec<u8>) -> Vec<u8> {
    record.resize(record.len().next_multiple_of(8), 0);
    let length = record.len() as u32;
    record[..4].copy_from_slice(&length.to_le_bytes());
    record
}

/// A journal to be written.
///
/// ```
/// use konseki_tests::writer::usn::{Change, Journal};
/// let bytes = Journal::new().push(Change::of("a.txt").reason("FILE_CREATE|CLOSE")).write();
/// assert_eq!(&bytes[..8], b"\x48\0\0\0\x02\0\0\0");
/// assert_eq!(bytes.len(), 4_096);
/// ```
#[derive(Debug, Clone)]
pub struct Journal {
    version: Version,
    sparse: u64,
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

impl Default for Journal {
    fn default() -> Self {
        Self::new()
    }
}

impl Journal {
    /// An empty journal of version 2 without a sparse head.
    pub fn new() -> Self {
        Self { version: Version::Two, sparse: 0, bytes: Vec::new(), starts: Vec::new() }
    }

    /// The layout of the changes that follow.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// A journal whose first `bytes` were given back to the volume; comes before any change.
    pub fn sparse(mut self, bytes: u64) -> Self {
        assert!(self.bytes.is_empty() && bytes.is_multiple_of(PAGE as u64), "sparse head");
        self.sparse = bytes;
        self
    }

    /// Adds a change.
    pub fn push(mut self, change: Change) -> Self {
        let version = self.version;
        self.append(|usn| change.write(version, usn));
        self
    }

    /// Adds changes.
    pub fn extend(self, changes: impl IntoIterator<Item = Change>) -> Self {
        changes.into_iter().fold(self, Self::push)
    }

    /// Adds a record of version 4: ranges (offset, length) of a file that changed.
    pub fn ranges(
        mut self,
        record: u64,
        sequence: u16,
        names: &str,
        ranges: &[(u64, u64)],
    ) -> Self {
        self.append(|usn| {
            let file = reference(record, sequence);
            let mut record = head(4, file, reference(5, 5), usn);
            for number in [flags(names), 0, 0] {
                record.extend(u32::to_le_bytes(number));
            }
            record.extend((ranges.len() as u16).to_le_bytes());
            record.extend(16_u16.to_le_bytes());
            for (offset, length) in ranges {
                record.extend(offset.to_le_bytes());
                record.extend(length.to_le_bytes());
            }
            finish(record)
        });
        self
    }

    fn append(&mut self, write: impl Fn(u64) -> Vec<u8>) {
        let length = write(0).len();
        if self.bytes.len() % PAGE + length > PAGE {
            self.end_page();
        }
        self.starts.push(self.bytes.len());
        let usn = self.sparse + self.bytes.len() as u64;
        self.bytes.extend(write(usn));
    }

    fn end_page(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(PAGE), 0);
    }

    /// Pages of zeros between the changes so far and those that follow.
    pub fn empty_pages(mut self, count: usize) -> Self {
        self.end_page();
        self.bytes.resize(self.bytes.len() + count * PAGE, 0);
        self
    }

    /// Where the change of that number stands, from the journal's beginning.
    pub fn offset(&self, index: usize) -> u64 {
        self.sparse + self.starts[index] as u64
    }

    /// Overwrites bytes of the change of that number.
    pub fn damage(mut self, index: usize, bytes: Range<usize>) -> Self {
        let start = self.starts[index];
        self.bytes[start + bytes.start..start + bytes.end].fill(0xdb);
        self
    }

    /// The journal up to the end of its last page, sparse head included.
    pub fn write(mut self) -> Vec<u8> {
        self.end_page();
        let mut bytes = vec![0; usize::try_from(self.sparse).expect("a head that fits in memory")];
        bytes.append(&mut self.bytes);
        bytes
    }

    /// The last part only, from the change of that number on, as tools save what is not sparse.
    pub fn write_from(mut self, index: usize) -> Vec<u8> {
        self.end_page();
        self.bytes.split_off(self.starts[index])
    }
}
