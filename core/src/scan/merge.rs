//! The reduce: joining findings of parts of one evidence source.
//!
//! Contract: commutative and associative, so the order in which parts arrive does not matter.
//! Each part of a source is joined once.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{
    file_system::Packed,
    findings::{
        KeptMatch, LogFindings, NearMiss, Place, SourceFindings, Stream, StreamKey, TraceFindings,
    },
    handles::Chains,
    rules::{Keep, Rules},
    runs,
};
use crate::{catalog::TraceNumber, error::WarningCode, limits};

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
    pub fn complete(&mut self, rules: &Rules) {
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
        self.thin(rules);
    }

    /// Says that records belong to more of something than is searched.
    pub(super) fn leave_out(&mut self, records: u64, what: &str, limit: usize) {
        let message =
            format!("More than {limit} {what}: records of the others are counted, not searched");
        self.warnings.push_many(WarningCode::LimitReached, records, 0, message);
    }

    /// Drops matches that are kept only until it is known that there are too many. What is left
    /// is the same whenever and however often it is done.
    pub(super) fn thin(&mut self, rules: &Rules) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            for (trace, found) in &mut stream.traces {
                found.thin(rules.matches_kept(*trace));
            }
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
            let keep = rules.matches_kept(trace);
            self.traces.entry(trace).or_default().merge(found, keep);
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
        traces.entry(trace).or_default().add(chain, rules.matches_kept(trace));
    }
}

impl TraceFindings {
    /// Adds one match.
    pub(super) fn add(&mut self, found: KeptMatch, keep: Keep) {
        let key = |place: &Place| (place.time, place.offset);
        let is_behind =
            self.kept.last().is_none_or(|last| key(&last.stub.place) < key(&found.stub.place))
                && self.stubs.last().is_none_or(|last| key(&last.place) < key(&found.stub.place));
        if is_behind {
            self.stubs.push(found.stub);
            self.kept.push(found);
            self.thin_if_many(keep);
        } else {
            let one = Self { stubs: vec![found.stub], kept: vec![found], ..Self::default() };
            self.merge(one, keep);
        }
    }

    /// Joins the matches of another part.
    pub(super) fn merge(&mut self, other: Self, keep: Keep) {
        append_sorted(&mut self.stubs, other.stubs, |stub| (stub.place.time, stub.place.offset));
        append_sorted(&mut self.kept, other.kept, |kept: &KeptMatch| {
            (kept.stub.place.time, kept.stub.place.offset)
        });
        append_sorted(&mut self.near, other.near, |near: &NearMiss| {
            (near.record.stub.place.time, near.record.stub.place.offset)
        });
        self.near.truncate(limits::NEAR_MISSES_KEPT);
        self.thin_if_many(keep);
    }

    /// Going through all sessions takes time: that is done when it frees much.
    fn thin_if_many(&mut self, keep: Keep) {
        let tolerated = match keep.of_sessions {
            true => limits::SESSIONS_KEPT.saturating_mul(4),
            false => keep.first,
        };
        if self.kept.len() > tolerated {
            self.thin(keep);
        }
    }

    /// Whether a near miss at this place is one of the first.
    pub(super) fn keeps_near_miss(&self, place: Place) -> bool {
        let before = |near: &NearMiss| {
            let known = near.record.stub.place;
            (place.time, place.offset) < (known.time, known.offset)
        };
        self.near.len() < limits::NEAR_MISSES_KEPT || self.near.last().is_some_and(before)
    }

    /// Keeps the first matches in time, and of sessions the first and the last of each. Of too
    /// many sessions those with the smallest keys stay: a choice that depends on no order.
    pub(super) fn thin(&mut self, keep: Keep) {
        if self.kept.len() <= keep.first {
            return;
        }
        if !keep.of_sessions {
            self.kept.truncate(keep.first);
            return;
        }
        let mut ends: BTreeMap<Vec<&str>, (usize, usize)> = BTreeMap::new();
        for (at, kept) in self.kept.iter().enumerate() {
            let (_, last) = ends.entry(session_key(kept)).or_insert((at, at));
            *last = at;
        }
        let of_sessions = ends.into_values().take(limits::SESSIONS_KEPT);
        let of_sessions: BTreeSet<usize> =
            of_sessions.flat_map(|(first, last)| [first, last]).collect();
        let mut at: usize = 0;
        self.kept.retain(|_| {
            let stays = at < keep.first || of_sessions.contains(&at);
            at = at.saturating_add(1);
            stays
        });
    }
}

/// What tells the session of a match: its logon and share, or the connection and its account.
fn session_key(kept: &KeptMatch) -> Vec<&str> {
    let value = |name: &str| kept.variables.get(name);
    match value("logon_id") {
        Some(logon) => [Some(logon), value("share")].into_iter().flatten().collect(),
        None => {
            ["source_address", "source_port", "account"].into_iter().filter_map(value).collect()
        }
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
