//! The table of uses: sorted by its headings, only the rows in view are drawn.

use std::rc::Rc;

use konseki_core::report::Interest;
use yew::{Callback, Html, MouseEvent, Properties, classes, component, html};

use super::shared::{Shared, use_shared};
use super::use_window::use_window;
use crate::protocol::UseAddress;
use crate::view_model::uses::{UseColumn, UseRow};

/// Height of a row; `uses_table.css` says the same.
const ROW_HEIGHT: f64 = 36.0;

/// Properties of [`UsesTable`].
#[derive(Properties, PartialEq)]
pub struct UsesTableProps {
    /// All uses.
    pub rows: Rc<Vec<UseRow>>,
    /// Numbers of those that are shown, in order.
    pub shown: Rc<Vec<usize>>,
    /// Column of the order, and whether it is turned round.
    pub order: (UseColumn, bool),
    /// Sorts by a column.
    pub sort: Callback<UseColumn>,
    /// The use that is open.
    pub opened: Option<UseAddress>,
}

/// Headings that sort, rows that open.
#[component]
pub fn UsesTable(props: &UsesTableProps) -> Html {
    let window = use_window(props.shown.len(), ROW_HEIGHT);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let part = window.part;
    let drawn = props.shown.iter().enumerate().take(part.end).skip(part.first);
    let space =
        |height: f64| html! { <tr role="presentation" style={format!("height:{height}px")} /> };
    html! {
        <div
            class="uses-table" ref={window.scroller} onscroll={window.onscroll}
            tabindex="0" role="region" aria-label={words.uses.caption}
        >
            <table aria-rowcount={props.shown.len().saturating_add(1).to_string()}>
                <thead><tr aria-rowindex="1">
                    { for UseColumn::ALL.into_iter().map(|column| heading(&shared, props, column)) }
                </tr></thead>
                <tbody>
                    { space(part.above) }
                    { for drawn.filter_map(|(position, number)| {
                        Some(line(&shared, props, position, props.rows.get(*number)?))
                    }) }
                    { space(part.below) }
                </tbody>
            </table>
        </div>
    }
}

fn heading(shared: &Shared, props: &UsesTableProps, column: UseColumn) -> Html {
    let (sorted, arrow) = match props.order {
        (by, turned) if by == column => {
            if turned {
                ("descending", "▼")
            } else {
                ("ascending", "▲")
            }
        }
        _ => ("none", ""),
    };
    let sort = Callback::from({
        let sort = props.sort.clone();
        move |_: MouseEvent| sort.emit(column)
    });
    html! {
        <th scope="col" aria-sort={sorted}>
            <button type="button" onclick={sort}>
                { column.name(shared.words()) }<span aria-hidden="true">{ arrow }</span>
            </button>
        </th>
    }
}

fn line(shared: &Shared, props: &UsesTableProps, position: usize, row: &UseRow) -> Html {
    let words = &shared.words().uses;
    let open = props.opened.as_ref() == Some(&row.address);
    let choose = Callback::from({
        let (commands, address) = (shared.commands.clone(), row.address.clone());
        move |_: MouseEvent| {
            if open { commands.close_use() } else { commands.open_use(address.clone()) }
        }
    });
    let interest = match row.interest {
        Interest::High => "interest-high",
        Interest::Normal => "interest-normal",
        Interest::Low => "interest-low",
    };
    let cell = |text: &str| html! { <td title={text.to_owned()}>{ text.to_owned() }</td> };
    html! {
        <tr
            key={row.address.id.clone()} class={classes!("use-row", open.then_some("use-row-open"))}
            aria-rowindex={position.saturating_add(2).to_string()} data-use={row.address.id.clone()}
        >
            <th scope="row">
                <button type="button" aria-expanded={open.to_string()} onclick={choose}>
                    <span class="use-row-id">{ &row.address.id }</span>
                    <span class={classes!("interest", interest)}>{ row.interest_word }</span>
                </button>
            </th>
            { cell(&row.source) }
            { cell(&row.destination) }
            { cell(&row.account) }
            { cell(&row.share) }
            <td title={row.first.1.clone()}>{ &row.first.0 }</td>
            <td title={row.last.1.clone()}>{ &row.last.0 }</td>
            <td>
                <span class="number" title={row.tally_text.clone()} aria-hidden="true">{ &row.tally_short }</span>
                <span class="visually-hidden">{ &row.tally_text }</span>
                if row.one_sided { <span class="use-row-mark" title={words.one_sided_help}>{ words.one_sided }</span> }
                if row.outside_window { <span class="use-row-mark">{ words.outside_window }</span> }
            </td>
        </tr>
    }
}
