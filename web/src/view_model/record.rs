//! One record: what is shown of it, and how it is cited.

use konseki_core::analysis::{CheckState, ConditionCheck, RecordDetails, Wanted};
use konseki_core::export::{Language, visible};

use super::format;
use crate::text::{Words, fill};

/// What is shown above the fields: names and values.
pub fn facts(words: &Words, details: &RecordDetails) -> Vec<(&'static str, String)> {
    let number = |number: u64| if number == 0 { String::new() } else { number.to_string() };
    let event_id = number(u64::from(details.event_id));
    let mut facts = vec![
        (words.record.time, format::exact(&details.time)),
        (words.record.channel, details.channel.clone()),
        (words.record.event_id, event_id),
        (words.record.provider, details.provider.clone()),
        (words.record.computer, details.computer.clone()),
        (words.record.record_id, number(details.record_id)),
        (words.record.record_number, number(details.record_number)),
        (words.record.offset, offset(details.offset)),
        (words.evidence.size, format::size(details.size)),
        (words.record.file, details.path.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    for (_, value) in &mut facts {
        *value = visible(value).into_owned();
    }
    facts
}

/// The record in one paragraph of plain text, to be pasted where it is cited.
pub fn citation(words: &Words, details: &RecordDetails, sha256: &str) -> String {
    let hash = if sha256.is_empty() { words.evidence.sha256_pending } else { sha256 };
    let mut lines: Vec<String> = vec![
        format!("{}: {}", words.record.file, visible(&details.path)),
        format!("SHA-256: {hash}"),
        format!("{}: {}", words.record.offset, offset(details.offset)),
    ];
    if details.record_id > 0 {
        lines.push(format!("{}: {}", words.record.record_id, details.record_id));
    }
    if details.event_id > 0 {
        let channel = visible(&details.channel);
        lines.push(format!("{}: {channel} {}", words.record.event_id, details.event_id));
    }
    lines.push(format!("{}: {}", words.record.time, details.time));
    lines.join("\n")
}

/// XML with its hidden characters made visible, line ends kept.
pub fn xml(xml: &str) -> String {
    xml.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// A condition as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Field.
    pub field: String,
    /// What is wanted, in a few words.
    pub wanted: String,
    /// The field's text before, in and after the part that is meant; `None` if not recorded.
    pub actual: Option<[String; 3]>,
    /// The answer.
    pub state: CheckState,
    /// Its word.
    pub word: &'static str,
}

/// A condition in words.
pub fn check_line(words: &Words, check: &ConditionCheck) -> CheckLine {
    let words_of = &words.record;
    let listed = check.values.iter().map(|value| visible(value)).collect::<Vec<_>>().join(", ");
    let wanted = match check.wanted {
        Wanted::Equals | Wanted::Number => words_of.wanted_equals,
        Wanted::StartsWith => words_of.wanted_starts_with,
        Wanted::EndsWith => words_of.wanted_ends_with,
        Wanted::Contains => words_of.wanted_contains,
        Wanted::Expression => words_of.wanted_expression,
        Wanted::Path => words_of.wanted_path,
        Wanted::RightsAll => words_of.wanted_rights_all,
        Wanted::RightsAny => words_of.wanted_rights_any,
        Wanted::RightsExact => words_of.wanted_rights_exact,
        Wanted::RightsWithin => words_of.wanted_rights_within,
        Wanted::ServicePort => words_of.wanted_service_port,
        Wanted::NetUse => words_of.wanted_net_use,
        Wanted::AuditSuccess => words_of.wanted_audit_success,
        Wanted::AuditFailure => words_of.wanted_audit_failure,
        Wanted::NotLoopback => words_of.wanted_not_loopback,
    };
    let mut wanted = fill(wanted, &[&listed]);
    if check.excluded {
        wanted = fill(words_of.wanted_not, &[&wanted]);
    }
    if check.alternative {
        wanted = fill(words_of.wanted_or, &[&wanted]);
    }
    CheckLine {
        field: visible(&check.field).into_owned(),
        wanted,
        actual: check.actual.as_ref().map(|actual| parts(actual, check.matched.as_deref())),
        state: check.state,
        word: match check.state {
            CheckState::Met => words_of.check_met,
            CheckState::Absent => words_of.check_absent,
            CheckState::Contradicted => words_of.check_contradicted,
        },
    }
}

/// A text before, in and after a part of it; without the part all of it is before.
fn parts(text: &str, part: Option<&str>) -> [String; 3] {
    let part = part.filter(|part| !part.is_empty());
    let found = part.and_then(|part| {
        // The end is where paths and exact values match.
        let at = if text.ends_with(part) { text.rfind(part)? } else { text.find(part)? };
        let (before, rest) = text.split_at(at);
        let (part, after) = rest.split_at(part.len());
        Some([before, part, after])
    });
    found.unwrap_or([text, "", ""]).map(|text| visible(text).into_owned())
}

/// The meaning of a field's code, empty where there is none.
pub fn meaning<'d>(details: &'d RecordDetails, field: &str, language: Language) -> &'d str {
    let known = details.meanings.iter().find(|(name, _)| name == field);
    known.map(|(_, text)| language.of(text)).unwrap_or_default()
}

/// Bytes shown at once: a record is smaller, a Prefetch file may not be.
const BYTES_SHOWN: usize = 4_096;

/// Lines of sixteen bytes: offset in the evidence, hexadecimal, ASCII.
pub fn hex(details: &RecordDetails) -> String {
    let mut text = String::new();
    let shown = details.raw.iter().take(BYTES_SHOWN).copied().collect::<Vec<u8>>();
    for (line, bytes) in (0_u64..).zip(shown.chunks(16)) {
        let at = details.offset.saturating_add(line.saturating_mul(16));
        let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let letter = |byte: &u8| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' };
        let letters: String = bytes.iter().map(letter).collect();
        text.push_str(&format!("{at:08x}  {:<47}  {letters}\n", digits.join(" ")));
    }
    text
}

fn offset(offset: u64) -> String {
    format!("{offset} (0x{offset:x})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn the_matched_part_is_told_from_the_rest() {
        let check = ConditionCheck {
            field: "Image".to_owned(),
            wanted: Wanted::EndsWith,
            values: vec!["\\net.exe".to_owned()],
            excluded: false,
            alternative: false,
            actual: Some("C:\\net.exe\\NET.EXE\u{202e}".to_owned()),
            matched: Some("\\NET.EXE".to_owned()),
            state: CheckState::Met,
        };
        let line = check_line(words(Language::English), &check);
        let parts = ["C:\\net.exe", "\\NET.EXE", "\\u{202e}"].map(str::to_owned);
        assert_eq!(line.actual, Some(parts));
        assert_eq!(line.wanted, "ends with \\net.exe");
    }

    #[test]
    fn bytes_stand_at_their_offset() {
        let details = RecordDetails {
            offset: 0x1200,
            raw: b"**\0\0net use 12345".to_vec(),
            ..RecordDetails::default()
        };
        let text = hex(&details);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[0],
            "00001200  2a 2a 00 00 6e 65 74 20 75 73 65 20 31 32 33 34  **..net.use.1234"
        );
        assert!(lines[1].starts_with("00001210  35  "), "{}", lines[1]);
    }

    #[test]
    fn a_citation_leads_back_to_the_record() {
        let details = RecordDetails {
            path: "Security.evtx".to_owned(),
            offset: 4_608,
            record_id: 42,
            event_id: 4_688,
            channel: "Security".to_owned(),
            time: "2026-01-31T09:00:00.1234567Z".to_owned(),
            ..RecordDetails::default()
        };
        let text = citation(words(Language::English), &details, "ab12");
        assert_eq!(
            text,
            "File: Security.evtx\nSHA-256: ab12\nOffset: 4608 (0x1200)\nEventRecordID: 42\n\
             Event ID: Security 4688\nTime (UTC): 2026-01-31T09:00:00.1234567Z"
        );
    }
}
