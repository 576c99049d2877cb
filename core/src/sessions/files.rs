//! Files that a use opened on the share, and their copies on its source.
//!
//! Contract: an opening shows success only where a command of the use asked for its share, not
//! before that command, and where it is no browsing. The others stay members of the use.
//! Reference: link L11 of the sheet, pitfalls 3, 10 and 21.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    logons::of_part,
    observation::{Observation, Part},
    offsets::{ClockOffset, clock_offsets},
    session::{ByTime, ONE_MOMENT, Session, nearest},
};
use crate::{
    time::{Filetime, TICKS_PER_SECOND},
    words::{Link, Role},
};

/// How far a copied file's records stand from its opening on the share, in seconds.
pub const COPIED_WITHIN: u64 = 600;
/// Seconds by which channels of one host may stamp the same moment differently.
const STAMPED_APART: u64 = 1;
/// What Windows itself reads to show a folder, whoever looks into it.
const READ_TO_BROWSE: [&str; 2] = ["desktop.ini", "thumbs.db"];

/// L11: the files that confirmed uses opened, and their copies on the source.
pub(super) fn files(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let offsets = clock_offsets(sessions, observations);
    let parents = parents(observations);
    let mut opened: ByTime<(usize, &str)> = BTreeMap::new();
    for (at, session) in sessions.iter_mut().enumerate() {
        let is_use = session.is_confirmed && !session.ended_without_success();
        let Some(source) = session.source.filter(|_| is_use) else { continue };
        let offset = session.destination.and_then(|there| offsets.get(&(source, there)));
        for number in session.members.clone() {
            let Some(opening) = observations.get(number).filter(|one| is_opening(one)) else {
                continue;
            };
            if is_browsing(opening, &parents) || !is_asked_for(session, opening, offset) {
                continue;
            }
            session.decisive.insert(number);
            if let Some(file) = opening.variable("file") {
                opened.entry((source, file)).or_default().push((opening.time, at));
            }
        }
    }
    opened.values_mut().for_each(|by_time| by_time.sort());
    add_copies(sessions, observations, &opened);
}

/// Records of files on the source, to the use that opened the file of that name nearest in time.
fn add_copies(
    sessions: &mut [Session],
    observations: &[Observation<'_>],
    opened: &ByTime<(usize, &str)>,
) {
    for (number, copied) in of_part(observations, Part::File) {
        let key = copied.variable("file").map(|file| (copied.host, file));
        let by_time = key.and_then(|key| opened.get(&key)).map(Vec::as_slice).unwrap_or_default();
        let found = nearest(by_time, copied.time, COPIED_WITHIN, |_| true);
        if let Some(session) = found.and_then(|at| sessions.get_mut(at)) {
            session.members.insert(number);
            session.links.insert(Link::FileName);
        }
    }
}

fn is_opening(observation: &Observation<'_>) -> bool {
    observation.trace.decisive && observation.trace.role == Role::Destination
}

/// Whether a command of the use named the share of the opening, and not only afterwards: the same
/// logon may have been there before, and on other shares.
fn is_asked_for(
    session: &Session,
    opening: &Observation<'_>,
    offset: Option<&ClockOffset>,
) -> bool {
    let Some(share) = opening.variable("share") else { return false };
    let mut commands = session.commands.iter();
    commands.any(|command| {
        command.share.as_deref() == Some(share) && !is_before(opening.time, command.at, offset)
    })
}

/// Whether a time on the destination is before one on the source for certain. Where nothing tells
/// how far the clocks stand apart, a moment is left to them.
fn is_before(there: Filetime, here: Filetime, offset: Option<&ClockOffset>) -> bool {
    let moment = |seconds: u64| i128::from(seconds.saturating_mul(TICKS_PER_SECOND));
    let (ahead, leeway) = match offset {
        Some(offset) => {
            let spread = i128::from(offset.uncertainty).saturating_add(moment(STAMPED_APART));
            (i128::from(offset.ticks), spread)
        }
        None => (0, moment(ONE_MOMENT)),
    };
    let by_source = i128::from(there.0).saturating_sub(ahead).saturating_add(leeway);
    by_source < i128::from(here.0)
}

/// Host, share and path of everything that is the parent of something opened (pitfall 3).
type Parents<'c> = BTreeSet<(usize, &'c str, &'c str)>;

fn parents<'c>(observations: &[Observation<'c>]) -> Parents<'c> {
    let mut parents = Parents::new();
    for (_, opened) in of_part(observations, Part::Logon) {
        let Some((share, path)) = opened.variable("share").zip(opened.variable("path_in_share"))
        else {
            continue;
        };
        let mut rest = path;
        while let Some((parent, _)) = rest.rsplit_once('\\') {
            // The parents of a known parent are known, too.
            if !parents.insert((opened.host, share, parent)) {
                break;
            }
            rest = parent;
        }
    }
    parents
}

/// Whether something was opened to look around: a folder, or what Windows reads to show one.
fn is_browsing(opened: &Observation<'_>, parents: &Parents<'_>) -> bool {
    let place = opened.variable("share").zip(opened.variable("path_in_share"));
    place.is_some_and(|(share, path)| parents.contains(&(opened.host, share, path)))
        || opened.variable("file").is_some_and(|file| READ_TO_BROWSE.contains(&file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = TICKS_PER_SECOND;

    #[test]
    fn what_is_known_of_the_clocks_decides_what_was_before() {
        let (command, minute) = (Filetime(1_000 * SECOND), 60 * SECOND);
        let at = |second: u64| Filetime(second * SECOND);
        assert!(!is_before(at(940), command, None), "a moment is left to unknown clocks");
        assert!(is_before(at(939), command, None));
        let behind = ClockOffset { ticks: -(minute as i64), uncertainty: SECOND, pairs: 3 };
        assert!(!is_before(at(938), command, Some(&behind)));
        assert!(is_before(at(937), command, Some(&behind)));
        let ahead = ClockOffset { ticks: minute as i64, uncertainty: 0, pairs: 1 };
        assert!(is_before(at(1_058), command, Some(&ahead)));
        assert!(!is_before(at(1_060), command, Some(&ahead)));
        assert!(!is_before(Filetime(u64::MAX), Filetime(0), None));
    }
}
