//! The reference by which NTFS names a file: record number and sequence number.

use std::fmt;

/// Record number (48 bits) and sequence number (16 bits) of a file or directory.
///
/// The sequence number counts how often the record was given to another file: a reference whose
/// sequence number is not that of the record means a file that is gone.
///
/// ```
/// use konseki_core::formats::mft::FileReference;
/// let reference = FileReference::from(0x0005_0000_0000_0005);
/// assert_eq!(reference, FileReference::ROOT);
/// assert_eq!(reference.to_string(), "5-5");
/// assert_eq!(u64::from(reference), 0x0005_0000_0000_0005);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileReference {
    /// Place in the table, counted in records from 0.
    pub record: u64,
    /// Sequence number.
    pub sequence: u16,
}

impl FileReference {
    /// The root directory of every volume: formatting gives record 5 the sequence number 5, and it
    /// is never deleted.
    pub const ROOT: Self = Self { record: 5, sequence: 5 };

    /// The reference by which the file of a record was known before the record was freed.
    ///
    /// NTFS raises a record's sequence number when it frees the record, not when it uses it again,
    /// so that children of a deleted directory and its USN records name it by the number before.
    /// Zero is left out of the count.
    pub(super) fn before_deletion(record: u64, sequence: u16) -> Self {
        let before = match sequence {
            0 | 1 => u16::MAX,
            later => later.saturating_sub(1),
        };
        Self { record, sequence: before }
    }
}

impl From<u64> for FileReference {
    fn from(number: u64) -> Self {
        let [a, b, c, d, e, f, low, high] = number.to_le_bytes();
        Self {
            record: u64::from_le_bytes([a, b, c, d, e, f, 0, 0]),
            sequence: u16::from_le_bytes([low, high]),
        }
    }
}

impl From<FileReference> for u64 {
    fn from(reference: FileReference) -> Self {
        (u64::from(reference.sequence) << 48) | (reference.record & 0xffff_ffff_ffff)
    }
}

impl fmt::Display for FileReference {
    /// Record number and sequence number in decimal, with a hyphen between.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.record, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_before_deletion_leaves_out_zero() {
        let before = |sequence| FileReference::before_deletion(40, sequence).sequence;
        assert_eq!([before(2), before(1), before(u16::MAX)], [1, u16::MAX, u16::MAX - 1]);
    }
}
