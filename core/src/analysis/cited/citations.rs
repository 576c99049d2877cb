//! What a report cites, by source and place, with what cites it; and which pieces hold it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::piece::Place;
use crate::{
    limits,
    report::{RecordRef, Report, RoleResult, SheetResult, TraceResult},
    words::{Certainty, EvidenceKind, Role},
};

/// As what a record is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CitedAs {
    /// It meets the trace.
    Match,
    /// It shows why the trace has its outcome.
    Proof,
    /// It fails one condition only.
    NearMiss,
    /// It belongs to a use of the tool.
    Use,
    /// A log was cleared.
    Cleared,
    /// A setting was on, or a journal begins or ends.
    Coverage,
}

/// What cites a record. Texts are empty where they do not apply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct CitedBy<'r> {
    pub cited_as: CitedAs,
    pub sheet: &'r str,
    pub role: Option<Role>,
    pub host: &'r str,
    /// Trace, use or setting.
    pub id: &'r str,
    /// Documented rows of the trace.
    pub rows: &'r [String],
}

/// A record with all that cites it.
#[derive(Debug)]
pub(super) struct Cited<'r> {
    pub record: &'r RecordRef,
    pub by: BTreeSet<CitedBy<'r>>,
}

/// Everything that is cited; sources by their place in the report's list.
#[derive(Debug, Default)]
pub(super) struct Citations<'r> {
    pub records: BTreeMap<(usize, u64), Cited<'r>>,
    pub pieces: BTreeMap<usize, BTreeSet<Place>>,
    /// Records beyond [`limits::CITED_BYTES`].
    pub left_out: u64,
}

/// Gathers all of it: what the tool alone leaves first, so that a cap leaves out the rest.
pub(super) fn collect(report: &Report) -> Citations<'_> {
    let sources = report.evidence.iter().enumerate();
    let mut gathered = Gathered {
        report,
        numbers: sources.map(|(at, one)| (one.id.as_str(), at)).collect(),
        bytes: 0,
        left_out: BTreeSet::new(),
        citations: Citations::default(),
    };
    for weight in [Weight::Strong, Weight::Ordinary] {
        for sheet in &report.sheets {
            for (role, trace) in traces(sheet).filter(|(_, trace)| Weight::of(trace) == weight) {
                gathered.trace(sheet, role, trace);
            }
        }
    }
    report.sheets.iter().for_each(|sheet| gathered.uses(sheet));
    gathered.evidence();
    gathered.coverage();
    gathered.citations.left_out = gathered.left_out.len() as u64;
    gathered.citations
}

fn traces(sheet: &SheetResult) -> impl Iterator<Item = (&RoleResult, &TraceResult)> {
    sheet.roles.iter().flat_map(|role| role.traces.iter().map(move |trace| (role, trace)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Strong,
    Ordinary,
}

impl Weight {
    fn of(trace: &TraceResult) -> Self {
        let specific = trace.certainty == Some(Certainty::Specific);
        if specific || trace.decisive { Self::Strong } else { Self::Ordinary }
    }
}

struct Gathered<'r> {
    report: &'r Report,
    numbers: BTreeMap<&'r str, usize>,
    bytes: u64,
    left_out: BTreeSet<(usize, u64)>,
    citations: Citations<'r>,
}

impl<'r> Gathered<'r> {
    fn trace(&mut self, sheet: &'r SheetResult, role: &'r RoleResult, trace: &'r TraceResult) {
        let by = |cited_as| CitedBy {
            cited_as,
            sheet: &sheet.id,
            role: Some(role.role),
            host: role.host.as_deref().unwrap_or_default(),
            id: &trace.id,
            rows: &trace.refs,
        };
        for record in trace.matches.iter().flat_map(|found| &found.records) {
            self.add(record, by(CitedAs::Match));
        }
        for record in trace.reason.iter().flat_map(|reason| &reason.proofs) {
            self.add(record, by(CitedAs::Proof));
        }
        for record in trace.near_misses.iter().flat_map(|missed| &missed.records) {
            self.add(record, by(CitedAs::NearMiss));
        }
    }

    fn uses(&mut self, sheet: &'r SheetResult) {
        for session in &sheet.sessions {
            for record in &session.matches {
                let by = CitedBy { sheet: &sheet.id, id: &session.id, ..nothing(CitedAs::Use) };
                self.add(record, by);
            }
        }
    }

    fn evidence(&mut self) {
        for evidence in &self.report.evidence {
            for cleared in evidence.channels.iter().flat_map(|channel| &channel.cleared) {
                let by = CitedBy { id: &cleared.channel, ..nothing(CitedAs::Cleared) };
                self.add(&cleared.record, by);
            }
            let journal = evidence.usn_journal.iter();
            for record in journal.flat_map(|journal| journal.first.iter().chain(&journal.last)) {
                self.add(record, nothing(CitedAs::Coverage));
            }
        }
    }

    fn coverage(&mut self) {
        for host in &self.report.hosts {
            for life in host.coverage.iter().flat_map(|coverage| &coverage.life) {
                for record in &life.proofs {
                    let by = CitedBy {
                        host: &host.name,
                        id: &life.setting,
                        ..nothing(CitedAs::Coverage)
                    };
                    self.add(record, by);
                }
            }
        }
    }

    fn add(&mut self, record: &'r RecordRef, by: CitedBy<'r>) {
        let number = self.numbers.get(record.evidence.as_str()).copied();
        let evidence = number.and_then(|at| self.report.evidence.get(at).map(|one| (at, one)));
        let Some((at, evidence)) = evidence else { return };
        let Ok(offset) = record.offset.parse::<u64>() else { return };
        let Some(place) = Place::of(evidence, offset) else { return };
        if let Some(known) = self.citations.records.get_mut(&(at, offset)) {
            known.by.insert(by);
            return;
        }
        let is_there = self.citations.pieces.get(&at).is_some_and(|pieces| pieces.contains(&place));
        if !is_there {
            let bytes = self.bytes.saturating_add(expected_bytes(evidence.kind, place));
            if bytes > limits::CITED_BYTES {
                self.left_out.insert((at, offset));
                return;
            }
            self.bytes = bytes;
            self.citations.pieces.entry(at).or_default().insert(place);
        }
        let cited = Cited { record, by: BTreeSet::from([by]) };
        self.citations.records.insert((at, offset), cited);
    }
}

/// Bytes that a piece will have; a USN record is far smaller than the most it may have.
fn expected_bytes(kind: EvidenceKind, place: Place) -> u64 {
    const USN_RECORD: u64 = 512;
    if kind == EvidenceKind::UsnJournal { USN_RECORD } else { place.count }
}

fn nothing<'r>(cited_as: CitedAs) -> CitedBy<'r> {
    CitedBy { cited_as, sheet: "", role: None, host: "", id: "", rows: &[] }
}
