//! Buttons that open the browser's pickers for files and folders.

use web_sys::HtmlInputElement;
use yew::{
    Callback, Event, Html, Properties, TargetCast, classes, component, html, use_effect_with,
    use_node_ref,
};

use super::shared::use_shared;
use crate::page::files;

/// Properties of [`FilePickers`].
#[derive(Properties, PartialEq)]
pub struct FilePickersProps {
    /// Whether the first button is the main thing to do here.
    #[prop_or_default]
    pub prominent: bool,
}

/// Two buttons: files, and a folder.
#[component]
pub fn FilePickers(props: &FilePickersProps) -> Html {
    let folder = use_node_ref();
    use_effect_with(folder.clone(), |folder| {
        // Not an attribute that the framework knows as a property of an input.
        if let Some(input) = folder.cast::<HtmlInputElement>() {
            input.set_webkitdirectory(true);
        }
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let chosen = Callback::from({
        let commands = shared.commands.clone();
        move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(list) = input.files() {
                commands.give(files::from_list(&list));
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    });
    let first = classes!("button", props.prominent.then_some("button-main"));
    html! {
        <div class="file-pickers">
            <label class={first}>
                <input class="visually-hidden" id="choose-files" type="file" multiple=true onchange={chosen.clone()} />
                { words.giving.choose_files }
            </label>
            <label class="button">
                <input class="visually-hidden" id="choose-folder" type="file" ref={folder} onchange={chosen} />
                { words.giving.choose_folder }
            </label>
        </div>
    }
}
