//! What is to be read of one evidence source: plain data that travels to workers.

use serde::{Deserialize, Serialize};

use crate::{
    formats::archive::{ArchiveMember, MemberAccess, SourceRange},
    report::Evidence,
    scan::{case::SourceStatus, findings::SourceFindings},
    source::ReadAt,
    words::EvidenceKind,
};

/// One evidence source and the units of work in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// From the given item's own last component, `/`-separated; ZIP members `a.zip!/x`.
    pub path: String,
    /// Kind by content.
    pub kind: EvidenceKind,
    /// Size in bytes; of a ZIP member by the archive's directory.
    pub size: u64,
    /// What can be done with it.
    pub status: SourceStatus,
    /// How to reach the bytes inside the given file; `None` when it is the given file.
    pub member: Option<Member>,
    /// Units of work; empty for what is only listed.
    pub units: Vec<Unit>,
    /// What opening it found.
    pub opening: SourceFindings,
}

impl Default for Planned {
    fn default() -> Self {
        Self {
            path: String::new(),
            kind: EvidenceKind::Unknown,
            size: 0,
            status: SourceStatus::NotRead,
            member: None,
            units: Vec::new(),
            opening: SourceFindings::default(),
        }
    }
}

/// A piece of work on one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Whole chunks of an event log; the last segment may end early.
    Segment {
        /// Offset in the source.
        offset: u64,
        /// Bytes.
        length: u64,
    },
    /// All of it, from the beginning: its SHA-256 is taken on the way.
    Whole,
}

/// How to reach a ZIP member's bytes: without the archive's directory, so that any worker can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Member {
    /// Not compressed: a range of the archive.
    Stored {
        /// Offset of the first byte in the archive.
        offset: u64,
        /// CRC-32 by the directory.
        crc32: u32,
    },
    /// Deflated: can only be read from its beginning.
    Deflated {
        /// Offset of the first compressed byte in the archive.
        offset: u64,
        /// Compressed size in bytes.
        compressed_size: u64,
        /// CRC-32 of the decompressed bytes by the directory.
        crc32: u32,
    },
}

impl Member {
    /// `None` for a member that cannot be read.
    pub(super) fn new(member: &ArchiveMember) -> Option<Self> {
        let crc32 = member.crc32;
        match member.access {
            MemberAccess::Stored { offset } => Some(Self::Stored { offset, crc32 }),
            MemberAccess::Deflated { offset } => {
                let compressed_size = member.compressed_size;
                Some(Self::Deflated { offset, compressed_size, crc32 })
            }
            MemberAccess::Unsupported { .. } => None,
        }
    }
}

/// The bytes of a planned source: at any offset, or only as a stream.
pub(super) enum Bytes<'s> {
    /// At any offset.
    Range(SourceRange<'s>),
    /// From the beginning only.
    Stream(ArchiveMember),
}

impl Planned {
    /// Whether [`hash`](super::hash) is to be called: unknown files are listed and not hashed, and
    /// what is read as a whole is hashed on the way.
    pub fn is_hashed_apart(&self) -> bool {
        self.kind != EvidenceKind::Unknown && !self.units.contains(&Unit::Whole)
    }

    /// Whether a report means this source: by path, size and, where it was hashed, SHA-256.
    pub fn is_listed_as(&self, listed: &Evidence, sha256: Option<[u8; 32]>) -> bool {
        let hash = sha256.map(|bytes| bytes.map(|byte| format!("{byte:02x}")).concat());
        self.path == listed.path
            && self.size == listed.size
            && (listed.sha256.is_empty() || hash.is_some_and(|hash| hash == listed.sha256))
    }

    /// Where the source's bytes are in the given file.
    pub(super) fn bytes<'s>(&self, source: &'s dyn ReadAt) -> Bytes<'s> {
        match self.member {
            None => Bytes::Range(SourceRange { source, offset: 0, length: source.len() }),
            Some(Member::Stored { offset, .. }) => {
                Bytes::Range(SourceRange { source, offset, length: self.size })
            }
            Some(Member::Deflated { offset, compressed_size, crc32 }) => {
                Bytes::Stream(ArchiveMember {
                    name: String::new(),
                    size: self.size,
                    compressed_size,
                    crc32,
                    access: MemberAccess::Deflated { offset },
                })
            }
        }
    }
}
