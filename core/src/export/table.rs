//! The report as text for people at a terminal.

use super::{
    Language,
    columns::{Columns, cut},
    next_steps, uses,
    wording::Word,
};
use crate::{
    evidence::visible::visible,
    report::{Evidence, Host, Match, Reason, Report, RoleResult, SheetResult, TraceResult},
    words::EvidenceKind,
};

/// Matches shown for each trace; the JSON has all that are kept.
const MATCHES_SHOWN: usize = 3;
/// Places that the line of a match takes at most.
const MATCH_WIDTH: usize = 200;

/// The report as a table: evidence, hosts, and per sheet, role and host the outcome of every
/// trace, with the reason and the first matches.
///
/// ```
/// use konseki_core::{export::{Language, table}, report::Report};
/// assert!(table(&Report::default(), Language::English).contains("Evidence"));
/// ```
pub fn table(report: &Report, language: Language) -> String {
    let mut out = String::new();
    line(&mut out, format!("Konseki {}, catalog {}", report.tool.version, report.catalog.revision));
    if let Some(window) = &report.asked.window {
        let word = language.word(Word::Window);
        line(&mut out, format!("{word}: {} – {}", window.from, window.to));
    }
    line(&mut out, format!("\n{}", language.word(Word::Evidence)));
    evidence(&report.evidence, language).write(&mut out);
    if !report.hosts.is_empty() {
        line(&mut out, format!("\n{}", language.word(Word::Hosts)));
        hosts(&report.hosts, language).write(&mut out);
    }
    for sheet in &report.sheets {
        for role in &sheet.roles {
            write_role(sheet, role, language, &mut out);
        }
        out.push_str(&uses::text(sheet, language));
        out.push_str(&next_steps::text(sheet, language));
    }
    out
}

fn line(out: &mut String, text: String) {
    out.push_str(&text);
    out.push('\n');
}

fn evidence(sources: &[Evidence], language: Language) -> Columns {
    let mut columns = Columns::default();
    let word = |word| language.word(word).to_owned();
    columns.row([
        String::new(),
        word(Word::Kind),
        word(Word::Status),
        word(Word::Host),
        word(Word::Records),
        word(Word::First),
        word(Word::Last),
        word(Word::File),
    ]);
    for source in sources {
        let first = source.channels.iter().filter_map(|channel| channel.first.as_deref()).min();
        let last = source.channels.iter().filter_map(|channel| channel.last.as_deref()).max();
        columns.row([
            source.id.clone(),
            language.kind(source.kind).to_owned(),
            language.status(source.status).to_owned(),
            shown(source.host.as_ref().map_or("", |host| &host.name)),
            records(source),
            first.map(seconds).unwrap_or_default(),
            last.map(seconds).unwrap_or_default(),
            shown(&source.path),
        ]);
        for warning in &source.warnings {
            let word = language.word(Word::Warning);
            let times =
                if warning.count > 1 { format!(" (×{})", warning.count) } else { String::new() };
            columns.note(format!("{word}: {}{times}", shown(&warning.message)));
        }
    }
    columns
}

fn records(source: &Evidence) -> String {
    match source.kind {
        EvidenceKind::EventLog | EvidenceKind::Prefetch => source.records_read.to_string(),
        _ => String::new(),
    }
}

fn hosts(hosts: &[Host], language: Language) -> Columns {
    let mut columns = Columns::default();
    for host in hosts {
        let mut about = Vec::new();
        if !host.aliases.is_empty() {
            let aliases: Vec<String> = host.aliases_with_times().collect();
            about.push(format!("{}: {}", language.word(Word::Alias), aliases.join(", ")));
        }
        if let Some(zone) = host.time_zones.last() {
            about.push(zone.text());
        }
        let roles = host.roles.iter();
        about
            .extend(roles.map(|role| {
                format!("{} ({})", language.role(role.role), language.of(&role.basis))
            }));
        columns.row([shown(&host.name), shown(&about.join("; "))]);
    }
    columns
}

/// Heading, conclusion, traces and the reasons that they point to.
fn write_role(sheet: &SheetResult, role: &RoleResult, language: Language, out: &mut String) {
    let host = role.host.as_deref().unwrap_or_else(|| language.word(Word::NoHost));
    let name = language.role(role.role);
    line(out, format!("\n{} / {name}: {}", shown(&sheet.tool), shown(host)));
    line(out, format!("  {}\n", shown(language.of(&role.conclusion.text))));
    let mut reasons: Vec<&Reason> = Vec::new();
    let mut columns = Columns::default();
    let word = |word| language.word(word).to_owned();
    columns.row([
        word(Word::Outcome),
        word(Word::Count),
        word(Word::First),
        word(Word::Last),
        word(Word::Record),
        word(Word::Rows),
        word(Word::Trace),
    ]);
    for trace in &role.traces {
        let mark = trace.reason.as_ref().map(|reason| mark(&mut reasons, reason));
        trace_row(&mut columns, trace, mark, language);
        for found in trace.matches.iter().take(MATCHES_SHOWN) {
            columns.note(cut(&match_line(found, language), MATCH_WIDTH));
        }
        if trace.matches.len() > MATCHES_SHOWN {
            columns.note(word(Word::MoreMatches));
        }
    }
    columns.write(out);
    for (number, reason) in (1_u64..).zip(&reasons) {
        line(out, format!("  [{number}] {}", shown(language.of(&reason.text))));
        let next = language.of(&reason.next);
        if !next.is_empty() {
            line(out, format!("      {}: {}", language.word(Word::Next), shown(next)));
        }
    }
}

/// Number of the footnote; reasons with the same sentences share one.
fn mark<'r>(reasons: &mut Vec<&'r Reason>, reason: &'r Reason) -> usize {
    let same = |known: &&Reason| known.text == reason.text && known.next == reason.next;
    let at = reasons.iter().position(same).unwrap_or_else(|| {
        reasons.push(reason);
        reasons.len().saturating_sub(1)
    });
    at.saturating_add(1)
}

fn trace_row(columns: &mut Columns, trace: &TraceResult, mark: Option<usize>, language: Language) {
    let mark = mark.map(|mark| format!(" [{mark}]")).unwrap_or_default();
    let record = match (&trace.channel, trace.event_id) {
        (Some(channel), Some(id)) => format!("{} {id}", short_channel(channel)),
        _ => language.kind(trace.kind).to_owned(),
    };
    let decisive = if trace.decisive {
        format!(" ({})", language.word(Word::Decisive))
    } else {
        String::new()
    };
    columns.row([
        format!("{}{mark}", language.outcome(trace)),
        trace.count.to_string(),
        trace.first.as_deref().map(seconds).unwrap_or_default(),
        trace.last.as_deref().map(seconds).unwrap_or_default(),
        record,
        trace.refs.join(" "),
        format!("{}{decisive}", shown(language.of(&trace.title))),
    ]);
}

fn match_line(found: &Match, language: Language) -> String {
    let mut parts = Vec::new();
    for record in &found.records {
        let id = if record.record_id.is_empty() {
            String::new()
        } else {
            format!(" {} {}", language.word(Word::Record), record.record_id)
        };
        let offset = language.word(Word::OffsetOf);
        parts.push(format!("{}{id}, {offset} {}", record.evidence, record.offset));
    }
    parts.push(found.time.clone());
    parts.extend(found.fields.iter().map(|(name, value)| format!("{name}={}", shown(value))));
    parts.join("; ")
}

/// `Security`, `Sysmon`: enough to tell channels apart in a narrow column.
fn short_channel(channel: &str) -> String {
    let name = channel.strip_suffix("/Operational").unwrap_or(channel);
    shown(name.strip_prefix("Microsoft-Windows-").unwrap_or(name))
}

/// A time of the report without the part below a second.
pub(super) fn seconds(time: &str) -> String {
    match time.split_once('.') {
        Some((whole, _)) if time.ends_with('Z') => format!("{whole}Z"),
        _ => time.to_owned(),
    }
}

pub(super) fn shown(text: &str) -> String {
    visible(text).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        report::{Conclusion, ConclusionCode, RecordRef},
        words::{Certainty, Outcome, ReasonCode, Role, Text},
    };

    fn text(en: &str) -> Text {
        Text { ja: format!("和 {en}"), en: en.to_owned() }
    }

    fn trace(id: &str) -> TraceResult {
        TraceResult {
            id: id.to_owned(),
            step: "start".to_owned(),
            refs: vec!["NU-S02".to_owned()],
            title: text("net.exe starts"),
            kind: EvidenceKind::EventLog,
            channel: Some("Microsoft-Windows-Sysmon/Operational".to_owned()),
            event_id: Some(1),
            setting: Vec::new(),
            key_row: false,
            decisive: false,
            outcome: Outcome::CannotTell,
            certainty: None,
            reason: Some(Reason {
                code: ReasonCode::NotSupplied,
                parameters: BTreeMap::new(),
                text: text("no log of this channel"),
                next: text("collect it"),
                intervals: Vec::new(),
                proofs: Vec::new(),
                supplied: Vec::new(),
            }),
            count: 0,
            bound: 0,
            first: None,
            last: None,
            rows: 1,
            rows_recorded: 0,
            matches_kept: 0,
            matches: Vec::new(),
            near_misses: Vec::new(),
        }
    }

    fn found() -> TraceResult {
        let time = "2026-01-02T03:04:05.1234567Z".to_owned();
        let record = RecordRef {
            evidence: "e1".to_owned(),
            record_id: "17".to_owned(),
            record_number: "17".to_owned(),
            offset: "4608".to_owned(),
            time: time.clone(),
        };
        TraceResult {
            outcome: Outcome::Found,
            certainty: Some(Certainty::Specific),
            reason: None,
            count: 1,
            first: Some(time.clone()),
            last: Some(time.clone()),
            matches: vec![Match {
                bound: true,
                records: vec![record],
                time,
                times: Vec::new(),
                time_source: "System/TimeCreated".to_owned(),
                outside_window: false,
                absent: Vec::new(),
                contradicted: Vec::new(),
                fields: BTreeMap::from([("Image".to_owned(), "a\u{202e}b\u{1b}[2J".to_owned())]),
            }],
            ..trace("b")
        }
    }

    fn report(traces: Vec<TraceResult>) -> Report {
        let conclusion = Conclusion { code: ConclusionCode::CannotTell, text: text("open") };
        let role =
            RoleResult { role: Role::Source, host: Some("PC01".to_owned()), conclusion, traces };
        let sheet = SheetResult {
            id: "net-use".to_owned(),
            tool: "net use".to_owned(),
            roles: vec![role],
            sessions: Vec::new(),
            session_count: 0,
            collect_next: Vec::new(),
        };
        Report { sheets: vec![sheet], ..Report::default() }
    }

    #[test]
    fn a_reason_that_several_traces_share_stands_once() {
        let shown = table(&report(vec![trace("a"), trace("b")]), Language::English);
        assert_eq!(shown.matches("cannot tell [1]").count(), 2);
        assert_eq!(shown.matches("[1] no log of this channel\n      next: collect it").count(), 1);
    }

    #[test]
    fn a_match_says_where_it_is_and_steers_no_terminal() {
        let shown = table(&report(vec![found()]), Language::English);
        let place = "e1 record 17, offset 4608; 2026-01-02T03:04:05.1234567Z";
        assert!(shown.contains(&format!("{place}; Image=a\\u{{202e}}b\\u{{1b}}[2J")), "{shown}");
        assert!(shown.contains("FOUND (specific)"), "{shown}");
        assert!(shown.contains("2026-01-02T03:04:05Z"), "{shown}");
        assert!(shown.contains("Sysmon 1"), "{shown}");
    }

    #[test]
    fn the_language_is_chosen_for_words_and_sentences() {
        let shown = table(&report(vec![trace("a")]), Language::Japanese);
        assert!(shown.contains("判定不能 [1]") && shown.contains("和 no log"), "{shown}");
    }
}
