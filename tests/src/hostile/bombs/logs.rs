//! Event logs: values that expand, names without end, more damage than can be told.

use konseki_core::{
    error::WarningCode::{LimitReached, RecordDamaged},
    source::{ReadAt, ReadError},
};

use super::{Bomb, in_memory};
use crate::{
    hostile::raw_log::{
        Definition, END, Record, SUBSTITUTION_OF_FRAGMENT, Typed, chunk, content, file_header,
        literal, seal, utf16,
    },
    writer::evtx::{CHUNK_BYTES, Event, EventLog, FILE_HEADER_BYTES},
};

/// A million records; fewer where nothing is optimised, but more than every cap.
const MANY: u64 = if cfg!(debug_assertions) { 40_000 } else { 1_000_000 };

/// Substitution 0 as text.
const TEXT: &[u8] = b"\x0d\0\0\x01";

pub(super) fn bombs() -> Vec<Bomb> {
    let log = "a.evtx";
    vec![
        Bomb::new("fragments in fragments", log, || one_chunk(vec![nested(400, 1)]))
            .told(LimitReached, "nesting"),
        Bomb::new("expansion of fragments", log, || one_chunk(vec![nested(20, 1_000)]))
            .told(LimitReached, "over the limit"),
        Bomb::new("a definition that holds itself", log, || one_chunk(vec![self_reference()]))
            .told(RecordDamaged, ""),
        Bomb::new("expansion of one value", log, || one_chunk(vec![repeated_value(1_500, 20_000)]))
            .told(LimitReached, "Field value"),
        Bomb::new("expansion of many fields", log, || one_chunk(vec![many_fields(600, 20_000)]))
            .told(LimitReached, "Bytes of values"),
        Bomb::new("one long literal in every record", log, long_literal)
            .told(LimitReached, "Bytes of values"),
        Bomb::new("many damaged records", log, many_damaged).told(RecordDamaged, "").counted(MANY),
        Bomb::new("many computers", log, many_computers)
            .told(LimitReached, "counted, not searched")
            .counted(MANY - 4_096),
        Bomb::new("many values of one trace", log, many_values),
        Bomb::new("a computer and a channel of 14,000 characters", log, long_names),
        Bomb::new("years 1601 and 30828", log, || {
            let times = [0, 1, u64::MAX >> 1, u64::MAX];
            let start = |time| Event::security(4688).at_time(konseki_core::time::Filetime(time));
            in_memory(EventLog::new("Security").extend(times.map(start)).write())
        }),
        Bomb::new("records of 0 and 4 GiB", log, record_sizes).told(RecordDamaged, "size"),
    ]
}

fn one_chunk(records: Vec<Record>) -> Box<dyn ReadAt> {
    in_memory([file_header(), chunk(&records)].concat())
}

/// `depth` instances of one definition that places its only value `repeats` times.
fn nested(depth: usize, repeats: usize) -> Record {
    let places = SUBSTITUTION_OF_FRAGMENT.repeat(repeats);
    let definition = Definition::of("Event", &content(&places));
    let innermost = b"\x0f\x01\x01\0\0".to_vec();
    let record =
        (1..depth).fold(innermost, |inner, _| definition.instance_elsewhere(&[(0x21, inner)]));
    definition.record(&[(0x21, record)])
}

/// A definition whose content is an instance of itself.
fn self_reference() -> Record {
    let own = Definition::OFFSET.to_le_bytes();
    let instance = [&b"\x0c\x01\0\0\0\0"[..], &own, &[0; 4]].concat();
    Definition::of("Event", &content(&instance)).record(&[])
}

/// One field that repeats one value.
fn repeated_value(repeats: usize, bytes: usize) -> Record {
    process_start(&content(&TEXT.repeat(repeats))).record(&values(&"v".repeat(bytes / 2)))
}

/// Many fields with one value, each a short element.
fn many_fields(fields: usize, bytes: usize) -> Record {
    let mut definition = process_start(&content(TEXT));
    (0..fields).for_each(|_| definition.add_field("f", &content(TEXT)));
    definition.record(&values(&"v".repeat(bytes / 2)))
}

/// What a definition holds, small records refer to.
fn long_literal() -> Box<dyn ReadAt> {
    let definition = process_start(&content(&literal(&"w".repeat(15_000))));
    let mut records = vec![definition.record(&values("x"))];
    let other = Record { content: definition.instance_elsewhere(&values("x")) };
    records.extend(std::iter::repeat_n(other, 300));
    one_chunk(records)
}

/// A definition of process starts whose command line has this content; see [`values`].
fn process_start(command_line: &[u8]) -> Definition {
    let mut definition = Definition::event(4688, "Security");
    definition.add_text_field("NewProcessName", r"C:\Windows\System32\net.exe");
    definition.add_field("CommandLine", command_line);
    definition
}

/// Values of [`Definition::event`]: the command line, time and number, computer.
fn values(text: &str) -> Vec<Typed> {
    vec![
        (0x01, utf16(text)),
        (0x11, 134_168_805_000_000_000_u64.to_le_bytes().to_vec()),
        (0x0a, 1_u64.to_le_bytes().to_vec()),
        (0x01, utf16("PC0000000.corp")),
    ]
}

/// Minimal records: a header and no content.
fn many_damaged() -> Box<dyn ReadAt> {
    let empty = Record { content: vec![END] };
    let records = vec![empty; 2_000];
    Box::new(Repeated::new(chunk(&records), MANY / 2_000, ""))
}

fn many_computers() -> Box<dyn ReadAt> {
    numbered("net use", "PC0000000")
}

fn many_values() -> Box<dyn ReadAt> {
    numbered("net use N0000000", "N0000000")
}

/// So many records, 400 in a chunk, in which each place of `number` is another.
fn numbered(line: &str, number: &'static str) -> Box<dyn ReadAt> {
    let definition = process_start(&content(TEXT));
    let mut records = vec![definition.record(&values(line))];
    let other = Record { content: definition.instance_elsewhere(&values(line)) };
    records.resize(400, other);
    Box::new(Repeated::new(chunk(&records), MANY / 400, number))
}

fn long_names() -> Box<dyn ReadAt> {
    let name = "n".repeat(14_000);
    let event = Event::security(4688).computer(&name).at("2026-03-02T09:15:04Z");
    in_memory(EventLog::new(&name).push(event).write())
}

fn record_sizes() -> Box<dyn ReadAt> {
    let start = |second| Event::security(4688).at(&format!("2026-03-02T09:15:{second:02}Z"));
    let log = EventLog::new("Security").records_per_chunk(4).extend((0..8).map(start));
    let mut bytes = log.write();
    for (chunk, size) in [(0, 0), (1, u32::MAX)] {
        let at = FILE_HEADER_BYTES + chunk * CHUNK_BYTES + 512 + 4;
        bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(size));
    }
    in_memory(bytes)
}

/// One chunk again and again; the seven digits behind each place of a marker count up.
struct Repeated {
    chunk: Vec<u8>,
    count: u64,
    places: Vec<usize>,
}

impl Repeated {
    fn new(chunk: Vec<u8>, count: u64, number: &str) -> Self {
        let marker = utf16(number);
        let is_there = |at: &usize| chunk[*at..].starts_with(&marker) && !marker.is_empty();
        let places = (0..chunk.len()).filter(is_there);
        let places = places.map(|at| at + marker.len() - 14).collect();
        Self { chunk, count, places }
    }

    fn numbered(&self, number: u64) -> Vec<u8> {
        let mut chunk = self.chunk.clone();
        for (record, place) in (0..).zip(&self.places) {
            let count = number * self.places.len() as u64 + record;
            for (digit, text) in format!("{count:07}").bytes().enumerate() {
                chunk[place + 2 * digit] = text;
            }
        }
        seal(&mut chunk);
        chunk
    }
}

impl ReadAt for Repeated {
    fn len(&self) -> u64 {
        FILE_HEADER_BYTES as u64 + self.count * CHUNK_BYTES as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let mut filled = 0;
        while filled < buffer.len() {
            let at = offset + filled as u64;
            let (block, from) = match at.checked_sub(FILE_HEADER_BYTES as u64) {
                None => (file_header(), at as usize),
                Some(place) if place / CHUNK_BYTES as u64 >= self.count => break,
                Some(place) => {
                    let (number, from) = (place / CHUNK_BYTES as u64, place % CHUNK_BYTES as u64);
                    (self.numbered(number), from as usize)
                }
            };
            let count = (block.len() - from).min(buffer.len() - filled);
            buffer[filled..filled + count].copy_from_slice(&block[from..from + count]);
            filled += count;
        }
        Ok(filled)
    }
}
