//! Which host each stream of records and each file belongs to.
//!
//! Contract: what the records say comes first, then the order of DESIGN §6; a host is never
//! guessed where several would fit. The result does not depend on the order of evidence.
//!
//! - Names that differ in case, or a short name and the only full name that begins with it, are
//!   one host.
//! - Several computers with contiguous EventRecordIDs in one file are one host that was renamed;
//!   it goes by its latest name. Otherwise the file holds forwarded events of several hosts.
//! - Evidence of an installation that an upgrade replaced (`Windows.old`) makes a host of its
//!   own, so that its records are never joined with those of the current installation.

use std::collections::{BTreeMap, BTreeSet};

use super::{names::Names, paths};
use crate::{
    report::{AssignmentBasis, Question},
    scan::{
        SettingsFindings,
        case::Source,
        findings::{Stream, StreamKey},
    },
    time::Filetime,
    words::EvidenceKind,
};

/// What is added to the name of a host for its installation before an upgrade.
pub const EARLIER_INSTALLATION: &str = " (Windows.old)";

/// Number of a host in [`Hosts::list`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostNumber(pub usize);

/// The hosts of a case and what belongs to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Sorted by name.
    pub list: Vec<Identity>,
    /// By evidence number: where its streams and itself belong.
    pub evidence: Vec<Assignment>,
}

/// The first and the last record of something.
pub type Times = (Filetime, Filetime);

/// The times of a name that the user gives.
const ALWAYS: Times = (Filetime(0), Filetime(u64::MAX));

impl Hosts {
    /// Whether the user's word for a host, a name in full or in short and in any spelling, means
    /// this one: by its name, or by one that it had where no other host is called so now.
    ///
    /// ```
    /// use konseki_core::coverage::{HostNumber, Hosts, Identity};
    /// let host = |name: &str, alias: &str| Identity {
    ///     name: name.to_owned(),
    ///     aliases: vec![alias.to_owned()],
    ///     ..Identity::default()
    /// };
    /// let list = vec![host("PC01.corp.example", "PC02"), host("PC02.corp.example", "WIN-4K2P")];
    /// let hosts = Hosts { list, evidence: Vec::new() };
    /// assert!(hosts.is_called(HostNumber(0), "pc01"));
    /// assert!(!hosts.is_called(HostNumber(0), "PC02"), "another took up the name");
    /// assert!(hosts.is_called(HostNumber(1), "win-4k2p"));
    /// ```
    pub fn is_called(&self, host: HostNumber, name: &str) -> bool {
        let name = name.to_lowercase();
        let is = |known: &String| {
            let known = known.to_lowercase();
            known == name || known.split('.').next() == Some(name.as_str())
        };
        self.list.get(host.0).is_some_and(|identity| {
            let had = || identity.aliases.iter().any(is);
            is(&identity.name) || (had() && !self.list.iter().any(|other| is(&other.name)))
        })
    }
}

/// A host by its names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The latest computer name, or the user's.
    pub name: String,
    /// Other names it had, sorted.
    pub aliases: Vec<String>,
    /// The records under each name as they spell it.
    pub times: BTreeMap<String, Times>,
}

/// Where one evidence source belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignment {
    /// The host of the source as a whole, and why; `None` where it is not known, or where its
    /// records belong to several.
    pub host: Option<(HostNumber, AssignmentBasis)>,
    /// The host of each stream.
    pub streams: BTreeMap<StreamKey, HostNumber>,
    /// It holds forwarded events of several computers.
    pub is_forwarded: bool,
}

/// A host while names are still being collected: its key.
type HostKey = String;

/// Tells which host each of `sources` belongs to.
pub fn identify(sources: &[&Source], question: &Question) -> Hosts {
    let names = Names::new(sources, question);
    let mut draft = Draft { spellings: BTreeMap::new(), evidence: Vec::new() };
    for (number, source) in sources.iter().enumerate() {
        draft.assign_streams(&names, number, source, question);
    }
    draft.assign_others(&names, sources, question);
    draft.finish()
}

#[derive(Debug, Default, Clone)]
struct DraftAssignment {
    host: Option<(HostKey, AssignmentBasis)>,
    streams: BTreeMap<StreamKey, HostKey>,
    is_forwarded: bool,
}

struct Draft {
    /// By host: its spellings with the times of their records; the user's come last of all.
    spellings: BTreeMap<HostKey, BTreeMap<String, Times>>,
    evidence: Vec<DraftAssignment>,
}

impl Draft {
    fn assign_streams(
        &mut self,
        names: &Names,
        number: usize,
        source: &Source,
        question: &Question,
    ) {
        let mut assignment = DraftAssignment::default();
        let named = streams(source).filter(|(key, _)| !key.computer.is_empty());
        let resolved: BTreeMap<StreamKey, String> = named
            .map(|(key, stream)| (key.clone(), names.of_stream(number, key, stream.last)))
            .collect();
        let hosts: BTreeSet<&String> = resolved.values().collect();
        assignment.is_forwarded = hosts.len() > 1;
        let given = (hosts.len() == 1).then(|| given_host(&source.path, question)).flatten();
        for (key, resolved) in &resolved {
            let name = given.as_ref().map_or(resolved.clone(), |given| names.of(given));
            let host = self.host(&name, &source.path);
            if let Some(stream) = source.findings.log.as_ref().and_then(|l| l.streams.get(key)) {
                self.spell(&host, &stream.names.computer, (stream.first, stream.last));
            }
            if let Some(given) = &given {
                self.spell(&host, given, ALWAYS);
            }
            assignment.streams.insert(key.clone(), host);
        }
        let distinct: BTreeSet<&HostKey> = assignment.streams.values().collect();
        if let (1, Some(host)) = (distinct.len(), distinct.first()) {
            let basis = match given {
                Some(_) => AssignmentBasis::User,
                None => AssignmentBasis::Records,
            };
            assignment.host = Some(((*host).clone(), basis));
        }
        self.evidence.push(assignment);
    }

    /// Assigns evidence that names no host: by the user, the layout, the folder, the only host.
    fn assign_others(&mut self, names: &Names, sources: &[&Source], question: &Question) {
        let logs: Vec<(Vec<String>, BTreeSet<String>)> = sources
            .iter()
            .zip(&self.evidence)
            .filter(|(_, assignment)| !assignment.is_forwarded)
            .map(|(source, assignment)| {
                let hosts = assignment.streams.values().map(|key| base(key).to_owned()).collect();
                (paths::parts(&source.path), hosts)
            })
            .collect();
        for (number, source) in sources.iter().enumerate() {
            let nameless: Vec<StreamKey> = streams(source)
                .filter(|(key, _)| key.computer.is_empty())
                .map(|(key, _)| key.clone())
                .collect();
            let has_none =
                self.evidence.get(number).is_none_or(|evidence| evidence.streams.is_empty());
            let is_host_evidence =
                !matches!(source.kind, EvidenceKind::Unknown | EvidenceKind::Archive);
            if !is_host_evidence || (nameless.is_empty() && !has_none) {
                continue;
            }
            let Some((name, basis)) = place(names, source, &logs, question) else { continue };
            let host = self.host(&names.of(&name), &source.path);
            let times = match basis {
                AssignmentBasis::User => ALWAYS,
                _ => (Filetime(0), Filetime(0)),
            };
            // Only the user's word names a host that the records name already.
            if basis == AssignmentBasis::User || !self.spellings.contains_key(&host) {
                self.spell(&host, &name, times);
            }
            if let Some(assignment) = self.evidence.get_mut(number) {
                assignment.streams.extend(nameless.into_iter().map(|key| (key, host.clone())));
                if assignment.host.is_none() && !assignment.is_forwarded {
                    assignment.host = Some((host, basis));
                }
            }
        }
    }

    fn host(&self, name: &str, path: &str) -> HostKey {
        let earlier = paths::is_earlier_installation(path);
        if earlier { format!("{name}{EARLIER_INSTALLATION}") } else { name.to_owned() }
    }

    fn spell(&mut self, host: &HostKey, spelling: &str, (first, last): Times) {
        let known = self.spellings.entry(host.clone()).or_default();
        let times = known.entry(spelling.to_owned()).or_insert((first, last));
        *times = (times.0.min(first), times.1.max(last));
    }

    fn finish(self) -> Hosts {
        let mut list: Vec<(Identity, HostKey)> = self
            .spellings
            .into_iter()
            .map(|(key, spellings)| (identity(&key, spellings), key))
            .collect();
        list.sort_by(|a, b| (&a.0.name, &a.1).cmp(&(&b.0.name, &b.1)));
        let numbers: BTreeMap<&HostKey, HostNumber> =
            list.iter().enumerate().map(|(number, (_, key))| (key, HostNumber(number))).collect();
        let evidence = self
            .evidence
            .into_iter()
            .map(|draft| Assignment {
                host: draft.host.and_then(|(key, basis)| Some((*numbers.get(&key)?, basis))),
                streams: draft
                    .streams
                    .into_iter()
                    .filter_map(|(stream, key)| Some((stream, *numbers.get(&key)?)))
                    .collect(),
                is_forwarded: draft.is_forwarded,
            })
            .collect();
        Hosts { evidence, list: list.into_iter().map(|(identity, _)| identity).collect() }
    }
}

fn streams(source: &Source) -> impl Iterator<Item = (&StreamKey, &Stream)> {
    source.findings.log.iter().flat_map(|log| &log.streams)
}

/// The host that the user names for this path: the assignment that fits closest.
fn given_host(path: &str, question: &Question) -> Option<String> {
    let parts = paths::parts(path);
    question
        .hosts
        .iter()
        .filter_map(|given| {
            let depth = paths::parts_under(&parts, &paths::parts(&given.path))?;
            Some((depth, &given.name))
        })
        .max()
        .map(|(_, name)| name.clone())
}

/// Where evidence without names belongs. `logs` are the paths of event logs with their hosts.
fn place(
    names: &Names,
    source: &Source,
    logs: &[(Vec<String>, BTreeSet<String>)],
    question: &Question,
) -> Option<(String, AssignmentBasis)> {
    if let Some(name) = given_host(&source.path, question) {
        return Some((name, AssignmentBasis::User));
    }
    if let Some(SettingsFindings::AuditPolicy { machine, .. }) = &source.findings.settings {
        return Some((machine.clone(), AssignmentBasis::Records));
    }
    if let Some(name) = paths::collected_host(&source.path, |name| names.is_known(name)) {
        return Some((name, AssignmentBasis::CollectionLayout));
    }
    let parts = paths::parts(&source.path);
    for depth in (0..parts.len()).rev() {
        let folder = parts.get(..depth)?;
        let hosts: BTreeSet<&String> = logs
            .iter()
            .filter(|(path, _)| path.starts_with(folder))
            .flat_map(|(_, hosts)| hosts)
            .collect();
        match (hosts.len(), hosts.first()) {
            (0, _) => {}
            (1, Some(host)) => {
                let basis = match depth {
                    0 => AssignmentBasis::OnlyHost,
                    _ => AssignmentBasis::NearestFolder,
                };
                return Some(((*host).clone(), basis));
            }
            _ => return None,
        }
    }
    None
}

/// The host's key without the mark of an earlier installation.
fn base(key: &str) -> &str {
    key.strip_suffix(EARLIER_INSTALLATION).unwrap_or(key)
}

/// The latest spelling is the name; of two at the same time the longer one.
fn identity(key: &str, spellings: BTreeMap<String, Times>) -> Identity {
    let latest = spellings
        .iter()
        .max_by_key(|(name, times)| (times.1, name.len(), *name))
        .map_or_else(|| key.to_owned(), |(name, _)| name.clone());
    let mut seen = BTreeSet::from([latest.to_lowercase()]);
    let aliases =
        spellings.keys().filter(|name| seen.insert(name.to_lowercase())).cloned().collect();
    let suffix = if base(key) == key { "" } else { EARLIER_INSTALLATION };
    Identity { name: format!("{}{suffix}", base(&latest)), aliases, times: spellings }
}
