//! What can be done with a case: add evidence, take the report, start over.

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use super::copy_link::CopyLink;
use super::export_menu::ExportMenu;
use super::file_pickers::FilePickers;
use super::shared::use_shared;
use super::start_over::StartOver;
use crate::protocol::{Completeness, CoverEntries, ExportForm};
use crate::view_model::permalink::Linked;
use crate::view_model::settings::Theme;

/// Properties of [`CaseBar`].
#[derive(Properties, PartialEq)]
pub struct CaseBarProps {
    /// Whether the report is final.
    pub completeness: Completeness,
    /// What a link to this view carries.
    pub link: Linked,
    /// Theme of now.
    pub theme: Theme,
    /// Whether evidence is still being read or hashed.
    pub busy: bool,
    /// Whether cited records are being cut out.
    pub making_cited: bool,
}

/// Buttons of the case.
#[component]
pub fn CaseBar(props: &CaseBarProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let download = Callback::from({
        let commands = shared.commands.clone();
        let language = shared.language;
        move |_: MouseEvent| commands.download(ExportForm::Json, language, CoverEntries::default())
    });
    let waits = props.busy || props.completeness != Completeness::Final;
    html! {
        <div class="case-bar">
            <div class="case-bar-add" role="group" aria-label={words.giving.add_more}>
                <span class="case-bar-label">{ words.giving.add_more }</span>
                <FilePickers />
            </div>
            <div class="case-bar-out">
                <CopyLink query={props.link.query(shared.language, props.theme)} />
                <StartOver />
                <ExportMenu {waits} making_cited={props.making_cited} />
                <button
                    class="button button-main" id="download-report" type="button" onclick={download}
                    disabled={waits} title={waits.then_some(words.frame.download_waits)}
                >
                    { words.frame.download_report }
                </button>
            </div>
        </div>
    }
}
