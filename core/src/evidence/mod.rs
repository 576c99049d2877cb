//! What values of evidence mean: numbers, paths, addresses, access rights, command lines, the
//! directories of a volume.
//!
//! Contract: pure functions on text and records; nothing here knows of the catalog.

pub mod access_rights;
pub mod address;
pub mod command_line;
pub mod file_paths;
pub mod named_texts;
pub mod number;
pub mod path;
pub mod visible;
