//! Writers of small evidence files, byte by byte, for tests and the sample case.
//!
//! Contract: the same calls give the same bytes; nothing is read from the machine. The writers are
//! test code: a wrong name or text panics with the name in the message. What independent parsers
//! say of their output stands in `tests/data/SOURCES.md`.

pub mod evtx;
pub mod mam;
pub mod mft;
pub mod prefetch;
pub mod usn;
pub mod zip;
