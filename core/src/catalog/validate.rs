//! Checks across the parts of a sheet: names that must exist, ids that must be unique.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    conditions::{Binding, BoundValue, Conditions},
    raw::{RawEvents, RawSheet, RawTrace},
};

/// Legal fields by channel (lower case) and event id, with the channel's spelling.
pub(super) struct LegalFields {
    channels: BTreeMap<String, BTreeMap<u32, BTreeSet<String>>>,
}

impl LegalFields {
    pub(super) fn new(events: &RawEvents) -> Self {
        let mut channels: BTreeMap<String, BTreeMap<u32, BTreeSet<String>>> = BTreeMap::new();
        for channel in &events.channels {
            let known = channels.entry(channel.channel.clone()).or_default();
            for (id, fields) in &channel.events {
                known.insert(*id, fields.split_whitespace().map(str::to_ascii_lowercase).collect());
            }
        }
        Self { channels }
    }

    /// What is wrong with a channel, event id and field names.
    pub(super) fn check(&self, channel: &str, event_id: u32, fields: &[&str]) -> Vec<String> {
        let Some(events) = self.channels.get(channel) else {
            return vec![format!("unknown channel {channel:?}")];
        };
        let Some(known) = events.get(&event_id) else {
            return vec![format!("unknown event id {event_id} of {channel}")];
        };
        let unknown = fields.iter().filter(|field| !known.contains(&field.to_ascii_lowercase()));
        unknown.map(|field| format!("{channel} {event_id} has no field {field}")).collect()
    }
}

/// All fields that a trace names.
pub(super) fn fields_of<'a>(
    conditions: &'a Conditions,
    binds: &'a [Binding],
    shows: &'a [String],
) -> Vec<&'a str> {
    let mut fields = conditions.fields();
    for bind in binds {
        match &bind.value {
            BoundValue::Field { field, .. }
            | BoundValue::CommandHost(field)
            | BoundValue::CommandShare(field)
            | BoundValue::CommandUser(field) => fields.push(field),
            BoundValue::PeerAddress | BoundValue::PeerPort | BoundValue::ServiceAddress => {}
        }
    }
    fields.extend(shows.iter().map(String::as_str));
    fields
}

/// What is wrong with a trace's names within its sheet.
pub(super) fn check_trace(sheet: &RawSheet, trace: &RawTrace, binds: &[Binding]) -> Vec<String> {
    let mut errors = Vec::new();
    let step = sheet.steps.iter().any(|step| step.id == trace.step && step.role == trace.role);
    if !step {
        errors.push(format!("unknown step {:?} of this role", trace.step));
    }
    if !sheet.roles.iter().any(|role| role.role == trace.role) {
        errors.push("the sheet has no such role".to_owned());
    }
    if trace.refs.is_empty() {
        errors.push("a trace without a documented row (refs) is an opinion".to_owned());
    }
    for text in [&trace.title].into_iter().chain(&trace.benign) {
        if text.ja.is_empty() || text.en.is_empty() {
            errors.push("a text is missing in one language".to_owned());
        }
    }
    if !trace.id.starts_with(&format!("{}.", sheet.id)) {
        errors.push(format!("the id must begin with {:?}", format!("{}.", sheet.id)));
    }
    let variables: BTreeSet<&str> = sheet.variables.iter().map(|v| v.name.as_str()).collect();
    let named = binds.iter().map(|bind| bind.variable.as_str());
    let needed = trace.requires.iter().chain(trace.excluded_by.keys()).map(String::as_str);
    for name in named.chain(needed) {
        if !variables.contains(name) {
            errors.push(format!("unknown variable {name:?}"));
        }
    }
    for name in &trace.requires {
        if !binds.iter().any(|bind| bind.variable == *name) {
            errors.push(format!("requires {name:?} but does not bind it"));
        }
    }
    errors
}
