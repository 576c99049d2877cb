//! What a host's Prefetch files cover.
//!
//! Contract: Prefetch is a state as of its collection. The run times of all files say from when
//! to when programs were seen to run; a full folder has lost older files. Reference: pitfalls of
//! verdicts, item 9.

use crate::{scan::case::Source, time::Filetime};

/// Fewer files than this do not look like a whole folder: a few files may have been picked out.
pub const FOLDER_FILES_LEAST: usize = 10;
/// Files in a full folder up to Windows 7.
pub const FULL_BEFORE_WINDOWS_8: usize = 128;
/// Files in a full folder since Windows 8.
pub const FULL: usize = 1_024;
/// Format version of Windows 8.
const VERSION_OF_WINDOWS_8: u32 = 26;

/// Coverage by Prefetch files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrefetchCoverage {
    /// Numbers of the evidence sources that were read, copies left out.
    pub files: Vec<usize>,
    /// Oldest and newest stored run time of all files.
    pub span: Option<(Filetime, Filetime)>,
    /// Whether the files can be taken for a whole folder that has lost none.
    pub state: FolderState,
}

/// What the number of Prefetch files says of the folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FolderState {
    /// No or too few files: not shown to be a whole folder.
    #[default]
    Few,
    /// As many as a folder holds: older files were removed.
    Full,
    /// Neither.
    Whole,
}

impl PrefetchCoverage {
    /// From the evidence sources with these numbers.
    pub fn new(sources: &[&Source], numbers: &[usize]) -> Self {
        let read: Vec<_> = numbers
            .iter()
            .filter_map(|number| Some((*number, sources.get(*number)?.findings.prefetch.as_ref()?)))
            .collect();
        let times = || read.iter().flat_map(|(_, file)| &file.last_run_times).copied();
        let full = match read.iter().any(|(_, file)| file.version >= VERSION_OF_WINDOWS_8) {
            true => FULL,
            false => FULL_BEFORE_WINDOWS_8,
        };
        let state = match read.len() {
            count if count >= full => FolderState::Full,
            count if count < FOLDER_FILES_LEAST => FolderState::Few,
            _ => FolderState::Whole,
        };
        let span = times().min().zip(times().max());
        Self { files: read.into_iter().map(|(number, _)| number).collect(), span, state }
    }
}
