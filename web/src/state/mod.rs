//! What the page knows, and the actions that change it.

mod action;
mod reduce;
mod requested;
mod view;

use std::rc::Rc;

use konseki_core::analysis::Question;
use konseki_core::report::Report;

pub use action::Action;
pub use requested::{
    CitedExport, CitedStage, Details, MoreMatches, OpenRecord, OpenUse, RecordsState, Reopened,
};
pub use view::View;

use crate::protocol::{Completeness, Progress, RequestNumber, Tally, Timeline, Titles};
use crate::text::Language;
use crate::view_model::permalink::Linked;
use crate::view_model::settings::Theme;
use crate::view_model::sheet::RowFilter;

/// Everything that the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Language of all words.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the case worker has started.
    pub worker: WorkerState,
    /// What there is to show.
    pub case: CaseState,
    /// What is asked of the case.
    pub question: Rc<Question>,
    /// How far reading is.
    pub progress: Rc<Progress>,
    /// Which part of the case is in front.
    pub view: View,
    /// What of the sheet is shown.
    pub filter: RowFilter,
    /// Matches of one trace that were asked for.
    pub matches: Option<MoreMatches>,
    /// The use that is open.
    pub opened_use: Option<OpenUse>,
    /// The timeline that was asked for last, once it is there.
    pub timeline: (Option<RequestNumber>, Option<Rc<Timeline>>),
    /// The table of records.
    pub records: RecordsState,
    /// The report that was opened again.
    pub reopened: Option<Reopened>,
    /// Whether help is beside the page.
    pub help: bool,
    /// The record that is open.
    pub record: Option<OpenRecord>,
    /// The archive of cited records that was ordered.
    pub cited: Option<CitedExport>,
}

/// Whether the case worker has started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerState {
    /// Not yet; what is given waits for it.
    Starting,
    /// It answered.
    Ready,
}

/// What there is to show.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseState {
    /// Nothing was given yet.
    Empty,
    /// The first evidence is being read.
    Loading,
    /// A report.
    Settled(Settled),
    /// The case cannot go on.
    Failed(String),
}

/// A report with what belongs to it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The report, long lists of matches cut.
    pub report: Rc<Report>,
    /// Titles of the catalog.
    pub titles: Rc<Titles>,
    /// What each use shows of its traces.
    pub tallies: Rc<Vec<Vec<Tally>>>,
    /// Whether hashes are still to come.
    pub completeness: Completeness,
}

impl PartialEq for Settled {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.report, &other.report) && self.completeness == other.completeness
    }
}

impl State {
    /// Before anything was given, as a link asks for it.
    pub fn linked(language: Language, theme: Theme, linked: &Linked) -> Self {
        let view = linked.view.as_deref().and_then(View::from_code).unwrap_or(View::Case);
        let question = Question { window: linked.window, ..Question::default() };
        let filter = linked.filter.clone();
        Self { view, filter, question: Rc::new(question), ..Self::new(language, theme) }
    }

    /// Before anything was given.
    pub fn new(language: Language, theme: Theme) -> Self {
        Self {
            language,
            theme,
            worker: WorkerState::Starting,
            case: CaseState::Empty,
            question: Rc::default(),
            progress: Rc::new(Progress::default()),
            view: View::Case,
            filter: RowFilter::default(),
            matches: None,
            opened_use: None,
            timeline: (None, None),
            records: RecordsState::default(),
            reopened: None,
            help: false,
            record: None,
            cited: None,
        }
    }
}
