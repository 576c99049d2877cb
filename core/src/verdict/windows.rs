//! Spans of time against the window that is asked for.
//!
//! Contract: both ends of spans and windows are included.

use crate::time::Filetime;

/// From and to.
pub(super) type Span = (Filetime, Filetime);

/// Whether a time lies in the window; without a window, always.
pub(super) fn holds(window: &Option<Span>, time: Filetime) -> bool {
    window.is_none_or(|(from, to)| from <= time && time <= to)
}

/// Whether two spans share a time.
pub(super) fn meet(a: Span, b: Span) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// From the earlier beginning to the later end.
pub(super) fn around(a: Span, b: Span) -> Span {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The parts of spans that lie in the window, joined where they meet, in order.
pub(super) fn inside(spans: impl IntoIterator<Item = Span>, window: Span) -> Vec<Span> {
    let mut clipped: Vec<Span> = spans
        .into_iter()
        .filter(|span| meet(*span, window))
        .map(|span| (span.0.max(window.0), span.1.min(window.1)))
        .collect();
    clipped.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in clipped {
        match joined.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

/// The parts of the window that none of the joined spans covers.
pub(super) fn missing(covered: &[Span], window: Span) -> Vec<Span> {
    let mut missing = Vec::new();
    let mut from = Some(window.0);
    for span in covered {
        if let Some(start) = from.filter(|start| *start < span.0) {
            missing.push((start, Filetime(span.0.0.saturating_sub(1))));
        }
        from = span.1.0.checked_add(1).map(Filetime);
    }
    if let Some(start) = from.filter(|start| *start <= window.1) {
        missing.push((start, window.1));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u64, to: u64) -> Span {
        (Filetime(from), Filetime(to))
    }

    #[test]
    fn what_is_covered_and_what_is_missing_make_up_the_window() {
        let covered = inside([span(0, 12), span(40, 60), span(11, 20), span(90, 99)], span(10, 50));
        assert_eq!(covered, [span(10, 20), span(40, 50)]);
        assert_eq!(missing(&covered, span(10, 50)), [span(21, 39)]);
        assert_eq!(missing(&[], span(10, 50)), [span(10, 50)]);
        assert_eq!(missing(&[span(10, 50)], span(10, 50)), []);
    }
}
