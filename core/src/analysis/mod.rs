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
//! 4. [`record`] shows one record again, on demand; [`write_cited`] cuts all that a report cites
//!    out of the evidence.
//!
//! ```
//! use std::ops::ControlFlow;
//! use konseki_core::{
//!     analysis::{Case, Question, Scanner, hash, open},
//!     catalog,
//!     report,
//!     words::EvidenceKind,
//! };
//!
//! let catalog = catalog::builtin()?;
//! // A log whose only chunk is free.
//! let mut log = vec![0; 4_096 + 65_536];
//! log[..8].copy_from_slice(b"ElfFile\0");
//! log[120] = 1; // not closed
//! let log: &[u8] = &log;
//!
//! let mut case = Case::new(&catalog);
//! let mut scanner = Scanner::new(&catalog);
//! let mut progress = |_bytes| ControlFlow::Continue(());
//! for planned in open(&log, "Security.evtx") {
//!     assert_eq!(planned.kind, EvidenceKind::EventLog);
//!     let key = case.add(&planned);
//!     for unit in &planned.units {
//!         case.merge(key, scanner.scan(&log, &planned, unit, &mut progress));
//!     }
//!     if planned.is_hashed_apart() {
//!         let sha256 = hash(&log, &planned, &mut progress)?;
//!         case.merge(key, konseki_core::analysis::SourceFindings::hashed(sha256));
//!     }
//! }
//! let report = case.settle(&Question::default());
//! assert_eq!(report.schema, report::SCHEMA);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod case;
mod cited;
mod file_system;
mod masking;
mod meanings;
mod open;
mod plan;
mod record;
mod scanner;

pub use crate::matching::{CheckState, ConditionCheck, TraceCheck, Wanted};
pub use crate::report::Question;
pub use case::{Case, EvidenceKey};
pub use cited::{CITED_SCHEMA, CitedSummary, Reached, UnreadEvidence, cited_bytes, write_cited};
pub use open::open;
pub use plan::{Member, Planned, Unit};
pub use record::{RecordDetails, Secrets, checked_record, record};
pub use scanner::{Scanner, hash};

pub use crate::scan::{DecodeError, Progress, case::SourceStatus, findings::SourceFindings};
