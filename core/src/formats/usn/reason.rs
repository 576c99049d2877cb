//! What changed, as the journal's reason flags say it.
//!
//! Reference: winioctl.h, `USN_REASON_*`; [MS-FSCC] §2.3.62.1.

use std::fmt;

/// The names of Microsoft without `USN_REASON_`, in the order of their bits.
const NAMES: &[(u32, &str)] = &[
    (0x0000_0001, "DATA_OVERWRITE"),
    (0x0000_0002, "DATA_EXTEND"),
    (0x0000_0004, "DATA_TRUNCATION"),
    (0x0000_0010, "NAMED_DATA_OVERWRITE"),
    (0x0000_0020, "NAMED_DATA_EXTEND"),
    (0x0000_0040, "NAMED_DATA_TRUNCATION"),
    (0x0000_0100, "FILE_CREATE"),
    (0x0000_0200, "FILE_DELETE"),
    (0x0000_0400, "EA_CHANGE"),
    (0x0000_0800, "SECURITY_CHANGE"),
    (0x0000_1000, "RENAME_OLD_NAME"),
    (0x0000_2000, "RENAME_NEW_NAME"),
    (0x0000_4000, "INDEXABLE_CHANGE"),
    (0x0000_8000, "BASIC_INFO_CHANGE"),
    (0x0001_0000, "HARD_LINK_CHANGE"),
    (0x0002_0000, "COMPRESSION_CHANGE"),
    (0x0004_0000, "ENCRYPTION_CHANGE"),
    (0x0008_0000, "OBJECT_ID_CHANGE"),
    (0x0010_0000, "REPARSE_POINT_CHANGE"),
    (0x0020_0000, "STREAM_CHANGE"),
    (0x0040_0000, "TRANSACTED_CHANGE"),
    (0x0080_0000, "INTEGRITY_CHANGE"),
    (0x0100_0000, "DESIRED_STORAGE_CLASS_CHANGE"),
    (0x8000_0000, "CLOSE"),
];

/// The reasons of one record: all that happened since the file was opened, so flags add up until
/// [`Reason::CLOSE`].
///
/// ```
/// use konseki_core::formats::usn::Reason;
/// let reason = Reason(0x8000_0102);
/// assert_eq!(reason.to_string(), "DATA_EXTEND|FILE_CREATE|CLOSE");
/// assert_eq!(Reason::named("file_create"), Some(Reason::FILE_CREATE));
/// assert!(reason.contains(Reason::FILE_CREATE));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Reason(pub u32);

impl Reason {
    /// Data of the file was overwritten.
    pub const DATA_OVERWRITE: Self = Self(0x0000_0001);
    /// Data was added to the file.
    pub const DATA_EXTEND: Self = Self(0x0000_0002);
    /// The file became shorter.
    pub const DATA_TRUNCATION: Self = Self(0x0000_0004);
    /// The file or directory was made.
    pub const FILE_CREATE: Self = Self(0x0000_0100);
    /// The file or directory was deleted.
    pub const FILE_DELETE: Self = Self(0x0000_0200);
    /// Access rights changed.
    pub const SECURITY_CHANGE: Self = Self(0x0000_0800);
    /// The record holds the name before a rename.
    pub const RENAME_OLD_NAME: Self = Self(0x0000_1000);
    /// The record holds the name after a rename.
    pub const RENAME_NEW_NAME: Self = Self(0x0000_2000);
    /// Attributes or times changed.
    pub const BASIC_INFO_CHANGE: Self = Self(0x0000_8000);
    /// The file was closed.
    pub const CLOSE: Self = Self(0x8000_0000);

    /// The reason of a name as Microsoft writes it, with or without `USN_REASON_`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let upper = name.to_ascii_uppercase();
        let name = upper.strip_prefix("USN_REASON_").unwrap_or(&upper);
        NAMES.iter().find(|(_, known)| *known == name).map(|(bit, _)| Self(*bit))
    }

    /// Whether all flags of `other` are set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any flag of `other` is set.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The flags that `other` does not have.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The flags that are set, each by itself.
    pub fn flags(self) -> impl Iterator<Item = Self> {
        (0..u32::BITS).map(|bit| Self(1 << bit)).filter(move |flag| self.meets(*flag))
    }

    /// Names of the flags that are set and known, in the order of their bits.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(move |(bit, _)| self.0 & bit != 0).map(|(_, name)| *name)
    }

    /// Flags that have no name here.
    pub fn unknown(self) -> u32 {
        NAMES.iter().fold(self.0, |rest, (bit, _)| rest & !bit)
    }
}

impl std::ops::BitOr for Reason {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Display for Reason {
    /// Names joined by `|`; what has no name as a hexadecimal number at the end.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for name in self.names() {
            write!(formatter, "{separator}{name}")?;
            separator = "|";
        }
        match (self.unknown(), separator) {
            (0, "|") => Ok(()),
            (rest, _) => write!(formatter, "{separator}0x{rest:x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_without_a_name_stay_visible() {
        assert_eq!(Reason(0x8).to_string(), "0x8");
        assert_eq!(Reason(0x9).to_string(), "DATA_OVERWRITE|0x8");
        assert_eq!(Reason(0).to_string(), "0x0");
    }

    #[test]
    fn every_name_is_one_bit_and_found_again() {
        for (bit, name) in NAMES {
            assert_eq!(bit.count_ones(), 1, "{name}");
            assert_eq!(Reason::named(&format!("USN_REASON_{name}")), Some(Reason(*bit)));
        }
        assert_eq!(Reason::named("RENAME"), None);
    }
}
