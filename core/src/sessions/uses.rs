//! Uses as the source records them: a process that names a share, what else it does, its end, the
//! credentials it brought.

use std::collections::BTreeMap;

use super::{
    failures,
    logons::of_part,
    observation::{Observation, Part, Party},
    session::{Command, LONGEST_JOIN, Session},
};
use crate::{time::Filetime, words::Link};

/// How far apart two channels stamp the start of one process, in seconds.
const SAME_START: u64 = 1;
const SAME_START_TICKS: u64 = SAME_START * crate::time::TICKS_PER_SECOND;
/// How far explicit credentials stand from the command that brought them, in seconds.
const CREDENTIALS_WITHIN: u64 = 300;

/// A use seen on its source.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// Its members.
    pub(super) session: Session,
    /// Host that ran it.
    pub(super) host: usize,
    /// What the command line names: host, share and account, where it was recorded.
    pub(super) destination: Option<String>,
    pub(super) share: Option<String>,
    /// Accounts it may have logged on with, in lower case: the user's, that of `/user:`, those of
    /// explicit credentials.
    pub(super) accounts: Vec<String>,
}

impl Use {
    /// Whether an address at a time can be that of its host: one of those that its records show,
    /// if they show any.
    pub(super) fn is_from(&self, address: &str, at: Filetime, parties: &[Party]) -> bool {
        let Some(party) = parties.get(self.host) else { return true };
        party.addresses.is_empty() || party.has_address(address, at)
    }
}

/// All uses, in order of (time, host).
pub(super) fn uses(observations: &[Observation<'_>], parties: &[Party]) -> Vec<Use> {
    let mut starts: Vec<(usize, &Observation<'_>)> = of_part(observations, Part::Start).collect();
    starts.sort_by_key(|(number, start)| (start.host, start.time, *number));
    let mut uses: Vec<Use> = Vec::new();
    let mut latest: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (number, start) in starts {
        let Some(process_id) = start.variable("process_id") else { continue };
        let same = latest.get(&(start.host, process_id)).and_then(|at| uses.get_mut(*at));
        match same.filter(|one| start.time <= one.session.first.plus_seconds(SAME_START)) {
            Some(one) => {
                one.session.extend(number, start, Some(Link::Process));
                learn(one, start);
            }
            None => {
                latest.insert((start.host, process_id), uses.len());
                let mut session = Session::new(number, start);
                session.source = Some(start.host);
                let accounts = Vec::new();
                let host = start.host;
                let mut one = Use { session, host, destination: None, share: None, accounts };
                learn(&mut one, start);
                uses.push(one);
            }
        }
    }
    // What no command line confirms may be any subcommand.
    uses.retain(|one| one.session.is_confirmed);
    uses.sort_by_key(|one| (one.session.first, one.host));
    for one in &mut uses {
        let command = Command { at: one.session.first, share: one.share.clone() };
        one.session.commands.push(command);
    }
    add_process_records(&mut uses, observations, parties);
    add_ends(&mut uses, observations);
    add_credentials(&mut uses, observations, parties);
    failures::add_refusals(&mut uses, observations, parties);
    uses
}

fn learn(one: &mut Use, start: &Observation<'_>) {
    let text = |name: &str| start.variable(name).map(str::to_owned);
    one.session.is_confirmed |= start.confirmed;
    one.destination = one.destination.take().or_else(|| text("destination"));
    one.share = one.share.take().or_else(|| text("share"));
    one.accounts.extend([text("account"), text("given_account")].into_iter().flatten());
}

/// Uses by the host and the id of their process.
type ByProcess = BTreeMap<(usize, String), Vec<usize>>;

fn by_process(uses: &[Use]) -> ByProcess {
    let mut by_process = ByProcess::new();
    for (number, one) in uses.iter().enumerate() {
        for id in one.session.variables.get("process_id").into_iter().flatten() {
            by_process.entry((one.host, id.clone())).or_default().push(number);
        }
    }
    by_process
}

/// The use whose process started then.
fn started_at<'u>(
    uses: &'u mut [Use],
    by_process: &ByProcess,
    (host, process_id): (usize, &str),
    start: Filetime,
) -> Option<&'u mut Use> {
    let own = by_process.get(&(host, process_id.to_owned()));
    let own = own.into_iter().flatten().copied().find(|at| {
        let first = uses.get(*at).map(|one| one.session.first);
        first.is_some_and(|first| first.distance(start) <= SAME_START_TICKS)
    });
    own.and_then(|at| uses.get_mut(at))
}

/// The ends that are tied to the starts of uses.
fn add_ends(uses: &mut [Use], observations: &[Observation<'_>]) {
    let by_process = by_process(uses);
    for sought in [Part::End, Part::FailedEnd] {
        for (number, end) in of_part(observations, sought) {
            let Some((id, start)) = end.variable("process_id").zip(end.start) else { continue };
            let Some(one) = started_at(uses, &by_process, (end.host, id), start) else { continue };
            one.session.extend(number, end, Some(Link::Process));
            match sought {
                Part::FailedEnd => one.session.failed.insert(number),
                _ => one.session.decisive.insert(number),
            };
        }
    }
}

/// What a process does belongs to the nearest start before it with its process id, if that is the
/// use's: another command may have had the same id later.
fn add_process_records(uses: &mut [Use], observations: &[Observation<'_>], parties: &[Party]) {
    let mut starts: BTreeMap<(usize, &str), Vec<Filetime>> = BTreeMap::new();
    for (_, start) in of_part(observations, Part::Start) {
        let Some(process_id) = start.variable("process_id") else { continue };
        starts.entry((start.host, process_id)).or_default().push(start.time);
    }
    starts.values_mut().for_each(|times| times.sort());
    let by_process = by_process(uses);
    for (number, record) in of_part(observations, Part::OfProcess) {
        let Some(process_id) = record.variable("process_id") else { continue };
        let times = starts.get(&(record.host, process_id)).map(Vec::as_slice).unwrap_or_default();
        let before = times.partition_point(|time| *time <= record.time.plus_seconds(SAME_START));
        let Some(start) = before.checked_sub(1).and_then(|at| times.get(at)) else { continue };
        let boots = parties.get(record.host);
        let is_one_boot = boots.is_none_or(|party| party.boot(*start) == party.boot(record.time));
        if !is_one_boot || record.time > start.plus_seconds(LONGEST_JOIN) {
            continue;
        }
        let process = (record.host, process_id);
        if let Some(one) = started_at(uses, &by_process, process, *start) {
            one.session.add(number, record, Some(Link::Process));
        }
    }
}

/// Explicit credentials for the destination of a use, near it in time.
fn add_credentials(uses: &mut [Use], observations: &[Observation<'_>], parties: &[Party]) {
    let mut by_host: BTreeMap<usize, Vec<(Filetime, usize)>> = BTreeMap::new();
    for (number, one) in uses.iter().enumerate() {
        by_host.entry(one.host).or_default().push((one.session.first, number));
    }
    for (number, credentials) in of_part(observations, Part::Credentials) {
        let Some(target) = credentials.variable("destination") else { continue };
        let by_time = by_host.get(&credentials.host).map(Vec::as_slice).unwrap_or_default();
        let is_same = |at: usize| {
            let named = uses.get(at).and_then(|one| one.destination.as_deref());
            named.is_some_and(|named| mean_one_host(named, target, credentials.time, parties))
        };
        let near = CREDENTIALS_WITHIN.min(LONGEST_JOIN);
        let found = super::session::nearest(by_time, credentials.time, near, is_same);
        if let Some(one) = found.and_then(|at| uses.get_mut(at)) {
            one.session.add(number, credentials, Some(Link::Credentials));
            one.accounts.extend(credentials.variable("account").map(str::to_owned));
        }
    }
}

/// Whether two names are one host's: the same text, the same short name, or a known host's names.
fn mean_one_host(a: &str, b: &str, at: Filetime, parties: &[Party]) -> bool {
    let short = |name: &str| name.split(['.', '@']).next().unwrap_or(name).to_lowercase();
    a.eq_ignore_ascii_case(b)
        || (crate::evidence::address::parse(a).is_none() && short(a) == short(b))
        || parties.iter().any(|party| party.is_named(a, at) && party.is_named(b, at))
}
