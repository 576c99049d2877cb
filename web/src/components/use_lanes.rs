//! Swim lanes: the records of a use in order of time, each in the lane of its host and role.

use std::rc::Rc;

use konseki_core::analysis::Secrets;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::shared::{Shared, use_shared};
use crate::protocol::RecordPlace;
use crate::view_model::use_details::{LaneRecord, LaneView};

/// Properties of [`UseLanes`].
#[derive(Properties, PartialEq)]
pub struct UseLanesProps {
    /// Lanes from left to right.
    pub lanes: Vec<LaneView>,
    /// Records in order.
    pub records: Vec<LaneRecord>,
}

/// One column per lane, one row per record.
#[component]
pub fn UseLanes(props: &UseLanesProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let places = props.records.iter().map(|record| record.line.place.clone());
    let places = Rc::new(places.collect::<Vec<_>>());
    let columns = format!("--lanes: {}", props.lanes.len().max(1));
    html! {
        <div class="use-lanes" style={columns}>
            <div class="use-lanes-heads" aria-hidden="true">
                { for props.lanes.iter().map(|lane| html! {
                    <p><strong>{ lane.role }</strong><span>{ &lane.host }</span></p>
                }) }
            </div>
            <ol>
                { for props.records.iter().enumerate().map(|(position, record)| {
                    entry(&shared, &props.lanes, &places, position, record)
                }) }
            </ol>
        </div>
    }
}

fn entry(
    shared: &Shared,
    lanes: &[LaneView],
    places: &Rc<Vec<RecordPlace>>,
    position: usize,
    record: &LaneRecord,
) -> Html {
    let open = Callback::from({
        let (commands, places) = (shared.commands.clone(), Rc::clone(places));
        move |_: MouseEvent| commands.open_record(Rc::clone(&places), position, Secrets::Mask)
    });
    let lane = lanes.get(record.lane);
    let column = format!("--lane: {}", record.lane.saturating_add(1));
    html! {
        <li style={column}>
            <button type="button" class="use-lanes-record" onclick={open}>
                if let Some(lane) = lane {
                    <span class="use-lanes-lane">{ lane.role }{ " " }{ &lane.host }</span>
                }
                <span class="use-lanes-time">{ &record.line.time }</span>
                <span class="use-lanes-title">{ &record.title }</span>
                <span class="use-lanes-source">{ &record.source }{ " " }{ &record.line.source }</span>
            </button>
        </li>
    }
}
