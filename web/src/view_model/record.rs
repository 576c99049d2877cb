//! One record: what is shown of it, and how it is cited.

use konseki_core::analysis::RecordDetails;
use konseki_core::export::visible;

use super::format;
use crate::text::Words;

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

fn offset(offset: u64) -> String {
    format!("{offset} (0x{offset:x})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

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
