//! A note above the result: something is missing.

use yew::{Html, Properties, component, html};

use super::icon::{Icon, Sign};

/// Properties of [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// In a few words.
    pub title: String,
    /// What it means.
    pub text: String,
}

/// A note that something is missing.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <div class="notice" role="status">
            <Icon sign={Sign::Warning} />
            <div>
                <p class="notice-title">{ &props.title }</p>
                <p>{ &props.text }</p>
            </div>
        </div>
    }
}
