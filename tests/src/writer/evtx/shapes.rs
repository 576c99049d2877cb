//! The three shapes of an event's outer template that Windows writes.

use super::{
    chunk::{Content, Instance},
    event::{Body, Event},
    layouts::{Provider, Source},
    markup::{Element, Node, normal, optional, text},
    value::{Value, ValueType},
};

const EVENT_NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";
const LOG_NAMESPACE: &str = "http://manifests.microsoft.com/win/2004/08/windows/eventlog";

/// What a record says of itself besides the event.
pub(crate) struct Identity<'a> {
    pub record_id: u64,
    pub channel: &'a str,
    pub computer: &'a str,
}

/// The content of a record for an event.
pub(crate) fn content(event: &Event, identity: &Identity<'_>, null_room: bool) -> Content {
    if event.body == Body::Literal {
        return Content::Literal(literal(event, identity));
    }
    let provider = &event.provider;
    let template = match provider.source {
        Source::Named => manifest(identity.computer),
        Source::Fixed | Source::WithOlderName => fixed(event, provider, identity),
        Source::Classic => classic(provider, identity),
    };
    let (data, values) = match &event.body {
        Body::UserData(root) => user_data(root, event),
        Body::Unnamed => unnamed(event),
        Body::Named | Body::Literal => event_data(event),
    };
    let nested = Instance { template: data, values, nested: None };
    Content::Instance(Instance {
        template,
        values: system_values(event, identity, null_room),
        nested: Some(Box::new(nested)),
    })
}

fn system_values(event: &Event, identity: &Identity<'_>, null_room: bool) -> Vec<Value> {
    let null = |size| if null_room { Value::NullOfSize(size) } else { Value::Null };
    let mut values = vec![
        Value::UInt8(event.level),
        Value::UInt8(event.opcode),
        Value::UInt16(event.task),
        Value::UInt16(event.id),
        event.qualifiers.map_or_else(|| null(2), Value::UInt16),
        Value::HexInt64(event.keywords),
        Value::FileTime(event.time),
        event.activity.map_or_else(|| null(16), Value::Guid),
        Value::UInt32(event.process_id),
        Value::UInt32(event.thread_id),
        Value::UInt64(identity.record_id),
        Value::UInt8(event.version),
        event.user.clone().map_or(Value::Null, Value::Sid),
        Value::Null,
    ];
    match event.provider.source {
        Source::Named => values.extend([
            Value::text(event.provider.name),
            Value::Guid(super::value::guid(event.provider.guid)),
            Value::text(identity.channel),
        ]),
        _ => values.resize(19, Value::Null),
    }
    values
}

/// Provider, channel and event data are values: Security-Auditing, Sysmon.
fn manifest(computer: &str) -> Element {
    let provider = Element::empty("Provider")
        .with("Name", optional(14, ValueType::Text))
        .with("Guid", optional(15, ValueType::Guid));
    let channel = Element::new("Channel", vec![optional(16, ValueType::Text)]);
    event_element(
        system(provider, channel, computer, 13, &["Version", "Opcode", "Correlation", "Execution"]),
        optional(17, ValueType::Nested),
    )
}

/// Provider and channel are literal: the event log service, the service control manager.
fn fixed(event: &Event, provider: &Provider, identity: &Identity<'_>) -> Element {
    let mut element = Element::empty("Provider")
        .with("Name", text(provider.name))
        .with("Guid", text(provider.guid));
    if provider.source == Source::WithOlderName {
        element = element.with("EventSourceName", text(provider.name));
    }
    let channel = Element::new("Channel", vec![text(identity.channel)]);
    let system = system(
        element,
        channel,
        identity.computer,
        18,
        &["Version", "Opcode", "Correlation", "Execution"],
    );
    let data = optional(19, ValueType::Nested);
    match event.body {
        Body::UserData(_) => event_element(system, Element::new("UserData", vec![data]).into()),
        _ => event_element(system, data),
    }
}

/// A source without a manifest: neither version, operation code, correlation nor process.
fn classic(provider: &Provider, identity: &Identity<'_>) -> Element {
    let element = Element::empty("Provider").with("Name", text(provider.name));
    let channel = Element::new("Channel", vec![text(identity.channel)]);
    event_element(
        system(element, channel, identity.computer, 18, &[]),
        optional(19, ValueType::Nested),
    )
}

fn event_element(system: Element, data: Node) -> Element {
    Element::new("Event", vec![system.into(), data]).with("xmlns", text(EVENT_NAMESPACE))
}

fn system(
    provider: Element,
    channel: Element,
    computer: &str,
    related: u16,
    parts: &[&str],
) -> Element {
    let value = |name: &str, index, kind| Element::new(name, vec![optional(index, kind)]);
    let event_id =
        value("EventID", 3, ValueType::UInt16).with("Qualifiers", optional(4, ValueType::UInt16));
    let correlation = Element::empty("Correlation")
        .with("ActivityID", optional(7, ValueType::Guid))
        .with("RelatedActivityID", optional(related, ValueType::Guid));
    let execution = Element::empty("Execution")
        .with("ProcessID", optional(8, ValueType::UInt32))
        .with("ThreadID", optional(9, ValueType::UInt32));
    let elements = [
        provider,
        event_id,
        value("Version", 11, ValueType::UInt8),
        value("Level", 0, ValueType::UInt8),
        value("Task", 2, ValueType::UInt16),
        value("Opcode", 1, ValueType::UInt8),
        value("Keywords", 5, ValueType::HexInt64),
        Element::empty("TimeCreated").with("SystemTime", optional(6, ValueType::FileTime)),
        value("EventRecordID", 10, ValueType::UInt64),
        correlation,
        execution,
        channel,
        Element::new("Computer", vec![text(computer)]),
        Element::empty("Security").with("UserID", optional(12, ValueType::Sid)),
    ];
    let left_out = ["Version", "Opcode", "Correlation", "Execution"];
    let kept = elements.into_iter().filter(|element| {
        !left_out.contains(&element.name.as_str()) || parts.contains(&element.name.as_str())
    });
    Element::new("System", kept.map(Node::Element).collect())
}

fn event_data(event: &Event) -> (Element, Vec<Value>) {
    let data = event.fields.iter().enumerate().map(|(index, field)| {
        Element::new("Data", vec![normal(index as u16, field.declared)])
            .with("Name", text(&field.name))
            .into()
    });
    (Element::new("EventData", data.collect()), values(event))
}

fn user_data(root: &str, event: &Event) -> (Element, Vec<Value>) {
    let children = event.fields.iter().enumerate().map(|(index, field)| {
        Element::new(&field.name, vec![normal(index as u16, field.declared)]).into()
    });
    (Element::new(root, children.collect()).with("xmlns", text(LOG_NAMESPACE)), values(event))
}

/// `<Data>` without names and `<Binary>`, as classic sources write.
fn unnamed(event: &Event) -> (Element, Vec<Value>) {
    let list = event.fields.iter().map(|field| match &field.value {
        Value::Text(text) => text.clone(),
        other => panic!("a classic event holds text only, not {other:?}"),
    });
    let list: Vec<String> = list.collect();
    let binary = event.binary.clone();
    let element = Element::new(
        "EventData",
        vec![
            Element::new("Data", vec![optional(0, ValueType::TextList)]).into(),
            Element::new("Binary", vec![optional(2, ValueType::Binary)]).into(),
        ],
    );
    let values = vec![
        if list.is_empty() { Value::Null } else { Value::TextList(list) },
        Value::UInt32(binary.len() as u32),
        if binary.is_empty() { Value::Null } else { Value::Binary(binary) },
    ];
    (element, values)
}

fn values(event: &Event) -> Vec<Value> {
    event.fields.iter().map(|field| field.value.clone()).collect()
}

/// The event as plain elements and text.
fn literal(event: &Event, identity: &Identity<'_>) -> Element {
    let part = |name: &str, content: String| Element::new(name, vec![text(content)]).into();
    let system = Element::new(
        "System",
        vec![
            Element::empty("Provider").with("Name", text(event.provider.name)).into(),
            part("EventID", event.id.to_string()),
            part("Version", event.version.to_string()),
            part("Level", event.level.to_string()),
            part("Task", event.task.to_string()),
            part("Keywords", format!("0x{:016x}", event.keywords)),
            Element::empty("TimeCreated").with("SystemTime", text(event.time.to_string())).into(),
            part("EventRecordID", identity.record_id.to_string()),
            part("Channel", identity.channel.to_owned()),
            part("Computer", identity.computer.to_owned()),
        ],
    );
    let data = event.fields.iter().map(|field| {
        let content = match &field.value {
            Value::Text(text) => text.clone(),
            other => panic!("a literal event holds text only, not {other:?}"),
        };
        Element::new("Data", vec![text(content)]).with("Name", text(&field.name)).into()
    });
    let data = Element::new("EventData", data.collect());
    event_element(system, data.into())
}
