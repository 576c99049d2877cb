//! Which condition of a trace a record may fail and still be worth showing.
//!
//! Contract: a near miss fails one condition only, and what names its subject (the paths, names and
//! patterns of the trace; where it has none, its plain values) is met, or is a file of the same name
//! in another folder. So a log full of other programs gives none.

use super::asked::Asked;
use crate::{
    catalog::conditions::{Conditions, Expression, FieldTest, Test, TextPattern},
    evidence::path,
};

/// One of the conditions that must all be met.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'c> {
    /// Of the Sigma detection.
    Detection(&'c Expression),
    /// Of the `where` block.
    Test(&'c Test),
}

impl<'c> Part<'c> {
    /// The field that it looks at; of several the first.
    pub(super) fn field(self) -> &'c str {
        match self {
            Self::Detection(expression) => first_field(expression),
            Self::Test(Test::Audit(_)) => "Keywords",
            Self::Test(test) => test.fields().first().copied().unwrap_or_default(),
        }
    }

    fn weight(self) -> Weight {
        match self {
            Self::Detection(expression) => weight(expression),
            Self::Test(Test::Path { .. }) => Weight::Pattern,
            Self::Test(Test::Audit(_) | Test::NotLoopback { .. }) => Weight::Common,
            Self::Test(_) => Weight::Value,
        }
    }
}

/// The conditions of a trace or life sign, with what is worked out of them once.
#[derive(Debug)]
pub(super) struct Conditioned<'c> {
    pub(super) parts: Vec<Condition<'c>>,
    /// Whether near misses are told.
    pub(super) tells_near_misses: bool,
}

/// One of the conditions that must all be met.
#[derive(Debug)]
pub(super) struct Condition<'c> {
    pub(super) part: Part<'c>,
    names_subject: bool,
    /// Fields, and the names of files that it wants there in a certain folder.
    files: Vec<(&'c str, Vec<&'c str>)>,
}

impl<'c> Conditioned<'c> {
    pub(super) fn new(conditions: &'c Conditions, tells_near_misses: bool) -> Self {
        let subject = parts(conditions).map(Part::weight).max();
        let condition = |part: Part<'c>| Condition {
            part,
            names_subject: Some(part.weight()) >= subject,
            files: files(part),
        };
        Self { parts: parts(conditions).map(condition).collect(), tells_near_misses }
    }
}

impl Condition<'_> {
    /// Whether a record that fails it, and nothing else, is a near miss. Of a condition that names the
    /// subject the field must name such a file, whatever its folder: a tool that was renamed is not seen
    /// so, one that was copied elsewhere is.
    pub(super) fn may_be_missed(&self, asked: &Asked<'_, '_>) -> bool {
        !self.names_subject || self.files.iter().any(|(field, names)| is_named(field, names, asked))
    }
}

/// How much a condition tells of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Most records meet it.
    Common,
    /// A plain value.
    Value,
    /// A path, or a part of a text.
    Pattern,
}

/// The conditions that must all be met, in the catalog's order.
fn parts(conditions: &Conditions) -> impl Iterator<Item = Part<'_>> {
    let detection = conditions.detection.iter().flat_map(|detection| match detection {
        Expression::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    });
    detection.map(Part::Detection).chain(conditions.tests.iter().map(Part::Test))
}

fn files<'c>(part: Part<'c>) -> Vec<(&'c str, Vec<&'c str>)> {
    match part {
        Part::Test(Test::Path { field, paths }) => {
            vec![(field, paths.iter().map(|path| path::base_name(path)).collect())]
        }
        Part::Detection(Expression::Field(test)) => vec![(&test.field, file_names(test).collect())],
        Part::Detection(Expression::Any(parts)) => {
            parts.iter().flat_map(|part| files(Part::Detection(part))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_named(field: &str, names: &[&str], asked: &Asked<'_, '_>) -> bool {
    // The file's name is the end of the path.
    if names.is_empty() || asked.ends_otherwise(field, names.iter().copied()) {
        return false;
    }
    asked.field(field).is_some_and(|value| {
        value.with_text(|text| {
            let base_name = path::base_name(text);
            names.iter().any(|name| name.eq_ignore_ascii_case(base_name))
        })
    })
}

/// Names of the files that a test wants in a certain folder.
fn file_names(test: &FieldTest) -> impl Iterator<Item = &str> {
    let texts = test.values.iter().filter_map(|pattern| match pattern {
        TextPattern::Exact(text) | TextPattern::EndsWith(text) => Some(text.as_str()),
        _ => None,
    });
    let names = texts.map(|text| (path::base_name(text), text));
    // A text without a folder would be met by the name alone.
    names.filter(|(name, text)| name.len() < text.len() && name.contains('.')).map(|(name, _)| name)
}

fn weight(expression: &Expression) -> Weight {
    match expression {
        Expression::All(parts) | Expression::Any(parts) => {
            parts.iter().map(weight).max().unwrap_or(Weight::Common)
        }
        Expression::Not(_) => Weight::Common,
        Expression::Field(test) => {
            let is_plain = |pattern: &TextPattern| matches!(pattern, TextPattern::Exact(_));
            if test.values.iter().all(is_plain) { Weight::Value } else { Weight::Pattern }
        }
    }
}

fn first_field(expression: &Expression) -> &str {
    match expression {
        Expression::All(parts) | Expression::Any(parts) => parts.first().map_or("", first_field),
        Expression::Not(part) => first_field(part),
        Expression::Field(test) => &test.field,
    }
}
