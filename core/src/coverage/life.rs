//! Life of settings across files: spans of signs that follow each other undisturbed.
//!
//! Contract: only records without missing ids show life, because what is missing may have
//! switched the setting off. Reference: pitfalls of verdicts, items 1, 2 and 8.

use std::collections::BTreeMap;

use super::channel::{Interval, LogMarker, Piece, SignSpan};
use crate::{
    catalog::LifeSignNumber,
    scan::{
        Rules,
        findings::{IdSequence, Marker},
    },
};

/// Spans by sign, in order of (generation, first id). Pieces are in order, too.
pub(super) fn spans(
    pieces: &[Piece<'_>],
    intervals: &[Interval],
    markers: &[LogMarker],
    rules: &Rules<'_>,
) -> BTreeMap<LifeSignNumber, Vec<SignSpan>> {
    let mut life: BTreeMap<LifeSignNumber, Vec<SignSpan>> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.run.ids == IdSequence::Unbroken) {
        for (sign, spans) in &piece.run.life {
            life.entry(*sign).or_default().extend(spans.iter().map(|span| SignSpan {
                generation: piece.generation,
                first: piece.at(span.first),
                last: piece.at(span.last),
            }));
        }
    }
    for (sign, spans) in &mut life {
        spans.sort_by_key(|span| {
            (span.generation, span.first.place.record_id, span.last.place.record_id, span.first)
        });
        let joined = join(std::mem::take(spans), |before, after| {
            in_one_interval(before, after, intervals)
                && undisturbed(*sign, before, after, markers, rules)
        });
        *spans = joined;
    }
    life
}

/// Joins spans that overlap (copies of the same records) or that `follow` each other.
fn join(spans: Vec<SignSpan>, follow: impl Fn(&SignSpan, &SignSpan) -> bool) -> Vec<SignSpan> {
    let mut joined: Vec<SignSpan> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if last.generation == span.generation
                    && (span.first.place.record_id <= last.last.place.record_id
                        || follow(last, &span)) =>
            {
                if span.last.place.record_id > last.last.place.record_id {
                    last.last = span.last;
                }
            }
            _ => joined.push(span),
        }
    }
    joined
}

fn in_one_interval(before: &SignSpan, after: &SignSpan, intervals: &[Interval]) -> bool {
    let key = |interval: &Interval| (interval.generation, interval.first.place.record_id);
    let from = (before.generation, before.last.place.record_id);
    let behind = intervals.partition_point(|interval| key(interval) <= from);
    let around = intervals.get(..behind).and_then(|intervals| {
        intervals.iter().rev().find(|interval| interval.ids == IdSequence::Unbroken)
    });
    around.is_some_and(|interval| after.first.place.record_id <= interval.last.place.record_id)
}

fn undisturbed(
    sign: LifeSignNumber,
    before: &SignSpan,
    after: &SignSpan,
    markers: &[LogMarker],
    rules: &Rules<'_>,
) -> bool {
    let id = |marker: &LogMarker| (marker.generation, marker.at.place.record_id);
    let from = (before.generation, before.last.place.record_id);
    let to = (after.generation, after.first.place.record_id);
    let start = markers.partition_point(|marker| id(marker) <= from);
    let between = markers.get(start..).unwrap_or_default();
    let breaks = between.iter().take_while(|marker| id(marker) <= to).any(|marker| {
        let place = marker.at.place;
        rules.breaks(sign, &Marker { kind: marker.kind, place, fields: marker.fields.clone() })
    });
    let others_between = to.1 > from.1.saturating_add(1);
    let silence = after.first.place.time.0.saturating_sub(before.last.place.time.0);
    let is_silent = others_between && rules.silence(sign).is_some_and(|limit| silence > limit);
    !breaks && !is_silent
}
