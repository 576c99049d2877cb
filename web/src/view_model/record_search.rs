//! Narrowing the table of records: by text and by facets, with the numbers that each choice would
//! leave.

use std::collections::{BTreeMap, BTreeSet};

use konseki_core::report::Report;

use super::record_index::{Entry, RecordIndex, contains};
use crate::protocol::{Facet, FacetValue, RecordFilter, RecordPage, RecordQuery};

/// Values of a facet that are offered besides those that were chosen.
const VALUES_OFFERED: usize = 8;

/// What a filter lets through.
#[derive(Debug, Default, PartialEq)]
pub struct Narrowed {
    /// Numbers of the records, in the order that was asked for.
    pub entries: Vec<u32>,
    /// Offered values of each facet.
    pub facets: Vec<(Facet, Vec<FacetValue>)>,
}

/// The records that a filter lets through, and what each facet offers.
///
/// A value counts the records that it would leave: those that the rest of the filter lets through.
pub fn narrow(index: &RecordIndex, report: &Report, filter: &RecordFilter) -> Narrowed {
    let chosen = Chosen::new(index, filter);
    let mut counts = vec![0_u32; index.values.len()];
    let mut entries = Vec::new();
    for (number, entry) in (0_u32..).zip(&index.entries) {
        if filter.specific && !entry.specific {
            continue;
        }
        let refusing = chosen.refusing(entry);
        if refusing.len() > 1 || !chosen.text_is_met(index, report, entry) {
            continue;
        }
        for value in &entry.values {
            let Some((facet, _)) = index.values.get(*value as usize) else { continue };
            if (refusing.is_empty() || refusing == [*facet])
                && let Some(count) = counts.get_mut(*value as usize)
            {
                *count = count.saturating_add(1);
            }
        }
        if refusing.is_empty() {
            entries.push(number);
        }
    }
    if filter.descending {
        entries.reverse();
    }
    Narrowed { entries, facets: offered(index, &counts, filter) }
}

/// The part of the table that a query asks for.
pub fn page(
    index: &RecordIndex,
    report: &Report,
    narrowed: &Narrowed,
    query: &RecordQuery,
) -> RecordPage {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let part = narrowed.entries.iter().skip(query.first as usize).take(query.rows as usize);
    let rows = part.filter_map(|number| index.entries.get(*number as usize));
    RecordPage {
        query: query.clone(),
        all: count(index.entries.len()),
        shown: count(narrowed.entries.len()),
        rows: rows.map(|entry| index.row(report, entry)).collect(),
        facets: narrowed.facets.clone(),
    }
}

/// A filter with its values as numbers.
struct Chosen {
    text: String,
    /// Values that hold the text: they need not be looked at again for each record.
    text_in: BTreeSet<u32>,
    values: BTreeMap<Facet, BTreeSet<u32>>,
}

impl Chosen {
    fn new(index: &RecordIndex, filter: &RecordFilter) -> Self {
        let text = filter.text.trim().to_lowercase();
        let holding = (0_u32..).zip(&index.values).filter(|(_, value)| contains(&value.1, &text));
        let text_in = holding.map(|(number, _)| number).collect();
        let chosen = |(facet, wanted): (&Facet, &Vec<String>)| {
            let is_wanted =
                |value: &&(Facet, String)| value.0 == *facet && wanted.contains(&value.1);
            let numbers = (0_u32..).zip(&index.values).filter(|(_, value)| is_wanted(value));
            (*facet, numbers.map(|(number, _)| number).collect())
        };
        let named = filter.values.iter().filter(|(_, wanted)| !wanted.is_empty());
        Self { text, text_in, values: named.map(chosen).collect() }
    }

    /// Facets by which the record is left out.
    fn refusing(&self, entry: &Entry) -> Vec<Facet> {
        let is_refusing =
            |wanted: &BTreeSet<u32>| !entry.values.iter().any(|one| wanted.contains(one));
        self.values.iter().filter(|(_, wanted)| is_refusing(wanted)).map(|one| *one.0).collect()
    }

    fn text_is_met(&self, index: &RecordIndex, report: &Report, entry: &Entry) -> bool {
        self.text.is_empty()
            || entry.values.iter().any(|value| self.text_in.contains(value))
            || index.holds(report, entry, &self.text)
    }
}

fn offered(
    index: &RecordIndex,
    counts: &[u32],
    filter: &RecordFilter,
) -> Vec<(Facet, Vec<FacetValue>)> {
    let of_facet = |facet: Facet| {
        let chosen = filter.values.get(&facet).map(Vec::as_slice).unwrap_or_default();
        let known = index.values.iter().zip(counts).filter(|((of, _), _)| *of == facet);
        let mut values: Vec<FacetValue> = known
            .map(|((_, value), count)| FacetValue { value: value.clone(), count: *count })
            .filter(|one| one.count > 0 || chosen.contains(&one.value))
            .collect();
        values.sort_by(|a, b| (b.count, &a.value).cmp(&(a.count, &b.value)));
        let mut left = VALUES_OFFERED;
        values.retain(|one| {
            let is_offered = left > 0 || chosen.contains(&one.value);
            left = left.saturating_sub(1);
            is_offered
        });
        (facet, values)
    };
    Facet::ALL.into_iter().map(of_facet).collect()
}

#[cfg(test)]
#[path = "record_search_tests.rs"]
mod tests;
