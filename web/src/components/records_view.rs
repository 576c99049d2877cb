//! All records that match a trace: search, facets, table.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, InputEvent, Properties, TargetCast, component, html, use_memo};

use super::record_columns::RecordColumns;
use super::record_facets::RecordFacets;
use super::records_grid::RecordsGrid;
use super::shared::{Shared, use_shared};
use crate::protocol::RecordFilter;
use crate::state::{RecordsState, Settled};
use crate::text::fill;
use crate::view_model::format;
use crate::view_model::records::Names;

/// Properties of [`RecordsView`].
#[derive(Properties, PartialEq)]
pub struct RecordsViewProps {
    /// The report.
    pub settled: Settled,
    /// The table of records.
    pub records: RecordsState,
    /// The only sheet to show.
    pub sheet: Option<String>,
}

/// Filters beside the table.
#[component]
pub fn RecordsView(props: &RecordsViewProps) -> Html {
    let shared = use_shared();
    let language = shared.as_ref().map(|shared| shared.language).unwrap_or_default();
    let names = use_memo((props.settled.clone(), language), |(settled, language)| {
        Names::new(&settled.report, *language)
    });
    let Some(shared) = shared else { return Html::default() };
    let words = &shared.words().records;
    let page = &props.records.page;
    let is_empty = page.as_ref().is_some_and(|page| page.all == 0);
    let facets = page.as_ref().map(|page| page.facets.clone()).unwrap_or_default();
    html! {
        <div class="records-view">
            if is_empty {
                <p class="records-view-none">{ words.none }</p>
            } else {
                { bar(&shared, &props.records) }
                <div class="records-view-parts">
                    <RecordFacets {facets} filter={Rc::clone(&props.records.filter)} names={Rc::clone(&names)} />
                </div>
            }
            <RecordsGrid
                settled={props.settled.clone()} records={props.records.clone()}
                sheet={props.sheet.clone()} {names}
            />
        </div>
    }
}

/// Search, switches, columns, and how many records are left.
fn bar(shared: &Shared, records: &RecordsState) -> Html {
    let words = &shared.words().records;
    let filter = &records.filter;
    let change = |change: fn(&mut RecordFilter, &HtmlInputElement)| {
        let (commands, filter) = (shared.commands.clone(), Rc::clone(filter));
        move |input: Option<HtmlInputElement>| {
            if let Some(input) = input {
                let mut filter = (*filter).clone();
                change(&mut filter, &input);
                commands.filter_records(filter);
            }
        }
    };
    let set_text = change(|filter, input| filter.text = input.value());
    let set_text = Callback::from(move |event: InputEvent| set_text(event.target_dyn_into()));
    let set_specific = change(|filter, input| filter.specific = input.checked());
    let set_specific = Callback::from(move |event: Event| set_specific(event.target_dyn_into()));
    let set_order = change(|filter, input| filter.descending = input.checked());
    let set_order = Callback::from(move |event: Event| set_order(event.target_dyn_into()));
    let numbers = records
        .page
        .as_ref()
        .map(|page| [page.shown, page.all].map(|number| format::count(u64::from(number))));
    html! {
        <div class="filters">
            <div class="filters-choice">
                <label for="records-search">{ words.search }</label>
                <input
                    id="records-search" class="text-input" type="search" value={filter.text.clone()}
                    placeholder={words.search_hint} oninput={set_text}
                />
            </div>
            <label class="filters-switch">
                <input id="records-specific" type="checkbox" checked={filter.specific} onchange={set_specific} />
                { words.only_specific }
            </label>
            <label class="filters-switch">
                <input id="records-order" type="checkbox" checked={filter.descending} onchange={set_order} />
                { words.latest_first }
            </label>
            <RecordColumns columns={Rc::clone(&records.columns)} />
            <p class="filters-rows" role="status">
                if let Some([shown, all]) = numbers { { fill(words.shown, &[&shown, &all]) } }
            </p>
        </div>
    }
}
