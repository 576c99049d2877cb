//! What was given: kind, size, hash, span, contents, and what is wrong with it.

use std::rc::Rc;

use konseki_core::analysis::Question;
use yew::{Callback, Html, MouseEvent, Properties, classes, component, html, use_state};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::state::Settled;
use crate::text::{Words, fill};
use crate::view_model::evidence::{self, EvidenceRow, Hash, Health};

/// Rows that are drawn at first, and again with each click.
const PORTION: usize = 200;

/// Properties of [`EvidenceList`].
#[derive(Properties, PartialEq)]
pub struct EvidenceListProps {
    /// The report.
    pub settled: Settled,
    /// What is asked; it stays when evidence is taken out.
    pub question: Rc<Question>,
}

/// A table of evidence files.
#[component]
pub fn EvidenceList(props: &EvidenceListProps) -> Html {
    let portions = use_state(|| 1_usize);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let Settled { report, completeness, .. } = &props.settled;
    let rows = evidence::rows(report, shared.language, *completeness);
    let shown = portions.saturating_mul(PORTION);
    let left = rows.len().saturating_sub(shown);
    let show_more = Callback::from({
        let portions = portions.clone();
        move |_: MouseEvent| portions.set(portions.saturating_add(1))
    });
    let remove = Callback::from({
        let (commands, question) = (shared.commands.clone(), Rc::clone(&props.question));
        move |path: String| commands.remove(&path, &question)
    });
    let columns = [
        words.evidence.evidence,
        words.evidence.kind,
        words.evidence.size,
        words.evidence.host,
        words.evidence.channels,
        words.evidence.records,
        words.evidence.span,
        words.evidence.status,
    ];
    html! {
        <div class="evidence-list">
            <table role="table">
                <thead role="rowgroup">
                    <tr role="row">{ for columns.map(|name| html! { <th scope="col" role="columnheader">{ name }</th> }) }</tr>
                </thead>
                <tbody role="rowgroup">{ for rows.iter().take(shown).map(|row| evidence(words, row, &remove)) }</tbody>
            </table>
            if left > 0 {
                <button class="button" type="button" onclick={show_more}>
                    { fill(words.evidence.show_more, &[&left.min(PORTION).to_string()]) }
                </button>
            }
        </div>
    }
}

fn evidence(words: &Words, row: &EvidenceRow, remove: &Callback<String>) -> Html {
    let class = match row.health {
        Health::Whole => "evidence-whole",
        Health::Partial => "evidence-partial",
        Health::Unread => "evidence-unread",
    };
    html! {
        <tr key={row.id.clone()} role="row" class={classes!("evidence-row", class)} data-path={row.path.clone()}>
            <td class="evidence-path" role="cell">
                <p class="evidence-name"><span class="evidence-id">{ &row.id }</span><span>{ &row.path }</span>{ removal(words, row, remove) }</p>
                { hash(words, &row.sha256) }
                { for row.warnings.iter().map(|warning| html! {
                    <p class="evidence-warning"><Icon sign={Sign::Warning} /><span>{ warning }</span></p>
                }) }
            </td>
            <td class="evidence-kind" role="cell" data-name={words.evidence.kind}>{ row.kind }</td>
            <td class="number" role="cell" data-name={words.evidence.size} title={row.size.1.clone()}>{ &row.size.0 }</td>
            <td role="cell" data-name={words.evidence.host}>
                if let Some((name, basis)) = &row.host { { name }<small>{ *basis }</small> }
            </td>
            <td role="cell" data-name={words.evidence.channels}>
                { for row.contents.iter().map(|line| html! { <p>{ line }</p> }) }
            </td>
            <td class="number" role="cell" data-name={words.evidence.records}>
                { &row.records.0 }
                if let Some(failed) = &row.records.1 { <small>{ failed }</small> }
            </td>
            <td class="evidence-span" role="cell" data-name={words.evidence.span}>
                if let Some([first, last]) = &row.span {
                    <p title={first.1.clone()}>{ &first.0 }</p><p title={last.1.clone()}>{ &last.0 }</p>
                }
            </td>
            <td class="evidence-status" role="cell" data-name={words.evidence.status}>{ row.status }</td>
        </tr>
    }
}

/// Only what was given itself can be taken out, not a part of an archive.
fn removal(words: &Words, row: &EvidenceRow, remove: &Callback<String>) -> Html {
    let Some(path) = row.given.clone() else { return Html::default() };
    let name = fill(words.evidence.remove, &[&row.path]);
    let remove = remove.reform(move |_: MouseEvent| path.clone());
    html! {
        <button class="button-icon evidence-remove" type="button" onclick={remove} aria-label={name.clone()} title={name}>
            <Icon sign={Sign::Cross} />
        </button>
    }
}

fn hash(words: &Words, hash: &Hash) -> Html {
    let text = match hash {
        Hash::Known(hash) => html! { <code>{ hash }</code> },
        Hash::Pending => html! { <i>{ words.evidence.sha256_pending }</i> },
        Hash::None => html! { <i>{ words.evidence.sha256_none }</i> },
    };
    html! { <p class="evidence-hash"><span>{ words.evidence.sha256 }</span>{ text }</p> }
}
