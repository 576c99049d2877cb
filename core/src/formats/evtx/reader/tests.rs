//! Records made by hand: without a template, of a form that has no shape, hostile.

use super::*;
use crate::formats::evtx::{Value, render_xml};

/// Binary XML at a known place of a chunk; names stand inline.
struct Markup {
    bytes: Vec<u8>,
    start: usize,
    has_dependency: bool,
}

impl Markup {
    fn new(start: usize) -> Self {
        Self { bytes: vec![0x0f, 1, 1, 0], start, has_dependency: false }
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend(bytes);
        self
    }

    fn name(mut self, name: &str) -> Self {
        let place = self.start + self.bytes.len() + 4;
        self.bytes.extend((place as u32).to_le_bytes());
        self.bytes.extend([0; 6]);
        self.text(name).raw(&[0, 0])
    }

    fn text(mut self, text: &str) -> Self {
        let units: Vec<u16> = text.encode_utf16().collect();
        self.bytes.extend((units.len() as u16).to_le_bytes());
        self.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        self
    }

    /// An element; what follows is its content, up to `end`.
    fn open(self, name: &str, attribute: Option<(&str, &str)>) -> Self {
        let dependency: &[u8] = if self.has_dependency { &[0xff, 0xff] } else { &[] };
        let token = if attribute.is_some() { 0x41 } else { 0x01 };
        let element = self.raw(&[token]).raw(dependency).raw(&[0; 4]).name(name);
        let element = match attribute {
            Some((name, value)) => {
                element.raw(&[0; 4]).raw(&[0x06]).name(name).raw(&[0x05, 0x01]).text(value)
            }
            None => element,
        };
        element.raw(&[0x02])
    }

    fn literal(self, text: &str) -> Self {
        self.raw(&[0x05, 0x01]).text(text)
    }

    fn end(self) -> Self {
        self.raw(&[0x04])
    }

    fn leaf(self, name: &str, attribute: Option<(&str, &str)>, text: &str) -> Self {
        self.open(name, attribute).literal(text).end()
    }

    /// `Event` and `System`, both open elements closed but `Event`.
    fn system(self, event_id: &str) -> Self {
        self.open("Event", None)
            .open("System", None)
            .open("Provider", Some(("Name", "Maker")))
            .end()
            .leaf("EventID", None, event_id)
            .leaf("EventRecordID", None, "77")
            .leaf("Channel", None, "Application")
            .leaf("Computer", None, "HOST")
            .end()
    }
}

const FIRST: usize = 512;
const CONTENT: usize = FIRST + 24;

fn chunk(content: &[u8], written: u64) -> Vec<u8> {
    let mut chunk = vec![0; 65_536];
    let size = (content.len() + 28) as u32;
    let record = [
        &b"\x2a\x2a\0\0"[..],
        &size.to_le_bytes(),
        &5_u64.to_le_bytes(),
        &written.to_le_bytes(),
        content,
        &size.to_le_bytes(),
    ]
    .concat();
    chunk[FIRST..FIRST + record.len()].copy_from_slice(&record);
    chunk[..8].copy_from_slice(b"ElfChnk\0");
    chunk[8..16].copy_from_slice(&5_u64.to_le_bytes());
    chunk[16..24].copy_from_slice(&5_u64.to_le_bytes());
    chunk[24..32].copy_from_slice(&5_u64.to_le_bytes());
    chunk[32..40].copy_from_slice(&5_u64.to_le_bytes());
    chunk[40..44].copy_from_slice(&128_u32.to_le_bytes());
    chunk[44..48].copy_from_slice(&(FIRST as u32).to_le_bytes());
    chunk[48..52].copy_from_slice(&(FIRST as u32 + size).to_le_bytes());
    chunk[120..124].copy_from_slice(&4_u32.to_le_bytes());
    chunk
}

/// Reader, event id, record id and fields of the only record, and the codes of the warnings.
#[derive(Debug, PartialEq)]
struct Read {
    reader: RecordReader,
    event_id: Option<u32>,
    record_id: u64,
    fields: Vec<(String, String)>,
    codes: Vec<WarningCode>,
}

fn read(chunk: &[u8]) -> Read {
    let mut warnings = Warnings::default();
    let mut found = None;
    let mut visit = |record: &Record<'_>| {
        let fields = record.fields().map(|f| (f.name.to_string(), f.value.to_string())).collect();
        found = Some((record.reader, record.system.event_id, record.record_id(), fields));
    };
    ChunkReader::default().read_chunk(chunk, 0, &mut warnings, &mut visit);
    let (reader, event_id, record_id, fields) = found.expect("one record");
    let codes = warnings.groups().map(|(code, ..)| code).collect();
    Read { reader, event_id, record_id, fields, codes }
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

#[test]
fn a_record_without_a_template_has_a_shape_of_its_own() {
    let content = Markup::new(CONTENT)
        .system("11")
        .open("EventData", None)
        .leaf("Data", Some(("Name", "a")), "1")
        .open("Data", None)
        .literal("x ")
        .raw(&[0x09])
        .name("amp")
        .raw(&[0x08, b'!', 0, 0x07])
        .text("<c>")
        .end()
        .end()
        .end()
        .raw(&[0]);
    let found = read(&chunk(&content.bytes, 1));
    assert_eq!(
        (found.reader, found.event_id, found.record_id),
        (RecordReader::Shape, Some(11), 77)
    );
    assert_eq!(found.fields, pairs(&[("a", "1"), ("Data[0]", "x &!<c>")]));
    assert_eq!(found.codes, []);
}

/// Text beside elements has no shape.
fn mixed_content() -> Markup {
    Markup::new(CONTENT)
        .system("12")
        .open("UserData", None)
        .literal("text beside")
        .leaf("Name", None, "first")
        .leaf("Name", None, "second")
        .end()
        .end()
        .raw(&[0])
}

#[test]
fn a_record_without_a_shape_is_read_by_the_fallback() {
    let found = read(&chunk(&mixed_content().bytes, 1));
    assert_eq!(found.reader, RecordReader::Fallback);
    assert_eq!((found.event_id, found.record_id), (Some(12), 77));
    assert_eq!(found.fields, pairs(&[("Name", "first"), ("Name", "second")]));
    assert_eq!(found.codes, [WarningCode::RecordFallback]);
}

#[test]
fn a_record_whose_template_is_missing_stands_with_its_header() {
    let content =
        [&[0x0f, 1, 1, 0, 0x0c, 1, 0, 0, 0, 0][..], &9_000_000_u32.to_le_bytes()].concat();
    let found = read(&chunk(&content, 1));
    assert_eq!(found.reader, RecordReader::HeaderOnly);
    assert_eq!((found.event_id, found.record_id), (None, 5));
    assert_eq!(found.codes, [WarningCode::RecordDamaged]);
}

#[test]
fn a_record_past_year_9999_is_read_and_shown() {
    let mut bytes = chunk(&mixed_content().bytes, u64::MAX);
    assert_eq!(read(&bytes).reader, RecordReader::Fallback);
    assert!(render_xml(&bytes, FIRST).unwrap().contains("second"));
    bytes[0] = b'X';
    assert!(render_xml(&bytes, FIRST).unwrap().contains("second"), "with a damaged magic");
    let error = render_xml(&bytes, FIRST + 4).unwrap_err();
    assert!(error.to_string().contains("no record begins here"), "{error}");
}

/// An instance whose template uses its only value `uses` times; that value is an instance of the
/// same template, `depth` times over.
fn nested_instances(uses: usize, depth: usize) -> Vec<u8> {
    let header = [0x0f, 1, 1, 0, 0x0c, 1, 0, 0, 0, 0];
    let definition_at = CONTENT + header.len() + 4;
    let mut definition = Markup::new(definition_at + 24);
    definition.has_dependency = true;
    let mut definition = definition.open("Event", None).open("UserData", None);
    for _ in 0..uses {
        definition = definition.raw(&[0x0e, 0, 0, 0x21]);
    }
    let definition = definition.end().end().raw(&[0]).bytes;
    let instance = |value: &[u8], kind: u8| {
        let size = (value.len() as u16).to_le_bytes();
        [&1_u32.to_le_bytes()[..], &[size[0], size[1], kind, 0], value].concat()
    };
    let offset = (definition_at as u32).to_le_bytes();
    let mut values = instance(b"", 0);
    for _ in 0..depth {
        values = instance(&[&header[..], &offset, &values].concat(), 0x21);
    }
    let size = (definition.len() as u32).to_le_bytes();
    [&header[..], &offset, &[0; 4], &[7; 16], &size, &definition, &values].concat()
}

#[test]
fn nested_instances_that_multiply_end_at_the_budget() {
    let found = read(&chunk(&nested_instances(200, 20), 1));
    assert_eq!(found.reader, RecordReader::HeaderOnly);
    assert_eq!(found.codes, [WarningCode::RecordDamaged]);
}

#[test]
fn a_literal_costs_no_copy() {
    let bytes = chunk(&mixed_content().bytes, 1);
    let mut provider = None;
    ChunkReader::default().read_chunk(&bytes, 0, &mut Warnings::default(), &mut |record| {
        provider = record.system.provider.as_ref().map(|value| value.eq_ignore_ascii_case("maker"));
        assert!(matches!(record.system.provider, Some(Value::Text(_))));
    });
    assert_eq!(provider, Some(true));
}
