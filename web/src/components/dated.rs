//! Running text whose times are never broken over two lines.

use yew::{Html, Properties, component, html};

use crate::view_model::format::parts_with_times;

/// Properties of [`Dated`].
#[derive(Properties, PartialEq)]
pub struct DatedProps {
    /// The text.
    pub text: String,
}

/// The text, each time in one piece.
#[component]
pub fn Dated(props: &DatedProps) -> Html {
    let part = |(part, is_time): (&str, bool)| {
        let part = part.to_owned();
        if is_time {
            html! { <span class="whole">{ part }</span> }
        } else {
            html! { { part } }
        }
    };
    parts_with_times(&props.text).into_iter().map(part).collect()
}
