//! What to collect or check next, in the table for people.
//!
//! Contract: the first steps of the report's ranking, one paragraph each with where and how many
//! rows; text of the evidence is shown with control characters visible.

use super::{Language, table::shown, wording::Word};
use crate::report::{NextStep, SheetResult};

/// Steps shown; JSON and JSON lines have all.
pub(super) const STEPS_SHOWN: usize = 5;
/// Hosts named at a step.
const HOSTS_NAMED: usize = 4;

/// The steps of a sheet; empty where nothing helps.
pub(super) fn text(sheet: &SheetResult, language: Language) -> String {
    if sheet.collect_next.is_empty() {
        return String::new();
    }
    let title = language.word(Word::CollectNext);
    let mut out = format!("\n{} / {title}\n", shown(&sheet.tool));
    for (number, step) in (1..).zip(sheet.collect_next.iter().take(STEPS_SHOWN)) {
        let text = shown(language.of(&step.text));
        let (places, rows) = (shown(&places(step, language)), language.word(Word::RowsDecided));
        out.push_str(&format!("  {number}. {text}\n     {places}: {} {rows}\n", step.decides));
    }
    out
}

/// Hosts and roles of a step.
pub(super) fn places(step: &NextStep, language: Language) -> String {
    let name = |target: &crate::report::NextTarget| {
        let host = target.host.as_deref().unwrap_or_else(|| language.word(Word::NoHost));
        format!("{host} ({})", language.role(target.role))
    };
    let mut places: Vec<String> = step.targets.iter().take(HOSTS_NAMED).map(name).collect();
    let more = step.targets.len().saturating_sub(places.len());
    if more > 0 {
        places.push(format!("+{more}"));
    }
    places.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        report::NextTarget,
        words::{Role, Text},
    };

    #[test]
    fn the_first_steps_are_shown_with_where_and_how_much() {
        let target = |number: u32| NextTarget {
            host: Some(format!("PC{number:02}\u{202e}")),
            role: Role::Source,
        };
        let step = |number: u64| NextStep {
            text: Text { ja: format!("収集 {number}"), en: format!("Collect {number}") },
            targets: (1..7).map(target).collect(),
            decides: number,
            rows: Vec::new(),
            traces: Vec::new(),
        };
        let mut sheet = SheetResult {
            id: "net-use".to_owned(),
            tool: "net use".to_owned(),
            roles: Vec::new(),
            sessions: Vec::new(),
            session_count: 0,
            collect_next: Vec::new(),
        };
        assert_eq!(text(&sheet, Language::English), "");
        sheet.collect_next = (1..8).rev().map(step).collect();
        let shown = text(&sheet, Language::English);
        assert!(shown.contains("1. Collect 7") && !shown.contains("Collect 2"), "{shown}");
        assert!(shown.contains("PC04\\u{202e} (source), +2: 7 rows"), "{shown}");
        assert!(text(&sheet, Language::Japanese).contains("5. 収集 3"));
    }
}
