//! Where the fields of a shape stand, by name.
//!
//! Contract: as going through the names one by one, ignoring ASCII case, and quicker: conditions and
//! matches ask a record for its fields by name again and again.

use super::shape::FieldName;
use crate::formats::evtx::digest;

/// Places of a table of names: most names of an event have one of their own.
pub(crate) const PLACES: usize = 64;

/// Fields by what is quick to take of their names, and the digests of their names.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    /// By place: the first field, one more than its number; 0 where there is none.
    first: Vec<u16>,
    /// By field: the next one of its place, likewise.
    next: Vec<u16>,
    /// By field: the digest of its name; `None` where a field has no name of its own.
    digests: Option<Box<[u64]>>,
}

impl NameTable {
    /// Of fields in document order.
    pub(super) fn new<S>(fields: &[(FieldName, S)]) -> Self {
        let mut table = Self { first: vec![0; PLACES], next: vec![0; fields.len()], digests: None };
        let mut digests = Vec::with_capacity(fields.len());
        // From the last on, so that the first of a place is found first.
        for (number, (name, _)) in fields.iter().enumerate().rev() {
            let FieldName::Named(name) = name else { continue };
            digests.push(digest::of_name(name));
            let one_more = u16::try_from(number.saturating_add(1)).unwrap_or_default();
            let places = (table.first.get_mut(place(name)), table.next.get_mut(number));
            if let (Some(first), Some(next)) = places {
                *next = std::mem::replace(first, one_more);
            }
        }
        digests.reverse();
        table.digests = (digests.len() == fields.len()).then(|| digests.into());
        table
    }

    /// Numbers of the fields that may have that name, in document order.
    pub(super) fn candidates(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        let mut at = self.first.get(place(name)).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            let number = usize::from(at).checked_sub(1)?;
            at = self.next.get(number).copied().unwrap_or_default();
            Some(number)
        })
    }

    /// Digests of the names, where every field has one.
    pub(super) fn digests(&self) -> Option<&[u64]> {
        self.digests.as_deref()
    }
}

/// The place of a name in a table; the same for names that differ in ASCII case only.
pub(crate) fn place(name: &str) -> usize {
    let bytes = name.as_bytes();
    let letter = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default() | 0x20);
    let middle = letter(bytes.get(bytes.len() / 2));
    let ends = letter(bytes.first()).wrapping_mul(7) ^ letter(bytes.last()).wrapping_mul(13);
    (ends ^ middle.wrapping_mul(29) ^ bytes.len().wrapping_mul(5)) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_document_order() {
        let names = ["ProcessID", "Image", "processid", "User", "x", ""];
        let fields: Vec<_> =
            names.iter().map(|name| (FieldName::Named((*name).into()), ())).collect();
        let table = NameTable::new(&fields);
        for name in names.into_iter().chain(["PROCESSID", "Other"]) {
            let found =
                table.candidates(name).find(|number| names[*number].eq_ignore_ascii_case(name));
            let expected = names.iter().position(|known| known.eq_ignore_ascii_case(name));
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(table.digests().map(<[u64]>::len), Some(names.len()));
        let unnamed = [(FieldName::Unnamed, ()), (FieldName::Named("a".into()), ())];
        assert!(NameTable::new(&unnamed).digests().is_none());
    }
}
