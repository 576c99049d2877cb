//! The documented traces by role and host.

use std::collections::BTreeSet;
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_callback, use_effect_with, use_state};

use super::filters::Filters;
use super::role_table::RoleTable;
use super::shared::use_shared;
use crate::page::browser;
use crate::protocol::TraceAddress;
use crate::state::{MoreMatches, Settled};
use crate::view_model::sheet::{self, RoleView, RowFilter};

/// Properties of [`SheetTable`].
#[derive(Properties, PartialEq)]
pub struct SheetTableProps {
    /// The report.
    pub settled: Settled,
    /// Rows shown.
    pub filter: RowFilter,
    /// Matches that were asked for.
    pub more: Option<MoreMatches>,
    /// Roles and hosts.
    pub roles: Rc<Vec<Rc<RoleView>>>,
}

/// Tables, one per role and host, drawn one after the other so that the page stays responsive
/// however many there are. They are a list of their own, all with keys: else each new table would
/// make all others anew.
#[component]
pub fn SheetTable(props: &SheetTableProps) -> Html {
    let opened = use_state(|| None::<TraceAddress>);
    let drawn = use_state(|| 1_usize);
    let (shown, rows, total) = sheet::filtered(&props.roles, &props.filter);
    use_effect_with((*drawn, shown.len()), {
        let setter = drawn.setter();
        move |(drawn, tables): &(usize, usize)| {
            let (drawn, left) = (*drawn, tables.saturating_sub(*drawn));
            if left > 0 {
                wasm_bindgen_futures::spawn_local(async move {
                    browser::pause().await;
                    setter.set(drawn.saturating_add(1));
                });
            }
        }
    });
    // The same callback while tables are added, so that those that are there stay as they are.
    let toggle = use_callback((*opened).clone(), {
        let setter = opened.setter();
        move |address: TraceAddress, opened: &Option<TraceAddress>| {
            let closes = opened.as_ref() == Some(&address);
            setter.set((!closes).then_some(address));
        }
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let rows_of_all = props.roles.iter().flat_map(|role| &role.steps).flat_map(|step| &step.rows);
    let kinds: BTreeSet<_> = rows_of_all.map(|row| row.kind).collect();
    let roles: BTreeSet<_> = props.roles.iter().map(|role| role.role).collect();
    let named = |role: &Rc<RoleView>| Some((role.host_name.clone()?, role.host.clone()));
    let hosts: BTreeSet<_> = props.roles.iter().filter_map(named).collect();
    html! {
        <>
            <Filters
                filter={props.filter.clone()} rows={(rows, total)}
                roles={roles.into_iter().collect::<Vec<_>>()}
                kinds={kinds.into_iter().collect::<Vec<_>>()}
                hosts={hosts.into_iter().collect::<Vec<_>>()}
            />
            if shown.is_empty() && total > 0 {
                <p class="sheet-table-none">{ shared.words().sheet.none_for_filter }</p>
            }
            <div class="sheet-table">
                { for shown.into_iter().take(*drawn).map(|role| {
                    let here = |address: &TraceAddress| role.holds(address);
                    html! {
                        <RoleTable
                            key={role.key.clone()}
                            opened={(*opened).clone().filter(here)} toggle={toggle.clone()}
                            more={props.more.clone().filter(|more| here(&more.trace))}
                            settled={props.settled.clone()} role={Rc::clone(&role)}
                        />
                    }
                }) }
            </div>
        </>
    }
}
