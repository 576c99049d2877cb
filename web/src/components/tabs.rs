//! The parts of a case.

use std::rc::Rc;

use konseki_core::report::Report;
use yew::{Callback, Html, KeyboardEvent, MouseEvent, Properties, component, html};

use super::shared::{Shared, use_shared};
use crate::page::browser;
use crate::state::View;

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// Part in front.
    pub view: View,
    /// For the numbers on the tabs.
    pub report: Rc<Report>,
}

/// Id of a part's tab.
pub fn id(view: View) -> &'static str {
    match view {
        View::Case => "tab-case",
        View::Traces => "tab-traces",
        View::Uses => "tab-uses",
        View::Records => "tab-records",
        View::Timeline => "tab-timeline",
        View::Coverage => "tab-coverage",
        View::Evidence => "tab-evidence",
    }
}

/// Tabs that the arrow keys walk through.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let keys = Callback::from({
        let (commands, view) = (shared.commands.clone(), props.view);
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => View::ALL.len().saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            let position = View::ALL.iter().position(|one| *one == view).unwrap_or_default();
            if let Some(next) = View::ALL.iter().cycle().nth(position.saturating_add(step)) {
                commands.set_view(*next);
                browser::focus(id(*next));
            }
        }
    });
    html! {
        <div class="tabs" role="tablist" aria-label={shared.words().frame.views} onkeydown={keys}>
            { for View::ALL.into_iter().map(|view| tab(&shared, props, view)) }
        </div>
    }
}

fn tab(shared: &Shared, props: &TabsProps, view: View) -> Html {
    let words = shared.words();
    let report = &props.report;
    let (name, number) = match view {
        View::Case => (words.frame.view_case, None),
        View::Traces => (words.frame.view_traces, None),
        View::Uses => {
            let uses = report.sheets.iter().map(|sheet| sheet.sessions.len());
            (words.uses.view, Some(uses.sum()))
        }
        View::Records => (words.records.view, None),
        View::Timeline => (words.timeline.view, None),
        View::Coverage => (words.coverage.view, None),
        View::Evidence => (words.frame.view_evidence, Some(report.evidence.len())),
    };
    let selected = props.view == view;
    let choose = Callback::from({
        let commands = shared.commands.clone();
        move |_: MouseEvent| commands.set_view(view)
    });
    html! {
        <button
            type="button" role="tab" id={id(view)} aria-selected={selected.to_string()}
            aria-controls="view-part" tabindex={if selected { "0" } else { "-1" }} onclick={choose}
        >
            { name }
            if let Some(number) = number { <span class="number">{ number }</span> }
        </button>
    }
}
