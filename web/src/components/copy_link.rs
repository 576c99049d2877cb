//! A link to the view that is in front, without anything of the evidence.

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_state};

use super::shared::use_shared;
use crate::page::browser;

/// Properties of [`CopyLink`].
#[derive(Properties, PartialEq)]
pub struct CopyLinkProps {
    /// What follows the page's own address.
    pub query: String,
}

/// A button that copies the link, and shows it where the browser does not let it be copied.
#[component]
pub fn CopyLink(props: &CopyLinkProps) -> Html {
    let copied = use_state(|| None::<bool>);
    let Some(shared) = use_shared() else { return Html::default() };
    let words = &shared.words().frame;
    let link = format!("{}{}", browser::own_address(), props.query);
    let copy = Callback::from({
        let (link, copied) = (link.clone(), copied.setter());
        move |_: MouseEvent| {
            let (link, copied) = (link.clone(), copied.clone());
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(Some(browser::copy(&link).await));
            });
        }
    });
    html! {
        <>
            <button class="button" id="copy-link" type="button" onclick={copy} title={words.link_help} data-link={link.clone()}>
                { words.copy_link }
            </button>
            <span class="copy-link-said" role="status">
                if *copied == Some(true) { { words.link_copied } }
            </span>
            if *copied == Some(false) {
                <input class="text-input" readonly=true value={link} aria-label={words.copy_link} />
            }
        </>
    }
}
