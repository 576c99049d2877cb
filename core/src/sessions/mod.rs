//! What belongs together: copies of one record, and records of one process.
//!
//! Contract: nothing is joined on a value that does not identify; a process id holds within one
//! boot, and ties to the nearest.

mod matches;
mod processes;

pub use matches::{Distinct, Matches, collect};
pub use processes::{ProcessEvent, tie};
