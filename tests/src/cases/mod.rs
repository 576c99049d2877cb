//! Constructed cases as evidence bytes: what a responder would collect, with known content.
//!
//! Contract: the same bytes on every call; no file of a real machine is in them. Names, addresses
//! and accounts are of the reserved domain `corp.example` and private ranges.

mod actors;
pub mod clean;
pub mod host;
pub mod hostile;
mod moments;
pub mod password;
pub mod three_hosts;
pub mod uses;

pub use actors::{Account, Opened, Process, Program};

/// Files of a case: path with `/` and content, in path order.
pub type Files = Vec<(String, Vec<u8>)>;
