//! The documented traces of one role on one host.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::shared::use_shared;
use super::trace_row::TraceRows;
use crate::protocol::TraceAddress;
use crate::state::{MoreMatches, Settled};
use crate::view_model::sheet::RoleView;

/// Properties of [`RoleTable`].
#[derive(Properties, PartialEq)]
pub struct RoleTableProps {
    /// Role with its rows.
    pub role: Rc<RoleView>,
    /// The row of it that is open.
    pub opened: Option<TraceAddress>,
    /// Opens or closes a row.
    pub toggle: Callback<TraceAddress>,
    /// The report.
    pub settled: Settled,
    /// Matches of one of its rows that were asked for.
    pub more: Option<MoreMatches>,
}

/// A table with one body per step.
#[component]
pub fn RoleTable(props: &RoleTableProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let role = &props.role;
    let columns = [
        words.sheet.trace,
        words.sheet.evidence_column,
        words.sheet.outcome,
        words.sheet.count,
        words.sheet.first,
        words.sheet.last,
        words.sheet.why,
    ];
    html! {
        <section class="role-table">
            <h2>
                { role.role_name }<span class="role-table-host">{ &role.host }</span>
                <span class="role-table-conclusion">{ role.conclusion }</span>
            </h2>
            <table role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        { for columns.map(|name| html! {
                            <th scope="col" role="columnheader">{ name }</th>
                        }) }
                    </tr>
                </thead>
                { for role.steps.iter().map(|step| html! {
                    <TraceRows
                        step={step.clone()} opened={props.opened.clone()} toggle={props.toggle.clone()}
                        settled={props.settled.clone()} more={props.more.clone()}
                    />
                }) }
            </table>
        </section>
    }
}
