//! Constructed cases as evidence bytes: what a responder would collect, with known content.
//!
//! Contract: the same bytes on every call; no file of a real machine is in them. Names, addresses
//! and accounts are of the reserved domain `corp.example` and private ranges.

mod actors;
pub mod clean;
pub mod expected;
pub mod host;
pub mod hostile;
mod moments;
pub mod password;
pub mod three_hosts;
pub mod uses;
mod variants;
pub mod volume;

pub use actors::{Account, Opened, Process, Program};

use crate::writer::zip::Zip;

/// Files of a case: path with `/` and content, in path order.
pub type Files = Vec<(String, Vec<u8>)>;

/// The sample case that the page offers, as one archive.
pub fn sample_case_zip() -> Vec<u8> {
    let files = volume::three_hosts_with_volume();
    files.iter().fold(Zip::new(), |zip, (path, data)| zip.deflated(path, data)).write()
}

/// The evidence that a `case.toml` names.
///
/// # Panics
/// On a name that is none.
pub fn by_name(name: &str) -> Files {
    match name {
        "three_hosts" => three_hosts::logs_and_prefetch(),
        "three_hosts_with_volume" => volume::three_hosts_with_volume(),
        "quiet_workstation" => clean::quiet_workstation(),
        "other_net_commands" => clean::other_net_commands(),
        "boot_set_only" => clean::boot_set_only(),
        other => {
            variants::by_name(other).unwrap_or_else(|| panic!("no evidence is called {other}"))
        }
    }
}
