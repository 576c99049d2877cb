//! Every record that the document cites, to be found again in the evidence.

use std::collections::BTreeMap;

use super::{Page, markup::Markup, wording::Phrase};
use crate::report::{Match, RecordRef, Report};

/// Evidence (by its place in the list) and offset: the order in which records are numbered.
type Place = (usize, u64);

/// The records that the document cites, numbered by evidence and offset.
#[derive(Debug, Default)]
pub(super) struct Citations<'r> {
    /// Places of evidence in the list, by id.
    evidence: BTreeMap<&'r str, usize>,
    records: BTreeMap<Place, Cited<'r>>,
}

#[derive(Debug)]
struct Cited<'r> {
    number: usize,
    record: &'r RecordRef,
    /// A match that begins with it: its fields.
    found: Option<&'r Match>,
}

impl<'r> Citations<'r> {
    /// Gathers what the other parts of the document cite.
    pub(super) fn collect(report: &'r Report) -> Self {
        let evidence = report.evidence.iter().enumerate();
        let mut citations = Self {
            evidence: evidence.map(|(at, one)| (one.id.as_str(), at)).collect(),
            records: BTreeMap::new(),
        };
        for sheet in &report.sheets {
            for trace in sheet.roles.iter().flat_map(|role| &role.traces) {
                let near = super::cited_near_misses(trace);
                for found in super::cited_matches(trace).chain(near) {
                    found.records.iter().take(1).for_each(|one| citations.add(one, Some(found)));
                }
                let reasons = trace.reason.iter();
                reasons.flat_map(super::cited_proofs).for_each(|one| citations.add(one, None));
            }
            let records = super::shown_uses(sheet).flat_map(super::cited_of_use);
            records.for_each(|one| citations.add(one, None));
        }
        for (number, cited) in (1_usize..).zip(citations.records.values_mut()) {
            cited.number = number;
        }
        citations
    }

    fn place(&self, record: &RecordRef) -> Place {
        let evidence = self.evidence.get(record.evidence.as_str()).copied().unwrap_or(usize::MAX);
        (evidence, record.offset.parse().unwrap_or(u64::MAX))
    }

    fn add(&mut self, record: &'r RecordRef, found: Option<&'r Match>) {
        let place = self.place(record);
        let known = self.records.entry(place).or_insert(Cited { number: 0, record, found });
        known.found = known.found.or(found);
    }

    /// Number of a record that was gathered.
    pub(super) fn number(&self, record: &RecordRef) -> Option<usize> {
        self.records.get(&self.place(record)).map(|cited| cited.number)
    }
}

/// One row for each record, by evidence.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    page.section(out, "citations", Phrase::Citations, |out| {
        out.leaf("p", "note", page.say(Phrase::CitationsNote));
        out.element("table", &[("class", "citations")], |out| {
            page.head(out, &[Phrase::Number, Phrase::Time, Phrase::Place, Phrase::Fields]);
            out.element("tbody", &[], |out| {
                page.citations.records.values().for_each(|cited| row(page, cited, out));
            });
        });
    });
}

fn row(page: &Page<'_>, cited: &Cited<'_>, out: &mut Markup) {
    let record = cited.record;
    out.element("tr", &[("id", &format!("c{}", cited.number))], |out| {
        out.leaf("td", "number", &format!("[{}]", cited.number));
        out.leaf("td", "time", &record.time);
        out.element("td", &[("class", "place")], |out| {
            out.link(&record.evidence, &record.evidence);
            out.text(&format!(", {} {}", page.say(Phrase::Offset), record.offset));
            if !record.record_id.is_empty() {
                out.leaf("div", "", &format!("EventRecordID {}", record.record_id));
            }
        });
        out.element("td", &[("class", "fields")], |out| {
            for (name, value) in cited.found.iter().flat_map(|found| &found.fields) {
                out.element("span", &[("class", "field")], |out| {
                    out.leaf("b", "", name);
                    out.text(&format!(" {}", on_one_line(value)));
                });
                out.text(" ");
            }
        });
    });
}

/// Windows writes lists of message ids on lines of their own; here they stand side by side. Any
/// other text keeps its characters.
fn on_one_line(value: &str) -> String {
    let is_list = value.split_ascii_whitespace().all(|part| part.starts_with("%%"));
    if is_list {
        value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        value.to_owned()
    }
}
