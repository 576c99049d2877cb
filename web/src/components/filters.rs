//! Which rows of the sheet are shown.

use konseki_core::words::{EvidenceKind, Role};
use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, MouseEvent, Properties, TargetCast, component, html};

use super::shared::{Shared, use_shared};
use crate::text::fill;
use crate::view_model::labels;
use crate::view_model::outcome::ShownOutcome;
use crate::view_model::sheet::RowFilter;

/// Properties of [`Filters`].
#[derive(Properties, PartialEq)]
pub struct FiltersProps {
    /// Filter of now.
    pub filter: RowFilter,
    /// Roles that there are.
    pub roles: Vec<Role>,
    /// Kinds of evidence that there are.
    pub kinds: Vec<EvidenceKind>,
    /// Hosts that there are: as the report names them, and as they are shown.
    pub hosts: Vec<(String, String)>,
    /// Rows shown and rows in all.
    pub rows: (usize, usize),
}

/// A menu: its id and name, its entries with their values, and the value that is chosen.
struct Menu {
    id: &'static str,
    name: &'static str,
    entries: Vec<(String, String)>,
    chosen: Option<String>,
}

/// Four menus and how many rows they leave.
#[component]
pub fn Filters(props: &FiltersProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let clear = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.set_filter(RowFilter::default())
    });
    let numbers = [props.rows.0, props.rows.1].map(|number| number.to_string());
    html! {
        <div class="filters">
            { menus(&shared, props) }
            if props.filter != RowFilter::default() {
                <button class="button" id="filter-clear" type="button" onclick={clear}>{ words.records.clear }</button>
            }
            <p class="filters-rows" role="status">{ fill(words.sheet.rows_shown, &[&numbers[0], &numbers[1]]) }</p>
            <p class="filters-zone">{ words.frame.utc_note }</p>
        </div>
    }
}

fn menus(shared: &Shared, props: &FiltersProps) -> Html {
    let (words, filter) = (shared.words(), &props.filter);
    let owned = |(code, name): (&'static str, &'static str)| (code.to_owned(), name.to_owned());
    let outcomes = ShownOutcome::ALL.map(|one| owned((one.code(), one.word(words))));
    let outcome = Menu {
        id: "filter-outcome",
        name: words.sheet.filter_outcome,
        entries: outcomes.into(),
        chosen: filter.outcome.map(|one| one.code().to_owned()),
    };
    let role_entry = |role: &Role| owned((labels::role_code(*role), labels::role(words, *role)));
    let role = Menu {
        id: "filter-role",
        name: words.sheet.filter_role,
        entries: props.roles.iter().map(role_entry).collect(),
        chosen: filter.role.map(|one| labels::role_code(one).to_owned()),
    };
    let kind_entry =
        |kind: &EvidenceKind| owned((labels::kind_code(*kind), labels::kind(words, *kind)));
    let kind = Menu {
        id: "filter-kind",
        name: words.sheet.filter_kind,
        entries: props.kinds.iter().map(kind_entry).collect(),
        chosen: filter.kind.map(|one| labels::kind_code(one).to_owned()),
    };
    let host = Menu {
        id: "filter-host",
        name: words.evidence.host,
        entries: props.hosts.clone(),
        chosen: filter.host.clone(),
    };
    html! {
        <>
            { menu(shared, filter, outcome, |filter, code| {
                filter.outcome = code.and_then(|code| ShownOutcome::from_code(&code));
            }) }
            { menu(shared, filter, role, |filter, code| {
                filter.role = code.and_then(|code| labels::role_of_code(&code));
            }) }
            { menu(shared, filter, host, |filter, name| filter.host = name) }
            { menu(shared, filter, kind, |filter, code| {
                filter.kind = code.and_then(|code| labels::kind_of_code(&code));
            }) }
        </>
    }
}

/// A menu whose first entry lets everything through; `change` puts what is chosen into the filter.
fn menu(
    shared: &Shared,
    filter: &RowFilter,
    menu: Menu,
    change: fn(&mut RowFilter, Option<String>),
) -> Html {
    let choose = Callback::from({
        let (commands, filter) = (shared.commands.clone(), filter.clone());
        move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let mut filter = filter.clone();
            change(&mut filter, Some(select.value()).filter(|value| !value.is_empty()));
            commands.set_filter(filter);
        }
    });
    let Menu { id, name, entries, chosen } = menu;
    html! {
        <div class="filters-choice">
            <label for={id}>{ name }</label>
            <select {id} onchange={choose}>
                <option value="" selected={chosen.is_none()}>{ shared.words().sheet.all }</option>
                { for entries.into_iter().map(|(value, name)| {
                    let selected = chosen.as_ref() == Some(&value);
                    html! { <option {value} {selected}>{ name }</option> }
                }) }
            </select>
        </div>
    }
}
