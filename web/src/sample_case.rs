//! The report of the sample case, for tests.

use std::ops::ControlFlow;

use konseki_core::analysis::{Case, Question, Scanner, SourceFindings, hash, open};
use konseki_core::catalog;
use konseki_core::report::Report;

const SAMPLE: &[u8] = include_bytes!("../sample/net-use-case.zip");

/// The report on the members whose path does not hold `without`.
pub fn without(without: &str) -> Report {
    let catalog = catalog::builtin().expect("the catalog loads");
    let mut case = Case::new(&catalog);
    let mut scanner = Scanner::new(&catalog);
    let mut progress = |_| ControlFlow::Continue(());
    for planned in open(&SAMPLE, "case.zip") {
        if planned.path.contains(without) {
            continue;
        }
        let key = case.add(&planned);
        for unit in &planned.units {
            case.merge(key, scanner.scan(&SAMPLE, &planned, unit, &mut progress));
        }
        if planned.is_hashed_apart() {
            let sha256 = hash(&SAMPLE, &planned, &mut progress).expect("can be hashed");
            case.merge(key, SourceFindings::hashed(sha256));
        }
    }
    case.settle(&Question::default())
}

/// The report on all of it.
pub fn whole() -> Report {
    without("no such member")
}
