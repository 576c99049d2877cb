//! Event logs cut and changed at random places: no panic, no record out of thin air, the same result
//! whatever the order of chunks.

use std::collections::BTreeMap;

use konseki_core::{
    error::Warnings,
    formats::evtx::{
        CHUNK, ChunkOutcome, ChunkReader, HEADER_BLOCK, Record, read_file_header, render_xml,
    },
};
use konseki_tests::evidence;

/// What a visitor can see of a record, as one text.
fn seen(record: &Record<'_>) -> String {
    let fields: Vec<_> =
        record.fields().map(|field| format!("{}={}", field.name, field.value)).collect();
    format!("{:?} {:?} {} {:x}", record.reader, record.system, fields.join("|"), record.digest())
}

fn read(
    reader: &mut ChunkReader,
    chunk: &[u8],
    offset: u64,
) -> (Vec<String>, Warnings, ChunkOutcome) {
    let mut records = Vec::new();
    let mut warnings = Warnings::default();
    let outcome = reader.read_chunk(chunk, offset, &mut warnings, &mut |record| {
        records.push(seen(record));
    });
    (records, warnings, outcome)
}

/// Small numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

/// One chunk of each of some logs, chosen to hold many kinds of templates.
fn chunks() -> Vec<Vec<u8>> {
    let logs = evidence::known("evtx", "damaged event logs");
    let chunks = logs.iter().step_by(12).map(|known| known.bytes());
    chunks.filter_map(|bytes| bytes.get(4_096..69_632).map(<[u8]>::to_vec)).collect()
}

#[test]
fn changed_bytes_never_panic() {
    let mut random = Random(1);
    let mut reader = ChunkReader::default();
    for original in chunks() {
        let live = u32::from_le_bytes(original[48..52].try_into().unwrap()).clamp(600, 65_536);
        for round in 0..60 {
            let mut chunk = original.clone();
            for _ in 0..=round % 4 {
                let at = random.below(live as usize);
                chunk[at] = if round % 2 == 0 { random.below(256) as u8 } else { 0xff };
            }
            // A reader that has seen other chunks gives what a new one gives.
            let found = read(&mut reader, &chunk, 4_096);
            assert_eq!(found, read(&mut ChunkReader::default(), &chunk, 4_096));
            if round % 20 == 0 {
                let _ = render_xml(&chunk, random.below(live as usize));
                let _ = render_xml(&chunk, 512);
            }
        }
    }
}

#[test]
fn a_cut_log_gives_the_records_before_the_cut() {
    for original in chunks().into_iter().take(8) {
        let (whole, ..) = read(&mut ChunkReader::default(), &original, 4_096);
        if whole.is_empty() {
            continue;
        }
        let mut reader = ChunkReader::default();
        for length in (1..original.len()).step_by(911) {
            let (records, warnings, _) = read(&mut reader, &original[..length], 4_096);
            // The cut may take definitions that stand behind a record, never its header.
            assert!(records.len() <= whole.len());
            assert_eq!(records.len() < whole.len(), warnings.mean_loss(), "{length}");
        }
    }
}

#[test]
fn a_cut_file_header_never_panics() {
    let Some(known) = evidence::known("evtx", "cut file headers").into_iter().next() else {
        return;
    };
    let bytes = known.bytes();
    for length in 0..200 {
        let header = read_file_header(&bytes[..length], &mut Warnings::default());
        assert_eq!(header.is_ok(), length >= 128, "{length}");
    }
}

#[test]
fn the_order_of_chunks_changes_nothing() {
    let mut random = Random(7);
    let mut warm = ChunkReader::default();
    for known in evidence::known("evtx", "chunks in any order") {
        let bytes = known.bytes();
        let body = bytes.get(HEADER_BLOCK as usize..).unwrap_or_default();
        let chunks: BTreeMap<u64, &[u8]> = (0..)
            .map(|number| HEADER_BLOCK + number * CHUNK)
            .zip(body.chunks(CHUNK as usize))
            .collect();
        let mut expected = BTreeMap::new();
        for (offset, chunk) in &chunks {
            expected.insert(*offset, read(&mut ChunkReader::default(), chunk, *offset));
        }
        let mut order: Vec<u64> = chunks.keys().copied().collect();
        while !order.is_empty() {
            let offset = order.swap_remove(random.below(order.len()));
            assert_eq!(
                read(&mut warm, chunks[&offset], offset),
                expected[&offset],
                "{}",
                known.name
            );
        }
    }
}

/// Every record that can be read can be shown as XML that names its event id.
#[test]
fn every_record_is_shown() {
    let (mut shown, mut refused) = (0, Vec::new());
    for known in evidence::known("evtx", "records as XML").iter().step_by(4) {
        let bytes = known.bytes();
        for chunk in bytes.get(4_096..).unwrap_or_default().chunks(65_536).take(2) {
            let mut places = Vec::new();
            ChunkReader::default().read_chunk(chunk, 0, &mut Warnings::default(), &mut |record| {
                places.push((record.offset, record.system.event_id));
            });
            for (offset, id) in places.into_iter().step_by(17) {
                match (render_xml(chunk, offset as usize), id) {
                    (Ok(xml), Some(id)) if xml.contains(&format!(">{id}<")) => shown += 1,
                    (outcome, id) => {
                        refused.push(format!("{} {offset} {id:?} {outcome:?}", known.name));
                    }
                }
            }
        }
    }
    println!("{shown} records shown");
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
