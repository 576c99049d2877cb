//! How each action changes the state.

use std::rc::Rc;

use yew::Reducible;

use super::{
    Action, CaseState, CitedExport, CitedStage, Details, MoreMatches, OpenUse, Reopened, State,
    WorkerState,
};
use crate::protocol::Progress;

impl State {
    pub(super) fn apply(&mut self, action: Action) {
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
    use konseki_core::analysis::Secrets;
    use konseki_core::report::Report;

    use super::*;
    use crate::protocol::{Completeness, RecordPlace, RequestNumber, Titles};
    use crate::state::{OpenRecord, Settled};
    use crate::text::Language;
    use crate::view_model::settings::Theme;

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
