//! Windows event logs (EVTX).
//!
//! Contract: chunks are read one by one, in any order; a damaged chunk or record is a warning and
//! the walk goes on. Records are read from template shapes without rendering; the `evtx` crate
//! renders a record that the user opens, reads what has no shape, and is the oracle of the tests.
//! Reference: [MS-EVEN6] and the public descriptions of the file format.

mod binxml;
mod chunk;
mod digest;
mod fallback;
mod field_values;
mod file_header;
mod reader;
mod record;
mod render;
mod value;

pub use binxml::Fields;
pub(crate) use binxml::{FieldPlaces, PLACES as NAME_PLACES, place as name_place};
pub use field_values::FieldValues;
pub(crate) use field_values::GrowingValues;
pub use file_header::{CHUNK, FileHeader, HEADER_BLOCK, read_file_header, segments};
pub use reader::{ChunkOutcome, ChunkReader};
pub use record::{Field, Record, RecordReader, System};
pub use render::render_xml;
pub use value::Value;
pub(crate) use value::{TextPart, agrees_in_place};
