//! Before anything was given: where to drop it, and what the answers will be.

use yew::{Html, component, html};

use super::drop_zone::DropZone;
use super::outcome_badge::OutcomeBadge;
use super::shared::use_shared;
use crate::view_model::outcome::ShownOutcome;

/// The empty page.
#[component]
pub fn Welcome() -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let answers = [
        (
            vec![ShownOutcome::FoundSpecific, ShownOutcome::FoundConsistent],
            words.giving.answer_found,
        ),
        (vec![ShownOutcome::NotFound], words.giving.answer_not_found),
        (
            vec![ShownOutcome::CannotTell, ShownOutcome::PartlyCovered],
            words.giving.answer_cannot_tell,
        ),
    ];
    html! {
        <div class="welcome">
            <DropZone />
            <p class="welcome-local">{ words.giving.stays_here }</p>
            <section class="welcome-answers" aria-labelledby="answers-title">
                <h2 id="answers-title">{ words.giving.answers_title }</h2>
                <dl>
                    { for answers.into_iter().map(|(outcomes, text)| html! {
                        <div>
                            <dt>{ for outcomes.into_iter().map(|outcome| html! { <OutcomeBadge {outcome} /> }) }</dt>
                            <dd>{ text }</dd>
                        </div>
                    }) }
                </dl>
            </section>
        </div>
    }
}
