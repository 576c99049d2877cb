use super::*;
use crate::formats::usn::{Content, FileReference, Reason, Version};

/// A record of version 2, written by hand.
pub(in super::super) fn record(usn: u64, name: &str) -> Vec<u8> {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = (60 + name.len()).next_multiple_of(8);
    let mut bytes = (length as u32).to_le_bytes().to_vec();
    bytes.extend([2, 0, 0, 0]);
    bytes.extend(0x0003_0000_0000_0040_u64.to_le_bytes());
    bytes.extend(0x0005_0000_0000_0005_u64.to_le_bytes());
    bytes.extend(usn.to_le_bytes());
    bytes.extend(131_557_338_221_234_567_u64.to_le_bytes());
    bytes.extend(0x8000_0100_u32.to_le_bytes());
    bytes.extend([0, 0, 0, 0, 7, 1, 0, 0, 0x20, 0, 0, 0]);
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend(60_u16.to_le_bytes());
    bytes.extend(name);
    bytes.resize(length, 0);
    bytes
}

/// Small numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

/// A journal without pages, so that records cross every boundary, with zeros and damage in it.
fn journal(seed: u64, size: usize) -> Vec<u8> {
    let mut random = Random(seed);
    let mut bytes = record(0, "begin");
    while bytes.len() < size {
        let name = "n".repeat(1 + random.below(200));
        match random.below(40) {
            0 => bytes.extend(vec![0; 8 * random.below(1_000)]),
            1 => bytes.extend((0..8 * random.below(600)).map(|_| random.0 as u8 | 1)),
            2 => {
                // A record that seems to stand in another one's name.
                let start = bytes.len();
                bytes.extend(record(start as u64, &"x".repeat(120)));
                let inner = record(8, "i");
                bytes[start + 64..start + 64 + inner.len()].copy_from_slice(&inner);
            }
            3 => {
                let start = bytes.len();
                bytes.extend(record(start as u64, &name));
                let at = start + random.below(60);
                bytes[at] ^= 1 << random.below(8);
            }
            _ => bytes.extend(record(bytes.len() as u64, &name)),
        }
    }
    bytes.truncate(size);
    bytes
}

type Found = (Vec<(u64, u64, String)>, Warnings, Walked);

fn read(bytes: &[u8], segments: impl Iterator<Item = Segment>) -> Found {
    let (mut records, mut warnings, mut walked) =
        (Vec::new(), Warnings::default(), Walked::default());
    for segment in segments {
        let part = &bytes[segment.bytes.start as usize..segment.bytes.end as usize];
        walked.add(read_segment(part, &segment, &mut warnings, &mut |record| {
            records.push((record.offset, record.usn, record.name().unwrap_or_default()));
        }));
    }
    (records, warnings, walked)
}

fn whole(bytes: &[u8]) -> Found {
    let size = bytes.len() as u64;
    read(bytes, [Segment::new(0..size, size)].into_iter())
}

#[test]
fn every_field_of_a_record_is_read() {
    let bytes = record(4_096, "NET.EXE-DF44F913.pf");
    let record = Record::read(&bytes, 512).unwrap();
    assert_eq!((record.offset, record.length, record.usn), (512, bytes.len(), 4_096));
    assert_eq!(record.version, Version::Two);
    assert_eq!(record.file, FileReference(0x0003_0000_0000_0040));
    assert_eq!((record.file.ntfs(), record.parent.ntfs()), (Some((0x40, 3)), Some((5, 5))));
    assert_eq!(record.reason, Reason::FILE_CREATE | Reason::CLOSE);
    assert_eq!(record.time().unwrap().to_string(), "2017-11-21T10:30:22.1234567Z");
    assert_eq!(record.name().unwrap(), "NET.EXE-DF44F913.pf");
    let Content::Named { security_id, attributes, .. } = record.content else { panic!() };
    assert_eq!((security_id, attributes, record.source_info), (0x107, 0x20, 0));
}

#[test]
fn any_segmentation_gives_the_same() {
    for seed in 0..12 {
        let bytes = journal(seed, 400_000 + 1_237 * seed as usize);
        let size = bytes.len() as u64;
        let expected = whole(&bytes);
        assert!(expected.0.len() > 800 && expected.2.damaged > 20, "{:?}", expected.2);
        for length in [1, BLOCK, 2 * BLOCK, 3 * BLOCK, 16 << 20] {
            assert_eq!(read(&bytes, segments(size, length)), expected, "{seed} {length}");
        }
        let mut random = Random(seed + 100);
        let (mut warnings, mut records) = (Warnings::default(), Vec::new());
        let mut visit = |record: &Record<'_>| {
            records.push((record.offset, record.usn, record.name().unwrap_or_default()));
        };
        let (mut stream, mut rest) = (Stream::default(), bytes.as_slice());
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.len().min(1 + random.below(150_000)));
            stream.push(piece, &mut warnings, &mut visit);
            rest = behind;
        }
        let walked = stream.finish(&mut warnings, &mut visit);
        assert_eq!((records, warnings, walked), expected);
    }
}

#[test]
fn records_that_cross_a_block_are_read_once() {
    let mut bytes = Vec::new();
    while bytes.len() < 5 * 65_536 {
        bytes.extend(record(bytes.len() as u64, "a name that does not divide a block"));
    }
    let length = record(0, "a name that does not divide a block").len();
    let (records, warnings, walked) = read(&bytes, segments(bytes.len() as u64, BLOCK));
    assert_eq!(walked.records as usize, bytes.len() / length);
    assert!(records.iter().all(|(offset, usn, _)| offset == usn));
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn damage_is_counted_with_its_place_and_length() {
    let mut bytes = record(0, "one");
    let start = bytes.len();
    bytes.extend([0xff; 40]);
    bytes.extend([0; 16]);
    bytes.extend([0xff; 8]);
    bytes.extend([0; 24]);
    bytes.extend(record(8, "two"));
    let (records, warnings, walked) = whole(&bytes);
    assert_eq!(records.len(), 2);
    assert_eq!(walked, Walked { records: 2, damaged: 1, damaged_bytes: 64 });
    let (code, count, places) = warnings.groups().next().unwrap();
    assert_eq!((code, count, places[0].0), (WarningCode::RecordDamaged, 1, start as u64));
    assert!(places[0].1.starts_with("64 bytes"), "{}", places[0].1);
}

#[test]
fn an_unknown_version_is_damage_that_names_it() {
    let mut bytes = record(0, "one");
    bytes[4] = 5;
    let (records, warnings, _) = whole(&bytes);
    assert!(records.is_empty());
    let (_, _, places) = warnings.groups().next().unwrap();
    assert!(places[0].1.contains("expected 2 to 4, found 5"), "{}", places[0].1);
}

#[test]
fn every_cut_is_a_truncated_record() {
    let mut bytes = record(0, "one");
    let second = bytes.len();
    bytes.extend(record(8, "two"));
    for length in 0..bytes.len() {
        let (records, warnings, walked) = whole(&bytes[..length]);
        assert_eq!(records.len(), length / second, "{length}");
        let is_cut = !length.is_multiple_of(second);
        assert_eq!(warnings.count(WarningCode::Truncated), u64::from(is_cut), "{length}");
        assert_eq!(walked.damaged, u64::from(is_cut), "{length}");
    }
}

#[test]
fn changed_bytes_never_panic() {
    let original = journal(3, 3_000);
    for at in 0..original.len() {
        for value in [0, 0xff, original[at] ^ 0x10] {
            let mut bytes = original.clone();
            bytes[at] = value;
            let (records, ..) = whole(&bytes);
            assert!(records.len() <= original.len() / 64);
        }
    }
}

#[test]
fn zeros_are_counted_at_any_length() {
    for zeros in [0, 1, 7, 8, 63, 64, 65, 4_096] {
        let mut bytes = vec![0; zeros];
        assert_eq!(leading_zeros(&bytes), zeros);
        bytes.extend([1, 0, 0]);
        assert_eq!(leading_zeros(&bytes), zeros);
    }
}
