//! The archive of cited records, read by the `zip` and `evtx` crates and held against the evidence.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
    process::Command,
};

use evtx::EvtxParser;
use konseki_tests::{
    cases::{Files, volume},
    writer::zip::Zip,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Bytes of the header that stands before a chunk.
const HEADER: usize = 4_096;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("konseki-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// What `konseki check --format FORMAT` writes about `evidence`.
    fn check(&self, evidence: &Path, format: &str, more: &[&str]) -> Vec<u8> {
        let output = self.0.join("output");
        let status = Command::new(env!("CARGO_BIN_EXE_konseki"))
            .args(["check", "--format", format, "--output"])
            .arg(&output)
            .args(more)
            .arg(evidence)
            .status()
            .unwrap();
        assert!(status.code() == Some(0), "{format}: {status}");
        fs::read(output).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

fn members(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut members = BTreeMap::new();
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        let name = member.name().unwrap().into_owned();
        assert!(members.insert(name, bytes).is_none(), "each name once");
    }
    members
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn number(value: &Value, key: &str) -> usize {
    text(value, key).parse().unwrap()
}

/// Holds every piece against the file that it was cut from.
fn check_pieces(members: &BTreeMap<String, Vec<u8>>, index: &Value, files: &Files, prefix: &str) {
    let mut kinds = BTreeSet::new();
    for piece in index["pieces"].as_array().unwrap() {
        let name = text(piece, "name");
        let bytes = &members[name];
        assert_eq!(text(piece, "sha256"), hex(bytes), "{name}");
        let file = text(piece, "file").strip_prefix(prefix).unwrap();
        let (_, file) = files.iter().find(|(path, _)| path == file).unwrap();
        assert_eq!(text(piece, "file_sha256"), hex(file), "{name}");
        let header = piece["header"].as_u64().unwrap() as usize;
        let from = number(piece, "offset");
        assert_eq!(bytes[header..], file[from..from + bytes.len() - header], "{name}");
        assert_eq!(text(piece, "evidence_bytes_sha256"), hex(&bytes[header..]), "{name}");
        kinds.insert(name.rsplit_once('.').unwrap().1.to_owned());
        assert_eq!(header, if name.ends_with(".evtx") { HEADER } else { 0 });
    }
    let all = ["evtx", "file-record", "pf", "usn-record"];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
}

/// Every chunk opens in the `evtx` crate, with the cited records in it.
fn check_event_logs(members: &BTreeMap<String, Vec<u8>>, index: &Value) {
    let mut numbers: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for (name, bytes) in members.iter().filter(|(name, _)| name.ends_with(".evtx")) {
        let mut parser = EvtxParser::from_buffer(bytes.clone()).unwrap();
        let read = parser.records().map(|record| record.unwrap().event_record_id);
        numbers.insert(name, read.collect());
    }
    assert!(numbers.len() > 3, "several logs are cited");
    for record in index["records"].as_array().unwrap() {
        let piece = text(record, "piece");
        let Some(read) = numbers.get(piece) else { continue };
        let wanted = text(record, "record_number").parse().unwrap();
        assert!(read.contains(&wanted), "{record}");
        let at = number(record, "offset_in_piece");
        assert_eq!(members[piece][at..at + 4], *b"**\0\0", "{record}");
        assert_eq!(members[piece][at + 8..at + 16], wanted.to_le_bytes(), "{record}");
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Evidence id and offset of all records of matches and proofs.
fn cited(report: &Value) -> BTreeSet<(String, String)> {
    let mut cited = BTreeSet::new();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for trace in list(&report["sheets"])
        .iter()
        .flat_map(|sheet| list(&sheet["roles"]))
        .flat_map(|role| list(&role["traces"]))
    {
        let matches = list(&trace["matches"]);
        let records = matches.iter().flat_map(|found| list(&found["records"]));
        for record in records.chain(list(&trace["reason"]["proofs"])) {
            cited.insert((text(&record, "evidence").into(), text(&record, "offset").into()));
        }
    }
    cited
}

#[test]
fn cited_records_are_cut_out_unchanged() {
    let scratch = Scratch::new("cited");
    let files = volume::three_hosts_with_volume();
    for (path, bytes) in &files {
        let path = scratch.0.join("case").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let folder = scratch.0.join("case");
    let archive = scratch.check(&folder, "cited", &["--workers", "1"]);
    assert_eq!(archive, scratch.check(&folder, "cited", &["--workers", "3"]), "the same bytes");
    let from_folder = members(&archive);
    let index: Value = serde_json::from_slice(&from_folder["index.json"]).unwrap();
    assert_eq!(index["schema"], "konseki.cited/1");
    check_pieces(&from_folder, &index, &files, "case/");
    check_event_logs(&from_folder, &index);

    let report = serde_json::from_slice(&scratch.check(&folder, "json", &[])).unwrap();
    let records = index["records"].as_array().unwrap();
    let listed: BTreeSet<(String, String)> = records
        .iter()
        .map(|record| (text(record, "evidence").into(), text(record, "offset").into()))
        .collect();
    let wanted = cited(&report);
    assert!(wanted.len() > 50 && wanted.is_subset(&listed), "every citation is there");
    for record in records {
        assert_eq!(text(record, "piece_sha256"), hex(&from_folder[text(record, "piece")]));
    }
    let csv = String::from_utf8(from_folder["index.csv"].clone()).unwrap();
    let by = records.iter().map(|record| record["cited_by"].as_array().unwrap().len());
    assert_eq!(csv.lines().count(), 1 + by.sum::<usize>(), "a line for each citation");

    // The same evidence in one archive, compressed: the same pieces.
    let zip = files.iter().fold(Zip::new(), |zip, (path, data)| zip.deflated(path, data)).write();
    fs::write(scratch.0.join("case.zip"), zip).unwrap();
    let from_zip = members(&scratch.check(&scratch.0.join("case.zip"), "cited", &[]));
    let pieces = |members: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        let pieces = members.iter().filter(|(name, _)| name.starts_with("pieces/"));
        pieces.map(|(_, bytes)| hex(bytes)).collect()
    };
    assert_eq!(pieces(&from_zip), pieces(&from_folder));
}

#[test]
fn hidden_characters_of_a_path_are_escapes_in_the_index() {
    let scratch = Scratch::new("cited-hidden");
    let folder = scratch.0.join("case\u{202e}\u{200b}");
    for (path, bytes) in &volume::three_hosts_with_volume() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let archive = members(&scratch.check(&folder, "cited", &[]));
    for name in ["index.json", "index.csv", "README.txt"] {
        let text = std::str::from_utf8(&archive[name]).unwrap();
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{name}");
    }
    let text = std::str::from_utf8(&archive["index.json"]).unwrap();
    assert!(text.contains(r"case\u202e\u200b/"));
    let index: Value = serde_json::from_str(text).unwrap();
    let file = index["pieces"][0]["file"].as_str().unwrap();
    assert!(file.starts_with("case\u{202e}\u{200b}/"), "it reads back as it is: {file:?}");
}
