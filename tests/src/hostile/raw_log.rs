//! Chunks of an event log put together byte by byte, for what no writer would write.
//!
//! Contract: the frame is valid (sizes, numbers, checksums); what stands in a record is the
//! caller's. A definition stands in the first record of its chunk, where its names know their
//! place. Reference: [MS-EVEN6] §2.2.12 for binary XML.

use crate::writer::evtx::{CHUNK_BYTES, EventLog, FILE_HEADER_BYTES, write_header_checksum};

/// End of a fragment.
pub const END: u8 = 0;
/// Substitution 0 as elements.
pub const SUBSTITUTION_OF_FRAGMENT: &[u8] = b"\x0e\0\0\x21";
const FRAGMENT: &[u8] = b"\x0f\x01\x01\0";
/// Bytes before the first record.
const CHUNK_HEADER: usize = 512;

/// A value: type and bytes.
pub type Typed = (u8, Vec<u8>);

/// What stands between a record's header and its second size.
#[derive(Debug, Clone)]
pub struct Record {
    /// Fragments.
    pub content: Vec<u8>,
}

/// A definition that stands in the first record of its chunk.
#[derive(Debug, Clone)]
pub struct Definition {
    /// All elements, with the end tags that are not missing.
    body: Vec<u8>,
    /// End tags that are missing.
    open: usize,
}

impl Definition {
    /// Where it stands in its chunk: behind the headers of the record, the fragment and the
    /// instance.
    pub const OFFSET: u32 = 550;
    /// Where its first element stands.
    const BODY: usize = 578;

    /// One element with this content: start tag's end, children, end tag.
    pub fn of(root: &str, content: &[u8]) -> Self {
        let mut definition = Self { body: Vec::new(), open: 0 };
        definition.element(root, None, content);
        definition
    }

    /// An event with the values: 1 time, 2 EventRecordID, 3 computer. Fields follow.
    pub fn event(id: u16, channel: &str) -> Self {
        let mut definition = Self { body: Vec::new(), open: 2 };
        definition.element("Event", None, b"\x02");
        definition.element("System", None, b"\x02");
        let provider = literal("Microsoft-Windows-Security-Auditing");
        definition.element("Provider", Some(("Name", &provider)), b"\x03");
        definition.element("EventID", None, &content(&literal(&id.to_string())));
        definition.element("TimeCreated", Some(("SystemTime", b"\x0d\x01\0\x11")), b"\x03");
        definition.element("EventRecordID", None, &content(b"\x0d\x02\0\x0a"));
        definition.element("Channel", None, &content(&literal(channel)));
        definition.element("Computer", None, &content(b"\x0d\x03\0\x01"));
        definition.body.push(4);
        definition.element("EventData", None, b"\x02");
        definition
    }

    /// A field with this content: start tag's end, parts, end tag.
    pub fn add_field(&mut self, name: &str, content: &[u8]) {
        self.element("Data", Some(("Name", &literal(name))), content);
    }

    /// A field of text that stands in the definition.
    pub fn add_text_field(&mut self, name: &str, text: &str) {
        self.add_field(name, &content(&literal(text)));
    }

    fn element(&mut self, name: &str, attribute: Option<(&str, &[u8])>, content: &[u8]) {
        self.body.push(if attribute.is_some() { 0x41 } else { 0x01 });
        self.body.extend([0xff, 0xff, 0, 0, 0, 0]);
        self.name(name);
        if let Some((name, value)) = attribute {
            self.body.extend([0, 0, 0, 0, 0x06]);
            self.name(name);
            self.body.extend(value);
        }
        self.body.extend(content);
    }

    /// A name, stored where it is used.
    fn name(&mut self, name: &str) {
        let offset = Self::BODY + self.body.len() + 4;
        self.body.extend((offset as u32).to_le_bytes());
        self.body.extend([0; 6]);
        self.body.extend(counted(name));
        self.body.extend([0, 0]);
    }

    /// The record that holds the definition and an instance of it: the first of its chunk.
    pub fn record(&self, values: &[Typed]) -> Record {
        let mut body = [FRAGMENT, &self.body].concat();
        body.resize(body.len() + self.open, 4);
        body.push(END);
        let mut content = self.head();
        content.extend([0; 20]);
        content.extend((body.len() as u32).to_le_bytes());
        content.extend(body);
        content.extend(substitutions(values));
        content.push(END);
        Record { content }
    }

    /// A fragment with an instance that refers to the definition.
    pub fn instance_elsewhere(&self, values: &[Typed]) -> Vec<u8> {
        [self.head(), substitutions(values), vec![END]].concat()
    }

    fn head(&self) -> Vec<u8> {
        [FRAGMENT, &[0x0c, 1, 0, 0, 0, 0], &Self::OFFSET.to_le_bytes()].concat()
    }
}

fn substitutions(values: &[Typed]) -> Vec<u8> {
    let mut bytes = (values.len() as u32).to_le_bytes().to_vec();
    for (kind, value) in values {
        let size = u16::try_from(value.len()).expect("a value has at most 65,535 bytes");
        bytes.extend(size.to_le_bytes());
        bytes.extend([*kind, 0]);
    }
    bytes.extend(values.iter().flat_map(|(_, value)| value));
    bytes
}

/// Content between start and end tag.
pub fn content(parts: &[u8]) -> Vec<u8> {
    [b"\x02", parts, b"\x04"].concat()
}

/// Text that stands in the definition.
pub fn literal(text: &str) -> Vec<u8> {
    [vec![5, 1], counted(text)].concat()
}

/// UTF-16LE.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn counted(text: &str) -> Vec<u8> {
    let units = utf16(text);
    [&((units.len() / 2) as u16).to_le_bytes()[..], &units].concat()
}

/// The header of a file of so many chunks; what it counts is not what matters here.
pub fn file_header() -> Vec<u8> {
    let mut header = EventLog::new("Security").write();
    header.truncate(FILE_HEADER_BYTES);
    header
}

/// A chunk of these records, numbered from 1.
///
/// # Panics
/// When they do not fit.
pub fn chunk(records: &[Record]) -> Vec<u8> {
    let mut chunk = b"ElfChnk\0".to_vec();
    for number in [1, records.len() as u64].repeat(2) {
        chunk.extend(number.to_le_bytes());
    }
    chunk.resize(CHUNK_HEADER, 0);
    chunk[40] = 128;
    let mut last = CHUNK_HEADER;
    for (number, record) in (1_u64..).zip(records) {
        last = chunk.len();
        let size = (24 + record.content.len() + 4).next_multiple_of(8);
        chunk.extend(b"**\0\0");
        chunk.extend((size as u32).to_le_bytes());
        chunk.extend(number.to_le_bytes());
        chunk.extend([0; 8]);
        chunk.extend(&record.content);
        chunk.resize(last + size - 4, 0);
        chunk.extend((size as u32).to_le_bytes());
    }
    assert!(chunk.len() <= CHUNK_BYTES, "{} bytes are no chunk", chunk.len());
    chunk[44..48].copy_from_slice(&(last as u32).to_le_bytes());
    let free = chunk.len() as u32;
    chunk[48..52].copy_from_slice(&free.to_le_bytes());
    chunk.resize(CHUNK_BYTES, 0);
    seal(&mut chunk);
    chunk
}

/// Computes both checksums anew.
pub fn seal(chunk: &mut [u8]) {
    let free = u32::from_le_bytes(chunk[48..52].try_into().expect("four bytes")) as usize;
    let sum = crc32fast::hash(&chunk[CHUNK_HEADER..free]);
    chunk[52..56].copy_from_slice(&sum.to_le_bytes());
    write_header_checksum(chunk);
}
