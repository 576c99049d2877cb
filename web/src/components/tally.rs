//! How many traces have which outcome: sign, number and word.

use yew::{Html, Properties, classes, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::view_model::outcome::Tally as Counted;

/// Properties of [`Tally`].
#[derive(Properties, PartialEq)]
pub struct TallyProps {
    /// Outcomes with their numbers.
    pub tally: Counted,
}

/// A line per outcome.
#[component]
pub fn Tally(props: &TallyProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    html! {
        <ul class="tally">
            { for props.tally.iter().map(|(outcome, number)| html! {
                <li class={classes!("tally-item", format!("outcome-{}", outcome.code()))} title={outcome.help(words)}>
                    <Icon sign={Sign::Path(outcome.sign())} />
                    <span class="number">{ *number }</span>
                    <span>{ outcome.word(words) }</span>
                </li>
            }) }
        </ul>
    }
}
