//! The list of evidence: what was read, with sizes and hashes, and what was not.

use super::{Page, markup::Markup, wording::Phrase};
use crate::report::{Evidence, EvidenceStatus};

/// One row for each piece of evidence, its warnings below it.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    let list = &page.report.evidence;
    page.section(out, "evidence", Phrase::EvidenceList, |out| {
        out.leaf("p", "note", page.say(Phrase::EvidenceNote));
        out.element("table", &[("class", "evidence")], |out| {
            page.head(
                out,
                &[
                    Phrase::Number,
                    Phrase::File,
                    Phrase::Kind,
                    Phrase::Host,
                    Phrase::Records,
                    Phrase::Span,
                    Phrase::Status,
                ],
            );
            out.element("tbody", &[], |out| list.iter().for_each(|one| row(page, one, out)));
        });
    });
}

fn row(page: &Page<'_>, evidence: &Evidence, out: &mut Markup) {
    let language = page.language;
    out.element("tr", &[("id", &evidence.id)], |out| {
        out.leaf("td", "number", &evidence.id);
        out.element("td", &[("class", "file")], |out| {
            out.leaf("div", "path", &evidence.path);
            out.element("div", &[("class", "hash")], |out| {
                out.text(&format!("{} {}", evidence.size, page.say(Phrase::Bytes)));
                if !evidence.sha256.is_empty() {
                    out.text(" · SHA-256 ");
                    out.leaf("code", "", &evidence.sha256);
                }
            });
            for warning in &evidence.warnings {
                let times = if warning.count > 1 {
                    format!(" (×{})", warning.count)
                } else {
                    String::new()
                };
                let text = format!("{}: {}{times}", page.say(Phrase::Warning), warning.message);
                out.leaf("div", "warning", &text);
            }
        });
        out.leaf("td", "", language.kind(evidence.kind));
        out.leaf("td", "", evidence.host.as_ref().map_or("", |host| &host.name));
        let records = if evidence.records_read == 0 {
            String::new()
        } else {
            evidence.records_read.to_string()
        };
        out.leaf("td", "count", &records);
        out.element("td", &[("class", "time")], |out| span(evidence, out));
        let class = if evidence.status == EvidenceStatus::Read { "" } else { "warning" };
        out.leaf("td", class, language.status(evidence.status));
    });
}

fn span(evidence: &Evidence, out: &mut Markup) {
    let first = evidence.channels.iter().filter_map(|channel| channel.first.as_deref()).min();
    let last = evidence.channels.iter().filter_map(|channel| channel.last.as_deref()).max();
    for time in [first, last].into_iter().flatten() {
        out.leaf("div", "", &super::seconds(time));
    }
}
