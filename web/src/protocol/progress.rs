//! How far reading is.

use serde::{Deserialize, Serialize};

use super::FileNumber;

/// How far reading is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Files given.
    pub files: u32,
    /// Files done with.
    pub files_done: u32,
    /// Bytes to read in all.
    pub bytes: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes to hash in all.
    pub hash_bytes: u64,
    /// Bytes hashed.
    pub hash_bytes_done: u64,
    /// Milliseconds of reading so far; pauses do not count.
    pub elapsed_ms: u64,
    /// Files being read, in order of giving, at most [`FILES_SHOWN`].
    pub active: Vec<FileProgress>,
    /// Whether anything is still to be read.
    pub phase: Phase,
}

/// Files whose progress is shown one by one.
pub const FILES_SHOWN: usize = 12;

/// What the workers are doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// Reading evidence.
    Reading,
    /// Computing SHA-256 only.
    Hashing,
}

/// Progress of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    /// Which.
    pub file: FileNumber,
    /// Its path.
    pub path: String,
    /// Bytes to read.
    pub bytes: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Milliseconds since its first unit began.
    pub elapsed_ms: u64,
}
