//! Traces in the Prefetch folder.
//!
//! Contract: a Prefetch file keeps one or eight run times; what ran before the oldest of them
//! cannot be told. A run of net.exe that net1.exe follows was another subcommand than `use`: one run
//! of the one takes out one run of the other. Reference: pitfalls of verdicts, item 9.

mod partners;

use self::partners::{Partnered, Run};
use super::{
    View,
    facts::{Facts, Judgement, SeenFile},
    references::{evidence_id, record_ref},
    windows::{self, Span},
};
use crate::{
    catalog::Trace,
    coverage::{FolderState, Located},
    limits,
    matching::PrefetchHit,
    report::{Match, RecordRef},
    scan::findings::PrefetchFindings,
    time::Filetime,
    words::{Certainty, EvidenceKind, Outcome, ReasonCode},
};

/// A Prefetch file that meets the trace's conditions.
struct File<'c> {
    evidence: usize,
    copies: Vec<usize>,
    findings: &'c PrefetchFindings,
    met: &'c PrefetchHit,
    /// Run times without those that a partner followed, or may have followed.
    runs: Vec<Filetime>,
    /// Those that a partner may have followed.
    open: Vec<Filetime>,
    /// How many a partner followed.
    left_out: usize,
}

/// The outcome of a trace in the host's Prefetch files.
pub(super) fn judge(view: &View<'_>, trace: &Trace) -> Judgement {
    let mut facts = Facts::of(view, trace);
    let coverage = &view.coverage.prefetch;
    let files = files(view, |findings| findings.matches.get(&trace.number));
    let elsewhere = self::files(view, |findings| findings.elsewhere.get(&trace.number));
    let window = view.context.question.window;
    let runs = || files.iter().flat_map(|file| &file.runs).copied();
    let in_window = || runs().filter(|run| windows::holds(&window, *run));
    let inside = in_window().count();
    let matches: Vec<Match> =
        files.iter().filter(|file| !file.runs.is_empty()).map(|f| a_match(f, &window)).collect();
    let open = || files.iter().flat_map(|file| &file.open).copied();
    let open_inside = open().filter(|run| windows::holds(&window, *run)).min();
    let has_partners = |file: &&File<'_>| file.left_out > 0 || !file.open.is_empty();
    let partnered = files.iter().filter(|file| file.runs.is_empty()).filter(has_partners);
    let near_misses = partnered
        .map(|file| (file, "RunsWithPartner"))
        .chain(elsewhere.iter().map(|file| (file, "path")))
        .filter(|_| matches.is_empty())
        .take(limits::NEAR_MISSES_KEPT)
        .map(|(file, contradicted)| Match {
            contradicted: vec![contradicted.to_owned()],
            ..a_match(file, &window)
        })
        .collect();
    facts.outside = u64::try_from(runs().count().saturating_sub(inside)).unwrap_or(u64::MAX);
    let (outcome, reason) = if inside > 0 {
        let unknown = view.host.is_none().then(|| facts.reason(ReasonCode::HostNotAssigned));
        (Outcome::Found, unknown)
    } else if open_inside.is_some() {
        facts.at = open_inside;
        (Outcome::CannotTell, Some(facts.reason(ReasonCode::SubcommandNotRecorded)))
    } else if coverage.files.is_empty() {
        let elsewhere = view.context.unassigned.prefetch.files.len();
        facts.files = elsewhere;
        let code = match view.host.is_some() && elsewhere > 0 {
            true => ReasonCode::HostNotAssigned,
            false => ReasonCode::NotSupplied,
        };
        (Outcome::CannotTell, Some(facts.reason(code)))
    } else {
        let (outcome, code) = without_run(view, &files, &mut facts);
        (outcome, Some(facts.reason(code)))
    };
    Judgement {
        outcome,
        certainty: Certainty::Consistent,
        reason,
        count: u64::try_from(matches.len()).unwrap_or(u64::MAX),
        bound: 0,
        first: runs().min(),
        last: runs().max(),
        inside: in_window().min().zip(in_window().max()),
        together: u64::try_from(matches.len()).unwrap_or(u64::MAX),
        matches,
        near_misses,
        files: files.iter().map(|file| SeenFile { name: None, times: file.runs.clone() }).collect(),
    }
}

/// The files that meet the conditions, copies once, in order of their newest run.
fn files<'c>(
    view: &View<'c>,
    met: impl Fn(&'c PrefetchFindings) -> Option<&'c PrefetchHit>,
) -> Vec<File<'c>> {
    let sources = view.context.sources;
    let numbers = view.coverage.files.get(&EvidenceKind::Prefetch).into_iter().flatten();
    let read: Vec<(usize, &PrefetchFindings)> = numbers
        .filter_map(|number| Some((*number, sources.get(*number)?.findings.prefetch.as_ref()?)))
        .collect();
    let known = Partnered::of_host(read.iter().map(|(_, findings)| *findings));
    let mut files: Vec<File<'c>> = read
        .iter()
        .filter_map(|(evidence, findings)| {
            let met = met(findings)?;
            let stored = &findings.last_run_times;
            let of = |is: Run| {
                let runs = stored.iter().filter(|run| known.of(&findings.executable, **run) == is);
                runs.copied().collect::<Vec<Filetime>>()
            };
            let (runs, open) = (of(Run::Alone), of(Run::Open));
            let hash = sources.get(*evidence)?.findings.sha256;
            let is_copy = |other: usize| {
                other != *evidence
                    && hash.is_some()
                    && sources.get(other).is_some_and(|source| source.findings.sha256 == hash)
            };
            Some(File {
                evidence: *evidence,
                copies: (0..sources.len()).filter(|other| is_copy(*other)).collect(),
                findings,
                met,
                left_out: stored.len().saturating_sub(runs.len()).saturating_sub(open.len()),
                runs,
                open,
            })
        })
        .collect();
    files.sort_by_key(|file| (file.runs.iter().max().copied(), file.evidence));
    files
}

fn a_match(file: &File<'_>, window: &Option<Span>) -> Match {
    let all = &file.findings.last_run_times;
    // A file that is no match is shown with the runs that may be one, or else with all.
    let told = [&file.runs, &file.open, all].into_iter().find(|runs| !runs.is_empty());
    let mut runs = told.cloned().unwrap_or_default();
    runs.sort_by(|a, b| b.cmp(a));
    let newest = runs.first().copied().unwrap_or_default();
    let mut fields = file.met.fields.to_map();
    fields.insert("RunCount".to_owned(), file.findings.run_count.to_string());
    if file.left_out > 0 {
        fields.insert("RunsWithPartner".to_owned(), file.left_out.to_string());
    }
    let copies = file.copies.iter().map(|copy| record(*copy, newest));
    Match {
        records: std::iter::once(record(file.evidence, newest)).chain(copies).collect(),
        time: newest.to_string(),
        times: runs.iter().map(Filetime::to_string).collect(),
        time_source: "Prefetch/LastRunTime".to_owned(),
        outside_window: !runs.iter().any(|run| windows::holds(window, *run)),
        bound: false,
        absent: file.met.absent.clone(),
        contradicted: Vec::new(),
        fields,
    }
}

/// A Prefetch file is one record; it has no number of its own.
fn record(evidence: usize, time: Filetime) -> RecordRef {
    let place = crate::scan::findings::Place { time, ..Default::default() };
    RecordRef {
        evidence: evidence_id(evidence),
        record_id: String::new(),
        record_number: String::new(),
        ..record_ref(Located { evidence, place })
    }
}

/// The reason where no run is left, or none in the window.
fn without_run(
    view: &View<'_>,
    files: &[File<'_>],
    facts: &mut Facts<'_>,
) -> (Outcome, ReasonCode) {
    let coverage = &view.coverage.prefetch;
    let window = view.context.question.window;
    facts.files = coverage.files.len();
    let overwritten = files.iter().find(|file| {
        let stored = file.findings.last_run_times.len();
        let has_more = usize::try_from(file.findings.run_count).is_ok_and(|runs| runs > stored);
        let oldest = file.findings.last_run_times.iter().min();
        has_more && window.is_none_or(|window| oldest.is_none_or(|oldest| window.0 < *oldest))
    });
    if let Some(file) = overwritten {
        let stored = u64::try_from(file.findings.last_run_times.len()).unwrap_or(u64::MAX);
        facts.runs = Some((u64::from(file.findings.run_count), stored));
        facts.at = file.findings.last_run_times.iter().min().copied();
        facts.proofs = vec![record(file.evidence, facts.at.unwrap_or_default())];
        return (Outcome::CannotTell, ReasonCode::OlderRunsOverwritten);
    }
    // A file of the program that is there keeps all its runs; without one, the folder must be
    // whole, and other programs must have left files over the same time.
    if files.is_empty() && coverage.state != FolderState::Whole {
        return (Outcome::CannotTell, ReasonCode::PrefetchDisabledOrFull);
    }
    let Some(span) = coverage.span else {
        return (Outcome::CannotTell, ReasonCode::PrefetchDisabledOrFull);
    };
    let Some(window) = window else {
        facts.spans = vec![span];
        facts.proofs = bounds(view, span);
        return (Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded);
    };
    let shown = windows::inside([span], window);
    let missing = windows::missing(&shown, window);
    facts.at = Some(span.0);
    if shown.is_empty() {
        let code = if span.0 > window.1 { ReasonCode::StartsAfter } else { ReasonCode::EndsBefore };
        return (Outcome::CannotTell, code);
    }
    facts.spans = shown;
    facts.proofs = bounds(view, span);
    if missing.is_empty() {
        return (Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded);
    }
    facts.cause = Some(match missing.first() {
        Some(hole) if hole.0 < span.0 => ReasonCode::StartsAfter,
        _ => ReasonCode::EndsBefore,
    });
    facts.missing = missing;
    (Outcome::CannotTell, ReasonCode::PartlyCovered)
}

/// The files with the oldest and the newest run.
fn bounds(view: &View<'_>, span: Span) -> Vec<RecordRef> {
    let holder = |time: Filetime| {
        let mut files = view.coverage.prefetch.files.iter();
        files.find(|number| {
            let source = view.context.sources.get(**number);
            let file = source.and_then(|source| source.findings.prefetch.as_ref());
            file.is_some_and(|file| file.last_run_times.contains(&time))
        })
    };
    [span.0, span.1].into_iter().filter_map(|time| Some(record(*holder(time)?, time))).collect()
}
