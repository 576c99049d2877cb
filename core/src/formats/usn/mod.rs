//! The NTFS change journal (`$UsnJrnl:$J`).
//!
//! Contract: a journal is read in segments of whole 64 KiB blocks, in any order, and what a block
//! gives depends on its bytes and those within [`LONGEST_RECORD`] of it alone: any segmentation
//! gives the same records and the same warnings. Zeros (the sparse head, the ends of pages) are
//! stepped over; damage is a counted warning with its offset and length, and reading goes on at
//! the next record. Records stand at multiples of 8, but pages may begin anywhere, so that dumps
//! without the sparse head are read too.
//! Reference: winioctl.h (`USN_RECORD_V2`, `_V3`, `_V4`); [MS-FSCC] §2.3.62.

mod probe;
mod reading;
mod reason;
mod record;

pub use probe::{Probe, Prober, first_record, probe, starts_with_record};
pub use reading::{BLOCK, Segment, Stream, Walked, leading_zeros, read_segment, segments};
pub use reason::Reason;
pub use record::{Content, FileReference, LONGEST_RECORD, Record, Version};
