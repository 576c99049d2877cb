//! Which session of a destination a command opened (L3, L6, L8).
//!
//! Contract: a command belongs to the nearest session that agrees in destination, source, share and
//! account, as far as they were recorded. A destination that goes by a name or an address that
//! nothing shows to be a host's is taken only where more than that agrees. What failed is kept
//! apart from what did not. Reference: pitfalls 4, 21 and 22.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    observation::{Observation, Part, Party, part},
    session::{ByTime, LONGEST_JOIN, ONE_MOMENT, Session, index, nearest},
    uses::Use,
};
use crate::{evidence::address, words::Link};

/// The name under which a session has the logon id of the source's process.
const SOURCE_LOGON: &str = "source_logon_id";

/// Uses of the source to the sessions that they opened. What no session answers is a use of its
/// own, with the source's evidence only.
pub(super) fn commands(
    sessions: &mut Vec<Session>,
    uses: Vec<Use>,
    observations: &[Observation<'_>],
    parties: &[Party],
) {
    let lookup = Lookup::new(sessions, observations, parties);
    let mut answered: BTreeSet<usize> = BTreeSet::new();
    let mut alone: Vec<Session> = Vec::new();
    // What failed comes last: no session that another command opened answers it.
    let (failed, others): (Vec<Use>, Vec<Use>) =
        uses.into_iter().partition(|one| one.session.ended_without_success());
    for one in others.into_iter().chain(failed) {
        let has_failed = one.session.ended_without_success();
        let found = match one.session.is_refused {
            true => None,
            false => lookup.session_of(sessions, &one, &|at| has_failed && answered.contains(&at)),
        };
        match found.and_then(|(at, link)| Some((at, link, sessions.get_mut(at)?))) {
            Some((at, link, session)) => {
                if !has_failed {
                    answered.insert(at);
                }
                session.links.insert(link);
                join(session, one);
            }
            None => alone.push(one.session),
        }
    }
    sessions.append(&mut alone);
    sessions.sort_by_key(|session| (session.first, session.destination, session.source));
}

/// A session together with the command that opened it.
fn join(session: &mut Session, one: Use) {
    if shares_sid(session, &one) == Some(true) {
        session.links.insert(Link::AccountSid);
    }
    session.source = Some(one.host);
    session.is_confirmed = true;
    session.commands.extend(one.session.commands);
    session.members.extend(&one.session.members);
    session.decisive.extend(&one.session.decisive);
    session.failed.extend(&one.session.failed);
    session.links.extend(one.session.links);
    session.first = session.first.min(one.session.first);
    session.last = session.last.max(one.session.last);
    for (name, values) in one.session.variables {
        // A logon id is one host's: the session's is the destination's.
        let name = if name == "logon_id" { SOURCE_LOGON.to_owned() } else { name };
        session.variables.entry(name).or_default().extend(values);
    }
}

/// Sessions by what a command may find them with.
struct Lookup<'p> {
    parties: &'p [Party],
    by_destination: ByTime<usize>,
    /// By source host, with the time of the connection that the source itself recorded.
    by_own_connection: ByTime<usize>,
    /// Addresses to which each host opened connections, with the time.
    reached: BTreeMap<usize, Vec<(crate::time::Filetime, String)>>,
}

impl<'p> Lookup<'p> {
    fn new(sessions: &[Session], observations: &[Observation<'_>], parties: &'p [Party]) -> Self {
        let mut by_own_connection: ByTime<usize> = BTreeMap::new();
        for (at, session) in sessions.iter().enumerate() {
            let members = session.members.iter().filter_map(|number| observations.get(*number));
            for own in members.filter(|one| part(one) == Some(Part::Outgoing)) {
                by_own_connection.entry(own.host).or_default().push((own.time, at));
            }
        }
        by_own_connection.values_mut().for_each(|by_time| by_time.sort());
        let mut reached: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for outgoing in observations.iter().filter(|one| part(one) == Some(Part::Outgoing)) {
            if let Some(address) = outgoing.variable("destination_address") {
                let of_host = reached.entry(outgoing.host).or_default();
                of_host.push((outgoing.time, address.to_owned()));
            }
        }
        reached.values_mut().for_each(|by_time| by_time.sort());
        let by_destination = index(sessions, |session| session.destination.into_iter().collect());
        Self { parties, by_destination, by_own_connection, reached }
    }

    /// The session that a use opened, and by what it was found; none of `others`.
    fn session_of(
        &self,
        sessions: &[Session],
        one: &Use,
        others: &dyn Fn(usize) -> bool,
    ) -> Option<(usize, Link)> {
        let fits = |at: usize, fit: &dyn Fn(&Session) -> bool| {
            !others(at) && sessions.get(at).is_some_and(|s| answers(s, one, self.parties) && fit(s))
        };
        let named = one.destination.as_deref().unwrap_or_default();
        let at = one.session.first;
        let parties = self.parties.iter().enumerate();
        let hosts: Vec<usize> =
            parties.filter(|(_, party)| party.is_named(named, at)).map(|(host, _)| host).collect();
        if !hosts.is_empty() {
            // Of several hosts that may be meant (an address that changed hands), the one whose
            // session is nearest.
            let found = hosts.iter().filter_map(|host| {
                let by_time = self.by_destination.get(host)?;
                let session = nearest(by_time, at, LONGEST_JOIN, |at| fits(at, &|_| true))?;
                Some((sessions.get(session)?.first.distance(at), session))
            });
            return Some((found.min()?.1, Link::CommandLine));
        }
        let by_connection = self.by_own_connection.get(&one.host).and_then(|by_time| {
            nearest(by_time, at, ONE_MOMENT, |at| {
                fits(at, &|session| is_recorded(session, one) && self.leads_to(session, one))
            })
        });
        if let Some(session) = by_connection {
            return Some((session, Link::CommandLine));
        }
        let named = address::parse(named)?;
        let known =
            self.parties.iter().any(|party| party.addresses.contains_key(&named.to_string()));
        let without_address = self.by_destination.iter().filter(|(host, _)| {
            self.parties.get(**host).is_some_and(|party| party.addresses.is_empty()) && !known
        });
        let found = without_address.filter_map(|(_, by_time)| {
            let fit = |at: usize| fits(at, &|session| is_recorded(session, one));
            let session = nearest(by_time, at, ONE_MOMENT, fit)?;
            Some((sessions.get(session)?.first.distance(at), session))
        });
        Some((found.min()?.1, Link::Order))
    }

    /// Whether the connections that the source opened around the command lead to the session's
    /// destination alone: then another name for it, which no evidence tells, was meant.
    fn leads_to(&self, session: &Session, one: &Use) -> bool {
        let Some(there) = session.variables.get("destination_address") else { return false };
        let named = one.destination.as_deref().and_then(address::parse);
        if let Some(named) = named {
            return there.contains(&named.to_string());
        }
        let (from, to) = (
            one.session.first.minus_seconds(ONE_MOMENT),
            one.session.first.plus_seconds(ONE_MOMENT),
        );
        let reached = self.reached.get(&one.host).map(Vec::as_slice).unwrap_or_default();
        let start = reached.partition_point(|(time, _)| *time < from);
        let mut near = reached.iter().skip(start).take_while(|(time, _)| *time <= to);
        near.all(|(_, address)| there.contains(address))
    }
}

/// Whether the session's records say share and account at all, so that they can agree.
fn is_recorded(session: &Session, one: &Use) -> bool {
    let share = one.share.as_deref();
    share.is_some_and(|share| session.has("share", share))
        && session.variables.contains_key("account")
}

/// Whether a session can be what the use opened: the same source, share and account, as far as
/// they were recorded. A security identifier goes before a name, which can be changed.
fn answers(session: &Session, one: &Use, parties: &[Party]) -> bool {
    let agrees = |name: &str, is_ok: &dyn Fn(&str) -> bool| {
        session.variables.get(name).is_none_or(|values| values.iter().any(|value| is_ok(value)))
    };
    let is_source = match session.source {
        Some(host) => host == one.host,
        None => agrees("source_address", &|address| one.is_from(address, session.first, parties)),
    };
    let is_share = match one.share.as_deref() {
        Some(share) => agrees("share", &|found| found == share),
        None => true,
    };
    let is_account = shares_sid(session, one) == Some(true)
        || agrees("account", &|found| one.accounts.iter().any(|a| a == found));
    is_source && is_share && is_account
}

/// Whether both ends recorded one account's security identifier; `None` where they did not both
/// record any that means one account. Another one may be another account of the same name on
/// another computer, with which Windows logs on all the same.
fn shares_sid(session: &Session, one: &Use) -> Option<bool> {
    let of = |session: &'_ Session| -> BTreeSet<String> {
        let sids = session.variables.get("account_sid").into_iter().flatten();
        sids.filter(|sid| is_one_account(sid)).cloned().collect()
    };
    let (there, here) = (of(session), of(&one.session));
    (!there.is_empty() && !here.is_empty()).then(|| !there.is_disjoint(&here))
}

/// Of a domain, a computer or a tenant; the others are the same on every computer.
fn is_one_account(sid: &str) -> bool {
    ["s-1-5-21-", "s-1-12-1-"].iter().any(|of| sid.starts_with(of))
}
