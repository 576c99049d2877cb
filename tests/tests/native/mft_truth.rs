//! Every real master file table equals what independent tools read in it, in any segmentation.

use konseki_core::{
    error::Warnings,
    formats::{
        Format, IDENTIFY_BYTES, identify,
        mft::{FileRecord, RecordCounts, read_segment, record_size},
    },
    time::Filetime,
};
use konseki_tests::evidence;
use serde_json::{Value, json};

/// Reads a table in segments of so many records.
fn read(bytes: &[u8], records_per_segment: usize) -> (Vec<FileRecord>, RecordCounts, Warnings) {
    let size = record_size(bytes).unwrap();
    let (mut records, mut counts) = (Vec::new(), RecordCounts::default());
    let mut warnings = Warnings::default();
    let mut offset = 0;
    for segment in bytes.chunks(size.bytes() * records_per_segment) {
        let read =
            read_segment(segment, offset, size, &mut warnings, |record| records.push(record));
        counts.merge(&read);
        offset += segment.len() as u64;
    }
    (records, counts, warnings)
}

/// Whether a time is that of TRUTH, whose seconds since 1601 went through floating point numbers:
/// those are 1.9 microseconds apart, so that two microseconds are no difference.
fn is_same_time(time: Option<Filetime>, truth: &Value) -> bool {
    let truth = truth.as_str().map(|text| text.parse::<Filetime>().unwrap());
    match (time, truth) {
        (Some(time), Some(truth)) => time.distance(truth) <= 20,
        (time, truth) => time == truth,
    }
}

#[test]
fn every_file_equals_the_ground_truth() {
    let mut differences = Vec::new();
    for known in evidence::known("mft", "master file tables against their ground truth") {
        let (truth, bytes) = (&known.truth, known.bytes());
        let first = &bytes[..bytes.len().min(IDENTIFY_BYTES)];
        assert_eq!(identify(first), Format::MasterFileTable, "{}", known.name);
        let (records, counts, warnings) = read(&bytes, usize::MAX / 4_096);
        let names: Vec<&str> =
            records.iter().flat_map(|r| &r.file_names).map(|name| name.name.as_str()).collect();
        let mut prefetch: Vec<&str> =
            names.iter().copied().filter(|name| name.to_lowercase().ends_with(".pf")).collect();
        prefetch.sort_unstable();
        // TRUTH leaves out times that were never set.
        let changes = records
            .iter()
            .filter_map(|record| record.standard_information)
            .map(|standard| standard.changed)
            .filter(|time| time.0 != 0);
        let number = |field: &str| truth["signatures"][field].as_u64().unwrap_or(0);
        let mut listed: Vec<String> = serde_json::from_value(truth["pf_list"].clone()).unwrap();
        listed.sort_unstable();
        for (field, found, expected) in [
            (
                "record_size",
                json!(record_size(&bytes).unwrap().bytes()),
                truth["record_size"].clone(),
            ),
            ("records", json!(counts.slots), truth["records"].clone()),
            ("tail_bytes", json!(counts.tail_bytes), truth["tail_bytes"].clone()),
            ("FILE", json!(counts.file), json!(number("FILE"))),
            ("in_use", json!(counts.in_use), json!(number("in_use"))),
            ("not_in_use", json!(counts.deleted), json!(number("not_in_use"))),
            ("directory", json!(counts.directories), json!(number("directory"))),
            ("extension", json!(counts.extensions), json!(number("extension"))),
            ("zero", json!(counts.zero), json!(number("zero"))),
            ("BAAD", json!(counts.bad), json!(number("BAAD"))),
            ("fixups", json!(counts.fixup_mismatches), truth["fixup_mismatches"].clone()),
            ("file_names", json!(names.len()), truth["file_names"].clone()),
            ("pf_names", json!(prefetch.len()), truth["pf_names"].clone()),
            ("pf_list", json!(prefetch), json!(listed)),
            (
                "si_change_time_first",
                json!(is_same_time(changes.clone().min(), &truth["si_change_time_first"])),
                json!(true),
            ),
            (
                "si_change_time_last",
                json!(is_same_time(changes.max(), &truth["si_change_time_last"])),
                json!(true),
            ),
            (
                "warnings",
                json!(format!("{warnings:?}")),
                json!(format!("{:?}", Warnings::default())),
            ),
        ] {
            if found != expected {
                differences.push(format!("{}: {field}: {found} not {expected}", known.name));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn segments_give_what_the_whole_gives() {
    for known in evidence::known("mft", "master file tables in segments") {
        let mut bytes = known.bytes();
        bytes.truncate(1 << 20);
        // A torn record, a bad one and a cut tail, so that warnings are compared as well.
        bytes[3 * 1_024 + 1_022] ^= 1;
        bytes[4 * 1_024..4 * 1_024 + 4].copy_from_slice(b"BAAD");
        bytes.truncate(bytes.len() - 100);
        let whole = read(&bytes, usize::MAX / 4_096);
        assert!(!whole.2.is_empty());
        for records_per_segment in [1, 3, 7, 64, 101] {
            assert!(read(&bytes, records_per_segment) == whole, "{}", known.name);
        }
    }
}
