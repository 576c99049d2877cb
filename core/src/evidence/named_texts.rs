//! Names and texts of a match in one piece of memory.
//!
//! Contract: in the order in which they were added. Most matches are only moved, compared and
//! dropped again, and a case may hold a million: a pair of strings for each field would cost more
//! than all the reading.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Pairs of a name and a text.
///
/// ```
/// use konseki_core::evidence::named_texts::NamedTexts;
/// let pairs: NamedTexts = [("share", "projects"), ("file", "")].into_iter().collect();
/// assert_eq!(pairs.get("share"), Some("projects"));
/// assert_eq!(pairs.iter().last(), Some(("file", "")));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedTexts {
    /// Name, text, name, text …
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[u32]>,
}

impl NamedTexts {
    /// All pairs. Of damaged pairs from another worker as much as is whole.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut from = 0;
        let mut piece = move |end: u32| {
            let end = usize::try_from(end).unwrap_or(usize::MAX);
            let piece = self.text.get(from..end);
            from = end;
            piece
        };
        self.ends.as_chunks::<2>().0.iter().map_while(move |[name, text]| {
            let name = piece(*name)?;
            Some((name, piece(*text)?))
        })
    }

    /// The first text of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
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

/// [`NamedTexts`] under way; its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Growing {
    text: String,
    ends: Vec<u32>,
}

impl Growing {
    /// With room for what one match holds.
    pub(crate) fn of_match() -> Self {
        Self { text: String::with_capacity(1_024), ends: Vec::with_capacity(64) }
    }

    /// Adds a pair.
    pub(crate) fn push(&mut self, name: &str, text: &str) {
        for piece in [name, text] {
            self.text.push_str(piece);
            // A record is under 64 KiB, and so is what is taken of it.
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
    }

    /// The pairs; starts anew.
    pub(crate) fn finish(&mut self) -> NamedTexts {
        let pairs =
            NamedTexts { text: self.text.as_str().into(), ends: self.ends.as_slice().into() };
        self.text.clear();
        self.ends.clear();
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
        let pairs = NamedTexts { text: "ab痕".into(), ends: [1, 2, 3, 9, 9, 9].into() };
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [("a", "b")]);
    }

    #[test]
    fn what_grows_starts_anew() {
        let mut growing = Growing::default();
        growing.push("a", "b");
        assert_eq!(growing.finish().get("a"), Some("b"));
        assert!(growing.finish().is_empty());
    }
}
