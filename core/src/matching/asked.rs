//! The fields of one record as the traces of its event ask for them.
//!
//! Contract: the same answers as [`Record::field`], whether the record is at hand or only the values
//! that were kept of it. Neighbouring records have one shape: a field is looked up by its name once.

use std::cell::Cell;

use super::field_names::FieldNames;
use crate::{
    evidence::{access_rights, number},
    formats::evtx::{
        FieldPlaces, FieldValues, GrowingValues, Record, TextPart, Value, agrees_in_place,
    },
};

/// A record of which fields are asked, or what was kept of one.
pub(super) struct Asked<'r, 'a> {
    origin: Origin<'r, 'a>,
    /// `System/Keywords`; not kept.
    pub(super) keywords: Option<u64>,
    /// By the number of the field that was asked for rights last: several traces ask the same.
    rights: Cell<Option<(usize, Option<u32>)>>,
}

/// What was found of a field.
#[derive(Clone, Copy, Default)]
pub(super) enum Known<'a> {
    /// It was not asked for.
    #[default]
    Nothing,
    /// The record does not have it.
    Absent,
    /// UTF-16.
    Text(&'a [u8]),
    /// A value that is read quickly.
    Other,
}

/// Fields of which it is kept what was found.
const KNOWN: usize = 24;

#[expect(clippy::large_enum_variant, reason = "it stands on the stack while a record is judged")]
enum Origin<'r, 'a> {
    /// A record, where the fields of these names stand in it, and what was found of the first ones.
    Places(&'r Record<'a>, &'r FieldNames<'r>, &'r FieldPlaces, [Cell<Known<'a>>; KNOWN]),
    /// A record in which they are looked up by name.
    Record(&'r Record<'a>),
    /// Values of the fields of these names.
    Kept(&'r [&'r str], &'a FieldValues),
}

impl<'r, 'a> Asked<'r, 'a> {
    /// For the names that will be asked for; `places` are those of the record before.
    pub(super) fn new(
        record: &'r Record<'a>,
        names: &'r FieldNames<'r>,
        places: &'r mut FieldPlaces,
    ) -> Self {
        let origin = match record.find_places(names.all(), places) {
            true => Origin::Places(record, names, places, Default::default()),
            false => Origin::Record(record),
        };
        Self { origin, keywords: record.system.keywords, rights: Cell::default() }
    }

    /// For a record that is looked at once.
    pub(super) fn alone(record: &'r Record<'a>) -> Self {
        let keywords = record.system.keywords;
        Self { origin: Origin::Record(record), keywords, rights: Cell::default() }
    }

    /// For values that were kept, in the order of these names.
    pub(super) fn kept(names: &'r [&'r str], values: &'a FieldValues) -> Self {
        Self { origin: Origin::Kept(names, values), keywords: None, rights: Cell::default() }
    }

    /// As [`Record::field`].
    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        match &self.origin {
            Origin::Places(record, names, places, found) => match names.number(name) {
                Some(number) => match known_placed(found, record, places, number) {
                    Known::Absent => None,
                    Known::Text(bytes) => Some(Value::Utf16(bytes)),
                    Known::Other | Known::Nothing => record.placed_field(places, number),
                },
                None => record.field(name),
            },
            Origin::Record(record) => record.field(name),
            Origin::Kept(names, values) => {
                let number = names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
                values.get(number).filter(|value| *value != Value::Null)
            }
        }
    }

    /// What a field is, where it can be told without making a value of it; at least
    /// [`Known::Other`].
    pub(super) fn known(&self, name: &str) -> Known<'a> {
        let Origin::Places(record, names, places, found) = &self.origin else {
            return Known::Other;
        };
        match names.number(name) {
            Some(number) => known_placed(found, record, places, number),
            None => Known::Other,
        }
    }

    /// The rights that a field names or is the mask of.
    pub(super) fn rights(&self, name: &str) -> Option<u32> {
        let number = match &self.origin {
            Origin::Places(_, names, ..) => names.number(name),
            _ => None,
        };
        match (self.rights.get(), number) {
            (Some((known, rights)), Some(number)) if known == number => rights,
            _ => {
                let rights = self.field(name).and_then(|value| {
                    let listed = value.with_text(access_rights::mask_of_list);
                    listed
                        .or_else(|| number::of_value(&value).and_then(|mask| mask.try_into().ok()))
                });
                self.rights.set(number.map(|number| (number, rights)));
                rights
            }
        }
    }

    /// Whether the text of a field in lower case surely ends with none of these; seen without making
    /// text of it.
    pub(super) fn ends_otherwise<'e>(
        &self,
        name: &str,
        mut ends: impl Iterator<Item = &'e str>,
    ) -> bool {
        match self.known(name) {
            Known::Absent => true,
            Known::Text(bytes) => {
                ends.all(|end| agrees_in_place(bytes, TextPart::End, end) == Some(false))
            }
            Known::Other | Known::Nothing => false,
        }
    }

    /// Adds the value of a field as it stands; null where there is none.
    pub(super) fn push(&self, name: &str, values: &mut GrowingValues) {
        if let Origin::Places(record, names, places, _) = &self.origin
            && let Some(number) = names.number(name)
        {
            return record.push_placed(places, number, values);
        }
        values.push(&self.field(name).unwrap_or(Value::Null));
    }
}

fn known_placed<'a>(
    found: &[Cell<Known<'a>>; KNOWN],
    record: &Record<'a>,
    places: &FieldPlaces,
    number: usize,
) -> Known<'a> {
    let Some(cell) = found.get(number) else { return Known::Other };
    let mut known = cell.get();
    if let Known::Nothing = known {
        known = match record.placed_field(places, number) {
            None => Known::Absent,
            Some(Value::Utf16(bytes)) => Known::Text(bytes),
            Some(_) => Known::Other,
        };
        cell.set(known);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::evtx::{Field, System};

    #[test]
    fn what_was_kept_answers_as_the_record() {
        let field = |name: &str, value| Field { name: name.into(), value };
        let fields = vec![
            field("IpAddress", Value::Text("::ffff:10.0.0.5".into())),
            field("ProcessId", Value::Hex(0x1bc)),
            field("Nothing", Value::Null),
        ];
        let record = Record::new(System::default(), fields);
        let names = ["ipaddress", "Nothing", "ProcessId", "Missing"];
        let all = FieldNames::new(names);
        let mut places = FieldPlaces::default();
        let asked = Asked::new(&record, &all, &mut places);
        let mut values = GrowingValues::default();
        names.iter().for_each(|name| asked.push(name, &mut values));
        let values = values.finish();
        for asked in [asked, Asked::alone(&record), Asked::kept(&names, &values)] {
            for name in ["IpAddress", "ProcessId", "Nothing", "Missing", "Other"] {
                assert_eq!(asked.field(name), record.field(name), "{name}");
            }
        }
    }
}
