//! What is said of settings beside the records: audit policies, Sysmon configurations and the
//! examiner's statements.
//!
//! Contract: a file shows a state at the time of its collection, so it speaks for the end of a log
//! back to the last record that may have changed the setting, and no further; a statement asserts.
//! What the records show stands above both. Reference: pitfalls of verdicts, items 2 and 8.

use super::{
    View,
    references::evidence_id,
    windows::{self, Span},
};
use crate::{
    catalog::{Setting, SettingKind, Statement, Trace},
    coverage::{ChannelCoverage, Interval, LogMarker, SignSpan},
    report::{SettingSource, SuppliedSetting},
    scan::{SettingsFindings, findings::MarkerKind},
    time::TICKS_PER_SECOND,
    words::{EvidenceKind, Recording},
};

/// What one file or statement says of one setting.
#[derive(Debug, Clone)]
pub(super) struct Supplied<'c> {
    pub(super) setting: &'c Setting,
    pub(super) source: SettingSource,
    /// Number of the evidence source, for a file.
    evidence: Option<usize>,
    /// The statement, verbatim.
    statement: Option<&'c str>,
    pub(super) recording: Recording,
    /// The time that a statement speaks of.
    span: Option<Span>,
    /// The records show otherwise.
    pub(super) contradicted: bool,
}

impl Supplied<'_> {
    pub(super) fn evidence_id(&self) -> Option<String> {
        self.evidence.map(evidence_id)
    }

    /// As the report tells it.
    pub(super) fn told(&self) -> SuppliedSetting {
        SuppliedSetting {
            setting: self.setting.id.clone(),
            source: self.source,
            evidence: self.evidence_id(),
            statement: self.statement.map(str::to_owned),
            says: self.recording,
            asserted: self.source == SettingSource::Statement,
            contradicted: self.contradicted,
        }
    }
}

/// What a file says of a setting, if it speaks of it.
pub fn recording_in(found: &SettingsFindings, setting: &Setting) -> Option<Recording> {
    match (found, &setting.kind) {
        (
            SettingsFindings::AuditPolicy { subcategories, .. },
            SettingKind::AuditPolicy { guid, .. },
        ) => subcategories.get(&plain(guid)).copied(),
        (SettingsFindings::SysmonConfiguration { events }, SettingKind::Sysmon { event_id }) => {
            events.get(event_id).copied()
        }
        _ => None,
    }
}

fn plain(guid: &str) -> String {
    guid.trim_matches(['{', '}', ' ']).to_ascii_lowercase()
}

/// All that is said of the trace's settings on the host, files first.
pub(super) fn supplied<'c>(
    view: &View<'c>,
    trace: &Trace,
    coverage: &ChannelCoverage,
) -> Vec<Supplied<'c>> {
    let settings = view.context.settings(trace);
    let mut all: Vec<Supplied<'c>> =
        settings.iter().flat_map(|setting| of_setting(view, setting)).collect();
    for one in &mut all {
        let is_shown = !super::proof::signs(trace, one.setting, coverage).is_empty();
        one.contradicted = match one.recording {
            Recording::Off => is_shown,
            Recording::On => {
                super::proof::switched_off(one.setting, coverage, None).is_some()
                    || !is_shown && is_silent(view, one.setting, coverage)
            }
            Recording::InPart | Recording::Unknown => false,
        };
    }
    all
}

fn of_setting<'c>(view: &View<'c>, setting: &'c Setting) -> Vec<Supplied<'c>> {
    let numbers = view.coverage.files.get(&EvidenceKind::Settings).into_iter().flatten();
    let files = numbers.filter_map(|number| {
        let found = view.context.sources.get(*number)?.findings.settings.as_ref()?;
        let source = match found {
            SettingsFindings::AuditPolicy { .. } => SettingSource::Auditpol,
            SettingsFindings::SysmonConfiguration { .. } => SettingSource::SysmonConfiguration,
        };
        let recording = recording_in(found, setting)?;
        Some(Supplied {
            setting,
            source,
            evidence: Some(*number),
            statement: None,
            recording,
            span: None,
            contradicted: false,
        })
    });
    let stated = view.context.question.statements.iter().filter_map(|text| {
        let statement = Statement::read(text, view.context.catalog).ok().flatten()?;
        let is_of_host = statement.host.as_deref().is_none_or(|host| is_host(view, host));
        (statement.setting == setting.id && is_of_host).then_some(Supplied {
            setting,
            source: SettingSource::Statement,
            evidence: None,
            statement: Some(text),
            recording: statement.recording,
            span: statement.span,
            contradicted: false,
        })
    });
    files.chain(stated).collect()
}

/// Whether the view's host goes by this name, in full or in short.
fn is_host(view: &View<'_>, name: &str) -> bool {
    view.host.is_some_and(|host| view.context.hosts.is_called(host, name))
}

/// Spans of the channel for which what is supplied stands in for signs of the setting.
pub(super) fn supported(
    view: &View<'_>,
    trace: &Trace,
    setting: &Setting,
    coverage: &ChannelCoverage,
) -> Vec<SignSpan> {
    let all = supplied(view, trace, coverage);
    let said: Vec<_> = all.iter().filter(|one| one.setting.id == setting.id).collect();
    if said.iter().any(|one| one.recording != Recording::On || one.contradicted) {
        return Vec::new();
    }
    // That the event is recorded says nothing of what its filters leave out.
    let is_filtered = matches!(setting.kind, SettingKind::Sysmon { .. });
    let whole = || coverage.intervals.iter().filter(|one| super::proof::is_whole(one));
    let newest = coverage.intervals.iter().max_by_key(|interval| (interval.to, interval.last));
    let mut spans: Vec<SignSpan> = Vec::new();
    for one in said {
        let intervals: Vec<&Interval> = match one.source {
            SettingSource::Statement if is_filtered => Vec::new(),
            SettingSource::Statement => whole().filter(|i| is_stated(view, one, i)).collect(),
            _ => whole().filter(|interval| Some(*interval) == newest).collect(),
        };
        spans.extend(intervals.into_iter().map(|interval| unchanged(setting, interval, coverage)));
    }
    spans.sort_by_key(|span| (span.generation, span.first.place.record_id, span.last));
    spans.dedup();
    let signs = super::proof::signs(trace, setting, coverage);
    spans.retain(|span| !has_silence(view, setting, signs, span));
    spans
}

/// Whether the statement's time holds the interval, or the window that is asked for.
fn is_stated(view: &View<'_>, one: &Supplied<'_>, interval: &Interval) -> bool {
    let asked = view.context.question.window.unwrap_or((interval.from, interval.to));
    one.span.is_none_or(|(from, to)| from <= asked.0 && asked.1 <= to)
}

/// The interval from the last record on that may have changed the setting.
fn unchanged(setting: &Setting, interval: &Interval, coverage: &ChannelCoverage) -> SignSpan {
    let inside = |marker: &&LogMarker| {
        marker.generation == interval.generation
            && (interval.first.place.record_id..=interval.last.place.record_id)
                .contains(&marker.at.place.record_id)
    };
    let changes = coverage.markers.iter().filter(inside).filter(|m| may_change(setting, m));
    let last = changes.max_by_key(|marker| marker.at.place.record_id);
    SignSpan {
        generation: interval.generation,
        first: last.map_or(interval.first, |marker| marker.at),
        last: interval.last,
    }
}

/// Whether a record may have changed the setting.
pub(super) fn may_change(setting: &Setting, marker: &LogMarker) -> bool {
    match (&setting.kind, marker.kind) {
        (SettingKind::AuditPolicy { guid, .. }, MarkerKind::AuditPolicyChanged) => {
            let changed = marker.fields.get("SubcategoryGuid");
            changed.is_none_or(|changed| plain(changed) == plain(guid))
        }
        (SettingKind::AuditPolicy { .. }, MarkerKind::PerUserAuditPolicyChanged) => true,
        (
            SettingKind::Sysmon { .. },
            MarkerKind::SysmonConfiguration | MarkerKind::SysmonState | MarkerKind::SysmonError,
        ) => true,
        _ => false,
    }
}

/// A busy setting without any sign, although the log reaches over more than its silence may last.
fn is_silent(view: &View<'_>, setting: &Setting, coverage: &ChannelCoverage) -> bool {
    coverage.reach().is_some_and(|reach| is_longer(reach, silence(view, setting)))
}

/// Whether a busy setting is silent somewhere in the span for longer than it may be.
fn has_silence(view: &View<'_>, setting: &Setting, signs: &[SignSpan], span: &SignSpan) -> bool {
    let limit = silence(view, setting);
    let (from, to) = super::proof::times(span);
    let mut times: Vec<Span> = signs.iter().map(super::proof::times).collect();
    times.sort();
    let mut reached = from;
    for sign in times.into_iter().filter(|sign| windows::meet(*sign, (from, to))) {
        if is_longer((reached, sign.0), limit) {
            return true;
        }
        reached = reached.max(sign.1);
    }
    is_longer((reached, to), limit)
}

/// How long the setting may be silent, in 100-nanosecond steps; `None` for quiet ones.
pub(super) fn silence(view: &View<'_>, setting: &Setting) -> Option<u64> {
    let number = setting.life.and_then(|life| usize::try_from(life.0).ok())?;
    let sign = view.context.catalog.life_signs.get(number)?;
    Some(sign.silence_limit_seconds?.saturating_mul(TICKS_PER_SECOND))
}

fn is_longer((from, to): Span, limit: Option<u64>) -> bool {
    limit.is_some_and(|limit| to.0.saturating_sub(from.0) > limit)
}
