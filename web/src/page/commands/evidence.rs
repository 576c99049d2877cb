//! Evidence: given, taken out, stopped, forgotten; and what is asked of it.

use konseki_core::analysis::Question;

use super::Commands;
use crate::page::dropped::Dropped;
use crate::page::files::Given;
use crate::page::sample;
use crate::protocol::{FileNumber, ToCase};
use crate::state::Action;

impl Commands {
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

    /// Reads files that the page around gave.
    pub(in crate::page) fn give_of_parent(&self, given: Given) {
        self.read(given);
    }

    /// Whether all evidence came from the page around.
    pub(in crate::page) fn is_all_of_parent(&self) -> bool {
        !self.inner.given_by_user.get()
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

    /// Settles again with another question; nothing is read again.
    pub fn ask(&self, question: Question) {
        self.dispatch(Action::Asked(question.clone()));
        if self.inner.given.borrow().is_empty() {
            return self.ask_when_given(question);
        }
        self.send(&ToCase::Ask { question });
    }

    /// Asks this of the first evidence that is given.
    pub fn ask_when_given(&self, question: Question) {
        *self.inner.linked_question.borrow_mut() = Some(question);
    }
}
