//! What the page knows, and the actions that change it.

use std::collections::BTreeSet;
use std::rc::Rc;

use konseki_core::analysis::{CitedSummary, Question, RecordDetails, Secrets};
use konseki_core::report::{Match, Report};
use yew::Reducible;

use crate::protocol::{
    Comparison, Completeness, Progress, RecordFilter, RecordPage, RecordPlace, RequestNumber,
    Tally, Timeline, Titles, TraceAddress, UseAddress, UseDetails,
};
use crate::text::Language;
use crate::view_model::permalink::Linked;
use crate::view_model::records::RecordColumn;
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

/// A report that was opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Its file.
    pub path: String,
    /// What its evidence shows, once evidence is there.
    pub comparison: Option<Rc<Comparison>>,
}

/// The table of records: what is asked of it, and the part that came last.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordsState {
    /// What is shown.
    pub filter: Rc<RecordFilter>,
    /// Columns of the table.
    pub columns: Rc<BTreeSet<RecordColumn>>,
    /// The last request.
    pub request: Option<RequestNumber>,
    /// The part that came last; it stands until the next one comes.
    pub page: Option<Rc<RecordPage>>,
}

impl Default for RecordsState {
    fn default() -> Self {
        let columns = Rc::new(RecordColumn::first_shown());
        Self { filter: Rc::default(), columns, request: None, page: None }
    }
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

/// Parts of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The case at a glance: roles, hosts, what to collect next.
    Case,
    /// Documented traces by role and host.
    Traces,
    /// What belongs together across hosts.
    Uses,
    /// All records that match a trace.
    Records,
    /// What was found, on a line of time.
    Timeline,
    /// Which time the evidence covers.
    Coverage,
    /// Evidence files.
    Evidence,
}

impl View {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 7] = [
        Self::Case,
        Self::Traces,
        Self::Uses,
        Self::Records,
        Self::Timeline,
        Self::Coverage,
        Self::Evidence,
    ];

    /// Stable name, for links.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Traces => "traces",
            Self::Uses => "uses",
            Self::Records => "records",
            Self::Timeline => "timeline",
            Self::Coverage => "coverage",
            Self::Evidence => "evidence",
        }
    }

    /// The part of a stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.code() == code)
    }
}

/// All kept matches of one trace.
#[derive(Debug, Clone, PartialEq)]
pub struct MoreMatches {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Which trace.
    pub trace: TraceAddress,
    /// `None` until they are there.
    pub matches: Option<Rc<Vec<Match>>>,
}

/// The use that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenUse {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Which use.
    pub address: UseAddress,
    /// `None` until it is there.
    pub details: Option<Rc<UseDetails>>,
}

/// The record that is open, among its neighbours in the list it was opened from.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRecord {
    /// Answers carry it.
    pub request: RequestNumber,
    /// Records of the list.
    pub places: Rc<Vec<RecordPlace>>,
    /// Which of them.
    pub position: usize,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// What is known of it.
    pub details: Details,
}

/// The archive of cited records that was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedExport {
    /// Answers carry it.
    pub request: RequestNumber,
    /// What became of it.
    pub stage: CitedStage,
}

/// What became of an archive of cited records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitedStage {
    /// Being made: bytes read, of so many.
    Making(u64, u64),
    /// Handed out.
    Done(Rc<CitedSummary>),
    /// Could not be made.
    Failed(String),
}

/// Details of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Details {
    /// Being read.
    Loading,
    /// Read.
    Shown(Rc<RecordDetails>),
    /// Could not be read.
    Failed(String),
}

/// What happens to the page.
#[derive(Debug, Clone)]
pub enum Action {
    /// The user chose a language.
    SetLanguage(Language),
    /// The user chose a theme.
    SetTheme(Theme),
    /// The case worker has started.
    Ready,
    /// Evidence was given.
    Given,
    /// The user asks something else of the case.
    Asked(Question),
    /// A report was opened again.
    Reopened(String),
    /// It was compared with what its evidence shows.
    Compared(Comparison),
    /// Reading went on.
    Progressed(Progress),
    /// A report came.
    Settled(Settled),
    /// The case cannot go on.
    Failed(String),
    /// The user starts over.
    Reset,
    /// The user turned to another part.
    SetView(View),
    /// The user filters.
    SetFilter(RowFilter),
    /// All matches of a trace were asked for.
    AskMatches(RequestNumber, TraceAddress),
    /// They came.
    Matches(RequestNumber, Vec<Match>),
    /// A use was opened.
    AskUse(RequestNumber, UseAddress),
    /// It came.
    Use(RequestNumber, UseDetails),
    /// The open use is closed.
    CloseUse,
    /// A timeline was asked for.
    AskTimeline(RequestNumber),
    /// It came.
    Timeline(RequestNumber, Timeline),
    /// The table of records is narrowed.
    FilterRecords(RecordFilter),
    /// Other columns are shown.
    SetColumns(BTreeSet<RecordColumn>),
    /// Help is shown, or no longer.
    SetHelp(bool),
    /// A part of the table was asked for.
    AskRecords(RequestNumber),
    /// It came.
    Records(RequestNumber, RecordPage),
    /// A record was asked for.
    AskRecord(OpenRecord),
    /// It came.
    Record(RequestNumber, Result<Box<RecordDetails>, String>),
    /// The open record is closed.
    CloseRecord,
    /// The archive of cited records was ordered.
    AskCited(RequestNumber),
    /// Making it went on.
    Cited(RequestNumber, CitedStage),
    /// What became of it was read, or it is not wanted any more.
    CloseCited,
}

impl State {
    /// Before anything was given, as a link asks for it.
    pub fn linked(language: Language, theme: Theme, linked: &Linked) -> Self {
        let view = linked.view.as_deref().and_then(View::from_code).unwrap_or(View::Case);
        let question = Question { window: linked.window, ..Question::default() };
        let filter = linked.filter;
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

    fn apply(&mut self, action: Action) {
        match action {
            Action::SetLanguage(language) => self.language = language,
            Action::SetTheme(theme) => self.theme = theme,
            Action::Ready => self.worker = WorkerState::Ready,
            Action::Given => {
                if !matches!(self.case, CaseState::Settled(_)) {
                    self.case = CaseState::Loading;
                }
            }
            Action::Asked(question) => self.question = Rc::new(question),
            Action::Reopened(path) => self.reopened = Some(Reopened { path, comparison: None }),
            Action::Compared(comparison) => {
                if let Some(reopened) = &mut self.reopened {
                    reopened.comparison = Some(Rc::new(comparison));
                }
            }
            Action::Progressed(progress) => self.progress = Rc::new(progress),
            Action::Settled(settled) => {
                // Evidence may have new numbers: what was asked by number is asked again.
                self.matches = None;
                self.opened_use = None;
                self.case = CaseState::Settled(settled);
            }
            Action::Failed(message) => {
                self.progress = Rc::new(Progress::default());
                self.record = None;
                self.cited = None;
                self.case = CaseState::Failed(message);
            }
            Action::Reset => *self = Self::new(self.language, self.theme),
            Action::SetView(view) => self.view = view,
            Action::SetFilter(filter) => self.filter = filter,
            Action::AskMatches(request, trace) => {
                self.matches = Some(MoreMatches { request, trace, matches: None });
            }
            Action::Matches(request, matches) => {
                if let Some(more) = self.matches.as_mut().filter(|more| more.request == request) {
                    more.matches = Some(Rc::new(matches));
                }
            }
            Action::AskUse(request, address) => {
                self.opened_use = Some(OpenUse { request, address, details: None });
            }
            Action::Use(request, details) => {
                if let Some(open) = self.opened_use.as_mut().filter(|one| one.request == request) {
                    open.details = Some(Rc::new(details));
                }
            }
            Action::CloseUse => self.opened_use = None,
            // What is drawn stands until the answer comes.
            Action::AskTimeline(request) => self.timeline.0 = Some(request),
            Action::Timeline(request, timeline) => {
                if self.timeline.0 == Some(request) {
                    self.timeline.1 = Some(Rc::new(timeline));
                }
            }
            Action::FilterRecords(filter) => self.records.filter = Rc::new(filter),
            Action::SetColumns(columns) => self.records.columns = Rc::new(columns),
            Action::AskRecords(request) => self.records.request = Some(request),
            Action::Records(request, page) => {
                if self.records.request == Some(request) {
                    self.records.page = Some(Rc::new(page));
                }
            }
            Action::SetHelp(help) => self.help = help,
            Action::AskRecord(record) => {
                // Both stand at the same edge.
                self.help = false;
                self.record = Some(record);
            }
            Action::Record(request, answer) => {
                if let Some(record) = self.record.as_mut().filter(|one| one.request == request) {
                    record.details = match answer {
                        Ok(details) => Details::Shown(Rc::from(details)),
                        Err(message) => Details::Failed(message),
                    };
                }
            }
            Action::CloseRecord => self.record = None,
            Action::AskCited(request) => {
                self.cited = Some(CitedExport { request, stage: CitedStage::Making(0, 0) });
            }
            Action::Cited(request, stage) => {
                if let Some(cited) = self.cited.as_mut().filter(|one| one.request == request) {
                    cited.stage = stage;
                }
            }
            Action::CloseCited => self.cited = None,
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> RecordPlace {
        RecordPlace { evidence: "e1".to_owned(), offset: "4096".to_owned() }
    }

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let mut state = State::new(Language::English, Theme::System);
        let ask = |request| {
            Action::AskRecord(OpenRecord {
                request: RequestNumber(request),
                places: Rc::new(vec![place(), place()]),
                position: 0,
                secrets: Secrets::Mask,
                details: Details::Loading,
            })
        };
        state.apply(ask(0));
        state.apply(ask(1));
        state.apply(Action::Record(RequestNumber(0), Err("late".to_owned())));
        assert_eq!(state.record.as_ref().map(|one| &one.details), Some(&Details::Loading));
        state.apply(Action::Record(RequestNumber(1), Err("no".to_owned())));
        let details = state.record.map(|one| one.details);
        assert_eq!(details, Some(Details::Failed("no".to_owned())));
    }

    #[test]
    fn more_evidence_keeps_the_report_in_view() {
        let mut state = State::new(Language::English, Theme::System);
        state.apply(Action::Given);
        assert_eq!(state.case, CaseState::Loading);
        let settled = Settled {
            report: Rc::new(Report::default()),
            titles: Rc::new(Titles::default()),
            tallies: Rc::default(),
            completeness: Completeness::Final,
        };
        state.apply(Action::Settled(settled.clone()));
        state.apply(Action::Given);
        assert_eq!(state.case, CaseState::Settled(settled));
    }
}
