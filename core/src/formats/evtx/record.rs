//! One event record: its place, its System values and its fields.

use super::value::Value;
use crate::time::Filetime;

/// An event record as it stands in a chunk.
///
/// Names of fields follow the template definition; a field of `EventData` without a name is
/// `Data[n]`, fields below `UserData` go by their element names.
#[derive(Debug, Clone, Default)]
pub struct Record<'a> {
    /// Absolute offset of the record's magic in the file.
    pub offset: u64,
    /// Size in bytes.
    pub size: u32,
    /// Number in the record header; differs from EventRecordID in exported logs.
    pub number: u64,
    /// Time in the record header.
    pub written: Filetime,
    /// Values below `System`.
    pub system: System<'a>,
    /// Fields in record order.
    pub fields: Vec<Field<'a>>,
    /// Which reader understood it.
    pub reader: RecordReader,
}

/// Which reader understood a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordReader {
    /// Our own reader of template shapes.
    #[default]
    Shape,
    /// The `evtx` crate's rendering.
    Fallback,
    /// Only the System values could be read.
    SystemOnly,
    /// Only the record header could be read: its number and time stand in.
    HeaderOnly,
}

/// Values below `Event/System`; absent ones are `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct System<'a> {
    /// `Provider/@Name`.
    pub provider: Option<Value<'a>>,
    /// `EventID`.
    pub event_id: Option<u32>,
    /// `Version`.
    pub version: Option<u8>,
    /// `Level`.
    pub level: Option<u8>,
    /// `Task`.
    pub task: Option<u16>,
    /// `Opcode`.
    pub opcode: Option<u8>,
    /// `Keywords`: audit success is bit 0x0020000000000000, failure 0x0010000000000000.
    pub keywords: Option<u64>,
    /// `TimeCreated/@SystemTime`.
    pub time_created: Option<Filetime>,
    /// `EventRecordID`.
    pub event_record_id: Option<u64>,
    /// `Channel`.
    pub channel: Option<Value<'a>>,
    /// `Computer`.
    pub computer: Option<Value<'a>>,
    /// `Execution/@ProcessID`.
    pub process_id: Option<u32>,
}

/// A named value below `EventData` or `UserData`.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'a> {
    /// Name as in the template definition.
    pub name: std::rc::Rc<str>,
    /// Value.
    pub value: Value<'a>,
}

impl<'a> Record<'a> {
    /// The first field of that name, ignoring ASCII case (5156 writes `ProcessID`, 5158
    /// `ProcessId`). A field whose value is null counts as absent.
    pub fn field(&self, name: &str) -> Option<&Value<'a>> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| &field.value)
            .filter(|value| **value != Value::Null)
    }

    /// EventRecordID, or the header's number where the values are missing.
    pub fn record_id(&self) -> u64 {
        self.system.event_record_id.unwrap_or(self.number)
    }

    /// TimeCreated, or the header's time where the values are missing.
    pub fn time(&self) -> Filetime {
        self.system.time_created.unwrap_or(self.written)
    }

    /// Digest of event id, provider and fields: equal in copies of the same record. 64-bit FNV-1a.
    pub fn digest(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for byte in bytes.iter().chain(&[0xff]) {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        add(&self.system.event_id.unwrap_or_default().to_le_bytes());
        if let Some(provider) = &self.system.provider {
            add(provider.text().as_bytes());
        }
        for field in &self.fields {
            add(field.name.as_bytes());
            add(field.value.text().as_bytes());
        }
        hash
    }
}
