//! The report in the forms that leave the program; written once for command and page.
//!
//! Contract: a form depends on the report alone, so the same report gives the same bytes. Values
//! of the evidence stay text: what could steer a terminal or a spreadsheet is made visible, in one
//! place ([`visible`]).

mod columns;
mod csv;
mod html;
mod json;
mod json_lines;
mod manifest;
mod next_steps;
mod sigma;
mod table;
mod uses;
mod wording;

use serde::{Deserialize, Serialize};

pub(crate) use csv::write_row as write_csv_row;
pub use csv::{COLUMNS, write_csv};
pub use html::{Cover, write_html};
pub(crate) use json::write_indented;
pub use json::{json, write_json};
pub use json_lines::{JSON_LINES_SCHEMA, write_json_lines};
pub use manifest::write_manifest;
pub use sigma::{SigmaFile, sigma};
pub use table::table;

pub use crate::evidence::visible::visible;
use crate::words::Text;

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
