//! What could be looked at: hosts, and for each the spans that its evidence covers.
//!
//! Contract: pure, and independent of the order of evidence. Nothing here says what a span means
//! for a trace; that is the verdict's.

mod boundaries;
mod channel;
mod file_system;
mod generations;
mod hosts;
mod life;
mod names;
mod paths;
mod prefetch;

use std::collections::{BTreeMap, BTreeSet};

pub use channel::{ChannelCoverage, Interval, Located, LogMarker, Part, SignSpan};
pub use file_system::{JournalCoverage, PREFETCH_FOLDER, TableCoverage, is_in_folder};
pub use hosts::{Assignment, EARLIER_INSTALLATION, HostNumber, Hosts, Identity, Times, identify};
pub use prefetch::{
    FOLDER_FILES_LEAST, FULL, FULL_BEFORE_WINDOWS_8, FolderState, PrefetchCoverage,
};

use crate::{
    scan::{Rules, case::Source, findings::MarkerKind},
    time::Filetime,
    words::EvidenceKind,
};

/// All evidence of one host and what it covers.
#[derive(Debug, Clone, Default)]
pub struct HostCoverage<'c> {
    /// Records by channel in lower case.
    pub parts: BTreeMap<String, Vec<Part<'c>>>,
    /// Coverage by channel in lower case.
    pub channels: BTreeMap<String, ChannelCoverage>,
    /// Other evidence by kind: numbers of evidence sources, copies left out.
    pub files: BTreeMap<EvidenceKind, Vec<usize>>,
    /// The Prefetch folder.
    pub prefetch: PrefetchCoverage,
    /// Its `$MFT`s.
    pub tables: Vec<TableCoverage<'c>>,
    /// Its USN journals.
    pub journals: Vec<JournalCoverage<'c>>,
}

impl HostCoverage<'_> {
    /// Spans of time in which the host's clock was changed, in order.
    pub fn clock_changes(&self) -> Vec<(Filetime, Filetime)> {
        let mut changes: Vec<_> =
            self.channels.values().flat_map(ChannelCoverage::clock_changes).collect();
        changes.sort();
        changes.dedup();
        changes
    }

    /// Times at which the host started, in order, as any of its logs says.
    pub fn boots(&self) -> Vec<Filetime> {
        let markers = self.channels.values().flat_map(|channel| &channel.markers);
        let boots = markers.filter(|marker| marker.kind == MarkerKind::Boot);
        let mut times: Vec<_> = boots.map(|marker| marker.at.place.time).collect();
        times.sort();
        times
    }
}

/// Coverage of the evidence that `belongs`: of one host, or of no known one.
pub fn cover<'c>(
    sources: &[&'c Source],
    hosts: &Hosts,
    host: Option<HostNumber>,
    rules: &Rules<'_>,
) -> HostCoverage<'c> {
    let mut coverage = HostCoverage::default();
    let mut hashes = BTreeSet::new();
    for (evidence, (source, assignment)) in sources.iter().zip(&hosts.evidence).enumerate() {
        for (key, stream) in source.findings.log.iter().flat_map(|log| &log.streams) {
            if assignment.streams.get(key).copied() == host {
                let is_forwarded = assignment.is_forwarded;
                let part = Part { evidence, source, key, stream, is_forwarded };
                coverage.parts.entry(key.channel.clone()).or_default().push(part);
            }
        }
        let is_log = source.kind == EvidenceKind::EventLog;
        let is_other = matches!(source.kind, EvidenceKind::Archive | EvidenceKind::Unknown);
        let mut is_copy = || source.findings.sha256.is_some_and(|hash| !hashes.insert(hash));
        if !is_log && !is_other && assignment.host.map(|(host, _)| host) == host && !is_copy() {
            coverage.files.entry(source.kind).or_default().push(evidence);
        }
    }
    let clears = clears(&coverage.parts);
    for (channel, parts) in &coverage.parts {
        let clears = clears.get(channel).map(Vec::as_slice).unwrap_or_default();
        coverage.channels.insert(channel.clone(), ChannelCoverage::new(parts, clears, rules));
    }
    let files = |kind| coverage.files.get(&kind).map(Vec::as_slice).unwrap_or_default();
    let prefetch = PrefetchCoverage::new(sources, files(EvidenceKind::Prefetch));
    let tables = file_system::tables(sources, files(EvidenceKind::Mft));
    let journals = file_system::journals(sources, files(EvidenceKind::UsnJournal));
    (coverage.prefetch, coverage.tables, coverage.journals) = (prefetch, tables, journals);
    coverage
}

/// By channel in lower case: when it was cleared, as the System log tells.
fn clears(parts: &BTreeMap<String, Vec<Part<'_>>>) -> BTreeMap<String, Vec<Filetime>> {
    let mut clears: BTreeMap<String, Vec<Filetime>> = BTreeMap::new();
    let runs = parts.get("system").into_iter().flatten().flat_map(|part| part.stream.runs.values());
    for marker in runs.flat_map(|run| &run.markers) {
        if let (MarkerKind::LogCleared, Some(channel)) = (marker.kind, marker.fields.get("Channel"))
        {
            clears.entry(channel.to_lowercase()).or_default().push(marker.place.time);
        }
    }
    clears
}
