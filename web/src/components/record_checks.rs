//! The conditions of the traces that ask for such a record, one by one.

use std::rc::Rc;

use konseki_core::analysis::{CheckState, RecordDetails, TraceCheck};
use yew::{Html, Properties, classes, component, html};

use super::icon::{Icon, Sign};
use super::shared::{Shared, use_shared};
use crate::text::Words;
use crate::view_model::record::{self, CheckLine};

/// Properties of [`RecordChecks`].
#[derive(Properties, PartialEq)]
pub struct RecordChecksProps {
    /// The record.
    pub details: Rc<RecordDetails>,
}

/// A table per trace; the first one that the record meets is open.
#[component]
pub fn RecordChecks(props: &RecordChecksProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    if props.details.checks.is_empty() {
        return Html::default();
    }
    let words = shared.words();
    html! {
        <section class="record-checks" aria-labelledby="record-checks-title">
            <h3 id="record-checks-title">{ words.record.checks }</h3>
            { for props.details.checks.iter().enumerate().map(|(number, check)| trace(&shared, number, check)) }
        </section>
    }
}

fn trace(shared: &Shared, number: usize, check: &TraceCheck) -> Html {
    let words = &shared.words().record;
    let (word, sign) = if check.holds() {
        (words.check_holds, CheckState::Met)
    } else {
        (words.check_fails, CheckState::Contradicted)
    };
    html! {
        <details open={number == 0}>
            <summary>
                { mark(sign) }
                <span>{ shared.language.of(&check.title).to_owned() }</span>
                <small>{ format!("{} – {word}", check.trace) }</small>
            </summary>
            <table role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader"><span class="visually-hidden">{ shared.words().sheet.outcome }</span></th>
                        <th scope="col" role="columnheader">{ words.field_name }</th>
                        <th scope="col" role="columnheader">{ words.expected }</th>
                        <th scope="col" role="columnheader">{ words.actual }</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    { for check.conditions.iter().map(|one| condition(shared.words(), &record::check_line(shared.words(), one))) }
                </tbody>
            </table>
        </details>
    }
}

/// A row; the roles keep it one where a narrow screen stacks its cells.
fn condition(words: &Words, line: &CheckLine) -> Html {
    html! {
        <tr role="row">
            <td class="record-checks-state" role="cell">{ mark(line.state) }<span class="visually-hidden">{ line.word }</span></td>
            <th scope="row" role="rowheader">{ &line.field }</th>
            <td role="cell" data-name={words.record.expected}>{ &line.wanted }</td>
            <td class="record-checks-actual" role="cell" data-name={words.record.actual}>
                if let Some([before, part, after]) = &line.actual {
                    { before }if !part.is_empty() { <mark>{ part }</mark> }{ after }
                } else {
                    { line.word }
                }
            </td>
        </tr>
    }
}

fn mark(state: CheckState) -> Html {
    let (class, path) = match state {
        CheckState::Met => ("check-met", "M2.5 8.5 6.5 12.5 13.5 4"),
        CheckState::Absent => ("check-absent", "M3 8h10"),
        CheckState::Contradicted => ("check-contradicted", "M3.5 3.5l9 9m0-9-9 9"),
    };
    html! { <span class={classes!("check", class)}><Icon sign={Sign::Path(path)} /></span> }
}
