//! From the report to the words and rows that the page shows.
//!
//! Contract: pure functions of report, titles and language; no browser, no framework; tested
//! natively. What comes from evidence is text with its hidden characters made visible.

pub mod cited;
pub mod collect;
pub mod coverage;
pub mod diagram;
pub mod embedding;
pub mod evidence;
pub mod format;
pub mod help;
pub mod hosts;
pub mod labels;
pub mod outcome;
pub mod permalink;
pub mod progress;
pub mod question;
pub mod record;
pub mod record_index;
pub mod record_search;
pub mod records;
pub mod reopened;
pub mod scale;
pub mod settings;
pub mod sheet;
pub mod timeline;
pub mod trace;
pub mod use_details;
pub mod uses;
pub mod windowed;
pub mod zone;
