//! One channel on the line of time: covered spans, clears, settings, event ids.

use yew::{Html, Properties, classes, component, html};

use super::shared::use_shared;
use crate::text::{Words, fill};
use crate::view_model::coverage::{Lane, Spans};
use crate::view_model::format;
use crate::view_model::scale::Bar;

/// Properties of [`CoverageLane`].
#[derive(Properties, PartialEq)]
pub struct CoverageLaneProps {
    /// The channel.
    pub lane: Lane,
    /// The window that was asked for.
    pub window: Option<Bar>,
}

/// Name and bar, then a bar per setting, then the event ids.
#[component]
pub fn CoverageLane(props: &CoverageLaneProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let lane = &props.lane;
    html! {
        <div class="coverage-lane">
            <p class="coverage-name" title={lane.full_name.clone()}>{ &lane.name }</p>
            { bar("coverage-covered", &lane.covered, &lane.cleared, props.window) }
            { for lane.settings.iter().map(|(title, spans)| html! {
                <>
                    <p class="coverage-name coverage-setting">{ title }</p>
                    { bar("coverage-alive", spans, &[], props.window) }
                </>
            }) }
            if lane.event_totals.0 > 0 { { event_ids(words, lane) } }
        </div>
    }
}

fn bar(class: &'static str, spans: &Spans, cleared: &[(f64, String)], window: Option<Bar>) -> Html {
    let style = |bar: &Bar| format!("left:{:.3}%;width:{:.3}%", bar.left, bar.width);
    let mut text = spans.text.clone();
    for (_, what) in cleared {
        text.push_str("; ");
        text.push_str(what);
    }
    html! {
        <div class={classes!("coverage-bar", class)} role="img" aria-label={text}>
            { for spans.bars.iter().map(|(bar, text)| html! {
                <span style={style(bar)} title={text.clone()} />
            }) }
            if let Some(window) = window { <span class="coverage-window" style={style(&window)} /> }
            { for cleared.iter().map(|(place, text)| html! {
                <span class="coverage-cleared" style={format!("left:{place:.3}%")} title={text.clone()} />
            }) }
        </div>
    }
}

fn event_ids(words: &Words, lane: &Lane) -> Html {
    let words = &words.coverage;
    let totals = [format::count(lane.event_totals.0 as u64), format::count(lane.event_totals.1)];
    let more = lane.event_totals.0.saturating_sub(lane.event_ids.len());
    html! {
        <details class="coverage-events">
            <summary>
                { fill(words.event_ids, &[&totals[0], &totals[1]]) }
                if lane.gaps > 0 { { " · " }{ fill(words.gaps, &[&format::count(lane.gaps)]) } }
            </summary>
            <dl>
                { for lane.event_ids.iter().map(|(id, count, part)| html! {
                    <div>
                        <dt>{ *id }</dt>
                        <dd>
                            <span class="coverage-count" style={format!("width:{part:.1}%")} />
                            <span class="number">{ format::count(*count) }</span>
                        </dd>
                    </div>
                }) }
            </dl>
            if more > 0 { <p>{ fill(words.event_ids_more, &[&format::count(more as u64)]) }</p> }
        </details>
    }
}
