//! Which matches are kept with their fields: the first of each trace, the ends of sessions, and of
//! a case with very many of them fewer.
//!
//! Contract: what is kept depends on the evidence, not on the order of joining. Every cap keeps the
//! first by some order, so one that is not kept of a part is not kept of the whole. The caps of a
//! case are halved step by step; what a step costs never falls when evidence is added, so that a
//! step taken while reading is taken at the end as well.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    case::Source,
    findings::{KeptMatch, SourceFindings, TraceFindings},
    rules::{Keep, Rules},
};
use crate::{error::WarningCode, limits, time::TICKS_PER_SECOND};

/// How often the caps of traces are halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Level(u32);

impl Level {
    /// Where all caps are one.
    const LAST: Self = Self(limits::SPECIFIC_MATCHES_KEPT.ilog2());
}

impl Keep {
    fn at(self, Level(level): Level) -> Self {
        let half = |cap: usize| cap.checked_shr(level).unwrap_or(0).max(1).min(cap);
        Self { first: half(self.first), sessions: half(self.sessions) }
    }

    /// The most matches that these caps keep of so many.
    fn most(self, all: usize) -> usize {
        all.min(self.first.saturating_add(self.sessions.saturating_mul(2)))
    }
}

/// Bounds the matches that are kept of a case, while it is read and when it is settled.
#[derive(Debug)]
pub(crate) struct KeptOfCase {
    cap: usize,
    level: Level,
    /// Matches kept, by source; those that never hold any may be missing.
    by_source: Vec<usize>,
    /// Kept matches beyond which the case is looked at again.
    tolerated: usize,
}

impl Default for KeptOfCase {
    fn default() -> Self {
        Self::of(limits::MATCHES_KEPT_OF_CASE)
    }
}

impl KeptOfCase {
    /// Keeps so many matches.
    pub(crate) fn of(cap: usize) -> Self {
        Self { cap, level: Level::default(), by_source: Vec::new(), tolerated: more_by_half(cap) }
    }

    /// To be called when findings were joined to a source.
    pub(crate) fn grown(&mut self, sources: &mut [Source], number: usize, rules: &Rules) {
        let Some(source) = sources.get(number) else { return };
        if self.by_source.len() <= number {
            self.by_source.resize(number.saturating_add(1), 0);
        }
        if let Some(kept) = self.by_source.get_mut(number) {
            *kept = source.findings.kept();
        }
        let sum = self.by_source.iter().fold(0_usize, |sum, kept| sum.saturating_add(*kept));
        // Going through all sessions takes time: that is done when it frees much.
        if sum > self.tolerated {
            self.level = bound(sources, rules, self.level, self.cap);
            self.by_source = sources.iter().map(|source| source.findings.kept()).collect();
            let sum = self.by_source.iter().fold(0_usize, |sum, kept| sum.saturating_add(*kept));
            self.tolerated = more_by_half(sum.max(self.cap));
        }
    }

    /// Bounds what is kept of complete sources, and says at each what is counted only.
    pub(crate) fn settle(&self, sources: &mut [Source], rules: &Rules) {
        if bound(sources, rules, self.level, self.cap) > Level::default() {
            for source in sources {
                source.findings.say_what_is_counted_only(self.cap);
            }
        }
    }
}

fn more_by_half(number: usize) -> usize {
    number.saturating_add(number / 2)
}

/// Halves the caps until what they keep fits; gives how often.
fn bound(sources: &mut [Source], rules: &Rules, from: Level, cap: usize) -> Level {
    let mut level = from;
    loop {
        sources.iter_mut().for_each(|source| source.findings.thin(rules, level));
        if fits(sources, rules, level, cap) || level >= Level::LAST {
            return level;
        }
        level = Level(level.0.saturating_add(1));
    }
}

fn fits(sources: &[Source], rules: &Rules, level: Level, cap: usize) -> bool {
    let traces = || sources.iter().flat_map(|source| source.findings.traces());
    let sum = |count: &dyn Fn(&TraceFindings, Keep) -> usize| {
        let counts =
            traces().map(|(trace, found)| count(found, rules.matches_kept(trace).at(level)));
        counts.fold(0_usize, usize::saturating_add)
    };
    // Mostly it fits by far, and nothing need be looked at.
    sum(&|found, keep| keep.most(found.all.len())) <= cap
        || sum(&|found, keep| found.cost(keep)) <= cap
}

impl SourceFindings {
    /// Drops matches that are kept only until it is known that there are too many. What is left
    /// is the same whenever and however often it is done.
    pub(super) fn thin(&mut self, rules: &Rules, level: Level) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            for (trace, found) in &mut stream.traces {
                found.all.pack();
                found.thin(rules.matches_kept(*trace).at(level));
            }
        }
    }

    fn traces(&self) -> impl Iterator<Item = (crate::catalog::TraceNumber, &TraceFindings)> {
        let streams = self.log.iter().flat_map(|log| log.streams.values());
        streams.flat_map(|stream| &stream.traces).map(|(trace, found)| (*trace, found))
    }

    /// Matches kept with their fields.
    pub(super) fn kept(&self) -> usize {
        self.traces().fold(0, |sum, (_, found)| sum.saturating_add(found.kept.len()))
    }

    fn say_what_is_counted_only(&mut self, cap: usize) {
        let counted = self.traces().fold(0_u64, |sum, (_, found)| {
            sum.saturating_add(found.all.len().saturating_sub(found.kept.len()) as u64)
        });
        let message = format!(
            "The case holds more than {cap} matches: these are counted, their fields are not kept"
        );
        self.warnings.push_many(WarningCode::MatchesCountedOnly, counted, 0, message);
    }
}

impl TraceFindings {
    /// Going through all sessions takes time: that is done when it frees much.
    pub(super) fn thin_if_many(&mut self, keep: Keep) {
        let tolerated = match keep.sessions {
            0 => keep.first,
            sessions => sessions.saturating_mul(4),
        };
        if self.kept.len() > tolerated {
            self.thin(keep);
        }
    }

    /// Keeps the first matches in time, and of sessions the first and the last of each. Of too
    /// many sessions those with the smallest keys stay: a choice that depends on no order.
    pub(super) fn thin(&mut self, keep: Keep) {
        if self.kept.len() <= keep.first {
            return;
        }
        if keep.sessions == 0 {
            self.kept.truncate(keep.first);
            return;
        }
        let mut ends: BTreeMap<SessionKey<'_>, (usize, usize)> = BTreeMap::new();
        for (at, kept) in self.kept.iter().enumerate() {
            for key in session_keys(kept) {
                let (_, last) = ends.entry(key).or_insert((at, at));
                *last = at;
            }
        }
        let mut stays = vec![false; self.kept.len()];
        let of_sessions = ends.into_values().take(keep.sessions);
        for at in of_sessions.flat_map(|(first, last)| [first, last]).chain(0..keep.first) {
            if let Some(stays) = stays.get_mut(at) {
                *stays = true;
            }
        }
        let mut stays = stays.into_iter();
        self.kept.retain(|_| stays.next() == Some(true));
    }

    /// A number of matches that these caps keep no more than, and that never falls when matches
    /// are added: unlike what is kept itself, for one session may have two ends and another one.
    fn cost(&self, keep: Keep) -> usize {
        let most = keep.most(self.all.len());
        if most <= keep.first {
            return most;
        }
        let sessions: BTreeSet<SessionKey<'_>> = self.kept.iter().flat_map(session_keys).collect();
        let ends = sessions.len().min(keep.sessions).saturating_mul(2);
        most.min(keep.first.saturating_add(ends))
    }
}

/// What tells the session of a match: its logon and share, or the connection and its account. What has
/// neither is told by the client or file that it names, and besides by the hour in which it does:
/// those keys are larger, so that no client is left out for the hours of another.
type SessionKey<'k> = (Option<u64>, [Option<&'k str>; 3]);

/// Variables of a client or file that traces require.
const REQUIRED: [&str; 3] = ["source_address", "destination_address", "file"];
const HOUR: u64 = 3_600 * TICKS_PER_SECOND;

fn session_keys(kept: &Arc<KeptMatch>) -> impl Iterator<Item = SessionKey<'_>> {
    let value = |name: &str| kept.variables.get(name);
    let (key, hour) = match (value("logon_id"), value("source_port")) {
        (Some(logon), _) => ([Some(logon), value("share"), None], None),
        (None, Some(port)) => ([value("source_address"), Some(port), value("account")], None),
        (None, None) => {
            let named = REQUIRED.iter().find_map(|name| value(name));
            let hour = named.map(|_| kept.stub.place.time.0 / HOUR);
            ([named, value("account"), None], hour)
        }
    };
    [Some((None, key)), hour.map(|hour| (Some(hour), key))].into_iter().flatten()
}
