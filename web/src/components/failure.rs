//! The case cannot go on.

use konseki_core::export::visible;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::shared::use_shared;

/// Properties of [`Failure`].
#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// What happened.
    pub message: String,
}

/// Says so, and offers to start over.
#[component]
pub fn Failure(props: &FailureProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let start_over = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.reset()
    });
    html! {
        <section class="failure" role="alert">
            <h2>{ words.reading.failed_title }</h2>
            <p>{ words.reading.failed_hint }</p>
            <pre>{ visible(&props.message).into_owned() }</pre>
            <button class="button button-main" type="button" onclick={start_over}>{ words.frame.start_over }</button>
        </section>
    }
}
