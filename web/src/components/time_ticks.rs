//! Times along a line of time.

use yew::{Html, Properties, component, html};

/// Properties of [`TimeTicks`].
#[derive(Properties, PartialEq)]
pub struct TimeTicksProps {
    /// Places in hundredths of the line, with their times.
    pub ticks: Vec<(f64, String)>,
}

/// A mark at each place with its time beside it.
#[component]
pub fn TimeTicks(props: &TimeTicksProps) -> Html {
    html! {
        <ol class="time-ticks">
            { for props.ticks.iter().map(|(place, text)| html! {
                <li class={side(*place)} style={format!("left:{place:.3}%")}>{ text }</li>
            }) }
        </ol>
    }
}

/// On which side of its mark a time has room; a narrow screen needs the half.
fn side(place: f64) -> Option<&'static str> {
    if place > 80.0 {
        Some("time-tick-last")
    } else if place > 50.0 {
        Some("time-tick-late")
    } else {
        None
    }
}
