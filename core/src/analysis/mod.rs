//! The façade: from given files to a report.
//!
//! Contract: a map and a reduce without threads, clock or IO. The command and the page bring the
//! bytes ([`ReadAt`](crate::source::ReadAt)) and the workers; whatever the order in which they read
//! and merge, the report has the same bytes.
//!
//! 1. [`open`] tells what a given file is and cuts it into units (cheap).
//! 2. [`Scanner::scan`] turns a unit into findings, [`hash`] takes the SHA-256 of what is not
//!    hashed on the way: on any worker, in any order.
//! 3. [`Case`] joins findings and answers a [`Question`] with a report.
//! 4. [`record`] shows one record again, on demand.

mod case;
mod masking;
mod open;
mod plan;
mod record;
mod scanner;

pub use case::{Case, EvidenceKey, Question};
pub use open::open;
pub use plan::{Member, Planned, Unit};
pub use record::{RecordDetails, Secrets, record};
pub use scanner::{Scanner, hash};

pub use crate::scan::{DecodeError, Progress, case::SourceStatus, findings::SourceFindings};
