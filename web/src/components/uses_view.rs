//! Uses: which connections belong together across hosts, and what stands behind each.

use std::rc::Rc;

use konseki_core::report::Interest;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{
    Callback, Event, Html, InputEvent, Properties, TargetCast, component, html, use_memo, use_state,
};

use super::shared::use_shared;
use super::use_details::UseDetails;
use super::uses_table::UsesTable;
use crate::state::{OpenUse, Settled};
use crate::text::fill;
use crate::view_model::format;
use crate::view_model::uses::{self, UseColumn, UseFilter};

/// Properties of [`UsesView`].
#[derive(Properties, PartialEq)]
pub struct UsesViewProps {
    /// The report.
    pub settled: Settled,
    /// The use that is open.
    pub opened: Option<OpenUse>,
    /// The only sheet to show.
    pub sheet: Option<String>,
}

/// Filter, table, and the open use.
#[component]
pub fn UsesView(props: &UsesViewProps) -> Html {
    let shared = use_shared();
    let language = shared.as_ref().map(|shared| shared.language).unwrap_or_default();
    let filter = use_state(UseFilter::default);
    let order = use_state(|| (UseColumn::Interest, false));
    let rows = use_memo((props.settled.clone(), language, props.sheet.clone()), {
        |(settled, language, sheet)| {
            uses::rows(&settled.report, &settled.tallies, *language, sheet.as_deref())
        }
    });
    let shown = use_memo((Rc::clone(&rows), (*filter).clone(), *order), |(rows, filter, order)| {
        uses::shown(rows, filter, order.0, order.1)
    });
    let Some(shared) = shared else { return Html::default() };
    let words = shared.words();
    if rows.is_empty() {
        return html! { <p class="uses-view-none">{ words.uses.none }</p> };
    }
    let set_text = Callback::from({
        let filter = filter.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                filter.set(UseFilter { text: input.value(), ..(*filter).clone() });
            }
        }
    });
    let set_least = Callback::from({
        let filter = filter.clone();
        move |event: Event| {
            let code = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let least = match code.as_deref() {
                Some("high") => Interest::High,
                Some("normal") => Interest::Normal,
                _ => Interest::Low,
            };
            filter.set(UseFilter { least, ..(*filter).clone() });
        }
    });
    let sort = Callback::from({
        let order = order.clone();
        move |column: UseColumn| order.set((column, order.0 == column && !order.1))
    });
    let least = [
        ("low", Interest::Low, words.uses.any_interest),
        ("normal", Interest::Normal, words.uses.normal_or_high),
        ("high", Interest::High, words.uses.only_high),
    ];
    let numbers = [shown.len(), rows.len()].map(|number| format::count(number as u64));
    html! {
        <div class="uses-view">
            <div class="filters">
                <div class="filters-choice">
                    <label for="uses-search">{ words.uses.search }</label>
                    <input id="uses-search" class="text-input" type="search" value={filter.text.clone()} oninput={set_text} />
                </div>
                <div class="filters-choice">
                    <label for="uses-interest">{ words.uses.interest }</label>
                    <select id="uses-interest" onchange={set_least}>
                        { for least.into_iter().map(|(code, interest, name)| html! {
                            <option value={code} selected={filter.least == interest}>{ name }</option>
                        }) }
                    </select>
                </div>
                <p role="status">{ fill(words.uses.shown, &[&numbers[0], &numbers[1]]) }</p>
            </div>
            if shown.is_empty() {
                <p class="uses-view-none">{ words.uses.none_for_filter }</p>
            } else {
                <UsesTable
                    rows={Rc::clone(&rows)} shown={Rc::clone(&shown)} order={*order} {sort}
                    opened={props.opened.as_ref().map(|open| open.address.clone())}
                />
            }
            if let Some(open) = &props.opened {
                <UseDetails key={open.address.id.clone()} open={open.clone()} settled={props.settled.clone()} />
            }
        </div>
    }
}
