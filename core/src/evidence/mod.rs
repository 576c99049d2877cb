//! What values of evidence mean: numbers, paths, addresses, access rights, command lines.
//!
//! Contract: pure functions on text; nothing here knows of the catalog.

pub mod access_rights;
pub mod address;
pub mod command_line;
pub mod number;
pub mod path;
pub mod visible;
