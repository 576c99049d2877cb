//! Would the trace have been recorded? Spans in which it would, or the reason why that is not
//! shown.
//!
//! Contract: a span is proven when its EventRecordIDs are unbroken, a sign of every required
//! setting stands at its beginning and its end, and nothing between may have switched one off.
//! Reference: pitfalls of verdicts, items 1, 2, 6, 7, 8.

use std::collections::BTreeMap;

use super::{
    View,
    supplied::{self, Supplied},
    windows::Span,
};
use crate::{
    catalog::{Setting, SettingKind, Trace},
    coverage::{ChannelCoverage, Interval, Located, LogMarker, SignSpan},
    report::Boundary,
    scan::findings::{IdSequence, MarkerKind},
    time::TICKS_PER_SECOND,
    words::{EvidenceKind, ReasonCode, Recording},
};

/// `AuditPolicyChanges` of 4719: success auditing was removed, was added.
const SUCCESS_REMOVED: &str = "%%8448";
const SUCCESS_ADDED: &str = "%%8449";

/// Seconds that spans must reach over to stand for a log: a moment says nothing of a use at
/// another time.
pub(super) const SHORTEST_PROOF: u64 = 60;

/// Where a trace would have been recorded, worked out once for all who ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Proven {
    /// Spans in order of (generation, id).
    pub(super) spans: Vec<SignSpan>,
    /// They are proven only with what is supplied beside the records.
    pub(super) is_supported: bool,
}

impl Proven {
    /// For a trace on a host; nothing for what is not in its logs.
    pub(super) fn of(view: &View<'_>, trace: &Trace) -> Self {
        let channel = trace.channel.as_deref().unwrap_or_default().to_lowercase();
        let coverage = view.coverage.channels.get(&channel);
        let Some(coverage) = coverage.filter(|_| trace.kind == EvidenceKind::EventLog) else {
            return Self::default();
        };
        let by_records = proven(view, trace, coverage, Support::Records);
        if supplied::supplied(view, trace, coverage).is_empty() {
            return Self { spans: by_records, is_supported: false };
        }
        let spans = proven(view, trace, coverage, Support::Supplied);
        let is_supported = spans != by_records;
        Self { spans, is_supported }
    }
}

/// What may stand for the signs of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Support {
    /// Nothing: records only.
    Records,
    /// What is supplied beside the records, too.
    Supplied,
}

/// Why recording is not shown.
#[derive(Debug, Clone)]
pub(super) struct Doubt<'c> {
    pub(super) code: ReasonCode,
    /// The setting in question.
    pub(super) setting: Option<&'c Setting>,
    /// The record that shows it.
    pub(super) record: Option<LogMarker>,
}

impl<'c> Doubt<'c> {
    pub(super) fn of(code: ReasonCode, setting: Option<&'c Setting>) -> Self {
        Self { code, setting, record: None }
    }
}

/// From where to where a span reaches in time.
pub(super) fn times(span: &SignSpan) -> Span {
    let (first, last) = (span.first.place.time, span.last.place.time);
    (first.min(last), first.max(last))
}

/// The spans in which the trace would have been recorded, in order of (generation, id).
fn proven(
    view: &View<'_>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    support: Support,
) -> Vec<SignSpan> {
    let settings = view.context.settings(trace);
    let mut spans = unbroken(coverage);
    let mut alive_by = trace.alive_by;
    for setting in &settings {
        if !needs_sign(setting) {
            continue;
        }
        if stands_for(trace, setting) {
            alive_by = None;
        }
        let mut shown = signs(trace, setting, coverage).to_vec();
        if support == Support::Supplied {
            shown = union(shown, supplied::supported(view, trace, setting, coverage));
        }
        spans = intersect(&spans, &shown);
    }
    if alive_by.is_some() {
        spans = intersect(&spans, life(coverage, alive_by));
    }
    if settings.iter().any(|setting| matches!(setting.kind, SettingKind::AuditPolicy { .. })) {
        let per_user = per_user_changes(coverage);
        spans.retain(|span| !per_user.iter().any(|change| is_before(change, &span.first, span)));
    }
    spans.retain(|span| span.first.place.record_id < span.last.place.record_id);
    spans
}

/// Settings of which a log must show that they were on.
fn needs_sign(setting: &Setting) -> bool {
    matches!(
        setting.kind,
        SettingKind::AuditPolicy { .. } | SettingKind::Sysmon { .. } | SettingKind::ObjectAuditing
    )
}

/// Whether the trace's own sign of life stands for the setting: one that has filters.
fn stands_for(trace: &Trace, setting: &Setting) -> bool {
    trace.alive_by.is_some()
        && matches!(setting.kind, SettingKind::Sysmon { .. } | SettingKind::ObjectAuditing)
}

/// Spans of signs that the setting was on, for this trace.
pub(super) fn signs<'l>(
    trace: &Trace,
    setting: &Setting,
    coverage: &'l ChannelCoverage,
) -> &'l [SignSpan] {
    life(coverage, if stands_for(trace, setting) { trace.alive_by } else { setting.life })
}

/// What lies in one list of spans or the other, in order, joined where they overlap.
fn union(a: Vec<SignSpan>, b: Vec<SignSpan>) -> Vec<SignSpan> {
    let mut all: Vec<SignSpan> = a.into_iter().chain(b).collect();
    all.sort_by_key(|span| (span.generation, span.first.place.record_id, span.last));
    let mut joined: Vec<SignSpan> = Vec::new();
    for span in all {
        match joined.last_mut() {
            Some(last)
                if last.generation == span.generation
                    && span.first.place.record_id <= last.last.place.record_id =>
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

/// Whether the proven spans stand for what the channel covers: most of its EventRecordIDs, those
/// that are missing included, and more than a moment. A host that is off writes no records, so
/// the length of time would not tell.
pub(super) fn speaks_for(proven: &[SignSpan], coverage: &ChannelCoverage) -> bool {
    let ids = |first: &Located, last: &Located| {
        last.place.record_id.saturating_sub(first.place.record_id).saturating_add(1)
    };
    let mut ranges: BTreeMap<usize, (Located, Located)> = BTreeMap::new();
    for interval in &coverage.intervals {
        let range = ranges.entry(interval.generation).or_insert((interval.first, interval.last));
        if interval.last.place.record_id > range.1.place.record_id {
            range.1 = interval.last;
        }
    }
    let length = |(from, to): Span| to.0.saturating_sub(from.0);
    let sum = |sum: u64, count: u64| sum.saturating_add(count);
    let shown = proven.iter().map(|span| ids(&span.first, &span.last)).fold(0, sum);
    let all = ranges.values().map(|(first, last)| ids(first, last)).fold(0, sum);
    let time = proven.iter().map(|span| length(times(span))).fold(0, sum);
    shown.saturating_mul(2) >= all && time >= SHORTEST_PROOF.saturating_mul(TICKS_PER_SECOND)
}

fn life(coverage: &ChannelCoverage, sign: Option<crate::catalog::LifeSignNumber>) -> &[SignSpan] {
    sign.and_then(|sign| coverage.life.get(&sign)).map(Vec::as_slice).unwrap_or_default()
}

fn unbroken(coverage: &ChannelCoverage) -> Vec<SignSpan> {
    let whole = |interval: &&Interval| is_whole(interval);
    let span = |interval: &Interval| SignSpan {
        generation: interval.generation,
        first: interval.first,
        last: interval.last,
    };
    coverage.intervals.iter().filter(whole).map(span).collect()
}

/// Whether the interval holds every record that was written in it. Forwarded events may be a part
/// of them, whatever their ids.
pub(super) fn is_whole(interval: &Interval) -> bool {
    interval.ids == IdSequence::Unbroken && !interval.is_forwarded
}

/// What two lists of spans, each in order, have in common.
fn intersect(a: &[SignSpan], b: &[SignSpan]) -> Vec<SignSpan> {
    let mut common = Vec::new();
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        let id = |located: &Located| located.place.record_id;
        if one.generation == other.generation {
            let first = if id(&one.first) >= id(&other.first) { one.first } else { other.first };
            let last = if id(&one.last) <= id(&other.last) { one.last } else { other.last };
            if id(&first) <= id(&last) {
                common.push(SignSpan { generation: one.generation, first, last });
            }
        }
        if (one.generation, id(&one.last)) <= (other.generation, id(&other.last)) {
            left.next();
        } else {
            right.next();
        }
    }
    common
}

fn per_user_changes(coverage: &ChannelCoverage) -> Vec<&LogMarker> {
    let is_change = |marker: &&LogMarker| marker.kind == MarkerKind::PerUserAuditPolicyChanged;
    coverage.markers.iter().filter(is_change).collect()
}

fn is_before(marker: &LogMarker, at: &Located, span: &SignSpan) -> bool {
    marker.generation == span.generation && marker.at.place.record_id < at.place.record_id
}

/// The most telling reason why recording is shown nowhere, or not in the window, although the
/// channel was covered there.
pub(super) fn doubt<'c>(
    view: &View<'c>,
    trace: &Trace,
    coverage: &ChannelCoverage,
    window: Option<Span>,
) -> Doubt<'c> {
    let settings = view.context.settings(trace);
    if !coverage.intervals.iter().any(is_whole) {
        if coverage.is_forwarded {
            return Doubt::of(ReasonCode::ForwardedSubset, None);
        }
        let code = match (coverage.is_exported, coverage.is_damaged) {
            (false, true) => ReasonCode::RecordsDamaged,
            _ => ReasonCode::Exported,
        };
        return Doubt::of(code, None);
    }
    for setting in &settings {
        if let Some(change) = switched_off(setting, coverage, window) {
            let record = Some(change.clone());
            return Doubt { code: ReasonCode::SettingOff, setting: Some(setting), record };
        }
    }
    let by_policy = settings.iter().find(|s| matches!(s.kind, SettingKind::AuditPolicy { .. }));
    if let (Some(setting), Some(change)) = (by_policy, per_user_changes(coverage).first()) {
        let record = Some((*change).clone());
        return Doubt { code: ReasonCode::PerUserPolicy, setting: Some(setting), record };
    }
    let is_off = |one: &Supplied<'_>| one.recording == Recording::Off && !one.contradicted;
    let all = supplied::supplied(view, trace, coverage);
    let off = settings.iter().find(|setting| {
        let mut said = all.iter().filter(|one| one.setting.id == setting.id).peekable();
        said.peek().is_some() && said.all(is_off)
    });
    if let Some(setting) = off {
        return Doubt::of(ReasonCode::SettingOff, Some(setting));
    }
    let is_shown = |setting: &Setting| match setting.kind {
        SettingKind::Sysmon { .. } | SettingKind::ObjectAuditing => {
            !life(coverage, trace.alive_by.or(setting.life)).is_empty()
        }
        SettingKind::AuditPolicy { .. } => !life(coverage, setting.life).is_empty(),
        _ => true,
    };
    // Where all are shown somewhere, but not together or not in the window, the first stands for
    // them.
    let needs_sign = |setting: &&&Setting| !matches!(setting.kind, SettingKind::Default);
    let candidates = || settings.iter().filter(needs_sign);
    let missing = candidates().find(|setting| !is_shown(setting));
    let setting = missing.or_else(|| candidates().next_back()).copied();
    let code = match setting.map(|setting| &setting.kind) {
        Some(SettingKind::Sysmon { .. }) => ReasonCode::SysmonFilterUnknown,
        Some(SettingKind::ObjectAuditing) => ReasonCode::ObjectAuditingUnknown,
        _ => ReasonCode::SettingNotShown,
    };
    Doubt::of(code, setting)
}

/// The record that switched the setting off, if nothing switched it on again before the window
/// ends.
pub(super) fn switched_off<'m>(
    setting: &Setting,
    coverage: &'m ChannelCoverage,
    window: Option<Span>,
) -> Option<&'m LogMarker> {
    let SettingKind::AuditPolicy { guid, .. } = &setting.kind else { return None };
    let plain = |text: &str| text.trim_matches(['{', '}', ' ']).to_ascii_lowercase();
    let is_of = |marker: &&LogMarker| {
        let changed = marker.fields.get("SubcategoryGuid").map(|text| plain(text));
        let in_time = window.is_none_or(|window| marker.at.place.time <= window.1);
        marker.kind == MarkerKind::AuditPolicyChanged && changed == Some(plain(guid)) && in_time
    };
    let changes = coverage.markers.iter().filter(is_of);
    let last = changes
        .filter(|marker| says(marker, SUCCESS_REMOVED) || says(marker, SUCCESS_ADDED))
        .max_by_key(|marker| (marker.generation, marker.at.place.record_id))?;
    let is_shown_after = setting.life.is_some_and(|sign| {
        life(coverage, Some(sign)).iter().any(|span| is_before(last, &span.first, span))
    });
    (says(last, SUCCESS_REMOVED) && !is_shown_after).then_some(last)
}

fn says(marker: &LogMarker, word: &str) -> bool {
    marker.fields.get("AuditPolicyChanges").is_some_and(|changes| changes.contains(word))
}

/// Whether a change of audit policy leaves success without auditing.
pub(super) fn removes_success(marker: &LogMarker) -> bool {
    says(marker, SUCCESS_REMOVED) && !says(marker, SUCCESS_ADDED)
}

/// Whether a change of audit policy adds auditing of success.
pub(super) fn adds_success(marker: &LogMarker) -> bool {
    let is_policy = marker.kind == MarkerKind::AuditPolicyChanged;
    is_policy && says(marker, SUCCESS_ADDED) && !says(marker, SUCCESS_REMOVED)
}

/// Why no record of the window could be seen: what bounds the coverage next to it.
pub(super) fn edge(coverage: &ChannelCoverage, window: Span) -> (ReasonCode, Option<&Interval>) {
    let after = coverage
        .intervals
        .iter()
        .filter(|interval| interval.from > window.0)
        .min_by_key(|interval| interval.from);
    if let Some(after) = after {
        return (behind(after.begins, ReasonCode::StartsAfter), Some(after));
    }
    let before = coverage.intervals.iter().max_by_key(|interval| interval.to);
    let code =
        before.map_or(ReasonCode::EndsBefore, |before| behind(before.ends, ReasonCode::EndsBefore));
    (code, before)
}

/// The reason that a boundary stands for.
pub(super) fn behind(boundary: Boundary, otherwise: ReasonCode) -> ReasonCode {
    match boundary {
        Boundary::Cleared => ReasonCode::Cleared,
        Boundary::RolledOver => ReasonCode::RolledOver,
        Boundary::Gap | Boundary::Stopped => ReasonCode::Gap,
        Boundary::Exported => ReasonCode::Exported,
        Boundary::Forwarded => ReasonCode::ForwardedSubset,
        Boundary::ClockChanged => ReasonCode::ClockUnreliable,
        Boundary::Damaged => ReasonCode::RecordsDamaged,
        Boundary::Created | Boundary::Boot | Boundary::EvidenceEnds | Boundary::Acquisition => {
            otherwise
        }
    }
}
