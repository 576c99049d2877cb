//! The report as CSV for spreadsheets: a row for each match, and for each trace without one.
//!
//! Contract: RFC 4180 with CRLF, UTF-8 without a byte order mark, the columns of `COLUMNS` and then
//! one for each field name of the matches, sorted. Text of the evidence cannot become a formula
//! (it gets a leading quote), and control, bidirectional and invisible characters are visible.
//! `docs/EXPORTS.md` describes the columns.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use serde::Serialize;

use super::Language;
use crate::{
    evidence::visible::visible,
    report::{Evidence, Match, RecordRef, Report, RoleResult, SheetResult, TraceResult},
};

/// Columns before those of the fields.
pub const COLUMNS: &[&str] = &[
    "sheet",
    "role",
    "host",
    "trace",
    "rows",
    "title",
    "kind",
    "channel",
    "event_id",
    "decisive",
    "outcome",
    "certainty",
    "reason",
    "reason_text",
    "next",
    "count",
    "matches_kept",
    "time",
    "time_source",
    "other_times",
    "outside_window",
    "bound",
    "uses",
    "evidence",
    "path",
    "sha256",
    "record_id",
    "record_number",
    "offset",
    "other_records",
    "absent_fields",
];

/// What stands before a field's name in the header.
const FIELD: &str = "field.";

/// Writes the report as CSV; titles and reasons are in the given language.
///
/// # Errors
/// When the writer fails.
///
/// ```
/// use konseki_core::{export::{Language, write_csv}, report::Report};
/// let mut csv = Vec::new();
/// write_csv(&Report::default(), Language::English, &mut csv).unwrap();
/// assert!(csv.starts_with(b"sheet,role,host,trace,") && csv.ends_with(b"absent_fields\r\n"));
/// ```
pub fn write_csv(report: &Report, language: Language, mut writer: impl Write) -> io::Result<()> {
    let rows = Rows {
        language,
        evidence: report.evidence.iter().map(|one| (one.id.as_str(), one)).collect(),
        fields: field_names(report),
    };
    let named = rows.fields.iter().map(|name| format!("{FIELD}{name}"));
    let header = COLUMNS.iter().map(|&name| name.to_owned()).chain(named);
    write_row(&mut writer, header)?;
    for sheet in &report.sheets {
        let uses = uses_of_records(sheet);
        for role in &sheet.roles {
            for trace in &role.traces {
                for cells in rows.trace(sheet, role, trace, &uses) {
                    write_row(&mut writer, cells)?;
                }
            }
        }
    }
    Ok(())
}

/// Names of all fields of all matches.
fn field_names(report: &Report) -> Vec<&str> {
    let traces = report.sheets.iter().flat_map(|sheet| &sheet.roles).flat_map(|role| &role.traces);
    let matches = traces.flat_map(|trace| &trace.matches);
    let names: BTreeSet<&str> =
        matches.flat_map(|found| found.fields.keys()).map(String::as_str).collect();
    names.into_iter().collect()
}

/// Evidence and offset of a record.
type Place<'r> = (&'r str, &'r str);

/// Ids of the uses that hold a record.
fn uses_of_records(sheet: &SheetResult) -> BTreeMap<Place<'_>, Vec<&str>> {
    let mut uses: BTreeMap<Place<'_>, Vec<&str>> = BTreeMap::new();
    for session in &sheet.sessions {
        for record in &session.matches {
            uses.entry(place(record)).or_default().push(&session.id);
        }
    }
    uses
}

fn place(record: &RecordRef) -> Place<'_> {
    (&record.evidence, &record.offset)
}

/// What all rows need to know.
struct Rows<'r> {
    language: Language,
    evidence: BTreeMap<&'r str, &'r Evidence>,
    fields: Vec<&'r str>,
}

impl Rows<'_> {
    /// One row for each match, or one without a match.
    fn trace(
        &self,
        sheet: &SheetResult,
        role: &RoleResult,
        trace: &TraceResult,
        uses: &BTreeMap<Place<'_>, Vec<&str>>,
    ) -> Vec<Vec<String>> {
        let mut about = self.about(sheet, role, trace);
        if trace.matches.is_empty() {
            // Every row has as many cells as the header.
            about.resize(COLUMNS.len().saturating_add(self.fields.len()), String::new());
            return vec![about];
        }
        let with = |found| about.iter().cloned().chain(self.found(found, uses)).collect();
        trace.matches.iter().map(with).collect()
    }

    /// Cells that all rows of a trace share: up to `matches_kept`.
    fn about(&self, sheet: &SheetResult, role: &RoleResult, trace: &TraceResult) -> Vec<String> {
        let reason = trace.reason.as_ref();
        let certainty = trace.certainty.map(|certainty| code(&certainty));
        vec![
            sheet.id.clone(),
            code(&role.role),
            role.host.clone().unwrap_or_default(),
            trace.id.clone(),
            trace.refs.join(" "),
            self.language.of(&trace.title).to_owned(),
            code(&trace.kind),
            trace.channel.clone().unwrap_or_default(),
            trace.event_id.map(|id| id.to_string()).unwrap_or_default(),
            yes(trace.decisive),
            code(&trace.outcome),
            certainty.unwrap_or_default(),
            reason.map(|reason| code(&reason.code)).unwrap_or_default(),
            reason.map(|reason| self.language.of(&reason.text).to_owned()).unwrap_or_default(),
            reason.map(|reason| self.language.of(&reason.next).to_owned()).unwrap_or_default(),
            trace.count.to_string(),
            trace.matches_kept.to_string(),
        ]
    }

    /// The rest of a match's row: from `time` to its fields.
    fn found(&self, found: &Match, uses: &BTreeMap<Place<'_>, Vec<&str>>) -> Vec<String> {
        let first = found.records.first();
        let evidence = first.and_then(|record| self.evidence.get(record.evidence.as_str()));
        let of_record = |value: fn(&RecordRef) -> &String| first.map(value).cloned();
        let uses: BTreeSet<&str> = found
            .records
            .iter()
            .filter_map(|record| uses.get(&place(record)))
            .flatten()
            .copied()
            .collect();
        let mut cells = vec![
            found.time.clone(),
            found.time_source.clone(),
            found.times.join(" "),
            yes(found.outside_window),
            yes(found.bound),
            uses.into_iter().collect::<Vec<_>>().join(" "),
            of_record(|record| &record.evidence).unwrap_or_default(),
            evidence.map(|one| one.path.clone()).unwrap_or_default(),
            evidence.map(|one| one.sha256.clone()).unwrap_or_default(),
            of_record(|record| &record.record_id).unwrap_or_default(),
            of_record(|record| &record.record_number).unwrap_or_default(),
            of_record(|record| &record.offset).unwrap_or_default(),
            found.records.iter().skip(1).map(citation).collect::<Vec<_>>().join(" "),
            found.absent.join(" "),
        ];
        cells.extend(
            self.fields.iter().map(|name| found.fields.get(*name).cloned().unwrap_or_default()),
        );
        cells
    }
}

/// `e3@5632#17`: evidence, offset, record id.
fn citation(record: &RecordRef) -> String {
    let id = if record.record_id.is_empty() { "" } else { "#" };
    format!("{}@{}{id}{}", record.evidence, record.offset, record.record_id)
}

/// The code as it stands in the report.
fn code(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

/// One row with its line end; every cell is safe in a spreadsheet.
pub(crate) fn write_row(
    writer: &mut impl Write,
    cells: impl IntoIterator<Item = String>,
) -> io::Result<()> {
    for (number, text) in cells.into_iter().enumerate() {
        if number > 0 {
            writer.write_all(b",")?;
        }
        writer.write_all(cell(&text).as_bytes())?;
    }
    writer.write_all(b"\r\n")
}

/// A cell: harmless in a spreadsheet, quoted where RFC 4180 says so.
fn cell(text: &str) -> String {
    // Spreadsheets skip leading blanks before they look for a formula; TAB and CR begin one too.
    let starts_formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            || text.starts_with(['\t', '\r', '\n']);
    let shown = visible(text);
    let safe = if starts_formula { format!("'{shown}") } else { shown.into_owned() };
    if safe.contains(['"', ',', '\r', '\n']) || safe.starts_with(' ') || safe.ends_with(' ') {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_hides_characters() {
        for (text, expected) in [
            ("plain", "plain"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
            (" a", "\" a\""),
            ("+1", "'+1"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("＝x", "'＝x"),
            ("\t=x", "'\\u{9}=x"),
            ("\rx", "'\\u{d}x"),
            ("a\r\nb", "a\\u{d}\\u{a}b"),
            ("gpj\u{202e}exe\u{200b}\0", "gpj\\u{202e}exe\\u{200b}\\u{0}"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
