//! The examiner's statements on settings.
//!
//! Contract: a line of the form `SETTING=on|off [@HOST] [FROM..TO]` is used; any other text is only
//! quoted in the report.

use super::Catalog;
use crate::{time::Filetime, words::Recording};

/// What the examiner states of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Setting id.
    pub setting: String,
    /// On or off.
    pub recording: Recording,
    /// Host; `None` for all of the case.
    pub host: Option<String>,
    /// From and to, both included; `None` for all time.
    pub span: Option<(Filetime, Filetime)>,
}

impl Statement {
    /// Reads a statement; `None` for free text.
    ///
    /// ```
    /// use konseki_core::catalog::{self, Statement};
    /// let catalog = catalog::builtin().unwrap();
    /// let read = |text| Statement::read(text, &catalog);
    /// let stated = read("object_auditing=on @FS01 2026-03-01T00:00:00Z..2026-03-31T00:00:00Z");
    /// assert_eq!(stated.unwrap().unwrap().host.as_deref(), Some("FS01"));
    /// assert_eq!(read("The disk was imaged on site."), Ok(None));
    /// assert!(read("audit.everything=on").unwrap_err().contains("audit.process_creation"));
    /// ```
    ///
    /// # Errors
    /// When it has the form, but its setting, state, host or times are not known: a sentence.
    pub fn read(text: &str, catalog: &Catalog) -> Result<Option<Self>, String> {
        let mut words = text.split_whitespace();
        let Some((setting, state)) = words.next().and_then(|word| word.split_once('=')) else {
            return Ok(None);
        };
        let is_id = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        if setting.is_empty() || !setting.chars().all(is_id) {
            return Ok(None);
        }
        if !catalog.settings.iter().any(|known| known.id == setting) {
            let known: Vec<&str> = catalog.settings.iter().map(|known| known.id.as_str()).collect();
            return Err(format!("no setting {setting}; there are: {}", known.join(", ")));
        }
        let recording = match state {
            "on" => Recording::On,
            "off" => Recording::Off,
            _ => return Err(format!("{setting} is on or off, not {state}")),
        };
        let mut statement = Self { setting: setting.to_owned(), recording, host: None, span: None };
        for word in words {
            if let Some(host) = word.strip_prefix('@').filter(|host| !host.is_empty()) {
                statement.host = Some(host.to_owned());
            } else if let Some((from, to)) = word.split_once("..") {
                statement.span = Some(span(from, to)?);
            } else {
                return Err(format!("{word}: a statement is SETTING=on|off [@HOST] [FROM..TO]"));
            }
        }
        Ok(Some(statement))
    }
}

fn span(from: &str, to: &str) -> Result<(Filetime, Filetime), String> {
    let time = |text: &str| {
        text.parse::<Filetime>().map_err(|error: crate::time::InvalidTime| error.to_string())
    };
    let (from, to) = (time(from)?, time(to)?);
    if from > to {
        return Err("a statement's time begins after its end".to_owned());
    }
    Ok((from, to))
}
