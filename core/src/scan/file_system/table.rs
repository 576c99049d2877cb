//! The `$MFT` into findings.

use serde::{Deserialize, Serialize};

use super::packed::Packed;
use crate::{
    error::Warnings,
    evidence::file_paths::DirectoryRow,
    formats::mft::{
        Allocation, AttributeList, FileName, FileRecord, FileReference, Namespace, RecordCounts,
        RecordKind, RecordSize, read_segment,
    },
    limits,
    scan::findings::SourceFindings,
    time::Filetime,
};

/// What one `$MFT`, or a part of it, holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFindings {
    /// Bytes of a record: 1,024 or 4,096.
    pub record_size: u64,
    /// What its slots hold.
    pub counts: TableCounts,
    /// [`FileEntry`]s in table order.
    pub entries: Packed,
}

/// What the slots of a table hold, as [`RecordCounts`] counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCounts {
    /// Whole slots.
    pub slots: u64,
    /// Readable records in use.
    pub in_use: u64,
    /// Readable records of deleted files.
    pub deleted: u64,
    /// Readable records of directories, deleted ones included.
    pub directories: u64,
    /// Readable records that extend another.
    pub extensions: u64,
    /// Records of which something could not be read.
    pub damaged: u64,
    /// Slots that were never used.
    pub zero: u64,
    /// Slots marked bad, or with anything else.
    pub other: u64,
}

impl TableCounts {
    fn add(&mut self, other: &Self) {
        for (own, more) in [
            (&mut self.slots, other.slots),
            (&mut self.in_use, other.in_use),
            (&mut self.deleted, other.deleted),
            (&mut self.directories, other.directories),
            (&mut self.extensions, other.extensions),
            (&mut self.damaged, other.damaged),
            (&mut self.zero, other.zero),
            (&mut self.other, other.other),
        ] {
            *own = own.saturating_add(more);
        }
    }
}

impl From<RecordCounts> for TableCounts {
    fn from(counts: RecordCounts) -> Self {
        Self {
            slots: counts.slots,
            in_use: counts.in_use,
            deleted: counts.deleted,
            directories: counts.directories,
            extensions: counts.extensions,
            damaged: counts.damaged,
            zero: counts.zero,
            other: counts.bad.saturating_add(counts.unknown),
        }
    }
}

/// What is kept of a FILE record that has names, or whose names are in other records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    record: u64,
    sequence: u16,
    base: Option<u64>,
    in_use: bool,
    is_directory: bool,
    standard: Option<PackedTimes>,
    /// Names but short ones, which stand beside a long one.
    pub names: Vec<KeptName>,
}

/// A name of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptName {
    parent: u64,
    is_short: bool,
    /// The name.
    pub name: String,
    times: PackedTimes,
}

/// The first time, and how far each of the others is from the one before it: mostly not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct PackedTimes(u64, [i64; 3]);

impl PackedTimes {
    fn new(times: [Filetime; 4]) -> Self {
        let [a, b, c, d] = times.map(|time| time.0);
        let steps = [(a, b), (b, c), (c, d)];
        Self(a, steps.map(|(from, to)| to.wrapping_sub(from).cast_signed()))
    }

    fn times(self) -> [Filetime; 4] {
        let Self(a, [b, c, d]) = self;
        let b = a.wrapping_add_signed(b);
        let c = b.wrapping_add_signed(c);
        [a, b, c, c.wrapping_add_signed(d)].map(Filetime)
    }
}

impl FileEntry {
    fn of(record: FileRecord) -> Option<Self> {
        let is_base = record.base.is_none();
        let has_list = record.attribute_list != AttributeList::Absent;
        let has_long = record.file_names.iter().any(|name| name.namespace != Namespace::Dos);
        let names: Vec<KeptName> = record
            .file_names
            .iter()
            .filter(|name| name.namespace != Namespace::Dos || !has_long)
            .map(KeptName::of)
            .collect();
        (!names.is_empty() || is_base && has_list).then(|| Self {
            record: record.record_number,
            sequence: record.reference().sequence,
            base: record.base.map(u64::from),
            in_use: record.allocation == Allocation::InUse,
            is_directory: record.kind == RecordKind::Directory,
            standard: record.standard_information.map(|standard| {
                let times =
                    [standard.created, standard.modified, standard.changed, standard.accessed];
                PackedTimes::new(times)
            }),
            names,
        })
    }

    /// The file: that of the base record.
    pub fn owner(&self) -> FileReference {
        self.base.map_or_else(|| self.reference(), FileReference::from)
    }

    /// The record's own reference; of a deleted one that before its deletion.
    pub fn reference(&self) -> FileReference {
        FileReference { record: self.record, sequence: self.sequence }
    }

    /// Whether the record extends another.
    pub fn is_extension(&self) -> bool {
        self.base.is_some()
    }

    /// Whether the record is in use.
    pub fn is_in_use(&self) -> bool {
        self.in_use
    }

    /// Whether the record is of a directory; an extension record never says so.
    pub fn is_directory(&self) -> bool {
        self.is_directory
    }

    /// Created, modified, record changed, accessed by `$STANDARD_INFORMATION`.
    pub fn standard_times(&self) -> Option<[Filetime; 4]> {
        self.standard.map(PackedTimes::times)
    }

    /// The rows by which paths are found. An extension record does not say what it extends; its
    /// names can only be those of a directory where others name that as their parent.
    pub fn directory_rows(&self) -> impl Iterator<Item = DirectoryRow> + '_ {
        let names = self.names.iter().filter(|_| self.is_directory || self.is_extension());
        names.map(|name| DirectoryRow {
            reference: self.owner(),
            namespace: if name.is_short { Namespace::Dos } else { Namespace::Win32 },
            name: name.name.clone(),
            parent: name.parent(),
        })
    }
}

impl KeptName {
    fn of(name: &FileName) -> Self {
        let times = [name.created, name.modified, name.changed, name.accessed];
        Self {
            parent: name.parent.into(),
            is_short: name.namespace == Namespace::Dos,
            name: name.name.clone(),
            times: PackedTimes::new(times),
        }
    }

    /// The directory that the name stands in.
    pub fn parent(&self) -> FileReference {
        FileReference::from(self.parent)
    }

    /// Created, modified, record changed, accessed by `$FILE_NAME`.
    pub fn times(&self) -> [Filetime; 4] {
        self.times.times()
    }
}

impl TableFindings {
    /// Joins another part.
    pub(in crate::scan) fn merge(&mut self, other: Self) {
        self.record_size = self.record_size.max(other.record_size);
        self.counts.add(&other.counts);
        self.entries.merge(other.entries, limits::TABLE_ENTRY_BYTES);
    }

    /// The base record of a file.
    pub fn base(&self, file: FileReference) -> Option<FileEntry> {
        let offset = self.offset_of(file.record);
        let mut found = self.entries.entries_at::<FileEntry>(offset);
        found.find(|entry| entry.reference() == file && !entry.is_extension())
    }

    /// Where a record begins.
    pub fn offset_of(&self, record: u64) -> u64 {
        record.saturating_mul(self.record_size)
    }

    /// The record size as the formats name it.
    pub(crate) fn size(&self) -> RecordSize {
        match self.record_size {
            4_096 => RecordSize::Bytes4096,
            _ => RecordSize::Bytes1024,
        }
    }
}

/// Reads a part of a table that begins at `offset`, a multiple of [`super::BLOCK`].
pub(in crate::scan) fn read(
    bytes: &[u8],
    offset: u64,
    size: RecordSize,
    findings: &mut SourceFindings,
) {
    let mut warnings = Warnings::default();
    let mut part = TableFindings { record_size: size.bytes() as u64, ..TableFindings::default() };
    let entries = &mut part.entries;
    let counts = read_segment(bytes, offset, size, &mut warnings, |record| {
        let at = record.offset;
        if let Some(entry) = FileEntry::of(record) {
            entries.push(at, &entry);
        }
    });
    part.counts = counts.into();
    let read = counts.in_use.saturating_add(counts.deleted);
    let failed = counts.file.saturating_sub(read).saturating_add(part.counts.other);
    findings.records_read = findings.records_read.saturating_add(read);
    findings.records_failed = findings.records_failed.saturating_add(failed);
    findings.bytes_read = findings.bytes_read.saturating_add(bytes.len() as u64);
    findings.warnings.merge(warnings);
    findings.table.get_or_insert_default().merge(part);
}
