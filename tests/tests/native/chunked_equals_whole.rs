//! Cutting a log into any segments, merged in any order, or reading it as a stream out of an
//! archive, gives the same findings.

use std::io::Write;

use konseki_core::{
    analysis::{self, Case, Scanner, SourceFindings, Unit},
    catalog::{self, Catalog},
    scan::case::Source,
};
use konseki_tests::{
    cases::volume,
    evidence,
    flow::{Random, cut, go_on, read_into},
    writer::evtx::{Defect, Event, EventLog},
};

fn whole(catalog: &Catalog, bytes: &[u8]) -> Source {
    let planned = analysis::open(&bytes, "a.evtx").remove(0);
    let mut case = Case::new(catalog);
    let key = case.add(&planned);
    let length = (bytes.len() as u64).saturating_sub(4_096);
    let unit = Unit::Segment { offset: 4_096, length };
    case.merge(key, Scanner::new(catalog).scan(&bytes, &planned, &unit, &mut go_on));
    case.findings().sources.remove(0)
}

fn chunked(catalog: &Catalog, bytes: &[u8], random: &mut Random) -> Source {
    let planned = analysis::open(&bytes, "a.evtx").remove(0);
    let mut case = Case::new(catalog);
    let key = case.add(&planned);
    let units = cut(&planned, 1 + random.below(4) as u64);
    for unit in random.shuffled(units) {
        let findings = Scanner::new(catalog).scan(&bytes, &planned, &unit, &mut go_on);
        let findings = SourceFindings::from_bytes(&findings.to_bytes()).unwrap();
        case.merge(key, findings);
    }
    case.findings().sources.remove(0)
}

/// What a ZIP with the deflated log gives, under the name and without the hash of the plain log.
fn from_archive(catalog: &Catalog, bytes: &[u8]) -> Source {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("a.evtx", options).unwrap();
    writer.write_all(bytes).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    let mut case = Case::new(catalog);
    read_into(&mut case, catalog, &archive.as_slice(), "a.zip");
    let mut source = case.findings().sources.remove(1);
    assert_eq!(source.path, "a.zip!/a.evtx");
    assert!(source.findings.sha256.take().is_some());
    source.path = "a.evtx".to_owned();
    source
}

fn check(name: &str, catalog: &Catalog, bytes: &[u8], random: &mut Random) {
    let expected = whole(catalog, bytes);
    for _ in 0..3 {
        let found = chunked(catalog, bytes, random);
        assert!(found == expected, "{name}: {found:#?}\ninstead of\n{expected:#?}");
    }
    let found = from_archive(catalog, bytes);
    assert!(found == expected, "{name} in an archive: {found:#?}\ninstead of\n{expected:#?}");
}

/// A busy log of some chunks: process starts, shares, a clear, a boot.
fn log() -> EventLog {
    let mut log = EventLog::new("Security").records_per_chunk(7);
    for number in 0..60_u64 {
        let event = match number {
            20 => Event::security(1102),
            40 => Event::security(4608),
            n if n % 3 == 0 => Event::security(5140).field("ShareName", r"\\*\IPC$"),
            _ => Event::security(4688),
        };
        log.add(event.at(&format!("2024-05-01T10:{number:02}:00Z")));
    }
    log
}

#[test]
fn constructed_logs() {
    let catalog = catalog::builtin().unwrap();
    let mut random = Random::new(7);
    let intact = log().write();
    check("intact", &catalog, &intact, &mut random);
    for defect in [
        Defect::Dirty,
        Defect::Wrapped { oldest: 4 },
        Defect::TruncatedTo(intact.len() - 1_000),
        Defect::DamagedChunkMagic(3),
        Defect::ZeroedChunk(2),
        Defect::DamagedRecordBody { chunk: 1, record: 2 },
        Defect::ExportedNumbering,
        Defect::FreeChunks(3),
    ] {
        check(&format!("{defect:?}"), &catalog, &log().defect(defect).write(), &mut random);
    }
}

#[test]
fn a_wrapped_log_is_one_run_of_ids() {
    let catalog = catalog::builtin().unwrap();
    let bytes = log().defect(Defect::Wrapped { oldest: 4 }).write();
    let source = whole(&catalog, &bytes);
    let streams = source.findings.log.unwrap().streams;
    let stream = streams.values().next().unwrap();
    let runs: Vec<_> =
        stream.runs.values().map(|run| (run.first.record_id, run.last.record_id)).collect();
    assert_eq!(runs, [(1, 60)]);
}

/// Findings of a table or a journal: read as planned, in pieces of one block, and out of an archive.
fn check_structure(name: &str, catalog: &Catalog, bytes: &[u8], random: &mut Random) {
    let read = |units: Vec<Unit>| {
        let planned = analysis::open(&bytes, "a.evtx").remove(0);
        let mut case = Case::new(catalog);
        let key = case.add(&planned);
        for unit in units {
            let findings = Scanner::new(catalog).scan(&bytes, &planned, &unit, &mut go_on);
            case.merge(key, SourceFindings::from_bytes(&findings.to_bytes()).unwrap());
        }
        case.findings().sources.remove(0)
    };
    let planned = analysis::open(&bytes, "a.evtx").remove(0);
    let expected = read(planned.units.clone());
    assert!(expected.findings.records_read > 0, "{name}");
    for chunks in [1, 3] {
        let found = read(random.shuffled(cut(&planned, chunks)));
        assert!(found == expected, "{name} in pieces of {chunks}");
    }
    assert!(from_archive(catalog, bytes) == expected, "{name} in an archive");
}

#[test]
fn tables_and_journals() {
    let catalog = catalog::builtin().unwrap();
    let mut random = Random::new(13);
    let table = volume::table().damage(9_050).write();
    let cut_table = &table[..table.len() - 300];
    let journal = volume::journal().damage(9, 0..8).damage(30, 8..90).write();
    for (name, bytes) in [
        ("table", table.as_slice()),
        ("table that ends inside a record", cut_table),
        ("journal", &journal),
        ("journal that ends inside a record", &journal[..journal.len() - 4_096 + 30]),
    ] {
        check_structure(name, &catalog, bytes, &mut random);
    }
    for kind in ["mft", "usn"] {
        for known in evidence::known(kind, "chunked equals whole on file systems") {
            check_structure(&known.name, &catalog, &known.bytes(), &mut random);
        }
    }
}

#[test]
fn real_logs() {
    let catalog = catalog::builtin().unwrap();
    let mut random = Random::new(11);
    for known in evidence::known("evtx", "chunked equals whole on real logs") {
        check(&known.name, &catalog, &known.bytes(), &mut random);
    }
}
