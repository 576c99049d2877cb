//! Attempts that failed, and the logons that the destination refused them.
//!
//! Contract: a refused logon belongs to a use only if the use's process ended without success, and
//! destination, account and address agree; it is to the nearest. A status alone is no attempt that
//! failed, nor is a refused logon of somebody else. Reference: pitfalls of verdicts, item 4.

use super::{
    logons::of_part,
    observation::{Observation, Part, Party},
    uses::Use,
};
use crate::{time::TICKS_PER_SECOND, words::Link};

/// How far a refused logon stands from the command that it answers, in seconds: a prompt for
/// another password, and clocks that stand apart.
const REFUSED_WITHIN: u64 = 900;

/// Adds refused logons to the uses that they answer; those are at the destination then.
pub(super) fn add_refusals(uses: &mut [Use], observations: &[Observation<'_>], parties: &[Party]) {
    let reach = REFUSED_WITHIN.saturating_mul(TICKS_PER_SECOND);
    for (number, refused) in of_part(observations, Part::Refused) {
        let distance = |one: &Use| one.session.first.distance(refused.time);
        let candidates = uses
            .iter()
            .enumerate()
            .filter(|(_, one)| distance(one) <= reach && answers(one, refused, parties));
        let nearest = candidates.min_by_key(|(at, one)| (distance(one), *at)).map(|(at, _)| at);
        if let Some(one) = nearest.and_then(|at| uses.get_mut(at)) {
            one.session.add(number, refused, Some(Link::CommandLine));
            one.session.destination = Some(refused.host);
            one.session.is_refused = true;
        }
    }
}

fn answers(one: &Use, refused: &Observation<'_>, parties: &[Party]) -> bool {
    let named = one.destination.as_deref().unwrap_or_default();
    let is_there = parties.get(refused.host).is_some_and(|p| p.is_named(named, refused.time));
    let is_account = refused
        .variable("account")
        .is_some_and(|account| one.accounts.iter().any(|known| known == account));
    let is_from = refused
        .variable("source_address")
        .is_none_or(|address| one.is_from(address, refused.time, parties));
    one.session.ended_without_success() && is_there && is_account && is_from
}
