//! Hosts of the report with what their evidence covers.

use super::{
    AliasTimes, Boundary, Coverage, CoveredInterval, Host, HostRole, HostTimeZone, SettingLife,
    TimeSpan,
};
use crate::{
    catalog::LifeSignNumber,
    coverage::{ChannelCoverage, HostCoverage, HostNumber, Identity, Interval, Located, SignSpan},
    limits,
    scan::findings::MarkerKind,
    verdict::{Context, evidence_id, record_ref, time_span},
    words::EvidenceKind,
};

/// Minutes from UTC beyond which no time zone is.
const FARTHEST_ZONE: u32 = 16 * 60;

/// A host of the report.
pub(super) fn host(
    context: &Context<'_>,
    number: HostNumber,
    covered: &HostCoverage<'_>,
    roles: Vec<HostRole>,
) -> Host {
    let Identity { name, aliases, times } =
        context.hosts.list.get(number.0).cloned().unwrap_or_default();
    let alias_times = aliases.iter().filter_map(|alias| {
        let (first, last) = *times.get(alias).filter(|(first, _)| first.0 > 0)?;
        Some(AliasTimes { name: alias.clone(), span: time_span(first, last) })
    });
    let alias_times = alias_times.collect();
    let mut coverage: Vec<Coverage> =
        covered.channels.values().map(|channel| of_channel(context, channel)).collect();
    coverage.extend(of_prefetch(covered));
    coverage.sort_by(|a, b| (a.kind, &a.channel).cmp(&(b.kind, &b.channel)));
    let addresses = context.addresses.get(number.0);
    let addresses = addresses.into_iter().flat_map(|known| known.keys().cloned()).collect();
    let time_zones = time_zones(covered);
    Host { name, aliases, alias_times, addresses, time_zones, roles, coverage }
}

/// The zones that the System log tells; records of one zone that follow each other are one.
fn time_zones(covered: &HostCoverage<'_>) -> Vec<HostTimeZone> {
    let mut told: Vec<(Located, i32, &str)> = covered
        .channels
        .values()
        .flat_map(|channel| &channel.markers)
        .filter(|marker| marker.kind == MarkerKind::TimeZone)
        .filter_map(|marker| {
            let (minutes_east, name) = time_zone(marker.fields.get("TimeZone")?)?;
            Some((marker.at, minutes_east, name))
        })
        .collect();
    told.sort_by_key(|(at, ..)| (at.place.time, *at));
    let stretches = told.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2));
    let zones = stretches.filter_map(|stretch| {
        let ((first, minutes_east, name), (last, ..)) = (stretch.first()?, stretch.last()?);
        Some(HostTimeZone {
            name: (*name).to_owned(),
            minutes_east: *minutes_east,
            span: time_span(first.place.time, last.place.time),
            proofs: [*first, *last].map(record_ref).to_vec(),
        })
    });
    zones.take(limits::SPANS_REPORTED).collect()
}

/// Minutes east of UTC and the zone's name, from a text such as `-540 Tokyo Standard Time`, which
/// counts to the west.
fn time_zone(told: &str) -> Option<(i32, &str)> {
    let (west, name) = told.split_once(' ')?;
    let west: i32 = west.parse().ok()?;
    (west.unsigned_abs() <= FARTHEST_ZONE).then(|| (-west, name))
}

fn of_channel(context: &Context<'_>, channel: &ChannelCoverage) -> Coverage {
    Coverage {
        kind: EvidenceKind::EventLog,
        channel: Some(channel.channel.clone()),
        intervals: channel.intervals.iter().take(limits::SPANS_REPORTED).map(interval).collect(),
        life: channel.life.iter().map(|(sign, spans)| life(context, *sign, spans)).collect(),
    }
}

fn interval(interval: &Interval) -> CoveredInterval {
    let id = |place: crate::scan::findings::Place| place.record_id.to_string();
    CoveredInterval {
        span: time_span(interval.from, interval.to),
        record_ids: Some((id(interval.first.place), id(interval.last.place))),
        begins: interval.begins,
        ends: interval.ends,
        evidence: interval.evidence.iter().map(|number| evidence_id(*number)).collect(),
    }
}

fn life(context: &Context<'_>, sign: LifeSignNumber, spans: &[SignSpan]) -> SettingLife {
    let known = usize::try_from(sign.0).ok().and_then(|sign| context.catalog.life_signs.get(sign));
    let mut spans: Vec<&SignSpan> = spans.iter().collect();
    spans.sort_by_key(|span| (span.first.place.time, span.first));
    spans.truncate(limits::SPANS_REPORTED);
    let times = |span: &SignSpan| -> TimeSpan {
        let (first, last) = (span.first.place.time, span.last.place.time);
        time_span(first.min(last), first.max(last))
    };
    SettingLife {
        setting: known.map(|sign| sign.id.clone()).unwrap_or_default(),
        intervals: spans.iter().map(|span| times(span)).collect(),
        proofs: spans.iter().flat_map(|span| [span.first, span.last]).map(record_ref).collect(),
    }
}

fn of_prefetch(covered: &HostCoverage<'_>) -> Option<Coverage> {
    let (from, to) = covered.prefetch.span?;
    Some(Coverage {
        kind: EvidenceKind::Prefetch,
        channel: None,
        intervals: vec![CoveredInterval {
            span: time_span(from, to),
            record_ids: None,
            begins: Boundary::Acquisition,
            ends: Boundary::Acquisition,
            evidence: covered.prefetch.files.iter().map(|number| evidence_id(*number)).collect(),
        }],
        life: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::time_zone;

    #[test]
    fn a_zone_is_minutes_to_the_west_and_a_name() {
        assert_eq!(time_zone("-540 Tokyo Standard Time"), Some((540, "Tokyo Standard Time")));
        assert_eq!(time_zone("480 Pacific Standard Time"), Some((-480, "Pacific Standard Time")));
        for strange in ["", "480", "x Tokyo", "99999999999 x", "-2147483648 x", "961 far away"] {
            assert_eq!(time_zone(strange), None, "{strange:?}");
        }
    }
}
