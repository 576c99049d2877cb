//! What stands behind a use: why its records belong together, what differs, its records in lanes.

use std::collections::BTreeMap;

use konseki_core::export::{Language, visible};
use konseki_core::report::{Report, Session, SheetResult, TraceResult};
use konseki_core::words::{EvidenceKind, Link, Outcome, Role};

use super::labels;
use super::outcome::ShownOutcome;
use super::trace::{RecordLine, record_line};
use crate::protocol::{UseAddress, UseDetails, UseRecord};
use crate::text::{Words, fill, words};

/// What stands behind a use.
#[derive(Debug, Clone, PartialEq)]
pub struct UseView {
    /// Why its records belong together: what tied them, how strongly, which values agree.
    pub links: Vec<LinkView>,
    /// Things of which several values were recorded where one is expected.
    pub differences: Vec<(&'static str, String)>,
    /// The clocks, where both ends saw connections.
    pub clock: Option<String>,
    /// Lanes that hold a record, in the order of the sheet's roles.
    pub lanes: Vec<LaneView>,
    /// Its records in order, each with the number of its lane.
    pub records: Vec<LaneRecord>,
    /// Its traces: outcome, title, host and how often.
    pub traces: Vec<UseTrace>,
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// What tied the records.
    pub name: &'static str,
    /// How strongly.
    pub strength: &'static str,
    /// The values on which they agree.
    pub agrees: String,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneView {
    /// Role.
    pub role: &'static str,
    /// Host.
    pub host: String,
}

/// A record in its lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneRecord {
    /// Number in [`UseView::lanes`].
    pub lane: usize,
    /// What the record is, by the traces that it meets.
    pub title: String,
    /// Channel and event id.
    pub source: String,
    /// When and where it stands.
    pub line: RecordLine,
}

/// A trace of the use.
#[derive(Debug, Clone, PartialEq)]
pub struct UseTrace {
    /// Outcome.
    pub outcome: ShownOutcome,
    /// Title.
    pub title: String,
    /// Host.
    pub host: String,
    /// Records.
    pub count: u64,
}

/// What is known of a use; `None` if the report has no such use.
pub fn view(
    report: &Report,
    language: Language,
    address: &UseAddress,
    details: &UseDetails,
) -> Option<UseView> {
    let words = words(language);
    let sheet = report.sheets.iter().find(|sheet| sheet.id == address.sheet)?;
    let session = sheet.sessions.iter().find(|session| session.id == address.id)?;
    let (lanes, records) = lanes(report, sheet, language, &details.records);
    let mut traces: Vec<UseTrace> = details
        .traces
        .iter()
        .filter_map(|one| {
            let trace = trace(sheet, &one.id, Some(&one.host))?;
            let outcome = match one.outcome {
                Outcome::Found => ShownOutcome::of(trace),
                Outcome::NotFound => ShownOutcome::NotFound,
                Outcome::CannotTell => ShownOutcome::CannotTell,
                Outcome::NotApplicable => ShownOutcome::NotApplicable,
            };
            let title = language.of(&trace.title).to_owned();
            let host = visible(&one.host).into_owned();
            Some(UseTrace { outcome, title, host, count: one.count })
        })
        .collect();
    traces.sort_by_key(|trace| trace.outcome);
    Some(UseView {
        links: session.links.iter().map(|link| link_view(words, session, *link)).collect(),
        differences: differences(words, session),
        clock: session.clock_offset.as_ref().map(|offset| {
            let values = [short(&offset.seconds), short(&offset.uncertainty)];
            let ahead = if values[0].starts_with('-') { "" } else { "+" };
            let ahead = format!("{ahead}{}", values[0]);
            fill(words.uses.clock_offset, &[&ahead, values[1], &offset.pairs.to_string()])
        }),
        lanes,
        records,
        traces,
    })
}

/// Seconds without the zeros at their end.
fn short(seconds: &str) -> &str {
    if seconds.contains('.') {
        seconds.trim_end_matches('0').trim_end_matches('.')
    } else {
        seconds
    }
}

fn trace<'a>(sheet: &'a SheetResult, id: &str, host: Option<&str>) -> Option<&'a TraceResult> {
    let roles = sheet.roles.iter().filter(|role| host.is_none() || role.host.as_deref() == host);
    roles.flat_map(|role| &role.traces).find(|trace| trace.id == id)
}

/// Lanes by role and host, and the records in them.
fn lanes(
    report: &Report,
    sheet: &SheetResult,
    language: Language,
    records: &[UseRecord],
) -> (Vec<LaneView>, Vec<LaneRecord>) {
    let words = words(language);
    let order = [Role::Source, Role::Host, Role::Destination, Role::DomainController];
    let place = |lane: &Option<(String, Role)>| {
        let role = lane.as_ref().and_then(|(_, role)| order.iter().position(|one| one == role));
        (role.unwrap_or(order.len()), lane.as_ref().map(|(host, _)| host.clone()))
    };
    let mut numbers: BTreeMap<_, (usize, LaneView)> = BTreeMap::new();
    for record in records {
        let lane = record.lane.as_ref();
        numbers.entry(place(&record.lane)).or_insert_with(|| {
            let role = lane.map_or(words.uses.other_host, |(_, role)| labels::role(words, *role));
            let host = lane.map(|(host, _)| visible(host).into_owned());
            (0, LaneView { role, host: host.unwrap_or_default() })
        });
    }
    for (number, (lane, _)) in numbers.values_mut().enumerate() {
        *lane = number;
    }
    let in_lanes = records.iter().map(|record| {
        let lane = numbers.get(&place(&record.lane)).map(|(lane, _)| *lane);
        let host = record.lane.as_ref().map(|(host, _)| host.as_str());
        let known = record.traces.first().and_then(|id| trace(sheet, id, host));
        LaneRecord {
            lane: lane.unwrap_or_default(),
            title: known.map_or(words.uses.other_record.to_owned(), |trace| {
                language.of(&trace.title).to_owned()
            }),
            source: known.map(|trace| source(words, trace)).unwrap_or_default(),
            line: record_line(report, &record.record),
        }
    });
    let in_lanes = in_lanes.collect();
    (numbers.into_values().map(|(_, lane)| lane).collect(), in_lanes)
}

/// `Security 5140`, or the kind of evidence.
fn source(words: &Words, trace: &TraceResult) -> String {
    match (&trace.channel, trace.event_id, trace.kind) {
        (Some(channel), Some(id), EvidenceKind::EventLog) => {
            format!("{} {id}", labels::channel(channel))
        }
        (_, _, kind) => labels::kind(words, kind).to_owned(),
    }
}

fn link_view(words: &Words, session: &Session, link: Link) -> LinkView {
    let words = &words.uses;
    let (name, strength, agree): (_, _, &[&str]) = match link {
        Link::Connection => {
            let agree = &["source_address", "source_port", "destination_address"];
            (words.link_connection, words.strength_identifies, agree)
        }
        Link::Logon => {
            (words.link_logon, words.strength_identifies, &["destination_host", "logon_id"])
        }
        Link::AccountSid => {
            (words.link_account_sid, words.strength_identifies, &["account_sid", "account"])
        }
        Link::LogonGuid => (words.link_logon_guid, words.strength_identifies, &["logon_guid"]),
        Link::Process => (words.link_process, words.strength_identifies, &["process_id"]),
        Link::CommandLine => {
            let agree = &["destination", "share", "account"];
            (words.link_command_line, words.strength_agrees, agree)
        }
        Link::Ticket => (words.link_ticket, words.strength_agrees, &["source_address", "account"]),
        Link::ServiceName => {
            (words.link_service_name, words.strength_agrees, &["destination_host"])
        }
        Link::Credentials => {
            (words.link_credentials, words.strength_agrees, &["destination", "given_account"])
        }
        Link::FileName => (words.link_file_name, words.strength_agrees, &["file"]),
        Link::Order => (words.link_order, words.strength_near, &[]),
    };
    let values = agree.iter().filter_map(|name| session.variables.get(*name)).flatten();
    let agrees = values.map(|value| visible(value)).collect::<Vec<_>>().join(", ");
    LinkView { name, strength, agrees }
}

/// Several values of what one use has one of. Ports, shares and files may be many.
fn differences(words: &Words, session: &Session) -> Vec<(&'static str, String)> {
    let words = &words.uses;
    let single = [
        ("source_host", words.source),
        ("source_address", words.source),
        ("destination_host", words.destination),
        ("destination_address", words.destination),
        ("account", words.account),
        ("account_sid", words.link_account_sid),
    ];
    single
        .into_iter()
        .filter_map(|(name, title)| {
            let values = session.variables.get(name).filter(|values| values.len() > 1)?;
            let values = values.iter().map(|value| visible(value)).collect::<Vec<_>>();
            Some((title, values.join(" / ")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_case;
    use crate::worker::uses;

    #[test]
    fn a_use_is_shown_with_its_ties_lanes_and_traces() {
        let report = sample_case::whole();
        let sheet = &report.sheets[0];
        let session = sheet.sessions.iter().min_by_key(|one| one.interest).expect("a use");
        let address = UseAddress { sheet: sheet.id.clone(), id: session.id.clone() };
        let details = uses::details(&report, &address);
        let view = view(&report, Language::English, &address, &details).expect("is in the report");
        let lanes: Vec<_> = view.lanes.iter().map(|lane| lane.host.as_str()).collect();
        assert_eq!(lanes, ["WS01.corp.example", "FS01.corp.example", "DC01.corp.example"]);
        assert_eq!(view.records.len(), details.records.len());
        assert!(view.records.iter().all(|record| record.lane < view.lanes.len()));
        let started = view.records.iter().find(|one| one.title.contains("net.exe starts"));
        assert!(started.is_some_and(|one| one.lane == 0 && !one.source.is_empty()));
        let connection = view.links.iter().find(|link| link.agrees.contains("10.0.10.21"));
        assert!(connection.is_some_and(|link| link.agrees.contains("10.0.20.5")));
        assert!(
            view.clock
                .is_some_and(|clock| clock.contains("+0.002167 s") && clock.contains("± 1 s"))
        );
        // The strongest outcomes first, none of them left out.
        assert!(view.traces.is_sorted_by_key(|trace| trace.outcome));
        assert_eq!(view.traces.len(), session.traces.len());
        let lost = UseAddress { id: "s0".to_owned(), ..address };
        assert_eq!(super::view(&report, Language::English, &lost, &details), None);
    }

    #[test]
    fn values_that_differ_are_named() {
        let report = sample_case::whole();
        let mut session = report.sheets[0].sessions[0].clone();
        assert_eq!(differences(words(Language::English), &session), Vec::new());
        let two = vec!["tanaka".to_owned(), "sato\u{202e}".to_owned()];
        session.variables.insert("account".to_owned(), two);
        let named = differences(words(Language::English), &session);
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].1, "tanaka / sato\\u{202e}");
        assert_eq!((short("0.0021670"), short("3"), short("1.0")), ("0.002167", "3", "1"));
    }
}
