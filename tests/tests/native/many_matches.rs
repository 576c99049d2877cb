//! A case of many match-heavy logs: what is kept of it is bounded, what is counted is not.

use konseki_core::{
    analysis::{self, Case, Question, Scanner},
    catalog::{self, Catalog},
    error::WarningCode,
    report::{Report, TraceResult},
    scan::findings::TraceFindings,
    words::Outcome,
};
use konseki_tests::{
    flow::{Random, cut, go_on},
    grown::{self, Kind},
};

type File = (String, Vec<u8>);

const CAP: usize = 600;

/// Logs of one busy file server that overlap each other.
fn files() -> Vec<File> {
    let log = |mebibytes: u64| {
        (format!("{mebibytes}/Security.evtx"), grown::in_memory(Kind::Security, mebibytes << 20))
    };
    [1, 2, 3].map(log).into()
}

/// Reads the files in the order that `random` gives.
fn read<'c>(
    mut case: Case<'c>,
    catalog: &'c Catalog,
    files: &[File],
    random: &mut Random,
) -> Case<'c> {
    let mut scanner = Scanner::new(catalog);
    let mut arriving = Vec::new();
    for (path, bytes) in random.shuffled(files.iter().collect()) {
        let source = bytes.as_slice();
        for planned in analysis::open(&source, path) {
            let key = case.add(&planned);
            for unit in cut(&planned, 1 + random.below(9) as u64) {
                arriving.push((key, scanner.scan(&source, &planned, &unit, &mut go_on)));
            }
        }
    }
    for (key, findings) in random.shuffled(arriving) {
        case.merge(key, findings);
    }
    case
}

fn kept(case: &Case<'_>) -> usize {
    let sources = case.findings().sources;
    let logs = sources.iter().filter_map(|source| source.findings.log.as_ref());
    let traces =
        logs.flat_map(|log| log.streams.values()).flat_map(|stream| stream.traces.values());
    traces.map(|found: &TraceFindings| found.kept.len()).sum()
}

fn traces(report: &Report) -> Vec<&TraceResult> {
    report.sheets.iter().flat_map(|sheet| &sheet.roles).flat_map(|role| &role.traces).collect()
}

#[test]
fn what_is_kept_of_a_case_is_bounded_and_verdicts_stay() {
    let catalog = catalog::builtin().unwrap();
    let files = files();
    let whole = read(Case::new(&catalog), &catalog, &files, &mut Random::new(1));
    assert!(kept(&whole) > 5 * CAP, "{} matches are too few for this test", kept(&whole));
    let whole = whole.settle(&Question::default());
    let mut bytes = None;
    for seed in 1..5 {
        let random = &mut Random::new(seed);
        let case = read(Case::keeping(&catalog, CAP), &catalog, &files, random);
        assert!(kept(&case) <= CAP, "seed {seed}: {} matches", kept(&case));
        let report = case.settle(&Question::default());
        for evidence in &report.evidence {
            let codes: Vec<_> = evidence.warnings.iter().map(|warning| warning.code).collect();
            assert_eq!(codes, [WarningCode::MatchesCountedOnly], "{}", evidence.path);
        }
        for (one, other) in traces(&whole).into_iter().zip(traces(&report)) {
            assert_eq!(one.id, other.id);
            assert_eq!(one.outcome, other.outcome, "{}", one.id);
            assert_eq!(one.certainty, other.certainty, "{}", one.id);
            assert_eq!(
                (one.count, &one.first, &one.last),
                (other.count, &other.first, &other.last)
            );
            let is_shown = one.matches.is_empty() == other.matches.is_empty();
            assert!(is_shown, "{} is found and not shown", one.id);
        }
        assert_eq!(whole.hosts.len(), report.hosts.len());
        let found = serde_json::to_vec(&report).unwrap();
        assert!(*bytes.get_or_insert_with(|| found.clone()) == found, "seed {seed}");
    }
    let found = traces(&whole).into_iter().filter(|trace| trace.outcome == Outcome::Found).count();
    assert!(found > 10, "{found} traces found");
}

#[test]
fn settling_shares_what_is_kept() {
    let catalog = catalog::builtin().unwrap();
    let case = read(Case::new(&catalog), &catalog, &files()[..1], &mut Random::new(1));
    let (first, second) = (case.findings(), case.findings());
    let (mut first, mut second) = (kept_of(&first.sources), kept_of(&second.sources));
    assert!(first.len() > 500);
    first.sort();
    second.sort();
    assert_eq!(first, second, "each settling has its own copy");
}

/// Where what is kept stands in memory.
fn kept_of(sources: &[konseki_core::scan::case::Source]) -> Vec<usize> {
    let logs = sources.iter().filter_map(|source| source.findings.log.as_ref());
    let traces =
        logs.flat_map(|log| log.streams.values()).flat_map(|stream| stream.traces.values());
    traces.flat_map(|found| &found.kept).map(|kept| std::sync::Arc::as_ptr(kept) as usize).collect()
}
