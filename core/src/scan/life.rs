//! Spans of life signs: joined while nothing between two signs may have switched off the setting.
//!
//! Contract: whether two signs that follow each other belong to one span depends on these two, on
//! the markers and on the records between them, and on nothing else; so any order of joining gives
//! the same spans.

use std::collections::BTreeMap;

use super::{
    findings::{LifeSpan, Marker, Place},
    rules::Rules,
};
use crate::catalog::LifeSignNumber;

/// All spans of a run.
pub(super) type Life = BTreeMap<LifeSignNumber, Vec<LifeSpan>>;

/// Adds one sign that stands behind all others. `markers` are those of the run so far.
pub(super) fn add_sign(
    life: &mut Life,
    sign: LifeSignNumber,
    place: Place,
    markers: &[Marker],
    rules: &Rules<'_>,
) {
    let span = LifeSpan { first: place, last: place, count: 1 };
    push(life.entry(sign).or_default(), sign, span, markers, &[], rules);
}

/// Appends the life of a run that follows. `before` and `after` are the markers of both runs.
pub(super) fn join(
    life: &mut Life,
    next: Life,
    before: &[Marker],
    after: &[Marker],
    rules: &Rules<'_>,
) {
    for (sign, spans) in next {
        let target = life.entry(sign).or_default();
        let mut spans = spans.into_iter();
        if let Some(first) = spans.next() {
            push(target, sign, first, before, after, rules);
        }
        target.extend(spans);
    }
}

fn push(
    spans: &mut Vec<LifeSpan>,
    sign: LifeSignNumber,
    span: LifeSpan,
    before: &[Marker],
    after: &[Marker],
    rules: &Rules<'_>,
) {
    let joined = spans.last_mut().filter(|last| {
        let id = |marker: &Marker| marker.place.record_id;
        let mut between = before
            .iter()
            .rev()
            .take_while(|marker| id(marker) > last.last.record_id)
            .chain(after.iter().take_while(|marker| id(marker) <= span.first.record_id));
        !between.any(|marker| rules.breaks(sign, marker)) && !is_silent(last, &span, sign, rules)
    });
    match joined {
        Some(last) => {
            last.last = span.last;
            last.count = last.count.saturating_add(span.count);
        }
        None => spans.push(span),
    }
}

/// Too long without a sign, while other records were written.
fn is_silent(last: &LifeSpan, next: &LifeSpan, sign: LifeSignNumber, rules: &Rules<'_>) -> bool {
    let others_between = next.first.record_id > last.last.record_id.saturating_add(1);
    let silence = next.first.time.0.saturating_sub(last.last.time.0);
    others_between && rules.silence(sign).is_some_and(|limit| silence > limit)
}
