//! What belongs together: copies of one record, records of one process, and records of several
//! hosts that one use of a tool left.
//!
//! Contract: nothing is joined on a value that does not identify; a join holds within the life of
//! the process, logon or connection, a day at most, and is to the nearest. The result does not
//! depend on the order of observations beyond their numbers.

mod commands;
mod connections;
mod failures;
mod files;
mod logons;
mod matches;
mod observation;
mod offsets;
mod processes;
mod session;
mod ties;
mod times;
mod uses;

pub use files::COPIED_WITHIN;
pub use matches::{Distinct, Matches, collect, near_misses};
pub use observation::{Observation, Party};
pub use offsets::{ClockOffset, ClockOffsets, clock_offsets, controller_clock_offsets};
pub use processes::{ProcessEvent, tie};
pub use session::{Command, Session};
pub use times::Times;

/// Reconstructs all uses from the matches of a case. `parties` are the hosts by their numbers.
///
/// Sessions of the destinations come first; then the connections, command lines, tickets and
/// files that belong to them. A command line that no session answers is a use by itself.
///
/// ```
/// assert!(konseki_core::sessions::reconstruct(&[], &[]).is_empty());
/// ```
pub fn reconstruct(observations: &[Observation<'_>], parties: &[Party]) -> Vec<Session> {
    let mut sessions = logons::sessions(observations, parties);
    connections::of_sessions(&mut sessions, observations);
    let uses = uses::uses(observations, parties);
    commands::commands(&mut sessions, uses, observations, parties);
    connections::of_commands(&mut sessions, observations);
    connections::ports(&mut sessions, observations);
    ties::asking(&mut sessions, observations);
    let offsets = controller_clock_offsets(observations);
    let set_right = offsets::by_clients_clocks(observations, parties, &offsets);
    ties::tickets(&mut sessions, &set_right, parties);
    files::files(&mut sessions, observations);
    sessions
}
