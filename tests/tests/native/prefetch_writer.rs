//! The writers of Prefetch files, MAM containers and archives against the readers.
//!
//! What libscca says of the same files stands in `data/SOURCES.md`.

use konseki_core::{
    error::Warnings,
    formats::{mam, prefetch},
};
use konseki_tests::writer::{
    mam as mam_writer,
    prefetch::{PrefetchFile, Version},
    zip::{SHIFT_JIS_NAME, Zip},
};

const RUNS: [&str; 3] =
    ["2026-03-02T09:15:04.1234567Z", "2026-02-27T01:00:00Z", "2026-02-26T23:59:59.9999999Z"];

#[test]
fn every_version_is_read_with_all_its_fields() {
    for version in Version::ALL {
        let file = PrefetchFile::new(version, r"\WINDOWS\SYSTEM32\NET.EXE")
            .runs(3, &RUNS)
            .loaded(r"\WINDOWS\SYSTEM32\MPR.DLL")
            .volume(r"\VOLUME{01d9a5c0f2e6b7d2-11111111}", 0x1111_1111, "2024-06-03T01:02:03Z")
            .loaded(r"\DATA\LIST.TXT");
        let mut warnings = Warnings::default();
        let read = prefetch::parse(&file.write(), &mut warnings).unwrap();
        assert!(warnings.is_empty(), "{version:?}");
        let kept = if version < Version::EightOne { 1 } else { 3 };
        let times: Vec<String> = read.last_run_times.iter().map(ToString::to_string).collect();
        assert_eq!((read.version, read.run_count, times.len()), (version.number(), 3, kept));
        assert_eq!(times[0], RUNS[0]);
        assert_eq!(format!("{}-{:08X}.pf", read.executable, read.hash), file.name());
        let names: Vec<&str> =
            read.loaded_files.iter().filter_map(|path| path.rsplit('\\').next()).collect();
        assert_eq!(names, ["NTDLL.DLL", "NET.EXE", "MPR.DLL", "LIST.TXT"]);
        assert_eq!(read.volumes.len(), 2);
        assert_eq!((read.volumes[1].serial, read.volumes[1].directories.len()), (0x1111_1111, 1));
        assert_eq!(
            (read.volumes[0].directories.len(), read.volumes[0].file_references.len()),
            (2, 3)
        );
    }
}

#[test]
fn containers_hold_what_went_in() {
    let long: Vec<u8> = (0..200_000_u32).map(|n| (n % 251 * (n / 7000)) as u8).collect();
    for data in [&b"a"[..], b"abcabcabcabc", &[7; 70_000], &long] {
        for container in [mam_writer::compress(data), mam_writer::with_checksum(data, true)] {
            let mut warnings = Warnings::default();
            assert!(mam::decompress(&container, &mut warnings).unwrap() == data);
            assert!(warnings.is_empty());
        }
    }
}

#[test]
fn an_archive_lists_its_members() {
    let inner = Zip::new().stored("Security.evtx", b"x").write();
    let bytes = Zip::new()
        .stored("WS01/a.evtx", b"one")
        .deflated("証拠/b.evtx", &[0; 5000])
        .raw_name(SHIFT_JIS_NAME, b"three")
        .stored("inner.zip", &inner)
        .write();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let sizes: Vec<(Vec<u8>, u64)> = (0..archive.len())
        .map(|index| {
            let member = archive.by_index(index).unwrap();
            (member.name_raw().to_vec(), member.size())
        })
        .collect();
    let expected = [
        (b"WS01/a.evtx".to_vec(), 3),
        ("証拠/b.evtx".as_bytes().to_vec(), 5000),
        (SHIFT_JIS_NAME.to_vec(), 5),
        (b"inner.zip".to_vec(), inner.len() as u64),
    ];
    assert_eq!(sizes, expected);
    let mut content = Vec::new();
    std::io::copy(&mut archive.by_index(1).unwrap(), &mut content).unwrap();
    assert_eq!(content, [0; 5000]);
}
