//! Same evidence, same catalog: the same report bytes, whatever the order of files, the cut into
//! units and the order in which their findings arrive.

use konseki_core::{
    analysis::{self, Case, Planned, Question, Scanner, SourceFindings, Unit},
    catalog::{self, Catalog},
};
use konseki_tests::{
    evidence,
    flow::{Random, cut, go_on},
    writer::evtx::{Defect, Event, EventLog},
};

type File = (String, Vec<u8>);

/// The report as bytes, read in the order that `random` gives.
fn report(catalog: &Catalog, files: &[File], random: &mut Random) -> Vec<u8> {
    let mut case = Case::new(catalog);
    let mut scanner = Scanner::new(catalog);
    let mut arriving = Vec::new();
    for (path, bytes) in random.shuffled(files.iter().collect()) {
        let source = bytes.as_slice();
        for planned in analysis::open(&source, path) {
            let key = case.add(&planned);
            for unit in units(&planned, random) {
                arriving.push((key, scanner.scan(&source, &planned, &unit, &mut go_on)));
            }
            if planned.is_hashed_apart() {
                let sha256 = analysis::hash(&source, &planned, &mut go_on).unwrap();
                arriving.push((key, SourceFindings::hashed(sha256)));
            }
        }
    }
    for (key, findings) in random.shuffled(arriving) {
        case.merge(key, findings);
    }
    serde_json::to_vec(&case.settle(&Question::default())).unwrap()
}

fn units(planned: &Planned, random: &mut Random) -> Vec<Unit> {
    let chunks = 1 + random.below(5) as u64;
    cut(planned, chunks)
}

fn check(name: &str, files: &[File]) {
    let catalog = catalog::builtin().unwrap();
    let expected = report(&catalog, files, &mut Random::new(1));
    for seed in 2..8 {
        let found = report(&catalog, files, &mut Random::new(seed));
        assert!(found == expected, "{name}, seed {seed}: {}", first_difference(&expected, &found));
    }
}

fn first_difference(expected: &[u8], found: &[u8]) -> String {
    let at = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let end = bytes.len().min(at + 80);
        String::from_utf8_lossy(&bytes[at.saturating_sub(80).min(end)..end]).into_owned()
    };
    format!("at byte {at}:\n{}\ninstead of\n{}", around(found), around(expected))
}

fn log(computer: &str, minutes: std::ops::Range<u64>) -> EventLog {
    let mut log = EventLog::new("Security").computer(computer).records_per_chunk(5);
    log = log.start_record_id(minutes.start + 1);
    for minute in minutes {
        let event = match minute % 4 {
            0 => Event::security(4688)
                .field("NewProcessName", r"C:\Windows\System32\net.exe")
                .field("CommandLine", r"net use \\FS01\projects"),
            1 => Event::security(4688).field("NewProcessName", r"C:\Windows\explorer.exe"),
            2 => Event::security(5140).field("ShareName", r"\\*\IPC$"),
            _ => Event::security(4689),
        };
        log.add(event.at(&format!("2024-05-01T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60)));
    }
    log
}

#[test]
fn constructed_evidence() {
    let files = [
        ("WS01/Security.evtx", log("WS01.corp.example", 0..50).write()),
        ("WS01/Archive-Security.evtx", log("WS01.corp.example", 50..90).write()),
        ("WS01/copy.evtx", log("WS01.corp.example", 0..50).write()),
        (
            "WS01/damaged.evtx",
            log("WS01.corp.example", 0..40).defect(Defect::ZeroedChunk(2)).write(),
        ),
        ("FS01/Security.evtx", log("FS01.corp.example", 0..70).write()),
        ("FS01/Security.evtx", log("FS01.corp.example", 0..60).write()),
        ("notes.txt", b"not evidence".to_vec()),
        ("empty", Vec::new()),
    ];
    let files = files.map(|(path, bytes)| (path.to_owned(), bytes));
    check("constructed evidence", &files);
}

#[test]
fn real_evidence() {
    let mut files = Vec::new();
    for kind in ["evtx", "pf"] {
        // Every eighth file: all kinds of hosts, and quick enough for each commit.
        let known = evidence::known(kind, "determinism on real evidence").into_iter();
        files.extend(known.step_by(8).map(|known| (known.name.clone(), known.bytes())));
    }
    check("real evidence", &files);
}
