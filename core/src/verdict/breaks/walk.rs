//! A walk through a log: how long the setting of a trace is not shown, and what may have changed it.

use super::points::Point;
use crate::{
    catalog::{Setting, Trace},
    coverage::{ChannelCoverage, Interval, LogMarker},
    scan::findings::MarkerKind,
    time::{Filetime, TICKS_PER_SECOND},
    verdict::{
        View,
        proof::{self, Doubt},
        supplied,
        windows::Span,
    },
    words::ReasonCode,
};

/// How long a quiet setting may be without a sign at the ends of a log and around a start of the
/// host, in seconds; busy ones have a limit of their own.
const QUIET: u64 = 24 * 3_600;

/// A walk through a log from its first record to its last.
pub(super) struct Walk<'c, 'w> {
    view: &'w View<'c>,
    trace: &'w Trace,
    coverage: &'w ChannelCoverage,
    /// How long the setting may be without a sign.
    limit: u64,
    /// The time of the point before.
    at: Filetime,
    /// Recording stopped there.
    stopped: Option<LogMarker>,
    /// Time since the last sign.
    silent: u64,
    /// What may have switched the setting off, and the time since then. With a sign it is over: as
    /// nothing changed it between, the setting was as the sign shows it.
    open: Option<(Doubt<'c>, u64)>,
    /// What keeps the log from speaking as a whole.
    pub(super) found: Vec<Doubt<'c>>,
}

impl<'c, 'w> Walk<'c, 'w> {
    /// Begins at the first record of a generation.
    pub(super) fn from(
        view: &'w View<'c>,
        trace: &'w Trace,
        coverage: &'w ChannelCoverage,
        first: &Interval,
    ) -> Self {
        let settings = view.context.settings(trace);
        let limits = settings.iter().filter_map(|setting| supplied::silence(view, setting));
        let limit = limits.chain([QUIET.saturating_mul(TICKS_PER_SECOND)]).min();
        let mut walk = Self {
            view,
            trace,
            coverage,
            limit: limit.unwrap_or_default(),
            at: first.from,
            stopped: None,
            silent: 0,
            open: None,
            found: Vec::new(),
        };
        walk.open = Some((walk.not_shown(), 0));
        walk
    }

    fn not_shown(&self) -> Doubt<'c> {
        proof::doubt(self.view, self.trace, self.coverage, None)
    }

    /// Goes on to the next point.
    pub(super) fn reach(&mut self, point: &Point<'c, '_>) {
        match point {
            Point::Shown(span) => {
                let (from, to) = proof::times(span);
                self.pass(from);
                self.close_silence();
                (self.at, self.silent, self.open) = (to, 0, None);
            }
            Point::Changed(setting, marker) => {
                self.pass(marker.at.place.time);
                self.close();
                // That success is audited from here on is said by the record itself.
                let is_on = proof::adds_success(marker);
                self.open = (!is_on).then(|| (changed(setting, marker), 0));
            }
            Point::Stopped(marker) => {
                self.pass(marker.at.place.time);
                self.stopped = Some((*marker).clone());
            }
            Point::Started(marker) => self.start(marker),
        }
    }

    /// The time that nothing was written because the host was off does not count; if only the
    /// recording was, records are missing.
    fn start(&mut self, marker: &LogMarker) {
        let (from, to) = (self.at, marker.at.place.time);
        let Some(stopped) = self.stopped.take() else {
            self.pass(to);
            return;
        };
        let is_boot = |span: Span| {
            let boots = self.view.coverage.boots();
            boots.iter().any(|boot| span.0 <= *boot && *boot <= span.1)
        };
        let is_off = marker.kind == MarkerKind::Boot || is_boot((from, to));
        if !is_off && to.0.saturating_sub(from.0) > moment() {
            let record = Some(stopped);
            self.found.push(Doubt { record, ..Doubt::of(ReasonCode::Gap, None) });
        }
        self.at = to;
    }

    /// Goes on to the last record.
    pub(super) fn end(&mut self, to: Filetime) {
        self.pass(to);
        self.close();
        self.close_silence();
    }

    fn pass(&mut self, to: Filetime) {
        let time = to.0.saturating_sub(self.at.0);
        self.silent = self.silent.saturating_add(time);
        if let Some((_, open)) = &mut self.open {
            *open = open.saturating_add(time);
        }
        (self.at, self.stopped) = (to, None);
    }

    /// Ends what is open without a sign: that was no moment only.
    fn close(&mut self) {
        if let Some((doubt, _)) = self.open.take().filter(|(_, open)| *open > moment()) {
            self.found.push(doubt);
        }
    }

    fn close_silence(&mut self) {
        if self.silent > self.limit {
            self.found.push(self.not_shown());
        }
    }
}

fn moment() -> u64 {
    proof::SHORTEST_PROOF.saturating_mul(TICKS_PER_SECOND)
}

/// What a record that changed a setting leaves open.
fn changed<'c>(setting: &'c Setting, marker: &LogMarker) -> Doubt<'c> {
    let code = match marker.kind {
        MarkerKind::AuditPolicyChanged if proof::removes_success(marker) => ReasonCode::SettingOff,
        MarkerKind::PerUserAuditPolicyChanged => ReasonCode::PerUserPolicy,
        MarkerKind::SysmonConfiguration => ReasonCode::SysmonFilterUnknown,
        MarkerKind::SysmonError => ReasonCode::Gap,
        _ => ReasonCode::SettingNotShown,
    };
    Doubt { record: Some(marker.clone()), ..Doubt::of(code, Some(setting)) }
}
