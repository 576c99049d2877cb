//! How far reading is, in all and file by file, with a way to stop.

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::icon::{Icon, Sign};
use super::shared::{Shared, use_shared};
use crate::protocol::{Phase, Progress};
use crate::text::fill;
use crate::view_model::progress::{self, FileLine};

/// Properties of [`ReadingProgress`].
#[derive(Properties, PartialEq)]
pub struct ReadingProgressProps {
    /// How far it is.
    pub progress: Rc<Progress>,
}

/// Bars with bytes, rate and time left.
#[component]
pub fn ReadingProgress(props: &ReadingProgressProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let Some(total) = progress::total(words, &props.progress) else {
        return html! {
            <section class="reading-progress"><p role="status">{ words.reading.settling }</p></section>
        };
    };
    let cancel_all = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.cancel(None)
    });
    // The files' own bars say more only while several are read.
    let files = progress::files(words, &props.progress);
    let reading = props.progress.phase == Phase::Reading;
    html! {
        <section class="reading-progress" aria-label={total.title.clone()}>
            <div class="reading-progress-total">
                <p class="reading-progress-title">{ total.title.clone() }</p>
                <p class="reading-progress-details">{ total.details }</p>
                <progress max="1" value={total.fraction.to_string()} aria-label={total.title} />
                <button class="button" id="cancel-all" type="button" onclick={cancel_all}>{ words.reading.cancel_all }</button>
            </div>
            if reading && props.progress.files > 1 {
                <ul class="reading-progress-files">
                    { for files.into_iter().map(|file| file_line(&shared, file)) }
                </ul>
            }
        </section>
    }
}

fn file_line(shared: &Shared, FileLine { file, line }: FileLine) -> Html {
    let label = fill(shared.words().reading.cancel_file, &[&line.title]);
    let cancel = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.cancel(Some(file))
    });
    html! {
        <li key={file.0}>
            <span class="reading-progress-file" title={line.title.clone()}>{ line.title.clone() }</span>
            <span class="reading-progress-details">{ line.details }</span>
            <progress max="1" value={line.fraction.to_string()} aria-label={line.title} />
            <button class="button-icon" type="button" onclick={cancel} aria-label={label.clone()} title={label}>
                <Icon sign={Sign::Cross} />
            </button>
        </li>
    }
}
