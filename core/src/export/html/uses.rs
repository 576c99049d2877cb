//! The uses: those that deserve a look with their ties and records, the others counted.

use super::{Page, USES_SHOWN, markup::Markup, wording::Phrase};
use crate::{
    report::{Interest, RecordRef, Session, SheetResult},
    words::Outcome,
};

/// Uses of all sheets; nothing where there are none.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    if page.report.sheets.iter().all(|sheet| sheet.sessions.is_empty()) {
        return;
    }
    page.section(out, "uses", Phrase::Uses, |out| {
        out.leaf("p", "note", page.say(Phrase::UsesNote));
        for sheet in &page.report.sheets {
            for session in super::shown_uses(sheet) {
                write_use(page, session, out);
            }
            others(page, sheet, out);
        }
    });
}

fn others(page: &Page<'_>, sheet: &SheetResult, out: &mut Markup) {
    let of = |interest| sheet.sessions.iter().filter(|one| one.interest == interest).count();
    let high = of(Interest::High).saturating_sub(USES_SHOWN);
    let rows = [
        (Phrase::OtherHigh, high),
        (Phrase::OtherNormal, of(Interest::Normal)),
        (Phrase::OtherLow, of(Interest::Low)),
    ];
    out.element("ul", &[("class", "note")], |out| {
        for (phrase, count) in rows.into_iter().filter(|(_, count)| *count > 0) {
            out.leaf("li", "", &format!("{}{count}", page.say(phrase)));
        }
    });
}

fn write_use(page: &Page<'_>, session: &Session, out: &mut Markup) {
    let first = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| session.variables.get(*name));
        values.next().map_or_else(|| "?".to_owned(), |values| values.join(", "))
    };
    let source = first(&["source_host", "source_address"]);
    let destination = first(&["destination_host", "destination", "destination_address"]);
    out.element("article", &[("class", "use")], |out| {
        out.leaf("h3", "", &format!("{}: {source} → {destination}", session.id));
        out.element("table", &[("class", "facts")], |out| {
            let span = format!("{} – {}", session.first, session.last);
            fact(out, page.say(Phrase::Span), &span);
            for (name, values) in &session.variables {
                let title = page.variable(name).map(|title| page.language.of(title));
                let title = title.unwrap_or_else(|| page.language.variable(name));
                fact(out, title, &values.join(", "));
            }
            let links: Vec<&str> =
                session.links.iter().map(|link| page.language.link(*link)).collect();
            fact(out, page.say(Phrase::Links), &links.join(page.say(Phrase::Comma)));
            if let Some(offset) = &session.clock_offset {
                let text =
                    format!("{} s ± {} s ({})", offset.seconds, offset.uncertainty, offset.pairs);
                fact(out, page.say(Phrase::ClockOffset), &text);
            }
            for controller in &session.controller_clock_offsets {
                let offset = &controller.offset;
                let text = format!(
                    "{}: {} s ± {} s ({})",
                    controller.host, offset.seconds, offset.uncertainty, offset.pairs
                );
                fact(out, page.say(Phrase::ControllerClockOffset), &text);
            }
            fact(out, page.say(Phrase::TracesOfUse), &traces(page, session));
            if session.one_sided {
                fact(out, page.say(Phrase::Note), page.say(Phrase::OneSided));
            }
        });
        out.element("p", &[("class", "records")], |out| {
            out.text(page.say(Phrase::RecordsCited));
            let records: Vec<&RecordRef> = super::cited_of_use(session).collect();
            page.cite(&records, out);
            let rest = session.matches.len().saturating_sub(records.len());
            if rest > 0 {
                out.text(&format!(" {} {rest}", page.say(Phrase::AndMore)));
            }
        });
    });
}

fn fact(out: &mut Markup, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    out.element("tr", &[], |out| {
        out.element("th", &[("scope", "row")], |out| out.text(name));
        out.leaf("td", "", value);
    });
}

/// `7 found, 2 not found, 3 cannot tell`.
fn traces(page: &Page<'_>, session: &Session) -> String {
    let parts = [
        (Outcome::Found, Phrase::Found),
        (Outcome::NotFound, Phrase::NotFound),
        (Outcome::CannotTell, Phrase::CannotTell),
    ];
    let counts = parts.map(|(outcome, phrase)| {
        let count = session.traces.iter().filter(|one| one.outcome == outcome).count();
        format!("{} {count}", page.say(phrase))
    });
    counts.join(page.say(Phrase::Comma))
}
