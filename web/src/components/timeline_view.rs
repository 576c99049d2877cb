//! The timeline: one lane per host; a range that is dragged becomes the window.

use std::rc::Rc;

use konseki_core::analysis::Question;
use konseki_core::report::Report;
use konseki_core::time::Filetime;
use web_sys::HtmlSelectElement;
use yew::{
    Callback, Event, Html, MouseEvent, Properties, TargetCast, component, html, use_effect_with,
    use_state_eq,
};

use super::shared::{Shared, use_shared};
use super::time_ticks::TimeTicks;
use super::timeline_lane::TimelineLane;
use crate::page::browser;
use crate::protocol::{Timeline, TimelineQuery};
use crate::state::Settled;
use crate::text::Words;
use crate::view_model::scale::Scale;
use crate::view_model::timeline::{self, LaneView, TimelineView as Drawn};
use crate::view_model::zone::{self, Zone};

/// Buckets into which a lane is cut: about one per two pixels of a wide screen.
const BUCKETS: u32 = 1_000;

/// Properties of [`TimelineView`].
#[derive(Properties, PartialEq)]
pub struct TimelineViewProps {
    /// The report.
    pub settled: Settled,
    /// The matches that were asked for.
    pub timeline: Option<Rc<Timeline>>,
    /// What is asked.
    pub question: Rc<Question>,
    /// The only sheet to draw.
    pub sheet: Option<String>,
}

/// Controls, ticks, lanes.
#[component]
pub fn TimelineView(props: &TimelineViewProps) -> Html {
    let shared = use_shared();
    let range = use_state_eq(|| None::<(Filetime, Filetime)>);
    let zone = use_state_eq(|| Zone::Utc);
    use_effect_with((props.settled.clone(), *range, shared.is_some()), {
        let (shared, sheet) = (shared.clone(), props.sheet.clone());
        move |(_, range, _)| {
            if let Some(shared) = shared {
                let query = TimelineQuery { range: *range, buckets: BUCKETS, sheet };
                shared.commands.draw_timeline(query);
            }
        }
    });
    let Some(shared) = shared else { return Html::default() };
    let words = shared.words();
    let Some(timeline) = &props.timeline else {
        return html! { <p role="status">{ words.sheet.loading }</p> };
    };
    let report = &props.settled.report;
    let view = timeline::view(report, words, timeline, props.question.window, *zone);
    let Some((view, ends)) = view.zip(timeline.range) else {
        return html! { <p class="timeline-none">{ words.timeline.none }</p> };
    };
    let show = Callback::from({
        let range = range.setter();
        move |to: Option<(Filetime, Filetime)>| range.set(to)
    });
    let set_window = Callback::from({
        let (commands, question) = (shared.commands.clone(), Rc::clone(&props.question));
        let range = range.setter();
        move |window: Option<(Filetime, Filetime)>| {
            // The line stays where it is, whatever records the new verdicts list.
            range.set(Some(ends));
            commands.ask(Question { window, ..(*question).clone() });
        }
    });
    html! {
        <div class="timeline">
            <div class="timeline-controls">
                { ranges(words, ends, props.question.window, &show, &set_window) }
                { zones(words, report, *zone, zone.setter()) }
            </div>
            <p class="timeline-hint">{ words.timeline.hint }</p>
            { legend(words) }
            <TimeTicks ticks={view.ticks.clone()} />
            { lanes(&shared, timeline, &view, *zone, &set_window) }
        </div>
    }
}

fn lanes(
    shared: &Shared,
    timeline: &Rc<Timeline>,
    view: &Drawn,
    zone: Zone,
    set_window: &Callback<Option<(Filetime, Filetime)>>,
) -> Html {
    let Some((from, to)) = timeline.range else { return Html::default() };
    let brushed = Callback::from({
        let set_window = set_window.clone();
        move |(left, right): (f64, f64)| {
            let scale = Scale { from, to };
            set_window.emit(Some((scale.time(left), scale.time(right))));
        }
    });
    let numbered = view.lanes.iter().enumerate();
    let lane = |(number, lane): (usize, &LaneView)| {
        html! {
            <TimelineLane
                key={lane.host.clone()} commands={Rc::clone(&shared.commands)}
                timeline={Rc::clone(timeline)} {number} lane={lane.clone()} window={view.window}
                {zone} brushed={brushed.clone()}
            />
        }
    };
    numbered.map(lane).collect()
}

fn ranges(
    words: &Words,
    ends: (Filetime, Filetime),
    window: Option<(Filetime, Filetime)>,
    show: &Callback<Option<(Filetime, Filetime)>>,
    set_window: &Callback<Option<(Filetime, Filetime)>>,
) -> Html {
    let words = &words.timeline;
    let button = |id: &'static str, name: &'static str, to: Option<(Filetime, Filetime)>| {
        let show = show.clone();
        let go = Callback::from(move |_: MouseEvent| show.emit(to));
        html! { <button class="button" {id} type="button" onclick={go}>{ name }</button> }
    };
    let clear = Callback::from({
        let set_window = set_window.clone();
        move |_: MouseEvent| set_window.emit(None)
    });
    html! {
        <>
            { button("timeline-in", words.zoom_in, Some(timeline::zoomed(ends, 0.5))) }
            { button("timeline-out", words.zoom_out, Some(timeline::zoomed(ends, 2.0))) }
            { button("timeline-earlier", words.earlier, Some(timeline::moved(ends, -0.5))) }
            { button("timeline-later", words.later, Some(timeline::moved(ends, 0.5))) }
            { button("timeline-whole", words.whole, None) }
            if window.is_some() {
                { button("timeline-to-window", words.to_window, window) }
                <button class="button" id="timeline-clear" type="button" onclick={clear}>{ words.clear_window }</button>
            }
        </>
    }
}

fn zones(words: &Words, report: &Report, zone: Zone, set: yew::UseStateSetter<Zone>) -> Html {
    let hosts = zone::of_hosts(report, words);
    let words = &words.timeline;
    let choose = Callback::from(move |event: Event| {
        let code = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        set.set(match code.as_deref() {
            Some("local") => Zone::Local(browser::minutes_east),
            Some(minutes) => minutes.parse().map_or(Zone::Utc, Zone::Host),
            None => Zone::Utc,
        });
    });
    let is_local = matches!(zone, Zone::Local(_));
    html! {
        <div class="filters-choice timeline-zone">
            <label for="timeline-zone">{ words.zone }</label>
            <select id="timeline-zone" onchange={choose}>
                <option value="utc" selected={zone == Zone::Utc}>{ words.zone_utc }</option>
                <option value="local" selected={is_local}>{ words.zone_local }</option>
                { for hosts.iter().map(|(minutes, text)| html! {
                    <option value={minutes.to_string()} selected={zone == Zone::Host(*minutes)}>{ text }</option>
                }) }
            </select>
        </div>
    }
}

fn legend(words: &Words) -> Html {
    let entries = [
        ("timeline-sign-specific", words.timeline.legend_specific),
        ("timeline-sign-consistent", words.timeline.legend_consistent),
        ("timeline-sign-uses", words.timeline.legend_uses),
        ("timeline-sign-cleared", words.coverage.legend_cleared),
        ("timeline-sign-window", words.coverage.window),
    ];
    html! {
        <ul class="timeline-legend">
            { for entries.into_iter().map(|(sign, name)| html! {
                <li><span class={sign} aria-hidden="true" />{ name }</li>
            }) }
        </ul>
    }
}
