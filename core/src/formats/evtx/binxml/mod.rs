//! Binary XML: template shapes and substitution values.
//!
//! Contract: a shape says, for each System value and each field, which substitution or literal
//! holds it, so that records are read without rendering. What does not fit a shape is an error of
//! that record, and the caller takes the fallback. Reference: [MS-EVEN6] §2.2.12 and §3.1.4.7.

mod cache;
mod content;
mod definition;
mod instance;
mod names;
mod places;
mod shape;
mod system;
mod tokens;
mod values;

pub(super) use cache::ShapeCache;
pub(super) use content::Content;
pub use content::Fields;
pub(super) use instance::read_record;
pub(crate) use names::{PLACES, place};
pub(crate) use places::FieldPlaces;
pub(super) use system::system_number;
pub(super) use values::RawValue;
