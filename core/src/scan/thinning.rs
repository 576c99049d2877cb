//! Which matches are kept with their fields: the first of each trace, the ends of sessions, and of
//! a case with very many of them fewer.
//!
//! Contract: what is kept depends on the evidence, not on the order of joining. Every cap keeps the
//! first by some order, so one that is not kept of a part is not kept of the whole. The caps of a
//! case are halved step by step; what a step costs never falls when evidence is added, so that a
//! step taken while reading is taken at the end as well.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::Source,
    findings::{KeptMatch, SourceFindings, TraceFindings},
    rules::{Keep, Rules},
};
use crate::{
    catalog::TraceNumber, error::WarningCode, limits, matching::Variables, time::TICKS_PER_SECOND,
};

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
    pub(crate) fn grown(&mut self, sources: &mut [Source], number: usize, rules: &Rules<'_>) {
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
    pub(crate) fn settle(&self, sources: &mut [Source], rules: &Rules<'_>) {
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
fn bound(sources: &mut [Source], rules: &Rules<'_>, from: Level, cap: usize) -> Level {
    let mut level = from;
    loop {
        sources.iter_mut().for_each(|source| source.findings.thin(rules, level));
        if fits(sources, rules, level, cap) || level >= Level::LAST {
            return level;
        }
        level = Level(level.0.saturating_add(1));
    }
}

fn fits(sources: &[Source], rules: &Rules<'_>, level: Level, cap: usize) -> bool {
    let traces = || sources.iter().flat_map(|source| source.findings.traces());
    let sum = |count: &dyn Fn(TraceNumber, &TraceFindings, Keep) -> usize| {
        let counts =
            traces().map(|(trace, found)| count(trace, found, rules.matches_kept(trace).at(level)));
        counts.fold(0_usize, usize::saturating_add)
    };
    // Mostly it fits by far, and nothing need be looked at.
    sum(&|_, found, keep| keep.most(found.all.len())) <= cap
        || sum(&|trace, found, keep| found.cost(trace, keep, rules)) <= cap
}

impl SourceFindings {
    /// Drops matches that are kept only until it is known that there are too many. What is left
    /// is the same whenever and however often it is done.
    pub(super) fn thin(&mut self, rules: &Rules<'_>, level: Level) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            for (trace, found) in &mut stream.traces {
                found.all.pack();
                found.thin(*trace, rules.matches_kept(*trace).at(level), rules);
            }
        }
    }

    /// Packs what a segment found. What goes to another worker takes little room: finding out what of
    /// it stays would cost more.
    pub(super) fn pack(&mut self, rules: &Rules<'_>) {
        for stream in self.log.iter_mut().flat_map(|log| log.streams.values_mut()) {
            for (trace, found) in &mut stream.traces {
                found.all.pack();
                found.thin_if_many(*trace, rules);
            }
        }
    }

    fn traces(&self) -> impl Iterator<Item = (TraceNumber, &TraceFindings)> {
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
    pub(super) fn thin_if_many(&mut self, trace: TraceNumber, rules: &Rules<'_>) {
        let keep = rules.matches_kept(trace);
        let tolerated = match keep.sessions {
            0 => keep.first,
            sessions => sessions.saturating_mul(4),
        };
        if self.kept.len() > tolerated {
            self.thin(trace, keep, rules);
        }
    }

    /// Keeps the first matches in time, and of sessions the first and the last of each. Of too
    /// many sessions those with the smallest keys stay: a choice that depends on no order.
    fn thin(&mut self, trace: TraceNumber, keep: Keep, rules: &Rules<'_>) {
        if self.kept.len() <= keep.first {
            return;
        }
        if keep.sessions == 0 {
            self.kept.truncate(keep.first);
            return;
        }
        let mut ends: BTreeMap<SessionKey, (usize, usize)> = BTreeMap::new();
        for (at, kept) in self.kept.iter().enumerate() {
            for key in session_keys(trace, kept, rules) {
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
    fn cost(&self, trace: TraceNumber, keep: Keep, rules: &Rules<'_>) -> usize {
        let most = keep.most(self.all.len());
        if most <= keep.first {
            return most;
        }
        let keys = self.kept.iter().flat_map(|kept| session_keys(trace, kept, rules));
        let sessions: BTreeSet<SessionKey> = keys.collect();
        let ends = sessions.len().min(keep.sessions).saturating_mul(2);
        most.min(keep.first.saturating_add(ends))
    }
}

/// What tells the session of a match: its logon and share, or the connection and its account. What has
/// neither is told by the client or file that it names, and besides by the hour in which it does:
/// those keys are larger, so that no client is left out for the hours of another.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct SessionKey(Vec<u8>);

/// Before a part that is there; it ends with [`ABSENT`], so that keys are in order of their parts.
const PRESENT: u8 = 1;
const ABSENT: u8 = 0;

impl SessionKey {
    /// Adds a variable of a match; whether it has it.
    fn push(&mut self, name: &str, variables: &Variables<'_>) -> bool {
        let push = |text: &str| {
            self.0.push(PRESENT);
            self.0.extend(text.as_bytes());
        };
        let is_present = variables.with(name, push).is_some();
        self.0.push(ABSENT);
        is_present
    }
}

/// Variables of a client or file that traces require.
const REQUIRED: [&str; 3] = ["source_address", "destination_address", "file"];
const HOUR: u64 = 3_600 * TICKS_PER_SECOND;

fn session_keys(
    trace: TraceNumber,
    kept: &KeptMatch,
    rules: &Rules<'_>,
) -> impl Iterator<Item = SessionKey> + use<> {
    let variables = kept.variables_of(rules.matchers(), trace);
    let with = |names: &[&str]| {
        let mut key = SessionKey::default();
        names.iter().all(|name| key.push(name, &variables)).then_some(key)
    };
    let (mut key, last, has_hours) = if let Some(key) = with(&["logon_id"]) {
        (key, "share", false)
    } else if variables.with("source_port", |_| ()).is_some() {
        let mut key = SessionKey::default();
        key.push("source_address", &variables);
        key.push("source_port", &variables);
        (key, "account", false)
    } else {
        let named = REQUIRED.iter().find_map(|name| with(&[*name]));
        let is_named = named.is_some();
        (named.unwrap_or(SessionKey(vec![ABSENT])), "account", is_named)
    };
    key.push(last, &variables);
    let hour = has_hours.then(|| {
        let hour = (kept.stub.place.time.0 / HOUR).to_be_bytes();
        SessionKey([&[PRESENT], hour.as_slice(), &key.0].concat())
    });
    key.0.insert(0, ABSENT);
    [Some(key), hour].into_iter().flatten()
}
