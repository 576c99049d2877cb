//! Addresses and names that hosts had, and when.
//!
//! Contract: only the near end of connections that a host itself opened or accepted shows its
//! address. What several hosts had is bound to each for the time in which no other is known to have
//! had it (pitfall 15); loopback is nobody's.

use std::collections::BTreeMap;

use crate::{
    catalog::Catalog,
    coverage::{HostCoverage, Hosts, Times},
    evidence::address,
    matching::Matchers,
    time::Filetime,
    words::Role,
};

/// Addresses of one host in canonical form, each with the time in which it may have been its own.
pub type Addresses = BTreeMap<String, Times>;

/// Addresses of all hosts, by number.
pub fn addresses(
    catalog: &Catalog,
    matchers: &Matchers<'_>,
    covered: &[HostCoverage<'_>],
) -> Vec<Addresses> {
    let seen_of = |covered: &HostCoverage<'_>| seen(catalog, matchers, covered);
    let mut seen: Vec<Addresses> = covered.iter().map(seen_of).collect();
    bind(&mut seen);
    seen
}

/// Names of all hosts in full and in short, in lower case, by number; each with the time in which
/// it may have been the host's own.
pub(super) fn names(hosts: &Hosts) -> Vec<BTreeMap<String, Times>> {
    let spelled = hosts.list.iter().map(|identity| {
        let mut names: BTreeMap<String, Times> = BTreeMap::new();
        for (name, times) in &identity.times {
            let name = name.to_lowercase();
            let short = name.split('.').next().unwrap_or(&name).to_owned();
            for name in [short, name] {
                let known = names.entry(name).or_insert(*times);
                *known = (known.0.min(times.0), known.1.max(times.1));
            }
        }
        names
    });
    let mut names: Vec<_> = spelled.collect();
    bind(&mut names);
    names
}

/// The first and the last record of the host that shows each address.
fn seen(catalog: &Catalog, matchers: &Matchers<'_>, covered: &HostCoverage<'_>) -> Addresses {
    let parts = covered.parts.values().flatten();
    let findings = parts.flat_map(|part| &part.stream.traces);
    let mut seen = Addresses::new();
    for (number, findings) in findings {
        let trace = usize::try_from(number.0).ok().and_then(|n| catalog.traces.get(n));
        // A 5140 on the destination binds the far end, too, but under another name.
        let own = match trace.map(|trace| trace.role) {
            Some(Role::Source) => "source_address",
            Some(Role::Destination) => "destination_address",
            _ => continue,
        };
        for kept in &findings.kept {
            let time = kept.stub.place.time;
            let variables = kept.variables(matchers, *number);
            let addresses = variables.iter().filter(|(name, _)| *name == own);
            for (_, value) in addresses.filter(|(_, value)| is_of_a_host(value)) {
                let (first, last) = seen.entry(value.to_owned()).or_insert((time, time));
                *first = (*first).min(time);
                *last = (*last).max(time);
            }
        }
    }
    seen
}

fn is_of_a_host(value: &str) -> bool {
    address::parse(value).is_some_and(|one| !one.is_loopback() && !one.is_unspecified())
}

/// Widens what was seen to the time in which the address or name may have been the host's: without
/// end, but for the time in which another had it.
fn bind(seen: &mut [BTreeMap<String, Times>]) {
    let mut holders: BTreeMap<String, Vec<Times>> = BTreeMap::new();
    for had in seen.iter() {
        for (what, span) in had {
            holders.entry(what.clone()).or_default().push(*span);
        }
    }
    for had in seen {
        for (what, span) in had {
            let others = holders.get(what).into_iter().flatten();
            let (mut from, mut to) = (Filetime(0), Filetime(u64::MAX));
            for (first, last) in others.copied().filter(|other| other != span) {
                if last < span.0 {
                    from = from.max(last);
                }
                if first > span.1 {
                    to = to.min(first);
                }
            }
            *span = (from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Identity;

    fn one(from: u64, to: u64) -> Addresses {
        Addresses::from([("10.0.0.5".to_owned(), (Filetime(from), Filetime(to)))])
    }

    #[test]
    fn an_address_is_a_hosts_until_another_has_it() {
        let mut hosts = [one(10, 20), one(50, 60)];
        bind(&mut hosts);
        assert_eq!(hosts, [one(0, 50), one(20, u64::MAX)], "between them it may be either's");
        let mut alone = [one(10, 20), Addresses::new()];
        bind(&mut alone);
        assert_eq!(alone[0], one(0, u64::MAX));
        let mut at_once = [one(10, 40), one(30, 60)];
        bind(&mut at_once);
        assert_eq!(at_once, [one(0, u64::MAX), one(0, u64::MAX)], "it cannot be told whose");
    }

    #[test]
    fn a_name_is_a_hosts_until_another_takes_it_up() {
        let host = |spelled: &[(&str, u64, u64)]| Identity {
            times: spelled
                .iter()
                .map(|(name, from, to)| ((*name).to_owned(), (Filetime(*from), Filetime(*to))))
                .collect(),
            ..Identity::default()
        };
        let first = host(&[("OLD.corp.example", 10, 20), ("NEW.corp.example", 21, 90)]);
        let hosts = Hosts { list: vec![first, host(&[("old", 50, 60)])], ..Hosts::default() };
        let names = names(&hosts);
        assert_eq!(names[0].get("old"), Some(&(Filetime(0), Filetime(50))));
        assert_eq!(names[1].get("old"), Some(&(Filetime(20), Filetime(u64::MAX))));
        for only in ["old.corp.example", "new", "new.corp.example"] {
            assert_eq!(names[0].get(only), Some(&(Filetime(0), Filetime(u64::MAX))), "{only}");
        }
    }

    #[test]
    fn loopback_is_nobodys() {
        assert!(!is_of_a_host("127.0.0.1") && !is_of_a_host("::1") && !is_of_a_host("0.0.0.0"));
        assert!(is_of_a_host("10.0.0.5"));
    }
}
