//! Windows event logs (EVTX).
//!
//! Contract: chunks are read one by one, in any order; a damaged chunk or record is a warning and
//! the walk goes on. Reference: [MS-EVEN6] and the public descriptions of the file format.

mod record;
mod value;

pub use record::{Field, Record, RecordReader, System};
pub use value::Value;
