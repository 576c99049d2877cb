//! What each role and host's traces say together, first thing behind the cover.

use super::{Page, markup::Markup, wording::Phrase};
use crate::{
    report::{ConclusionCode, RoleResult},
    words::Outcome,
};

/// One row for each role and host, with its sentence and how the outcomes divide.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    page.section(out, "conclusions", Phrase::Conclusions, |out| {
        out.leaf("p", "note", page.say(Phrase::ConclusionsNote));
        out.element("table", &[("class", "conclusions")], |out| {
            page.head(
                out,
                &[
                    Phrase::Role,
                    Phrase::Host,
                    Phrase::Conclusion,
                    Phrase::Found,
                    Phrase::NotFound,
                    Phrase::CannotTell,
                ],
            );
            out.element("tbody", &[], |out| {
                for (sheet, role) in page.strongest_first() {
                    out.element("tr", &[], |out| row(page, &sheet.id, role, out));
                }
            });
        });
    });
}

fn row(page: &Page<'_>, sheet: &str, role: &RoleResult, out: &mut Markup) {
    let class = match role.conclusion.code {
        ConclusionCode::SuccessShown => "verdict success",
        ConclusionCode::AttemptedAndFailed | ConclusionCode::SpecificFound => "verdict specific",
        ConclusionCode::ConsistentOnly => "verdict consistent",
        ConclusionCode::NothingRecorded => "verdict nothing",
        ConclusionCode::CannotTell | ConclusionCode::NotApplicable => "verdict unknown",
    };
    out.element("td", &[], |out| {
        out.link(&page.role_id(sheet, role), page.language.role(role.role));
    });
    out.leaf("td", "host", page.host(role));
    out.element("td", &[], |out| {
        out.leaf("div", class, page.language.conclusion(role.conclusion.code));
        out.leaf("div", "", page.language.of(&role.conclusion.text));
    });
    for outcome in [Outcome::Found, Outcome::NotFound, Outcome::CannotTell] {
        let count = role.traces.iter().filter(|trace| trace.outcome == outcome).count();
        out.leaf("td", "count", &count.to_string());
    }
}
