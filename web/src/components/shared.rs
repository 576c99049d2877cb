//! What every component is given by the root.

use std::rc::Rc;

use konseki_core::export::Language;
use konseki_core::words::Role;
use yew::{Callback, hook, use_context};

use crate::page::commands::Commands;
use crate::text::{Words, words};
use crate::view_model::outcome::ShownOutcome;
use crate::view_model::sheet::RowFilter;

/// Language and commands, from the root.
#[derive(Clone, PartialEq)]
pub struct Shared {
    /// Language of all words.
    pub language: Language,
    /// What the user can ask for.
    pub commands: Rc<Commands>,
}

impl Shared {
    /// The words of the language.
    pub fn words(&self) -> &'static Words {
        words(self.language)
    }

    /// Turns to the rows of a host in a role that have the outcome it is told.
    pub fn rows_of(&self, role: Role, host: Option<String>) -> Callback<ShownOutcome> {
        let commands = Rc::clone(&self.commands);
        let filter = RowFilter { role: Some(role), host, ..RowFilter::default() };
        Callback::from(move |outcome: ShownOutcome| {
            commands.show_rows(RowFilter { outcome: Some(outcome), ..filter.clone() });
        })
    }
}

/// What the root provides; `None` only outside of it, where nothing is drawn.
#[hook]
pub fn use_shared() -> Option<Shared> {
    use_context::<Shared>()
}
