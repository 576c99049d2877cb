//! Computer names that stand for one host.
//!
//! Contract: names are lower case here; a name is followed to the latest one only where a log
//! shows the change.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    report::Question,
    scan::{case::Source, findings::StreamKey},
    time::Filetime,
};

/// What is known of computer names across the case.
pub(super) struct Names {
    /// Short name to the only full name that begins with it.
    full: BTreeMap<String, String>,
    /// Evidence number and name to the latest name in that file.
    renamed_in: BTreeMap<(usize, String), String>,
    /// Names that were changed, to the latest name, where all files agree.
    renamed: BTreeMap<String, String>,
    known: BTreeSet<String>,
}

impl Names {
    pub(super) fn new(sources: &[&Source], question: &Question) -> Self {
        let mut known: BTreeSet<String> = sources
            .iter()
            .flat_map(|source| source.findings.log.iter())
            .flat_map(|log| log.streams.keys())
            .filter(|key| !key.computer.is_empty())
            .map(|key| key.computer.clone())
            .collect();
        known.extend(question.hosts.iter().map(|given| given.name.to_lowercase()));
        let full = full_names(&known);
        let mut names = Self { full, renamed_in: BTreeMap::new(), renamed: BTreeMap::new(), known };
        let mut targets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (number, source) in sources.iter().enumerate() {
            for (old, new) in names.renames(source) {
                names.renamed_in.insert((number, old.clone()), new.clone());
                targets.entry(old).or_default().insert(new);
            }
        }
        names.renamed = targets
            .into_iter()
            .filter_map(|(old, targets)| match targets.len() {
                1 => Some((old, targets.into_iter().next()?)),
                _ => None,
            })
            .collect();
        names
    }

    /// The full form of a name, in lower case.
    pub(super) fn of(&self, name: &str) -> String {
        let name = name.to_lowercase();
        self.full.get(&name).cloned().unwrap_or(name)
    }

    /// Whether a log or the user names such a host, by its full or short name.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.known.contains(name) || self.known.iter().any(|known| short(known) == name)
    }

    /// The name by which the host of a stream goes.
    pub(super) fn of_stream(&self, evidence: usize, key: &StreamKey) -> String {
        let mut name = self.of(&key.computer);
        if let Some(new) = self.renamed_in.get(&(evidence, name.clone())) {
            name.clone_from(new);
        }
        let mut seen = BTreeSet::from([name.clone()]);
        while let Some(new) = self.renamed.get(&name) {
            if !seen.insert(new.clone()) {
                break;
            }
            name.clone_from(new);
        }
        name
    }

    /// Changes of name that a file shows: computers whose EventRecordIDs follow each other.
    fn renames(&self, source: &Source) -> Vec<(String, String)> {
        let mut by_channel: BTreeMap<&str, BTreeMap<String, Stretch>> = BTreeMap::new();
        for (key, stream) in source.findings.log.iter().flat_map(|log| &log.streams) {
            if key.computer.is_empty() || key.channel == "forwardedevents" {
                continue;
            }
            let stretches = by_channel.entry(&key.channel).or_default();
            let stretch = stretches.entry(self.of(&key.computer)).or_default();
            for run in stream.runs.values() {
                stretch.take_up(run.first.record_id, run.last.record_id, run.latest);
            }
        }
        by_channel.into_values().flat_map(follow_each_other).collect()
    }
}

/// EventRecordIDs of one computer in one file.
#[derive(Clone, Copy)]
struct Stretch {
    first: u64,
    last: u64,
    latest: Filetime,
}

impl Default for Stretch {
    fn default() -> Self {
        Self { first: u64::MAX, last: 0, latest: Filetime(0) }
    }
}

impl Stretch {
    fn take_up(&mut self, first: u64, last: u64, latest: Filetime) {
        self.first = self.first.min(first);
        self.last = self.last.max(last);
        self.latest = self.latest.max(latest);
    }
}

fn follow_each_other(stretches: BTreeMap<String, Stretch>) -> Vec<(String, String)> {
    let mut ordered: Vec<(String, Stretch)> = stretches.into_iter().collect();
    ordered.sort_by_key(|(_, stretch)| stretch.first);
    let contiguous = ordered
        .iter()
        .zip(ordered.iter().skip(1))
        .all(|(a, b)| a.1.last.checked_add(1) == Some(b.1.first));
    let Some((latest, _)) = ordered.pop().filter(|_| contiguous) else { return Vec::new() };
    ordered.into_iter().map(|(old, _)| (old, latest.clone())).collect()
}

/// Short names with exactly one full name.
fn full_names(known: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut candidates: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
    for name in known.iter().filter(|name| name.contains('.')) {
        candidates.entry(short(name)).or_default().insert(name);
    }
    candidates
        .into_iter()
        .filter(|(_, full)| full.len() == 1)
        .filter_map(|(short, full)| Some((short.to_owned(), (*full.first()?).clone())))
        .collect()
}

fn short(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
