//! What the table of records can be narrowed by.

use std::rc::Rc;

use yew::{Callback, Event, Html, MouseEvent, Properties, component, html, use_state};

use super::shared::{Shared, use_shared};
use crate::page::browser;
use crate::protocol::{Facet, FacetValue, RecordFilter};
use crate::view_model::format;
use crate::view_model::records::{self, Names};

/// Properties of [`RecordFacets`].
#[derive(Properties, PartialEq)]
pub struct RecordFacetsProps {
    /// Values that are offered.
    pub facets: Vec<(Facet, Vec<FacetValue>)>,
    /// What is chosen.
    pub filter: Rc<RecordFilter>,
    /// Names of traces.
    pub names: Rc<Names>,
}

/// Check boxes in groups; folded where there is no room beside the table.
#[component]
pub fn RecordFacets(props: &RecordFacetsProps) -> Html {
    let open = use_state(browser::is_wide);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let clear = Callback::from({
        let (commands, filter) = (shared.commands.clone(), Rc::clone(&props.filter));
        move |_: MouseEvent| {
            let descending = filter.descending;
            commands.filter_records(RecordFilter { descending, ..RecordFilter::default() });
        }
    });
    let groups = props.facets.iter().filter(|(_, values)| !values.is_empty());
    html! {
        <details class="record-facets" open={*open}>
            <summary>{ words.records.narrow }</summary>
            if records::is_narrowing(&props.filter) {
                <button class="button" id="records-clear" type="button" onclick={clear}>{ words.records.clear }</button>
            }
            { for groups.map(|(facet, values)| group(&shared, props, *facet, values)) }
        </details>
    }
}

fn group(shared: &Shared, props: &RecordFacetsProps, facet: Facet, values: &[FacetValue]) -> Html {
    let chosen = props.filter.values.get(&facet).map(Vec::as_slice).unwrap_or_default();
    html! {
        <fieldset data-facet={records::facet_code(facet)}>
            <legend>{ records::facet_name(shared.words(), facet) }</legend>
            { for values.iter().map(|one| choice(shared, props, facet, one, chosen)) }
        </fieldset>
    }
}

fn choice(
    shared: &Shared,
    props: &RecordFacetsProps,
    facet: Facet,
    one: &FacetValue,
    chosen: &[String],
) -> Html {
    let onchange = Callback::from({
        let (commands, filter) = (shared.commands.clone(), Rc::clone(&props.filter));
        let value = one.value.clone();
        move |_: Event| commands.filter_records(records::toggled(&filter, facet, &value))
    });
    let name = props.names.value(facet, &one.value);
    html! {
        <label key={one.value.clone()} class="record-facets-choice">
            <input type="checkbox" checked={chosen.contains(&one.value)} {onchange} />
            <span title={name.clone()}>{ name }</span>
            <span class="number">{ format::count(u64::from(one.count)) }</span>
        </label>
    }
}
