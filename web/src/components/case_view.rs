//! A settled case: what was concluded, and the part of it that is in front.

use std::rc::Rc;

use konseki_core::analysis::Question;
use yew::{Html, Properties, component, html, use_memo};

use super::asked_note::AskedNote;
use super::case_bar::CaseBar;
use super::case_overview::CaseOverview;
use super::cited_note::CitedNote;
use super::coverage_view::CoverageView;
use super::evidence_list::EvidenceList;
use super::notice::Notice;
use super::reading_progress::ReadingProgress;
use super::records_view::RecordsView;
use super::reopened_note::ReopenedNote;
use super::shared::use_shared;
use super::sheet_table::SheetTable;
use super::tabs::Tabs;
use super::timeline_view::TimelineView;
use super::uses_view::UsesView;
use crate::protocol::{Phase, Progress, Timeline};
use crate::state::{
    CitedExport, CitedStage, MoreMatches, OpenUse, RecordsState, Reopened, Settled, View,
};
use crate::text::{Words, fill};
use crate::view_model::evidence::{Completion, completion};
use crate::view_model::permalink::Linked;
use crate::view_model::settings::Theme;
use crate::view_model::sheet::{self, RowFilter};

/// Properties of [`CaseView`].
#[derive(Properties, PartialEq)]
pub struct CaseViewProps {
    /// The report.
    pub settled: Settled,
    /// Theme of now.
    pub theme: Theme,
    /// How far reading is, if more is being read.
    pub progress: Rc<Progress>,
    /// What is asked.
    pub question: Rc<Question>,
    /// Part in front.
    pub view: View,
    /// Rows shown.
    pub filter: RowFilter,
    /// Matches that were asked for.
    pub more: Option<MoreMatches>,
    /// The use that is open.
    pub opened_use: Option<OpenUse>,
    /// The timeline that was asked for.
    pub timeline: Option<Rc<Timeline>>,
    /// The report that was opened again.
    pub reopened: Option<Reopened>,
    /// The table of records.
    pub records: RecordsState,
    /// The archive of cited records that was ordered.
    pub cited: Option<CitedExport>,
    /// The only sheet to show.
    pub sheet: Option<String>,
}

/// Bar, notes, and the part in front.
#[component]
pub fn CaseView(props: &CaseViewProps) -> Html {
    let shared = use_shared();
    let language = shared.as_ref().map(|shared| shared.language).unwrap_or_default();
    let roles = use_memo(
        (props.settled.clone(), language, props.sheet.clone()),
        |(settled, language, sheet)| {
            sheet::roles(&settled.report, &settled.titles, *language, sheet.as_deref())
        },
    );
    let Some(shared) = shared else { return Html::default() };
    let words = shared.words();
    let settled = &props.settled;
    let part = match props.view {
        View::Traces => html! {
            <SheetTable
                settled={settled.clone()} filter={props.filter.clone()}
                more={props.more.clone()} roles={Rc::clone(&roles)}
            />
        },
        View::Case => html! {
            <CaseOverview
                settled={settled.clone()} roles={Rc::clone(&roles)}
                question={Rc::clone(&props.question)} sheet={props.sheet.clone()}
            />
        },
        View::Evidence => html! {
            <EvidenceList settled={settled.clone()} question={Rc::clone(&props.question)} />
        },
        View::Uses => html! {
            <UsesView
                settled={settled.clone()} opened={props.opened_use.clone()} sheet={props.sheet.clone()}
            />
        },
        View::Records => html! {
            <RecordsView
                settled={settled.clone()} records={props.records.clone()} sheet={props.sheet.clone()}
            />
        },
        View::Timeline => html! {
            <TimelineView
                settled={settled.clone()} timeline={props.timeline.clone()}
                question={Rc::clone(&props.question)} sheet={props.sheet.clone()}
            />
        },
        View::Coverage => html! { <CoverageView settled={settled.clone()} /> },
    };
    let link = Linked {
        sheet: props.sheet.clone(),
        view: Some(props.view.code().to_owned()),
        filter: props.filter.clone(),
        window: props.question.window,
    };
    let busy = props.progress.phase != Phase::Idle;
    let cited = props.cited.as_ref();
    let making_cited = cited.is_some_and(|one| matches!(one.stage, CitedStage::Making(..)));
    html! {
        <div class="case-view">
            <CaseBar
                completeness={settled.completeness} {busy} {link} theme={props.theme} {making_cited}
            />
            if let Some(cited) = &props.cited {
                <CitedNote cited={cited.clone()} />
            }
            if busy {
                <ReadingProgress progress={Rc::clone(&props.progress)} />
            }
            if props.progress.phase == Phase::Reading {
                <p class="case-view-older">{ words.reading.new_report_follows }</p>
            }
            if let Some(reopened) = &props.reopened {
                <ReopenedNote reopened={reopened.clone()} settled={settled.clone()} />
            }
            { note(words, completion(&settled.report)) }
            <AskedNote
                question={Rc::clone(&props.question)} only_in_print={props.view == View::Case}
            />
            <Tabs view={props.view} report={Rc::clone(&settled.report)} />
            <div class="case-view-part" id="view-part" role="tabpanel" aria-labelledby={super::tabs::id(props.view)}>
                { part }
            </div>
        </div>
    }
}

fn note(words: &Words, completion: Completion) -> Html {
    match completion {
        Completion::Whole => Html::default(),
        Completion::Partial(partial, all) => {
            let text = fill(words.case.partial_hint, &[&partial.to_string(), &all.to_string()]);
            html! { <Notice title={words.case.partial_title} {text} /> }
        }
        Completion::NothingRead(unread, all) => {
            let text = fill(words.case.nothing_read_hint, &[&unread.to_string(), &all.to_string()]);
            html! { <Notice title={words.case.nothing_read_title} {text} /> }
        }
        Completion::NothingToCheck => {
            html! { <Notice title={words.case.no_evidence_title} text={words.case.no_evidence_hint} /> }
        }
    }
}
