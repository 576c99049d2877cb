//! Joining findings in any order, cut anywhere, gives the same findings.

use std::collections::BTreeMap;

use super::{
    chunk::ChunkScan,
    findings::{
        FirstUse, IdSequence, LifeSpan, LogFindings, MarkerKind, Run, SourceFindings, Stream,
        StreamKey,
    },
    judge::Judge,
    rules::Rules,
};
use crate::{
    catalog::{LifeSignNumber, TraceNumber},
    error::Warnings,
    formats::{
        evtx::{CHUNK, Field, HEADER_BLOCK, Record, System, Value},
        prefetch::Prefetch,
    },
    limits,
    matching::{ChannelNumber, HandleUse, Hit, Judged, PrefetchJudged},
    time::Filetime,
};

const SIGN: LifeSignNumber = LifeSignNumber(0);
const ORDINARY: TraceNumber = TraceNumber(0);
const OPENING: TraceNumber = TraceNumber(1);
const CLOSING: TraceNumber = TraceNumber(2);

/// One record, as a test reads it.
#[derive(Debug, Clone, Copy)]
struct Event {
    id: u64,
    seconds: u64,
    event_id: u32,
    handle: u64,
    computer: &'static str,
}

impl Event {
    fn new(id: u64, event_id: u32) -> Self {
        Self { id, seconds: 1_000_000 + id, event_id, handle: 0, computer: "PC01" }
    }
}

/// 4688 is a life sign, 7 an ordinary trace, 4656 and 4658 a chain.
struct ByEventId;

impl Judge for ByEventId {
    fn channel(&self, _: &str) -> Option<ChannelNumber> {
        Some(ChannelNumber(0))
    }

    fn judge<'s>(&'s self, _: ChannelNumber, record: &Record<'_>, judged: &mut Judged<'s>) {
        *judged = Judged::default();
        match record.system.event_id {
            Some(4688) => judged.signs.push(SIGN),
            Some(7) => judged.hits.push((ORDINARY, Hit::default())),
            Some(4656) => {
                let values = [Some(Value::Text("a.pf".into()))].into_iter().collect();
                judged.hits.push((OPENING, Hit { values, ..Hit::default() }));
                judged.handle = Some(HandleUse::Opens);
            }
            // An opening that no trace asks for.
            Some(14656) => judged.handle = Some(HandleUse::Opens),
            Some(4658) => {
                judged.hits.push((CLOSING, Hit::default()));
                judged.handle = Some(HandleUse::Closes);
            }
            _ => {}
        }
    }

    fn near_miss(&self, _: TraceNumber, _: &Record<'_>) -> Hit {
        Hit::default()
    }

    fn judge_prefetch(&self, _: &Prefetch) -> Vec<(TraceNumber, PrefetchJudged)> {
        Vec::new()
    }
}

fn rules() -> Rules<'static> {
    Rules::for_tests(&[Some(3_600)], &[None, None, Some(OPENING)])
}

fn chunk(number: u64, events: &[Event]) -> SourceFindings {
    let rules = rules();
    let offset = HEADER_BLOCK + number * CHUNK;
    let mut scan = ChunkScan::new(&ByEventId, &rules, None, (offset, CHUNK));
    let mut warnings = Warnings::default();
    for (place, event) in events.iter().enumerate() {
        let text = |text: &'static str| Some(Value::Text(text.into()));
        let system = System {
            event_id: Some(event.event_id),
            time_created: Some(Filetime(0).plus_seconds(event.seconds)),
            event_record_id: Some(event.id),
            channel: text("Security"),
            computer: text(event.computer),
            ..System::default()
        };
        let field = |name: &str, value| Field { name: name.into(), value };
        let fields = vec![
            field("ProcessId", Value::Hex(4)),
            field("HandleId", Value::Text(format!("0x{:x}", event.handle).into())),
        ];
        let mut record = Record::new(system, fields);
        record.offset = offset + 512 + place as u64 * 100;
        record.number = event.id;
        scan.visit(&record, &mut warnings);
    }
    let log = Some(scan.finish(&mut warnings));
    SourceFindings { log, warnings, records_read: events.len() as u64, ..Default::default() }
}

fn joined(parts: impl IntoIterator<Item = SourceFindings>) -> SourceFindings {
    let mut whole = SourceFindings { log: Some(LogFindings::default()), ..Default::default() };
    parts.into_iter().for_each(|part| whole.merge(part, &rules()));
    whole
}

fn stream<'f>(findings: &'f SourceFindings, computer: &str) -> &'f Stream {
    &findings.log.as_ref().unwrap().streams[&StreamKey::new("Security", computer)]
}

fn only_run(findings: &SourceFindings) -> &Run {
    let runs = &stream(findings, "PC01").runs;
    assert_eq!(runs.len(), 1, "{runs:#?}");
    runs.values().next().unwrap()
}

fn range(ids: std::ops::Range<u64>, event_id: u32) -> Vec<Event> {
    ids.map(|id| Event::new(id, event_id)).collect()
}

#[test]
fn chunks_whose_ids_follow_are_one_run() {
    let whole = joined([chunk(0, &range(1..50, 1)), chunk(1, &range(50..90, 1))]);
    let run = only_run(&whole);
    assert_eq!((run.first.record_id, run.last.record_id, run.records), (1, 89, 89));
    assert_eq!(run.ids, IdSequence::Unbroken);
}

#[test]
fn a_hole_or_a_step_back_in_time_cuts() {
    let hole = joined([chunk(0, &range(1..50, 1)), chunk(1, &range(51..90, 1))]);
    assert_eq!(stream(&hole, "PC01").runs.len(), 2);
    let mut late = range(50..90, 1);
    late.iter_mut().for_each(|event| event.seconds -= 100);
    let back = joined([chunk(0, &range(1..50, 1)), chunk(1, &late)]);
    assert_eq!(stream(&back, "PC01").runs.len(), 2);
}

#[test]
fn chunks_that_are_no_neighbours_stay_apart_until_the_source_is_complete() {
    // A log that wrapped: its oldest chunk stands behind the newest.
    let mut wrapped = joined([chunk(0, &range(50..90, 1)), chunk(1, &range(1..50, 1))]);
    assert_eq!(stream(&wrapped, "PC01").runs.len(), 2);
    wrapped.complete(&rules());
    assert_eq!(only_run(&wrapped).records, 89);
}

#[test]
fn many_holes_in_one_chunk_are_one_sparse_stretch() {
    let holes: Vec<_> = (0..20).map(|n| Event::new(n * 10, 1)).collect();
    let more: Vec<_> = (20..40).map(|n| Event::new(n * 10, 1)).collect();
    let whole = joined([chunk(0, &holes), chunk(1, &more)]);
    let run = only_run(&whole);
    assert_eq!(run.ids, IdSequence::Sparse { missing: 39 * 9 });
    assert_eq!((run.first.record_id, run.last.record_id), (0, 390));
}

#[test]
fn life_ends_at_a_marker_and_after_a_long_silence() {
    let spans = |events: &[Event]| -> Vec<(u64, u64)> {
        let half = events.len() / 2;
        let whole = joined([chunk(0, &events[..half]), chunk(1, &events[half..])]);
        let by_id = |span: &LifeSpan| (span.first.record_id, span.last.record_id);
        only_run(&whole).life[&SIGN].iter().map(by_id).collect()
    };
    let signs = range(1..7, 4688);
    assert_eq!(spans(&signs), [(1, 6)]);
    let mut stopped = signs.clone();
    stopped[3].event_id = 1100;
    assert_eq!(spans(&stopped), [(1, 3), (5, 6)]);
    let mut silent = signs.clone();
    silent[3].event_id = 1;
    silent[4].seconds += 3_700;
    silent[5].seconds += 3_700;
    assert_eq!(spans(&silent), [(1, 3), (5, 6)]);
    // Nothing else was written meanwhile: the machine slept, the setting did not change.
    let mut asleep = signs;
    asleep[4].seconds += 3_700;
    asleep[5].seconds += 3_700;
    assert_eq!(spans(&asleep), [(1, 6)]);
}

#[test]
fn a_closing_is_tied_to_its_opening_across_chunks() {
    let event = |id, event_id, handle| Event { handle, ..Event::new(id, event_id) };
    let opened = [event(1, 4656, 8), event(2, 4656, 12), event(3, 4656, 16), event(4, 4656, 0)];
    // 12 is opened again by another record before it is closed.
    let other = [event(5, 14656, 12), event(6, 1, 0)];
    let closed = [event(7, 4658, 8), event(8, 4658, 12), event(9, 4658, 20), event(10, 4658, 8)];
    let parts = [chunk(0, &opened), chunk(1, &other), chunk(2, &closed)];
    let whole = joined(parts);
    let chains = &stream(&whole, "PC01").traces[&CLOSING];
    assert_eq!(chains.all.len(), 1);
    let chain = &chains.kept[0];
    assert_eq!((chain.earlier[0].record_id, chain.stub.place.record_id), (1, 7));
    let opening = chain.opening.as_ref().expect("the opening's values");
    assert_eq!(opening.iter().collect::<Vec<_>>(), [Value::Text("a.pf".into())]);
    let handles = &only_run(&whole).handles;
    assert_eq!(handles.open.len(), 1, "16 is still open");
    let closings = handles.first_use.values();
    assert_eq!(closings.filter(|use_| matches!(use_, FirstUse::Closed { .. })).count(), 1);
}

#[test]
fn a_closing_beyond_reach_is_not_tied() {
    let chain = |distance: u64| {
        let open = Event { handle: 8, ..Event::new(1, 4656) };
        let close = Event { handle: 8, ..Event::new(1 + distance, 4658) };
        let middle = range(2..1 + distance, 1);
        let whole = joined([chunk(0, &[open]), chunk(1, &middle), chunk(2, &[close])]);
        stream(&whole, "PC01").traces.contains_key(&CLOSING)
    };
    assert!(chain(limits::HANDLE_REACH - 1));
    assert!(!chain(limits::HANDLE_REACH));
}

#[test]
fn computers_of_one_file_are_streams_of_their_own() {
    let mut events = range(1..5, 1);
    events[1].computer = "pc01";
    events[2].computer = "PC02";
    let whole = joined([chunk(0, &events)]);
    assert_eq!(stream(&whole, "PC01").records, 3);
    assert_eq!(stream(&whole, "pc01").names.computer, "PC01");
    assert_eq!(stream(&whole, "PC02").records, 1);
}

#[test]
fn the_first_matches_are_kept_and_all_are_counted() {
    let cap = limits::MATCHES_KEPT as u64;
    let parts: Vec<_> =
        (0..12).map(|n| chunk(n, &range(n * 100 + 1..n * 100 + 101, 7))).rev().collect();
    let whole = joined(parts);
    let found = &stream(&whole, "PC01").traces[&ORDINARY];
    assert_eq!((found.all.len(), found.kept.len() as u64), (1_200, cap));
    assert_eq!(found.kept.last().unwrap().stub.place.record_id, cap);
}

#[test]
fn findings_survive_the_way_between_workers() {
    let part = chunk(0, &range(1..50, 4688));
    let bytes = part.to_bytes();
    assert_eq!(SourceFindings::from_bytes(&bytes).unwrap(), part);
    for length in 0..bytes.len() {
        assert!(SourceFindings::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(SourceFindings::from_bytes(&longer).is_err());
}

/// A small generator of numbers; the seed is in the message when a test fails.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Chunks with everything that joining must get right: holes, clock changes, markers, handles,
/// several computers, stretches of many holes.
fn any_chunks(random: &mut Random) -> Vec<SourceFindings> {
    let mut ids = BTreeMap::from([("PC01", 1_u64), ("PC02", 900)]);
    let mut seconds = 1_000_000;
    let mut parts = Vec::new();
    for number in 0..random.below(30) + 2 {
        let sparse = random.below(5) == 0;
        let mut events = Vec::new();
        for _ in 0..random.below(25) {
            let computer = if random.below(8) == 0 { "PC02" } else { "PC01" };
            let id = ids.get_mut(computer).unwrap();
            *id += if random.below(if sparse { 2 } else { 60 }) == 0 { 3 } else { 1 };
            seconds += random.below(900);
            if random.below(120) == 0 {
                seconds -= 5_000;
            }
            let event_ids = [1, 7, 4688, 4688, 4688, 4656, 14656, 4658, 4658];
            let rare = [1100, 1102, 4608, 4616, 4719];
            let event_id = match random.below(40) {
                0 => rare[random.below(5) as usize],
                n => event_ids[n as usize % event_ids.len()],
            };
            events.push(Event {
                id: *id,
                seconds,
                event_id,
                handle: random.below(4) * 4,
                computer,
            });
        }
        parts.push(chunk(number, &events));
    }
    parts
}

#[test]
fn any_order_and_any_grouping_gives_the_same_findings() {
    let mut markers = 0;
    let mut chains = 0;
    for seed in 1..400 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let parts = any_chunks(&mut random);
        let expected = joined(parts.clone());
        let first = stream_or_empty(&expected);
        markers +=
            first.iter().flat_map(|s| s.runs.values()).map(|r| r.markers.len()).sum::<usize>();
        chains += first.iter().filter_map(|s| s.traces.get(&CLOSING)).count();
        for _ in 0..4 {
            // Join two of the parts at random until one is left: every order and every grouping.
            let mut left = parts.clone();
            while left.len() > 1 {
                let other = left.swap_remove(random.below(left.len() as u64) as usize);
                let other = SourceFindings::from_bytes(&other.to_bytes()).unwrap();
                let target = random.below(left.len() as u64) as usize;
                left[target].merge(other, &rules());
            }
            let found = joined(left);
            assert!(found == expected, "seed {seed}:\n{found:#?}\n{expected:#?}");
        }
    }
    assert!(markers > 100 && chains > 100, "{markers} {chains}");
}

fn stream_or_empty(findings: &SourceFindings) -> Vec<&Stream> {
    findings.log.iter().flat_map(|log| log.streams.values()).collect()
}

#[test]
fn markers_stay_in_id_order() {
    let mut events = range(1..40, 1);
    events[5].event_id = 1102;
    events[30].event_id = 4608;
    let whole = joined([chunk(1, &events[20..]), chunk(0, &events[..20])]);
    let kinds: Vec<_> = only_run(&whole).markers.iter().map(|marker| marker.kind).collect();
    assert_eq!(kinds, [MarkerKind::LogCleared, MarkerKind::Boot]);
}
