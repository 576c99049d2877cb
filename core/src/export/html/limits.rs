//! What this document does not say: built from the reasons met and from what was not read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Page, markup::Markup, wording::Phrase};
use crate::{
    report::EvidenceStatus,
    words::{Outcome, ReasonCode},
};

/// Steps listed below one reason.
const STEPS_SHOWN: usize = 12;

/// Where one reason was met.
#[derive(Default)]
struct Met<'r> {
    count: usize,
    places: BTreeSet<String>,
    next: BTreeSet<&'r str>,
}

/// General limits, then each reason that was met, most frequent first.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    page.section(out, "limits", Phrase::Limits, |out| {
        out.element("ul", &[], |out| {
            general(page).iter().for_each(|text| out.leaf("li", "", text));
        });
        let mut met: Vec<_> = reasons(page).into_iter().collect();
        met.sort_by_key(|(code, met)| (std::cmp::Reverse(met.count), *code));
        if met.is_empty() {
            return;
        }
        out.leaf("h3", "", page.say(Phrase::ReasonsMet));
        out.element("table", &[("class", "limits")], |out| {
            page.head(out, &[Phrase::Reason, Phrase::Count, Phrase::Where, Phrase::NextSteps]);
            out.element("tbody", &[], |out| {
                met.iter().for_each(|(code, met)| row(page, *code, met, out));
            });
        });
    });
}

fn general(page: &Page<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = [
        Phrase::LimitNotFound,
        Phrase::LimitConsistent,
        Phrase::LimitDecisive,
        Phrase::LimitSecrets,
    ]
    .map(|phrase| page.say(phrase).to_owned())
    .into();
    let with = |status: &[EvidenceStatus]| {
        page.report.evidence.iter().filter(|one| status.contains(&one.status)).count()
    };
    let unread = [
        (Phrase::LimitInPart, with(&[EvidenceStatus::ReadInPart])),
        (Phrase::LimitNotRead, with(&[EvidenceStatus::NotRead, EvidenceStatus::NotSupported])),
        (Phrase::LimitNotRecognised, with(&[EvidenceStatus::NotRecognised])),
    ];
    for (phrase, count) in unread.into_iter().filter(|(_, count)| *count > 0) {
        sentences.push(page.say(phrase).replace("{0}", &count.to_string()));
    }
    sentences
}

fn reasons<'r>(page: &Page<'r>) -> BTreeMap<ReasonCode, Met<'r>> {
    let mut reasons: BTreeMap<ReasonCode, Met<'r>> = BTreeMap::new();
    for (_, role) in page.roles().filter(|(_, role)| role.host.is_some()) {
        let unknown = role.traces.iter().filter(|trace| trace.outcome == Outcome::CannotTell);
        for reason in unknown.filter_map(|trace| trace.reason.as_ref()) {
            let met = reasons.entry(reason.code).or_default();
            met.count = met.count.saturating_add(1);
            met.places.insert(format!("{} ({})", page.host(role), page.language.role(role.role)));
            let next = page.language.of(&reason.next);
            if !next.is_empty() {
                met.next.insert(next);
            }
        }
    }
    reasons
}

fn row(page: &Page<'_>, code: ReasonCode, met: &Met<'_>, out: &mut Markup) {
    out.element("tr", &[], |out| {
        out.leaf("td", "", page.language.reason(code));
        out.leaf("td", "count", &met.count.to_string());
        out.element("td", &[], |out| met.places.iter().for_each(|one| out.leaf("div", "", one)));
        out.element("td", &[], |out| {
            met.next.iter().take(STEPS_SHOWN).for_each(|one| out.leaf("div", "", one));
            let rest = met.next.len().saturating_sub(STEPS_SHOWN);
            if rest > 0 {
                out.leaf("div", "", &format!("{} {rest}", page.say(Phrase::AndMore)));
            }
        });
    });
}
