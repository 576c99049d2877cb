//! The reduce: joining findings of parts of one evidence source.
//!
//! Contract: commutative and associative, so the order in which parts arrive does not matter.
//! Each part of a source is joined once.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    findings::{KeptMatch, LogFindings, SourceFindings, Stream, StreamKey, TraceFindings},
    handles::Chains,
    rules::Rules,
    runs,
};
use crate::catalog::TraceNumber;

impl SourceFindings {
    /// Joins the findings of another part of the same source.
    pub fn merge(&mut self, other: Self, rules: &Rules) {
        self.warnings.merge(other.warnings);
        self.records_read = self.records_read.saturating_add(other.records_read);
        self.records_failed = self.records_failed.saturating_add(other.records_failed);
        self.records_fallback = self.records_fallback.saturating_add(other.records_fallback);
        self.bytes_read = self.bytes_read.saturating_add(other.bytes_read);
        self.sha256 = self.sha256.take().max(other.sha256);
        match (&mut self.log, other.log) {
            (Some(log), Some(other)) => log.merge(other, rules),
            (log @ None, other) => *log = other,
            (Some(_), None) => {}
        }
        if self.prefetch.is_none() {
            self.prefetch = other.prefetch;
        }
        if self.settings.is_none() {
            self.settings = other.settings;
        }
    }

    /// Joins what only the whole source can show: a log that wrapped goes on at its beginning.
    /// To be called once, when all parts are joined.
    pub fn complete(&mut self, rules: &Rules) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            let (joined, chains) = runs::join_by_id(std::mem::take(&mut stream.runs), rules);
            stream.runs = joined;
            add_chains(&mut stream.traces, chains, rules);
        }
    }
}

impl LogFindings {
    pub(super) fn merge(&mut self, other: Self, rules: &Rules) {
        if self.header.is_none() {
            self.header = other.header;
        }
        self.chunks_used = self.chunks_used.saturating_add(other.chunks_used);
        self.chunks_free = self.chunks_free.saturating_add(other.chunks_free);
        for (key, stream) in other.streams {
            self.add_stream(key, stream, rules);
        }
    }

    pub(super) fn add_stream(&mut self, key: StreamKey, stream: Stream, rules: &Rules) {
        match self.streams.entry(key) {
            Entry::Vacant(place) => {
                place.insert(stream);
            }
            Entry::Occupied(mut known) => known.get_mut().merge(stream, rules),
        }
    }
}

impl Stream {
    fn merge(&mut self, other: Self, rules: &Rules) {
        if other.names < self.names {
            self.names = other.names;
        }
        self.records = self.records.saturating_add(other.records);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        for (event_id, count) in other.event_ids {
            let known = self.event_ids.entry(event_id).or_default();
            *known = known.saturating_add(count);
        }
        let chains = runs::add_all(&mut self.runs, other.runs, rules);
        add_chains(&mut self.traces, chains, rules);
        for (trace, found) in other.traces {
            let cap = rules.matches_kept(trace);
            self.traces.entry(trace).or_default().merge(found, cap);
        }
    }
}

/// Adds chains that joining completed to the matches of their closing trace.
pub(super) fn add_chains(
    traces: &mut BTreeMap<TraceNumber, TraceFindings>,
    chains: Chains,
    rules: &Rules,
) {
    for (trace, chain) in chains {
        let found = TraceFindings { stubs: vec![chain.stub], kept: vec![chain] };
        traces.entry(trace).or_default().merge(found, rules.matches_kept(trace));
    }
}

impl TraceFindings {
    /// Joins the matches of another part; of those with fields the first `cap` stay.
    pub(super) fn merge(&mut self, other: Self, cap: usize) {
        append_sorted(&mut self.stubs, other.stubs, |stub| (stub.place.time, stub.place.offset));
        append_sorted(&mut self.kept, other.kept, |kept: &KeptMatch| {
            (kept.stub.place.time, kept.stub.place.offset)
        });
        self.kept.truncate(cap);
    }
}

/// Appends a sorted list to a sorted list so that the whole is sorted by the key, then by the
/// whole item. Parts mostly come in order: then nothing is moved.
fn append_sorted<T: Ord, K: Ord>(list: &mut Vec<T>, other: Vec<T>, key: impl Fn(&T) -> K) {
    let in_order = match (list.last(), other.first()) {
        (Some(last), Some(first)) => (key(last), last) <= (key(first), first),
        _ => true,
    };
    if list.is_empty() {
        *list = other;
        return;
    }
    list.extend(other);
    if !in_order {
        // A stable merge sort: two sorted halves are merged in linear time.
        list.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.cmp(b)));
    }
}
