//! Archives by construction.

use std::io::Write;

use WarningCode::{ArchiveDamaged, LimitReached};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn archive(files: &[(&str, CompressionMethod, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    writer.add_directory("WS01/", SimpleFileOptions::default()).unwrap();
    for (name, method, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(*method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_all(bytes: &[u8], member: &ArchiveMember) -> io::Result<Vec<u8>> {
    with_member(&bytes, member, |stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).map(|_| all)
    })
    .unwrap()
}

#[test]
fn files_are_listed_and_read_stored_and_deflated() {
    let bytes = archive(&[
        ("WS01/証拠.evtx", CompressionMethod::Stored, b"stored bytes"),
        ("WS01\\Prefetch\\A.pf", CompressionMethod::Deflated, &[7; 5000]),
    ]);
    let members = members(&bytes.as_slice(), &mut Warnings::default()).unwrap();
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["WS01/証拠.evtx", "WS01/Prefetch/A.pf"]);
    let MemberAccess::Stored { offset } = members[0].access else { panic!("stored") };
    let range = SourceRange { source: &bytes.as_slice(), offset, length: members[0].size };
    assert_eq!(range.read(7, 100).unwrap(), b"bytes");
    assert_eq!(read_all(&bytes, &members[1]).unwrap(), vec![7; 5000]);
}

#[test]
fn a_member_that_outgrows_its_stated_size_is_stopped() {
    let bytes = archive(&[("bomb", CompressionMethod::Deflated, &[0; 100_000])]);
    let mut members = members(&bytes.as_slice(), &mut Warnings::default()).unwrap();
    members[0].size = 1_000;
    let error = read_all(&bytes, &members[0]).unwrap_err();
    assert!(error.to_string().contains("1000 bytes"), "{error}");
    assert_eq!(stream_error_code(&error), LimitReached);
}

#[test]
fn a_cut_or_changed_member_is_an_error_at_its_end() {
    let bytes = archive(&[("a", CompressionMethod::Deflated, b"some text, some text")]);
    let members = members(&bytes.as_slice(), &mut Warnings::default()).unwrap();
    let MemberAccess::Deflated { offset } = members[0].access else { panic!("deflated") };
    let mut other_checksum = members[0].clone();
    other_checksum.crc32 ^= 1;
    let error = read_all(&bytes, &other_checksum).unwrap_err();
    assert!(error.to_string().contains("checksum"), "{error}");
    let cut = bytes[..usize::try_from(offset).unwrap() + 4].to_vec();
    assert_eq!(stream_error_code(&read_all(&cut, &members[0]).unwrap_err()), ArchiveDamaged);
}

#[test]
fn shift_jis_names_are_read() {
    assert_eq!(member_name(b"\x8f\xd8\x8b\x92.evtx", None), "証拠.evtx");
    assert_eq!(member_name("証拠".as_bytes(), None), "証拠");
}

#[test]
fn a_truncated_archive_is_an_error() {
    let bytes = archive(&[("a", CompressionMethod::Stored, b"x")]);
    for length in 0..bytes.len() {
        assert!(members(&&bytes[..length], &mut Warnings::default()).is_err());
    }
}
