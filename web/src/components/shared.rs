//! What every component is given by the root.

use std::rc::Rc;

use konseki_core::export::Language;
use yew::{hook, use_context};

use crate::page::commands::Commands;
use crate::text::{Words, words};

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
}

/// What the root provides; `None` only outside of it, where nothing is drawn.
#[hook]
pub fn use_shared() -> Option<Shared> {
    use_context::<Shared>()
}
