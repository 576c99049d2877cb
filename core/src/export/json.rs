//! The report as JSON.
//!
//! Contract: the values are those of the report, unchanged. Hidden characters are written as JSON
//! escapes, so that the file is harmless on a terminal and in an editor.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::{evidence::visible::is_hidden, report::Report};

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
pub fn write_json(report: &Report, mut writer: impl Write) -> io::Result<()> {
    write_indented(report, &mut writer)
}

/// Writes any value as a report is written: indented, hidden characters as escapes, a line end.
///
/// # Errors
/// When the writer fails.
pub(crate) fn write_indented(value: &impl Serialize, mut writer: impl Write) -> io::Result<()> {
    let indented = Indented(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut writer, indented))?;
    writer.write_all(b"\n")
}

/// Writes a part of a string with its hidden characters as escapes.
pub(super) fn escape_hidden(writer: &mut (impl Write + ?Sized), fragment: &str) -> io::Result<()> {
    let mut plain = fragment;
    while let Some((at, hidden)) = plain.char_indices().find(|(_, one)| is_hidden(*one)) {
        let (before, rest) = plain.split_at(at);
        writer.write_all(before.as_bytes())?;
        for unit in hidden.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        plain = rest.get(hidden.len_utf8()..).unwrap_or_default();
    }
    writer.write_all(plain.as_bytes())
}

/// `serde_json`'s indentation, with other strings.
struct Indented(PrettyFormatter<'static>);

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        escape_hidden(writer, fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Asked;

    #[test]
    fn hidden_characters_are_escapes_that_read_back() {
        let statements = vec!["a\u{202e}b\u{0}\u{e0041}".to_owned()];
        let report =
            Report { asked: Asked { statements, ..Asked::default() }, ..Report::default() };
        let text = String::from_utf8(json(&report)).unwrap();
        assert!(text.contains(r#""a\u202eb\u0000\udb40\udc41""#), "{text}");
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
        let plain = serde_json::to_string_pretty(&Report::default()).unwrap() + "\n";
        assert_eq!(json(&Report::default()), plain.as_bytes());
    }
}
