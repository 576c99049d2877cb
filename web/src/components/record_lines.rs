//! Records in a list; each opens on a click.

use std::rc::Rc;

use konseki_core::analysis::Secrets;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::shared::{Shared, use_shared};
use crate::protocol::RecordPlace;
use crate::view_model::trace::RecordLine;

/// Properties of [`RecordLines`].
#[derive(Properties, PartialEq)]
pub struct RecordLinesProps {
    /// Records.
    pub lines: Vec<RecordLine>,
}

/// A list of records.
#[component]
pub fn RecordLines(props: &RecordLinesProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let places = Rc::new(props.lines.iter().map(|line| line.place.clone()).collect::<Vec<_>>());
    let numbered = props.lines.iter().enumerate();
    html! {
        <ol class="record-lines">
            { for numbered.map(|(position, line)| record(&shared, &places, position, line)) }
        </ol>
    }
}

fn record(
    shared: &Shared,
    places: &Rc<Vec<RecordPlace>>,
    position: usize,
    line: &RecordLine,
) -> Html {
    let open = Callback::from({
        let (commands, places) = (shared.commands.clone(), Rc::clone(places));
        move |_: MouseEvent| commands.open_record(Rc::clone(&places), position, Secrets::Mask)
    });
    html! {
        <li>
            <button type="button" class="record-line" onclick={open}>
                <span class="record-line-time">{ &line.time }</span>
                <span class="record-line-source">{ &line.source }</span>
            </button>
            if !line.fields.is_empty() {
                <dl class="record-line-fields">
                    { for line.fields.iter().map(|(name, value)| html! {
                        <div><dt>{ name }</dt><dd>{ value }</dd></div>
                    }) }
                </dl>
            }
            { for line.notes.iter().map(|note| html! { <p class="record-line-note">{ note }</p> }) }
        </li>
    }
}
