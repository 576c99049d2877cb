//! What a walk through a log comes by, in order of EventRecordID.

use crate::{
    catalog::{Setting, Trace},
    coverage::{ChannelCoverage, Located, LogMarker, SignSpan},
    scan::findings::MarkerKind,
    verdict::{View, supplied},
};

/// What a walk through a log comes by.
pub(super) enum Point<'c, 'm> {
    /// Signs show the setting from the one to the other.
    Shown(&'m SignSpan),
    /// The setting may be another from here on.
    Changed(&'c Setting, &'m LogMarker),
    /// The host or the recording stops.
    Stopped(&'m LogMarker),
    /// It starts.
    Started(&'m LogMarker),
}

impl Point<'_, '_> {
    fn at(&self) -> Located {
        match self {
            Self::Shown(span) => span.first,
            Self::Changed(_, marker) | Self::Stopped(marker) | Self::Started(marker) => marker.at,
        }
    }
}

/// The points of one generation in order of EventRecordID.
pub(super) fn points<'c, 'm>(
    view: &View<'c>,
    trace: &Trace,
    coverage: &'m ChannelCoverage,
    proven: &'m [SignSpan],
    generation: usize,
) -> Vec<Point<'c, 'm>> {
    let spans: Vec<&SignSpan> =
        proven.iter().filter(|span| span.generation == generation).collect();
    let id = |located: &Located| located.place.record_id;
    // Spans are in order and do not overlap: the last that begins before it can hold it.
    let is_shown = |marker: &LogMarker| {
        let behind = spans.partition_point(|span| id(&span.first) <= id(&marker.at));
        let before = behind.checked_sub(1).and_then(|at| spans.get(at));
        before.is_some_and(|span| id(&marker.at) <= id(&span.last))
    };
    let settings = view.context.settings(trace);
    let point = |marker: &'m LogMarker| match (marker.kind, marker.fields.get("State")) {
        (MarkerKind::Boot, _) => Some(Point::Started(marker)),
        (MarkerKind::ServiceStopped | MarkerKind::Shutdown, _) => Some(Point::Stopped(marker)),
        (MarkerKind::SysmonState, Some(state)) if state.eq_ignore_ascii_case("stopped") => {
            Some(Point::Stopped(marker))
        }
        (MarkerKind::SysmonState, _) => Some(Point::Started(marker)),
        _ => {
            let changed = settings.iter().find(|setting| supplied::may_change(setting, marker))?;
            Some(Point::Changed(changed, marker))
        }
    };
    let own = coverage.markers.iter().filter(|marker| marker.generation == generation);
    let mut points: Vec<Point<'c, 'm>> =
        own.filter(|marker| !is_shown(marker)).filter_map(point).collect();
    points.extend(spans.iter().map(|span| Point::Shown(span)));
    points.sort_by_key(|point| id(&point.at()));
    points
}
