//! Konseki's core: which documented traces of an attacker's tool are in this evidence?
//!
//! Pure Rust: no clock, no threads, no logging, no browser. Bytes come in through
//! [`source::ReadAt`], a [`report`](crate) comes out.

pub mod bytes;
pub mod error;
pub mod limits;
pub mod source;
pub mod time;
