//! Which columns the table of records shows.

use std::collections::BTreeSet;
use std::rc::Rc;

use yew::{Callback, Event, Html, Properties, component, html};

use super::shared::use_shared;
use crate::view_model::records::RecordColumn;

/// Properties of [`RecordColumns`].
#[derive(Properties, PartialEq)]
pub struct RecordColumnsProps {
    /// Columns that are shown.
    pub columns: Rc<BTreeSet<RecordColumn>>,
}

/// A menu of check boxes; the time is always shown.
#[component]
pub fn RecordColumns(props: &RecordColumnsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let choice = |column: RecordColumn| {
        let (commands, columns) = (shared.commands.clone(), Rc::clone(&props.columns));
        let is_shown = columns.contains(&column);
        let onchange = Callback::from(move |_: Event| {
            let mut columns = (*columns).clone();
            if !columns.remove(&column) {
                columns.insert(column);
            }
            commands.set_columns(columns);
        });
        html! {
            <li>
                <label class="record-columns-choice">
                    <input type="checkbox" data-column={column.code()} checked={is_shown} {onchange} />
                    { column.name(words) }
                </label>
            </li>
        }
    };
    let choices = RecordColumn::ALL.into_iter().filter(|column| *column != RecordColumn::Time);
    html! {
        <details class="record-columns">
            <summary class="button">{ words.records.columns }</summary>
            <ul class="record-columns-list">{ for choices.map(choice) }</ul>
        </details>
    }
}
