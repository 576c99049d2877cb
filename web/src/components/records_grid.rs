//! The table of records: only the rows in view stand in the document, whatever their number.

use std::rc::Rc;

use konseki_core::analysis::Secrets;
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, Properties, UseStateHandle, classes, component,
    hook, html, use_effect_with, use_state_eq,
};

use super::shared::{Shared, use_shared};
use super::use_tall_table::{Tall, use_tall_table};
use crate::protocol::{RecordFilter, RecordQuery, RecordRow};
use crate::state::{RecordsState, Settled};
use crate::view_model::records::{Names, RecordColumn, row_by_key, template};

/// Rows that are asked for at once; a table that is scrolled asks again each [`STEP`] rows.
const BLOCK: u32 = 200;
/// Rows before those in view that are asked for, too.
const STEP: u32 = 50;

/// Properties of [`RecordsGrid`].
#[derive(Properties, PartialEq)]
pub struct RecordsGridProps {
    /// The report.
    pub settled: Settled,
    /// The table of records.
    pub records: RecordsState,
    /// The only sheet to show.
    pub sheet: Option<String>,
    /// Names of traces and evidence.
    pub names: Rc<Names>,
}

/// A grid of whole rows that is walked by keyboard.
#[component]
pub fn RecordsGrid(props: &RecordsGridProps) -> Html {
    let filter = RecordFilter { sheet: props.sheet.clone(), ..(*props.records.filter).clone() };
    let rows = props.records.page.as_ref().map_or(0, |page| page.shown as usize);
    let tall = use_tall_table(rows, &filter);
    let shared = use_shared();
    let block = u32::try_from(tall.first).unwrap_or(u32::MAX) / STEP * STEP;
    let query = RecordQuery { filter, first: block.saturating_sub(STEP), rows: BLOCK };
    use_effect_with((query, props.settled.clone(), shared.clone()), |(query, _, shared)| {
        if let Some(shared) = shared {
            shared.commands.list_records(query.clone());
        }
    });
    let waited = use_state_eq(|| None);
    use_opening(props, shared.as_ref(), &tall, &waited);
    let Some(shared) = shared else { return Html::default() };
    let words = &shared.words().records;
    let Some(page) = &props.records.page else {
        return html! { <p class="records-grid-none" role="status">{ words.loading }</p> };
    };
    if page.all == 0 {
        return Html::default();
    }
    if rows == 0 {
        return html! { <p class="records-grid-none">{ words.none_for_filter }</p> };
    }
    let keys = keys(&shared, props, &tall, (rows, waited));
    let (least, tracks) = template(&props.records.columns);
    let end = tall.first.saturating_add(tall.seen).saturating_add(1).min(rows);
    html! {
        <>
            <div
                class="records-grid" id="records-grid" role="grid" tabindex="0" ref={tall.scroller.clone()}
                aria-label={words.caption} aria-rowcount={rows.saturating_add(1).to_string()}
                aria-activedescendant={row_id(tall.cursor)} aria-describedby="records-keys"
                onscroll={tall.onscroll.clone()} onkeydown={keys}
            >
                <div
                    class="records-grid-space" role="presentation"
                    style={format!("height:{}px;min-width:{least}px;--columns:{tracks}", tall.height)}
                >
                    <div class="records-grid-view" role="presentation">
                        <div class="records-grid-head" role="row" aria-rowindex="1">
                            { for props.records.columns.iter().map(|column| html! {
                                <span role="columnheader">{ column.name(shared.words()) }</span>
                            }) }
                        </div>
                        { for (tall.first..end).map(|number| line(&shared, props, &tall, number)) }
                    </div>
                </div>
            </div>
            <p class="records-grid-keys" id="records-keys">{ words.keys }{ " " }{ words.kept }</p>
        </>
    }
}

fn row_id(number: usize) -> String {
    format!("record-row-{number}")
}

/// The row of a number, if it is among those that came.
fn row_of(props: &RecordsGridProps, number: usize) -> Option<&RecordRow> {
    let page = props.records.page.as_ref()?;
    page.rows.get(number.checked_sub(page.query.first as usize)?)
}

/// Opens the row that Enter was pressed on as soon as it comes; whoever walks on opens nothing.
#[hook]
fn use_opening(
    props: &RecordsGridProps,
    shared: Option<&Shared>,
    tall: &Tall,
    waited: &UseStateHandle<Option<usize>>,
) {
    let is_there = waited.is_some_and(|number| row_of(props, number).is_some());
    let opening = shared.zip(**waited).filter(|_| is_there);
    let opening = opening.map(|(shared, number)| open(shared, props, number));
    let is_left = waited.is_some_and(|number| number != tall.cursor);
    let waited = waited.setter();
    use_effect_with((is_there, is_left), move |(is_there, is_left)| {
        if *is_there || *is_left {
            waited.set(None);
        }
        if let Some(open) = opening.filter(|_| *is_there && !is_left) {
            open();
        }
    });
}

/// Opens the record of a row, among those that came with it.
fn open(shared: &Shared, props: &RecordsGridProps, number: usize) -> impl Fn() + 'static {
    let page = props.records.page.clone();
    let commands = shared.commands.clone();
    move || {
        let Some(page) = &page else { return };
        let Some(position) = number.checked_sub(page.query.first as usize) else { return };
        let places = page.rows.iter().map(|row| row.place.clone()).collect();
        commands.open_record(Rc::new(places), position, Secrets::Mask);
    }
}

fn keys(
    shared: &Shared,
    props: &RecordsGridProps,
    tall: &Tall,
    (rows, waited): (usize, UseStateHandle<Option<usize>>),
) -> Callback<KeyboardEvent> {
    let open = row_of(props, tall.cursor).map(|_| open(shared, props, tall.cursor));
    let (go, cursor, seen) = (tall.go.clone(), tall.cursor, tall.seen);
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        if key == "Enter" {
            event.prevent_default();
            match &open {
                Some(open) => open(),
                None => waited.set(Some(cursor)),
            }
        } else if let Some(row) = row_by_key(&key, cursor, rows, seen) {
            event.prevent_default();
            go.emit(row);
        }
    })
}

fn line(shared: &Shared, props: &RecordsGridProps, tall: &Tall, number: usize) -> Html {
    let at = number == tall.cursor;
    let index = number.saturating_add(2).to_string();
    let class = classes!("records-grid-row", at.then_some("records-grid-row-at"));
    let Some(row) = row_of(props, number) else {
        return html! {
            <div key={number} id={row_id(number)} {class} role="row" aria-rowindex={index} aria-selected={at.to_string()}>
                <span role="gridcell">{ "…" }</span>
            </div>
        };
    };
    let choose = Callback::from({
        let (open, go) = (open(shared, props, number), tall.go.clone());
        move |_: MouseEvent| {
            go.emit(number);
            open();
        }
    });
    html! {
        <div
            key={number} id={row_id(number)} {class} role="row" aria-rowindex={index}
            aria-selected={at.to_string()} onclick={choose}
        >
            { for props.records.columns.iter().map(|column| cell(shared, props, row, *column)) }
        </div>
    }
}

fn cell(shared: &Shared, props: &RecordsGridProps, row: &RecordRow, column: RecordColumn) -> Html {
    let words = &shared.words().records;
    let text = props.names.cell(row, column);
    html! {
        <span role="gridcell" class={format!("record-cell-{}", column.code())} title={text.clone()}>
            if column == RecordColumn::What && row.specific {
                <span class="records-grid-mark" title={words.specific_help}>{ words.specific }</span>
            }
            { text }
            if column == RecordColumn::Time && row.outside_window {
                <span class="records-grid-outside">{ words.outside_window }</span>
            }
        </span>
    }
}
