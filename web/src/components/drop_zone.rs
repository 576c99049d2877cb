//! The invitation to drop evidence; the whole window takes it.

use yew::{Callback, Html, MouseEvent, component, html};

use super::file_pickers::FilePickers;
use super::icon::{Icon, Sign};
use super::shared::use_shared;

/// Where evidence comes in at first.
#[component]
pub fn DropZone() -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let try_sample = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.give_sample()
    });
    html! {
        <section class="drop-zone" aria-labelledby="drop-zone-title">
            <Icon sign={Sign::Tray} />
            <h2 id="drop-zone-title">{ words.giving.drop_here }</h2>
            <p>{ words.giving.drop_hint }</p>
            <FilePickers prominent=true />
            <div class="drop-zone-sample">
                <button class="button" id="try-sample" type="button" onclick={try_sample}>{ words.giving.try_sample }</button>
                <p>{ words.giving.sample_hint }</p>
            </div>
        </section>
    }
}
