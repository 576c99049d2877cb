//! How many traces have which outcome: sign, number and word.

use yew::{Callback, Html, MouseEvent, Properties, classes, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::text::{Words, fill};
use crate::view_model::outcome::{ShownOutcome, Tally as Counted};

/// Properties of [`Tally`].
#[derive(Properties, PartialEq)]
pub struct TallyProps {
    /// Outcomes with their numbers.
    pub tally: Counted,
    /// Told which outcome was chosen; without it there is nothing to choose.
    #[prop_or_default]
    pub choose: Option<Callback<ShownOutcome>>,
}

/// A line per outcome.
#[component]
pub fn Tally(props: &TallyProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    html! {
        <ul class="tally">
            { for props.tally.iter().map(|(outcome, number)| html! {
                <li>{ item(words, *outcome, *number, props.choose.as_ref()) }</li>
            }) }
        </ul>
    }
}

fn item(
    words: &Words,
    outcome: ShownOutcome,
    number: usize,
    choose: Option<&Callback<ShownOutcome>>,
) -> Html {
    let class = classes!("tally-item", format!("outcome-{}", outcome.code()));
    let content = html! {
        <>
            <Icon sign={Sign::Path(outcome.sign())} />
            <span class="number">{ number }</span>
            <span>{ outcome.word(words) }</span>
        </>
    };
    let Some(choose) = choose else {
        return html! { <span {class} title={outcome.help(words)}>{ content }</span> };
    };
    let onclick = choose.reform(move |_: MouseEvent| outcome);
    let name = fill(words.case.show_rows, &[&number.to_string(), outcome.word(words)]);
    html! {
        <button
            type="button" {class} {onclick} aria-label={name} title={outcome.help(words)}
            data-outcome={outcome.code()}
        >
            { content }
        </button>
    }
}
