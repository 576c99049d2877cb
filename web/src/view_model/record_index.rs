//! All records that meet a trace, as a table that can be narrowed: what the case worker keeps of it.
//!
//! Contract: one entry per host and record, however many traces it meets, in order of time,
//! evidence and offset. Values of facets are kept once; entries name them by number, so that a
//! million records stay small. What is read for a facet are fields that name an account, a share
//! or an address; accounts lose their domain, addresses the prefix of IPv6 forms.

use std::collections::{BTreeMap, BTreeSet};

use konseki_core::report::{Match, Report, RoleResult, SheetResult, TraceResult};
use konseki_core::time::Filetime;
use konseki_core::words::Certainty;

use super::scale::parse;
use crate::protocol::{Facet, RecordPlace, RecordRow};

/// Fields that name an account, a share or an address, as Windows and Sysmon write them.
const FIELDS: [(Facet, &[&str]); 3] = [
    (Facet::Account, &["SubjectUserName", "TargetUserName", "AccountName", "User"]),
    (Facet::Share, &["ShareName"]),
    (Facet::Address, &["IpAddress", "SourceIp", "DestinationIp", "SourceAddress", "DestAddress"]),
];

/// Where a match stands in the report: sheet, role, trace, match.
type Met = [u32; 4];

/// A record in the table.
#[derive(Debug)]
pub struct Entry {
    /// Whether one of its traces is left by the tool only.
    pub specific: bool,
    /// Numbers of its values in [`RecordIndex::values`].
    pub values: Box<[u32]>,
    met: Box<[Met]>,
}

/// The table.
#[derive(Debug, Default)]
pub struct RecordIndex {
    /// Records in order.
    pub entries: Vec<Entry>,
    /// Values by number.
    pub values: Vec<(Facet, String)>,
}

/// A match on its way into the table: what it is sorted by, and where it stands.
struct Sighting<'a> {
    key: (Filetime, &'a str, &'a str, &'a str),
    met: Met,
}

impl RecordIndex {
    /// The records of all sheets, or of one.
    pub fn new(report: &Report, sheet: Option<&str>) -> Self {
        let mut sightings = sightings(report, sheet);
        sightings.sort_unstable_by(|a, b| (a.key, a.met).cmp(&(b.key, b.met)));
        let mut index = Self::default();
        let mut numbers: BTreeMap<(Facet, String), u32> = BTreeMap::new();
        for same in sightings.chunk_by(|a, b| a.key == b.key) {
            let Some(first) = same.first() else { continue };
            let mut values = BTreeSet::from([(Facet::Host, first.key.1.to_owned())]);
            let mut specific = false;
            for (_, trace, found) in same.iter().filter_map(|one| at(report, one.met)) {
                specific |= is_specific(trace, found);
                values.insert((Facet::Trace, trace.id.clone()));
                values.extend(named(found));
            }
            let values = values.into_iter().map(|value| index.number(&mut numbers, value));
            let values = values.collect();
            let met = same.iter().map(|one| one.met).collect();
            index.entries.push(Entry { specific, values, met });
        }
        index
    }

    fn number(
        &mut self,
        numbers: &mut BTreeMap<(Facet, String), u32>,
        value: (Facet, String),
    ) -> u32 {
        if let Some(number) = numbers.get(&value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        numbers.insert(value, number);
        number
    }

    /// Whether a text stands in a field of the record, in its id or in its path.
    pub fn holds(&self, report: &Report, entry: &Entry, text: &str) -> bool {
        entry.met.iter().filter_map(|met| at(report, *met)).any(|(_, _, found)| {
            let ids = found.records.iter().map(|record| &record.record_id);
            found.fields.values().chain(ids).any(|value| contains(value, text))
        })
    }

    /// The entry as the page shows it.
    pub fn row(&self, report: &Report, entry: &Entry) -> RecordRow {
        let mut row = RecordRow { specific: entry.specific, ..RecordRow::default() };
        for (role, trace, found) in entry.met.iter().filter_map(|met| at(report, *met)) {
            row.host = role.host.clone().unwrap_or_default();
            row.time.clone_from(&found.time);
            row.outside_window = found.outside_window;
            if !row.traces.contains(&trace.id) {
                row.traces.push(trace.id.clone());
            }
            if let Some(record) = found.records.first() {
                let (evidence, offset) = (record.evidence.clone(), record.offset.clone());
                row.place = RecordPlace { evidence, offset };
                row.record_id.clone_from(&record.record_id);
            }
            for (facet, value) in named(found) {
                let values = row.values.entry(facet).or_default();
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            row.fields.extend(found.fields.iter().map(|(k, v)| (k.clone(), v.clone())));
        }
        row
    }
}

fn is_specific(trace: &TraceResult, found: &Match) -> bool {
    trace.certainty == Some(Certainty::Specific) && found.absent.is_empty()
}

fn sightings<'a>(report: &'a Report, sheet: Option<&str>) -> Vec<Sighting<'a>> {
    let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    let mut sightings = Vec::new();
    for (s, one) in report.sheets.iter().enumerate() {
        if sheet.is_some_and(|wanted| one.id != wanted) {
            continue;
        }
        for (r, role) in one.roles.iter().enumerate() {
            let Some(host) = role.host.as_deref() else { continue };
            for (t, trace) in role.traces.iter().enumerate() {
                for (m, found) in trace.matches.iter().enumerate() {
                    let Some((record, time)) = found.records.first().zip(parse(&found.time)) else {
                        continue;
                    };
                    let key = (time, host, record.evidence.as_str(), record.offset.as_str());
                    sightings.push(Sighting { key, met: [s, r, t, m].map(number) });
                }
            }
        }
    }
    sightings
}

fn at(report: &Report, met: Met) -> Option<(&RoleResult, &TraceResult, &Match)> {
    let [sheet, role, trace, found] = met.map(|number| number as usize);
    let sheet: &SheetResult = report.sheets.get(sheet)?;
    let role = sheet.roles.get(role)?;
    let trace = role.traces.get(trace)?;
    Some((role, trace, trace.matches.get(found)?))
}

/// Values of the facets that are read from fields.
fn named(found: &Match) -> impl Iterator<Item = (Facet, String)> {
    let of_facet = |(facet, names): (Facet, &'static [&'static str])| {
        let fields = names.iter().filter_map(|name| found.fields.get(*name));
        fields.filter_map(move |text| Some((facet, normal(facet, text)?)))
    };
    FIELDS.into_iter().flat_map(of_facet)
}

fn normal(facet: Facet, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return None;
    }
    let last = |text: &str| text.rsplit('\\').next().unwrap_or_default().to_lowercase();
    Some(match facet {
        Facet::Account => last(text).split('@').next().unwrap_or_default().to_owned(),
        Facet::Share => last(text),
        Facet::Address => text.strip_prefix("::ffff:").unwrap_or(text).to_lowercase(),
        Facet::Host | Facet::Trace => text.to_owned(),
    })
}

/// Whether a text holds another that is in lower case.
pub fn contains(text: &str, lower: &str) -> bool {
    if text.is_ascii() && lower.is_ascii() {
        let wanted = lower.as_bytes();
        return wanted.is_empty()
            || text.as_bytes().windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
    }
    text.to_lowercase().contains(lower)
}
