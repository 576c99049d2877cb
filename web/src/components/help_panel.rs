//! Help beside the page: what to look at first, and what each term means.

use web_sys::HtmlElement;
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, Properties, component, html, use_effect_with,
    use_node_ref,
};

use super::icon::{Icon, Sign};
use super::shared::{Shared, use_shared};
use crate::page::browser;
use crate::state::View;
use crate::view_model::help;

/// Properties of [`HelpPanel`].
#[derive(Properties, PartialEq)]
pub struct HelpPanelProps {
    /// Whether there is a case whose parts can be shown.
    pub has_case: bool,
}

/// A panel; Escape closes it and gives the focus back.
#[component]
pub fn HelpPanel(props: &HelpPanelProps) -> Html {
    let panel = use_node_ref();
    use_effect_with(panel.clone(), |panel| {
        let before = browser::focused();
        take_focus(panel.cast::<HtmlElement>());
        move || take_focus(before)
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let close = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.show_help(false)
    });
    let keys = Callback::from({
        let commands = shared.commands.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                commands.show_help(false);
            }
        }
    });
    html! {
        <aside class="help-panel" ref={panel} tabindex="-1" aria-label={words.help.open} onkeydown={keys}>
            <header>
                <h2>{ words.help.open }</h2>
                <button class="button-icon" id="close-help" type="button" onclick={close} aria-label={words.help.close} title={words.help.close}>
                    <Icon sign={Sign::Cross} />
                </button>
            </header>
            { first_look(&shared, props) }
            <h3>{ words.help.terms }</h3>
            <dl class="help-panel-terms">
                { for help::terms(words).into_iter().map(|(term, meaning)| html! {
                    <div><dt>{ term }</dt><dd>{ meaning }</dd></div>
                }) }
            </dl>
            <details class="help-panel-libraries">
                <summary>{ words.help.libraries }</summary>
                <p>{ words.help.libraries_mean }</p>
                <ul>{ for help::libraries().map(|library| html! { <li>{ library }</li> }) }</ul>
            </details>
        </aside>
    }
}

fn first_look(shared: &Shared, props: &HelpPanelProps) -> Html {
    let words = shared.words();
    let sample = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.give_sample()
    });
    let step = |(code, text): (&'static str, &'static str)| {
        let commands = shared.commands.clone();
        let show = Callback::from(move |_: MouseEvent| {
            if let Some(view) = View::from_code(code) {
                commands.set_view(view);
            }
        });
        html! {
            <li>
                <p>{ text }</p>
                if props.has_case {
                    <button class="button" type="button" data-step={code} onclick={show} aria-label={format!("{}: {text}", words.help.show)}>
                        { words.help.show }
                    </button>
                }
            </li>
        }
    };
    html! {
        <section aria-labelledby="first-look-title">
            <h3 id="first-look-title">{ words.help.first_look }</h3>
            if !props.has_case {
                <p>{ words.help.first_look_hint }</p>
                <button class="button" id="help-sample" type="button" onclick={sample}>{ words.giving.try_sample }</button>
            }
            <ol class="help-panel-steps">{ for help::first_look(words).into_iter().map(step) }</ol>
        </section>
    }
}

fn take_focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // What cannot take the focus leaves it where it is.
        element.focus().unwrap_or_default();
    }
}
