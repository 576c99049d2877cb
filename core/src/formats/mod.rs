//! On-disk formats of Windows evidence.
//!
//! Contract: no input panics, allocation is proportional to input and capped, errors carry the
//! absolute offset. Nothing here knows of the catalog or of serde.

pub mod archive;
pub mod evtx;
