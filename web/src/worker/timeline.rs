//! The records of all matches on a line of time, gathered into as many buckets as are drawn: pure.

use std::collections::BTreeMap;

use konseki_core::report::{RecordRef, Report};
use konseki_core::time::Filetime;
use konseki_core::words::Certainty;

use crate::protocol::{RecordPlace, Timeline, TimelineBucket, TimelineLane, TimelineQuery};
use crate::view_model::scale::{Scale, parse};

/// Records of a bucket that can be opened from it.
const PLACES_KEPT: usize = 20;

/// Records by time and place, and whether one of their traces is left by this tool only.
type Records<'a> = BTreeMap<(Filetime, &'a str, &'a str), (&'a RecordRef, bool)>;

/// All records that match a trace, by host; a record that matches several counts once.
fn by_host<'a>(report: &'a Report, sheet: Option<&str>) -> BTreeMap<&'a str, Records<'a>> {
    let sheets = report.sheets.iter().filter(|one| sheet.is_none_or(|wanted| one.id == wanted));
    let mut hosts: BTreeMap<&str, Records<'_>> = BTreeMap::new();
    for role in sheets.flat_map(|sheet| &sheet.roles) {
        let Some(host) = role.host.as_deref() else { continue };
        let records = hosts.entry(host).or_default();
        for trace in &role.traces {
            for one in &trace.matches {
                let Some((record, time)) = one.records.first().zip(parse(&one.time)) else {
                    continue;
                };
                let specific =
                    trace.certainty == Some(Certainty::Specific) && one.absent.is_empty();
                let key = (time, record.evidence.as_str(), record.offset.as_str());
                records.entry(key).or_insert((record, false)).1 |= specific;
            }
        }
    }
    hosts
}

/// Gathers the records into buckets; without a range, all of them.
pub fn gather(report: &Report, query: &TimelineQuery) -> Timeline {
    let hosts = by_host(report, query.sheet.as_deref());
    let times = || hosts.values().flat_map(|records| records.keys().map(|key| key.0));
    let whole = Scale::around(times());
    let scale = query.range.map(|(from, to)| Scale { from, to: to.max(from.plus_seconds(1)) });
    let Some((scale, whole)) = scale.or(whole).zip(whole) else { return Timeline::default() };
    let lanes = hosts.iter().map(|(host, records)| lane(host, records, &scale, query.buckets));
    Timeline {
        range: Some((scale.from, scale.to)),
        whole: Some((whole.from, whole.to)),
        buckets: query.buckets,
        lanes: lanes.collect(),
    }
}

fn lane(host: &str, records: &Records<'_>, scale: &Scale, buckets: u32) -> TimelineLane {
    let mut drawn: Vec<TimelineBucket> = Vec::new();
    for ((time, ..), (record, specific)) in records.range((scale.from, "", "")..) {
        if *time > scale.to {
            break;
        }
        let part = scale.place(*time) / 100.0 * f64::from(buckets);
        let number = (part as u32).min(buckets.saturating_sub(1));
        if drawn.last().is_none_or(|last| last.number != number) {
            let first = time.to_string();
            drawn.push(TimelineBucket { number, first, ..TimelineBucket::default() });
        }
        if let Some(bucket) = drawn.last_mut() {
            bucket.count = bucket.count.saturating_add(1);
            bucket.specific |= *specific;
            if bucket.places.len() < PLACES_KEPT {
                let (evidence, offset) = (record.evidence.clone(), record.offset.clone());
                bucket.places.push(RecordPlace { evidence, offset });
            }
        }
    }
    TimelineLane { host: host.to_owned(), buckets: drawn }
}

#[cfg(test)]
mod tests {
    use konseki_core::report::{
        Conclusion, ConclusionCode, Match, RoleResult, SheetResult, TraceResult,
    };
    use konseki_core::words::{EvidenceKind, Outcome, Role, Text};

    use super::*;

    fn found(offset: u64, time: Filetime) -> Match {
        let record = RecordRef {
            evidence: "e1".to_owned(),
            record_id: offset.to_string(),
            record_number: offset.to_string(),
            offset: offset.to_string(),
            time: time.to_string(),
        };
        Match {
            records: vec![record],
            time: time.to_string(),
            times: Vec::new(),
            time_source: String::new(),
            outside_window: false,
            bound: false,
            absent: Vec::new(),
            contradicted: Vec::new(),
            fields: BTreeMap::new(),
        }
    }

    fn report(matches: Vec<Match>) -> Report {
        let trace = |id: &str, certainty, matches| TraceResult {
            id: id.to_owned(),
            step: String::new(),
            refs: Vec::new(),
            title: Text::default(),
            kind: EvidenceKind::EventLog,
            channel: None,
            event_id: None,
            setting: Vec::new(),
            key_row: false,
            decisive: false,
            outcome: Outcome::Found,
            certainty: Some(certainty),
            reason: None,
            count: 0,
            bound: 0,
            first: None,
            last: None,
            rows: 1,
            rows_recorded: 1,
            matches_kept: 0,
            matches,
            near_misses: Vec::new(),
        };
        let again = matches.first().cloned().into_iter().collect();
        let role = RoleResult {
            role: Role::Source,
            host: Some("WS01".to_owned()),
            conclusion: Conclusion { code: ConclusionCode::SpecificFound, text: Text::default() },
            traces: vec![
                trace("a", Certainty::Consistent, matches),
                trace("b", Certainty::Specific, again),
            ],
        };
        let sheet = SheetResult {
            id: "net-use".to_owned(),
            tool: String::new(),
            roles: vec![role],
            sessions: Vec::new(),
            session_count: 0,
            collect_next: Vec::new(),
        };
        Report { sheets: vec![sheet], ..Report::default() }
    }

    fn query(range: Option<(Filetime, Filetime)>) -> TimelineQuery {
        TimelineQuery { range, buckets: 1_000, sheet: None }
    }

    #[test]
    fn a_hundred_thousand_records_become_at_most_a_thousand_buckets() {
        let start: Filetime = "2026-03-02T06:00:00Z".parse().expect("a time");
        let matches = (0..100_000).map(|n| found(n, start.plus_seconds(n))).collect();
        let timeline = gather(&report(matches), &query(None));
        let lane = &timeline.lanes[0];
        assert_eq!(lane.buckets.len(), 1_000);
        let counted: u32 = lane.buckets.iter().map(|bucket| bucket.count).sum();
        assert_eq!(counted, 100_000, "each record once, though the first meets two traces");
        assert!(lane.buckets[0].specific && !lane.buckets[1].specific);
        assert!(lane.buckets.iter().all(|bucket| bucket.places.len() <= PLACES_KEPT));
    }

    #[test]
    fn a_range_holds_its_ends_and_nothing_beyond() {
        let start: Filetime = "2026-03-02T06:00:00Z".parse().expect("a time");
        let matches = (0..10).map(|n| found(n, start.plus_seconds(n))).collect();
        let range = (start.plus_seconds(2), start.plus_seconds(5));
        let timeline = gather(&report(matches), &query(Some(range)));
        let buckets = &timeline.lanes[0].buckets;
        assert_eq!(buckets.len(), 4);
        assert_eq!((buckets[0].number, buckets[3].number), (0, 999));
        assert_eq!(buckets[0].first, "2026-03-02T06:00:02.0000000Z");
        assert_eq!(timeline.whole, Some((start, start.plus_seconds(9))));
    }

    #[test]
    fn nothing_found_is_an_empty_timeline() {
        assert_eq!(gather(&Report::default(), &query(None)), Timeline::default());
    }
}
