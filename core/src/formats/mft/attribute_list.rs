//! `$ATTRIBUTE_LIST`: which record holds which attribute of a file that needs several records.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | type |
//! | 4 | 2 | length of the entry |
//! | 6, 7 | 1 each | length and offset of the attribute's name |
//! | 8 | 8 | first cluster of the part |
//! | 16 | 8 | reference of the record |
//! | 24 | 2 | attribute id |

use super::FileReference;
use crate::{bytes::Reader, error::ParseError};

/// Bytes of an entry without a name.
const ENTRY_BYTES: usize = 26;

/// Where the attributes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AttributeList {
    /// In the file's one record.
    #[default]
    Absent,
    /// In the records of these entries, in file order.
    Resident(Vec<AttributeListEntry>),
    /// In records that a list outside the table tells; those records still name this one as their
    /// base.
    NonResident,
}

/// One attribute and the record that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeListEntry {
    /// Type of the attribute: `0x30` for `$FILE_NAME`, `0x80` for `$DATA`.
    pub attribute_type: u32,
    /// The record that holds it, which may be the base record itself.
    pub record: FileReference,
}

/// Reads the entries up to the first that is damaged, which is handed back beside them.
pub(super) fn read(mut reader: Reader<'_>) -> (Vec<AttributeListEntry>, Option<ParseError>) {
    let mut entries = Vec::new();
    while reader.remaining() > 0 {
        match entry(&mut reader) {
            Ok(entry) => entries.push(entry),
            Err(error) => return (entries, Some(error)),
        }
    }
    (entries, None)
}

fn entry(reader: &mut Reader<'_>) -> Result<AttributeListEntry, ParseError> {
    let (start, offset) = (reader.position(), reader.offset());
    let attribute_type = reader.u32("type in an attribute list")?;
    let length = usize::from(reader.u16("length of an attribute list entry")?);
    if length < ENTRY_BYTES {
        let (expected, found) = (format!("at least {ENTRY_BYTES}"), length.to_string());
        let at = offset.saturating_add(4);
        let what = "length of an attribute list entry";
        return Err(ParseError::unexpected(what, at, expected, found));
    }
    reader.skip("name and first cluster", 10)?;
    let record = FileReference::from(reader.u64("record in an attribute list")?);
    // The last entry may end without the bytes that align the next one.
    let end = start.saturating_add(length);
    let left = reader.remaining().saturating_add(reader.position());
    *reader = reader.at("attribute list entry", end.min(left))?;
    Ok(AttributeListEntry { attribute_type, record })
}
