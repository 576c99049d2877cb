//! How long reconstructing uses takes, for growing numbers of interleaved sessions.
//!
//! `cargo run --release --example session_rate [SESSIONS]` (default 10,000): half as many, as many
//! and twice as many are timed in one run, so that the growth can be read off.

use std::time::Instant;

use konseki_core::{
    catalog::{self, Catalog, Trace},
    evidence::named_texts::NamedTexts,
    sessions::{Observation, Party, clock_offsets, reconstruct},
    time::Filetime,
};

/// Records of one use: trace, host, milliseconds after its beginning, confirmed.
const RECORDS: [(&str, usize, u64); 8] = [
    ("net-use.source.process-start.security-4688", 0, 0),
    ("net-use.source.smb-connection.sysmon-3", 0, 80),
    ("net-use.destination.smb-connection.sysmon-3", 1, 82),
    ("net-use.destination.network-logon.security-4624", 1, 180),
    ("net-use.destination.ipc-share.security-5140", 1, 200),
    ("net-use.destination.share-access.security-5140", 1, 280),
    ("net-use.destination.file-opened.security-5145", 1, 9_000),
    ("net-use.source.process-end.security-4689", 0, 700),
];

/// Time, host, trace and variables of a match.
type Bound<'c> = (Filetime, usize, &'c Trace, NamedTexts);

fn main() {
    let sessions = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let catalog = catalog::builtin().expect("the shipped catalog loads");
    for count in [sessions / 2, sessions, sessions * 2] {
        measure(&catalog, count);
    }
}

fn measure(catalog: &Catalog, count: u64) {
    let variables: Vec<Vec<(String, String)>> = (0..count).map(variables).collect();
    let traces: Vec<(&Trace, usize, u64)> = RECORDS
        .iter()
        .map(|(id, host, after)| {
            let trace = catalog.traces.iter().find(|trace| trace.id == *id);
            (trace.expect("a trace of the sheet"), *host, *after)
        })
        .collect();
    let bound: Vec<Bound<'_>> = (0_u64..)
        .zip(&variables)
        .flat_map(|(number, variables)| {
            traces.iter().map(move |(trace, host, after)| {
                let own = variables
                    .iter()
                    .filter(|(name, _)| trace.binds_variable(name))
                    .cloned()
                    .collect();
                // A new use every 50 milliseconds: each reaches over those that follow.
                (
                    Filetime(133_000_000_000_000_000 + (number * 50 + after) * 10_000),
                    *host,
                    *trace,
                    own,
                )
            })
        })
        .collect();
    let observations: Vec<Observation<'_>> = bound
        .iter()
        .map(|(time, host, trace, variables)| Observation {
            host: *host,
            trace,
            time: *time,
            confirmed: true,
            // The end of the process, which began so long before.
            start: trace.id.ends_with("4689").then(|| Filetime(time.0 - 700 * 10_000)),
            variables,
        })
        .collect();
    let always = (Filetime(0), Filetime(u64::MAX));
    let party = |name: &str, address: &str| Party {
        names: [(name.to_owned(), always)].into(),
        addresses: [(address.to_owned(), always)].into(),
        boots: Vec::new(),
    };
    let parties = [party("ws01", "10.0.10.21"), party("fs01", "10.0.20.5")];
    let start = Instant::now();
    let found = reconstruct(&observations, &parties);
    let offsets = clock_offsets(&found, &observations);
    let confirmed = found.iter().filter(|session| session.is_confirmed).count();
    println!(
        "{count} uses, {} records: {} sessions, {confirmed} confirmed, {} offset, {:.3} s",
        observations.len(),
        found.len(),
        offsets.len(),
        start.elapsed().as_secs_f64()
    );
}

fn variables(number: u64) -> Vec<(String, String)> {
    let text = |name: &str, value: String| (name.to_owned(), value);
    vec![
        text("process_id", (4_000 + number % 60_000).to_string()),
        text("destination", "fs01".to_owned()),
        text("account", format!("user{}", number % 500)),
        text("share", "projects".to_owned()),
        text("source_address", "10.0.10.21".to_owned()),
        text("source_port", (1_024 + number % 64_000).to_string()),
        text("destination_address", "10.0.20.5".to_owned()),
        text("logon_id", (0x10_0000 + number).to_string()),
        text("file", format!("plan-{}.xlsx", number % 1_000)),
        text("path_in_share", format!(r"plans\plan-{}.xlsx", number % 1_000)),
    ]
}
