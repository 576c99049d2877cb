//! The report as JSON Lines: one self-describing object per line, for `jq` and log pipelines.
//!
//! Contract: every line is a JSON object whose first key is `type`; the values are those of the
//! report, unchanged. Control, bidirectional and invisible characters are written as JSON escapes,
//! so that a line is one line for every reader and harmless on a terminal. Lines stand in the
//! order of the report. `docs/EXPORTS.md` describes each type.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::{
    export::json::escape_hidden,
    report::{
        Asked, CatalogRevision, Conclusion, Evidence, Host, Match, NextStep, Reason, Report,
        RoleResult, Session, SheetResult, Tool, TraceResult,
    },
    words::{Certainty, EvidenceKind, Outcome, Role, Text},
};

/// Value of `schema` in the header line.
pub const JSON_LINES_SCHEMA: &str = "konseki.report.lines/1";

/// Writes the report as JSON Lines.
///
/// # Errors
/// When the writer fails.
///
/// ```
/// use konseki_core::{export::write_json_lines, report::Report};
/// let mut lines = Vec::new();
/// write_json_lines(&Report::default(), &mut lines).unwrap();
/// assert!(lines.starts_with(br#"{"type":"header","schema":"konseki.report.lines/1""#));
/// ```
pub fn write_json_lines(report: &Report, mut writer: impl Write) -> io::Result<()> {
    let header = Line::Header {
        schema: JSON_LINES_SCHEMA,
        tool: &report.tool,
        catalog: &report.catalog,
        asked: &report.asked,
    };
    write_line(&mut writer, &header)?;
    for evidence in &report.evidence {
        write_line(&mut writer, &Line::Evidence(evidence))?;
    }
    for host in &report.hosts {
        write_line(&mut writer, &Line::Host(host))?;
    }
    for sheet in &report.sheets {
        for role in &sheet.roles {
            write_role(&mut writer, sheet, role)?;
        }
        for session in &sheet.sessions {
            write_line(&mut writer, &Line::Session { sheet: &sheet.id, session })?;
        }
        for step in &sheet.collect_next {
            write_line(&mut writer, &Line::CollectNext { sheet: &sheet.id, step })?;
        }
    }
    Ok(())
}

/// The conclusion, then each trace with its matches behind it.
fn write_role(writer: &mut impl Write, sheet: &SheetResult, role: &RoleResult) -> io::Result<()> {
    let place = Place { sheet: &sheet.id, role: role.role, host: role.host.as_deref() };
    write_line(writer, &Line::Conclusion { place, conclusion: &role.conclusion })?;
    for trace in &role.traces {
        write_line(writer, &Line::Outcome { place, outcome: outcome(trace) })?;
        for found in &trace.matches {
            write_line(writer, &Line::Match { place, trace: &trace.id, found })?;
        }
        for found in &trace.near_misses {
            write_line(writer, &Line::NearMiss { place, trace: &trace.id, found })?;
        }
    }
    Ok(())
}

fn write_line(writer: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    line.serialize(&mut Serializer::with_formatter(&mut *writer, OneLine))?;
    writer.write_all(b"\n")
}

/// A line; `type` comes first.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'r> {
    Header {
        schema: &'static str,
        tool: &'r Tool,
        catalog: &'r CatalogRevision,
        asked: &'r Asked,
    },
    Evidence(&'r Evidence),
    Host(&'r Host),
    Conclusion {
        #[serde(flatten)]
        place: Place<'r>,
        #[serde(flatten)]
        conclusion: &'r Conclusion,
    },
    Outcome {
        #[serde(flatten)]
        place: Place<'r>,
        #[serde(flatten)]
        outcome: OutcomeLine<'r>,
    },
    Match {
        #[serde(flatten)]
        place: Place<'r>,
        trace: &'r str,
        #[serde(flatten)]
        found: &'r Match,
    },
    NearMiss {
        #[serde(flatten)]
        place: Place<'r>,
        trace: &'r str,
        #[serde(flatten)]
        found: &'r Match,
    },
    Session {
        sheet: &'r str,
        #[serde(flatten)]
        session: &'r Session,
    },
    CollectNext {
        sheet: &'r str,
        #[serde(flatten)]
        step: &'r NextStep,
    },
}

/// Where in the report a line stands.
#[derive(Clone, Copy, Serialize)]
struct Place<'r> {
    sheet: &'r str,
    role: Role,
    host: Option<&'r str>,
}

/// A [`TraceResult`] without its matches, which have lines of their own.
#[derive(Serialize)]
struct OutcomeLine<'r> {
    trace: &'r str,
    step: &'r str,
    refs: &'r [String],
    title: &'r Text,
    kind: EvidenceKind,
    channel: Option<&'r str>,
    event_id: Option<u32>,
    setting: &'r [String],
    key_row: bool,
    decisive: bool,
    outcome: Outcome,
    certainty: Option<Certainty>,
    reason: Option<&'r Reason>,
    count: u64,
    bound: u64,
    first: Option<&'r str>,
    last: Option<&'r str>,
    rows: u64,
    rows_recorded: u64,
    matches_kept: u64,
}

/// Takes the trace apart whole, so that a field added to the report cannot be forgotten here.
fn outcome(trace: &TraceResult) -> OutcomeLine<'_> {
    let TraceResult {
        id,
        step,
        refs,
        title,
        kind,
        channel,
        event_id,
        setting,
        key_row,
        decisive,
        outcome,
        certainty,
        reason,
        count,
        bound,
        first,
        last,
        rows,
        rows_recorded,
        matches_kept,
        matches: _,
        near_misses: _,
    } = trace;
    OutcomeLine {
        trace: id,
        step,
        refs,
        title,
        kind: *kind,
        channel: channel.as_deref(),
        event_id: *event_id,
        setting,
        key_row: *key_row,
        decisive: *decisive,
        outcome: *outcome,
        certainty: *certainty,
        reason: reason.as_ref(),
        count: *count,
        bound: *bound,
        first: first.as_deref(),
        last: last.as_deref(),
        rows: *rows,
        rows_recorded: *rows_recorded,
        matches_kept: *matches_kept,
    }
}

/// JSON without blanks in which hidden characters are escapes: many readers end a line at U+0085
/// or U+2028, too.
struct OneLine;

impl Formatter for OneLine {
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

    #[test]
    fn hidden_characters_are_escapes_that_read_back() {
        let text = "a\u{85}b\u{2028}c\u{202e}\u{e0041}d\n共有";
        let mut line = Vec::new();
        text.serialize(&mut Serializer::with_formatter(&mut line, OneLine)).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, r#""a\u0085b\u2028c\u202e\udb40\udc41d\n共有""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
