//! The report in the forms that leave the program; written once for command and page.
//!
//! Contract: a form depends on the report alone, so the same report gives the same bytes. Values
//! of the evidence stay text: what could steer a terminal or a spreadsheet is made visible, in one
//! place ([`visible`]).

mod columns;
mod csv;
mod html;
mod json_lines;
mod manifest;
mod sigma;
mod table;
mod uses;
mod wording;

use std::io;

use serde::{Deserialize, Serialize};

pub use csv::{COLUMNS, write_csv};
pub use html::{Cover, write_html};
pub use json_lines::{JSON_LINES_SCHEMA, write_json_lines};
pub use manifest::write_manifest;
pub use sigma::{SigmaFile, sigma};
pub use table::table;

pub use crate::evidence::visible::visible;
use crate::{report::Report, words::Text};

/// Language of what is written for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// Japanese.
    Japanese,
    /// English.
    #[default]
    English,
}

impl Language {
    /// The sentence in this language.
    ///
    /// ```
    /// use konseki_core::{export::Language, words::Text};
    /// let text = Text { ja: "共有".to_owned(), en: "share".to_owned() };
    /// assert_eq!(Language::Japanese.of(&text), "共有");
    /// ```
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Japanese => &text.ja,
            Self::English => &text.en,
        }
    }
}

/// The report as JSON, `konseki.report/1`: indented by two blanks, with a line end at its end.
///
/// ```
/// let bytes = konseki_core::export::json(&konseki_core::report::Report::default());
/// assert!(bytes.starts_with(b"{\n  \"schema\""));
/// ```
pub fn json(report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and every key of a report is text.
    let _ = write_json(report, &mut bytes);
    bytes
}

/// Writes what [`json`] gives without holding it in memory.
///
/// # Errors
/// When the writer fails.
pub fn write_json(report: &Report, mut writer: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, report)?;
    writer.write_all(b"\n")
}
