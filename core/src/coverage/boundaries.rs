//! Why covered intervals begin and end, and where they are cut.
//!
//! Reference: pitfalls of verdicts, items 6 and 17.

use std::collections::BTreeSet;

use super::channel::{Interval, LogMarker, Part};
use crate::{
    error::WarningCode,
    report::Boundary,
    scan::findings::{MarkerKind, Run},
    time::Filetime,
};

/// Records within which a boot follows an ordinary stop of the log service.
const BOOT_FOLLOWS_WITHIN: u64 = 256;

/// How long after a clear, told by the System log, a full log may begin to be taken for cleared
/// rather than rolled over, in seconds.
const CLEARED_JUST_BEFORE: u64 = 3_600;

/// What is known around the intervals of a channel.
pub(super) struct Surroundings<'c> {
    /// Name of the channel, in lower case.
    pub(super) channel: &'c str,
    pub(super) parts: &'c [Part<'c>],
    pub(super) markers: &'c [LogMarker],
    /// Evidence sources with an exported log.
    pub(super) exported: &'c BTreeSet<usize>,
    /// Times at which the System log says that the channel was cleared.
    pub(super) clears: &'c [Filetime],
}

/// Whether the header's number of its first record is not its EventRecordID.
pub(super) fn is_exported(run: &Run) -> bool {
    run.first.record_id != run.first.record_number
}

/// Says why each interval begins and ends. Intervals are in order of (generation, first id).
pub(super) fn mark(intervals: &mut [Interval], around: &Surroundings<'_>) {
    let mut before: Option<Interval> = None;
    let mut ends = Vec::new();
    for interval in intervals.iter_mut() {
        match before.as_ref().filter(|before| before.generation == interval.generation) {
            Some(before) => {
                interval.begins = around.between(before, interval);
                ends.push(interval.begins);
            }
            None => {
                interval.begins = around.beginning(interval);
                ends.push(Boundary::EvidenceEnds);
            }
        }
        before = Some(interval.clone());
    }
    ends.push(Boundary::EvidenceEnds);
    for (interval, end) in intervals.iter_mut().zip(ends.into_iter().skip(1)) {
        interval.ends = match end {
            Boundary::EvidenceEnds if around.is_cut_off(interval) => Boundary::Damaged,
            end => end,
        };
    }
}

impl Surroundings<'_> {
    fn parts_of(&self, interval: &Interval) -> impl Iterator<Item = &Part<'_>> {
        let evidence = interval.evidence.clone();
        self.parts.iter().filter(move |part| evidence.contains(&part.evidence))
    }

    /// Why ids are missing between two intervals, or the clock stepped back there.
    fn between(&self, before: &Interval, after: &Interval) -> Boundary {
        let next = before.last.place.record_id.saturating_add(1);
        if after.first.place.record_id <= next {
            return Boundary::ClockChanged;
        }
        if self.is_cleared_at(after) {
            return Boundary::Cleared;
        }
        let around = || self.parts_of(before).chain(self.parts_of(after));
        if around().any(|part| part.is_forwarded) {
            Boundary::Forwarded
        } else if around().any(|part| part.source.findings.warnings.mean_loss()) {
            Boundary::Damaged
        } else if around().any(|part| self.exported.contains(&part.evidence)) {
            Boundary::Exported
        } else {
            Boundary::Gap
        }
    }

    /// Why the first interval begins.
    fn beginning(&self, interval: &Interval) -> Boundary {
        let first = interval.first.place;
        if self.is_cleared_at(interval) {
            return Boundary::Cleared;
        }
        if first.record_id <= 1 {
            return Boundary::Created;
        }
        let holder = self.parts.iter().find(|part| part.evidence == interval.first.evidence);
        let Some(holder) = holder else { return Boundary::EvidenceEnds };
        if holder.is_forwarded {
            return Boundary::Forwarded;
        }
        if first.record_id != first.record_number {
            return Boundary::Exported;
        }
        let is_full = holder.source.findings.log.as_ref().is_some_and(|log| log.chunks_free == 0);
        let cleared_before = self.clears.iter().filter(|clear| **clear <= first.time).max();
        match (cleared_before, is_full) {
            (Some(clear), true) if clear.plus_seconds(CLEARED_JUST_BEFORE) < first.time => {
                Boundary::RolledOver
            }
            (Some(_), _) => Boundary::Cleared,
            (None, true) => Boundary::RolledOver,
            (None, false) => Boundary::Exported,
        }
    }

    fn is_cleared_at(&self, interval: &Interval) -> bool {
        let at = (interval.generation, interval.first.place.record_id);
        let id = |marker: &LogMarker| (marker.generation, marker.at.place.record_id);
        let from = self.markers.partition_point(|marker| id(marker) < at);
        let there = self.markers.get(from..).unwrap_or_default();
        let mut there = there.iter().take_while(|marker| id(marker) == at);
        there.any(|marker| is_own_clear(marker, self.channel))
    }

    /// The file of the last record ends inside a structure: more may have followed.
    fn is_cut_off(&self, interval: &Interval) -> bool {
        let holder = self.parts.iter().find(|part| part.evidence == interval.last.evidence);
        holder.is_some_and(|part| part.source.findings.warnings.count(WarningCode::Truncated) > 0)
    }
}

/// A System 104 names the log that was cleared; only its own clear cuts a log.
fn is_own_clear(marker: &LogMarker, channel: &str) -> bool {
    let cleared = marker.fields.get("Channel").map_or("", String::as_str);
    marker.kind == MarkerKind::LogCleared
        && (cleared.is_empty() || cleared.to_lowercase() == channel)
}

/// Cuts intervals at the markers that stand in them; the marker's record ends one and begins the
/// next.
pub(super) fn split(
    intervals: Vec<Interval>,
    markers: &[LogMarker],
    channel: &str,
) -> Vec<Interval> {
    let mut cut = Vec::new();
    for mut rest in intervals {
        let first = (rest.generation, rest.first.place.record_id);
        let last = (rest.generation, rest.last.place.record_id);
        let id = |marker: &LogMarker| (marker.generation, marker.at.place.record_id);
        let from = markers.partition_point(|marker| id(marker) < first);
        let inside = markers.get(from..).unwrap_or_default();
        for (number, marker) in inside.iter().enumerate() {
            if id(marker) > last {
                break;
            }
            let following = inside.get(number.saturating_add(1)..).unwrap_or_default();
            let boundary = match marker.kind {
                MarkerKind::LogCleared => {
                    is_own_clear(marker, channel).then_some(Boundary::Cleared)
                }
                _ => boundary(marker, following, last.1),
            };
            let Some(boundary) = boundary else { continue };
            if id(marker) == first {
                rest.begins = boundary;
                continue;
            }
            if id(marker) == last {
                rest.ends = boundary;
                continue;
            }
            let mut done = rest.clone();
            done.last = marker.at;
            done.to = ended(marker).max(done.from);
            done.ends = boundary;
            rest.first = marker.at;
            rest.from = marker.at.place.time.min(rest.to);
            rest.begins = boundary;
            cut.push(done);
        }
        cut.push(rest);
    }
    cut
}

/// Time at which the interval before the marker ends: before a change of the clock, the old time.
fn ended(marker: &LogMarker) -> Filetime {
    let old = marker.fields.get("PreviousTime").and_then(|text| text.parse().ok());
    match marker.kind {
        MarkerKind::ClockChanged => old.unwrap_or(marker.at.place.time),
        _ => marker.at.place.time,
    }
}

/// The boundary that a marker makes, if it makes one.
fn boundary(marker: &LogMarker, following: &[LogMarker], last_id: u64) -> Option<Boundary> {
    match marker.kind {
        MarkerKind::ClockChanged => Some(Boundary::ClockChanged),
        MarkerKind::EventsDropped | MarkerKind::LogFull => Some(Boundary::Gap),
        MarkerKind::ServiceStopped => {
            let id = marker.at.place.record_id;
            let reach = id.saturating_add(BOOT_FOLLOWS_WITHIN);
            let boots = following
                .iter()
                .take_while(|other| other.at.place.record_id <= reach)
                .any(|other| other.kind == MarkerKind::Boot);
            // Where nothing follows at all, the host was off or the evidence ends.
            (!boots && id != last_id).then_some(Boundary::Stopped)
        }
        _ => None,
    }
}
