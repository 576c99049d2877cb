//! Names of fields by number.
//!
//! Contract: as comparing the names one by one, ignoring ASCII case, and quicker: conditions ask every
//! record of an event for the same names.

use crate::formats::evtx::{NAME_PLACES, name_place};

/// Names of fields that are asked for together, record after record.
#[derive(Debug, Default)]
pub(super) struct FieldNames<'c> {
    /// Each once, ignoring ASCII case.
    names: Vec<&'c str>,
    /// By place: one more than the number of the first name there; 0 where there is none.
    first: Vec<u8>,
    /// By name: the next one of its place, likewise.
    next: Vec<u8>,
    /// Where the catalog's texts stand, each with its number: a condition asks with the same text
    /// again and again, which is found so without looking at it. Empty places hold nothing's address.
    texts: Vec<(usize, usize, usize)>,
}

/// Places of a table of texts; a few times what the conditions of an event ask with.
const TEXTS: usize = 512;

impl<'c> FieldNames<'c> {
    /// Of names in any order. Names beyond what a number holds are looked up in the record each time.
    pub(super) fn new(all: impl IntoIterator<Item = &'c str>) -> Self {
        let mut names = Self {
            names: Vec::new(),
            first: vec![0; NAME_PLACES],
            next: Vec::new(),
            texts: vec![(0, 0, 0); TEXTS],
        };
        for name in all {
            let number = names.names.len();
            let Ok(one_more) = u8::try_from(number.saturating_add(1)) else { break };
            if names.number_by_text(name).is_none()
                && let Some(first) = names.first.get_mut(name_place(name))
            {
                names.next.push(std::mem::replace(first, one_more));
                names.names.push(name);
            }
            // Of two texts with one place the later one is found.
            if let Some(number) = names.number_by_text(name)
                && let Some(place) = names.texts.get_mut(text_place(name))
            {
                *place = (name.as_ptr().addr(), name.len(), number);
            }
        }
        names
    }

    /// The number of a name, ignoring ASCII case.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        match self.texts.get(text_place(name)) {
            Some((at, length, number)) if (*at, *length) == (name.as_ptr().addr(), name.len()) => {
                Some(*number)
            }
            _ => self.number_by_text(name),
        }
    }

    /// The names, by number.
    pub(super) fn all(&self) -> &[&'c str] {
        &self.names
    }

    fn number_by_text(&self, name: &str) -> Option<usize> {
        let mut at = *self.first.get(name_place(name))?;
        loop {
            let number = usize::from(at).checked_sub(1)?;
            let known = self.names.get(number)?;
            if *known == name || known.eq_ignore_ascii_case(name) {
                return Some(number);
            }
            at = *self.next.get(number)?;
        }
    }
}

fn text_place(text: &str) -> usize {
    let at = text.as_ptr().addr();
    (at >> 3 ^ at >> 12) % TEXTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_number_whatever_its_case() {
        let names: Vec<String> = (0..300).map(|number| format!("Field{number}")).collect();
        let all = FieldNames::new(names.iter().map(String::as_str).chain(["field7"]));
        for (number, name) in names.iter().enumerate() {
            let expected = (number < 255).then_some(number);
            assert_eq!(all.number(name), expected);
            assert_eq!(all.number(&name.to_uppercase()), expected);
        }
        assert_eq!(all.number("Other"), None);
        assert_eq!(all.number(""), None);
    }
}
