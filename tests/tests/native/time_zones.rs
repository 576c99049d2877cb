//! The time zone of hosts from System 6013.
//!
//! Ground truth: the text in the log's own bytes, read without a parser.

use std::fs;

use konseki_core::report::Question;
use konseki_tests::{cases::three_hosts, evidence, flow};

const REAL: [(&str, &str, i32, &str); 3] = [
    (
        "evtx/williballenthin__python-evtx/tests/data/system.evtx",
        "300 Eastern Standard Time",
        -300,
        "UTC-05:00 (Eastern Standard Time)",
    ),
    (
        "evtx/omerbenamram__evtx/samples/sample-with-zero-data-size-event.evtx",
        "-60 Romance Standard Time",
        60,
        "UTC+01:00 (Romance Standard Time)",
    ),
    (
        "evtx/Velocidex__velociraptor/artifacts/testdata/files/RDPAuth_System.evtx",
        "0 Coordinated Universal Time",
        0,
        "UTC+00:00 (Coordinated Universal Time)",
    ),
];

fn is_in(bytes: &[u8], text: &str) -> bool {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(units.len()).any(|window| window == units)
}

#[test]
fn real_logs_tell_the_zone_of_their_host() {
    let Some(root) = evidence::folder("time zones") else { return };
    for (path, raw, minutes_east, text) in REAL {
        let bytes = fs::read(root.join(path)).expect("can be read");
        assert!(is_in(&bytes, raw), "{path} holds {raw:?}");
        let report = flow::report(&vec![(path.to_owned(), bytes)], &Question::default());
        let zones: Vec<_> = report.hosts.iter().flat_map(|host| &host.time_zones).collect();
        assert_eq!(zones.len(), 1, "{path}: {zones:?}");
        assert_eq!((zones[0].minutes_east, zones[0].text()), (minutes_east, text.to_owned()));
        assert_eq!(zones[0].proofs.len(), 2);
        assert!(zones[0].span.from <= zones[0].span.to);
    }
}

#[test]
fn constructed_hosts_are_in_tokyo() {
    let report = flow::report(&three_hosts::logs_and_prefetch(), &Question::default());
    for host in &report.hosts {
        let zones: Vec<_> = host.time_zones.iter().map(|zone| zone.text()).collect();
        assert_eq!(zones, ["UTC+09:00 (Tokyo Standard Time)"], "{}", host.name);
    }
}
