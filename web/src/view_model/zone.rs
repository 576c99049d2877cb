//! Time zones in which times are printed.
//!
//! Contract: a time keeps all its digits and always says its zone.

use std::collections::BTreeMap;

use konseki_core::export::visible;
use konseki_core::report::Report;
use konseki_core::time::Filetime;

use super::format;
use crate::text::{Words, fill};

/// Hosts of a zone that are named.
const HOSTS_NAMED: usize = 2;

/// How times are printed.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// UTC.
    Utc,
    /// The zone of the browser; the function gives its minutes east of UTC at a time.
    Local(fn(Filetime) -> i32),
    /// So many minutes east of UTC, as a host's own log tells.
    Host(i32),
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Utc, Self::Utc) | (Self::Local(_), Self::Local(_)) => true,
            (Self::Host(one), Self::Host(other)) => one == other,
            _ => false,
        }
    }
}

impl Zone {
    /// A time with its zone, all digits kept.
    pub fn exact(self, time: Filetime) -> String {
        let (shifted, zone) = self.shift(time);
        format!("{} {zone}", format::exact(&shifted.to_string()))
    }

    /// A time to the second with its zone.
    pub fn to_the_second(self, time: Filetime) -> String {
        let (shifted, zone) = self.shift(time);
        format!("{} {zone}", format::to_the_second(&shifted.to_string()))
    }

    fn shift(self, time: Filetime) -> (Filetime, String) {
        let minutes = match self {
            Self::Utc => return (time, "UTC".to_owned()),
            Self::Local(offset) => offset(time),
            Self::Host(minutes) => minutes,
        };
        let seconds = u64::from(minutes.unsigned_abs()).saturating_mul(60);
        let (shifted, sign) = if minutes < 0 {
            (time.minus_seconds(seconds), '-')
        } else {
            (time.plus_seconds(seconds), '+')
        };
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
        (shifted, format!("UTC{sign}{hours:02}:{minutes:02}"))
    }
}

/// The standard time of hosts, as their logs told last: minutes east of UTC with the zone and the
/// hosts in words.
pub fn of_hosts(report: &Report, words: &Words) -> Vec<(i32, String)> {
    let mut hosts: BTreeMap<(i32, String), Vec<String>> = BTreeMap::new();
    for host in &report.hosts {
        let Some(zone) = host.time_zones.last() else { continue };
        let known = hosts.entry((zone.minutes_east, zone.text())).or_default();
        known.push(visible(&host.name).into_owned());
    }
    let told = hosts.into_iter().map(|((minutes, text), hosts)| {
        (minutes, fill(words.timeline.zone_host, &[&visible(&text), &first(&hosts)]))
    });
    told.collect()
}

/// The first hosts and how many more there are: a menu is as wide as its longest entry.
fn first(hosts: &[String]) -> String {
    let named: Vec<&str> = hosts.iter().take(HOSTS_NAMED).map(String::as_str).collect();
    let named = named.join(", ");
    match hosts.len().saturating_sub(HOSTS_NAMED) {
        0 => named,
        more => format!("{named}, +{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Filetime {
        text.parse().expect("a time")
    }

    #[test]
    fn many_hosts_of_one_zone_are_a_short_entry() {
        let hosts = ["DC01", "FS01", "WS01", "WS02"].map(str::to_owned);
        assert_eq!(first(&hosts[..2]), "DC01, FS01");
        assert_eq!(first(&hosts), "DC01, FS01, +2");
    }

    #[test]
    fn local_time_keeps_all_digits_and_prints_its_offset() {
        let tokyo = Zone::Local(|_| 540);
        let text = tokyo.exact(time("2026-03-02T23:15:04.1234567Z"));
        assert_eq!(text, "2026-03-03 08:15:04.1234567 UTC+09:00");
        let newfoundland = Zone::Local(|_| -210);
        let text = newfoundland.to_the_second(time("2026-03-02T03:00:00Z"));
        assert_eq!(text, "2026-03-01 23:30:00 UTC-03:30");
        assert_eq!(
            Zone::Host(540).exact(time("2026-03-02T00:00:00Z")),
            tokyo.exact(time("2026-03-02T00:00:00Z"))
        );
    }
}
