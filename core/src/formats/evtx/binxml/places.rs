//! Where the fields stand that are asked for of record after record.
//!
//! Contract: the same answers as by name. Neighbouring records of one event have one shape: there a
//! field is found by its name once, and by its number from then on.

use std::rc::Rc;

use super::{
    content::{Content, Part, is_of_unnamed},
    shape::{Shape, Source},
};
use crate::formats::evtx::{field_values::GrowingValues, value::Value};

/// Fields of some names in records of one shape.
#[derive(Debug, Default)]
pub(crate) struct FieldPlaces {
    shape: Option<Rc<Shape>>,
    /// By name: the number of its field in the shape.
    at: Vec<Option<usize>>,
}

impl<'a> Content<'a> {
    /// Finds where fields of these names stand; not in a record of several templates or of none.
    pub(in super::super) fn find_places(&self, names: &[&str], places: &mut FieldPlaces) -> bool {
        let Some(part) = self.only_part() else { return false };
        if places.shape.as_ref().is_some_and(|shape| Rc::ptr_eq(shape, &part.shape)) {
            return true;
        }
        if names.iter().any(|name| is_of_unnamed(name)) {
            return false;
        }
        places.at.clear();
        places.at.extend(names.iter().map(|name| part.shape.numbers(name).next()));
        places.shape = Some(Rc::clone(&part.shape));
        true
    }

    fn only_part(&self) -> Option<&Part> {
        match (self.parts.as_slice(), self.listed.as_slice()) {
            ([part], []) if part.fields == (0..part.shape.fields.len()) => Some(part),
            _ => None,
        }
    }

    fn place_of(&self, places: &FieldPlaces, number: usize) -> Option<(&Part, &Source)> {
        let part = self.parts.first()?;
        let (_, source) = part.shape.fields.get((*places.at.get(number)?)?)?;
        Some((part, source))
    }

    /// The field of the name of that number.
    pub(in super::super) fn placed_field(
        &self,
        places: &FieldPlaces,
        number: usize,
    ) -> Option<Value<'a>> {
        let (part, source) = self.place_of(places, number)?;
        Some(self.resolve(source, &part.values))
    }

    /// Adds the value of the name of that number; null where there is none.
    pub(in super::super) fn push_placed(
        &self,
        places: &FieldPlaces,
        number: usize,
        values: &mut GrowingValues,
    ) {
        match self.place_of(places, number) {
            Some((part, Source::Substitution(index))) => match self.raw(&part.values, *index) {
                Some(raw) => values.push_raw(raw),
                None => values.push(&Value::Null),
            },
            Some((part, source)) => values.push(&self.resolve(source, &part.values)),
            None => values.push(&Value::Null),
        }
    }
}
