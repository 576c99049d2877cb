//! The reduce: joining findings of parts of one evidence source.
//!
//! Contract: commutative and associative, so the order in which parts arrive does not matter.
//! Each part of a source is joined once.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use super::{
    file_system::Packed,
    findings::{
        KeptMatch, LogFindings, NearMiss, Place, SourceFindings, Stream, StreamKey, TraceFindings,
    },
    handles::Chains,
    rules::Rules,
    runs,
};
use crate::{catalog::TraceNumber, error::WarningCode, limits};

impl SourceFindings {
    /// Joins the findings of another part of the same source.
    pub fn merge(&mut self, other: Self, rules: &Rules<'_>) {
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
        match (&mut self.table, other.table) {
            (Some(table), Some(other)) => table.merge(other),
            (table @ None, other) => *table = other,
            (Some(_), None) => {}
        }
        match (&mut self.journal, other.journal) {
            (Some(journal), Some(other)) => journal.merge(other),
            (journal @ None, other) => *journal = other,
            (Some(_), None) => {}
        }
    }

    /// Joins what only the whole source can show: a log that wrapped goes on at its beginning.
    /// To be called once, when all parts are joined.
    pub fn complete(&mut self, rules: &Rules<'_>) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            let (joined, chains) = runs::join_by_id(std::mem::take(&mut stream.runs), rules);
            stream.runs = joined;
            add_chains(&mut stream.traces, chains, rules);
        }
        let kept = self.table.iter().map(|table| &table.entries);
        let cuts = kept.chain(self.journal.iter().map(|journal| &journal.steps));
        for offset in cuts.filter_map(Packed::cut_at) {
            let message = "More than can be kept: what stands from here on is not searched";
            self.warnings.push(WarningCode::LimitReached, offset, message);
        }
        let left_out = self.log.as_ref().map_or(0, |log| log.records_left_out);
        self.leave_out(left_out, "channels and computers of one log", limits::STREAMS_KEPT);
    }

    /// Says that records belong to more of something than is searched.
    pub(super) fn leave_out(&mut self, records: u64, what: &str, limit: usize) {
        let message =
            format!("More than {limit} {what}: records of the others are counted, not searched");
        self.warnings.push_many(WarningCode::LimitReached, records, 0, message);
    }
}

impl LogFindings {
    pub(super) fn merge(&mut self, other: Self, rules: &Rules<'_>) {
        if self.header.is_none() {
            self.header = other.header;
        }
        self.chunks_used = self.chunks_used.saturating_add(other.chunks_used);
        self.chunks_free = self.chunks_free.saturating_add(other.chunks_free);
        self.records_left_out = self.records_left_out.saturating_add(other.records_left_out);
        for (key, stream) in other.streams {
            self.add_stream(key, stream, rules);
        }
        // A key that is not among the first of some is not among the first of all: the order of
        // joining changes nothing.
        while self.streams.len() > limits::STREAMS_KEPT
            && let Some((_, stream)) = self.streams.pop_last()
        {
            self.records_left_out = self.records_left_out.saturating_add(stream.records);
        }
    }

    pub(super) fn add_stream(&mut self, key: StreamKey, stream: Stream, rules: &Rules<'_>) {
        match self.streams.entry(key) {
            Entry::Vacant(place) => {
                place.insert(stream);
            }
            Entry::Occupied(mut known) => known.get_mut().merge(stream, rules),
        }
    }
}

impl Stream {
    fn merge(&mut self, other: Self, rules: &Rules<'_>) {
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
            self.traces.entry(trace).or_default().merge(found, trace, rules);
        }
    }
}

/// Adds chains that joining completed to the matches of their closing trace.
pub(super) fn add_chains(
    traces: &mut BTreeMap<TraceNumber, TraceFindings>,
    chains: Chains,
    rules: &Rules<'_>,
) {
    for (trace, chain) in chains {
        traces.entry(trace).or_default().add(chain, trace, rules);
    }
}

impl TraceFindings {
    /// Adds one match.
    pub(super) fn add(&mut self, found: KeptMatch, trace: TraceNumber, rules: &Rules<'_>) {
        let key = |place: &Place| (place.time, place.offset);
        let is_behind =
            self.kept.last().is_none_or(|last| key(&last.stub.place) < key(&found.stub.place));
        if is_behind {
            self.all.push(&found.stub);
            self.kept.push(Arc::new(found));
            self.thin_if_many(trace, rules);
        } else {
            let mut one = Self::default();
            one.all.push(&found.stub);
            one.kept.push(Arc::new(found));
            self.merge(one, trace, rules);
        }
    }

    /// Joins the matches of another part.
    pub(super) fn merge(&mut self, other: Self, trace: TraceNumber, rules: &Rules<'_>) {
        self.all.append(other.all);
        append_sorted(&mut self.kept, other.kept, |kept: &Arc<KeptMatch>| {
            (kept.stub.place.time, kept.stub.place.offset)
        });
        append_sorted(&mut self.near, other.near, |near: &NearMiss| {
            (near.record.stub.place.time, near.record.stub.place.offset)
        });
        self.near.truncate(limits::NEAR_MISSES_KEPT);
        self.thin_if_many(trace, rules);
    }

    /// Whether a near miss at this place is one of the first.
    pub(super) fn keeps_near_miss(&self, place: Place) -> bool {
        let before = |near: &NearMiss| {
            let known = near.record.stub.place;
            (place.time, place.offset) < (known.time, known.offset)
        };
        self.near.len() < limits::NEAR_MISSES_KEPT || self.near.last().is_some_and(before)
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
