//! The fields of one record as the traces of its event ask for them.
//!
//! Contract: the same answers as [`Record::field`]. Many traces ask one record for the same fields in
//! the same forms: each is looked up and decoded once, and made text once in each form.

use std::{cell::OnceCell, ops::Range};

use super::binding::{Form, with_form};
use crate::formats::evtx::{NAME_PLACES, Record, Value, name_place};

/// Names of fields that are asked for together, record after record.
#[derive(Debug, Default)]
pub(super) struct FieldNames<'c> {
    /// Each once, ignoring ASCII case.
    names: Vec<&'c str>,
    /// By place: one more than the number of the first name there; 0 where there is none.
    first: Vec<u8>,
    /// By name: the next one of its place, likewise.
    next: Vec<u8>,
}

impl<'c> FieldNames<'c> {
    /// Of names in any order. Names beyond what a number holds are looked up in the record each time.
    pub(super) fn new(all: impl IntoIterator<Item = &'c str>) -> Self {
        let mut names = Self { names: Vec::new(), first: vec![0; NAME_PLACES], next: Vec::new() };
        for name in all {
            let number = names.names.len();
            let Ok(one_more) = u8::try_from(number.saturating_add(1)) else { break };
            if names.number(name).is_none()
                && let Some(first) = names.first.get_mut(name_place(name))
            {
                names.next.push(std::mem::replace(first, one_more));
                names.names.push(name);
            }
        }
        names
    }

    fn number(&self, name: &str) -> Option<usize> {
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

/// A record of which fields are asked.
pub(super) struct Asked<'r, 'a> {
    /// The record.
    pub(super) record: &'r Record<'a>,
    names: Option<&'r FieldNames<'r>>,
    values: Box<[OnceCell<Option<Value<'a>>>]>,
}

impl<'r, 'a> Asked<'r, 'a> {
    /// For the names that will be asked for.
    pub(super) fn new(record: &'r Record<'a>, names: &'r FieldNames<'r>) -> Self {
        let values = names.names.iter().map(|_| OnceCell::new()).collect();
        Self { record, names: Some(names), values }
    }

    /// For a record that is looked at once.
    pub(super) fn alone(record: &'r Record<'a>) -> Self {
        Self { record, names: None, values: Box::default() }
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.names?.number(name)
    }

    /// As [`Record::field`].
    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        match self.number(name).and_then(|number| self.values.get(number)) {
            Some(value) => value.get_or_init(|| self.record.field(name)).clone(),
            None => self.record.field(name),
        }
    }
}

/// Texts of one record's fields in the forms that matches show and bind; their memory is used again.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    /// Where the text of a field stands in a form; `None` where it has none.
    known: Vec<(usize, Form, Option<Range<usize>>)>,
}

impl Texts {
    /// Forgets the record before.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.known.clear();
    }

    /// The text of a field in a form.
    pub(super) fn get(&mut self, asked: &Asked<'_, '_>, field: &str, form: Form) -> Option<&str> {
        // A name that has no number is never found again.
        let number = asked.number(field).unwrap_or(usize::MAX);
        let mut known = self.known.iter();
        let known = known.find(|(other, of, _)| *other == number && *of == form);
        let range = match known.filter(|_| number != usize::MAX) {
            Some((_, _, range)) => range.clone(),
            None => {
                let start = self.text.len();
                let value = asked.field(field);
                let text = &mut self.text;
                let made =
                    value.and_then(|value| with_form(&value, form, |new| text.push_str(new)));
                let range = made.map(|()| start..self.text.len());
                self.known.push((number, form, range.clone()));
                range
            }
        };
        self.text.get(range?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::conditions::ValueForm,
        formats::evtx::{Field, System},
    };

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

    #[test]
    fn fields_and_texts_are_those_of_the_record() {
        let field = |name: &str, value| Field { name: name.into(), value };
        let fields = vec![
            field("IpAddress", Value::Text("::ffff:10.0.0.5".into())),
            field("ProcessId", Value::Hex(0x1bc)),
            field("Line", Value::Text(r"net use \\h\s Pass /user:U".into())),
            field("Nothing", Value::Null),
        ];
        let record = Record::new(System::default(), fields);
        let names = FieldNames::new(["ipaddress", "ProcessId", "Line", "Nothing", "Missing"]);
        let mut texts = Texts::default();
        for asked in [Asked::new(&record, &names), Asked::alone(&record)] {
            texts.clear();
            for _ in 0..2 {
                for name in ["IpAddress", "ProcessId", "Line", "Nothing", "Missing", "Other"] {
                    assert_eq!(asked.field(name), record.field(name), "{name}");
                }
                let mut text = |name, form| texts.get(&asked, name, form).map(str::to_owned);
                let normal = |form| Form::Normal(form);
                assert_eq!(
                    text("IpAddress", normal(ValueForm::Address)).as_deref(),
                    Some("10.0.0.5")
                );
                assert_eq!(text("ProcessId", normal(ValueForm::Number)).as_deref(), Some("444"));
                assert_eq!(text("ProcessId", Form::Shown).as_deref(), Some("0x1bc"));
                let masked = r"net use \\h\s ******** /user:U";
                assert_eq!(text("Line", Form::Shown).as_deref(), Some(masked));
                assert_eq!(text("Missing", Form::Shown), None);
            }
        }
    }
}
