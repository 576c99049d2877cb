//! Which size the records of a table have.

use crate::{bytes::Reader, error::ParseError};

/// Size of every FILE record of a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordSize {
    /// 1,024 bytes, the usual size.
    Bytes1024,
    /// 4,096 bytes, on disks with sectors of that size.
    Bytes4096,
}

impl RecordSize {
    /// In bytes.
    pub fn bytes(self) -> usize {
        match self {
            Self::Bytes1024 => 1_024,
            Self::Bytes4096 => 4_096,
        }
    }

    fn from_bytes(bytes: u32) -> Option<Self> {
        match bytes {
            1_024 => Some(Self::Bytes1024),
            4_096 => Some(Self::Bytes4096),
            _ => None,
        }
    }
}

/// The record size of a table by its first bytes ([`IDENTIFY_BYTES`] are enough): the allocated
/// size that the first FILE record states. Slots before it may be empty or damaged.
///
/// # Errors
/// When no FILE record with a known size is there.
///
/// ```
/// use konseki_core::formats::mft::{RecordSize, record_size};
/// let mut table = vec![0; 1_024];
/// table[..8].copy_from_slice(b"FILE\x30\0\x03\0");
/// table[28..32].copy_from_slice(&1_024_u32.to_le_bytes()); // allocated size
/// assert_eq!(record_size(&table), Ok(RecordSize::Bytes1024));
/// assert!(record_size(b"FILE").is_err());
/// ```
///
/// [`IDENTIFY_BYTES`]: crate::formats::IDENTIFY_BYTES
pub fn record_size(first: &[u8]) -> Result<RecordSize, ParseError> {
    let slots = first.chunks(RecordSize::Bytes1024.bytes());
    slots.into_iter().find_map(stated_size).ok_or_else(|| {
        let expected = "a FILE record with an allocated size of 1024 or 4096 bytes";
        ParseError::unexpected("master file table", 0, expected, "none in the first bytes")
    })
}

/// What the FILE record at the start of `slot` states.
fn stated_size(slot: &[u8]) -> Option<RecordSize> {
    let mut reader = Reader::new(slot, 0);
    let signature = reader.take("signature", 4).ok()?;
    let array = reader.u16("update sequence array offset").ok()?;
    let size = reader.at("allocated size", 28).ok()?.u32("allocated size").ok()?;
    let is_file = signature == b"FILE" && (0x2a..=0x30).contains(&array);
    RecordSize::from_bytes(size).filter(|_| is_file)
}

/// Whether a table starts here although its first record is empty or was marked bad (`BAAD`): a
/// FILE record stands where the second one begins.
pub(in crate::formats) fn starts_table(first: &[u8]) -> bool {
    let is_slot = first.starts_with(b"BAAD") || first.starts_with(&[0; 64]);
    is_slot
        && [RecordSize::Bytes1024, RecordSize::Bytes4096]
            .into_iter()
            .any(|size| first.get(size.bytes()..).and_then(stated_size) == Some(size))
}
