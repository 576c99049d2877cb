//! Errors of catalog files: where, and what is wrong.

use std::fmt;

/// One error in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadError {
    /// File name.
    pub file: String,
    /// Line, from 1; 0 where it is not known.
    pub line: u64,
    /// Column, from 1; 0 where it is not known.
    pub column: u64,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// All errors of a catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for LoadErrors {}

/// Collects errors of one file.
pub(super) struct Reporter<'e> {
    pub(super) file: &'e str,
    pub(super) errors: &'e mut Vec<LoadError>,
}

impl Reporter<'_> {
    pub(super) fn report(&mut self, at: serde_saphyr::Location, message: impl Into<String>) {
        self.errors.push(LoadError {
            file: self.file.to_owned(),
            line: at.line(),
            column: at.column(),
            message: message.into(),
        });
    }

    /// Reads a file of one type; a YAML error is reported with its place.
    pub(super) fn read<'t, T: serde::Deserialize<'t>>(&mut self, text: &'t str) -> Option<T> {
        // Only `true` and `false` are booleans: `on` and `yes` are text in YAML 1.2.
        let options = serde_saphyr::options! { strict_booleans: true };
        match serde_saphyr::from_str_with_options(text, options) {
            Ok(read) => Some(read),
            Err(error) => {
                let at = error.location().unwrap_or(serde_saphyr::Location::UNKNOWN);
                self.report(at, error.without_snippet().to_string());
                None
            }
        }
    }
}
