//! Name, language and theme.

use konseki_core::export::Language;
use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, MouseEvent, Properties, TargetCast, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::text;
use crate::view_model::settings::Theme;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// Theme of now.
    pub theme: Theme,
    /// Whether help is shown.
    pub help: bool,
}

/// The page's header.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let selected =
        |event: &Event| event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
    let set_language = Callback::from({
        let commands = shared.commands.clone();
        move |event: Event| {
            if let Some(language) = selected(&event).and_then(|tag| text::from_tag(&tag)) {
                commands.set_language(language);
            }
        }
    });
    let set_theme = Callback::from({
        let commands = shared.commands.clone();
        move |event: Event| {
            if let Some(theme) = selected(&event).and_then(|code| Theme::from_code(&code)) {
                commands.set_theme(theme);
            }
        }
    });
    let toggle_help = Callback::from({
        let (commands, help) = (shared.commands.clone(), props.help);
        move |_: MouseEvent| commands.show_help(!help)
    });
    let language_option = |language: Language, name: &'static str| {
        let tag = text::tag(language);
        html! { <option value={tag} lang={tag} selected={shared.language == language}>{ name }</option> }
    };
    html! {
        <header class="header">
            <div class="header-name">
                <h1>{ "Konseki" }</h1>
                <p class="header-tagline">{ words.frame.tagline }</p>
            </div>
            <p class="header-local"><Icon sign={Sign::Lock} />{ words.frame.local_only }</p>
            <div class="header-settings">
                <button class="button" id="open-help" type="button" aria-expanded={props.help.to_string()} onclick={toggle_help}>
                    { words.help.open }
                </button>
                <label class="visually-hidden" for="language">{ words.frame.language }</label>
                <select id="language" onchange={set_language}>
                    { language_option(Language::Japanese, "日本語") }
                    { language_option(Language::English, "English") }
                </select>
                <label class="visually-hidden" for="theme">{ words.frame.theme }</label>
                <select id="theme" onchange={set_theme}>
                    { for Theme::ALL.into_iter().map(|theme| {
                        let name = match theme {
                            Theme::System => words.frame.theme_system,
                            Theme::Light => words.frame.theme_light,
                            Theme::Dark => words.frame.theme_dark,
                        };
                        html! { <option value={theme.code()} selected={props.theme == theme}>{ name }</option> }
                    }) }
                </select>
            </div>
        </header>
    }
}
