//! A FILE record: its header, and what is kept of its attributes.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | `FILE` |
//! | 4, 6 | 2 each | offset and size of the update sequence array |
//! | 16 | 2 | sequence number |
//! | 18 | 2 | hard links |
//! | 20 | 2 | offset of the first attribute |
//! | 22 | 2 | flags: 1 in use, 2 directory |
//! | 24, 28 | 4 each | used size, allocated size |
//! | 32 | 8 | reference of the base record, 0 in a base record |
//! | 44 | 4 | record number (NTFS 3.1 and later, when the array begins at 48) |

use super::{
    AttributeList, FileName, FileReference, StandardInformation,
    attribute::{self, Attribute, Value},
    attribute_list,
    fixup::{self, Fixup},
};
use crate::{
    bytes::Reader,
    error::{ParseError, WarningCode, Warnings},
};

/// Bytes of the header before NTFS 3.1; later ones add the record number.
pub(super) const OLD_HEADER_BYTES: usize = 42;
const HEADER_BYTES: usize = 48;

/// Whether the record belongs to a file that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allocation {
    /// It does.
    InUse,
    /// The file was deleted; the record is free to be used again.
    Deleted,
}

/// What the record describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A file, or a part of a file or directory in an extension record.
    File,
    /// A directory.
    Directory,
}

/// How much of the record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Integrity {
    /// All of it.
    Whole,
    /// A sector behind the first was not written with it; attributes from there on are missing.
    Torn,
    /// Attributes are damaged; the readable ones are here.
    AttributesDamaged,
}

/// A FILE record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Offset in the table's file, in bytes.
    pub offset: u64,
    /// Place in the table, counted in records.
    pub record_number: u64,
    /// Sequence number as it stands in the record; see [`Self::reference`].
    pub sequence_number: u16,
    /// The base record, if this one is an extension of another.
    pub base: Option<FileReference>,
    /// In use or deleted.
    pub allocation: Allocation,
    /// File or directory.
    pub kind: RecordKind,
    /// Hard links, short names included.
    pub hard_link_count: u16,
    /// Times and attributes; none in an extension record.
    pub standard_information: Option<StandardInformation>,
    /// Names in record order, short ones included.
    pub file_names: Vec<FileName>,
    /// Where further attributes are.
    pub attribute_list: AttributeList,
    /// Size of the content (the unnamed `$DATA`) in bytes, where this record states it.
    pub data_size: Option<u64>,
    /// How much was read.
    pub integrity: Integrity,
}

impl FileRecord {
    /// The reference by which others know the file: children, extension records, USN records. For a
    /// deleted file it has the sequence number from before the deletion.
    pub fn reference(&self) -> FileReference {
        let (record, sequence) = (self.record_number, self.sequence_number);
        match self.allocation {
            Allocation::InUse => FileReference { record, sequence },
            Allocation::Deleted => FileReference::before_deletion(record, sequence),
        }
    }

    /// The file that this record is of or extends.
    pub fn owner(&self) -> FileReference {
        self.base.unwrap_or_else(|| self.reference())
    }
}

/// Reads the record in `bytes`, a copy in which the replaced bytes are put back.
///
/// # Errors
/// When not even its first sector can be relied on. The error also says whether that is for a
/// sector that was not written with the others.
pub(super) fn read(
    bytes: &mut [u8],
    offset: u64,
    record_number: u64,
    warnings: &mut Warnings,
) -> Result<FileRecord, Unreadable> {
    let (usable, integrity) = match fixup::apply(bytes, offset).map_err(Unreadable::Header)? {
        Fixup::Whole => (bytes.len(), Integrity::Whole),
        Fixup::Torn { usable: 0, error } => return Err(Unreadable::Torn(error)),
        Fixup::Torn { usable, error } => {
            warnings.push_error(WarningCode::RecordDamaged, &error);
            (usable, Integrity::Torn)
        }
    };
    let header = Header::read(Reader::new(bytes, offset)).map_err(Unreadable::Header)?;
    header.compare_numbers(offset, record_number, warnings);
    let used = usize::try_from(header.used_size).unwrap_or(usize::MAX);
    let record = FileRecord {
        offset,
        record_number,
        sequence_number: header.sequence_number,
        base: (header.base != 0).then(|| FileReference::from(header.base)),
        allocation: if header.flags & 1 == 0 { Allocation::Deleted } else { Allocation::InUse },
        kind: if header.flags & 2 == 0 { RecordKind::File } else { RecordKind::Directory },
        hard_link_count: header.hard_link_count,
        standard_information: None,
        file_names: Vec::new(),
        attribute_list: AttributeList::Absent,
        data_size: None,
        integrity,
    };
    let window = bytes.get(..used.min(usable)).unwrap_or_default();
    let mut attributes = Attributes { record, warnings };
    if used > bytes.len() {
        let (expected, found) = (format!("at most {}", bytes.len()), used.to_string());
        let at = offset.saturating_add(24);
        attributes.warn(&ParseError::unexpected("used size of a record", at, expected, found));
    }
    attributes.read_all(Reader::new(window, offset), usize::from(header.first_attribute));
    Ok(attributes.record)
}

/// Why nothing of a record can be relied on.
pub(super) enum Unreadable {
    /// Its first sector was not written with the header that stands in it.
    Torn(ParseError),
    /// Its header is damaged.
    Header(ParseError),
}

struct Header {
    sequence_number: u16,
    hard_link_count: u16,
    first_attribute: u16,
    flags: u16,
    used_size: u32,
    base: u64,
    /// None before NTFS 3.1.
    stored_number: Option<u32>,
}

impl Header {
    fn read(reader: Reader<'_>) -> Result<Self, ParseError> {
        let array = reader.at("update sequence array offset", 4)?.u16("array offset")?;
        let mut fields = reader.at("sequence number", 16)?;
        let sequence_number = fields.u16("sequence number")?;
        let hard_link_count = fields.u16("hard link count")?;
        let first_attribute = fields.u16("offset of the first attribute")?;
        let flags = fields.u16("flags of a record")?;
        let used_size = fields.u32("used size of a record")?;
        fields.skip("allocated size", 4)?;
        let base = fields.u64("base record")?;
        fields.skip("next attribute id", 4)?;
        let stored_number = match usize::from(array) < HEADER_BYTES {
            true => None,
            false => Some(fields.u32("record number")?),
        };
        Ok(Self {
            sequence_number,
            hard_link_count,
            first_attribute,
            flags,
            used_size,
            base,
            stored_number,
        })
    }

    /// Says when the record stands at another place than it was written for.
    fn compare_numbers(&self, offset: u64, record_number: u64, warnings: &mut Warnings) {
        let place = u32::try_from(record_number & 0xffff_ffff).ok();
        if let Some(stored) = self.stored_number.filter(|stored| Some(*stored) != place) {
            let at = offset.saturating_add(44);
            let (expected, found) = (record_number.to_string(), stored.to_string());
            let error = ParseError::unexpected("number of a record", at, expected, found);
            warnings.push_error(WarningCode::RecordDamaged, &error);
        }
    }
}

/// A record that is given its attributes.
struct Attributes<'w> {
    record: FileRecord,
    warnings: &'w mut Warnings,
}

impl Attributes<'_> {
    fn read_all(&mut self, record: Reader<'_>, first: usize) {
        let is_torn = self.record.integrity == Integrity::Torn;
        let mut reader = match record.at("first attribute", first) {
            Ok(reader) => reader,
            Err(error) => return self.warn(&error),
        };
        loop {
            match Attribute::next(&mut reader) {
                Ok(Some(attribute)) => {
                    if let Err(error) = self.read_one(&attribute) {
                        self.warn(&error);
                    }
                }
                Ok(None) => return,
                // The attributes of a torn record end at the torn sector, which was said.
                Err(_) if is_torn => return,
                Err(error) => return self.warn(&error),
            }
        }
    }

    fn read_one(&mut self, attribute: &Attribute<'_>) -> Result<(), ParseError> {
        match attribute.attribute_type {
            attribute::STANDARD_INFORMATION => {
                let value = attribute.resident("standard information")?;
                self.record.standard_information = Some(StandardInformation::read(value)?);
            }
            attribute::FILE_NAME => {
                let name = FileName::read(attribute.resident("file name")?)?;
                self.record.file_names.push(name);
            }
            attribute::ATTRIBUTE_LIST => self.read_list(attribute)?,
            attribute::DATA if !attribute.has_name => match attribute.value()? {
                Value::Resident(value) => self.record.data_size = Some(value.remaining() as u64),
                Value::NonResident { first_cluster: 0, size } => self.record.data_size = Some(size),
                // The record with the first part states the size.
                Value::NonResident { .. } => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn read_list(&mut self, attribute: &Attribute<'_>) -> Result<(), ParseError> {
        self.record.attribute_list = match attribute.value()? {
            Value::NonResident { .. } => AttributeList::NonResident,
            Value::Resident(value) => {
                let (entries, error) = attribute_list::read(value);
                if let Some(error) = error {
                    self.warn(&error);
                }
                AttributeList::Resident(entries)
            }
        };
        Ok(())
    }

    /// Reports damage that was stepped over.
    fn warn(&mut self, error: &ParseError) {
        self.warnings.push_error(WarningCode::RecordDamaged, error);
        if self.record.integrity == Integrity::Whole {
            self.record.integrity = Integrity::AttributesDamaged;
        }
    }
}
