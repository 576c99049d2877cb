//! Computer names that stand for one host.
//!
//! Contract: names are lower case here; a name is followed to the latest one only where a log
//! shows the change, and only for records of the time before it: another computer may take up the
//! old name afterwards.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    report::Question,
    scan::{case::Source, findings::StreamKey},
    time::Filetime,
};

/// How long after a change of name the other logs of that host may still hold the old one: until it
/// restarts, and with a clock that is set right on the way.
const OLD_NAME_LASTS: Filetime = Filetime(24 * 3_600 * 10_000_000);

/// A computer's change of name, as a file shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rename {
    /// The latest name in that file.
    new: String,
    /// The latest record under the old name.
    at: Filetime,
    /// The latest record under the new name.
    until: Filetime,
}

/// What is known of computer names across the case.
pub(super) struct Names {
    /// Short name to the only full name that begins with it.
    full: BTreeMap<String, String>,
    /// By evidence number and old name.
    renamed_in: BTreeMap<(usize, String), Rename>,
    /// By old name, where all files agree on the new one.
    renamed: BTreeMap<String, Rename>,
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
        let mut changes: BTreeMap<String, Vec<Rename>> = BTreeMap::new();
        for (number, source) in sources.iter().enumerate() {
            for (old, rename) in names.renames(source) {
                names.renamed_in.insert((number, old.clone()), rename.clone());
                changes.entry(old).or_default().push(rename);
            }
        }
        names.renamed =
            changes.into_iter().filter_map(|(old, seen)| Some((old, agreed(seen)?))).collect();
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

    /// The name by which the host of a stream goes whose latest record is of `last`.
    pub(super) fn of_stream(&self, evidence: usize, key: &StreamKey, last: Filetime) -> String {
        let mut name = self.of(&key.computer);
        let mut last = last;
        if let Some(rename) = self.renamed_in.get(&(evidence, name.clone())) {
            name.clone_from(&rename.new);
            last = last.max(rename.until);
        }
        let mut seen = BTreeSet::from([name.clone()]);
        while let Some(rename) = self.renamed.get(&name) {
            let latest = rename.at.0.saturating_add(OLD_NAME_LASTS.0);
            if last.0 > latest || !seen.insert(rename.new.clone()) {
                break;
            }
            name.clone_from(&rename.new);
        }
        name
    }

    /// Changes of name that a file shows: computers whose EventRecordIDs follow each other.
    fn renames(&self, source: &Source) -> Vec<(String, Rename)> {
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

fn follow_each_other(stretches: BTreeMap<String, Stretch>) -> Vec<(String, Rename)> {
    let mut ordered: Vec<(String, Stretch)> = stretches.into_iter().collect();
    ordered.sort_by_key(|(_, stretch)| stretch.first);
    let contiguous = ordered
        .iter()
        .zip(ordered.iter().skip(1))
        .all(|(a, b)| a.1.last.checked_add(1) == Some(b.1.first));
    let Some((new, latest)) = ordered.pop().filter(|_| contiguous) else { return Vec::new() };
    let renamed = ordered.into_iter().map(|(old, stretch)| {
        (old, Rename { new: new.clone(), at: stretch.latest, until: latest.latest })
    });
    renamed.collect()
}

/// The change that all files show, with the widest times; `None` where they name several.
fn agreed(seen: Vec<Rename>) -> Option<Rename> {
    seen.into_iter().map(Some).reduce(|one, other| {
        let (one, other) = (one?, other?);
        let (at, until) = (one.at.max(other.at), one.until.max(other.until));
        (one.new == other.new).then_some(Rename { at, until, ..one })
    })?
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
