//! The outcome of every trace, per role and host, with proofs, reasons and what to collect next.

use super::{Page, markup::Markup, seconds, wording::Phrase};
use crate::{
    report::{Reason, RecordRef, RoleResult, SheetResult, TraceResult},
    words::{Certainty, Outcome},
};

/// A table for each role and host, the strongest conclusion of each role first.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    page.section(out, "verdicts", Phrase::Verdicts, |out| {
        out.element("dl", &[("class", "legend")], |out| {
            for (outcome, certainty, meaning) in [
                (Outcome::Found, Some(Certainty::Specific), Phrase::MeansSpecific),
                (Outcome::Found, Some(Certainty::Consistent), Phrase::MeansConsistent),
                (Outcome::NotFound, None, Phrase::MeansNotFound),
                (Outcome::CannotTell, None, Phrase::MeansCannotTell),
                (Outcome::NotApplicable, None, Phrase::MeansNotApplicable),
            ] {
                out.element("div", &[], |out| {
                    out.element("dt", &[], |out| badge(page, outcome, certainty, out));
                    out.leaf("dd", "", page.say(meaning));
                });
            }
        });
        for (sheet, role) in page.strongest_first() {
            table(page, sheet, role, out);
        }
    });
}

fn table(page: &Page<'_>, sheet: &SheetResult, role: &RoleResult, out: &mut Markup) {
    let title = format!("{} / {}: {}", sheet.tool, page.language.role(role.role), page.host(role));
    out.element("h3", &[("id", &page.role_id(&sheet.id, role))], |out| out.text(&title));
    out.leaf("p", "conclusion", page.language.of(&role.conclusion.text));
    if role.host.is_none() {
        return;
    }
    out.element("table", &[("class", "verdicts")], |out| {
        page.head(out, &[Phrase::Outcome, Phrase::Trace, Phrase::Basis]);
        let mut reasons = Vec::new();
        out.element("tbody", &[], |out| {
            for trace in &role.traces {
                out.element("tr", &[], |out| row(page, trace, &mut reasons, out));
            }
        });
    });
}

fn row<'r>(
    page: &Page<'_>,
    trace: &'r TraceResult,
    reasons: &mut Vec<&'r Reason>,
    out: &mut Markup,
) {
    out.element("td", &[], |out| badge(page, trace.outcome, trace.certainty, out));
    out.element("td", &[], |out| {
        out.leaf("div", "title", page.language.of(&trace.title));
        let place = match (&trace.channel, trace.event_id) {
            (Some(channel), Some(id)) => format!("{channel} {id}"),
            _ => page.language.kind(trace.kind).to_owned(),
        };
        out.leaf("div", "place", &format!("{place} · {}", trace.refs.join(" ")));
        if trace.decisive {
            out.leaf("div", "decisive", page.say(Phrase::Decisive));
        }
    });
    out.element("td", &[("class", "basis")], |out| {
        sum(page, trace, out);
        records(page, trace, out);
        near_misses(page, trace, out);
        if let Some(reason) = &trace.reason {
            why(page, reason, reasons, out);
        }
    });
}

/// Links to the records of its matches, and how many more there are.
fn records(page: &Page<'_>, trace: &TraceResult, out: &mut Markup) {
    let cited: Vec<&RecordRef> =
        super::cited_matches(trace).filter_map(|found| found.records.first()).collect();
    if cited.is_empty() {
        return;
    }
    out.element("div", &[], |out| {
        out.text(page.say(Phrase::RecordsCited));
        page.cite(&cited, out);
        let rest = trace.count.saturating_sub(cited.len() as u64);
        if rest > 0 {
            out.text(&format!(" {} {rest}", page.say(Phrase::AndMore)));
        }
    });
    if trace.certainty == Some(Certainty::Consistent) {
        let benign: Vec<&str> =
            page.benign(&trace.id).iter().map(|text| page.language.of(text)).collect();
        if !benign.is_empty() {
            let text = format!("{}{}", page.say(Phrase::OtherCauses), benign.join(" / "));
            out.leaf("div", "benign", &text);
        }
    }
}

/// Links to records that fail one condition, each with the field that fails.
fn near_misses(page: &Page<'_>, trace: &TraceResult, out: &mut Markup) {
    let near = || super::cited_near_misses(trace);
    if near().next().is_none() {
        return;
    }
    out.element("div", &[], |out| {
        out.text(page.say(Phrase::NearMisses));
        for found in near() {
            let cited: Vec<&RecordRef> = found.records.first().into_iter().collect();
            page.cite(&cited, out);
            out.text(&format!("({}) ", found.contradicted.join(", ")));
        }
    });
}

/// How many records there are, and from when to when.
fn sum(page: &Page<'_>, trace: &TraceResult, out: &mut Markup) {
    let (Some(first), Some(last)) = (&trace.first, &trace.last) else { return };
    let mut text = format!("{} {}", trace.count, page.say(Phrase::RecordsOf));
    if trace.bound > 0 {
        text.push_str(&format!(" ({} {})", page.say(Phrase::BoundOf), trace.bound));
    }
    text.push_str(&format!(" · {}", seconds(first)));
    if first != last {
        text.push_str(&format!(" – {}", seconds(last)));
    }
    out.leaf("div", "sum", &text);
}

/// The sentence and what to do next under a mark, the second time the mark alone; the proofs.
fn why<'r>(page: &Page<'_>, reason: &'r Reason, said: &mut Vec<&'r Reason>, out: &mut Markup) {
    let same = |known: &&Reason| known.text == reason.text && known.next == reason.next;
    let known = said.iter().position(same);
    let mark = format!("R{}", known.unwrap_or(said.len()).saturating_add(1));
    out.element("div", &[], |out| {
        out.leaf("span", "mark", &mark);
        let text = page.language.of(&reason.text);
        out.text(if known.is_some() { page.say(Phrase::AsAbove) } else { text });
    });
    if known.is_none() {
        said.push(reason);
        let next = page.language.of(&reason.next);
        if !next.is_empty() {
            out.leaf("div", "next", &format!("{}{next}", page.say(Phrase::Next)));
        }
    }
    let proofs: Vec<&RecordRef> = super::cited_proofs(reason).collect();
    if !proofs.is_empty() {
        out.element("div", &[], |out| {
            out.text(page.say(Phrase::Proofs));
            page.cite(&proofs, out);
        });
    }
}

/// Sign and word: an outcome is never told by colour alone.
fn badge(page: &Page<'_>, outcome: Outcome, certainty: Option<Certainty>, out: &mut Markup) {
    let (sign, class) = match (outcome, certainty) {
        (Outcome::Found, Some(Certainty::Specific)) => ("●", "outcome specific"),
        (Outcome::Found, _) => ("◐", "outcome consistent"),
        (Outcome::NotFound, _) => ("○", "outcome nothing"),
        (Outcome::CannotTell, _) => ("?", "outcome unknown"),
        (Outcome::NotApplicable, _) => ("–", "outcome none"),
    };
    out.element("div", &[("class", class)], |out| {
        out.leaf("span", "sign", sign);
        out.text(page.language.outcome_of(outcome, certainty));
    });
}
