//! How often each trace's outcome is the expected one, over all constructed cases.
//!
//! `docs/ACCURACY.md` is what this counts: `BLESS=1` writes it. The expectations themselves stand in
//! `tests/cases` and are written by hand.

use std::{collections::BTreeMap, fmt::Write as _};

use konseki_core::{
    catalog::{self, Catalog},
    report::ConclusionCode,
    words::Outcome,
};
use konseki_tests::{
    cases::expected::{self, Class, ExpectedCase, short_name},
    evidence::workspace_root,
};

const OUTCOMES: [Outcome; 4] =
    [Outcome::Found, Outcome::NotFound, Outcome::CannotTell, Outcome::NotApplicable];
const CLASSES: [Class; 3] = [Class::Positive, Class::Benign, Class::Degraded];

/// One judged trace of one case.
struct Judged {
    class: Class,
    trace: String,
    expected: Outcome,
    got: Outcome,
}

/// What was counted over all cases.
#[derive(Default)]
struct Counted {
    judged: Vec<Judged>,
    cases: BTreeMap<Class, usize>,
    /// Hosts in roles of which every outcome is expected.
    roles: usize,
    /// Conclusions on all hosts in all roles, and those that say success although none is expected.
    conclusions: usize,
    false_success: Vec<String>,
    list: Vec<(Class, String, String)>,
}

fn count(catalog: &Catalog) -> Counted {
    let mut counted = Counted::default();
    for (name, case) in expected::all() {
        *counted.cases.entry(case.class).or_default() += 1;
        counted.list.push((case.class, name.clone(), case.why.clone()));
        count_case(&mut counted, catalog, &name, &case);
    }
    counted
}

fn count_case(counted: &mut Counted, catalog: &Catalog, name: &str, case: &ExpectedCase) {
    let report = case.settle(catalog);
    // In any role of any host: success is expected where a case says so, and nowhere else.
    for result in report.sheets.iter().flat_map(|sheet| &sheet.roles) {
        let is_success = |code| code == ConclusionCode::SuccessShown;
        let is_expected = case.expect.iter().any(|role| {
            role.role == result.role
                && Some(&role.host) == result.host.as_ref()
                && is_success(role.conclusion)
        });
        counted.conclusions += 1;
        if is_success(result.conclusion.code) && !is_expected {
            let host = result.host.as_deref().unwrap_or_default();
            counted.false_success.push(format!("{name}, {host} as {:?}", result.role));
        }
    }
    for role in &case.expect {
        counted.roles += 1;
        let result = expected::result(&report, role);
        for trace in &result.traces {
            let expected = role.outcome(short_name(&trace.id));
            let expected = expected.unwrap_or_else(|| panic!("{name}: {} is open", trace.id));
            let trace_id = trace.id.clone();
            let judged =
                Judged { class: case.class, trace: trace_id, expected, got: trace.outcome };
            counted.judged.push(judged);
        }
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Found => "found",
        Outcome::NotFound => "not found",
        Outcome::CannotTell => "cannot tell",
        Outcome::NotApplicable => "not applicable",
    }
}

fn class_word(class: Class) -> &'static str {
    match class {
        Class::Positive => "positive",
        Class::Benign => "benign",
        Class::Degraded => "degraded",
    }
}

/// The page of documentation.
fn page(catalog: &Catalog, counted: &Counted) -> String {
    let mut page = String::from(
        "# Accuracy\n\nWritten by `tests/tests/native/accuracy.rs` (`BLESS=1`); do not edit.\n\n\
         Every case is constructed: what happened is known. The outcomes that are expected of each \
         trace stand in `tests/cases`, written from the sheet before the run.\n\n",
    );
    let total = counted.judged.len();
    let wrong = counted.judged.iter().filter(|one| one.expected != one.got).count();
    let cases: Vec<String> = CLASSES
        .iter()
        .map(|class| format!("{} {}", counted.cases.get(class).unwrap_or(&0), class_word(*class)))
        .collect();
    let _ = writeln!(
        page,
        "{} cases ({}), {} hosts in roles, {total} outcomes: {wrong} differ from what is expected; \
         {} false \"not found\", {} false successes among all {} conclusions of the reports.\n",
        counted.list.len(),
        cases.join(", "),
        counted.roles,
        false_not_found(counted).len(),
        counted.false_success.len(),
        counted.conclusions,
    );
    page.push_str("## Expected and got\n\n| expected | got: found | not found | cannot tell | not applicable |\n|---|--:|--:|--:|--:|\n");
    for expected in OUTCOMES {
        let row = OUTCOMES.map(|got| {
            let is_it = |one: &&Judged| one.expected == expected && one.got == got;
            counted.judged.iter().filter(is_it).count().to_string()
        });
        let _ = writeln!(page, "| {} | {} |", word(expected), row.join(" | "));
    }
    page.push_str(
        "\n## By trace\n\nIn each cell: outcomes that are as expected, of those that were judged \
         (found / not found / cannot tell / not applicable).\n\n\
         | trace | rows | positive | benign | degraded |\n|---|---|---|---|---|\n",
    );
    for trace in &catalog.traces {
        let cells = CLASSES.map(|class| cell(counted, class, &trace.id));
        let _ =
            writeln!(page, "| `{}` | {} | {} |", trace.id, trace.refs.join(" "), cells.join(" | "));
    }
    page.push_str("\n## The cases\n\n| class | case | what it is for |\n|---|---|---|\n");
    let mut list = counted.list.clone();
    list.sort();
    for (class, name, why) in list {
        let _ = writeln!(page, "| {} | `{name}` | {why} |", class_word(class));
    }
    page
}

fn cell(counted: &Counted, class: Class, trace: &str) -> String {
    let of_trace: Vec<&Judged> =
        counted.judged.iter().filter(|one| one.class == class && one.trace == trace).collect();
    if of_trace.is_empty() {
        return "–".to_owned();
    }
    let right = of_trace.iter().filter(|one| one.expected == one.got).count();
    let by_outcome = OUTCOMES
        .map(|outcome| of_trace.iter().filter(|one| one.expected == outcome).count().to_string());
    format!("{right} of {} ({})", of_trace.len(), by_outcome.join(" / "))
}

/// Traces that are said not to be there although the evidence could not have shown them, or does.
fn false_not_found(counted: &Counted) -> Vec<String> {
    let is_false = |one: &&Judged| one.got == Outcome::NotFound && one.expected != one.got;
    counted.judged.iter().filter(is_false).map(|one| one.trace.clone()).collect()
}

#[test]
fn the_accuracy_table_is_what_the_cases_give() {
    let catalog = catalog::builtin().unwrap();
    let counted = count(&catalog);
    assert_eq!(false_not_found(&counted), [""; 0], "false not found");
    assert_eq!(counted.false_success, [""; 0], "false success");
    let judged: std::collections::BTreeSet<&str> =
        counted.judged.iter().map(|one| one.trace.as_str()).collect();
    let never = catalog.traces.iter().filter(|trace| {
        let is_found = |one: &Judged| one.trace == trace.id && one.expected == Outcome::Found;
        !judged.contains(trace.id.as_str()) || !counted.judged.iter().any(is_found)
    });
    let never: Vec<&str> = never.map(|trace| trace.id.as_str()).collect();
    assert_eq!(never, [""; 0], "traces that no case has");
    let path = workspace_root().join("docs/ACCURACY.md");
    let page = page(&catalog, &counted);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/ACCURACY.md is not what the cases give: BLESS=1");
}
