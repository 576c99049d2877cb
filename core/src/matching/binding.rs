//! Values that a match binds to variables.

use std::net::Ipv4Addr;

use super::{asked::Asked, tests_of_records::Ends};
use crate::{
    catalog::conditions::{Binding, BoundValue, ValueForm},
    evidence::{address, command_line, number, path},
    formats::evtx::Value,
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

/// How a field becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is shown: secrets are masked.
    Shown,
    /// As a variable holds it.
    Normal(ValueForm),
}

/// Reads a value in a form; `None` where it has none.
pub(super) fn with_form<R>(
    value: &Value<'_>,
    form: Form,
    read: impl FnOnce(&str) -> R,
) -> Option<R> {
    match (form, value.number()) {
        (Form::Shown, _) => Some(value.with_text(|text| read(&command_line::mask_secrets(text)))),
        (Form::Normal(ValueForm::Number), Some(number)) => {
            Some(Value::UInt(number).with_text(read))
        }
        (Form::Normal(form), _) => value.with_text(|text| with_normal(text, form, read)),
    }
}

/// Reads the value of the variable in normal form; `None` where the record has none. `ends` are those
/// of the connection that the record meets the conditions with.
pub(super) fn with_value<'e, R>(
    binding: &Binding,
    ends: impl FnOnce() -> Option<Ends<'e>>,
    asked: &Asked<'_, '_>,
    read: impl FnOnce(&str) -> R,
) -> Option<R> {
    let (field, form) = match &binding.value {
        BoundValue::Field { field, form } => (field, *form),
        BoundValue::PeerAddress => (&ends()?[1].0, ValueForm::Address),
        BoundValue::PeerPort => (&ends()?[1].1, ValueForm::Number),
        BoundValue::ServiceAddress => (&ends()?[0].0, ValueForm::Address),
        of_command => return value_of_command(of_command, asked).map(|value| read(&value)),
    };
    with_form(&asked.field(field)?, Form::Normal(form), read)
}

fn value_of_command(value: &BoundValue, asked: &Asked<'_, '_>) -> Option<String> {
    let command = |field: &str| Some(command_line::command_of_net(&asked.field(field)?.text()));
    match value {
        BoundValue::CommandHost(field) => command(field)?.host.map(|host| host.to_lowercase()),
        BoundValue::CommandShare(field) => command(field)?.share.map(|share| share.to_lowercase()),
        BoundValue::CommandUser(field) => normal(&command(field)?.user?, ValueForm::Account),
        _ => None,
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
    with_normal(text, form, str::to_owned)
}

/// Reads a text in the normal form of a variable; `None` where it has none.
fn with_normal<R>(text: &str, form: ValueForm, read: impl FnOnce(&str) -> R) -> Option<R> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return None;
    }
    Some(match form {
        ValueForm::Text => with_lower_case(text, read),
        ValueForm::Number => {
            let number = number::parse(text)?;
            Value::UInt(number).with_text(read)
        }
        ValueForm::Address => {
            let address = address::parse(text)?;
            // What is read as an IPv4 address stands in its normal form already.
            match text.parse::<Ipv4Addr>() {
                Ok(_) => read(text),
                Err(_) => read(&address.to_string()),
            }
        }
        ValueForm::Share => with_lower_case(path::share_name(text), read),
        ValueForm::BaseName => with_lower_case(path::base_name(text), read),
        ValueForm::Account => {
            let name = text.rsplit('\\').next().unwrap_or(text);
            with_lower_case(name.split('@').next().unwrap_or(name), read)
        }
    })
}

/// Bytes of nearly all names.
const SHORT: usize = 64;

/// Reads a text in lower case; of a short ASCII one nothing is allocated.
fn with_lower_case<R>(text: &str, read: impl FnOnce(&str) -> R) -> R {
    let mut room = [0; SHORT];
    let place = room.get_mut(..text.len()).filter(|_| text.is_ascii());
    if let Some(place) = place {
        place.copy_from_slice(text.as_bytes());
        place.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(place) {
            return read(lower);
        }
    }
    read(&text.to_lowercase())
}
