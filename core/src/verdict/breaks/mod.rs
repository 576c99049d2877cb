//! What keeps the proven spans of a log from standing for all that it covers.
//!
//! Contract: where no period is asked for, a log may speak as a whole only if no record of it can
//! have been lost or left unwritten: it is not cut anywhere, and between two signs of a setting, before
//! the first and after the last, nothing may have switched it off and it is not silent for longer
//! than it may be. A host that is off writes nothing: that time does not count. Reference: pitfalls
//! of verdicts, items 6, 7, 8 and 17.

mod points;
mod walk;

use self::{points::points, walk::Walk};
use super::{
    View,
    proof::{self, Doubt},
};
use crate::{
    catalog::Trace,
    coverage::{ChannelCoverage, Interval, LogMarker, SignSpan},
    scan::findings::MarkerKind,
    words::ReasonCode,
};

/// Reasons from the sharpest on; all others come last.
const SHARPEST: [ReasonCode; 9] = [
    ReasonCode::Cleared,
    ReasonCode::SettingOff,
    ReasonCode::PerUserPolicy,
    ReasonCode::Gap,
    ReasonCode::RecordsDamaged,
    ReasonCode::ForwardedSubset,
    ReasonCode::Exported,
    ReasonCode::ClockUnreliable,
    ReasonCode::SysmonFilterUnknown,
];

/// The sharpest reason why the spans do not stand for the whole log; none where they do.
pub(super) fn sharpest<'c>(
    view: &View<'c>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    proven: &[SignSpan],
) -> Option<Doubt<'c>> {
    let mut found: Vec<Doubt<'c>> = cuts(coverage).collect();
    let whole = coverage.intervals.chunk_by(|a, b| a.generation == b.generation);
    for intervals in whole {
        let (Some(first), Some(last)) = (intervals.first(), intervals.last()) else { continue };
        let mut walk = Walk::from(view, trace, coverage, first);
        for point in points(view, trace, coverage, proven, first.generation) {
            walk.reach(&point);
        }
        walk.end(last.to);
        found.extend(walk.found);
    }
    let is_lost = coverage.is_damaged && found.is_empty();
    found.extend(is_lost.then(|| Doubt::of(ReasonCode::RecordsDamaged, None)));
    let rank = |doubt: &Doubt<'_>| {
        SHARPEST.iter().position(|code| *code == doubt.code).unwrap_or(SHARPEST.len())
    };
    found.into_iter().min_by_key(rank)
}

/// How the log begins, as far as that says what is not in it: the reason, and the record of a clear.
pub(super) fn beginning(coverage: &ChannelCoverage) -> Option<(ReasonCode, Option<&LogMarker>)> {
    let first = coverage.intervals.first()?;
    let code = proof::behind(first.begins, ReasonCode::WouldHaveBeenRecorded);
    (code != ReasonCode::WouldHaveBeenRecorded).then(|| (code, marker_at(coverage, first)))
}

/// Where the log is cut: every interval but the first begins for a reason.
fn cuts<'c>(coverage: &ChannelCoverage) -> impl Iterator<Item = Doubt<'c>> {
    coverage.intervals.iter().skip(1).map(|interval| Doubt {
        record: marker_at(coverage, interval).cloned(),
        ..Doubt::of(proof::behind(interval.begins, ReasonCode::Gap), None)
    })
}

/// The marker with which an interval begins, if one cut it there.
fn marker_at<'m>(coverage: &'m ChannelCoverage, interval: &Interval) -> Option<&'m LogMarker> {
    let id = |marker: &LogMarker| (marker.generation, marker.at.place.record_id);
    let at = (interval.generation, interval.first.place.record_id);
    let from = coverage.markers.partition_point(|marker| id(marker) < at);
    let there = coverage.markers.get(from..).unwrap_or_default();
    there.iter().take_while(|marker| id(marker) == at).find(|marker| {
        matches!(
            marker.kind,
            MarkerKind::LogCleared
                | MarkerKind::ServiceStopped
                | MarkerKind::EventsDropped
                | MarkerKind::LogFull
                | MarkerKind::ClockChanged
        )
    })
}
