//! The list of evidence files.

use konseki_core::export::{Language, visible};
use konseki_core::report::{Channel, Evidence, EvidenceStatus, Report};
use konseki_core::words::EvidenceKind;

use super::{format, labels};
use crate::protocol::Completeness;
use crate::text::{Words, fill, words};

/// One evidence file.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// Id in the report.
    pub id: String,
    /// Path as it is shown.
    pub path: String,
    /// Path as it was given; `None` for a member of an archive.
    pub given: Option<String>,
    /// Kind.
    pub kind: &'static str,
    /// Size, short and in bytes.
    pub size: (String, String),
    /// SHA-256, or what stands for it.
    pub sha256: Hash,
    /// Host and why.
    pub host: Option<(String, &'static str)>,
    /// Channels, or facts of a Prefetch file.
    pub contents: Vec<String>,
    /// Records read, and how many could not be.
    pub records: (String, Option<String>),
    /// First and last record, to the second and exact.
    pub span: Option<[(String, String); 2]>,
    /// Status.
    pub status: &'static str,
    /// Whether it was read whole, for its look.
    pub health: Health,
    /// One clear line per kind of damage.
    pub warnings: Vec<String>,
}

/// A SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hash {
    /// Known.
    Known(String),
    /// Still to come.
    Pending,
    /// Not computed.
    None,
}

/// How an evidence file fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Read whole.
    Whole,
    /// Something is missing.
    Partial,
    /// Nothing of it was read.
    Unread,
}

/// What a note above the result says of all evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// All that was recognised was read.
    Whole,
    /// How many of how many were not.
    Partial(usize, usize),
    /// Nothing was read, and how many of how many should have been.
    NothingRead(usize, usize),
    /// Nothing that could be checked.
    NothingToCheck,
}

/// How complete a case is.
pub fn completion(report: &Report) -> Completion {
    let checkable = |one: &&Evidence| {
        is_evidence(one.kind)
            && matches!(one.status, EvidenceStatus::Read | EvidenceStatus::ReadInPart)
    };
    let lossy = |one: &&Evidence| {
        matches!(one.status, EvidenceStatus::ReadInPart | EvidenceStatus::NotRead)
    };
    let partial = report.evidence.iter().filter(lossy).count();
    if report.evidence.iter().any(|one| checkable(&one)) {
        match partial {
            0 => Completion::Whole,
            partial => Completion::Partial(partial, report.evidence.len()),
        }
    } else if partial > 0 {
        Completion::NothingRead(partial, report.evidence.len())
    } else {
        Completion::NothingToCheck
    }
}

/// Whether traces are looked for in evidence of a kind.
fn is_evidence(kind: EvidenceKind) -> bool {
    matches!(
        kind,
        EvidenceKind::EventLog
            | EvidenceKind::Prefetch
            | EvidenceKind::Mft
            | EvidenceKind::UsnJournal
    )
}

/// All evidence, in the report's order.
pub fn rows(report: &Report, language: Language, completeness: Completeness) -> Vec<EvidenceRow> {
    let words = words(language);
    report.evidence.iter().map(|one| row(words, one, completeness)).collect()
}

fn row(words: &Words, one: &Evidence, completeness: Completeness) -> EvidenceRow {
    let sha256 = match (one.sha256.as_str(), completeness) {
        ("", Completeness::HashesPending) if one.kind != EvidenceKind::Unknown => Hash::Pending,
        ("", _) => Hash::None,
        (known, _) => Hash::Known(known.to_owned()),
    };
    let host = one.host.as_ref();
    let failed = (one.records_failed > 0)
        .then(|| fill(words.evidence.records_failed, &[&format::count(one.records_failed)]));
    let records = match one.kind {
        kind if is_evidence(kind) => format::count(one.records_read),
        _ => String::new(),
    };
    EvidenceRow {
        id: one.id.clone(),
        path: visible(&one.path).into_owned(),
        given: (!one.path.contains("!/")).then(|| one.path.clone()),
        kind: labels::kind(words, one.kind),
        size: (format::size(one.size), fill(words.evidence.bytes, &[&format::count(one.size)])),
        sha256,
        host: host.map(|host| (visible(&host.name).into_owned(), labels::basis(words, host.basis))),
        contents: contents(words, one),
        records: (records, failed),
        span: span(one),
        status: labels::status(words, one.status),
        health: match one.status {
            EvidenceStatus::Read => Health::Whole,
            EvidenceStatus::ReadInPart => Health::Partial,
            EvidenceStatus::NotRead
            | EvidenceStatus::NotSupported
            | EvidenceStatus::NotRecognised => Health::Unread,
        },
        warnings: warnings(words, one),
    }
}

fn contents(words: &Words, one: &Evidence) -> Vec<String> {
    let mut contents: Vec<String> =
        one.channels.iter().flat_map(|channel| channel_lines(words, channel)).collect();
    if let Some(prefetch) = &one.prefetch {
        contents.push(format!("{}-{}", visible(&prefetch.executable), prefetch.hash));
        contents.push(fill(words.evidence.run_count, &[&prefetch.run_count.to_string()]));
    }
    if let Some(table) = &one.mft {
        let (in_use, deleted) = (format::count(table.in_use), format::count(table.deleted));
        contents.push(fill(words.evidence.files_in_use, &[&in_use, &deleted]));
    }
    let prefetch_files = one.mft.as_ref().and_then(|table| table.prefetch_files);
    let prefetch_writes = one.usn_journal.as_ref().map(|journal| journal.prefetch_writes);
    if let Some(count) = prefetch_files {
        contents.push(fill(words.evidence.prefetch_files, &[&format::count(count)]));
    }
    if let Some(count) = prefetch_writes {
        contents.push(fill(words.evidence.prefetch_writes, &[&format::count(count)]));
    }
    if let Some(first) = one.copies_of.first() {
        contents.push(fill(words.evidence.copy_of, &[first]));
    }
    contents
}

fn channel_lines(words: &Words, channel: &Channel) -> Vec<String> {
    let name = visible(labels::channel(&channel.channel)).into_owned();
    let mut lines = vec![format!("{name} ({})", format::count(channel.records))];
    if channel.record_ids.gap_count > 0 {
        lines.push(fill(words.evidence.gaps, &[&format::count(channel.record_ids.gap_count)]));
    }
    for cleared in &channel.cleared {
        let time = format::to_the_second(&cleared.record.time);
        lines.push(fill(words.evidence.cleared_by, &[&time, &visible(&cleared.account)]));
    }
    lines
}

fn span(one: &Evidence) -> Option<[(String, String); 2]> {
    let runs = one.prefetch.iter().flat_map(|prefetch| &prefetch.last_run_times);
    let first = one.channels.iter().filter_map(|channel| channel.first.as_ref());
    let last = one.channels.iter().filter_map(|channel| channel.last.as_ref());
    let both = |time: &String| (format::to_the_second(time), format::exact(time));
    let journal = one.usn_journal.as_ref();
    let begin = journal.and_then(|journal| Some(&journal.first.as_ref()?.time));
    let end = journal.and_then(|journal| Some(&journal.last.as_ref()?.time));
    let first = first.chain(runs.clone()).chain(begin).min()?;
    let last = last.chain(runs).chain(end).max()?;
    Some([both(first), both(last)])
}

fn warnings(words: &Words, one: &Evidence) -> Vec<String> {
    let warnings = one.warnings.iter();
    warnings
        .map(|warning| {
            let mut parts = vec![labels::warning(words, warning.code).to_owned()];
            if warning.count > 1 {
                parts.push(fill(words.evidence.times_met, &[&format::count(warning.count)]));
            }
            if warning.offset != "0" {
                parts.push(fill(words.evidence.offset_at, &[&warning.offset]));
            }
            format!("{}: {}", parts.join(words.evidence.list_comma), visible(&warning.message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use konseki_core::error::WarningCode;
    use konseki_core::report::EvidenceWarning;

    use super::*;

    fn evidence(kind: EvidenceKind, status: EvidenceStatus) -> Evidence {
        Evidence {
            id: "e1".to_owned(),
            path: "a.zip!/x/\u{1b}Security.evtx".to_owned(),
            kind,
            size: 69_632,
            sha256: String::new(),
            acquired: None,
            copies_of: Vec::new(),
            host: None,
            channels: Vec::new(),
            prefetch: None,
            settings: None,
            mft: None,
            usn_journal: None,
            records_read: 1_234,
            records_failed: 1,
            records_fallback: 0,
            warnings: vec![EvidenceWarning {
                code: WarningCode::RecordDamaged,
                message: "Record size at 0x1200: need 24 bytes, have 8".to_owned(),
                offset: "4608".to_owned(),
                count: 3,
                places: Vec::new(),
            }],
            status,
        }
    }

    #[test]
    fn a_row_says_what_is_missing_in_one_line() {
        let report = Report {
            evidence: vec![evidence(EvidenceKind::EventLog, EvidenceStatus::ReadInPart)],
            ..Report::default()
        };
        let row = &rows(&report, Language::English, Completeness::HashesPending)[0];
        assert_eq!(row.path, "a.zip!/x/\\u{1b}Security.evtx");
        assert_eq!(row.sha256, Hash::Pending);
        assert_eq!(row.records, ("1,234".to_owned(), Some("1 could not be read".to_owned())));
        assert_eq!(
            row.warnings,
            ["Record could not be read, 3 times, first at offset 4608: \
              Record size at 0x1200: need 24 bytes, have 8"]
        );
        assert_eq!(completion(&report), Completion::Partial(1, 1));
    }

    #[test]
    fn unknown_files_alone_are_nothing_to_check() {
        let report = Report {
            evidence: vec![evidence(EvidenceKind::Unknown, EvidenceStatus::NotRecognised)],
            ..Report::default()
        };
        assert_eq!(completion(&report), Completion::NothingToCheck);
        let cancelled = Report {
            evidence: vec![evidence(EvidenceKind::EventLog, EvidenceStatus::NotRead)],
            ..Report::default()
        };
        assert_eq!(completion(&cancelled), Completion::NothingRead(1, 1));
        let row = &rows(&report, Language::English, Completeness::HashesPending)[0];
        assert_eq!(row.sha256, Hash::None, "unknown files are listed, not hashed");
    }
}
