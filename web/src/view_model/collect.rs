//! What to collect or check next: the report's own ranking, in words.

use konseki_core::export::{Language, visible};
use konseki_core::report::{NextStep, NextTarget, Report};

use super::{format, labels};
use crate::text::{fill, words};

/// Advice that is shown.
const SHOWN: usize = 5;
/// Hosts that are named at one piece of advice.
const TARGETS_NAMED: usize = 3;

/// One piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to collect or check.
    pub what: String,
    /// How many rows of the sheet it would decide.
    pub decides: String,
    /// For which hosts in which roles.
    pub whose: String,
}

/// The first steps of each shown sheet, in the report's order.
pub fn collect_next(report: &Report, language: Language, sheet: Option<&str>) -> Vec<Advice> {
    let sheets = report.sheets.iter().filter(|one| sheet.is_none_or(|wanted| one.id == wanted));
    let steps = sheets.flat_map(|sheet| sheet.collect_next.iter().take(SHOWN));
    steps.map(|step| advice(step, language)).collect()
}

fn advice(step: &NextStep, language: Language) -> Advice {
    let words = words(language);
    let named = step.targets.iter().take(TARGETS_NAMED).map(|target| whose(target, language));
    let mut named: Vec<String> = named.collect();
    let more = step.targets.len().saturating_sub(named.len());
    if more > 0 {
        named.push(format!("+{more}"));
    }
    Advice {
        what: visible(language.of(&step.text)).into_owned(),
        decides: fill(words.case.decides_rows, &[&format::count(step.decides)]),
        whose: named.join(", "),
    }
}

fn whose(target: &NextTarget, language: Language) -> String {
    let name = labels::role(words(language), target.role);
    match &target.host {
        Some(host) => format!("{name} {}", visible(host)),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use konseki_core::report::SheetResult;
    use konseki_core::words::{Role, Text};

    use super::*;

    #[test]
    fn the_reports_ranking_is_shown_with_where_and_how_much() {
        let target = |number: u32| NextTarget {
            host: Some(format!("PC{number:02}\u{202e}")),
            role: Role::Source,
        };
        let step = |decides: u64| NextStep {
            text: Text { ja: format!("収集 {decides}"), en: format!("Collect {decides}") },
            targets: (1..6).map(target).collect(),
            decides,
            rows: Vec::new(),
            traces: Vec::new(),
        };
        let sheet = SheetResult {
            id: "net-use".to_owned(),
            tool: "net use".to_owned(),
            roles: Vec::new(),
            sessions: Vec::new(),
            session_count: 0,
            collect_next: [9, 2_000, 7, 6, 5, 4].map(step).to_vec(),
        };
        let report = Report { sheets: vec![sheet], ..Report::default() };
        let advice = collect_next(&report, Language::English, Some("net-use"));
        let what: Vec<&str> = advice.iter().map(|one| one.what.as_str()).collect();
        let expected = ["Collect 9", "Collect 2000", "Collect 7", "Collect 6", "Collect 5"];
        assert_eq!(what, expected);
        assert!(advice[1].decides.contains("2,000"), "{}", advice[1].decides);
        assert_eq!(
            advice[0].whose,
            "Source PC01\\u{202e}, Source PC02\\u{202e}, Source PC03\\u{202e}, +2"
        );
        assert!(collect_next(&report, Language::English, Some("other")).is_empty());
    }
}
