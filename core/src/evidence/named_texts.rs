//! Names and texts of a match in one piece of memory.
//!
//! Contract: in the order in which they were added. Most matches are only moved, compared and
//! dropped again, and a case may hold a million: a pair of strings for each field would cost more
//! than all the reading.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

/// Pairs of a name and a text; a copy shares them.
///
/// ```
/// use konseki_core::evidence::named_texts::NamedTexts;
/// let pairs: NamedTexts = [("share", "projects"), ("file", "")].into_iter().collect();
/// assert_eq!(pairs.get("share"), Some("projects"));
/// assert_eq!(pairs.iter().last(), Some(("file", "")));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedTexts {
    /// Name, text, name, text … each behind its length, which is written as a character.
    text: Arc<str>,
}

impl NamedTexts {
    /// All pairs. Of damaged pairs from another worker as much as is whole.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest: &str = &self.text;
        let mut piece = move || {
            let first = rest.chars().next()?;
            let (piece, after) = rest.get(first.len_utf8()..)?.split_at_checked(length(first))?;
            rest = after;
            Some(piece)
        };
        std::iter::from_fn(move || Some((piece()?, piece()?)))
    }

    /// The first text of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// As a map; of several texts of one name it has the last.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        self.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    /// These, and those of `others` whose name is not here yet.
    pub fn with_missing(&self, others: &Self) -> Self {
        let missing = others.iter().filter(|(name, _)| self.get(name).is_none());
        self.iter().chain(missing).collect()
    }
}

impl<N: AsRef<str>, T: AsRef<str>> FromIterator<(N, T)> for NamedTexts {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut growing = Growing::default();
        for (name, text) in pairs {
            growing.push(name.as_ref(), text.as_ref());
        }
        growing.finish()
    }
}

/// Lengths from here on are written past the surrogates, which are no characters.
const SURROGATES: u32 = 0xd800;
/// How many surrogates there are.
const SURROGATE_COUNT: u32 = 0x800;

/// A length as a character; `None` for more than a megabyte, which no record holds.
fn character(length: usize) -> Option<char> {
    let number = u32::try_from(length).ok()?;
    let past = if number < SURROGATES { 0 } else { SURROGATE_COUNT };
    char::from_u32(number.checked_add(past)?)
}

fn length(character: char) -> usize {
    let number = u32::from(character);
    let past = if number < SURROGATES { 0 } else { SURROGATE_COUNT };
    usize::try_from(number.saturating_sub(past)).unwrap_or(usize::MAX)
}

/// [`NamedTexts`] under way; its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Growing {
    text: String,
}

impl Growing {
    /// Adds a pair.
    pub(crate) fn push(&mut self, name: &str, text: &str) {
        if let (Some(of_name), Some(of_text)) = (character(name.len()), character(text.len())) {
            // Room for all four pieces at once.
            self.text.reserve(name.len().saturating_add(text.len()).saturating_add(8));
            self.text.push(of_name);
            self.text.push_str(name);
            self.text.push(of_text);
            self.text.push_str(text);
        }
    }

    /// The pairs; starts anew.
    pub(crate) fn finish(&mut self) -> NamedTexts {
        let pairs = NamedTexts { text: self.text.as_str().into() };
        self.text.clear();
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_in_order_and_are_found_by_name() {
        let pairs: NamedTexts = [("a", "痕跡"), ("b", ""), ("a", "second")].into_iter().collect();
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [("a", "痕跡"), ("b", ""), ("a", "second")]);
        assert_eq!(pairs.get("a"), Some("痕跡"));
        assert_eq!(pairs.get("c"), None);
        let more: NamedTexts = [("c", "3"), ("b", "x")].into_iter().collect();
        assert_eq!(pairs.with_missing(&more).iter().last(), Some(("c", "3")));
        assert_eq!(pairs.with_missing(&more).iter().count(), 4);
    }

    #[test]
    fn damaged_pairs_give_what_is_whole() {
        let pairs = NamedTexts { text: "\u{1}a\u{1}b\u{1}c\u{9}d".into() };
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [("a", "b")]);
        let inside = NamedTexts { text: "\u{1}a\u{1}痕".into() };
        assert_eq!(inside.iter().count(), 0);
    }

    #[test]
    fn texts_of_any_length_come_back() {
        for length in [0, 127, 128, 0xd7ff, 0xd800, 0xe000, 98_304, 0x10_f7ff] {
            let text = "x".repeat(length);
            let pairs: NamedTexts = [("a", text.as_str()), ("b", "c")].into_iter().collect();
            assert_eq!(pairs.get("a").map(str::len), Some(length));
            assert_eq!(pairs.get("b"), Some("c"));
        }
    }

    #[test]
    fn what_grows_starts_anew() {
        let mut growing = Growing::default();
        growing.push("a", "b");
        assert_eq!(growing.finish().get("a"), Some("b"));
        assert!(growing.finish().is_empty());
    }
}
