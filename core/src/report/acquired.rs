//! When evidence was collected, as its place in a collection says.
//!
//! Contract: nothing but the path is looked at, and the zone that the host's own log tells; a time
//! whose zone is not known is none. Reference: pitfalls of verdicts, item 18.

use super::HostTimeZone;
use crate::time::Filetime;

/// When a source was collected. Velociraptor writes UTC. CDIR writes the time of the computer's
/// clock: that is reckoned by the one zone that its System log tells, which is without summer time.
pub(super) fn acquired(path: &str, zones: &[HostTimeZone]) -> Option<Filetime> {
    path.split('/').find_map(|part| {
        let part = part.strip_suffix('!').unwrap_or(part);
        let archive = part.len().saturating_sub(".zip".len());
        let part = match part.get(archive..) {
            Some(end) if end.eq_ignore_ascii_case(".zip") => part.get(..archive)?,
            _ => part,
        };
        velociraptor(part).or_else(|| cdir(part, zones))
    })
}

/// `Collection-NAME-YYYY-MM-DDThh_mm_ssZ`.
fn velociraptor(part: &str) -> Option<Filetime> {
    let rest = part.strip_prefix("Collection-")?;
    let (at, _) = rest.rmatch_indices('-').nth(2)?;
    rest.get(at.checked_add(1)?..)?.replace('_', ":").parse().ok()
}

/// `NAME_YYYYMMDDhhmmss`.
fn cdir(part: &str, zones: &[HostTimeZone]) -> Option<Filetime> {
    let (name, stamp) = part.rsplit_once('_')?;
    let is_stamp = stamp.len() == 14 && stamp.bytes().all(|byte| byte.is_ascii_digit());
    let east = zones.first()?.minutes_east;
    let is_one = zones.iter().all(|zone| zone.minutes_east == east);
    if name.is_empty() || !is_stamp || !is_one {
        return None;
    }
    let digits = |from: usize, to: usize| stamp.get(from..to).unwrap_or_default();
    let (sign, minutes) = (if east < 0 { '-' } else { '+' }, east.unsigned_abs());
    let time = format!(
        "{}-{}-{}T{}:{}:{}{sign}{:02}:{:02}",
        digits(0, 4),
        digits(4, 6),
        digits(6, 8),
        digits(8, 10),
        digits(10, 12),
        digits(12, 14),
        minutes / 60,
        minutes % 60
    );
    time.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::TimeSpan;

    fn zone(minutes_east: i32) -> HostTimeZone {
        let span = TimeSpan { from: String::new(), to: String::new() };
        HostTimeZone { name: String::new(), minutes_east, span, proofs: Vec::new() }
    }

    #[test]
    fn layouts_say_when_they_were_made() {
        let tokyo = [zone(540), zone(540)];
        for (path, time) in [
            ("PC07_20240131090000/Prefetch/A.pf", Some("2024-01-31T00:00:00.0000000Z")),
            ("PC_07_20240131090000.ZIP!/Evtx/Security.evtx", Some("2024-01-31T00:00:00.0000000Z")),
            ("PC07_20241331090000/Evtx/Security.evtx", None),
            (
                "Collection-SRV-02-2024-01-31T09_00_00Z.zip!/uploads/x",
                Some("2024-01-31T09:00:00.0000000Z"),
            ),
            ("Collection-SRV-02-2024-01-31T09_00_00.zip!/uploads/x", None),
            ("logs_2024/痕跡.zi/Security.evtx", None),
            ("", None),
        ] {
            let found = acquired(path, &tokyo).map(|time| time.to_string());
            assert_eq!(found.as_deref(), time, "{path}");
        }
        let path = "PC07_20240131090000/Prefetch/A.pf";
        let west = acquired(path, &[zone(-480)]).map(|time| time.to_string());
        assert_eq!(west.as_deref(), Some("2024-01-31T17:00:00.0000000Z"));
        for unknown in [vec![], vec![zone(540), zone(480)]] {
            assert_eq!(acquired(path, &unknown), None, "the clock's zone is not known");
        }
    }
}
