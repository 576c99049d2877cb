//! Damage, systematically: every constructed fixture cut at every length and changed at every byte,
//! every real file changed at random places. The oracles say what must hold of any input; the
//! fuzzer asks the same of inputs that it makes up (`cargo xtask fuzz`).

use std::collections::BTreeSet;

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    error::Warnings,
    formats::{evtx::ChunkReader, mft, usn},
};
use konseki_tests::{
    evidence::{self, Known},
    flow::{Random, read_into},
    hostile::{damage, oracles::TARGETS, seeds::seeds},
};

/// Damaged copies of one fixture, of each kind; small fixtures have fewer bytes and get all.
fn copies(target: &str) -> usize {
    match target {
        // Each is read to the report, in every form.
        "archive" | "evidence" | "settings" => 20,
        "log" | "report" | "sigma" | "catalog" => 60,
        "findings" => 300,
        "log_chunk" => 1_000,
        _ => 5_000,
    }
}

fn oracle(name: &str) -> fn(&[u8]) {
    let target = TARGETS.iter().find(|(target, _)| *target == name);
    target.unwrap_or_else(|| panic!("no target is called {name}")).1
}

#[test]
fn every_target_has_a_seed() {
    let seeds = seeds();
    for (target, _) in TARGETS {
        assert!(seeds.iter().any(|(of, _, _)| *of == target), "{target}");
    }
}

#[test]
fn constructed_fixtures_hold_when_damaged() {
    for (target, name, bytes) in seeds() {
        let check = oracle(target);
        check(&bytes);
        let most = copies(target);
        damage::cuts(&bytes, most).for_each(check);
        damage::flips(&bytes, most).for_each(|damaged| check(&damaged));
        println!("{target} {name}: {} bytes", bytes.len());
    }
}

/// Bytes that are damaged together with what stands in them: a chunk, a FILE record, a page.
type Block = usize;
/// The records of a block, as text; whether the reading says that something is lost.
type Found = (Vec<String>, bool);

const FLIPS: [usize; 3] = [1, 10, 1_000];

/// Every real file of a kind with 1, 10 and 1,000 changed bytes: blocks that are whole give the
/// same records, and a block that gives fewer says so.
fn undamaged_blocks_stay(
    kind: &str,
    block: impl Fn(&[u8]) -> Option<(usize, Block)>,
    mut read: impl FnMut(&[u8], usize) -> Found,
) {
    let mut random = Random::new(6);
    let (mut whole, mut hurt, mut silent) = (0, 0, Vec::new());
    for known in evidence::known(kind, "damaged evidence") {
        let bytes = known.bytes();
        let Some((start, size)) = block(&bytes) else { continue };
        let before: Vec<Found> = blocks(&bytes, start, size).map(|(at, b)| read(b, at)).collect();
        for count in FLIPS {
            let mut damaged = bytes.clone();
            let places = damage::scatter(&mut damaged, count, &mut random);
            let number = |place: &usize| place.checked_sub(start).map(|place| place / size);
            let touched: BTreeSet<usize> = places.iter().filter_map(number).collect();
            for (number, (at, block)) in blocks(&damaged, start, size).enumerate() {
                let (records, lost) = read(block, at);
                let (expected, lost_before) = &before[number];
                if !touched.contains(&number) {
                    whole += 1;
                    assert_eq!(&records, expected, "{} {count} block {number}", known.name);
                } else if records.len() < expected.len() {
                    hurt += 1;
                    if !lost && !lost_before {
                        silent.push(format!("{} {count} block {number}", known.name));
                    }
                }
            }
        }
    }
    println!("{kind}: {whole} whole blocks stay, {hurt} lose records and say so");
    assert!(silent.is_empty(), "lost without a word: {}", silent.join("\n"));
    assert!(hurt > 0 || !evidence::is_required());
}

fn blocks(bytes: &[u8], start: usize, size: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let body = bytes.get(start..).unwrap_or_default();
    (start..).step_by(size).zip(body.chunks(size))
}

#[test]
fn undamaged_chunks_of_real_logs_stay_found() {
    // One reader for all: what it remembers of damaged templates must not reach other chunks.
    let mut reader = ChunkReader::default();
    undamaged_blocks_stay(
        "evtx",
        |_| Some((4_096, 65_536)),
        |chunk, at| {
            let (mut records, mut warnings) = (Vec::new(), Warnings::default());
            reader.read_chunk(chunk, at as u64, &mut warnings, &mut |record| {
                records.push(format!("{} {:x}", record.record_id(), record.digest()));
            });
            (records, warnings.mean_loss())
        },
    );
}

#[test]
fn undamaged_records_of_real_tables_stay_found() {
    let size = |bytes: &[u8]| mft::record_size(bytes).ok();
    // The size stands in the first record, which may be damaged afterwards.
    let sizes = std::cell::Cell::new(None);
    undamaged_blocks_stay(
        "mft",
        |bytes| {
            sizes.set(size(bytes));
            size(bytes).map(|size| (0, size.bytes()))
        },
        |block, at| {
            let (mut records, mut warnings) = (Vec::new(), Warnings::default());
            let Some(size) = sizes.get() else { return (records, true) };
            let counts = mft::read_segment(block, at as u64, size, &mut warnings, |record| {
                records.push(format!("{record:?}"));
            });
            (records, warnings.mean_loss() && counts.damaged + counts.unknown > 0)
        },
    );
}

#[test]
fn undamaged_pages_of_real_journals_stay_found() {
    undamaged_blocks_stay(
        "usn",
        |_| Some((0, 4_096)),
        |page, _| {
            let (mut records, mut warnings) = (Vec::new(), Warnings::default());
            let segment = usn::Segment::new(0..page.len() as u64, page.len() as u64);
            usn::read_segment(page, &segment, &mut warnings, &mut |record| {
                records.push(format!("{record:?}"));
            });
            (records, warnings.mean_loss())
        },
    );
}

/// Real files to the report: it lists the file whatever was changed in it.
#[test]
fn damaged_real_files_reach_the_report() {
    let catalog = catalog::builtin().unwrap();
    let mut random = Random::new(7);
    let kinds = ["evtx", "pf", "mft", "usn"];
    let small = |known: &Known| known.truth["size"].as_u64().is_none_or(|size| size < 2 << 20);
    let files = kinds.iter().flat_map(|kind| evidence::known(kind, "damaged evidence"));
    for (number, known) in files.filter(small).enumerate() {
        // The large kinds are read in the tests above, block by block.
        let mut bytes = known.bytes();
        damage::scatter(&mut bytes, FLIPS[number % 3], &mut random);
        let mut case = Case::new(&catalog);
        read_into(&mut case, &catalog, &bytes.as_slice(), &known.name);
        let report = case.settle(&Question::default());
        let [source] = &report.evidence[..] else { panic!("{}", known.name) };
        let told = source.records_failed == 0 || !source.warnings.is_empty();
        assert!(told, "{}: {source:#?}", known.name);
    }
}
