//! Every real event log equals what independent tools read in it.

use std::collections::BTreeMap;

use konseki_core::{
    error::Warnings,
    formats::evtx::{ChunkOutcome, ChunkReader, RecordReader, segments},
    time::Filetime,
};
use konseki_tests::evidence;
use serde_json::{Value, json};

#[derive(Default)]
struct Summary {
    records: u64,
    failed: u64,
    fallback: u64,
    event_ids: BTreeMap<String, u64>,
    channels: BTreeMap<String, u64>,
    computers: BTreeMap<String, u64>,
    ids: Vec<u64>,
    times: Vec<Filetime>,
}

fn summarise(bytes: &[u8], warnings: &mut Warnings) -> Summary {
    let mut summary = Summary::default();
    let mut reader = ChunkReader::default();
    let (start, length) = segments(bytes.len() as u64, u64::MAX).next().unwrap_or_default();
    let body = &bytes[start as usize..(start + length) as usize];
    for (number, chunk) in body.chunks(65_536).enumerate() {
        let offset = start + number as u64 * 65_536;
        let outcome = reader.read_chunk(chunk, offset, warnings, &mut |record| {
            summary.records += 1;
            if record.reader == RecordReader::HeaderOnly {
                return;
            }
            let id = record.system.event_id.unwrap_or_default();
            *summary.event_ids.entry(id.to_string()).or_default() += 1;
            let text = |value: &Option<konseki_core::formats::evtx::Value<'_>>| {
                value.as_ref().map(|value| value.text().into_owned()).unwrap_or_default()
            };
            *summary.channels.entry(text(&record.system.channel)).or_default() += 1;
            *summary.computers.entry(text(&record.system.computer)).or_default() += 1;
            summary.ids.extend(record.system.event_record_id);
            summary.times.push(record.time());
        });
        if let ChunkOutcome::Records { failed, fallback, .. } = outcome {
            summary.failed += failed;
            summary.fallback += fallback;
        }
    }
    summary
}

/// TRUTH prints nanoseconds.
fn truth_time(value: &Value) -> Option<Filetime> {
    value.as_str().and_then(|text| text.parse().ok())
}

#[test]
fn every_log_equals_the_ground_truth() {
    let exceptions = evidence::exceptions();
    let mut differences = Vec::new();
    let (mut records, mut fallback) = (0, 0);
    for known in evidence::known("evtx", "event logs against their ground truth") {
        let mut warnings = Warnings::default();
        let found = summarise(&known.bytes(), &mut warnings);
        records += found.records;
        fallback += found.fallback;
        let truth = &known.truth;
        let excused = exceptions.get(&known.name).cloned().unwrap_or_default();
        let mut check = |field: &str, found: Value, expected: Value| {
            if found != expected && !excused.contains_key(field) {
                differences.push(format!("{}: {field}: {found} instead of {expected}", known.name));
            }
        };
        check("records", json!(found.records), truth["records"].clone());
        for (field, counts) in [
            ("event_ids", &found.event_ids),
            ("channels", &found.channels),
            ("computers", &found.computers),
        ] {
            check(field, json!(counts), truth[field].clone());
        }
        let first = found.times.iter().min().copied();
        let last = found.times.iter().max().copied();
        check("first", json!(first), json!(truth_time(&truth["first"])));
        check("last", json!(last), json!(truth_time(&truth["last"])));
        check("record_id_min", json!(found.ids.iter().min()), truth["record_id_min"].clone());
        check("record_id_max", json!(found.ids.iter().max()), truth["record_id_max"].clone());
    }
    println!("{records} records, {fallback} by the fallback");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(fallback * 200 <= records, "fallback share over 0.5 %: {fallback} of {records}");
}
