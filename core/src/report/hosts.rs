//! Hosts of the report with what their evidence covers.

use super::{
    AliasTimes, Boundary, Coverage, CoveredInterval, Host, HostRole, SettingLife, TimeSpan,
};
use crate::{
    catalog::LifeSignNumber,
    coverage::{ChannelCoverage, HostCoverage, HostNumber, Identity, Interval, SignSpan},
    limits,
    verdict::{Context, evidence_id, record_ref, time_span},
    words::EvidenceKind,
};

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
    Host { name, aliases, alias_times, addresses, roles, coverage }
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
