//! What the user can ask for: messages to the case, actions on the state.

mod evidence;
mod export;
mod hear;
mod lists;
mod shown;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use konseki_core::analysis::Question;
use wasm_bindgen::JsValue;
use yew::UseReducerDispatcher;

use super::files::Given;
use super::parent::Parent;
use crate::client::CaseClient;
use crate::protocol::{RequestNumber, ToCase};
use crate::state::{Action, State};

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

    /// Starts the workers, so that they are there when evidence comes.
    pub fn start_workers(&self) {
        if self.inner.client.borrow().is_none()
            && let Err(message) = self.start()
        {
            self.dispatch(Action::Failed(message));
        }
    }

    /// Ends all workers once whatever is on the stack has returned.
    fn end_case(&self) {
        let client = self.inner.client.borrow_mut().take();
        wasm_bindgen_futures::spawn_local(async move { drop(client) });
    }

    /// The page around this one, if it may be spoken with.
    pub(in crate::page) fn parent(&self) -> Option<Parent> {
        self.inner.parent.borrow().clone()
    }

    /// Speaks with the page around from now on.
    pub(in crate::page) fn set_parent(&self, parent: Parent) {
        *self.inner.parent.borrow_mut() = Some(parent);
    }
}
