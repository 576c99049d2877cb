//! Rates of reading evidence on one core, level by level: `cargo bench -p konseki-tests --features
//! bench`. The `evtx` crate's text and `serde_json` values are measured in the same run, because
//! only ratios of one run mean something.
//!
//! Event logs are measured twice: constructed, and, where the evidence is there, of real chunks.

use std::{hint::black_box, ops::ControlFlow, sync::Arc, time::Duration};

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use evtx::{EvtxChunkData, ParserSettings};
use konseki_core::{
    analysis::{Case, Scanner, open},
    catalog::{self, Catalog},
    error::Warnings,
    formats::evtx::{CHUNK, ChunkReader, HEADER_BLOCK, Record},
    matching::Matchers,
};
use konseki_tests::grown::{self, Kind};

/// Enough for steady rates, small enough to be made in a second.
const BYTES: u64 = 32 << 20;

type Group<'c> = BenchmarkGroup<'c, WallTime>;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .sample_size(10)
        .configure_from_args();
    let catalog = catalog::builtin().expect("the shipped catalog loads");
    for kind in Kind::ALL {
        let bytes = grown::in_memory(kind, BYTES);
        match kind.channel() {
            None => scan(&mut group(&mut criterion, kind.name(), &bytes), &bytes, &catalog),
            Some(channel) => {
                let name = format!("{} constructed", kind.name());
                log(&mut group(&mut criterion, &name, &bytes), &bytes, channel, &catalog);
                if let Some(bytes) = grown::from_real_logs(channel, BYTES) {
                    let name = format!("{} real", kind.name());
                    log(&mut group(&mut criterion, &name, &bytes), &bytes, channel, &catalog);
                }
            }
        }
    }
    criterion.final_summary();
}

fn group<'c>(criterion: &'c mut Criterion, name: &str, bytes: &[u8]) -> Group<'c> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group
}

fn log(group: &mut Group<'_>, log: &[u8], channel: &str, catalog: &Catalog) {
    let body = log.get(HEADER_BLOCK as usize..).unwrap_or_default();
    group.bench_function("evtx serde_json values", |bencher| {
        bencher.iter(|| through_evtx(body, |record| record.into_json_value().is_ok()));
    });
    group.bench_function("evtx JSON text", |bencher| {
        bencher.iter(|| through_evtx(body, |record| record.into_json().is_ok()));
    });
    group.bench_function("1-2 records and System values", |bencher| {
        bencher.iter(|| through_reader(body, |record| record.system.event_id.is_some()));
    });
    let matchers = Matchers::new(catalog);
    let channel = matchers.channel(&channel.to_lowercase()).expect("the catalog asks for it");
    group.bench_function("1-4 conditions and variables", |bencher| {
        bencher.iter(|| {
            through_reader(body, |record| !matchers.judge(channel, record).hits.is_empty())
        });
    });
    scan(group, log, catalog);
}

/// The whole scan with coverage, markers and chains, joined into a case.
fn scan(group: &mut Group<'_>, bytes: &[u8], catalog: &Catalog) {
    group.bench_function("scan and join", |bencher| {
        bencher.iter(|| {
            let mut case = Case::new(catalog);
            let mut scanner = Scanner::new(catalog);
            for planned in open(&bytes, "evidence") {
                let key = case.add(&planned);
                for unit in &planned.units {
                    let findings =
                        scanner.scan(&bytes, &planned, unit, &mut |_| ControlFlow::Continue(()));
                    case.merge(key, findings);
                }
            }
            black_box(case.findings().sources.len())
        });
    });
}

fn through_evtx(body: &[u8], is_read: impl Fn(evtx::EvtxRecord<'_>) -> bool) -> usize {
    let settings = Arc::new(ParserSettings::default().indent(false));
    let mut read = 0;
    for chunk in body.chunks(CHUNK as usize) {
        let Ok(mut data) = EvtxChunkData::new(chunk.to_vec(), false) else { continue };
        let Ok(mut chunk) = data.parse(Arc::clone(&settings)) else { continue };
        read += chunk.iter().flatten().map(&is_read).filter(|is_read| *is_read).count();
    }
    read
}

fn through_reader(body: &[u8], is_one: impl Fn(&Record<'_>) -> bool) -> usize {
    let (mut reader, mut warnings) = (ChunkReader::default(), Warnings::default());
    let mut count = 0;
    for chunk in body.chunks(CHUNK as usize) {
        reader.read_chunk(chunk, HEADER_BLOCK, &mut warnings, &mut |record| {
            count += usize::from(is_one(record));
        });
    }
    count
}
