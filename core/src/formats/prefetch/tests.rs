//! Constructed files of every version and layout, whole and damaged.

use super::*;
use crate::{error::WarningCode, formats::xpress_huffman::tests::literal_blocks};

/// Where a version and layout keeps what, as offsets in the file.
#[derive(Debug, Clone, Copy)]
struct Shape {
    version: u32,
    metrics: usize,
    run_times: usize,
    run_time_count: usize,
    run_count: usize,
    volume_size: usize,
}

#[rustfmt::skip]
const SHAPES: [Shape; 6] = [
    Shape { version: 17, metrics: 152, run_times: 120, run_time_count: 1, run_count: 144, volume_size: 40 },
    Shape { version: 23, metrics: 240, run_times: 128, run_time_count: 1, run_count: 152, volume_size: 104 },
    Shape { version: 26, metrics: 304, run_times: 128, run_time_count: 8, run_count: 208, volume_size: 104 },
    Shape { version: 30, metrics: 304, run_times: 128, run_time_count: 8, run_count: 208, volume_size: 96 },
    Shape { version: 30, metrics: 296, run_times: 128, run_time_count: 8, run_count: 200, volume_size: 96 },
    Shape { version: 31, metrics: 296, run_times: 128, run_time_count: 8, run_count: 200, volume_size: 96 },
];

const NAMES: [&str; 2] = [r"\VOLUME{1}\WINDOWS\NTDLL.DLL", r"\VOLUME{1}\痕跡.EXE"];

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn put(file: &mut [u8], offset: usize, bytes: &[u8]) {
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap().to_le_bytes()
}

/// A volumes section: one volume with one directory and two references.
fn volumes_section(shape: Shape) -> Vec<u8> {
    let mut section = vec![0; shape.volume_size];
    put(&mut section, 0, &number(shape.volume_size));
    put(&mut section, 4, &number(10));
    put(&mut section, 8, &130_000_000_000_000_000_u64.to_le_bytes());
    put(&mut section, 16, &0x188F_1FCA_u32.to_le_bytes());
    section.extend(utf16(r"\VOLUME{1}"));
    let references = section.len();
    section.extend(number(if shape.version == 17 { 1 } else { 3 }));
    section.extend(number(2));
    section.resize(references + if shape.version == 17 { 8 } else { 16 }, 0);
    section.extend([0x0002_0000_0000_1234_u64, 0].map(u64::to_le_bytes).concat());
    let directories = section.len();
    section.extend([&[18, 0], &utf16(r"\VOLUME{1}\WINDOWS")[..], &[0, 0]].concat());
    put(&mut section, 20, &number(references));
    put(&mut section, 24, &number(directories - references));
    put(&mut section, 28, &number(directories));
    put(&mut section, 32, &number(1));
    section
}

/// A file with two loaded files and that section at its end.
fn file(shape: Shape) -> Vec<u8> {
    let names: Vec<u8> = NAMES.iter().flat_map(|name| [utf16(name), vec![0, 0]].concat()).collect();
    let volumes = volumes_section(shape);
    let volumes_at = shape.metrics + names.len();
    let sections =
        [shape.metrics, 0, 0, 0, shape.metrics, names.len(), volumes_at, 1, volumes.len()];

    let mut file = vec![0; shape.metrics];
    put(&mut file, 0, &shape.version.to_le_bytes());
    put(&mut file, 4, b"SCCA");
    put(&mut file, 12, &number(volumes_at + volumes.len()));
    put(&mut file, 16, &utf16("NET.EXE\0left over"));
    put(&mut file, 76, &0xDF44_F913_u32.to_le_bytes());
    put(&mut file, 84, &sections.map(number).concat());
    for run in 0..shape.run_time_count.min(2) {
        let time = 133_000_000_000_000_000 - run as u64;
        put(&mut file, shape.run_times + run * 8, &time.to_le_bytes());
    }
    put(&mut file, shape.run_count, &number(12));
    [file, names, volumes].concat()
}

/// What [`file`] holds.
fn expected(shape: Shape) -> Prefetch {
    let times = [133_000_000_000_000_000, 132_999_999_999_999_999].map(Filetime);
    Prefetch {
        version: shape.version,
        executable: "NET.EXE".to_owned(),
        hash: 0xDF44_F913,
        run_count: 12,
        last_run_times: times[..shape.run_time_count.min(2)].to_vec(),
        volumes: vec![Volume {
            device: r"\VOLUME{1}".to_owned(),
            serial: 0x188F_1FCA,
            created: Filetime(130_000_000_000_000_000),
            directories: vec![r"\VOLUME{1}\WINDOWS".to_owned()],
            file_references: vec![0x0002_0000_0000_1234, 0],
        }],
        loaded_files: NAMES.map(str::to_owned).to_vec(),
    }
}

fn compressed(plain: &[u8]) -> Vec<u8> {
    [&b"MAM\x04"[..], &number(plain.len()), &literal_blocks(plain)].concat()
}

#[test]
fn every_version_and_layout_plain_and_compressed() {
    for shape in SHAPES {
        for bytes in [file(shape), compressed(&file(shape))] {
            let mut warnings = Warnings::default();
            assert_eq!(parse(&bytes, &mut warnings).unwrap(), expected(shape));
            assert!(warnings.is_empty(), "{shape:?}: {warnings:?}");
        }
    }
}

#[test]
fn an_unknown_version_or_layout_is_named() {
    for (offset, value, expected) in [
        (0, 99, "Prefetch version at 0x0: expected 17, 23, 26, 30 or 31, found 99"),
        (84, 300, "File metrics offset at 0x54: expected 304 or 296, found 300"),
    ] {
        let mut bytes = file(SHAPES[3]);
        put(&mut bytes, offset, &number(value));
        let error = parse(&bytes, &mut Warnings::default()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

/// Cut anywhere: what is read equals the whole file's, and what is missing is said.
#[test]
fn a_file_cut_at_any_length() {
    for shape in SHAPES {
        let (whole, expected) = (file(shape), expected(shape));
        for length in 0..whole.len() {
            let mut warnings = Warnings::default();
            let Ok(part) = parse(&whole[..length], &mut warnings) else {
                assert!(length < shape.metrics, "{shape:?} cut at {length}");
                continue;
            };
            assert_eq!(warnings.count(WarningCode::Truncated), 1);
            assert!(warnings.count(WarningCode::PrefetchDamaged) > 0 || part == expected);
            let heads = (&part.executable, part.hash, part.run_count, &part.last_run_times);
            let whole =
                (&expected.executable, expected.hash, expected.run_count, &expected.last_run_times);
            assert_eq!(heads, whole);
            assert!(expected.loaded_files.starts_with(&part.loaded_files));
        }
    }
}

#[test]
fn a_compressed_file_cut_at_any_length_does_not_panic() {
    let whole = compressed(&file(SHAPES[4]));
    for length in 0..whole.len() {
        let mut warnings = Warnings::default();
        let part = parse(&whole[..length], &mut warnings);
        assert!(part.is_err() || !warnings.is_empty() || part == Ok(expected(SHAPES[4])));
    }
}

#[test]
fn any_changed_byte_does_not_panic() {
    for shape in SHAPES {
        for whole in [file(shape), compressed(&file(shape))] {
            for place in 0..whole.len() {
                for change in [0x01, 0x80, 0xff] {
                    let mut bytes = whole.clone();
                    bytes[place] ^= change;
                    let _ = parse(&bytes, &mut Warnings::default());
                }
            }
        }
    }
}

#[test]
fn damaged_volumes_leave_the_rest() {
    let shape = SHAPES[3];
    let section = volumes_section(shape).len();
    for (field, name) in [(0, "Device path"), (20, "File references"), (28, "Directories")] {
        let mut plain = file(shape);
        let at = plain.len() - section + field;
        put(&mut plain, at, &[0xff; 4]);
        let mut warnings = Warnings::default();
        let part = parse(&compressed(&plain), &mut warnings).unwrap();
        let whole = expected(shape);
        assert_eq!((part.loaded_files, part.run_count), (whole.loaded_files, whole.run_count));
        assert_eq!((part.volumes.len(), part.volumes[0].serial), (1, 0x188F_1FCA));
        let (code, 1, [(_, message)]) = warnings.groups().next().unwrap() else {
            panic!("{warnings:?}")
        };
        assert_eq!(code, WarningCode::PrefetchDamaged);
        assert!(message.starts_with(name), "{message}");
        assert!(message.ends_with("(decompressed data)"), "{message}");
    }
}

/// A file whose section begins with this many volumes that share the directories behind them.
fn sharing_volumes(volumes: usize, directories: usize) -> Vec<u8> {
    let mut bytes = file(SHAPES[3]);
    let at = bytes.len();
    let mut volume = [0; 96];
    put(&mut volume, 28, &number(volumes * 96));
    put(&mut volume, 32, &number(directories));
    bytes.extend(volume.repeat(volumes));
    for _ in 0..directories {
        bytes.extend([&[200, 0][..], &[0x41; 400], &[0, 0]].concat());
    }
    put(&mut bytes, 108, &number(at));
    put(&mut bytes, 112, &number(volumes));
    bytes
}

#[test]
fn overlapping_sections_cannot_multiply() {
    let bytes = sharing_volumes(2_000, 400);
    let mut warnings = Warnings::default();
    let prefetch = parse(&bytes, &mut warnings).unwrap();
    let texts = prefetch.volumes.iter().flat_map(|volume| &volume.directories);
    assert!(2 * texts.map(|text| text.chars().count()).sum::<usize>() <= bytes.len());
    assert!(warnings.count(WarningCode::PrefetchDamaged) > 0);
}

#[test]
fn entries_over_the_cap_are_said() {
    let bytes = sharing_volumes(crate::limits::PREFETCH_ENTRIES + 1, 0);
    let mut warnings = Warnings::default();
    let prefetch = parse(&bytes, &mut warnings).unwrap();
    // The names of the two loaded files and every device path count as well.
    assert!(prefetch.volumes.len() < crate::limits::PREFETCH_ENTRIES);
    assert!(warnings.count(WarningCode::LimitReached) > 0);
}
