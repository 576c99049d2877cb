//! One chunk of an event log, record by record, into findings.
//!
//! Contract: a chunk's findings depend on the chunk alone; everything that reaches further is left
//! to joining. What the chunks before it gave may only spare work: what joining would drop. Place and time of a record come from its own values, never from its header; the
//! header stands in only where the values are missing, with a warning.

use std::collections::BTreeMap;

use super::{
    findings::{
        Handle, IdSequence, KeptMatch, LogFindings, NearMiss, Opening, Place, Run, Stream,
        StreamKey, StreamNames, Stub, TraceFindings,
    },
    handles::{Chains, HandleEvent},
    judge::Judge,
    life, markers, merge,
    rules::Rules,
    runs::{self, steps_back},
};
use crate::{
    catalog::TraceNumber,
    error::{WarningCode, Warnings},
    evidence::number,
    formats::evtx::{Record, RecordReader, Value},
    limits,
    matching::{ChannelNumber, HandleUse, Hit, Judged},
};

/// Collects the records of one chunk.
pub(super) struct ChunkScan<'s> {
    judge: &'s dyn Judge,
    rules: &'s Rules<'s>,
    /// What the chunks before gave: what will not be kept beside it need not be made.
    before: Option<&'s LogFindings>,
    offset: u64,
    end: u64,
    streams: Vec<ChunkStream<'s>>,
    /// Where each stream stands in `streams`.
    by_key: BTreeMap<StreamKey, usize>,
    /// Stream of the record before: mostly that of the next one, too.
    current: usize,
    differing: Differing,
    /// What the record at hand is; its memory is used again.
    judged: Judged<'s>,
}

/// Streams whose names a record is compared with before its key is looked up.
const STREAMS_TRIED: usize = 8;

/// Records whose header has another number than their values.
#[derive(Default)]
struct Differing {
    count: u64,
    first: Option<(u64, String)>,
}

/// The records of one channel and computer in the chunk.
struct ChunkStream<'s> {
    key: StreamKey,
    before: Option<&'s Stream>,
    channel: Option<ChannelNumber>,
    /// Runs in file order; the last one grows.
    runs: Vec<Run>,
    part: Stream,
}

impl<'s> ChunkScan<'s> {
    /// For the chunk at `offset` that takes `size` bytes, whose findings will be joined to `before`.
    pub(super) fn new(
        judge: &'s dyn Judge,
        rules: &'s Rules<'s>,
        before: Option<&'s LogFindings>,
        (offset, size): (u64, u64),
    ) -> Self {
        Self {
            judge,
            rules,
            before,
            offset,
            end: offset.saturating_add(size),
            streams: Vec::new(),
            by_key: BTreeMap::new(),
            current: 0,
            differing: Differing::default(),
            judged: Judged::default(),
        }
    }

    /// Takes up one record. One whose values could not be read at all belongs to no stream: its
    /// EventRecordID is missing there, as it should be, because it may have been any record.
    pub(super) fn visit(&mut self, record: &Record<'_>, warnings: &mut Warnings) {
        if record.reader == RecordReader::HeaderOnly {
            return;
        }
        if record.system.event_record_id.is_none() || record.system.time_created.is_none() {
            let message = "The record's own number or time is missing: its header's stand in";
            warnings.push(WarningCode::RecordValuesMissing, record.offset, message);
        }
        let place = Place {
            time: record.time(),
            record_id: record.record_id(),
            record_number: record.number,
            offset: record.offset,
        };
        self.differing.look_at(place);
        let at = self.stream_of(record, place);
        if let Some(stream) = self.streams.get_mut(at) {
            let judged = &mut self.judged;
            match stream.channel {
                Some(channel) => self.judge.judge(channel, record, judged),
                None => *judged = Judged::default(),
            }
            for (trace, contradicted) in &judged.near {
                let of = || self.judge.near_miss(*trace, record);
                stream.take_up_near_miss(*trace, place, contradicted, of, record, self.rules);
            }
            stream.take_up(record, place, self.end, judged, self.rules);
        }
    }

    /// The findings of the chunk.
    pub(super) fn finish(self, warnings: &mut Warnings) -> LogFindings {
        let mut log = LogFindings { chunks_used: 1, ..LogFindings::default() };
        for stream in self.streams {
            let (key, part) = stream.finish(self.offset, self.rules);
            log.add_stream(key, part, self.rules);
        }
        if let Some((offset, message)) = self.differing.first {
            let code = WarningCode::RecordNumbersDiffer;
            warnings.push_many(code, self.differing.count, offset, message);
        }
        log
    }

    /// The record's stream, made if it is new.
    fn stream_of(&mut self, record: &Record<'_>, place: Place) -> usize {
        let system = &record.system;
        let is_of = |stream: &ChunkStream<'_>| {
            is_text(system.channel.as_ref(), &stream.part.names.channel)
                && is_text(system.computer.as_ref(), &stream.part.names.computer)
        };
        if self.streams.get(self.current).is_some_and(is_of) {
            return self.current;
        }
        // Mostly one of the first few; in a hostile chunk every record may have its own.
        if let Some(known) = self.streams.iter().take(STREAMS_TRIED).position(is_of) {
            self.current = known;
            return known;
        }
        let (channel, computer) = (text(system.channel.as_ref()), text(system.computer.as_ref()));
        let key = StreamKey::new(&channel, &computer);
        let next = self.streams.len();
        self.current = *self.by_key.entry(key.clone()).or_insert(next);
        if self.current == next {
            let number = self.judge.channel(&key.channel);
            let names = StreamNames { offset: place.offset, channel, computer };
            let before = self.before.and_then(|before| before.streams.get(&key));
            self.streams.push(ChunkStream::new(key, before, names, number, place));
        }
        self.current
    }
}

impl Differing {
    fn look_at(&mut self, place: Place) {
        if place.record_id == place.record_number {
            return;
        }
        self.count = self.count.saturating_add(1);
        if self.first.is_none() {
            let message = format!(
                "The record's header says number {}, its EventRecordID is {}: an exported log",
                place.record_number, place.record_id
            );
            self.first = Some((place.offset, message));
        }
    }
}

fn text(value: Option<&Value<'_>>) -> String {
    value.map(|value| value.text().into_owned()).unwrap_or_default()
}

fn is_text(value: Option<&Value<'_>>, text: &str) -> bool {
    match value {
        Some(value) => value.eq_ignore_ascii_case(text),
        None => text.is_empty(),
    }
}

impl<'s> ChunkStream<'s> {
    fn new(
        key: StreamKey,
        before: Option<&'s Stream>,
        names: StreamNames,
        channel: Option<ChannelNumber>,
        place: Place,
    ) -> Self {
        let part = Stream {
            names,
            records: 0,
            first: place.time,
            last: place.time,
            event_ids: BTreeMap::new(),
            runs: BTreeMap::new(),
            traces: BTreeMap::new(),
        };
        Self { key, before, channel, runs: Vec::new(), part }
    }

    fn take_up(
        &mut self,
        record: &Record<'_>,
        place: Place,
        chunk_end: u64,
        judged: &mut Judged<'_>,
        rules: &Rules<'_>,
    ) {
        self.part.records = self.part.records.saturating_add(1);
        self.part.first = self.part.first.min(place.time);
        self.part.last = self.part.last.max(place.time);
        if let Some(event_id) = record.system.event_id {
            let count = self.part.event_ids.entry(event_id).or_default();
            *count = count.saturating_add(1);
        }
        let marker = markers::marker(&self.key.channel, record, place);
        let Some(run) = grown(&mut self.runs, place, chunk_end) else { return };
        run.markers.extend(marker);
        for sign in &judged.signs {
            life::add_sign(&mut run.life, *sign, place, &run.markers, rules);
        }
        let chains = take_up_hits(run, &mut self.part, record, place, judged, rules);
        merge::add_chains(&mut self.part.traces, chains, rules);
    }

    fn take_up_near_miss(
        &mut self,
        trace: TraceNumber,
        place: Place,
        contradicted: &str,
        shown: impl Fn() -> Hit,
        record: &Record<'_>,
        rules: &Rules<'_>,
    ) {
        let before = self.before.and_then(|before| before.traces.get(&trace));
        if before.is_some_and(|before| !before.keeps_near_miss(place)) {
            return;
        }
        let found = self.part.traces.entry(trace).or_default();
        if !found.keeps_near_miss(place) {
            return;
        }
        let record = kept(shown(), place, record.digest());
        let near = vec![NearMiss { record, contradicted: contradicted.to_owned() }];
        found.merge(TraceFindings { near, ..Default::default() }, trace, rules);
    }

    fn finish(mut self, chunk: u64, rules: &Rules<'_>) -> (StreamKey, Stream) {
        let mut runs = self.runs;
        if runs.len() > limits::RUNS_PER_CHUNK {
            let (stretch, chains) = runs::one_sparse_stretch(runs, rules);
            merge::add_chains(&mut self.part.traces, chains, rules);
            runs = stretch.into_iter().collect();
        }
        self.part.runs = (0..).map(|number| (chunk, number)).zip(runs).collect();
        (self.key, self.part)
    }
}

/// The run that a record belongs to: the last one, or a new one behind it.
fn grown(runs: &mut Vec<Run>, place: Place, chunk_end: u64) -> Option<&mut Run> {
    let goes_on = runs.last().is_some_and(|run| {
        run.last.record_id.checked_add(1) == Some(place.record_id)
            && !steps_back(run.last.time, place.time)
    });
    if !goes_on {
        runs.push(Run {
            first: place,
            last: place,
            earliest: place.time,
            latest: place.time,
            records: 0,
            ids: IdSequence::Unbroken,
            chunk_end,
            markers: Vec::new(),
            life: BTreeMap::new(),
            handles: Default::default(),
        });
    }
    let run = runs.last_mut()?;
    run.last = place;
    run.earliest = run.earliest.min(place.time);
    run.latest = run.latest.max(place.time);
    run.records = run.records.saturating_add(1);
    Some(run)
}

/// Files the hits of a record; gives the chains that it completes.
fn take_up_hits(
    run: &mut Run,
    part: &mut Stream,
    record: &Record<'_>,
    place: Place,
    judged: &mut Judged<'_>,
    rules: &Rules<'_>,
) -> Chains {
    let digest = if judged.hits.is_empty() { 0 } else { record.digest() };
    let mut closings = Vec::new();
    let mut openings = Vec::new();
    for (trace, hit) in judged.hits.drain(..) {
        if rules.parents.of(trace).is_some() {
            closings.push((trace, kept(hit, place, digest)));
            continue;
        }
        if judged.handle == Some(HandleUse::Opens) {
            openings.push(Opening { trace, values: hit.values.clone() });
        }
        let found = part.traces.entry(trace).or_default();
        found.add(kept(hit, place, digest), trace, rules);
    }
    let event = match judged.handle {
        Some(HandleUse::Opens) => HandleEvent::Opened(openings),
        Some(HandleUse::Closes) => HandleEvent::Closed(closings),
        None => return Chains::new(),
    };
    match handle(record) {
        Some(handle) => {
            run.handles.apply(handle, place, event, run.first.record_id, &rules.parents)
        }
        None => Chains::new(),
    }
}

fn kept(hit: Hit, place: Place, digest: u64) -> KeptMatch {
    let weak = !hit.absent.is_empty();
    KeptMatch::new(Stub { place, digest, weak }, hit.values, hit.absent)
}

/// The handle that a record names. 0 stands for one that was not captured.
fn handle(record: &Record<'_>) -> Option<Handle> {
    let process_id = number::of_value(&record.field("ProcessId")?)?;
    let handle_id = number::of_value(&record.field("HandleId")?)?;
    (handle_id != 0).then_some(Handle { process_id, handle_id })
}
