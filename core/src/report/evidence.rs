//! The list of evidence: what each source is, what it holds, and what could not be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    AssignedHost, Channel, Cleared, Evidence, EvidenceStatus, EvidenceWarning, Host, JournalFacts,
    PrefetchFacts, RecordIdGap, RecordIds, SettingSource, SettingsFacts, TableFacts, Volume,
    acquired::acquired,
};
use crate::{
    coverage::{HostNumber, JournalCoverage, Located, TableCoverage},
    formats::mft::FileReference,
    limits,
    scan::{
        SettingsFindings,
        case::{Source, SourceStatus},
        file_system::{JournalFindings, TableFindings},
        findings::{IdSequence, MarkerKind, PrefetchFindings, Run, Stream, StreamKey},
    },
    verdict::{self, Context, evidence_id, journal_record_ref, record_ref, time_span},
    words::EvidenceKind,
};

/// All evidence sources in order of evidence.
pub(super) fn list(context: &Context<'_>, hosts: &[Host]) -> Vec<Evidence> {
    let mut seen: BTreeMap<[u8; 32], Vec<String>> = BTreeMap::new();
    let mut list = Vec::new();
    for (number, source) in context.sources.iter().enumerate() {
        let id = evidence_id(number);
        let mut copies_of = Vec::new();
        if let Some(hash) = source.findings.sha256 {
            let same = seen.entry(hash).or_default();
            copies_of.clone_from(same);
            same.push(id.clone());
        }
        list.push(evidence(context, hosts, number, source, (id, copies_of)));
    }
    list
}

fn evidence(
    context: &Context<'_>,
    hosts: &[Host],
    number: usize,
    source: &Source,
    (id, copies_of): (String, Vec<String>),
) -> Evidence {
    let findings = &source.findings;
    let assigned = context.hosts.evidence.get(number).and_then(|assignment| assignment.host);
    let host = assigned.and_then(|(host, _)| hosts.get(host.0));
    let zones = host.map(|host| host.time_zones.as_slice()).unwrap_or_default();
    Evidence {
        id,
        path: source.path.clone(),
        kind: source.kind,
        size: source.size,
        sha256: findings.sha256.map(|hash| hex(&hash)).unwrap_or_default(),
        acquired: acquired(&source.path, zones).map(|time| time.to_string()),
        copies_of,
        host: assigned.and_then(|(host, basis)| {
            let name = context.hosts.list.get(host.0)?.name.clone();
            Some(AssignedHost { name, basis })
        }),
        channels: channels(context, number, source),
        prefetch: findings.prefetch.as_ref().map(prefetch),
        settings: findings.settings.as_ref().map(|found| settings(context, found)),
        mft: findings.table.as_ref().map(|found| table(number, found, source)),
        usn_journal: findings.journal.as_ref().map(|found| journal(number, found, source)),
        records_read: findings.records_read,
        records_failed: findings.records_failed,
        records_fallback: findings.records_fallback,
        warnings: warnings(source),
        status: status(source),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn status(source: &Source) -> EvidenceStatus {
    let is_lossy = source.findings.warnings.mean_loss();
    let is_read_here = matches!(
        source.kind,
        EvidenceKind::EventLog
            | EvidenceKind::Prefetch
            | EvidenceKind::Settings
            | EvidenceKind::Mft
            | EvidenceKind::UsnJournal
    );
    match source.status {
        SourceStatus::NotSupported => EvidenceStatus::NotSupported,
        SourceStatus::NotRecognised => EvidenceStatus::NotRecognised,
        SourceStatus::NotRead => EvidenceStatus::NotRead,
        SourceStatus::Read if is_lossy && is_read_here && source.findings.records_read == 0 => {
            EvidenceStatus::NotRead
        }
        SourceStatus::Read if is_lossy => EvidenceStatus::ReadInPart,
        SourceStatus::Read => EvidenceStatus::Read,
    }
}

fn warnings(source: &Source) -> Vec<EvidenceWarning> {
    let groups = source.findings.warnings.groups();
    groups
        .map(|(code, count, places)| EvidenceWarning {
            code,
            message: places.first().map(|place| place.1.clone()).unwrap_or_default(),
            offset: places.first().map(|place| place.0.to_string()).unwrap_or_default(),
            count,
            places: places.iter().map(|place| place.0.to_string()).collect(),
        })
        .collect()
}

fn prefetch(file: &PrefetchFindings) -> PrefetchFacts {
    PrefetchFacts {
        executable: file.executable.clone(),
        hash: format!("{:08X}", file.hash),
        version: file.version,
        run_count: file.run_count,
        last_run_times: file.last_run_times.iter().map(ToString::to_string).collect(),
        volumes: file
            .volumes
            .iter()
            .map(|volume| Volume {
                device: volume.device.clone(),
                serial: format!("{:08X}", volume.serial),
                created: volume.created.to_string(),
            })
            .collect(),
    }
}

fn table(number: usize, table: &TableFindings, source: &Source) -> TableFacts {
    let covered = TableCoverage::new(number, source, table);
    let volume = table.base(FileReference { record: 0, sequence: 1 });
    let formatted = volume.and_then(|volume| volume.standard_times());
    TableFacts {
        record_size: table.record_size,
        in_use: table.counts.in_use,
        deleted: table.counts.deleted,
        directories: table.counts.directories,
        extensions: table.counts.extensions,
        damaged: table.counts.damaged,
        unused: table.counts.zero,
        formatted: formatted.map(|[created, ..]| created.to_string()),
        prefetch_files: covered
            .prefetch_folder
            .map(|_| u64::try_from(covered.prefetch_files.len()).unwrap_or(u64::MAX)),
    }
}

fn journal(number: usize, journal: &JournalFindings, source: &Source) -> JournalFacts {
    let covered = JournalCoverage::new(number, source, journal);
    let gaps = covered.damaged.iter().take(limits::SPANS_REPORTED);
    JournalFacts {
        first: covered.span.map(|(first, _)| journal_record_ref(first)),
        last: covered.span.map(|(_, last)| journal_record_ref(last)),
        prefetch_writes: covered.prefetch.map_or(0, |(count, ..)| count),
        gaps: gaps.map(|(from, to)| time_span(*from, *to)).collect(),
    }
}

fn settings(context: &Context<'_>, found: &SettingsFindings) -> SettingsFacts {
    let states = context.catalog.settings.iter();
    let states = states
        .filter_map(|setting| Some((setting.id.clone(), verdict::recording_in(found, setting)?)));
    let (source, machine) = match found {
        SettingsFindings::AuditPolicy { machine, .. } => {
            (SettingSource::Auditpol, Some(machine.clone()))
        }
        SettingsFindings::SysmonConfiguration { .. } => (SettingSource::SysmonConfiguration, None),
    };
    SettingsFacts { source, machine, states: states.collect() }
}

/// Channels of an event log, by name. Streams of several computers are one channel.
fn channels(context: &Context<'_>, number: usize, source: &Source) -> Vec<Channel> {
    let mut by_name: BTreeMap<&str, Vec<(&StreamKey, &Stream)>> = BTreeMap::new();
    for (key, stream) in source.findings.log.iter().flat_map(|log| &log.streams) {
        by_name.entry(&key.channel).or_default().push((key, stream));
    }
    by_name.into_values().map(|streams| channel(context, number, &streams)).collect()
}

fn channel(context: &Context<'_>, number: usize, streams: &[(&StreamKey, &Stream)]) -> Channel {
    let all = || streams.iter().map(|(_, stream)| *stream);
    let mut event_ids: BTreeMap<u32, u64> = BTreeMap::new();
    for (event_id, count) in all().flat_map(|stream| &stream.event_ids) {
        let known = event_ids.entry(*event_id).or_default();
        *known = known.saturating_add(*count);
    }
    let first_named = all().min_by_key(|stream| &stream.names);
    let hosts: BTreeSet<&String> = all()
        .map(|stream| &stream.names.computer)
        .filter(|computer| !computer.is_empty())
        .collect();
    Channel {
        channel: first_named.map(|stream| stream.names.channel.clone()).unwrap_or_default(),
        hosts: hosts.into_iter().cloned().collect(),
        records: all().fold(0, |sum, stream| sum.saturating_add(stream.records)),
        first: all().map(|stream| stream.first).min().map(|time| time.to_string()),
        last: all().map(|stream| stream.last).max().map(|time| time.to_string()),
        event_ids,
        record_ids: record_ids(context, number, streams),
        cleared: cleared(number, streams),
    }
}

/// Range and holes. Ids of one host follow each other; those of other hosts in the file have
/// nothing to do with them.
fn record_ids(
    context: &Context<'_>,
    number: usize,
    streams: &[(&StreamKey, &Stream)],
) -> RecordIds {
    let mut runs: BTreeMap<Option<HostNumber>, Vec<&Run>> = BTreeMap::new();
    let assignment = context.hosts.evidence.get(number);
    for (key, stream) in streams {
        let host = assignment.and_then(|assignment| assignment.streams.get(*key)).copied();
        runs.entry(host).or_default().extend(stream.runs.values());
    }
    let all = || runs.values().flatten();
    let mut ids = RecordIds {
        min: all()
            .map(|run| run.first.record_id)
            .min()
            .map(|id| id.to_string())
            .unwrap_or_default(),
        max: all().map(|run| run.last.record_id).max().map(|id| id.to_string()).unwrap_or_default(),
        ..RecordIds::default()
    };
    for mut runs in runs.into_values() {
        runs.sort_by_key(|run| (run.first.record_id, run.last.record_id));
        add_gaps(&mut ids, &runs);
    }
    ids
}

/// Holes between runs in id order; in a sparse stretch every missing id counts as one.
fn add_gaps(ids: &mut RecordIds, runs: &[&Run]) {
    let mut reached: Option<u64> = None;
    for run in runs {
        let next = reached.and_then(|reached| reached.checked_add(1));
        if let Some(next) = next.filter(|next| *next < run.first.record_id) {
            ids.gap_count = ids.gap_count.saturating_add(1);
            if ids.gaps.len() < limits::GAPS_REPORTED {
                let last = run.first.record_id.saturating_sub(1);
                ids.gaps.push(RecordIdGap { first: next.to_string(), last: last.to_string() });
            }
        }
        if let IdSequence::Sparse { missing } = run.ids {
            ids.gap_count = ids.gap_count.saturating_add(missing);
        }
        reached = reached.max(Some(run.last.record_id));
    }
}

fn cleared(number: usize, streams: &[(&StreamKey, &Stream)]) -> Vec<Cleared> {
    let mut cleared: Vec<_> = streams
        .iter()
        .flat_map(|(key, stream)| {
            let markers = stream.runs.values().flat_map(|run| &run.markers);
            markers.map(move |marker| (*key, &stream.names, marker))
        })
        .filter(|(_, _, marker)| marker.kind == MarkerKind::LogCleared)
        .collect();
    cleared.sort_by_key(|(key, _, marker)| (marker.place, *key));
    cleared
        .into_iter()
        .map(|(_, names, marker)| {
            let field = |name: &str| marker.fields.get(name).filter(|text| !text.is_empty());
            let account = field("SubjectUserName").map(|user| match field("SubjectDomainName") {
                Some(domain) => format!(r"{domain}\{user}"),
                None => user.clone(),
            });
            Cleared {
                record: record_ref(Located { evidence: number, place: marker.place }),
                channel: field("Channel").unwrap_or(&names.channel).clone(),
                account: account.unwrap_or_default(),
            }
        })
        .collect()
}
