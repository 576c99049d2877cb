//! Closing the case: hours of reading would be lost by one slip, so it takes two presses.

use yew::{Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, component, html, use_state};

use super::shared::use_shared;

/// A button that asks first; it asks no longer once the focus is elsewhere.
#[component]
pub fn StartOver() -> Html {
    let asking = use_state(|| false);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = &shared.words().frame;
    let press = Callback::from({
        let (asking, commands) = (asking.clone(), shared.commands.clone());
        move |event: MouseEvent| {
            if !*asking {
                asking.set(true);
            } else if event.detail() < 2 {
                // The second half of a double click is no answer.
                commands.reset();
            }
        }
    });
    let leave = Callback::from({
        let asking = asking.setter();
        move |_: FocusEvent| asking.set(false)
    });
    let keys = Callback::from({
        let asking = asking.setter();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                asking.set(false);
            }
        }
    });
    html! {
        <button
            class={if *asking { "button start-over-asking" } else { "button" }} id="start-over"
            type="button" onclick={press} onblur={leave} onkeydown={keys}
        >
            { if *asking { words.start_over_sure } else { words.start_over } }
        </button>
    }
}
