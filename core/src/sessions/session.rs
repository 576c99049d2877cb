//! One reconstructed use while it grows.

use std::collections::{BTreeMap, BTreeSet};

use super::observation::Observation;
use crate::{time::Filetime, words::Link};

/// Seconds within which records of different channels or hosts are taken for one moment.
pub(super) const ONE_MOMENT: u64 = 60;
/// Longest time over which anything is joined, in seconds.
pub(super) const LONGEST_JOIN: u64 = 24 * 3_600;

/// Logon ids that many processes share: nothing is joined on them.
const SHARED_LOGONS: [&str; 4] = ["0", "996", "997", "999"];

/// One reconstructed use of the tool.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// Source host, once tied.
    pub source: Option<usize>,
    /// Destination host, if its records were supplied.
    pub destination: Option<usize>,
    /// Members by number of their observation.
    pub members: BTreeSet<usize>,
    /// Variables and all values that members give.
    pub variables: BTreeMap<String, BTreeSet<String>>,
    /// Why its members belong together.
    pub links: BTreeSet<Link>,
    /// It holds a start of the tool that a command line confirms.
    pub is_confirmed: bool,
    /// Times of the records that made it: the logon session, or the process.
    pub first: Filetime,
    /// See `first`.
    pub last: Filetime,
    /// Decisive members that are tied to a confirmed start.
    pub decisive: BTreeSet<usize>,
    /// Ends without success of the process that made it.
    pub failed: BTreeSet<usize>,
    /// The destination refused its logon.
    pub is_refused: bool,
    /// The commands of it that a command line confirms.
    pub commands: Vec<Command>,
}

/// A command that asked for a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// When its process started, by the source's clock.
    pub at: Filetime,
    /// The share that it named, in lower case.
    pub share: Option<String>,
}

impl Session {
    /// A use that begins with one record.
    pub(super) fn new(number: usize, observation: &Observation<'_>) -> Self {
        let (first, last) = (observation.time, observation.time);
        let mut session = Self { first, last, ..Self::default() };
        session.add(number, observation, None);
        session
    }

    /// Adds a record without moving the ends of the use.
    pub(super) fn add(&mut self, number: usize, observation: &Observation<'_>, link: Option<Link>) {
        self.members.insert(number);
        self.links.extend(link);
        for (name, value) in observation.variables.iter() {
            self.variables.entry(name.to_owned()).or_default().insert(value.to_owned());
        }
    }

    /// Adds a record of the logon session or process itself.
    pub(super) fn extend(
        &mut self,
        number: usize,
        observation: &Observation<'_>,
        link: Option<Link>,
    ) {
        self.add(number, observation, link);
        self.first = self.first.min(observation.time);
        self.last = self.last.max(observation.time);
    }

    /// Whether its process ended, and never with success.
    pub fn ended_without_success(&self) -> bool {
        !self.failed.is_empty() && self.decisive.is_empty()
    }

    /// Whether it was attempted and failed: its process ended without success, and a record of
    /// the logon shows that it was for the destination (pitfall 4).
    pub fn has_failed(&self) -> bool {
        self.ended_without_success() && (self.is_refused || self.links.contains(&Link::Credentials))
    }

    /// Whether a variable has this value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.variables.get(name).is_some_and(|values| values.contains(value))
    }
}

/// The logon id, if it means one logon.
pub(super) fn logon_id<'c>(observation: &Observation<'c>) -> Option<&'c str> {
    observation.variable("logon_id").filter(|id| !SHARED_LOGONS.contains(id))
}

/// Of sessions by time, the one whose beginning is nearest to `time` among those that `fit` and
/// begin no more than [`LONGEST_JOIN`] away.
pub(super) fn nearest(
    by_time: &[(Filetime, usize)],
    time: Filetime,
    within: u64,
    fit: impl Fn(usize) -> bool,
) -> Option<usize> {
    let reach = Filetime(0).plus_seconds(within).0;
    let at = by_time.partition_point(|(first, _)| *first < time);
    let (before, behind) = by_time.split_at_checked(at)?;
    let found = |side: &mut dyn Iterator<Item = &(Filetime, usize)>| {
        side.take_while(|(first, _)| first.distance(time) <= reach)
            .find(|(_, session)| fit(*session))
            .map(|(first, session)| (first.distance(time), *session))
    };
    let before = found(&mut before.iter().rev());
    let behind = found(&mut behind.iter());
    // Of two that are equally near, the earlier: a command comes before what it causes, but the
    // connection that it uses may be older.
    [before, behind].into_iter().flatten().min().map(|(_, session)| session)
}

/// Sessions in order of time, by what they are looked up with.
pub(super) type ByTime<K> = BTreeMap<K, Vec<(Filetime, usize)>>;

/// Sessions by the keys that each gives.
pub(super) fn index<K: Ord>(sessions: &[Session], keys: impl Fn(&Session) -> Vec<K>) -> ByTime<K> {
    let mut index: ByTime<K> = BTreeMap::new();
    for (number, session) in sessions.iter().enumerate() {
        for key in keys(session) {
            index.entry(key).or_default().push((session.first, number));
        }
    }
    index.values_mut().for_each(|by_time| by_time.sort());
    index
}
