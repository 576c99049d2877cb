//! Bad input: each gets a clear line, and everything else is still read.

use std::io::{Cursor, Write};

use konseki_core::{
    analysis::{self, Case, Scanner, SourceStatus, Unit},
    catalog::{self, Catalog},
    error::WarningCode,
    scan::case::Source,
    source::{ReadAt, ReadError},
    words::EvidenceKind,
};
use konseki_tests::{
    flow::read_into,
    writer::{
        evtx::{Defect, Event, EventLog},
        zip::Zip,
    },
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A file that is as large as it says, but not in memory.
struct Zeros(u64);

impl ReadAt for Zeros {
    fn len(&self) -> u64 {
        self.0
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let count = self.0.saturating_sub(offset).min(buffer.len() as u64) as usize;
        buffer[..count].fill(0);
        Ok(count)
    }
}

/// What opening a folder as a file gives.
struct Folder;

impl ReadAt for Folder {
    fn len(&self) -> u64 {
        4_096
    }

    fn read_at(&self, offset: u64, _: &mut [u8]) -> Result<usize, ReadError> {
        Err(ReadError { offset, reason: "Is a directory".to_owned() })
    }
}

fn log() -> EventLog {
    let starts =
        (0..6).map(|minute| Event::security(4688).at(&format!("2024-05-01T10:0{minute}:00Z")));
    EventLog::new("Security").records_per_chunk(2).extend(starts)
}

/// All sources of a case in which the file is read after a good log; the good log is checked.
fn beside_a_good_log(catalog: &Catalog, source: &dyn ReadAt, path: &str) -> Vec<Source> {
    let good = log().write();
    let mut case = Case::new(catalog);
    read_into(&mut case, catalog, source, path);
    read_into(&mut case, catalog, &good.as_slice(), "good.evtx");
    let mut sources = case.findings().sources;
    let at = sources.iter().position(|source| source.path == "good.evtx").unwrap();
    assert_eq!(sources.remove(at).findings.records_read, 6);
    sources
}

fn message(source: &Source, code: WarningCode) -> String {
    let mut groups = source.findings.warnings.groups();
    let group = groups.find(|(found, _, _)| *found == code);
    let (_, _, places) = group.unwrap_or_else(|| panic!("no {code:?} in {source:#?}"));
    places[0].1.clone()
}

fn check(
    source: &dyn ReadAt,
    (kind, status): (EvidenceKind, SourceStatus),
    code: WarningCode,
    words: &str,
) -> Source {
    let catalog = catalog::builtin().unwrap();
    let mut sources = beside_a_good_log(&catalog, source, "x.evtx");
    assert_eq!(sources.len(), 1);
    let source = sources.remove(0);
    assert_eq!((source.kind, source.status), (kind, status));
    let message = message(&source, code);
    assert!(message.contains(words), "{message}");
    source
}

const NOT_RECOGNISED: (EvidenceKind, SourceStatus) =
    (EvidenceKind::Unknown, SourceStatus::NotRecognised);

#[test]
fn an_empty_file() {
    check(&b"".as_slice(), NOT_RECOGNISED, WarningCode::NotRecognised, "empty");
}

#[test]
fn a_folder_named_like_a_log() {
    let not_read = (EvidenceKind::Unknown, SourceStatus::NotRead);
    check(&Folder, not_read, WarningCode::Unreadable, "Is a directory");
}

#[test]
fn four_gigabytes_of_zeros() {
    check(&Zeros(4 << 30), NOT_RECOGNISED, WarningCode::NotRecognised, "zero");
}

#[test]
fn a_text_file() {
    let text = b"Time,Event\r\n10:00,4688\r\n".as_slice();
    check(&text, NOT_RECOGNISED, WarningCode::NotRecognised, "text");
}

#[test]
fn a_mam_header_that_claims_four_gigabytes() {
    let bytes = b"MAM\x04\xff\xff\xff\xff\0\0\0\0".as_slice();
    let prefetch = (EvidenceKind::Prefetch, SourceStatus::Read);
    let source = check(&bytes, prefetch, WarningCode::LimitReached, "4294967295");
    assert_eq!((source.findings.records_read, source.findings.records_failed), (0, 1));
}

#[test]
fn a_log_whose_every_chunk_is_damaged() {
    let damaged = (0..3).fold(log(), |log, chunk| log.defect(Defect::ZeroedChunk(chunk)));
    let mut bytes = damaged.write();
    for chunk in 0..3 {
        let start = 4_096 + chunk * 65_536;
        bytes[start..start + 65_536].fill(0xcc);
    }
    let log = (EvidenceKind::EventLog, SourceStatus::Read);
    let source = check(&bytes.as_slice(), log, WarningCode::ChunkDamaged, "magic");
    assert_eq!(source.findings.records_read, 0);
    assert_eq!(source.findings.warnings.count(WarningCode::ChunkDamaged), 3);
    assert!(source.findings.warnings.mean_loss());
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open_archive(bytes: &[u8]) -> Vec<Source> {
    beside_a_good_log(&catalog::builtin().unwrap(), &bytes, "case.zip")
}

#[test]
fn an_archive_in_an_archive_is_listed_and_not_opened() {
    let inner = archive(&[("Security.evtx", &log().write())]);
    let sources = open_archive(&archive(&[("inner.zip", &inner), ("log.evtx", &log().write())]));
    let paths: Vec<_> = sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(paths, ["case.zip", "case.zip!/inner.zip", "case.zip!/log.evtx"]);
    assert_eq!(sources[0].kind, EvidenceKind::Archive);
    assert!(message(&sources[1], WarningCode::NestedArchive).contains("not opened"));
    assert_eq!(sources[2].findings.records_read, 6);
    assert!(sources.iter().all(|source| source.findings.sha256.is_some()));
}

#[test]
fn two_entries_of_one_name_are_both_read() {
    let whole = log().write();
    let twice = Zip::new().deflated("log.evtx", &whole).deflated("log.evtx", &whole).write();
    let sources = open_archive(&twice);
    let read: Vec<_> = sources.iter().map(|source| source.findings.records_read).collect();
    assert_eq!(read, [0, 6, 6]);
}

#[test]
fn a_truncated_archive() {
    let whole = archive(&[("log.evtx", &log().write())]);
    let sources = open_archive(&whole[..whole.len() - 30]);
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].status, SourceStatus::NotRead);
    assert!(!message(&sources[0], WarningCode::ArchiveDamaged).is_empty());
}

/// A log of free chunks whose compressed size is a thousandth of it.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut bytes = log().write();
    bytes.resize(megabytes << 20, 0);
    archive(&[("bomb.evtx", &bytes), ("log.evtx", &log().write())])
}

#[test]
fn a_bomb_is_stopped_and_what_came_before_is_kept() {
    let sources = open_archive(&bomb(80));
    let bomb = sources.iter().find(|source| source.path.ends_with("bomb.evtx")).unwrap();
    assert!(message(bomb, WarningCode::LimitReached).contains("bomb"));
    assert_eq!(bomb.findings.records_read, 6);
    assert_eq!(bomb.findings.sha256, None);
    let log = sources.iter().find(|source| source.path.ends_with("!/log.evtx")).unwrap();
    assert_eq!(log.findings.records_read, 6);
}

#[test]
fn a_large_and_hollow_log_that_is_no_bomb_is_read_whole() {
    let sources = open_archive(&bomb(8));
    let hollow = sources.iter().find(|source| source.path.ends_with("bomb.evtx")).unwrap();
    assert!(hollow.findings.sha256.is_some());
    assert!(!hollow.findings.warnings.mean_loss(), "{hollow:#?}");
}

#[test]
fn an_encrypted_or_unknown_member_says_why() {
    let mut bytes = archive(&[("a.evtx", &log().write()), ("b.evtx", &log().write())]);
    // The method of the first entry of the directory becomes 12 (bzip2).
    let entry = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[entry + 10] = 12;
    let sources = open_archive(&bytes);
    let code = WarningCode::MemberUnsupported;
    assert!(message(&sources[1], code).contains("compression method"));
    assert_eq!(sources[1].status, SourceStatus::NotRead);
    assert_eq!(sources[2].findings.records_read, 6);
}

#[test]
fn reading_that_was_cancelled_says_so() {
    let catalog = catalog::builtin().unwrap();
    let bytes = log().defect(Defect::FreeChunks(40)).write();
    let planned = analysis::open(&bytes.as_slice(), "a.evtx").remove(0);
    let mut case = Case::new(&catalog);
    let key = case.add(&planned);
    let unit: Unit = planned.units[0];
    let mut stop = |_| std::ops::ControlFlow::Break(());
    case.merge(key, Scanner::new(&catalog).scan(&bytes.as_slice(), &planned, &unit, &mut stop));
    let source = case.findings().sources.remove(0);
    assert!(message(&source, WarningCode::NotReadWhole).contains("cancelled"));
    // A worker that never answered leaves a hole as well.
    let mut case = Case::new(&catalog);
    case.add(&planned);
    let source = case.findings().sources.remove(0);
    assert!(message(&source, WarningCode::NotReadWhole).contains("4096 of"));
}

#[test]
fn one_record_is_shown_again_with_its_secrets_masked() {
    let command = r"net use \\FS01\projects Secr3t! /user:CORP\svc";
    let event = Event::security(4688).at("2024-05-01T10:00:00Z").field("CommandLine", command);
    let bytes = EventLog::new("Security").push(event).write();
    let planned = analysis::open(&bytes.as_slice(), "a.evtx").remove(0);
    let show = |secrets| analysis::record(&bytes.as_slice(), &planned, 4_608, secrets).unwrap();
    let holds = |bytes: &[u8]| {
        let secret: Vec<u8> = "Secr3t".encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(secret.len()).any(|window| window == secret)
    };
    let masked = show(analysis::Secrets::Mask);
    assert_eq!((masked.event_id, masked.record_id, masked.masked), (4688, 1, true));
    assert!(!masked.xml.contains("Secr3t") && masked.xml.contains("/user:CORP"));
    assert!(!holds(&masked.raw) && masked.raw.len() as u64 == masked.size);
    assert!(masked.fields.iter().all(|(_, text)| !text.contains("Secr3t")));
    let shown = show(analysis::Secrets::Show);
    assert!(shown.xml.contains("Secr3t") && holds(&shown.raw) && !shown.masked);
    assert!(analysis::record(&bytes.as_slice(), &planned, 4_609, analysis::Secrets::Show).is_err());
}
