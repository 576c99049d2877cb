//! What became of the archive of cited records that was ordered.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::icon::{Icon, Sign};
use super::shared::use_shared;
use crate::state::{CitedExport, CitedStage};
use crate::view_model::cited;

/// Properties of [`CitedNote`].
#[derive(Properties, PartialEq)]
pub struct CitedNoteProps {
    /// The archive.
    pub cited: CitedExport,
}

/// A bar while it is made; then what it holds, and what could not be included.
#[component]
pub fn CitedNote(props: &CitedNoteProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let export = &words.export;
    let onclick = Callback::from({
        let (commands, cited) = (shared.commands.clone(), props.cited.clone());
        move |_: MouseEvent| commands.close_cited(&cited)
    });
    let (title, more, lacks, fraction) = match &props.cited.stage {
        CitedStage::Making(done, bytes) => {
            let (words, fraction) = cited::progress(*done, *bytes);
            (export.cited_making, words, Vec::new(), Some(fraction))
        }
        CitedStage::Done(summary) => {
            (export.cited_done, cited::holds(words, summary), cited::lacks(words, summary), None)
        }
        CitedStage::Failed(message) => (export.cited_failed, message.clone(), Vec::new(), None),
    };
    let is_well = lacks.is_empty() && !matches!(props.cited.stage, CitedStage::Failed(_));
    html! {
        <section class="cited-note" id="cited-note" role="status">
            <p class="cited-note-title">
                if !is_well { <Icon sign={Sign::Warning} /> }
                { title }
            </p>
            <p class="cited-note-more">{ more }</p>
            if let Some(fraction) = fraction {
                <progress max="1" value={fraction.to_string()} aria-label={title} />
            }
            if !lacks.is_empty() {
                <div class="cited-note-lacks">
                    <p>{ export.cited_lacks }</p>
                    <ul>{ for lacks.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </div>
            }
            <button class="button" id="close-cited" type="button" {onclick}>
                { if fraction.is_some() { export.cited_cancel } else { export.cited_close } }
            </button>
        </section>
    }
}
