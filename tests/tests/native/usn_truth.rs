//! Every real USN journal equals what independent tools read in it, whatever the segments.

use std::collections::BTreeMap;

use konseki_core::{
    error::{WarningCode, Warnings},
    formats::usn,
    time::Filetime,
};
use konseki_tests::evidence;
use serde_json::{Value, json};

#[derive(Debug, Default, PartialEq)]
struct Found {
    records: u64,
    versions: BTreeMap<String, u64>,
    reasons: BTreeMap<String, u64>,
    combinations: BTreeMap<String, u64>,
    prefetch: u64,
    first: Option<Filetime>,
    last: Option<Filetime>,
    usn: Option<(u64, u64)>,
}

impl Found {
    fn add(&mut self, record: &usn::Record<'_>) {
        *self.versions.entry(record.version.number().to_string()).or_default() += 1;
        // The tools of TRUTH.json do not read version 4; its real records have a test below.
        if record.version == usn::Version::Four {
            return;
        }
        self.records += 1;
        for name in record.reason.names() {
            *self.reasons.entry(name.to_owned()).or_default() += 1;
        }
        *self.combinations.entry(record.reason.to_string()).or_default() += 1;
        let name = record.name().unwrap_or_default();
        self.prefetch += u64::from(name.to_lowercase().ends_with(".pf"));
        let (min, max) = self.usn.unwrap_or((u64::MAX, 0));
        self.usn = Some((min.min(record.usn), max.max(record.usn)));
        self.first = self.first.into_iter().chain(record.time()).min();
        self.last = self.last.into_iter().chain(record.time()).max();
    }
}

fn read(bytes: &[u8], length: u64) -> (Found, Warnings, usn::Walked) {
    let (mut found, mut warnings) = (Found::default(), Warnings::default());
    let mut damaged = usn::Walked::default();
    for segment in usn::segments(bytes.len() as u64, length) {
        let part = &bytes[segment.bytes.start as usize..segment.bytes.end as usize];
        let walked =
            usn::read_segment(part, &segment, &mut warnings, &mut |record| found.add(record));
        damaged.damaged += walked.damaged;
        damaged.damaged_bytes += walked.damaged_bytes;
    }
    (found, warnings, damaged)
}

/// Whether a time is that of TRUTH.json, whose tools went through floating-point seconds.
fn is_close(time: Option<Filetime>, truth: &Value) -> bool {
    let truth: Option<Filetime> = truth.as_str().map(|text| text.parse().unwrap());
    time.zip(truth).is_some_and(|(time, truth)| time.distance(truth) <= 30)
}

#[test]
fn every_journal_equals_the_ground_truth() {
    let exceptions = evidence::exceptions();
    let mut differences = Vec::new();
    for known in evidence::known("usn", "USN journals against their ground truth") {
        let bytes = known.bytes();
        let (found, warnings, damaged) = read(&bytes, 16 << 20);
        for length in [65_536, 3 * 65_536] {
            assert!(read(&bytes, length) == (read(&bytes, 16 << 20)), "{} {length}", known.name);
        }
        let truth = &known.truth;
        let excused = exceptions.get(&known.name).cloned().unwrap_or_default();
        let mut check = |field: &str, found: Value, expected: &Value| {
            if (found != *expected) != excused.contains_key(field) {
                differences.push(format!("{}: {field}: {found}, truth {expected}", known.name));
            }
        };
        check("records", json!(found.records), &truth["records"]);
        check("versions", json!(found.versions), &truth["versions"]);
        check("reasons", json!(found.reasons), &truth["reasons"]);
        // TRUTH lists the most frequent ones only.
        let listed = truth["reason_combinations"].as_object().cloned().unwrap_or_default();
        let combinations: BTreeMap<_, _> =
            found.combinations.iter().filter(|(names, _)| listed.contains_key(*names)).collect();
        check("reason_combinations", json!(combinations), &truth["reason_combinations"]);
        check("pf_records", json!(found.prefetch), &truth["pf_records"]);
        check("first", json!(is_close(found.first, &truth["first"])), &json!(true));
        check("last", json!(is_close(found.last, &truth["last"])), &json!(true));
        check("usn_min", json!(found.usn.map(|usn| usn.0)), &truth["usn_min"]);
        check("usn_max", json!(found.usn.map(|usn| usn.1)), &truth["usn_max"]);
        // A second walk, independent of the first tool and of ours, has no exceptions.
        check("own_walk_records", json!(found.records), &truth["own_walk_records"]);
        check("own_walk_pf_records", json!(found.prefetch), &truth["own_walk_pf_records"]);
        let zeros = usn::leading_zeros(&bytes);
        check("leading_zero_bytes", json!(zeros), &truth["leading_zero_bytes"]);
        println!("{}: {} records", known.name, found.records);
        let cut = warnings.count(WarningCode::Truncated);
        assert_eq!((damaged.damaged, cut), (0, 0), "{}: {warnings:?}", known.name);
        let probe = usn::probe(&bytes.as_slice());
        let is_journal =
            matches!(probe, Ok(usn::Probe::Journal { record }) if record >= zeros as u64);
        assert!(is_journal, "{}: {probe:?}", known.name);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn real_records_of_version_4_are_tied_to_the_next_one() {
    let journals = evidence::known("usn", "records of version 4");
    let Some(known) = journals.iter().find(|known| known.name.ends_with("usnjrnlj.bin")) else {
        return;
    };
    let bytes = known.bytes();
    let size = bytes.len() as u64;
    let segment = usn::Segment::new(0..size, size);
    let mut records = Vec::new();
    usn::read_segment(&bytes, &segment, &mut Warnings::default(), &mut |record| {
        records.push((record.version, record.file, record.offset, record.usn));
    });
    let pairs = records.windows(2).filter(|pair| pair[0].0 == usn::Version::Four);
    let mut count = 0;
    for pair in pairs {
        count += 1;
        assert_eq!(pair[0].2, pair[0].3, "the USN is the offset");
        assert_eq!(pair[0].1, pair[1].1, "{pair:?}");
    }
    assert_eq!(count, 7);
}
