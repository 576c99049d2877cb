//! Coverage of one channel of one host: which EventRecordIDs, and so which time, could be seen.
//!
//! Contract: everything goes by EventRecordID and TimeCreated of the records' own values, in id
//! order. Copies and overlapping files are joined and all named. An interval is cut at missing
//! ids, at clears, where the log service stopped or dropped events, and where the clock changed;
//! a boot does not end it. Reference: pitfalls of verdicts, items 5, 6, 14, 16, 17.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    boundaries::{self, Surroundings},
    generations, life,
};
use crate::{
    catalog::LifeSignNumber,
    report::Boundary,
    scan::{
        Rules,
        case::Source,
        findings::{IdSequence, MarkerKind, Place, Run, Stream, StreamKey},
    },
    time::Filetime,
};

/// A record in an evidence source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// Number of the evidence source.
    pub evidence: usize,
    /// Where it stands in it.
    pub place: Place,
}

/// The records of the channel in one evidence source.
#[derive(Debug, Clone, Copy)]
pub struct Part<'c> {
    /// Number of the evidence source.
    pub evidence: usize,
    /// The evidence source.
    pub source: &'c Source,
    /// Name of the stream.
    pub key: &'c StreamKey,
    /// Its findings.
    pub stream: &'c Stream,
    /// The file holds forwarded events of several computers.
    pub is_forwarded: bool,
}

/// Records in id order without a hole, or a sparse stretch of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Ids are comparable within a generation only: the log was made anew, or another machine
    /// bears the same name.
    pub generation: usize,
    /// Record with the smallest id.
    pub first: Located,
    /// Record with the largest id.
    pub last: Located,
    /// Smallest time inside.
    pub from: Filetime,
    /// Largest time inside.
    pub to: Filetime,
    /// Whether ids are missing inside.
    pub ids: IdSequence,
    /// Why it begins there.
    pub begins: Boundary,
    /// Why it ends there.
    pub ends: Boundary,
    /// Numbers of the evidence sources that hold records of it.
    pub evidence: BTreeSet<usize>,
    /// All of these hold forwarded events, of which there may be a part only.
    pub is_forwarded: bool,
}

/// A marker record with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMarker {
    /// See [`Interval::generation`].
    pub generation: usize,
    /// The record.
    pub at: Located,
    /// What it says.
    pub kind: MarkerKind,
    /// Fields that reasons quote.
    pub fields: BTreeMap<String, String>,
}

/// Signs of life that follow each other undisturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignSpan {
    /// See [`Interval::generation`].
    pub generation: usize,
    /// First sign.
    pub first: Located,
    /// Last sign.
    pub last: Located,
}

/// Coverage of one channel of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelCoverage {
    /// Name as the records spell it.
    pub channel: String,
    /// In order of (generation, first id).
    pub intervals: Vec<Interval>,
    /// By life sign, in order of (generation, first id).
    pub life: BTreeMap<LifeSignNumber, Vec<SignSpan>>,
    /// Markers in id order, copies once.
    pub markers: Vec<LogMarker>,
    /// Some of its records come from a file of forwarded events.
    pub is_forwarded: bool,
    /// Some of its records come from an exported log: their header numbers differ.
    pub is_exported: bool,
    /// Some of its evidence could not be read whole.
    pub is_damaged: bool,
}

/// A run with the evidence it comes from.
#[derive(Clone, Copy)]
pub(super) struct Piece<'c> {
    pub(super) generation: usize,
    pub(super) evidence: usize,
    pub(super) is_forwarded: bool,
    pub(super) run: &'c Run,
}

impl Piece<'_> {
    pub(super) fn at(&self, place: Place) -> Located {
        Located { evidence: self.evidence, place }
    }
}

impl ChannelCoverage {
    /// Coverage from all parts of a channel of one host. `clears` are the times at which the
    /// host's System log says that this channel was cleared.
    pub fn new(parts: &[Part<'_>], clears: &[Filetime], rules: &Rules<'_>) -> Self {
        let pieces = pieces(parts);
        let markers = markers(&pieces);
        let mut intervals = join(&pieces);
        let channel = parts.first().map_or("", |part| part.key.channel.as_str());
        let exported: BTreeSet<usize> = pieces
            .iter()
            .filter(|piece| boundaries::is_exported(piece.run))
            .map(|piece| piece.evidence)
            .collect();
        let surroundings =
            Surroundings { channel, parts, markers: &markers, exported: &exported, clears };
        boundaries::mark(&mut intervals, &surroundings);
        let intervals = boundaries::split(intervals, &markers, channel);
        let spelling = parts.iter().map(|part| &part.stream.names.channel).min();
        Self {
            channel: spelling.cloned().unwrap_or_default(),
            life: life::spans(&pieces, &intervals, &markers, rules),
            intervals,
            markers,
            is_forwarded: parts.iter().any(|part| part.is_forwarded),
            is_exported: !exported.is_empty(),
            is_damaged: parts.iter().any(|part| part.source.findings.warnings.mean_loss()),
        }
    }

    /// Smallest and largest time that is covered.
    pub fn reach(&self) -> Option<(Filetime, Filetime)> {
        let from = self.intervals.iter().map(|interval| interval.from).min()?;
        let to = self.intervals.iter().map(|interval| interval.to).max()?;
        Some((from, to))
    }

    /// Spans of time in which the clock was changed: times inside may be off.
    pub fn clock_changes(&self) -> Vec<(Filetime, Filetime)> {
        let order = |a: Filetime, b: Filetime| (a.min(b), a.max(b));
        let told = self.markers.iter().filter(|marker| marker.kind == MarkerKind::ClockChanged);
        let told = told.filter_map(|marker| {
            let time = |name: &str| marker.fields.get(name)?.parse::<Filetime>().ok();
            Some(order(time("PreviousTime")?, time("NewTime")?))
        });
        let seen = self.intervals.iter().zip(self.intervals.iter().skip(1)).filter(|(a, b)| {
            a.ends == Boundary::ClockChanged
                && a.generation == b.generation
                && b.from < a.to
                && b.begins == Boundary::ClockChanged
        });
        told.chain(seen.map(|(a, b)| order(b.from, a.to))).collect()
    }
}

/// All runs in order of (generation, first id, last id, evidence).
fn pieces<'c>(parts: &[Part<'c>]) -> Vec<Piece<'c>> {
    let generations = generations::of(parts);
    let mut pieces: Vec<Piece<'c>> = parts
        .iter()
        .zip(generations)
        .flat_map(|(part, generation)| {
            let Part { evidence, is_forwarded, .. } = *part;
            let piece = move |run| Piece { generation, evidence, is_forwarded, run };
            part.stream.runs.values().map(piece)
        })
        .collect();
    pieces.sort_by_key(|piece| {
        let run = piece.run;
        let offset = run.first.offset;
        (piece.generation, run.first.record_id, run.last.record_id, piece.evidence, offset)
    });
    pieces
}

fn markers(pieces: &[Piece<'_>]) -> Vec<LogMarker> {
    let mut markers: Vec<LogMarker> = pieces
        .iter()
        .flat_map(|piece| {
            piece.run.markers.iter().map(|marker| LogMarker {
                generation: piece.generation,
                at: piece.at(marker.place),
                kind: marker.kind,
                fields: marker.fields.clone(),
            })
        })
        .collect();
    let key = |marker: &LogMarker| (marker.generation, marker.at.place.record_id, marker.kind);
    markers.sort_by_key(|a| (key(a), a.at));
    markers.dedup_by_key(|marker| key(marker));
    markers
}

/// Intervals of ids without a hole, and the sparse stretches that lie outside of them.
fn join(pieces: &[Piece<'_>]) -> Vec<Interval> {
    let mut intervals: Vec<Interval> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.run.ids == IdSequence::Unbroken) {
        match intervals.last_mut() {
            Some(last) if goes_on(last, piece) => extend(last, piece),
            _ => intervals.push(interval(piece)),
        }
    }
    let mut sparse: Vec<Interval> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.run.ids != IdSequence::Unbroken) {
        let (first, last) = (piece.run.first.record_id, piece.run.last.record_id);
        let holds = |interval: &Interval| {
            interval.generation == piece.generation
                && interval.first.place.record_id <= first
                && last <= interval.last.place.record_id
        };
        // Both lists are in order of (generation, first id): only the last one before can hold it.
        let behind = intervals.partition_point(|interval| {
            (interval.generation, interval.first.place.record_id) <= (piece.generation, first)
        });
        let before = behind.checked_sub(1).and_then(|at| intervals.get_mut(at));
        let around = before.filter(|interval| holds(interval));
        match around.or_else(|| sparse.last_mut().filter(|interval| holds(interval))) {
            Some(around) => {
                around.evidence.insert(piece.evidence);
            }
            None => sparse.push(interval(piece)),
        }
    }
    intervals.extend(sparse);
    intervals.sort_by_key(|interval| {
        (interval.generation, interval.first.place.record_id, interval.last.place.record_id)
    });
    intervals
}

fn interval(piece: &Piece<'_>) -> Interval {
    Interval {
        generation: piece.generation,
        first: piece.at(piece.run.first),
        last: piece.at(piece.run.last),
        from: piece.run.earliest,
        to: piece.run.latest,
        ids: piece.run.ids,
        begins: Boundary::EvidenceEnds,
        ends: Boundary::EvidenceEnds,
        evidence: BTreeSet::from([piece.evidence]),
        is_forwarded: piece.is_forwarded,
    }
}

/// Whether ids go on without a hole, and the time without a step back.
fn goes_on(interval: &Interval, piece: &Piece<'_>) -> bool {
    let last = interval.last.place;
    let first = piece.run.first;
    let overlaps = first.record_id <= last.record_id;
    let follows = last.record_id.checked_add(1) == Some(first.record_id)
        && !generations::steps_back(last.time, first.time);
    interval.generation == piece.generation && (overlaps || follows)
}

fn extend(interval: &mut Interval, piece: &Piece<'_>) {
    if piece.run.last.record_id > interval.last.place.record_id {
        interval.last = piece.at(piece.run.last);
    }
    interval.from = interval.from.min(piece.run.earliest);
    interval.to = interval.to.max(piece.run.latest);
    interval.evidence.insert(piece.evidence);
    interval.is_forwarded &= piece.is_forwarded;
}
