//! The shape of a template: where each System value and each field comes from.

use std::{collections::BTreeSet, rc::Rc};

use super::{names::NameTable, tokens};
use crate::bytes::Reader;

/// What a template's elements hold.
#[derive(Debug, Default)]
pub(in super::super) struct Shape {
    /// Values below `Event/System`.
    pub(super) system: Vec<(SystemField, Source)>,
    /// Values below `EventData`, `UserData` and their like, in document order.
    pub(super) fields: Vec<(FieldName, Source)>,
    /// Substitutions that stand for whole elements: nested fragments.
    pub(super) nested: Vec<u16>,
    /// Where `fields` stand by name.
    pub(super) names: NameTable,
    /// Bytes of literals, where each field is a literal or a substitution that no other field is:
    /// what nearly all templates come to.
    pub(super) literals: Option<usize>,
}

impl Shape {
    /// Works out what is asked of the fields for each record, once they are complete.
    pub(super) fn complete(&mut self) {
        self.names = NameTable::new(&self.fields);
        let mut used = BTreeSet::new();
        self.literals = self.fields.iter().try_fold(0_usize, |bytes, (_, source)| match source {
            Source::Empty => Some(bytes),
            Source::Literal(text) => Some(bytes.saturating_add(text.len())),
            Source::Substitution(index) => used.insert(*index).then_some(bytes),
            Source::Mixed(_) => None,
        });
    }

    /// Numbers of the fields of that name in document order, ignoring ASCII case.
    pub(super) fn numbers(&self, name: &str) -> impl Iterator<Item = usize> {
        self.names.candidates(name).filter(move |number| match self.fields.get(*number) {
            Some((FieldName::Named(field), _)) => {
                **field == *name || field.eq_ignore_ascii_case(name)
            }
            _ => false,
        })
    }
}

/// Name of a field.
#[derive(Debug, Clone)]
pub(super) enum FieldName {
    /// `Data/@Name`, or the element's own name.
    Named(Rc<str>),
    /// A `Data` element without a name.
    Unnamed,
}

/// A System value that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum SystemField {
    Provider,
    EventId,
    Version,
    Level,
    Task,
    Opcode,
    Keywords,
    TimeCreated,
    EventRecordId,
    Channel,
    Computer,
    ProcessId,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// An empty element.
    Empty,
    /// One substitution.
    Substitution(u16),
    /// Text of the template itself.
    Literal(Rc<str>),
    /// Literals and substitutions in turn.
    Mixed(Vec<Source>),
}

/// A name that a definition refers to by an offset into its chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameReference {
    /// Where the offset stands, counted from where the reading began.
    pub(super) at: usize,
    /// Whether the name stands right behind its offset.
    pub(super) is_inline: bool,
    /// UTF-16LE.
    pub(super) units: Box<[u8]>,
}

impl NameReference {
    /// Bytes that the stored name takes.
    pub(super) fn stored_size(&self) -> usize {
        self.units.len().saturating_add(tokens::NAME_FRAME)
    }

    /// Whether the same name is stored at that offset of a chunk; `None` where none can be.
    pub(super) fn is_stored_at(&self, chunk: &[u8], offset: usize) -> Option<bool> {
        let mut reader = Reader::new(chunk, 0).at("name", offset).ok()?;
        Some(tokens::stored_name(&mut reader).ok()? == &*self.units)
    }
}

/// Joins the parts of one value; neighbouring literals become one.
pub(super) fn joined(parts: Vec<Source>) -> Source {
    let mut merged: Vec<Source> = Vec::new();
    for part in parts {
        match (merged.last_mut(), part) {
            (Some(Source::Literal(before)), Source::Literal(text)) => {
                *before = format!("{before}{text}").into();
            }
            (_, part) => merged.push(part),
        }
    }
    match merged.len() {
        0 => Source::Empty,
        1 => merged.pop().unwrap_or(Source::Empty),
        _ => Source::Mixed(merged),
    }
}
