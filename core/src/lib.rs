//! Konseki's core: which documented traces of an attacker's tool are in this evidence?
//!
//! Pure Rust: no clock, no threads, no logging, no browser. Bytes come in through
//! [`source::ReadAt`], a [`report::Report`] comes out.

pub mod analysis;
pub mod bytes;
pub mod catalog;
pub mod checksum;
pub mod coverage;
pub mod error;
pub mod evidence;
pub mod export;
pub mod formats;
pub mod limits;
pub mod matching;
pub mod report;
pub mod scan;
pub mod sessions;
pub mod source;
pub mod time;
pub mod verdict;
pub mod words;
