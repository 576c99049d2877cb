//! The root: state, what all components share, and the whole window as a place to drop evidence.

use std::rc::Rc;

use konseki_core::analysis::Question;
use web_sys::DragEvent;
use yew::{
    Callback, ContextProvider, Html, component, html, use_effect_with, use_memo, use_reducer_eq,
    use_state,
};

use super::case_view::CaseView;
use super::failure::Failure;
use super::header::Header;
use super::help_panel::HelpPanel;
use super::reading_progress::ReadingProgress;
use super::record_panel::RecordPanel;
use super::shared::Shared;
use super::welcome::Welcome;
use crate::page::browser;
use crate::page::commands::Commands;
use crate::page::dropped::Dropped;
use crate::state::{CaseState, State, WorkerState};

/// The page.
#[component]
pub fn App() -> Html {
    let first = use_memo((), |()| browser::first_settings());
    let state = use_reducer_eq({
        let first = Rc::clone(&first);
        move || State::linked(first.language, first.theme, &first.linked)
    });
    let commands = use_memo((), |()| Commands::new(state.dispatcher()));
    use_effect_with((state.language, state.theme), |(language, theme)| {
        browser::show_settings(*language, *theme);
    });
    use_effect_with((Rc::clone(&commands), Rc::clone(&first)), |(commands, first)| {
        if first.linked.window.is_some() {
            let window = first.linked.window;
            commands.ask_when_given(Question { window, ..Question::default() });
        }
        if first.embedded {
            browser::show_embedded();
            commands.begin_embedding(&first.parents);
        }
        commands.start_workers();
    });
    let dragging = use_state(|| false);
    let over = dragged(dragging.setter(), true);
    let leave = dragged(dragging.setter(), false);
    let drop = Callback::from({
        let (dragging, commands) = (dragging.setter(), Rc::clone(&commands));
        move |event: DragEvent| {
            event.prevent_default();
            dragging.set(false);
            if let Some(transfer) = event.data_transfer() {
                commands.give_dropped(Dropped::take(&transfer));
            }
        }
    });
    let shared = Shared { language: state.language, commands };
    let words = shared.words();
    let body = match &state.case {
        CaseState::Empty => html! { <Welcome /> },
        CaseState::Loading => html! {
            <div class="case-view">
                <ReadingProgress progress={Rc::clone(&state.progress)} />
                <p class="case-view-older">{ words.reading.verdicts_follow }</p>
            </div>
        },
        CaseState::Settled(settled) => html! {
            <CaseView
                settled={settled.clone()}
                theme={state.theme}
                progress={Rc::clone(&state.progress)}
                question={Rc::clone(&state.question)}
                view={state.view}
                filter={state.filter.clone()}
                more={state.matches.clone()}
                opened_use={state.opened_use.clone()}
                timeline={state.timeline.1.clone()}
                records={state.records.clone()}
                reopened={state.reopened.clone()}
                cited={state.cited.clone()}
                sheet={first.linked.sheet.clone()}
            />
        },
        CaseState::Failed(message) => html! { <Failure message={message.clone()} /> },
    };
    let report = match &state.case {
        CaseState::Settled(settled) => Some(Rc::clone(&settled.report)),
        _ => None,
    };
    let worker = match state.worker {
        WorkerState::Starting => "starting",
        WorkerState::Ready => "ready",
    };
    html! {
        <ContextProvider<Shared> context={shared}>
            <div
                data-worker={worker} class={if *dragging { "app app-dragging" } else { "app" }}
                ondragover={over} ondragleave={leave} ondrop={drop}
            >
                <a class="skip-link" href="#result">{ words.frame.skip_to_result }</a>
                <Header theme={state.theme} help={state.help} />
                <main id="result" tabindex="-1">{ body }</main>
                if state.help {
                    <HelpPanel has_case={report.is_some()} />
                }
                if let (Some(record), Some(report)) = (state.record.clone(), report) {
                    <RecordPanel {record} {report} />
                }
            </div>
        </ContextProvider<Shared>>
    }
}

/// Sets whether something is dragged over the window.
fn dragged(setter: yew::UseStateSetter<bool>, over: bool) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        event.prevent_default();
        setter.set(over);
    })
}
