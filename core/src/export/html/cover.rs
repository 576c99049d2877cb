//! The cover sheet: the only part of the document that is not of the evidence.

use super::{Cover, Page, markup::Markup, wording::Phrase};
use crate::{report::Report, words::Text};

/// Title, the examiner's facts with ruled lines where none was given, tool and catalog.
pub(super) fn write(page: &Page<'_>, cover: &Cover, out: &mut Markup) {
    let report = page.report;
    out.element("header", &[("class", "cover")], |out| {
        out.leaf("p", "brand", "Konseki 痕跡");
        out.leaf("h1", "", page.say(Phrase::Title));
        out.leaf("p", "subject", &subject(report));
        out.element("table", &[("class", "facts")], |out| {
            for (phrase, value) in [
                (Phrase::CaseNumber, &cover.case_number),
                (Phrase::Examiner, &cover.examiner),
                (Phrase::MadeAt, &super::seconds(&cover.made_at)),
                (Phrase::ExaminersZone, &cover.zone),
            ] {
                fact(out, page.say(phrase), value);
            }
            fact(out, page.say(Phrase::ZoneOfTimes), "UTC");
            fact(
                out,
                page.say(Phrase::Tool),
                &format!("{} {}", report.tool.name, report.tool.version),
            );
            let catalog = &report.catalog;
            let catalog = format!("{} (SHA-256 {})", catalog.revision, catalog.sha256);
            fact(out, page.say(Phrase::Catalog), &catalog);
            fact(out, page.say(Phrase::Asked), &asked(page));
        });
        if !report.asked.statements.is_empty() {
            out.leaf("h2", "", page.say(Phrase::Statements));
            out.leaf("p", "note", page.say(Phrase::StatementsNote));
            out.element("ul", &[], |out| {
                for statement in &report.asked.statements {
                    out.leaf("li", "", statement);
                }
            });
        }
    });
}

fn fact(out: &mut Markup, name: &str, value: &str) {
    out.element("tr", &[], |out| {
        out.element("th", &[("scope", "row")], |out| out.text(name));
        let class = if value.is_empty() { "blank" } else { "" };
        out.element("td", &[("class", class)], |out| out.text(value));
    });
}

/// The tools that were looked for.
fn subject(report: &Report) -> String {
    report.sheets.iter().map(|sheet| sheet.tool.as_str()).collect::<Vec<_>>().join(", ")
}

/// Period and variables that were asked for.
fn asked(page: &Page<'_>) -> String {
    let asked = &page.report.asked;
    let mut parts = Vec::new();
    match &asked.window {
        Some(window) => parts.push(format!("{} – {}", window.from, window.to)),
        None => parts.push(page.say(Phrase::NoWindow).to_owned()),
    }
    for (name, value) in &asked.variables {
        let title = page.variable(name).map(|title: &Text| page.language.of(title));
        parts.push(format!("{} = {value}", title.unwrap_or(name)));
    }
    parts.join("; ")
}
