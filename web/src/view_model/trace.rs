//! What stands behind a row of the sheet: records, reason with proofs, what to collect next.

use konseki_core::export::{Language, visible};
use konseki_core::report::{Match, RecordRef, Report, TraceResult};

use super::format;
use crate::protocol::{RecordPlace, Titles};
use crate::text::{Words, fill, words};

/// What stands behind a row.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceDetails {
    /// Trace id.
    pub id: String,
    /// Documented rows.
    pub refs: String,
    /// Required settings.
    pub settings: Vec<String>,
    /// Why.
    pub reason: String,
    /// What to collect or check next.
    pub next: String,
    /// Spans in which it would have been recorded.
    pub spans: Vec<(String, String)>,
    /// Records that prove it.
    pub proofs: Vec<RecordLine>,
    /// Matching records.
    pub matches: Vec<RecordLine>,
    /// How many of the records belong to a use, and how many are listed.
    pub listed: Vec<String>,
    /// Matches that the report keeps.
    pub kept: u64,
    /// Records that fail one condition.
    pub near_misses: Vec<RecordLine>,
    /// Other causes.
    pub benign: Vec<String>,
}

/// One record in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordLine {
    /// Where it stands.
    pub place: RecordPlace,
    /// When, with all digits.
    pub time: String,
    /// File and record id.
    pub source: String,
    /// Fields that conditions name or bind.
    pub fields: Vec<(String, String)>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// What stands behind a row; `all` are its matches when more than the first were asked for.
pub fn details(
    report: &Report,
    titles: &Titles,
    language: Language,
    trace: &TraceResult,
    all: Option<&[Match]>,
) -> TraceDetails {
    let words = words(language);
    let reason = trace.reason.as_ref();
    let matches = all.unwrap_or(&trace.matches);
    let mut listed = Vec::new();
    if trace.bound > 0 {
        listed.push(fill(words.sheet.bound, &[&format::count(trace.bound)]));
    }
    if (matches.len() as u64) < trace.count {
        let numbers = [matches.len() as u64, trace.count].map(format::count);
        listed.push(fill(words.sheet.matches_kept, &[&numbers[0], &numbers[1]]));
    }
    let setting = |id: &String| {
        titles.settings.get(id).map_or(id.clone(), |title| language.of(title).to_owned())
    };
    let span = |span: &konseki_core::report::TimeSpan| {
        (format::exact(&span.from), format::exact(&span.to))
    };
    let spans = reason.map(|reason| reason.intervals.iter().map(span).collect());
    let proofs = reason
        .map(|reason| reason.proofs.iter().map(|record| record_line(report, record)).collect());
    let text = |text: &str| visible(text).into_owned();
    TraceDetails {
        id: trace.id.clone(),
        refs: refs(words, trace),
        settings: trace.setting.iter().map(setting).collect(),
        reason: reason.map(|one| text(language.of(&one.text))).unwrap_or_default(),
        next: reason.map(|one| text(language.of(&one.next))).unwrap_or_default(),
        spans: spans.unwrap_or_default(),
        proofs: proofs.unwrap_or_default(),
        matches: matches.iter().filter_map(|one| match_line(report, words, one)).collect(),
        listed,
        kept: trace.matches_kept,
        near_misses: lines(report, words, &trace.near_misses),
        benign: titles
            .benign
            .get(&trace.id)
            .into_iter()
            .flatten()
            .map(|cause| language.of(cause).to_owned())
            .collect(),
    }
}

/// Row ids; rows with the same conditions are one trace, so it says how many of them are there.
fn refs(words: &Words, trace: &TraceResult) -> String {
    let refs = trace.refs.join(", ");
    if trace.count == 0 || trace.rows < 2 {
        return refs;
    }
    let numbers = [trace.rows_recorded, trace.rows].map(format::count);
    format!("{refs} ({})", fill(words.sheet.rows_recorded, &[&numbers[0], &numbers[1]]))
}

fn lines(report: &Report, words: &Words, matches: &[Match]) -> Vec<RecordLine> {
    matches.iter().filter_map(|one| match_line(report, words, one)).collect()
}

fn match_line(report: &Report, words: &Words, one: &Match) -> Option<RecordLine> {
    let mut line = record_line(report, one.records.first()?);
    line.time = format::exact(&one.time);
    let field = |(name, value): (&String, &String)| {
        (visible(name).into_owned(), visible(value).into_owned())
    };
    line.fields = one.fields.iter().map(field).collect();
    let more = one.records.len().saturating_sub(1);
    if more > 0 {
        line.notes.push(fill(words.sheet.copies, &[&more.to_string()]));
    }
    if one.outside_window {
        line.notes.push(words.sheet.outside_window.to_owned());
    }
    if !one.absent.is_empty() {
        line.notes.push(fill(words.sheet.not_recorded_fields, &[&one.absent.join(", ")]));
    }
    if !one.contradicted.is_empty() {
        line.notes.push(fill(words.sheet.contradicted_fields, &[&one.contradicted.join(", ")]));
    }
    Some(line)
}

/// A record as a line: when, which file, which number.
pub fn record_line(report: &Report, record: &RecordRef) -> RecordLine {
    let evidence = report.evidence.iter().find(|evidence| evidence.id == record.evidence);
    let path = evidence.map_or(record.evidence.as_str(), |evidence| evidence.path.as_str());
    let name = visible(path.rsplit('/').next().unwrap_or(path)).into_owned();
    let source = match record.record_id.as_str() {
        "" => name,
        id => format!("{name} #{id}"),
    };
    RecordLine {
        place: RecordPlace { evidence: record.evidence.clone(), offset: record.offset.clone() },
        time: format::exact(&record.time),
        source,
        fields: Vec::new(),
        notes: Vec::new(),
    }
}
