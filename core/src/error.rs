//! Errors of parsers and warnings about what was stepped over.
//!
//! Contract: a parser never fails as a whole when a part can still be read. What could not be
//! read becomes a [`Warning`] with its place, and nothing is skipped silently.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits;

/// Why a structure could not be read: what it was, where, and what was found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The field or structure, in the words of its specification.
    pub what: &'static str,
    /// Absolute offset in the file (or in the decompressed data, where the text says so).
    pub offset: u64,
    /// What was wrong.
    pub kind: ParseErrorKind,
}

/// What was wrong with a structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// The data ends too early.
    Truncated {
        /// Bytes the structure needs.
        need: u64,
        /// Bytes that are there.
        have: u64,
    },
    /// A value is not what the format requires.
    Unexpected {
        /// What the format requires.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A cap of [`crate::limits`] was reached.
    LimitExceeded {
        /// The cap.
        limit: u64,
        /// What the data asks for.
        found: u64,
    },
    /// The source of bytes could not be read.
    Unreadable(String),
}

impl ParseError {
    /// The data ends too early.
    pub fn truncated(what: &'static str, offset: u64, need: u64, have: u64) -> Self {
        Self { what, offset, kind: ParseErrorKind::Truncated { need, have } }
    }

    /// A value is not what the format requires.
    pub fn unexpected(
        what: &'static str,
        offset: u64,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let kind = ParseErrorKind::Unexpected { expected: expected.into(), found: found.into() };
        Self { what, offset, kind }
    }

    /// A cap was reached.
    pub fn limit(what: &'static str, offset: u64, limit: u64, found: u64) -> Self {
        Self { what, offset, kind: ParseErrorKind::LimitExceeded { limit, found } }
    }

    /// The source of bytes could not be read.
    pub fn unreadable(what: &'static str, offset: u64, reason: impl Into<String>) -> Self {
        Self { what, offset, kind: ParseErrorKind::Unreadable(reason.into()) }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.what.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        write!(formatter, "{}{}", first.collect::<String>(), letters.as_str())?;
        write!(formatter, " at 0x{:x}: ", self.offset)?;
        match &self.kind {
            ParseErrorKind::Truncated { need, have } => {
                write!(formatter, "need {need} bytes, have {have}")
            }
            ParseErrorKind::Unexpected { expected, found } => {
                write!(formatter, "expected {expected}, found {found}")
            }
            ParseErrorKind::LimitExceeded { limit, found } => {
                write!(formatter, "{found} is over the limit of {limit}")
            }
            ParseErrorKind::Unreadable(reason) => write!(formatter, "cannot read: {reason}"),
        }
    }
}

impl std::error::Error for ParseError {}

/// What kind of damage or limit a warning reports. Codes are stable: they stand in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The log's dirty flag is set: the host did not close the log.
    Dirty,
    /// The file header is damaged or its checksum is wrong.
    FileHeaderDamaged,
    /// A chunk has no readable header; its records were searched for one by one.
    ChunkDamaged,
    /// A chunk's checksum is wrong; its records were read all the same.
    ChunkChecksum,
    /// A record could not be read.
    RecordDamaged,
    /// A record's own number or time is missing; that of its header stands in.
    RecordValuesMissing,
    /// A record was read by the slower fallback reader.
    RecordFallback,
    /// Record numbers of the headers differ from EventRecordID: an exported log.
    RecordNumbersDiffer,
    /// The file ends inside a structure.
    Truncated,
    /// A Prefetch file could not be read whole.
    PrefetchDamaged,
    /// Compressed data could not be decompressed.
    DecompressionFailed,
    /// A ZIP archive or one of its members could not be read.
    ArchiveDamaged,
    /// An archive inside an archive is not opened.
    NestedArchive,
    /// A member is encrypted or uses an unsupported compression method.
    MemberUnsupported,
    /// A cap was reached; what lies beyond it was not read.
    LimitReached,
    /// The case holds more matches than are kept with their fields; these are counted.
    MatchesCountedOnly,
    /// The source could not be read (a directory, no permission, a vanished file).
    Unreadable,
    /// The format or version is known but not supported.
    Unsupported,
    /// A setting could not be understood; it counts as not known.
    SettingsUnclear,
    /// A file of settings could not be read.
    SettingsDamaged,
    /// The content is of no known kind; the message says what it looks like.
    NotRecognised,
    /// Reading was cancelled or a worker was ended: the evidence was read only in part.
    NotReadWhole,
}

impl WarningCode {
    /// Whether evidence with this warning could not be read whole.
    pub fn means_loss(self) -> bool {
        !matches!(
            self,
            Self::Dirty
                | Self::ChunkChecksum
                | Self::RecordFallback
                | Self::RecordNumbersDiffer
                | Self::RecordValuesMissing
                | Self::SettingsUnclear
                | Self::NotRecognised
                | Self::MatchesCountedOnly
        )
    }
}

/// Damaged or unsupported data that was stepped over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// What kind of damage.
    pub code: WarningCode,
    /// Absolute offset of the first place.
    pub offset: u64,
    /// What was found there, for people.
    pub message: String,
}

/// Collects warnings: counts all, keeps the first [`limits::WARNINGS_KEPT_PER_CODE`] places of
/// each code by offset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings {
    /// Kept warnings by code, sorted by (offset, message), with the full count of each code.
    by_code: std::collections::BTreeMap<WarningCode, (u64, Vec<(u64, String)>)>,
}

impl Warnings {
    /// Adds one.
    pub fn push(&mut self, code: WarningCode, offset: u64, message: impl Into<String>) {
        self.add(code, 1, vec![(offset, message.into())]);
    }

    /// Adds `count` of a kind of which only the first place is of interest.
    pub fn push_many(&mut self, code: WarningCode, count: u64, offset: u64, message: String) {
        if count > 0 {
            self.add(code, count, vec![(offset, message)]);
        }
    }

    /// Adds a parser's error.
    pub fn push_error(&mut self, code: WarningCode, error: &ParseError) {
        self.push(code, error.offset, error.to_string());
    }

    /// Joins the warnings of another part of the same file; any order gives the same result.
    pub fn merge(&mut self, other: Warnings) {
        for (code, (count, places)) in other.by_code {
            self.add(code, count, places);
        }
    }

    fn add(&mut self, code: WarningCode, count: u64, places: Vec<(u64, String)>) {
        let entry = self.by_code.entry(code).or_default();
        entry.0 = entry.0.saturating_add(count);
        entry.1.extend(places);
        entry.1.sort();
        entry.1.truncate(limits::WARNINGS_KEPT_PER_CODE);
    }

    /// How often `code` was met.
    pub fn count(&self, code: WarningCode) -> u64 {
        self.by_code.get(&code).map_or(0, |entry| entry.0)
    }

    /// Whether nothing was met.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// Per code, in code order: the code, how often it was met, and the kept places
    /// (offset, message) in offset order.
    pub fn groups(&self) -> impl Iterator<Item = (WarningCode, u64, &[(u64, String)])> {
        self.by_code.iter().map(|(code, (count, places))| (*code, *count, places.as_slice()))
    }

    /// Whether some evidence could not be read whole.
    pub fn mean_loss(&self) -> bool {
        self.by_code.keys().any(|code| code.means_loss())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_in_any_order_gives_the_same_warnings() {
        let mut parts = Vec::new();
        for part in 0..5_u64 {
            let mut warnings = Warnings::default();
            for place in 0..20 {
                warnings.push(WarningCode::RecordDamaged, part * 20 + place, "bad");
            }
            parts.push(warnings);
        }
        let mut forward = Warnings::default();
        parts.iter().cloned().for_each(|part| forward.merge(part));
        let mut backward = Warnings::default();
        parts.iter().rev().cloned().for_each(|part| backward.merge(part));
        assert_eq!(forward, backward);
        assert_eq!(forward.count(WarningCode::RecordDamaged), 100);
        let (_, _, places) = forward.groups().next().unwrap();
        assert_eq!(places.len(), limits::WARNINGS_KEPT_PER_CODE);
        assert_eq!(places[0].0, 0);
    }
}
