//! Addresses that hosts had, and when.
//!
//! Contract: only the near end of connections that a host itself opened or accepted shows its
//! address. An address that several hosts had is bound to each for the time in which no other is
//! known to have had it (pitfall 15); loopback is nobody's.

use std::collections::BTreeMap;

use crate::{
    catalog::Catalog, coverage::HostCoverage, evidence::address, time::Filetime, words::Role,
};

/// Addresses of one host in canonical form, each with the time in which it may have been its own.
pub type Addresses = BTreeMap<String, (Filetime, Filetime)>;

/// Addresses of all hosts, by number.
pub fn addresses(catalog: &Catalog, covered: &[HostCoverage<'_>]) -> Vec<Addresses> {
    let mut seen: Vec<Addresses> = covered.iter().map(|covered| seen(catalog, covered)).collect();
    bind(&mut seen);
    seen
}

/// The first and the last record of the host that shows each address.
fn seen(catalog: &Catalog, covered: &HostCoverage<'_>) -> Addresses {
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
            let addresses = kept.variables.iter().filter(|(name, _)| *name == own);
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

/// Widens what was seen to the time in which the address may have been the host's: without end,
/// but for the time in which another had it.
fn bind(seen: &mut [Addresses]) {
    let mut holders: BTreeMap<String, Vec<(Filetime, Filetime)>> = BTreeMap::new();
    for addresses in seen.iter() {
        for (address, span) in addresses {
            holders.entry(address.clone()).or_default().push(*span);
        }
    }
    for addresses in seen {
        for (address, span) in addresses {
            let others = holders.get(address).into_iter().flatten();
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
    fn loopback_is_nobodys() {
        assert!(!is_of_a_host("127.0.0.1") && !is_of_a_host("::1") && !is_of_a_host("0.0.0.0"));
        assert!(is_of_a_host("10.0.0.5"));
    }
}
