//! What to collect or check next.

use yew::{Html, Properties, component, html};

use super::shared::use_shared;
use crate::view_model::collect::Advice;

/// Properties of [`CollectNext`].
#[derive(Properties, PartialEq)]
pub struct CollectNextProps {
    /// In order.
    pub advice: Vec<Advice>,
}

/// A short list, the most useful first.
#[component]
pub fn CollectNext(props: &CollectNextProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    html! {
        <section class="collect-next" aria-labelledby="collect-next-title">
            <h2 id="collect-next-title">{ words.case.collect_next }</h2>
            if props.advice.is_empty() {
                <p>{ words.case.collect_nothing }</p>
            } else {
                <p class="collect-next-hint">{ words.case.collect_hint }</p>
            }
            <ol>
                { for props.advice.iter().map(|advice| html! {
                    <li>
                        <p>{ &advice.what }</p>
                        <p class="collect-next-for"><span>{ &advice.whose }</span><span>{ &advice.decides }</span></p>
                    </li>
                }) }
            </ol>
        </section>
    }
}
