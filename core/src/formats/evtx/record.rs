//! One event record: its place, its System values and its fields.
//!
//! Contract: System values are read with the record; a field is decoded when it is asked for, so
//! that a record nobody asks about costs no more than its System values.

use std::rc::Rc;

use super::{
    binxml::{Content, FieldPlaces, Fields},
    digest::Digest,
    field_values::GrowingValues,
    value::Value,
};
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
    /// Which reader understood it.
    pub reader: RecordReader,
    /// Where the fields come from.
    pub(super) content: Content<'a>,
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
    pub name: Rc<str>,
    /// Value.
    pub value: Value<'a>,
}

impl<'a> Record<'a> {
    /// A record of these values, as a test or another source of records gives them.
    ///
    /// ```
    /// use konseki_core::formats::evtx::{Field, Record, System, Value};
    /// let field = Field { name: "ProcessID".into(), value: Value::UInt(4) };
    /// let record = Record::new(System { event_id: Some(5156), ..System::default() }, vec![field]);
    /// assert_eq!(record.field("ProcessId"), Some(Value::UInt(4)));
    /// ```
    pub fn new(system: System<'a>, fields: Vec<Field<'a>>) -> Self {
        Self { system, content: Content::listed(fields), ..Self::default() }
    }

    /// All fields in record order, decoded one by one. A field of `EventData` without a name is
    /// `Data[n]`.
    pub fn fields(&self) -> Fields<'_, 'a> {
        self.content.fields()
    }

    /// The first field of that name, ignoring ASCII case (5156 writes `ProcessID`, 5158
    /// `ProcessId`). A field whose value is null counts as absent.
    pub fn field(&self, name: &str) -> Option<Value<'a>> {
        self.content.field(name).filter(|value| *value != Value::Null)
    }

    /// Finds where fields of these names stand; whether [`Record::placed_field`] can be asked then.
    pub(crate) fn find_places(&self, names: &[&str], places: &mut FieldPlaces) -> bool {
        self.content.find_places(names, places)
    }

    /// As [`Record::field`] of the name of that number.
    pub(crate) fn placed_field(&self, places: &FieldPlaces, number: usize) -> Option<Value<'a>> {
        self.content.placed_field(places, number).filter(|value| *value != Value::Null)
    }

    /// Adds the value of the name of that number as it stands; null where there is none.
    pub(crate) fn push_placed(
        &self,
        places: &FieldPlaces,
        number: usize,
        values: &mut GrowingValues,
    ) {
        self.content.push_placed(places, number, values);
    }

    /// EventRecordID, or the header's number where the values are missing.
    pub fn record_id(&self) -> u64 {
        self.system.event_record_id.unwrap_or(self.number)
    }

    /// TimeCreated, or the header's time where the values are missing.
    pub fn time(&self) -> Filetime {
        self.system.time_created.unwrap_or(self.written)
    }

    /// Digest of event id, provider and fields: equal in copies of the same record. Made of their
    /// text, so that the way a copy was stored does not matter.
    pub fn digest(&self) -> u64 {
        let mut digest = Digest::default();
        let provider = self.system.provider.as_ref().unwrap_or(&Value::Null);
        digest.mix(u64::from(self.system.event_id.unwrap_or_default()));
        digest.add(provider);
        self.content.mix_into(&mut digest);
        digest.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, Value<'static>)]) -> Record<'static> {
        let fields = fields
            .iter()
            .map(|(name, value)| Field { name: Rc::from(*name), value: value.clone() })
            .collect();
        Record::new(System { event_id: Some(1), ..System::default() }, fields)
    }

    #[test]
    fn a_null_field_counts_as_absent() {
        let record = record(&[("A", Value::Null), ("B", Value::UInt(1))]);
        assert_eq!(record.field("a"), None);
        assert_eq!(record.field("b"), Some(Value::UInt(1)));
        assert_eq!(record.field("c"), None);
    }

    #[test]
    fn the_digest_follows_content_not_storage_or_place() {
        let stored = record(&[("A", Value::Utf16(b"x\0y\0"))]);
        let mut copy = record(&[("A", Value::Text("xy".into()))]);
        copy.offset = 77;
        assert_eq!(stored.digest(), copy.digest());
        assert_ne!(stored.digest(), record(&[("A", Value::Text("x".into()))]).digest());
        assert_ne!(
            record(&[("A", Value::Text("xy".into())), ("B", Value::Null)]).digest(),
            record(&[("A", Value::Text("x".into())), ("B", Value::Text("y".into()))]).digest()
        );
    }
}
