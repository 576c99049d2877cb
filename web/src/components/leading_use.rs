//! The use that the case is most likely about: who reached what, and the way to its records.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::shared::use_shared;
use crate::page::browser;
use crate::state::View;
use crate::text::fill;
use crate::view_model::uses::UseRow;

/// Properties of [`LeadingUse`].
#[derive(Properties, PartialEq)]
pub struct LeadingUseProps {
    /// The use.
    pub row: UseRow,
    /// How many uses are of high interest.
    pub high: usize,
}

/// One line above the picture.
#[component]
pub fn LeadingUse(props: &LeadingUseProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let row = &props.row;
    let show = Callback::from({
        let (commands, address) = (shared.commands.clone(), row.address.clone());
        move |_: MouseEvent| commands.show_use(address.clone())
    });
    let show_all = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| {
            commands.set_view(View::Uses);
            browser::focus("tab-uses");
        }
    });
    let facts = [
        (words.uses.account, &row.account),
        (words.uses.share, &row.share),
        (words.uses.first, &row.first.0),
        (words.uses.traces, &row.tally_text),
    ];
    html! {
        <section class="leading-use" aria-labelledby="leading-use-title">
            <div>
                <h2 id="leading-use-title">{ fill(words.case.leading_use, &[&row.address.id]) }</h2>
                <p class="leading-use-ends">{ &row.source }{ " → " }{ &row.destination }</p>
                <dl>
                    { for facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| html! {
                        <div><dt>{ name }</dt><dd>{ value }</dd></div>
                    }) }
                </dl>
            </div>
            <div class="leading-use-ways">
                <button class="button button-main" id="show-leading-use" type="button" onclick={show}>
                    { words.case.show_use }
                </button>
                if props.high > 1 {
                    <button class="button" id="show-high-uses" type="button" onclick={show_all}>
                        { fill(words.case.leading_use_of, &[&props.high.to_string()]) }
                    </button>
                }
            </div>
        </section>
    }
}
