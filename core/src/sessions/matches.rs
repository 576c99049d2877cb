//! The matches of one trace on one host, each record counted once whatever number of files it
//! stands in.
//!
//! Contract: a record is the same when its EventRecordID, time and digest of values agree.
//! Reference: pitfalls of verdicts, item 16.

use std::collections::BTreeMap;

use super::Times;
use crate::{
    catalog::TraceNumber,
    coverage::{Located, Part},
    evidence::named_texts::NamedTexts,
    limits,
    matching::Matchers,
    scan::{
        findings::{KeptMatch, Stub},
        occurrences::{self, Identity, Occurrence},
    },
    time::Filetime,
};

/// A record, or a chain of them, that meets a trace's conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinct<'c> {
    /// Where it stands, first in order of evidence, with what is kept of it there.
    pub copies: Vec<(usize, &'c KeptMatch)>,
    /// Variables that it binds; a near miss binds none.
    pub variables: Option<&'c NamedTexts>,
}

impl<'c> Distinct<'c> {
    /// What is kept of it.
    pub fn kept(&self) -> Option<&'c KeptMatch> {
        self.copies.first().map(|(_, kept)| *kept)
    }

    /// Its time.
    pub fn time(&self) -> Filetime {
        self.kept().map_or(Filetime(0), |kept| kept.stub.place.time)
    }

    /// A variable that it binds.
    pub fn variable(&self, name: &str) -> Option<&'c str> {
        self.variables?.get(name)
    }

    /// All its records in order, each followed by its copies.
    pub fn records(&self) -> Vec<Located> {
        let chain = self.kept().map_or(0, |kept| kept.earlier.len());
        let of = |step: usize| {
            self.copies.iter().filter_map(move |(evidence, kept)| {
                let place = kept.earlier.get(step).copied();
                let place = place.or_else(|| (step == chain).then_some(kept.stub.place))?;
                Some(Located { evidence: *evidence, place })
            })
        };
        (0..=chain).flat_map(of).collect()
    }
}

/// All matches of a trace on a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches<'c> {
    /// Every record, copies once: the time and whether a needed field was absent.
    pub all: Times,
    /// Those that are kept with their fields, sorted by (time, evidence, offset).
    pub kept: Vec<Distinct<'c>>,
}

/// The near misses of a trace in the parts of its channel, the first in time, copies once, each with
/// the field that it fails.
pub fn near_misses<'c>(parts: &[Part<'c>], trace: TraceNumber) -> Vec<(Distinct<'c>, &'c str)> {
    let mut near: BTreeMap<Identity, (Distinct<'c>, &'c str)> = BTreeMap::new();
    for part in parts {
        for miss in part.stream.traces.get(&trace).into_iter().flat_map(|found| &found.near) {
            let (distinct, _) = near.entry(identity(&miss.record.stub)).or_insert_with(|| {
                (Distinct { copies: Vec::new(), variables: None }, &miss.contradicted)
            });
            distinct.copies.push((part.evidence, &miss.record));
        }
    }
    near.into_values().take(limits::NEAR_MISSES_KEPT).collect()
}

fn identity(stub: &Stub) -> Identity {
    Occurrence::from(stub).identity()
}

/// The matches of a trace in the parts of its channel, with their variables.
pub fn collect<'c>(parts: &[Part<'c>], trace: TraceNumber, matchers: &Matchers<'_>) -> Matches<'c> {
    let found: Vec<_> = parts
        .iter()
        .filter_map(|part| Some((part.evidence, part.stream.traces.get(&trace)?)))
        .collect();
    let mut before = None;
    let mut is_new = |one: &Occurrence| before.replace(one.identity()) != Some(one.identity());
    let merged = occurrences::merged(found.iter().map(|(_, findings)| &findings.all));
    let all = merged.filter(|one| is_new(one)).map(|one| (one.time, one.weak)).collect();
    let mut copies: Vec<(usize, &'c KeptMatch)> = found
        .iter()
        .flat_map(|(evidence, findings)| findings.kept.iter().map(|kept| (*evidence, &**kept)))
        .collect();
    // Stable: copies of a record stay in order of evidence.
    copies.sort_by_key(|(_, kept)| identity(&kept.stub));
    let mut kept: Vec<Distinct<'c>> = copies
        .chunk_by(|(_, one), (_, next)| identity(&one.stub) == identity(&next.stub))
        .map(|copies| Distinct {
            copies: copies.to_vec(),
            variables: copies.first().map(|(_, kept)| kept.variables(matchers, trace)),
        })
        .collect();
    kept.sort_by_key(|distinct| {
        let first = distinct.copies.first();
        let offset = first.map(|(evidence, kept)| (*evidence, kept.stub.place.offset));
        (distinct.time(), offset)
    });
    Matches { all, kept }
}
