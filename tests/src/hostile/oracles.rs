//! What is asked of every input: no panic, memory bounded by the input, and one answer however the
//! input is cut.
//!
//! Contract: each function takes any bytes and panics where a promise of the core is broken. The
//! programs of `fuzz/` hand them what libFuzzer makes, `tests/tests/damage.rs` damaged fixtures.

use konseki_core::{
    analysis::{self, Case, Question, Scanner, SourceFindings, Unit},
    catalog::{self, Catalog, CatalogFile},
    error::Warnings,
    evidence::command_line,
    export::{self, Cover, Language},
    formats::{auditpol, evtx::ChunkReader, mam, mft, prefetch, sysmon_configuration, usn},
    report::Report,
};

use crate::flow::{Random, cut, go_on, read_into};

/// Panics where bytes break a promise.
pub type Oracle = fn(&[u8]);

/// Every oracle by the name of its fuzz target.
pub const TARGETS: [(&str, Oracle); 14] = [
    ("log", log),
    ("log_chunk", log_chunk),
    ("prefetch", prefetch),
    ("mam", mam),
    ("mft", mft),
    ("usn", usn),
    ("archive", archive),
    ("settings", settings),
    ("catalog", catalog),
    ("sigma", sigma),
    ("command_line", command_line),
    ("findings", findings),
    ("report", report),
    ("evidence", evidence),
];

thread_local! {
    static CATALOG: Catalog = catalog::builtin().expect("the catalog that ships");
}

/// Bytes of a file header.
const FILE_HEADER: usize = 4_096;

/// A log, read whole and in pieces in random order, gives the same findings.
pub fn log(data: &[u8]) {
    let planned = analysis::open(&data, "a.evtx");
    let Some(planned) = planned.first().filter(|planned| !planned.units.is_empty()) else { return };
    CATALOG.with(|catalog| {
        let read = |units: Vec<Unit>| {
            let mut case = Case::new(catalog);
            let key = case.add(planned);
            for unit in units {
                let findings = Scanner::new(catalog).scan(&data, planned, &unit, &mut go_on);
                let bytes = findings.to_bytes();
                case.merge(key, SourceFindings::from_bytes(&bytes).expect("our own findings"));
            }
            case.findings().sources.remove(0)
        };
        let mut random = Random::new(data.len() as u64);
        let whole = read(planned.units.clone());
        let pieces = read(random.shuffled(cut(planned, 1)));
        assert!(whole == pieces, "the findings depend on how the log is cut");
    });
}

/// A chunk read twice by one reader, with what it remembers, gives the same records; the slow way
/// finds as many.
pub fn log_chunk(data: &[u8]) {
    let mut reader = ChunkReader::default();
    let read = |reader: &mut ChunkReader| {
        let (mut records, mut warnings) = (Vec::new(), Warnings::default());
        let outcome = reader.read_chunk(data, FILE_HEADER as u64, &mut warnings, &mut |record| {
            let texts: usize = record.fields().map(|field| field.value.text().len()).sum();
            records.push((record.record_id(), record.time(), record.digest(), texts));
        });
        (records, outcome)
    };
    let first = read(&mut reader);
    assert!(first == read(&mut reader), "what is remembered changes the records");
    let rendered = read(&mut ChunkReader::rendering());
    assert!(first.0.len() == rendered.0.len(), "the fallback finds other records");
}

/// A Prefetch file, plain or compressed.
pub fn prefetch(data: &[u8]) {
    let mut warnings = Warnings::default();
    let _ = prefetch::parse(data, &mut warnings);
}

/// A compressed Prefetch file.
pub fn mam(data: &[u8]) {
    let mut warnings = Warnings::default();
    if let Ok(bytes) = mam::decompress(data, &mut warnings) {
        let _ = prefetch::parse(&bytes, &mut warnings);
    }
}

/// A part of a master file table, whole and record by record.
pub fn mft(data: &[u8]) {
    let Ok(size) = mft::record_size(data) else { return };
    let read = |pieces: &mut dyn Iterator<Item = (u64, &[u8])>| {
        let (mut records, mut counts) = (Vec::new(), mft::RecordCounts::default());
        let mut warnings = Warnings::default();
        for (offset, piece) in pieces {
            let take = |record: mft::FileRecord| records.push(format!("{record:?}"));
            counts.merge(&mft::read_segment(piece, offset, size, &mut warnings, take));
        }
        (records, counts)
    };
    let whole = read(&mut [(0, data)].into_iter());
    let bytes = size.bytes();
    let pieces = data.chunks(bytes).enumerate();
    let pieces = read(&mut pieces.map(|(number, piece)| ((number * bytes) as u64, piece)));
    assert!(whole == pieces, "the records depend on how the table is cut");
}

/// A part of a change journal, whole and in small segments.
pub fn usn(data: &[u8]) {
    let size = data.len() as u64;
    let read = |segments: Vec<usn::Segment>| {
        let (mut records, mut warnings) = (Vec::new(), Warnings::default());
        for segment in segments {
            let bytes = segment.bytes.start as usize..segment.bytes.end as usize;
            let mut visit = |record: &usn::Record<'_>| records.push(format!("{record:?}"));
            usn::read_segment(&data[bytes], &segment, &mut warnings, &mut visit);
        }
        records
    };
    let whole = read(vec![usn::Segment::new(0..size, size)]);
    let pieces = read(usn::segments(size, 4_096).collect());
    assert!(whole == pieces, "the records depend on how the journal is cut");
}

/// An archive with all its members, to the report.
pub fn archive(data: &[u8]) {
    check(data, "a.zip");
}

/// Evidence of settings.
pub fn settings(data: &[u8]) {
    let mut warnings = Warnings::default();
    let _ = auditpol::parse(data, &mut warnings);
    let _ = sysmon_configuration::parse(data);
    check(data, "settings");
}

/// A sheet that somebody drops in: what loads can be searched with.
pub fn catalog(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(catalog) = load(text) {
        search_with(&catalog);
    }
}

/// The detection of one trace, in Sigma's syntax: what loads matches and is exported.
pub fn sigma(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let indented: String = text.lines().map(|line| format!("        {line}\n")).collect();
    if let Some(catalog) = load(&DETECTION.replace("DETECTION\n", &indented)) {
        search_with(&catalog);
    }
}

/// The smallest sheet around a detection.
const DETECTION: &str = "\
id: own
tool: own.exe
title: {ja: a, en: a}
urls: []
techniques: []
roles: [{role: source, title: {ja: a, en: a}}]
variables: []
steps: [{id: start, role: source, title: {ja: a, en: a}}]
traces:
  - id: own.source.start.security-4688
    role: source
    step: start
    refs: [KS-OWN-1]
    title: {ja: a, en: a}
    certainty: specific
    key_row: true
    record:
      channel: Security
      event_id: 4688
      settings: [audit.process_creation]
      detection:
DETECTION
";

fn load(sheet: &str) -> Option<Catalog> {
    let file = |name, text| CatalogFile { name, text };
    let settings = include_str!("../../../core/sheets/settings.yaml");
    let templates = include_str!("../../../core/sheets/templates.yaml");
    let events = include_str!("../../../core/sheets/events.yaml");
    catalog::load(
        file("settings.yaml", settings),
        file("templates.yaml", templates),
        file("events.yaml", events),
        &[file("own.yaml", sheet)],
    )
    .ok()
}

fn search_with(catalog: &Catalog) {
    thread_local! {
        static LOG: Vec<u8> = super::seeds::security_log().write();
    }
    let _ = export::sigma(catalog);
    LOG.with(|log| {
        let mut case = Case::new(catalog);
        read_into(&mut case, catalog, &log.as_slice(), "a.evtx");
        case.settle(&Question::default());
    });
}

/// A command line: what is masked stays masked, and masking changes nothing more.
pub fn command_line(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (command_line::net_command(&text), command_line::command_of_net(&text));
    let known = command_line::secrets(&text);
    let _ = command_line::mask_known(&text, &known);
    let masked = command_line::mask_secrets(&text);
    assert_eq!(command_line::mask_secrets(&masked), masked, "masked twice");
}

/// What one worker tells the other.
pub fn findings(data: &[u8]) {
    if let Ok(findings) = SourceFindings::from_bytes(data) {
        let again = SourceFindings::from_bytes(&findings.to_bytes()).expect("our own findings");
        assert!(findings == again);
    }
}

/// A report: what was read of it is written as before, and every form can be written.
pub fn report(data: &[u8]) {
    let Ok(report) = serde_json::from_slice::<Report>(data) else { return };
    let json = export::json(&report);
    let again: Report = serde_json::from_slice(&json).expect("our own report");
    assert!(export::json(&again) == json, "the report changes when it is read");
    write_all(&report);
}

/// Every form in both languages.
fn write_all(report: &Report) {
    let written = "memory takes all";
    CATALOG.with(|catalog| {
        for language in [Language::Japanese, Language::English] {
            let mut html = Vec::new();
            export::write_html(report, catalog, &Cover::default(), language, &mut html)
                .expect(written);
            let html = String::from_utf8(html).expect("HTML is UTF-8");
            assert!(!html.contains("<script") && !html.contains("<img"), "markup gets through");
            export::write_csv(report, language, std::io::sink()).expect(written);
            let table = export::table(report, language);
            let shown = |letter: char| !letter.is_control() || letter == '\n';
            assert!(table.chars().all(shown), "a control character gets to the terminal");
        }
        export::write_json_lines(report, std::io::sink()).expect(written);
        export::write_manifest(report, std::io::sink()).expect(written);
    });
}

/// Any file at all, to the report.
pub fn evidence(data: &[u8]) {
    check(data, "folder/file");
}

fn check(data: &[u8], path: &str) {
    CATALOG.with(|catalog| {
        let mut case = Case::new(catalog);
        read_into(&mut case, catalog, &data, path);
        let report = case.settle(&Question::default());
        assert_eq!(report.evidence.is_empty(), case.findings().sources.is_empty());
        write_all(&report);
    });
}
