//! What ties the records of different hosts into one use.
//!
//! Contract: every tie is to the nearest in time that agrees; a clock offset between hosts widens
//! nothing and cuts nothing off. Reference: links L1–L11 of the sheet, pitfalls 19–22.

use std::collections::BTreeSet;

use super::{
    logons::of_part,
    observation::{Observation, Part, Party},
    session::{ByTime, LONGEST_JOIN, ONE_MOMENT, Session, index, nearest},
    uses::Use,
};
use crate::words::{Link, Role};

/// The name under which a session has the logon id of the source's process.
const SOURCE_LOGON: &str = "source_logon_id";
/// Life of a Kerberos ticket in seconds, by the default policy.
const TICKET_LIFE: u64 = 10 * 3_600;

/// L3, L6, L8: uses of the source to the sessions that they opened. What no session answers is a
/// use of its own, with the source's evidence only.
pub(super) fn commands(sessions: &mut Vec<Session>, uses: Vec<Use>, parties: &[Party]) {
    let by_host = index(sessions, |session| session.destination.into_iter().collect());
    for one in uses {
        if one.session.is_refused {
            sessions.push(one.session);
            continue;
        }
        let named = one.destination.as_deref().unwrap_or_default();
        let at = one.session.first;
        let hosts = parties.iter().enumerate().filter(|(_, party)| party.is_named(named, at));
        // Of several hosts that may be meant (an address that changed hands), the one whose session
        // is nearest.
        let found = hosts
            .filter_map(|(host, _)| {
                let by_time = by_host.get(&host)?;
                let session = nearest(by_time, at, LONGEST_JOIN, |number| {
                    sessions.get(number).is_some_and(|session| answers(session, &one, parties))
                })?;
                Some((sessions.get(session)?.first.distance(at), session))
            })
            .min()
            .map(|(_, session)| session);
        match found.and_then(|at| sessions.get_mut(at)) {
            Some(session) => {
                session.source = Some(one.host);
                session.is_confirmed = true;
                session.commands.extend(one.session.commands);
                session.members.extend(&one.session.members);
                session.decisive.extend(&one.session.decisive);
                session.failed.extend(&one.session.failed);
                session.links.extend(one.session.links);
                session.links.insert(Link::CommandLine);
                session.first = session.first.min(one.session.first);
                session.last = session.last.max(one.session.last);
                for (name, values) in one.session.variables {
                    // A logon id is one host's: the session's is the destination's.
                    let name = if name == "logon_id" { SOURCE_LOGON.to_owned() } else { name };
                    session.variables.entry(name).or_default().extend(values);
                }
            }
            None => sessions.push(one.session),
        }
    }
    sessions.sort_by_key(|session| (session.first, session.destination, session.source));
}

/// Whether a session of the named destination can be what the use opened: the same source, share
/// and account, as far as they were recorded.
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
    is_source && is_share && agrees("account", &|found| one.accounts.iter().any(|a| a == found))
}

/// Connections to the domain controller, as source and destination record them (L10).
pub(super) fn asking(sessions: &mut [Session], observations: &[Observation<'_>]) {
    let sources = index(sessions, |session| session.source.into_iter().collect::<Vec<_>>());
    let destinations = index(sessions, |session| session.destination.into_iter().collect());
    for (number, asks) in of_part(observations, Part::AsksController) {
        let by_host = if asks.trace.role == Role::Source { &sources } else { &destinations };
        let by_time = by_host.get(&asks.host).map(Vec::as_slice).unwrap_or_default();
        let found = nearest(by_time, asks.time, ONE_MOMENT, |_| true);
        if let Some(session) = found.and_then(|at| sessions.get_mut(at)) {
            session.add(number, asks, Some(Link::Order));
        }
    }
}

/// Tickets and connections of the domain controller (L2, L5).
pub(super) fn tickets(
    sessions: &mut [Session],
    observations: &[Observation<'_>],
    parties: &[Party],
) {
    let values = |session: &Session, name: &str| -> Vec<String> {
        session.variables.get(name).into_iter().flatten().cloned().collect()
    };
    let by_guid = index(sessions, |session| values(session, "logon_guid"));
    let by_source = index(sessions, |session| values(session, "source_address"));
    let by_destination = index(sessions, |session| {
        let party = session.destination.and_then(|host| parties.get(host));
        let at = session.first;
        let own = party.into_iter().flat_map(|party| {
            party.addresses.keys().filter(|address| party.has_address(address, at)).cloned()
        });
        own.chain(values(session, "destination_address"))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    });
    for (number, ticket) in of_part(observations, Part::Controller) {
        let look_up = |index: &ByTime<String>, name: &str, within: u64, with_account: bool| {
            let by_time = index.get(ticket.variable(name)?)?;
            let account = ticket.variable("account").filter(|_| with_account);
            nearest(by_time, ticket.time, within, |at| {
                let session = sessions.get(at);
                account.is_none_or(|account| session.is_some_and(|s| s.has("account", account)))
            })
        };
        let is_ticket = ticket.variable("account").is_some();
        let within = if is_ticket { TICKET_LIFE } else { ONE_MOMENT };
        let found = look_up(&by_guid, "logon_guid", LONGEST_JOIN, false)
            .map(|at| (at, Link::LogonGuid))
            .or_else(|| {
                let at = look_up(&by_source, "source_address", within, true)?;
                Some((at, if is_ticket { Link::Ticket } else { Link::Order }))
            })
            .or_else(|| {
                let at = look_up(&by_destination, "destination_address", ONE_MOMENT, false)?;
                Some((at, Link::Order))
            });
        if let Some((session, link)) =
            found.and_then(|(at, link)| Some((sessions.get_mut(at)?, link)))
        {
            session.members.insert(number);
            session.links.insert(link);
        }
    }
}
