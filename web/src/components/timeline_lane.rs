//! One host's lane: buckets that open their records, a brush, keys that walk through the buckets.

use std::rc::Rc;

use konseki_core::analysis::Secrets;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::{Callback, Html, KeyboardEvent, Properties, classes, component, html, use_state_eq};

use super::shared::use_shared;
use crate::page::commands::Commands;
use crate::protocol::{Timeline, TimelineBucket};
use crate::text::{Words, fill};
use crate::view_model::format;
use crate::view_model::scale::{Bar, parse};
use crate::view_model::timeline::{LaneView, nearest};
use crate::view_model::zone::Zone;

/// A drag shorter than this part of the lane is a click.
const CLICK: f64 = 0.004;

/// Properties of [`TimelineLane`].
#[derive(Properties, PartialEq)]
pub struct TimelineLaneProps {
    /// Opens records.
    pub commands: Rc<Commands>,
    /// The data.
    pub timeline: Rc<Timeline>,
    /// Which lane of it.
    pub number: usize,
    /// The lane as it is drawn.
    pub lane: LaneView,
    /// The window that was asked for.
    pub window: Option<Bar>,
    /// How times are printed.
    pub zone: Zone,
    /// Told which part of the line was dragged over, between 0 and 1.
    pub brushed: Callback<(f64, f64)>,
}

/// The lane of a host.
#[component]
pub fn TimelineLane(props: &TimelineLaneProps) -> Html {
    let chosen = use_state_eq(|| None::<usize>);
    let drag = use_state_eq(|| None::<(f64, f64)>);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let lane = props.timeline.lanes.get(props.number);
    let buckets: &[TimelineBucket] = lane.map(|lane| lane.buckets.as_slice()).unwrap_or_default();
    let hit = |part: f64| nearest(buckets, props.timeline.buckets, part);
    let down = Callback::from({
        let drag = drag.setter();
        move |event: PointerEvent| {
            let part = part(&event);
            drag.set(part.map(|part| (part, part)));
        }
    });
    let moved = Callback::from({
        let (drag, chosen, timeline) = (drag.clone(), chosen.setter(), Rc::clone(&props.timeline));
        let number = props.number;
        move |event: PointerEvent| {
            let Some(part) = part(&event) else { return };
            if let Some((from, _)) = *drag {
                drag.set(Some((from, part)));
            } else if let Some(lane) = timeline.lanes.get(number) {
                chosen.set(nearest(&lane.buckets, timeline.buckets, part));
            }
        }
    });
    let up = Callback::from({
        let (drag, brushed) = (drag.clone(), props.brushed.clone());
        let hits: Option<Rc<Vec<_>>> = drag
            .and_then(|(from, _)| hit(from))
            .and_then(|bucket| buckets.get(bucket))
            .map(|bucket| Rc::new(bucket.places.clone()));
        let commands = Rc::clone(&props.commands);
        move |_: PointerEvent| {
            if let Some((from, to)) = *drag {
                drag.set(None);
                if (from - to).abs() > CLICK {
                    brushed.emit((from.min(to), from.max(to)));
                } else if let Some(places) = &hits {
                    commands.open_record(Rc::clone(places), 0, Secrets::Mask);
                }
            }
        }
    });
    let keys = keys(props, buckets, *chosen, chosen.setter());
    let cancel = Callback::from({
        let drag = drag.setter();
        move |_: PointerEvent| drag.set(None)
    });
    let bucket = chosen.and_then(|chosen| buckets.get(chosen));
    html! {
        <div class="timeline-lane">
            <p class="timeline-host">{ &props.lane.host }</p>
            <div
                class="timeline-line" tabindex="0" role="group" aria-label={props.lane.text.clone()}
                onpointerdown={down} onpointermove={moved} onpointerup={up}
                onpointerleave={cancel} onkeydown={keys}
            >
                { drawing(props, buckets, *chosen) }
                { spans(props, *drag) }
            </div>
            <p class="timeline-moment" role="status">{ bucket.map(|one| moment(words, props.zone, one)).unwrap_or_default() }</p>
        </div>
    }
}

/// Time of the first record and how many there are.
fn moment(words: &Words, zone: Zone, bucket: &TimelineBucket) -> String {
    let time = parse(&bucket.first).map(|time| zone.exact(time));
    let count = format::count(u64::from(bucket.count));
    fill(words.timeline.moment, &[time.as_deref().unwrap_or(&bucket.first), &count])
}

fn keys(
    props: &TimelineLaneProps,
    buckets: &[TimelineBucket],
    chosen: Option<usize>,
    choose: yew::UseStateSetter<Option<usize>>,
) -> Callback<KeyboardEvent> {
    let count = buckets.len();
    let places =
        chosen.and_then(|chosen| buckets.get(chosen)).map(|one| Rc::new(one.places.clone()));
    let commands = Rc::clone(&props.commands);
    Callback::from(move |event: KeyboardEvent| {
        let last = count.saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowRight" => chosen.map_or(0, |at| at.saturating_add(1).min(last)),
            "ArrowLeft" => chosen.map_or(last, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(places) = &places {
                    commands.open_record(Rc::clone(places), 0, Secrets::Mask);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        choose.set((count > 0).then_some(next));
    })
}

/// Bars of all buckets; the height grows with the logarithm of the count.
fn drawing(props: &TimelineLaneProps, buckets: &[TimelineBucket], chosen: Option<usize>) -> Html {
    let all = props.timeline.buckets.max(1);
    // What only the tool leaves is drawn over its neighbours.
    let (specific, consistent): (Vec<_>, Vec<_>) =
        buckets.iter().enumerate().partition(|(_, bucket)| bucket.specific);
    html! {
        <svg viewBox={format!("0 0 {all} 40")} preserveAspectRatio="none" aria-hidden="true">
            { for consistent.into_iter().chain(specific).map(|(number, bucket)| {
                let height = (8.0 + f64::from(bucket.count).log10() * 8.0).min(32.0);
                let kind = if bucket.specific { "timeline-specific" } else { "timeline-consistent" };
                let picked = (chosen == Some(number)).then_some("timeline-chosen");
                html! {
                    <rect
                        class={classes!(kind, picked)} x={(f64::from(bucket.number) - 0.75).to_string()}
                        width="2.5" y={format!("{:.1}", 40.0 - height)} height={format!("{height:.1}")}
                    />
                }
            }) }
        </svg>
    }
}

fn spans(props: &TimelineLaneProps, drag: Option<(f64, f64)>) -> Html {
    let style = |bar: &Bar| format!("left:{:.3}%;width:{:.3}%", bar.left, bar.width);
    let dragged =
        drag.map(|(from, to)| Bar { left: from.min(to) * 100.0, width: (from - to).abs() * 100.0 });
    html! {
        <>
            { for props.lane.uses.iter().map(|bar| html! { <span class="timeline-use" style={style(bar)} /> }) }
            { for props.lane.cleared.iter().map(|(place, text)| html! {
                <span class="timeline-cleared" style={format!("left:{place:.3}%")} title={text.clone()} />
            }) }
            if let Some(window) = &props.window { <span class="timeline-window" style={style(window)} /> }
            if let Some(dragged) = &dragged { <span class="timeline-drag" style={style(dragged)} /> }
        </>
    }
}

/// Where a pointer is on the lane, between 0 and 1.
fn part(event: &PointerEvent) -> Option<f64> {
    // Yew listens at the root: the current target would be the whole page.
    let line = event.target()?.dyn_into::<Element>().ok()?;
    // Nothing inside the lane takes pointers: the offset is from its own edge.
    let part = f64::from(event.offset_x()) / f64::from(line.client_width().max(1));
    Some(part.clamp(0.0, 1.0))
}
