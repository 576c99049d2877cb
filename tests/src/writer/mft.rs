//! A writer of master file tables (`$MFT`).
//!
//! Contract: records of 1,024 bytes with fixups, as Windows writes them since NTFS 3.1. Slots
//! that are not given are zero. Reference: the Linux-NTFS project's description of FILE records.

use std::collections::BTreeMap;

use konseki_core::time::Filetime;

const RECORD: usize = 1_024;
const SECTOR: usize = 512;
/// Behind the header and its update sequence array of three numbers.
const FIRST_ATTRIBUTE: usize = 0x38;

/// A record number and its sequence number.
pub type Reference = (u64, u16);

/// The root directory of every volume.
pub const ROOT: Reference = (5, 5);

fn number((record, sequence): Reference) -> u64 {
    u64::from(sequence) << 48 | record
}

/// One file or directory.
///
/// ```
/// use konseki_tests::writer::mft::{Entry, ROOT};
/// let windows = Entry::directory((40, 1), ROOT, "Windows").at("2026-01-05T10:00:00Z");
/// ```
#[derive(Debug, Clone)]
pub struct Entry {
    own: Reference,
    names: Vec<(Reference, u8, String)>,
    flags: u16,
    standard: [Filetime; 4],
    named: [Filetime; 4],
    attributes: u32,
    extension: Option<Reference>,
}

impl Entry {
    /// A file that is in use.
    pub fn file(own: Reference, parent: Reference, name: &str) -> Self {
        let time = Filetime(134_120_000_000_000_000);
        Self {
            own,
            names: vec![(parent, 3, name.to_owned())],
            flags: 1,
            standard: [time; 4],
            named: [time; 4],
            attributes: 0x20,
            extension: None,
        }
    }

    /// A directory that is in use.
    pub fn directory(own: Reference, parent: Reference, name: &str) -> Self {
        Self { flags: 3, attributes: 0x10, ..Self::file(own, parent, name) }
    }

    /// All eight times.
    pub fn at(self, time: &str) -> Self {
        self.times([time; 4]).named_at(time)
    }

    /// Created, modified, record changed, accessed of `$STANDARD_INFORMATION`.
    pub fn times(mut self, times: [&str; 4]) -> Self {
        self.standard = times.map(parse);
        self
    }

    /// All times of `$FILE_NAME`.
    pub fn named_at(mut self, time: &str) -> Self {
        self.named = [parse(time); 4];
        self
    }

    /// A further name: a hard link, or with namespace 2 a short one.
    pub fn name(mut self, parent: Reference, namespace: u8, name: &str) -> Self {
        self.names.push((parent, namespace, name.to_owned()));
        self
    }

    /// Deleted: Windows clears the flag and raises the sequence number. `own` is how the file was
    /// known before.
    pub fn deleted(mut self) -> Self {
        self.flags &= !1;
        self.own.1 += 1;
        self
    }

    /// Its names stand in another record, which an attribute list tells.
    pub fn names_in(mut self, extension: Reference) -> Self {
        self.extension = Some(extension);
        self
    }

    fn records(&self) -> Vec<(u64, Vec<u8>)> {
        let names = self.names.iter().map(|name| self.file_name(name)).collect::<Vec<_>>();
        let standard = resident(0x10, &self.standard_information());
        let links = self.names.len() as u16;
        let Some(extension) = self.extension else {
            let body = [vec![standard], names].concat();
            return vec![(self.own.0, record(self.own, self.flags, links, 0, body))];
        };
        let entries = [(0x10_u32, self.own), (0x30, extension)];
        let list: Vec<u8> = entries.iter().flat_map(|(kind, at)| list_entry(*kind, *at)).collect();
        let base = record(self.own, self.flags, links, 0, vec![standard, resident(0x20, &list)]);
        let other = record(extension, self.flags & 1, 0, number(self.own), names);
        vec![(self.own.0, base), (extension.0, other)]
    }

    fn standard_information(&self) -> Vec<u8> {
        let mut value: Vec<u8> =
            self.standard.iter().flat_map(|time| time.0.to_le_bytes()).collect();
        value.extend(self.attributes.to_le_bytes());
        value.resize(72, 0);
        value
    }

    fn file_name(&self, (parent, namespace, name): &(Reference, u8, String)) -> Vec<u8> {
        let mut value = number(*parent).to_le_bytes().to_vec();
        value.extend(self.named.iter().flat_map(|time| time.0.to_le_bytes()));
        value.extend([0; 16]); // sizes, which a name keeps from when it was given
        let directory = if self.flags & 2 == 0 { 0 } else { 0x1000_0000 };
        value.extend((self.attributes | directory).to_le_bytes());
        value.extend([0; 4]);
        let units: Vec<u16> = name.encode_utf16().collect();
        value.extend([units.len() as u8, *namespace]);
        value.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        resident(0x30, &value)
    }
}

fn parse(time: &str) -> Filetime {
    time.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn list_entry(kind: u32, at: Reference) -> Vec<u8> {
    let mut entry = kind.to_le_bytes().to_vec();
    entry.extend(32_u16.to_le_bytes());
    entry.extend([0, 26]);
    entry.extend([0; 8]);
    entry.extend(number(at).to_le_bytes());
    entry.resize(32, 0);
    entry
}

/// A resident attribute; its id is given when the record is put together.
fn resident(kind: u32, value: &[u8]) -> Vec<u8> {
    let mut attribute = kind.to_le_bytes().to_vec();
    attribute.extend((24 + value.len().next_multiple_of(8) as u32).to_le_bytes());
    attribute.extend([0, 0, 24, 0, 0, 0, 0, 0]);
    attribute.extend((value.len() as u32).to_le_bytes());
    attribute.extend([24, 0, u8::from(kind == 0x30), 0]);
    attribute.extend(value);
    attribute.resize(attribute.len().next_multiple_of(8), 0);
    attribute
}

fn record(own: Reference, flags: u16, links: u16, base: u64, attributes: Vec<Vec<u8>>) -> Vec<u8> {
    let mut record = b"FILE".to_vec();
    record.extend([0x30, 0, 3, 0]);
    record.extend([0; 8]); // log sequence number
    record.extend(own.1.to_le_bytes());
    record.extend(links.to_le_bytes());
    record.extend((FIRST_ATTRIBUTE as u16).to_le_bytes());
    record.extend(flags.to_le_bytes());
    let used = FIRST_ATTRIBUTE + attributes.iter().map(Vec::len).sum::<usize>() + 8;
    assert!(used <= RECORD, "record {own:?} is full");
    record.extend((used as u32).to_le_bytes());
    record.extend((RECORD as u32).to_le_bytes());
    record.extend(base.to_le_bytes());
    record.extend((attributes.len() as u16).to_le_bytes());
    record.extend([0, 0]);
    record.extend((own.0 as u32).to_le_bytes());
    record.resize(FIRST_ATTRIBUTE, 0);
    for (id, mut attribute) in attributes.into_iter().enumerate() {
        attribute[14] = id as u8;
        record.extend(attribute);
    }
    record.extend(u32::MAX.to_le_bytes());
    record.resize(RECORD, 0);
    let check = 1 + (own.0 as u16) % 0x7000;
    record[0x30..0x32].copy_from_slice(&check.to_le_bytes());
    for sector in 0..RECORD / SECTOR {
        let end = (sector + 1) * SECTOR - 2;
        let (from, to) = (record[end..end + 2].to_vec(), 0x32 + 2 * sector);
        record[to..to + 2].copy_from_slice(&from);
        record[end..end + 2].copy_from_slice(&check.to_le_bytes());
    }
    record
}

/// A table to be written.
///
/// ```
/// use konseki_tests::writer::mft::Table;
/// let bytes = Table::new("2026-01-05T10:00:00Z").write();
/// assert_eq!(&bytes[..4], b"FILE");
/// assert_eq!(bytes.len(), 6 * 1_024);
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    records: BTreeMap<u64, Vec<u8>>,
}

impl Table {
    /// A table of a volume that was formatted at a time: `$MFT` itself and the root directory.
    pub fn new(formatted: &str) -> Self {
        Self { records: BTreeMap::new() }
            .push(Entry::file((0, 1), ROOT, "$MFT").at(formatted))
            .push(Entry::directory(ROOT, ROOT, ".").at(formatted))
    }

    /// Adds a file or directory; what stood in its records before is replaced.
    pub fn push(mut self, entry: Entry) -> Self {
        self.records.extend(entry.records());
        self
    }

    /// Overwrites the first bytes of a record.
    pub fn damage(mut self, record: u64) -> Self {
        self.records.insert(record, vec![0xdb; RECORD]);
        self
    }

    /// The table up to its last record.
    pub fn write(&self) -> Vec<u8> {
        let slots = self.records.keys().last().map_or(0, |last| *last as usize + 1);
        let mut bytes = vec![0; slots * RECORD];
        for (number, record) in &self.records {
            let at = *number as usize * RECORD;
            bytes[at..at + RECORD].copy_from_slice(record);
        }
        bytes
    }
}
