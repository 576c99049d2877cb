//! An outcome: sign, word and colour, always together.

use yew::{Html, Properties, classes, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::view_model::outcome::ShownOutcome;

/// Properties of [`OutcomeBadge`].
#[derive(Properties, PartialEq)]
pub struct OutcomeBadgeProps {
    /// The outcome.
    pub outcome: ShownOutcome,
}

/// Sign and word of an outcome.
#[component]
pub fn OutcomeBadge(props: &OutcomeBadgeProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let outcome = props.outcome;
    html! {
        <span
            class={classes!("outcome-badge", format!("outcome-{}", outcome.code()))}
            title={outcome.help(words)}
        >
            <Icon sign={Sign::Path(outcome.sign())} />
            { outcome.word(words) }
        </span>
    }
}
