//! What the fields of one record come from: shapes, and where the values stand in the chunk.
//!
//! Contract: nothing is decoded before it is asked for; every value that a field needs was found
//! decodable when the record was read.

use std::{ops::Range, rc::Rc};

use super::{
    shape::{FieldName, Shape, Source},
    values::{RawValue, SID, is_plain},
};
use crate::formats::evtx::{
    digest::{self, Digest},
    record::Field,
    value::Value,
};

/// Place of a substitution value in the chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) start: u32,
    pub(super) size: u16,
    pub(super) kind: u8,
}

/// Fields of one template instance that follow each other in the record.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) shape: Rc<Shape>,
    /// Which fields of the shape.
    pub(super) fields: Range<usize>,
    /// Which of [`Content::values`] belong to the instance.
    pub(super) values: Range<usize>,
}

/// The fields of a record.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Content<'a> {
    pub(super) chunk: &'a [u8],
    /// Values of all instances of the record, one instance after the other.
    pub(super) values: Vec<Placed>,
    /// In document order.
    pub(super) parts: Vec<Part>,
    /// Fields that were read otherwise.
    pub(super) listed: Vec<Field<'a>>,
}

impl<'a> Content<'a> {
    /// Fields that exist already.
    pub(in super::super) fn listed(fields: Vec<Field<'a>>) -> Self {
        Self { listed: fields, ..Self::default() }
    }

    /// Starts anew for the next record of `chunk`; memory is kept.
    pub(in super::super) fn clear(&mut self, chunk: &'a [u8]) {
        self.chunk = chunk;
        self.values.clear();
        self.parts.clear();
        self.listed.clear();
    }

    /// The value that substitution `index` of an instance holds.
    pub(super) fn raw(&self, values: &Range<usize>, index: u16) -> Option<RawValue<'a>> {
        let placed = self.values.get(values.clone())?.get(usize::from(index))?;
        self.placed(*placed)
    }

    /// The bytes that fields come from, where each is a literal or one value that can be decoded:
    /// what nearly all records come to. `None` where that is not plain to see.
    pub(super) fn plain_bytes(
        &self,
        fields: &[(FieldName, Source)],
        values: &Range<usize>,
    ) -> Option<usize> {
        let placed = self.values.get(values.clone())?;
        let mut bytes: usize = 0;
        for (_, source) in fields {
            bytes = bytes.saturating_add(match source {
                Source::Substitution(index) => match placed.get(usize::from(*index)) {
                    Some(value) if self.is_plain(*value) => usize::from(value.size),
                    Some(_) => return None,
                    None => 0,
                },
                Source::Literal(text) => text.len(),
                Source::Empty => 0,
                Source::Mixed(_) => return None,
            });
        }
        Some(bytes)
    }

    /// Whether the security identifiers among these values can be decoded.
    pub(super) fn have_whole_sids(&self, values: &Range<usize>) -> bool {
        let values = self.values.get(values.clone()).unwrap_or_default();
        values.iter().filter(|value| value.kind == SID).all(|value| self.is_plain(*value))
    }

    fn is_plain(&self, value: Placed) -> bool {
        match value.kind {
            SID => self.placed(value).is_some_and(RawValue::is_decodable),
            kind => is_plain(kind, value.size),
        }
    }

    /// A value at its place.
    fn placed(&self, placed: Placed) -> Option<RawValue<'a>> {
        let start = usize::try_from(placed.start).ok()?;
        let end = start.saturating_add(usize::from(placed.size));
        Some(RawValue { kind: placed.kind, bytes: self.chunk.get(start..end)? })
    }

    /// Decodes a value. An optional substitution that was not given is null.
    pub(super) fn resolve(&self, source: &Source, values: &Range<usize>) -> Value<'a> {
        match source {
            Source::Empty => Value::Null,
            Source::Literal(text) => Value::Text(Rc::clone(text)),
            Source::Substitution(index) => {
                self.raw(values, *index).and_then(RawValue::decode).unwrap_or(Value::Null)
            }
            Source::Mixed(parts) => {
                let mut text = String::new();
                for part in parts {
                    text.push_str(&self.resolve(part, values).text());
                }
                Value::Text(text.into())
            }
        }
    }

    pub(in super::super) fn fields(&self) -> Fields<'_, 'a> {
        let pending = Vec::new().into_iter();
        Fields { content: self, part: 0, field: 0, listed: 0, unnamed: 0, pending }
    }

    /// Mixes names and values of all fields into a digest.
    pub(in super::super) fn mix_into(&self, digest: &mut Digest) {
        let has_digests = |part: &Part| part.shape.names.digests().is_some();
        if !self.listed.is_empty() || !self.parts.iter().all(has_digests) {
            for field in self.fields() {
                digest.mix(digest::of_name(&field.name));
                digest.add(&field.value);
            }
            return;
        }
        for part in &self.parts {
            let fields = part.shape.fields.get(part.fields.clone()).unwrap_or_default();
            let digests = part.shape.names.digests().and_then(|all| all.get(part.fields.clone()));
            for ((_, source), of_name) in fields.iter().zip(digests.unwrap_or_default()) {
                digest.mix(*of_name);
                let raw = match source {
                    Source::Substitution(index) => self.raw(&part.values, *index),
                    _ => None,
                };
                if !raw.is_some_and(|raw| digest.add_raw(raw)) {
                    digest.add(&self.resolve(source, &part.values));
                }
            }
        }
    }

    /// The first field of that name, ignoring ASCII case.
    pub(in super::super) fn field(&self, name: &str) -> Option<Value<'a>> {
        if is_of_unnamed(name) {
            return self.fields().find(|field| &*field.name == name).map(|field| field.value);
        }
        for part in &self.parts {
            let mut numbers = part.shape.numbers(name);
            let number = numbers.find(|number| part.fields.contains(number));
            if let Some((_, source)) = number.and_then(|number| part.shape.fields.get(number)) {
                return Some(self.resolve(source, &part.values));
            }
        }
        let listed = self.listed.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        listed.map(|field| field.value.clone())
    }
}

/// Whether a name stands for a `Data` element without a name.
pub(super) fn is_of_unnamed(name: &str) -> bool {
    name.as_bytes().get(4) == Some(&b'[') && name.starts_with("Data[")
}

/// Iterates over the fields of a record in document order, see [`super::super::Record::fields`].
#[derive(Debug, Clone)]
pub struct Fields<'r, 'a> {
    content: &'r Content<'a>,
    part: usize,
    field: usize,
    listed: usize,
    unnamed: usize,
    /// Items of an unnamed array, each of which is a field.
    pending: std::vec::IntoIter<Value<'a>>,
}

impl<'a> Fields<'_, 'a> {
    fn unnamed(&mut self, value: Value<'a>) -> Field<'a> {
        let name = format!("Data[{}]", self.unnamed).into();
        self.unnamed = self.unnamed.saturating_add(1);
        Field { name, value }
    }
}

impl<'a> Iterator for Fields<'_, 'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            if let Some(value) = self.pending.next() {
                return Some(self.unnamed(value));
            }
            let Some(part) = self.content.parts.get(self.part) else {
                let field = self.content.listed.get(self.listed)?;
                self.listed = self.listed.saturating_add(1);
                return Some(field.clone());
            };
            let at = part.fields.start.saturating_add(self.field);
            let field = part.shape.fields.get(at).filter(|_| at < part.fields.end);
            let Some((name, source)) = field else {
                self.part = self.part.saturating_add(1);
                self.field = 0;
                continue;
            };
            self.field = self.field.saturating_add(1);
            let value = self.content.resolve(source, &part.values);
            match (name, value) {
                (FieldName::Named(name), value) => {
                    return Some(Field { name: Rc::clone(name), value });
                }
                // An unnamed array stands for as many `Data` elements.
                (FieldName::Unnamed, Value::List(values)) => self.pending = values.into_iter(),
                (FieldName::Unnamed, value) => return Some(self.unnamed(value)),
            }
        }
    }
}
