//! Rates of reading an event log, in one run: our reader and the `evtx` crate's JSON text.
//!
//! `cargo run --release -p konseki-core --example evtx_rate LOG.evtx`

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use evtx::{EvtxChunkData, ParserSettings};
use konseki_core::{
    error::Warnings,
    formats::evtx::{CHUNK, ChunkReader, HEADER_BLOCK, Record},
};

/// Fields that a sheet asks for, by event id.
const ASKED: [(u32, [&str; 3]); 3] = [
    (4_688, ["NewProcessName", "CommandLine", "NewProcessId"]),
    (5_140, ["ShareName", "IpAddress", "SubjectLogonId"]),
    (5_156, ["Application", "DestPort", "ProcessID"]),
];

fn main() {
    let path = std::env::args().nth(1).expect("usage: evtx_rate LOG.evtx");
    let bytes = std::fs::read(&path).expect("a log that can be read");
    let body = bytes.get(HEADER_BLOCK as usize..).unwrap_or_default();
    let megabytes = body.len() as f64 / 1e6;
    let text = best(|| json_text(body));
    println!("{path}: {megabytes:.0} MB");
    println!("evtx JSON text       {:8.0} MB/s", megabytes / text.as_secs_f64());
    for (name, visit) in [
        ("System values", system as fn(&Record<'_>)),
        ("three fields asked", three_fields),
        ("all fields as text", all_fields),
    ] {
        let took = best(|| ours(body, visit));
        let (rate, ratio) =
            (megabytes / took.as_secs_f64(), text.as_secs_f64() / took.as_secs_f64());
        println!("{name:20} {rate:8.0} MB/s, {ratio:5.1} times evtx JSON text");
    }
}

/// The best of three: the machine is noisy.
fn best(mut work: impl FnMut() -> u64) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed());
    }
    best
}

fn json_text(body: &[u8]) -> u64 {
    let settings = Arc::new(ParserSettings::default().indent(false));
    let mut length = 0;
    for chunk in body.chunks(CHUNK as usize) {
        let Ok(mut data) = EvtxChunkData::new(chunk.to_vec(), false) else { continue };
        let Ok(mut chunk) = data.parse(Arc::clone(&settings)) else { continue };
        for record in chunk.iter().flatten() {
            length += record.into_json().map_or(0, |json| json.data.len() as u64);
        }
    }
    length
}

fn ours(body: &[u8], visit: fn(&Record<'_>)) -> u64 {
    let mut reader = ChunkReader::default();
    let mut warnings = Warnings::default();
    let mut records = 0;
    for chunk in body.chunks(CHUNK as usize) {
        reader.read_chunk(chunk, HEADER_BLOCK, &mut warnings, &mut |record| {
            records += 1;
            visit(record);
        });
    }
    records
}

fn system(record: &Record<'_>) {
    black_box((record.system.event_id, record.record_id(), record.time()));
}

fn three_fields(record: &Record<'_>) {
    let id = record.system.event_id.unwrap_or_default();
    for (_, names) in ASKED.iter().filter(|(asked, _)| *asked == id) {
        for name in names {
            black_box(record.field(name));
        }
    }
}

fn all_fields(record: &Record<'_>) {
    for field in record.fields() {
        black_box(field.value.text());
    }
}
