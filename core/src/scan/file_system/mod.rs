//! File system structures into findings: the `$MFT` and the USN journal.
//!
//! Contract: pure per segment, and of a segment only what can be asked later. Paths, sequences and
//! everything else that needs more than one record are for settling. What is kept is packed, in
//! blocks by offset, so that joining is a union and any cut gives the same.

mod journal;
mod packed;
mod table;

pub use journal::{JournalBlock, JournalFindings, PrefetchWrites, Step, is_next, reference_text};
pub use packed::{BLOCK, Packed};
pub use table::{FileEntry, KeptName, TableCounts, TableFindings};

pub(super) use journal::{StepFilter, read as read_journal};
pub(super) use table::read as read_table;
