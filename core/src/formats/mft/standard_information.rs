//! `$STANDARD_INFORMATION`: the times that Explorer shows, and the attributes.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0, 8, 16, 24 | 8 each | created, modified, record changed, accessed |
//! | 32 | 4 | file attributes |
//! | 36 | 12 | versions, class id |
//! | 48 | 16 | owner id, security id, quota (NTFS 3.0 and later) |
//! | 64 | 8 | USN of the last change (NTFS 3.0 and later) |

use crate::{bytes::Reader, error::ParseError, time::Filetime};

/// The value of `$STANDARD_INFORMATION`. Programs can set all of these times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandardInformation {
    /// When the file was created.
    pub created: Filetime,
    /// When its content was last changed.
    pub modified: Filetime,
    /// When its record was last changed.
    pub changed: Filetime,
    /// When it was last accessed, as far as the host keeps that.
    pub accessed: Filetime,
    /// `FILE_ATTRIBUTE_…` bits.
    pub attributes: u32,
    /// Offset of the file's last record in the USN journal; none before NTFS 3.0, and 0 without a
    /// journal.
    pub usn: Option<u64>,
}

/// Bytes of the value before NTFS 3.0.
const SHORT: usize = 48;

impl StandardInformation {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, ParseError> {
        let size = reader.remaining();
        let [created, modified, changed, accessed] = times(&mut reader)?;
        let attributes = reader.u32("file attributes")?;
        reader.skip("versions and class id", 12)?;
        let usn = if size > SHORT {
            reader.skip("owner, security and quota", 16)?;
            Some(reader.u64("update sequence number")?)
        } else {
            None
        };
        Ok(Self { created, modified, changed, accessed, attributes, usn })
    }
}

/// Created, modified, record changed, accessed: the order in both attributes that hold times.
pub(super) fn times(reader: &mut Reader<'_>) -> Result<[Filetime; 4], ParseError> {
    Ok([
        Filetime(reader.u64("created")?),
        Filetime(reader.u64("modified")?),
        Filetime(reader.u64("record changed")?),
        Filetime(reader.u64("accessed")?),
    ])
}
