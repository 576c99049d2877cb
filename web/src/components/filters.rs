//! Which rows of the sheet are shown.

use konseki_core::words::{EvidenceKind, Role};
use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html};

use super::shared::use_shared;
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
    /// Rows shown and rows in all.
    pub rows: (usize, usize),
}

/// Three menus and how many rows they leave.
#[component]
pub fn Filters(props: &FiltersProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let filter = props.filter;
    let value =
        |event: &Event| event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
    let set_outcome = Callback::from({
        let commands = shared.commands.clone();
        move |event: Event| {
            let outcome = value(&event).and_then(|code| ShownOutcome::from_code(&code));
            commands.set_filter(RowFilter { outcome, ..filter });
        }
    });
    let set_role = Callback::from({
        let (commands, roles) = (shared.commands.clone(), props.roles.clone());
        move |event: Event| {
            let code = value(&event).unwrap_or_default();
            let role = roles.iter().copied().find(|role| labels::role_code(*role) == code);
            commands.set_filter(RowFilter { role, ..filter });
        }
    });
    let set_kind = Callback::from({
        let (commands, kinds) = (shared.commands.clone(), props.kinds.clone());
        move |event: Event| {
            let code = value(&event).unwrap_or_default();
            let kind = kinds.iter().copied().find(|kind| labels::kind_code(*kind) == code);
            commands.set_filter(RowFilter { kind, ..filter });
        }
    });
    let numbers = [props.rows.0, props.rows.1].map(|number| number.to_string());
    html! {
        <div class="filters">
            <div class="filters-choice">
                <label for="filter-outcome">{ words.sheet.filter_outcome }</label>
                <select id="filter-outcome" onchange={set_outcome}>
                    <option value="" selected={filter.outcome.is_none()}>{ words.sheet.all }</option>
                    { for ShownOutcome::ALL.into_iter().map(|outcome| html! {
                        <option value={outcome.code()} selected={filter.outcome == Some(outcome)}>{ outcome.word(words) }</option>
                    }) }
                </select>
            </div>
            <div class="filters-choice">
                <label for="filter-role">{ words.sheet.filter_role }</label>
                <select id="filter-role" onchange={set_role}>
                    <option value="" selected={filter.role.is_none()}>{ words.sheet.all }</option>
                    { for props.roles.iter().map(|role| html! {
                        <option value={labels::role_code(*role)} selected={filter.role == Some(*role)}>{ labels::role(words, *role) }</option>
                    }) }
                </select>
            </div>
            <div class="filters-choice">
                <label for="filter-kind">{ words.sheet.filter_kind }</label>
                <select id="filter-kind" onchange={set_kind}>
                    <option value="" selected={filter.kind.is_none()}>{ words.sheet.all }</option>
                    { for props.kinds.iter().map(|kind| html! {
                        <option value={labels::kind_code(*kind)} selected={filter.kind == Some(*kind)}>{ labels::kind(words, *kind) }</option>
                    }) }
                </select>
            </div>
            <p class="filters-rows" role="status">{ fill(words.sheet.rows_shown, &[&numbers[0], &numbers[1]]) }</p>
            <p class="filters-zone">{ words.frame.utc_note }</p>
        </div>
    }
}
