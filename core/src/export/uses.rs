//! Uses in the table for people.
//!
//! Contract: those that deserve a look, one line each; all others are counted. Text of the evidence
//! is shown with control characters visible.

use super::{
    Language,
    columns::Columns,
    table::{seconds, shown},
    wording::Word,
};
use crate::{
    report::{Interest, Session, SheetResult},
    words::Outcome,
};

/// The uses of a sheet; empty where there are none.
pub(super) fn text(sheet: &SheetResult, language: Language) -> String {
    if sheet.sessions.is_empty() {
        return String::new();
    }
    let title = language.word(Word::Sessions);
    let mut out = format!("\n{} / {title}\n", shown(&sheet.tool));
    let is_high = |session: &&Session| session.interest == Interest::High;
    let mut columns = Columns::default();
    for session in sheet.sessions.iter().filter(is_high) {
        columns.row(row(session, language));
    }
    columns.write(&mut out);
    let high = sheet.sessions.iter().filter(is_high).count();
    let others = sheet.session_count.saturating_sub(u64::try_from(high).unwrap_or(u64::MAX));
    if others > 0 {
        out.push_str(&format!("  {others} {}\n", language.word(Word::OtherSessions)));
    }
    out
}

fn row(session: &Session, language: Language) -> [String; 6] {
    let values = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| session.variables.get(*name));
        let found = found.next().map(|values| shown(&values.join(", ")));
        found.unwrap_or_else(|| "?".to_owned())
    };
    let with = |outcome| session.traces.iter().filter(|one| one.outcome == outcome).count();
    let found = with(Outcome::Found);
    let all = found.saturating_add(with(Outcome::NotFound));
    [
        session.id.clone(),
        format!("{} – {}", seconds(&session.first), seconds(&session.last)),
        format!(
            "{} → {}",
            values(&["source_host", "source_address"]),
            values(&["destination_host", "destination", "destination_address"])
        ),
        values(&["account"]),
        values(&["share"]),
        format!("{found}/{all} {}", language.word(Word::FoundOf)),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::report::{ConclusionCode, SessionTrace};

    fn session(id: &str, interest: Interest) -> Session {
        let variable = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
        let trace = |outcome| SessionTrace {
            id: "t".to_owned(),
            host: "PC01".to_owned(),
            outcome,
            count: 1,
        };
        Session {
            id: id.to_owned(),
            conclusion: ConclusionCode::SpecificFound,
            interest,
            one_sided: true,
            variables: BTreeMap::from([
                variable("source_host", "PC01"),
                variable("destination", "fs01\u{202e}"),
                variable("account", "eve"),
            ]),
            first: "2026-01-02T03:04:05.1234567Z".to_owned(),
            last: "2026-01-02T03:04:06.0000000Z".to_owned(),
            outside_window: false,
            traces: vec![
                trace(Outcome::Found),
                trace(Outcome::NotFound),
                trace(Outcome::CannotTell),
            ],
            matches: Vec::new(),
            links: Vec::new(),
            clock_offset: None,
            controller_clock_offsets: Vec::new(),
        }
    }

    #[test]
    fn uses_that_deserve_a_look_are_shown_and_the_others_counted() {
        let mut sheet = SheetResult {
            id: "net-use".to_owned(),
            tool: "net use".to_owned(),
            roles: Vec::new(),
            sessions: Vec::new(),
            session_count: 0,
            collect_next: Vec::new(),
        };
        assert_eq!(text(&sheet, Language::English), "");
        let ordinary = [session("s2", Interest::Normal), session("s3", Interest::Low)];
        sheet.sessions = vec![session("s1", Interest::High)];
        sheet.sessions.extend(ordinary);
        sheet.session_count = 3;
        let shown = text(&sheet, Language::English);
        assert!(shown.contains("PC01 → fs01\\u{202e}"), "{shown}");
        assert!(shown.contains("eve") && shown.contains("1/2 found"), "{shown}");
        assert!(shown.contains("2 other sessions") && !shown.contains("s3"), "{shown}");
    }
}
