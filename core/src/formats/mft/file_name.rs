//! `$FILE_NAME`: a name of the file, the directory it stands in, and times of its own.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 8 | reference of the parent directory |
//! | 8, 16, 24, 32 | 8 each | created, modified, record changed, accessed |
//! | 40, 48 | 8 each | allocated size, size |
//! | 56 | 4 | file attributes |
//! | 60 | 4 | reparse tag or size of the extended attributes |
//! | 64 | 1 | UTF-16 code units of the name |
//! | 65 | 1 | namespace |
//! | 66 | | name |

use super::{FileReference, standard_information::times};
use crate::{bytes::Reader, error::ParseError, time::Filetime};

/// Which kind of name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// A long name with a short one beside it.
    Win32,
    /// A long name that is a short one as well.
    Win32AndDos,
    /// Any name; case counts. Hard links and files of other systems have it.
    Posix,
    /// A short name (`PROGRA~1`).
    Dos,
    /// A number without a meaning.
    Unknown(u8),
}

impl Namespace {
    fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Posix,
            1 => Self::Win32,
            2 => Self::Dos,
            3 => Self::Win32AndDos,
            other => Self::Unknown(other),
        }
    }
}

/// The value of one `$FILE_NAME`. Its times and sizes are those of when the name was given or
/// last changed; programs cannot set them directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The directory the name stands in.
    pub parent: FileReference,
    /// The name; lone surrogates are U+FFFD.
    pub name: String,
    /// Its kind.
    pub namespace: Namespace,
    /// When the file was created.
    pub created: Filetime,
    /// When its content was last changed.
    pub modified: Filetime,
    /// When its record was last changed.
    pub changed: Filetime,
    /// When it was last accessed.
    pub accessed: Filetime,
    /// Bytes on the disk.
    pub allocated_size: u64,
    /// Bytes of content.
    pub size: u64,
    /// `FILE_ATTRIBUTE_…` bits.
    pub attributes: u32,
}

impl FileName {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, ParseError> {
        let parent = FileReference::from(reader.u64("parent directory")?);
        let [created, modified, changed, accessed] = times(&mut reader)?;
        let allocated_size = reader.u64("allocated size")?;
        let size = reader.u64("size")?;
        let attributes = reader.u32("file attributes")?;
        reader.skip("reparse tag", 4)?;
        let units = usize::from(reader.u8("length of the file name")?);
        let namespace = Namespace::from_number(reader.u8("namespace")?);
        let name = reader.utf16("file name", units)?;
        Ok(Self {
            parent,
            name,
            namespace,
            created,
            modified,
            changed,
            accessed,
            allocated_size,
            size,
            attributes,
        })
    }
}
