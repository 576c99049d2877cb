//! A note above the result: something is missing.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::page::browser;
use crate::state::View;

/// Properties of [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// In a few words.
    pub title: String,
    /// What it means.
    pub text: String,
}

/// A note that something is missing, and the way to what is known of each file.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let show = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| {
            commands.set_view(View::Evidence);
            browser::focus("tab-evidence");
        }
    });
    html! {
        <div class="notice" role="status">
            <Icon sign={Sign::Warning} />
            <div>
                <p class="notice-title">{ &props.title }</p>
                <p>{ &props.text }</p>
            </div>
            <button class="button" id="show-evidence" type="button" onclick={show}>
                { shared.words().frame.view_evidence }
            </button>
        </div>
    }
}
