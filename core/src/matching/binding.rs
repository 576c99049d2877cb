//! Values that a match binds to variables.

use super::tests_of_records::Met;
use crate::{
    catalog::conditions::{Binding, BoundValue, ValueForm},
    evidence::{address, command_line, number, path},
    formats::evtx::Record,
};

/// The field that a binding reads, if it names one.
pub(super) fn field_of(binding: &Binding) -> Option<&str> {
    match &binding.value {
        BoundValue::Field { field, .. }
        | BoundValue::CommandHost(field)
        | BoundValue::CommandShare(field)
        | BoundValue::CommandUser(field) => Some(field),
        BoundValue::PeerAddress | BoundValue::PeerPort | BoundValue::ServiceAddress => None,
    }
}

/// The value in its normal form; `None` where the record does not have it.
pub(super) fn value(binding: &Binding, met: &Met<'_>, record: &Record<'_>) -> Option<String> {
    let text = |field: &str| record.field(field).map(|value| value.text().into_owned());
    let address_of = |field: &str| {
        record.field(field)?.with_text(address::parse).map(|address| address.to_string())
    };
    match &binding.value {
        BoundValue::Field { field, form: ValueForm::Number } => {
            number::of_value(&record.field(field)?).map(|number| number.to_string())
        }
        BoundValue::Field { field, form } => {
            record.field(field)?.with_text(|text| normal(text, *form))
        }
        BoundValue::PeerAddress => address_of(&met.ends.as_ref()?[1].0),
        BoundValue::PeerPort => {
            number::of_value(&record.field(&met.ends.as_ref()?[1].1)?).map(|n| n.to_string())
        }
        BoundValue::ServiceAddress => address_of(&met.ends.as_ref()?[0].0),
        BoundValue::CommandHost(field) => {
            command_line::command_of_net(&text(field)?).host.map(|host| host.to_lowercase())
        }
        BoundValue::CommandShare(field) => {
            command_line::command_of_net(&text(field)?).share.map(|share| share.to_lowercase())
        }
        BoundValue::CommandUser(field) => {
            normal(&command_line::command_of_net(&text(field)?).user?, ValueForm::Account)
        }
    }
}

/// A value that the user gives for a variable, in the form in which this binding gives it; `None`
/// where it cannot be one.
///
/// ```
/// use konseki_core::{
///     catalog::conditions::{Binding, BoundValue},
///     matching::asked_value,
/// };
/// let binding = Binding { variable: "source_address".to_owned(), value: BoundValue::PeerAddress };
/// assert_eq!(asked_value(&binding, "::ffff:10.0.0.5").as_deref(), Some("10.0.0.5"));
/// ```
pub fn asked_value(binding: &Binding, text: &str) -> Option<String> {
    let form = match &binding.value {
        BoundValue::Field { form, .. } => *form,
        BoundValue::PeerAddress | BoundValue::ServiceAddress => ValueForm::Address,
        BoundValue::PeerPort => ValueForm::Number,
        BoundValue::CommandHost(_) | BoundValue::CommandShare(_) => ValueForm::Text,
        BoundValue::CommandUser(_) => ValueForm::Account,
    };
    normal(text, form)
}

/// A text in the normal form of a variable, so that a user's value can be compared as well.
pub(super) fn normal(text: &str, form: ValueForm) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return None;
    }
    match form {
        ValueForm::Text => Some(text.to_lowercase()),
        ValueForm::Number => number::parse(text).map(|number| number.to_string()),
        ValueForm::Address => address::parse(text).map(|address| address.to_string()),
        ValueForm::Share => Some(path::share_name(text).to_lowercase()),
        ValueForm::BaseName => Some(path::base_name(text).to_lowercase()),
        ValueForm::Account => {
            let name = text.rsplit('\\').next().unwrap_or(text);
            Some(name.split('@').next().unwrap_or(name).to_lowercase())
        }
    }
}
