//! One event: its layout filled with values.

use konseki_core::time::Filetime;

use super::{
    layouts::{self, AUDIT_FAILURE, Layout, OLD, Place, Provider},
    value::{Value, ValueType, guid, sid},
};

/// A named field with the type that the template declares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub name: String,
    pub declared: ValueType,
    pub value: Value,
}

/// Where the fields stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Named,
    UserData(&'static str),
    Unnamed,
    Literal,
}

/// An event to be written. Its fields are those of its layout, with defaults.
#[derive(Debug, Clone)]
pub struct Event {
    pub(crate) provider: Provider,
    pub(crate) id: u16,
    pub(crate) version: u8,
    pub(crate) task: u16,
    pub(crate) level: u8,
    pub(crate) opcode: u8,
    pub(crate) keywords: u64,
    pub(crate) qualifiers: Option<u16>,
    pub(crate) time: Filetime,
    pub(crate) process_id: u32,
    pub(crate) thread_id: u32,
    pub(crate) activity: Option<[u8; 16]>,
    pub(crate) user: Option<Vec<u8>>,
    pub(crate) computer: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) record_id: Option<u64>,
    pub(crate) body: Body,
    pub(crate) binary: Vec<u8>,
    pub(crate) fields: Vec<Field>,
}

impl Event {
    /// An event of the channel `Security`, in the layout of Windows 10.
    pub fn security(id: u16) -> Self {
        Self::from_layout(layouts::find("Security", id, None))
    }

    /// An event of the channel `Security` in an older layout.
    pub fn security_version(id: u16, version: u8) -> Self {
        Self::from_layout(layouts::find("Security", id, Some(version)))
    }

    /// An event of the Sysmon channel, in the layout of schema 4.90.
    pub fn sysmon(id: u16) -> Self {
        Self::from_layout(layouts::find("Sysmon", id, None))
    }

    /// Sysmon 1 as releases 5 to 8 wrote it: without rule, file version and original name.
    pub fn sysmon_old(id: u16) -> Self {
        let mut event = Self::from_layout(layouts::find("Sysmon", id, Some(OLD)));
        event.version = 5;
        event
    }

    /// An event of the channel `System`.
    pub fn system(id: u16) -> Self {
        Self::from_layout(layouts::find("System", id, None))
    }

    fn from_layout(layout: &'static Layout) -> Self {
        let is_sysmon = layout.provider == layouts::SYSMON;
        let is_classic = layout.provider == layouts::EVENT_LOG_CLASSIC;
        let qualifiers = match layout.provider {
            layouts::EVENT_LOG_CLASSIC => Some(0x8000),
            layouts::SERVICE_CONTROL => Some(0x4000),
            _ => None,
        };
        let (process_id, thread_id) = match (is_classic, is_sysmon) {
            (true, _) => (0, 0),
            (_, true) => (2804, 3516),
            _ => (4, 120),
        };
        Self {
            provider: layout.provider,
            id: layout.id,
            version: layout.version,
            task: layout.task,
            level: layout.level,
            opcode: 0,
            keywords: layout.keywords,
            qualifiers,
            time: Filetime::default(),
            process_id,
            thread_id,
            activity: None,
            user: is_sysmon.then(|| sid("S-1-5-18")),
            computer: None,
            channel: None,
            record_id: None,
            body: match layout.place {
                Place::Named => Body::Named,
                Place::UserData(root) => Body::UserData(root),
                Place::Unnamed => Body::Unnamed,
            },
            binary: Vec::new(),
            fields: layout.fields.iter().copied().flatten().map(|text| field(text)).collect(),
        }
    }

    /// When it was created. Sysmon's own `UtcTime` follows, in milliseconds.
    pub fn at(mut self, time: &str) -> Self {
        self.time = time.parse().unwrap_or_else(|error| panic!("{error}"));
        self.set_utc_time();
        self
    }

    /// When it was created, as a [`Filetime`].
    pub fn at_time(mut self, time: Filetime) -> Self {
        self.time = time;
        self.set_utc_time();
        self
    }

    fn set_utc_time(&mut self) {
        let text = self.time.to_string().replace('T', " ");
        for name in ["UtcTime", "CreationUtcTime"] {
            if self.has_field(name) {
                self.set(name, Value::text(&text[..23]));
            }
        }
    }

    /// Sets a field from text, read as the type that the layout gives it.
    pub fn field(mut self, name: &str, text: impl ToString) -> Self {
        let value = self.find(name).declared.parse(&text.to_string());
        self.set(name, value);
        self
    }

    /// Sets a field to a typed value, whatever its layout says.
    pub fn value(mut self, name: &str, value: Value) -> Self {
        self.set(name, value);
        self
    }

    /// Leaves a field out, as a layout that does not have it.
    pub fn without(mut self, name: &str) -> Self {
        self.find(name);
        self.fields.retain(|field| field.name != name);
        self
    }

    /// With the values of two fields exchanged.
    pub fn exchanged(mut self, first: &str, second: &str) -> Self {
        let value = self.find(first).value.clone();
        let other = std::mem::replace(&mut self.find(second).value, value);
        self.set(first, other);
        self
    }

    /// With other text in its fields of text.
    pub fn with_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        for field in &mut self.fields {
            if let Value::Text(text) = &mut field.value {
                *text = change(text);
            }
        }
        self
    }

    /// The computer, for logs of several.
    pub fn computer(mut self, name: &str) -> Self {
        self.computer = Some(name.to_owned());
        self
    }

    /// The channel, for forwarded logs of several.
    pub fn channel(mut self, name: &str) -> Self {
        self.channel = Some(name.to_owned());
        self
    }

    /// The EventRecordID of its own computer, for forwarded logs.
    pub fn record_id(mut self, record_id: u64) -> Self {
        self.record_id = Some(record_id);
        self
    }

    /// An audit failure instead of a success.
    pub fn failure(mut self) -> Self {
        self.keywords = AUDIT_FAILURE;
        self
    }

    /// The task, where it is not the layout's (a 4656 of a registry key).
    pub fn task(mut self, task: u16) -> Self {
        self.task = task;
        self
    }

    /// The process and thread that wrote it.
    pub fn execution(mut self, process_id: u32, thread_id: u32) -> Self {
        (self.process_id, self.thread_id) = (process_id, thread_id);
        self
    }

    /// The account in System/Security.
    pub fn user(mut self, account_sid: &str) -> Self {
        self.user = Some(sid(account_sid));
        self
    }

    /// The correlation's activity.
    pub fn activity(mut self, text: &str) -> Self {
        self.activity = Some(guid(text));
        self
    }

    /// The `<Binary>` of a classic event.
    pub fn binary(mut self, bytes: &[u8]) -> Self {
        self.binary = bytes.to_vec();
        self
    }

    /// Written out whole, with neither template nor values; only fields of text are kept.
    pub fn literal_text(mut self) -> Self {
        self.body = Body::Literal;
        self.fields.retain(|field| matches!(field.value, Value::Text(_)));
        self
    }

    /// The time.
    pub fn time(&self) -> Filetime {
        self.time
    }

    /// The event id.
    pub fn id(&self) -> u16 {
        self.id
    }

    /// The names of its fields in order; those of classic events have none.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str()).filter(|name| !name.is_empty())
    }

    /// Whether a field of text is this.
    pub fn has_text(&self, name: &str, text: &str) -> bool {
        let is_it = |value: &Value| matches!(value, Value::Text(known) if known == text);
        self.fields.iter().any(|field| field.name == name && is_it(&field.value))
    }

    /// Whether a field is this boolean.
    pub fn has_flag(&self, name: &str, flag: bool) -> bool {
        let is_it = |value: &Value| matches!(value, Value::Boolean(known) if *known == flag);
        self.fields.iter().any(|field| field.name == name && is_it(&field.value))
    }

    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    fn find(&mut self, name: &str) -> &mut Field {
        let id = self.id;
        self.fields
            .iter_mut()
            .find(|field| field.name == name)
            .unwrap_or_else(|| panic!("event {id} has no field {name}"))
    }

    fn set(&mut self, name: &str, value: Value) {
        self.find(name).value = value;
    }
}

fn field(text: &str) -> Field {
    let (head, default) = text.split_once('=').unwrap_or((text, ""));
    let (name, kind) = head.split_once(':').unwrap_or((head, "text"));
    let declared = ValueType::from_name(kind);
    Field { name: name.to_owned(), declared, value: declared.parse(default) }
}
