//! What the verdicts are for, in every part of the case: a "not found" of one hour is no "not found".

use std::rc::Rc;

use konseki_core::analysis::Question;
use yew::{Callback, Html, MouseEvent, Properties, classes, component, html};

use super::dated::Dated;
use super::shared::use_shared;
use crate::view_model::question;

/// Properties of [`AskedNote`].
#[derive(Properties, PartialEq)]
pub struct AskedNoteProps {
    /// What is asked.
    pub question: Rc<Question>,
    /// Whether the part in front shows the question itself; in print it does not.
    pub only_in_print: bool,
}

/// One line; nothing where nothing is asked.
#[component]
pub fn AskedNote(props: &AskedNoteProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let asked = question::asked(words, &props.question);
    if asked.is_empty() {
        return Html::default();
    }
    let clear = Callback::from({
        let (commands, question) = (shared.commands.clone(), Rc::clone(&props.question));
        move |_: MouseEvent| commands.ask(question::without_asked(&question))
    });
    let only_in_print = props.only_in_print.then_some("asked-note-in-print");
    html! {
        <section class={classes!("asked-note", only_in_print)} aria-labelledby="asked-note-title">
            <h2 id="asked-note-title">{ words.case.asked }</h2>
            <dl>
                { for asked.into_iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd><Dated text={value} /></dd></div>
                }) }
            </dl>
            <button class="button" id="clear-asked" type="button" onclick={clear}>{ words.case.ask_nothing }</button>
        </section>
    }
}
