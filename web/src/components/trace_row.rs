//! The rows of one step, each of which opens to what stands behind it.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::dated::Dated;
use super::icon::{Icon, Sign};
use super::outcome_badge::OutcomeBadge;
use super::shared::{Shared, use_shared};
use super::trace_details::TraceDetails;
use crate::protocol::TraceAddress;
use crate::state::{MoreMatches, Settled};
use crate::text::fill;
use crate::view_model::sheet::{StepView, TraceRow};

/// Columns of the table.
const COLUMNS: &str = "7";

/// Properties of [`TraceRows`].
#[derive(Properties, PartialEq)]
pub struct TraceRowsProps {
    /// Step with its rows.
    pub step: StepView,
    /// The row that is open.
    pub opened: Option<TraceAddress>,
    /// Opens or closes a row.
    pub toggle: Callback<TraceAddress>,
    /// The report.
    pub settled: Settled,
    /// Matches that were asked for.
    pub more: Option<MoreMatches>,
}

/// One body of the table: the step's title, then its traces.
#[component]
pub fn TraceRows(props: &TraceRowsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    html! {
        <tbody class="trace-rows" role="rowgroup">
            <tr class="trace-rows-step" role="row">
                <th colspan={COLUMNS} scope="rowgroup" role="rowheader">{ &props.step.title }</th>
            </tr>
            { for props.step.rows.iter().map(|row| trace(&shared, props, row)) }
        </tbody>
    }
}

fn trace(shared: &Shared, props: &TraceRowsProps, row: &TraceRow) -> Html {
    let words = shared.words();
    let open = props.opened.as_ref() == Some(&row.address);
    let toggle = Callback::from({
        let (toggle, address) = (props.toggle.clone(), row.address.clone());
        move |_: MouseEvent| toggle.emit(address.clone())
    });
    let more = props.more.clone().filter(|more| more.trace == row.address);
    let time = |name: &'static str, (short, exact): &(String, String)| {
        html! { <td class="trace-row-time" role="cell" data-name={name} title={exact.clone()}>{ short }</td> }
    };
    html! {
        <>
            <tr class={if open { "trace-row trace-row-open" } else { "trace-row" }} role="row" data-trace={row.address.trace.clone()}>
                <td class="trace-row-title" role="cell">
                    <button
                        type="button" aria-expanded={open.to_string()} onclick={toggle}
                        aria-label={fill(words.sheet.details_of, &[&row.title])}
                    >
                        <Icon sign={if open { Sign::Open } else { Sign::Closed }} />
                        <span>{ &row.title }</span>
                    </button>
                    if row.decisive {
                        <span class="trace-row-mark"><Icon sign={Sign::Key} />{ words.sheet.decisive }</span>
                    }
                    if row.key_row && !row.decisive {
                        <span class="trace-row-mark">{ words.sheet.key_row }</span>
                    }
                </td>
                <td class="trace-row-source" role="cell" data-name={words.sheet.evidence_column} title={row.channel.clone()}>{ &row.source }</td>
                <td role="cell" data-name={words.sheet.outcome}><OutcomeBadge outcome={row.outcome} /></td>
                <td class="trace-row-count" role="cell" data-name={words.sheet.count}>{ &row.count }</td>
                { time(words.sheet.first, &row.times[0]) }
                { time(words.sheet.last, &row.times[1]) }
                <td class="trace-row-reason" role="cell" data-name={words.sheet.why}><Dated text={row.reason.clone()} /></td>
            </tr>
            if open {
                <tr class="trace-row-details" role="row">
                    <td colspan={COLUMNS} role="cell">
                        <TraceDetails address={row.address.clone()} settled={props.settled.clone()} {more} />
                    </td>
                </tr>
            }
        </>
    }
}
