//! Texts of a match, made of the values that were kept of its record.
//!
//! Contract: the same texts as the record itself would give; secrets are masked. They are made when
//! somebody looks, because most matches of a busy log are never looked at.

use super::{
    asked::Asked,
    binding::{self, Form, with_form},
    index::{Matchers, Prepared},
    tests_of_records,
};
use crate::{
    catalog::{Trace, TraceNumber, conditions::Binding},
    evidence::{
        command_line::{is_command_line, mask_known, secrets},
        named_texts::{Growing, NamedTexts},
    },
    formats::evtx::FieldValues,
};

impl Matchers<'_> {
    /// Field name and text of a match of the trace, sorted: of those fields that the record has.
    /// Secrets are masked, also those that another command line of the record gives away.
    pub fn fields(&self, trace: TraceNumber, values: &FieldValues) -> NamedTexts {
        let Some(prepared) = self.prepared(trace) else { return NamedTexts::default() };
        let asked = Asked::kept(&prepared.fields, values);
        let mut known = Vec::new();
        for name in prepared.fields.iter().filter(|name| is_command_line(name)) {
            if let Some(value) = asked.field(name) {
                value.with_text(|text| known.extend(secrets(text)));
            }
        }
        let mut growing = Growing::default();
        for name in &prepared.fields {
            let Some(value) = asked.field(name) else { continue };
            if is_command_line(name) && !known.is_empty() {
                value.with_text(|text| growing.push(name, &mask_known(text, &known)));
            } else {
                with_form(&value, Form::Shown, |text| growing.push(name, text));
            }
        }
        growing.finish()
    }

    /// The variables that a match of the trace binds. A closing has what its opening binds besides.
    pub fn variables<'m>(
        &'m self,
        trace: TraceNumber,
        values: &'m FieldValues,
        opening: Option<&'m FieldValues>,
    ) -> Variables<'m> {
        let of = |number: TraceNumber, values| {
            let Prepared { trace, fields, .. } = self.prepared(number)?;
            Some(Bound { trace, asked: Asked::kept(fields, values) })
        };
        let own = of(trace, values);
        let parent = own.as_ref().and_then(|own| own.trace.chain_parent);
        let opening = parent.zip(opening).and_then(|(parent, values)| of(parent, values));
        Variables { own, opening }
    }
}

/// Variables of a match, see [`Matchers::variables`]: names and normalised values.
pub struct Variables<'m> {
    own: Option<Bound<'m>>,
    opening: Option<Bound<'m>>,
}

/// Values of a record that meets a trace.
struct Bound<'m> {
    trace: &'m Trace,
    asked: Asked<'m, 'm>,
}

impl Variables<'_> {
    /// Calls `read` with the value of one variable; `None` where the match does not bind it.
    pub fn with<R>(&self, name: &str, mut read: impl FnMut(&str) -> R) -> Option<R> {
        [&self.own, &self.opening].into_iter().flatten().find_map(|bound| {
            let mut binds = bound.trace.binds.iter().filter(|bind| bind.variable == name);
            binds.find_map(|bind| bound.with(bind, &mut read))
        })
    }

    /// All of them.
    pub fn all(&self) -> NamedTexts {
        let own = self.own.as_ref().map(Bound::all).unwrap_or_default();
        match &self.opening {
            Some(opening) => own.with_missing(&opening.all()),
            None => own,
        }
    }
}

impl Bound<'_> {
    fn with<R>(&self, bind: &Binding, read: impl FnOnce(&str) -> R) -> Option<R> {
        let ends = || tests_of_records::ends(&self.trace.conditions, &self.asked);
        binding::with_value(bind, ends, &self.asked, read)
    }

    fn all(&self) -> NamedTexts {
        let mut growing = Growing::default();
        for bind in &self.trace.binds {
            self.with(bind, |text| growing.push(&bind.variable, text));
        }
        growing.finish()
    }
}
