//! That a report was opened again, and what of it the evidence bears out.

use konseki_core::export::visible;
use yew::{Html, Properties, component, html};

use super::icon::{Icon, Sign};
use super::shared::{Shared, use_shared};
use crate::protocol::Comparison;
use crate::state::{Reopened, Settled};
use crate::text::fill;
use crate::view_model::reopened::{self, Verification};

/// Properties of [`ReopenedNote`].
#[derive(Properties, PartialEq)]
pub struct ReopenedNoteProps {
    /// The report.
    pub reopened: Reopened,
    /// What is shown.
    pub settled: Settled,
}

/// A note above the case.
#[component]
pub fn ReopenedNote(props: &ReopenedNoteProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = &shared.words().reopened;
    let path = visible(&props.reopened.path).into_owned();
    let comparison = props.reopened.comparison.as_deref();
    let (sign, class, title) = match comparison.map(reopened::verification) {
        None => (Sign::Lock, "reopened-note", fill(words.opened, &[&path])),
        Some(Verification::Whole) => {
            (Sign::Lock, "reopened-note reopened-note-same", fill(words.verified, &[&path]))
        }
        Some(Verification::InPart) => {
            (Sign::Warning, "reopened-note reopened-note-other", fill(words.differs, &[&path]))
        }
    };
    html! {
        <section {class} id="reopened" role="status">
            <Icon {sign} />
            <div>
                <p class="reopened-note-title">{ title }</p>
                if let Some(comparison) = comparison {
                    { compared(&shared, props, comparison) }
                } else {
                    <p>{ words.add_evidence }</p>
                }
            </div>
        </section>
    }
}

fn compared(shared: &Shared, props: &ReopenedNoteProps, comparison: &Comparison) -> Html {
    let words = &shared.words().reopened;
    let numbers = |[a, b]: [u32; 2], sentence| fill(sentence, &[&a.to_string(), &b.to_string()]);
    let evidence = [comparison.evidence_same, comparison.evidence_all];
    let verdicts = [comparison.verdicts_same, comparison.verdicts_all];
    let list = |title: &'static str, lines: Vec<String>| {
        html! {
            if !lines.is_empty() {
                <details>
                    <summary>{ fill(title, &[&lines.len().to_string()]) }</summary>
                    <ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </details>
            }
        }
    };
    let shown = |paths: &[String]| paths.iter().map(|path| visible(path).into_owned()).collect();
    html! {
        <>
            <p>{ numbers(evidence, words.evidence_same) }{ " " }{ numbers(verdicts, words.verdicts_same) }</p>
            if !comparison.same_tool { <p>{ words.other_tool }</p> }
            if !comparison.same_catalog { <p>{ words.other_catalog }</p> }
            { list(words.evidence_missing, shown(&comparison.evidence_missing)) }
            { list(words.evidence_new, shown(&comparison.evidence_new)) }
            { list(words.differences, reopened::differences(comparison, &props.settled.report, shared.language)) }
        </>
    }
}
