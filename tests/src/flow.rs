//! The whole flow from bytes to findings and reports, in one thread and in the order a test wants.

use std::ops::ControlFlow;

use konseki_core::{
    analysis::{self, Case, EvidenceKey, Planned, Question, Scanner, SourceFindings, Unit},
    catalog::{self, Catalog},
    report::{Report, TraceResult},
    source::ReadAt,
};

use crate::cases::Files;

/// A progress that never ends the reading.
pub fn go_on(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Segments cut again into pieces of this many chunks, the last with the rest of the file.
pub fn cut(planned: &Planned, chunks: u64) -> Vec<Unit> {
    let mut units = Vec::new();
    for unit in &planned.units {
        let Unit::Segment { mut offset, mut length } = *unit else {
            units.push(*unit);
            continue;
        };
        let piece = chunks.max(1) * 65_536;
        while length > piece {
            units.push(Unit::Segment { offset, length: piece });
            offset += piece;
            length -= piece;
        }
        units.push(Unit::Segment { offset, length });
    }
    units
}

/// Reads one file into a case as a worker would: findings travel as bytes.
///
/// # Panics
/// When findings do not survive the way as bytes.
pub fn read_into(
    case: &mut Case<'_>,
    catalog: &Catalog,
    source: &dyn ReadAt,
    path: &str,
) -> Vec<EvidenceKey> {
    let mut scanner = Scanner::new(catalog);
    let planned = analysis::open(source, path);
    let mut keys = Vec::new();
    for planned in &planned {
        let key = case.add(planned);
        keys.push(key);
        for unit in &planned.units {
            let findings = scanner.scan(source, planned, unit, &mut go_on);
            let findings = SourceFindings::from_bytes(&findings.to_bytes()).expect("findings");
            case.merge(key, findings);
        }
        if planned.is_hashed_apart()
            && let Ok(sha256) = analysis::hash(source, planned, &mut go_on)
        {
            case.merge(key, SourceFindings::hashed(sha256));
        }
    }
    keys
}

/// The report on files, by the catalog that ships.
///
/// # Panics
/// When that catalog is wrong.
pub fn report(files: &Files, question: &Question) -> Report {
    let catalog = catalog::builtin().unwrap_or_else(|error| panic!("{error}"));
    let mut case = Case::new(&catalog);
    for (path, bytes) in files {
        read_into(&mut case, &catalog, &bytes.as_slice(), path);
    }
    case.settle(question)
}

/// The result of a trace on the host whose name begins so, or where no host is known.
///
/// # Panics
/// When the report has no such trace.
pub fn trace_on(report: &Report, host: &str, id: &str) -> TraceResult {
    let results = report.sheets.iter().flat_map(|sheet| &sheet.roles);
    let of_host =
        results.filter(|result| result.host.as_deref().is_none_or(|name| name.starts_with(host)));
    let mut traces = of_host.flat_map(|result| &result.traces).filter(|trace| trace.id == id);
    traces.next().unwrap_or_else(|| panic!("no {id}")).clone()
}

/// A small generator of numbers for random orders and cuts; the same seed gives the same numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator; any seed is as good as another.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// Takes the items in a random order.
    pub fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        let mut shuffled = Vec::new();
        while !items.is_empty() {
            let next = self.below(items.len());
            shuffled.push(items.swap_remove(next));
        }
        shuffled
    }
}
