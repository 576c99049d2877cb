//! The NTFS master file table (`$MFT`): FILE records of 1,024 or 4,096 bytes.
//!
//! | what | file |
//! |---|---|
//! | sectors of a record that was written whole | `fixup` |
//! | header of a FILE record and what it keeps of its attributes | `file_record` |
//! | one attribute: header, resident value | `attribute` |
//! | `$STANDARD_INFORMATION` | `standard_information` |
//! | `$FILE_NAME` | `file_name` |
//! | `$ATTRIBUTE_LIST` | `attribute_list` |
//! | record number and sequence number in one | `file_reference` |
//! | all records of a segment, counted | `reading` |
//!
//! Contract: each slot of the table is counted as what it is; nothing is stepped over without a
//! count and, where something is lost, a warning. Damage of an attribute leaves the others of its
//! record readable. What is handed back of a record is no larger than the record: values lie
//! inside their attributes and attributes do not overlap, so that no further cap is needed.
//! Slack behind the used size of a record is not read. Content outside the table (non-resident
//! attributes) is not in a `$MFT`; where that hides something it is said so. Reference: the public
//! description of NTFS by the Linux-NTFS project ("FILE record", "Attributes") and the structures
//! that Microsoft documents (`FILE_RECORD_SEGMENT_HEADER`, `ATTRIBUTE_RECORD_HEADER`,
//! `STANDARD_INFORMATION`, `FILE_NAME`, `ATTRIBUTE_LIST_ENTRY`).

mod attribute;
mod attribute_list;
mod file_name;
mod file_record;
mod file_reference;
mod fixup;
mod reading;
mod record_size;
mod standard_information;
#[cfg(test)]
mod tests;

pub use attribute_list::{AttributeList, AttributeListEntry};
pub use file_name::{FileName, Namespace};
pub use file_record::{Allocation, FileRecord, Integrity, RecordKind};
pub use file_reference::FileReference;
pub use reading::{RecordCounts, read_segment};
pub(super) use record_size::starts_table;
pub use record_size::{RecordSize, record_size};
pub use standard_information::StandardInformation;
