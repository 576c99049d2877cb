//! The constructed cases: readable whole by an independent parser, and holding what they say.

use std::collections::{BTreeMap, BTreeSet};

use evtx::{EvtxParser, ParserSettings};
use konseki_core::{
    analysis::Case,
    catalog::{self, Trace},
    scan::case::CaseFindings,
    time::Filetime,
    words::{Certainty, EvidenceKind, Role},
};
use konseki_tests::{
    cases::{self, Files, clean, expected, host::time, password, sample_case_zip, three_hosts},
    evidence::workspace_root,
    flow::read_into,
};

/// Computer, EventRecordID and event id of every record of a log.
fn records(path: &str, bytes: &[u8]) -> Vec<(String, u64, u64)> {
    let settings = ParserSettings::default().validate_checksums(true).num_threads(1);
    let parser = EvtxParser::from_buffer(bytes.to_vec()).unwrap();
    let mut parser = parser.with_configuration(settings.separate_json_attributes(true));
    let records = parser.records_json_value();
    let records = records.map(|record| record.unwrap_or_else(|error| panic!("{path}: {error}")));
    records
        .map(|record| {
            let system = &record.data["Event"]["System"];
            let number = |name: &str| system[name].as_u64().unwrap();
            let computer = system["Computer"].as_str().unwrap().to_owned();
            (computer, number("EventRecordID"), number("EventID"))
        })
        .collect()
}

fn all_records(files: &Files) -> Vec<(String, u64, u64)> {
    let logs = files.iter().filter(|(path, _)| path.ends_with(".evtx"));
    logs.flat_map(|(path, bytes)| records(path, bytes)).collect()
}

fn findings(files: &Files) -> CaseFindings {
    let catalog = catalog::builtin().unwrap();
    let mut case = Case::new(&catalog);
    for (path, bytes) in files {
        read_into(&mut case, &catalog, &bytes.as_slice(), path);
    }
    case.findings()
}

/// How often each trace matches in files below a folder, within a span.
fn matches(
    found: &CaseFindings,
    folder: &str,
    from: Filetime,
    to: Filetime,
) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for source in found.sources.iter().filter(|source| source.path.starts_with(folder)) {
        let streams = source.findings.log.iter().flat_map(|log| log.streams.values());
        for (trace, found) in streams.flat_map(|stream| &stream.traces) {
            let times = found.all.iter().map(|one| one.time);
            *counts.entry(trace.0).or_default() +=
                times.filter(|time| (from..=to).contains(time)).count();
        }
        for trace in source.findings.prefetch.iter().flat_map(|prefetch| prefetch.matches.keys()) {
            *counts.entry(trace.0).or_default() += 1;
        }
    }
    counts
}

#[test]
fn the_sample_on_disk_is_what_the_writer_makes() {
    let path = workspace_root().join("web/sample/net-use-case.zip");
    let made = sample_case_zip();
    assert!(made.len() < 300_000, "{} bytes", made.len());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == made, "run with BLESS=1 and commit the sample");
}

#[test]
fn the_sample_holds_every_documented_row_on_its_host() {
    let catalog = catalog::builtin().unwrap();
    let found = findings(&three_hosts::logs_and_prefetch());
    for source in &found.sources {
        assert!(source.findings.warnings.is_empty(), "{}", source.path);
        assert_eq!(source.findings.records_failed, 0, "{}", source.path);
    }
    let (from, to) = (time("09:15:04"), time("09:15:42"));
    let is_shown = |trace: &&Trace| {
        trace.id.starts_with("net-use.")
            && matches!(trace.kind, EvidenceKind::EventLog | EvidenceKind::Prefetch)
            && trace.refs.iter().any(|id| id.starts_with("NU-"))
    };
    let mut rows = 0;
    for trace in catalog.traces.iter().filter(is_shown) {
        let folder = match trace.role {
            Role::Source => "WS01/",
            Role::Destination => "FS01/",
            Role::DomainController => "DC01/",
            Role::Host => panic!("net use has no such role"),
        };
        let count = matches(&found, folder, from, to).get(&trace.number.0).copied().unwrap_or(0);
        assert!(count >= trace.rows(), "{}: {count} of {:?}", trace.id, trace.refs);
        rows += trace.refs.iter().filter(|id| id.starts_with("NU-")).count();
    }
    // 47 rows of event logs, the added 4689, and the Prefetch row.
    assert_eq!(rows, 49);
}

#[test]
fn a_quiet_machine_has_no_trace_that_only_net_use_leaves() {
    let catalog = catalog::builtin().unwrap();
    for files in [clean::quiet_workstation(), clean::boot_set_only(), clean::other_net_commands()] {
        let found = findings(&files);
        let counts = matches(&found, "WS01/", time("00:00:00"), time("2027-01-01T00:00:00Z"));
        for trace in &catalog.traces {
            let count = counts.get(&trace.number.0).copied().unwrap_or(0);
            let is_specific = trace.certainty == Certainty::Specific;
            let is_command = trace.event_id == Some(4688) || trace.event_id == Some(1);
            assert!(!(is_specific && is_command) || count == 0, "{}: {count}", trace.id);
        }
    }
}

#[test]
fn every_record_of_every_case_can_be_read() {
    let computers = |files: &Files| -> BTreeSet<String> {
        all_records(files).into_iter().map(|(computer, _, _)| computer).collect()
    };
    let ids = |files: &Files| -> Vec<u64> {
        all_records(files).into_iter().map(|(_, record_id, _)| record_id).collect()
    };
    assert_eq!(all_records(&three_hosts::logs_and_prefetch()).len(), SAMPLE_RECORDS);
    assert_eq!(all_records(&password::password_on_the_command_line()).len(), 12);
    assert!(all_records(&clean::quiet_workstation()).len() > 300);
    assert!(all_records(&clean::other_net_commands()).len() > 300);
    assert!(all_records(&clean::boot_set_only()).iter().all(|record| record.2 != 4689));
    assert_eq!(ids(&clean::log_cleared()), (801..=921).collect::<Vec<u64>>());
    assert_eq!(ids(&clean::log_cleared_in_the_middle()).len(), 241);
    let gap = ids(&clean::gap_in_record_ids());
    assert!(gap.contains(&1_119) && !gap.contains(&1_120) && gap.contains(&1_620));
    assert_eq!(ids(&clean::exported_subset())[..3], [1_000, 1_005, 1_010]);
    assert_eq!(computers(&clean::forwarded_from_three_computers()).len(), 3);
    assert_eq!(computers(&clean::renamed_host()).len(), 2);
    assert_eq!(all_records(&clean::clock_set_back()).iter().filter(|r| r.2 == 4616).count(), 1);
    assert_eq!(ids(&clean::archived_logs()), (1..=360).collect::<Vec<u64>>());
    assert_eq!(ids(&clean::copies()).into_iter().collect::<BTreeSet<u64>>().len(), 120);
}

#[test]
fn every_variant_differs_from_the_documented_use() {
    let documented = three_hosts::logs_and_prefetch();
    for (name, case) in expected::all() {
        let files = cases::by_name(&case.evidence);
        assert!(!files.is_empty(), "{name}");
        assert!(case.evidence == "three_hosts" || files != documented, "{name}");
    }
    let mut files = cases::by_name("ipv6");
    files.retain(|(path, _)| path.ends_with(".evtx"));
    let text = all_text(&files);
    assert!(text.contains("fd00::20:5") && !text.contains("10.0.20.5"));
}

/// As libevtx counts them too; see `data/SOURCES.md`.
const SAMPLE_RECORDS: usize = 1_152;

#[test]
fn the_masking_case_holds_its_password() {
    let text = all_text(&password::password_on_the_command_line());
    assert_eq!(text.matches(password::PASSWORD).count(), 5);
}

fn all_text(files: &Files) -> String {
    let mut text = String::new();
    for (_, bytes) in files {
        let mut parser = EvtxParser::from_buffer(bytes.clone()).unwrap();
        parser.records().for_each(|record| text += &record.unwrap().data);
    }
    text
}
