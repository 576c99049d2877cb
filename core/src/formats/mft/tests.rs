//! A constructed record: whole, torn, cut and with flipped bytes.

use super::*;
use crate::error::{WarningCode, Warnings};

fn put(bytes: &mut [u8], offset: usize, part: &[u8]) {
    bytes[offset..offset + part.len()].copy_from_slice(part);
}

fn attribute(attribute_type: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; (24 + value.len()).next_multiple_of(8)];
    let length = u32::try_from(bytes.len()).unwrap();
    put(&mut bytes, 0, &attribute_type.to_le_bytes());
    put(&mut bytes, 4, &length.to_le_bytes());
    put(&mut bytes, 16, &u32::try_from(value.len()).unwrap().to_le_bytes());
    put(&mut bytes, 20, &24_u16.to_le_bytes());
    put(&mut bytes, 24, value);
    bytes
}

/// A deleted file `net.txt` in the root, with 400 bytes of data that reach the second sector.
fn record(number: u32) -> Vec<u8> {
    let mut name = vec![0; 66];
    put(&mut name, 0, &u64::from(FileReference::ROOT).to_le_bytes());
    put(&mut name, 8, &7_u64.to_le_bytes());
    put(&mut name, 64, &[7, 3]);
    name.extend("net.txt".encode_utf16().flat_map(u16::to_le_bytes));
    let mut standard = vec![0; 72];
    put(&mut standard, 0, &[1_u64, 2, 3, 4].map(u64::to_le_bytes).concat());
    put(&mut standard, 64, &99_u64.to_le_bytes());
    let mut bytes = vec![0; 56];
    put(&mut bytes, 0, b"FILE\x30\0\x03\0");
    put(&mut bytes, 16, &[3, 0, 1, 0, 56, 0, 0, 0]);
    put(&mut bytes, 28, &1_024_u32.to_le_bytes());
    put(&mut bytes, 44, &number.to_le_bytes());
    let parts = [attribute(0x10, &standard), attribute(0x30, &name), attribute(0x80, &[5; 400])];
    bytes.extend(parts.concat());
    bytes.extend([0xff; 4]);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let used = u32::try_from(bytes.len()).unwrap();
    put(&mut bytes, 24, &used.to_le_bytes());
    bytes.resize(1_024, 0);
    put(&mut bytes, 48, &[9, 0]);
    for (place, end) in [(50, 510), (52, 1_022)] {
        let original = [bytes[end], bytes[end + 1]];
        put(&mut bytes, place, &original);
        put(&mut bytes, end, &[9, 0]);
    }
    bytes
}

fn read(bytes: &[u8]) -> (Vec<FileRecord>, RecordCounts, Warnings) {
    let (mut records, mut warnings) = (Vec::new(), Warnings::default());
    let size = RecordSize::Bytes1024;
    let counts = read_segment(bytes, 0, size, &mut warnings, |record| records.push(record));
    (records, counts, warnings)
}

#[test]
fn a_deleted_file_has_its_fields_and_the_reference_from_before() {
    let (records, counts, warnings) = read(&record(0));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!((counts.file, counts.deleted, counts.damaged), (1, 1, 0));
    let record = &records[0];
    assert_eq!((record.sequence_number, record.reference().sequence), (3, 2));
    assert_eq!(record.data_size, Some(400));
    let standard = record.standard_information.unwrap();
    assert_eq!((standard.created.0, standard.accessed.0, standard.usn), (1, 4, Some(99)));
    let name = &record.file_names[0];
    assert_eq!(
        (name.name.as_str(), name.parent, name.created.0),
        ("net.txt", FileReference::ROOT, 7)
    );
}

#[test]
fn what_lies_before_a_torn_sector_is_kept() {
    let mut torn = record(0);
    torn[1_022] = 8;
    let (records, counts, warnings) = read(&torn);
    assert_eq!((counts.fixup_mismatches, counts.damaged), (1, 1));
    assert_eq!(warnings.count(WarningCode::RecordDamaged), 1);
    assert_eq!(warnings.groups().next().unwrap().2[0].0, 1_022);
    assert_eq!((records[0].file_names.len(), records[0].data_size), (1, None));
    assert_eq!(records[0].integrity, Integrity::Torn);

    let mut first = record(0);
    first[510] = 8;
    let (records, counts, _) = read(&first);
    assert_eq!((records.len(), counts.file, counts.fixup_mismatches), (0, 1, 1));
}

#[test]
fn every_slot_is_counted_and_misplaced_records_are_told() {
    let mut bad = record(1);
    put(&mut bad, 0, b"BAAD");
    let mut stray = vec![0; 1_024];
    stray[9] = 1;
    let table = [record(0), bad, vec![0; 1_024], stray, record(77), vec![1; 100]].concat();
    let (_, counts, warnings) = read(&table);
    assert_eq!((counts.slots, counts.file, counts.bad), (5, 2, 1));
    assert_eq!((counts.zero, counts.unknown, counts.tail_bytes), (1, 1, 100));
    assert_eq!(warnings.count(WarningCode::RecordDamaged), 3);
    assert_eq!(warnings.count(WarningCode::Truncated), 1);
}

#[test]
fn no_cut_and_no_flipped_byte_panics() {
    let whole = record(0);
    for end in 0..whole.len() {
        let mut cut = whole[..end].to_vec();
        let (_, counts, _) = read(&cut);
        assert_eq!(counts.tail_bytes, end as u64);
        cut.resize(1_024, 0);
        read(&cut);
    }
    for place in 0..whole.len() {
        for mask in [1, 0x80, 0xff] {
            let mut flipped = whole.clone();
            flipped[place] ^= mask;
            read(&flipped);
            let _ = record_size(&flipped);
        }
    }
}
