//! What the user can ask for: messages to the case, actions on the state.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use js_sys::Uint8Array;
use konseki_core::analysis::{Question, Secrets};
use konseki_core::export::Language;
use konseki_core::report::Report;
use wasm_bindgen::JsValue;
use yew::UseReducerDispatcher;

use super::dropped::Dropped;
use super::files::Given;
use super::parent::Parent;
use super::{browser, sample};
use crate::client::CaseClient;
use crate::protocol::{
    CitedFile, CoverEntries, ExportForm, ExportOrder, FileNumber, FromCase, RecordFilter,
    RecordPlace, RecordQuery, RequestNumber, SettledReport, TimelineQuery, ToCase, TraceAddress,
    UseAddress,
};
use crate::state::{Action, CitedExport, CitedStage, Details, OpenRecord, Settled, State, View};
use crate::view_model::records::RecordColumn;
use crate::view_model::settings::Theme;
use crate::view_model::sheet::RowFilter;

/// The user's requests; cheap to clone, equal to itself.
#[derive(Clone)]
pub struct Commands {
    inner: Rc<Inner>,
}

struct Inner {
    dispatcher: UseReducerDispatcher<State>,
    client: RefCell<Option<CaseClient>>,
    next_request: Cell<u32>,
    /// What was given, so that a file can be taken out again.
    given: RefCell<Given>,
    /// The page around this one, if it may be spoken with.
    parent: RefCell<Option<Parent>>,
    /// Whether the user, not the page around, gave some of the evidence.
    given_by_user: Cell<bool>,
    /// Reports that the page around asked for, with its own name for the request.
    for_parent: RefCell<BTreeMap<RequestNumber, JsValue>>,
    /// What a link asks, until the first evidence is there.
    linked_question: RefCell<Option<Question>>,
}

impl PartialEq for Commands {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Commands {
    /// Nothing is started before evidence is given.
    pub fn new(dispatcher: UseReducerDispatcher<State>) -> Self {
        let client = RefCell::new(None);
        let inner = Inner {
            dispatcher,
            client,
            next_request: Cell::new(0),
            given: RefCell::default(),
            parent: RefCell::default(),
            given_by_user: Cell::new(false),
            for_parent: RefCell::default(),
            linked_question: RefCell::default(),
        };
        Self { inner: Rc::new(inner) }
    }

    fn dispatch(&self, action: Action) {
        self.inner.dispatcher.dispatch(action);
    }

    fn request(&self) -> RequestNumber {
        let number = self.inner.next_request.get();
        self.inner.next_request.set(number.wrapping_add(1));
        RequestNumber(number)
    }

    fn send(&self, message: &ToCase) {
        let client = self.inner.client.borrow().clone();
        match client.map_or_else(|| self.start(), Ok) {
            Ok(client) => client.send(message),
            Err(message) => self.dispatch(Action::Failed(message)),
        }
    }

    fn start(&self) -> Result<CaseClient, String> {
        let weak = Rc::downgrade(&self.inner);
        let client = CaseClient::start(move |message| {
            if let Some(inner) = weak.upgrade() {
                Self { inner }.hear(message);
            }
        })?;
        *self.inner.client.borrow_mut() = Some(client.clone());
        Ok(client)
    }

    fn hear(&self, message: FromCase) {
        match message {
            FromCase::Ready => {
                self.dispatch(Action::Ready);
                self.tell_ready();
            }
            FromCase::Reopened { path, question } => {
                self.dispatch(Action::Asked(question));
                self.dispatch(Action::Reopened(path));
            }
            FromCase::Compared(comparison) => self.dispatch(Action::Compared(comparison)),
            FromCase::Progress(progress) => self.dispatch(Action::Progressed(progress)),
            FromCase::Settled(settled) => match read_report(settled) {
                Ok(settled) => {
                    self.tell_settled(&settled);
                    self.dispatch(Action::Settled(settled));
                }
                Err(message) => self.dispatch(Action::Failed(message)),
            },
            FromCase::Matches { request, matches } => {
                let matches = serde_json::from_slice(&Uint8Array::new(&matches).to_vec());
                self.dispatch(Action::Matches(request, matches.unwrap_or_default()));
            }
            FromCase::Use { request, details } => {
                let details = serde_json::from_slice(&Uint8Array::new(&details).to_vec());
                self.dispatch(Action::Use(request, details.unwrap_or_default()));
            }
            FromCase::Timeline { request, timeline } => {
                let timeline = serde_json::from_slice(&Uint8Array::new(&timeline).to_vec());
                self.dispatch(Action::Timeline(request, timeline.unwrap_or_default()));
            }
            FromCase::Records { request, page } => {
                let page = serde_json::from_slice(&Uint8Array::new(&page).to_vec());
                self.dispatch(Action::Records(request, page.unwrap_or_default()));
            }
            FromCase::Record { request, answer } => {
                self.dispatch(Action::Record(request, answer));
            }
            FromCase::Download { request, blob, form } => {
                let asked = self.inner.for_parent.borrow_mut().remove(&request);
                match asked {
                    Some(id) => self.give_report(&id, form, &blob),
                    None => browser::download(&blob, form.file_name()),
                }
            }
            FromCase::CitedProgress { request, bytes_done, bytes } => {
                self.dispatch(Action::Cited(request, CitedStage::Making(bytes_done, bytes)));
            }
            FromCase::Cited { request, answer } => self.hear_cited(request, answer),
            // The client has replaced it already.
            FromCase::Replace { .. } => {}
            FromCase::Failed { message } => {
                self.end_case();
                self.dispatch(Action::Failed(message));
            }
        }
    }

    /// Ends all workers once whatever is on the stack has returned.
    fn end_case(&self) {
        let client = self.inner.client.borrow_mut().take();
        wasm_bindgen_futures::spawn_local(async move { drop(client) });
    }

    /// Starts the workers, so that they are there when evidence comes.
    pub fn start_workers(&self) {
        if self.inner.client.borrow().is_none()
            && let Err(message) = self.start()
        {
            self.dispatch(Action::Failed(message));
        }
    }

    /// The page around this one, if it may be spoken with.
    pub(super) fn parent(&self) -> Option<Parent> {
        self.inner.parent.borrow().clone()
    }

    /// Speaks with the page around from now on.
    pub(super) fn set_parent(&self, parent: Parent) {
        *self.inner.parent.borrow_mut() = Some(parent);
    }

    /// Whether all evidence came from the page around.
    pub(super) fn is_all_of_parent(&self) -> bool {
        !self.inner.given_by_user.get()
    }

    /// Reads files that the page around gave.
    pub(super) fn give_of_parent(&self, given: Given) {
        self.read(given);
    }

    /// Asks this of the first evidence that is given.
    pub fn ask_when_given(&self, question: Question) {
        *self.inner.linked_question.borrow_mut() = Some(question);
    }

    /// Reads these files.
    pub fn give(&self, given: Given) {
        if !given.is_empty() {
            self.inner.given_by_user.set(true);
            self.read(given);
        }
    }

    fn read(&self, given: Given) {
        if !given.is_empty() {
            let linked = self.inner.linked_question.borrow_mut().take();
            if let Some(question) = linked {
                self.send(&ToCase::Ask { question });
            }
            self.inner.given.borrow_mut().extend(&given);
            self.dispatch(Action::Given);
            self.send(&ToCase::Add { files: given.files, unreadable: given.unreadable });
        }
    }

    /// Takes out what was given under a path and reads the rest again: what its records were tied
    /// with must be judged without them.
    pub fn remove(&self, path: &str, question: &Question) {
        let kept = {
            let mut given = self.inner.given.borrow_mut();
            given.files.retain(|file| file.path != path);
            given.unreadable.retain(|(unreadable, _)| unreadable != path);
            given.clone()
        };
        if kept.is_empty() {
            return self.reset();
        }
        self.end_case();
        self.dispatch(Action::CloseRecord);
        self.dispatch(Action::CloseCited);
        self.start_workers();
        self.send(&ToCase::Ask { question: question.clone() });
        self.send(&ToCase::Add { files: kept.files, unreadable: kept.unreadable });
    }

    /// Settles again with another question; nothing is read again.
    pub fn ask(&self, question: Question) {
        self.dispatch(Action::Asked(question.clone()));
        if self.inner.given.borrow().is_empty() {
            return self.ask_when_given(question);
        }
        self.send(&ToCase::Ask { question });
    }

    /// Walks what was dropped and reads it.
    pub fn give_dropped(&self, dropped: Dropped) {
        let commands = self.clone();
        wasm_bindgen_futures::spawn_local(async move { commands.give(dropped.walk().await) });
    }

    /// Reads the sample case.
    pub fn give_sample(&self) {
        match sample::file() {
            Ok(file) => self.give(Given { files: vec![file], unreadable: Vec::new() }),
            Err(message) => self.dispatch(Action::Failed(message)),
        }
    }

    /// Stops reading a file, or everything.
    pub fn cancel(&self, file: Option<FileNumber>) {
        self.send(&ToCase::Cancel { file });
    }

    /// Forgets the case and all evidence.
    pub fn reset(&self) {
        *self.inner.given.borrow_mut() = Given::default();
        self.inner.given_by_user.set(false);
        self.end_case();
        self.dispatch(Action::Reset);
        self.start_workers();
    }

    /// Hands the page around the report, once it is final.
    pub(super) fn download_for_parent(&self, id: JsValue, form: ExportForm) {
        let request = self.request();
        self.inner.for_parent.borrow_mut().insert(request, id);
        let made_at = browser::now();
        let order = ExportOrder { form, made_at, ..ExportOrder::default() };
        self.send(&ToCase::Download { request, order });
    }

    /// Hands out the report as a file.
    pub fn download(&self, form: ExportForm, language: Language, cover: CoverEntries) {
        let (made_at, zone) = (browser::now(), browser::zone());
        let order = ExportOrder { form, language, made_at, zone, cover };
        self.send(&ToCase::Download { request: self.request(), order });
    }

    /// Has the records that the report cites cut out of the evidence.
    pub fn download_cited(&self) {
        let request = self.request();
        self.dispatch(Action::AskCited(request));
        let order = ExportOrder { form: ExportForm::Cited, ..ExportOrder::default() };
        self.send(&ToCase::Download { request, order });
    }

    /// Closes what is said of the archive of cited records; one that is being made is cancelled.
    pub fn close_cited(&self, cited: &CitedExport) {
        if matches!(cited.stage, CitedStage::Making(..)) {
            self.send(&ToCase::CancelCited { request: cited.request });
        }
        self.dispatch(Action::CloseCited);
    }

    fn hear_cited(&self, request: RequestNumber, answer: Result<CitedFile, String>) {
        let asked = self.inner.for_parent.borrow_mut().remove(&request);
        let stage = match (answer, asked) {
            (Ok(file), Some(id)) => return self.give_report(&id, ExportForm::Cited, &file.blob),
            (Err(message), Some(id)) => return self.refuse_parent(&id, &message),
            (Ok(CitedFile { blob, summary }), None) => {
                browser::download(&blob, ExportForm::Cited.file_name());
                CitedStage::Done(Rc::new(summary))
            }
            (Err(message), None) => CitedStage::Failed(message),
        };
        self.dispatch(Action::Cited(request, stage));
    }

    /// Lists all matches of a trace.
    pub fn list_matches(&self, trace: TraceAddress) {
        let request = self.request();
        self.dispatch(Action::AskMatches(request, trace.clone()));
        self.send(&ToCase::Matches { request, trace });
    }

    /// Opens one use.
    pub fn open_use(&self, address: UseAddress) {
        let request = self.request();
        self.dispatch(Action::AskUse(request, address.clone()));
        self.send(&ToCase::Use { request, address });
    }

    /// Closes the open use.
    pub fn close_use(&self) {
        self.dispatch(Action::CloseUse);
    }

    /// Asks for the matches on a line of time.
    pub fn draw_timeline(&self, query: TimelineQuery) {
        let request = self.request();
        self.dispatch(Action::AskTimeline(request));
        self.send(&ToCase::Timeline { request, query });
    }

    /// Asks for a part of the table of records.
    pub fn list_records(&self, query: RecordQuery) {
        let request = self.request();
        self.dispatch(Action::AskRecords(request));
        self.send(&ToCase::Records { request, query });
    }

    /// Narrows the table of records.
    pub fn filter_records(&self, filter: RecordFilter) {
        self.dispatch(Action::FilterRecords(filter));
    }

    /// Shows other columns of the table of records.
    pub fn set_columns(&self, columns: BTreeSet<RecordColumn>) {
        self.dispatch(Action::SetColumns(columns));
    }

    /// Opens one record of a list.
    pub fn open_record(&self, places: Rc<Vec<RecordPlace>>, position: usize, secrets: Secrets) {
        let Some(place) = places.get(position).cloned() else { return };
        let request = self.request();
        let details = Details::Loading;
        let record = OpenRecord { request, places, position, secrets, details };
        self.dispatch(Action::AskRecord(record));
        self.send(&ToCase::Record { request, place, secrets });
    }

    /// Closes the open record.
    pub fn close_record(&self) {
        self.dispatch(Action::CloseRecord);
    }

    /// Shows help beside the page, or no longer.
    pub fn show_help(&self, help: bool) {
        self.dispatch(Action::SetHelp(help));
    }

    /// Turns to another part of the case.
    pub fn set_view(&self, view: View) {
        self.dispatch(Action::SetView(view));
    }

    /// Shows only some rows.
    pub fn set_filter(&self, filter: RowFilter) {
        self.dispatch(Action::SetFilter(filter));
    }

    /// Changes and remembers the language.
    pub fn set_language(&self, language: Language) {
        browser::remember_language(language);
        self.dispatch(Action::SetLanguage(language));
    }

    /// Changes and remembers the theme.
    pub fn set_theme(&self, theme: Theme) {
        browser::remember_theme(theme);
        self.dispatch(Action::SetTheme(theme));
    }
}

fn read_report(settled: SettledReport) -> Result<Settled, String> {
    let bytes = Uint8Array::new(&settled.report).to_vec();
    let report: Report = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    Ok(Settled {
        report: Rc::new(report),
        titles: Rc::new(settled.titles),
        tallies: Rc::new(settled.tallies),
        completeness: settled.completeness,
    })
}
