//! The writer of journals against the reader, and journals as the opener sees them.
//!
//! What an independent parser says of the same journals stands in `data/SOURCES.md`.

use konseki_core::{
    analysis::{self, SourceStatus},
    error::{WarningCode, Warnings},
    formats::usn::{self, Content, FileReference, Record, Segment},
    words::EvidenceKind,
};
use konseki_tests::writer::{
    usn::{Change, Journal, Version},
    zip::Zip,
};

fn line(record: &Record<'_>) -> String {
    let rest = match record.content {
        Content::Named { .. } => record.name().unwrap_or_default(),
        Content::Ranges { count, remaining } => format!("{count} ranges, {remaining} to come"),
    };
    format!("{} v{} {} {rest}", record.usn, record.version.number(), record.reason)
}

fn read(bytes: &[u8], length: u64) -> (Vec<String>, Warnings) {
    let (mut lines, mut warnings) = (Vec::new(), Warnings::default());
    for segment in usn::segments(bytes.len() as u64, length) {
        let Segment { bytes: range, .. } = &segment;
        let part = &bytes[range.start as usize..range.end as usize];
        usn::read_segment(part, &segment, &mut warnings, &mut |record| lines.push(line(record)));
    }
    (lines, warnings)
}

/// A file that is made, written and closed, many times over.
fn changes(count: u64) -> impl Iterator<Item = Change> {
    (0..count).map(|number| {
        let names = ["FILE_CREATE", "DATA_EXTEND|FILE_CREATE", "DATA_EXTEND|FILE_CREATE|CLOSE"];
        Change::of(&format!("file-{}.dat", number / 3))
            .file(0x40 + number / 3, 2)
            .reason(names[number as usize % 3])
            .at(&format!("2026-03-02T09:{:02}:{:02}Z", number / 60 % 60, number % 60))
    })
}

fn journal() -> Journal {
    Journal::new()
        .sparse(1 << 20)
        .extend(changes(3_000))
        .version(Version::Three)
        .extend(changes(30))
        .ranges(0x40, 2, "DATA_OVERWRITE", &[(0, 4_096), (8_192, 512)])
        .empty_pages(3)
        .push(Change::of("終わり.txt").file_id(7 << 64 | 9).reason("FILE_DELETE|CLOSE"))
}

#[test]
fn every_change_is_read_back() {
    let written = journal();
    let last = written.offset(3_031);
    let bytes = written.clone().write();
    let (lines, warnings) = read(&bytes, 16 << 20);
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(lines.len(), 3_032);
    assert_eq!(lines[0], "1048576 v2 FILE_CREATE file-0.dat");
    assert_eq!(
        lines[2_999],
        format!("{} v2 DATA_EXTEND|FILE_CREATE|CLOSE file-999.dat", written.offset(2_999))
    );
    assert_eq!(
        lines[3_030],
        format!("{} v4 DATA_OVERWRITE 2 ranges, 0 to come", written.offset(3_030))
    );
    assert_eq!(lines[3_031], format!("{last} v3 FILE_DELETE|CLOSE 終わり.txt"));
    assert_eq!(read(&bytes, 65_536), (lines.clone(), Warnings::default()));
    // A dump without the head, whose pages begin anywhere.
    let dump = written.write_from(1_000);
    assert_eq!(read(&dump, 65_536), (lines[1_000..].to_vec(), Warnings::default()));
}

#[test]
fn references_keep_all_their_bits() {
    let bytes = Journal::new()
        .push(Change::of("a").file(0x1234_5678_9abc, 0xfedc).parent(5, 6))
        .version(Version::Three)
        .push(Change::of("b").file_id(7 << 64 | 9))
        .write();
    let mut files = Vec::new();
    let size = bytes.len() as u64;
    let segment = Segment::new(0..size, size);
    usn::read_segment(&bytes, &segment, &mut Warnings::default(), &mut |record| {
        files.push((record.file, record.parent.ntfs()));
    });
    assert_eq!(files[0].0.ntfs(), Some((0x1234_5678_9abc, 0xfedc)));
    assert_eq!(files[0].1, Some((5, 6)));
    assert_eq!(files[1].0, FileReference(7 << 64 | 9));
}

#[test]
fn damage_costs_the_damaged_records_only() {
    let written = journal();
    let (all, _) = read(&written.clone().write(), 65_536);
    let at = written.offset(100);
    let damaged = written.damage(100, 0..12).damage(2_000, 58..60).write();
    let (lines, warnings) = read(&damaged, 65_536);
    let kept: Vec<_> = all
        .into_iter()
        .enumerate()
        .filter(|(index, _)| ![100, 2_000].contains(index))
        .map(|(_, line)| line)
        .collect();
    assert_eq!(lines, kept);
    assert_eq!(warnings.count(WarningCode::RecordDamaged), 2);
    let (_, _, places) = warnings.groups().next().unwrap();
    assert_eq!(places[0].0, at);
    assert!(places[0].1.contains("length"), "{}", places[0].1);
}

#[test]
fn a_journal_is_recognised_behind_its_sparse_head() {
    let bytes = journal().write();
    let archive = Zip::new().deflated("$J", &bytes).stored("C_$UsnJrnl-$J", &bytes).write();
    let planned = analysis::open(&archive.as_slice(), "case.zip");
    let kinds: Vec<_> = planned.iter().map(|planned| planned.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Archive, EvidenceKind::UsnJournal, EvidenceKind::UsnJournal]);
    assert_eq!(analysis::open(&bytes.as_slice(), "x")[0].kind, EvidenceKind::UsnJournal);
    // Zeros and no record.
    let zeros = vec![0; 1 << 20];
    let planned = analysis::open(&zeros.as_slice(), "$J").remove(0);
    assert_eq!(
        (planned.kind, planned.status),
        (EvidenceKind::Unknown, SourceStatus::NotRecognised)
    );
    let groups: Vec<_> = planned.opening.warnings.groups().collect();
    assert!(groups[0].2[0].1.contains("first 1048576 bytes are zero"), "{groups:?}");
}
