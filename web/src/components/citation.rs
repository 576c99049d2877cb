//! How a record is cited, to be copied.

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_state};

use super::shared::use_shared;
use crate::page::browser;

/// Properties of [`Citation`].
#[derive(Properties, PartialEq)]
pub struct CitationProps {
    /// What is copied.
    pub text: String,
}

/// The citation with a button that copies it.
#[component]
pub fn Citation(props: &CitationProps) -> Html {
    let copied = use_state(|| false);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let copy = Callback::from({
        let (copied, text) = (copied.setter(), props.text.clone());
        move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(browser::copy(&text).await);
            });
        }
    });
    html! {
        <section class="citation">
            <h3>{ words.record.citation }</h3>
            <pre tabindex="0">{ &props.text }</pre>
            <button class="button" type="button" onclick={copy}>{ words.record.copy }</button>
            <span role="status">{ if *copied { words.record.copied } else { "" } }</span>
        </section>
    }
}
