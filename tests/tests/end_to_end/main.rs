//! The page in a headless browser: what a user sees and does, with no request but for its own files.
//!
//! `cargo xtask test` builds the page and runs these.

mod accessible;
mod asking;
mod big;
mod cited;
mod closed;
mod embedding;
mod everywhere;
mod firefox;
mod hostile;
mod interactions;
mod pictures;
mod pieces;
mod rates;
mod reading;
mod records;
mod reopening;
mod starting;
mod views;
mod watchdog;
