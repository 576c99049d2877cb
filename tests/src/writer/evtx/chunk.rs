//! One 64 KiB chunk: name table, template table, records.
//!
//! Reference: [MS-EVEN6] §2.2.12 (binary XML tokens). Offsets in binary XML count from the start
//! of the chunk; a name or template definition stands where it is first used.

use std::collections::BTreeMap;

use super::{
    hashes::{hash_words, identity, name_hash},
    markup::{Element, Node},
    value::{Value, ValueType, utf16},
};

/// Bytes of a chunk.
pub const CHUNK_BYTES: usize = 0x1_0000;
/// Bytes of a chunk's header with both tables.
const HEADER_BYTES: usize = 512;
const NAME_BUCKETS: usize = 64;
const TEMPLATE_BUCKETS: usize = 32;
/// Start of binary XML: version 1.1, no flags.
const FRAGMENT_HEADER: [u8; 4] = [0x0f, 1, 1, 0];

/// How a log came to be written: by the running system, or by an export of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As the service writes: nested XML without a header of its own, text ending in NUL, null
    /// values that still take their room.
    Live,
    /// As an export rewrites it: nested XML has a fragment header, text has no NUL.
    #[default]
    Exported,
}

/// A template and the values for one record.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub template: Element,
    pub values: Vec<Value>,
    /// Event data as an instance of its own, after the other values.
    pub nested: Option<Box<Instance>>,
}

/// What a record holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Instance(Instance),
    /// An event written out whole, with neither template nor values.
    Literal(Element),
}

/// Where a record stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordPlace {
    pub number: u64,
    pub offset: usize,
    pub size: usize,
}

/// A chunk that is being filled.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    style: Style,
    names: BTreeMap<String, u32>,
    name_heads: [u32; NAME_BUCKETS],
    templates: BTreeMap<[u8; 16], u32>,
    template_heads: [u32; TEMPLATE_BUCKETS],
    pub records: Vec<RecordPlace>,
}

impl Chunk {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            bytes: vec![0; HEADER_BYTES],
            style,
            names: BTreeMap::new(),
            name_heads: [0; NAME_BUCKETS],
            templates: BTreeMap::new(),
            template_heads: [0; TEMPLATE_BUCKETS],
            records: Vec::new(),
        }
    }

    /// Adds a record; `false` when there is no room, and the chunk is then as it was.
    pub(crate) fn add(&mut self, number: u64, header_time: u64, content: &Content) -> bool {
        let before = self.clone();
        let offset = self.bytes.len();
        self.bytes.extend(b"**\0\0\0\0\0\0");
        self.u64(number);
        self.u64(header_time);
        self.bytes.extend(FRAGMENT_HEADER);
        match content {
            Content::Instance(instance) => self.instance(instance),
            Content::Literal(element) => self.element(element, false),
        }
        self.bytes.push(0);
        while !(self.bytes.len() + 4).is_multiple_of(8) {
            self.bytes.push(0);
        }
        let size = self.bytes.len() + 4 - offset;
        self.u32(size as u32);
        if self.bytes.len() > CHUNK_BYTES {
            *self = before;
            return false;
        }
        self.patch_u32(offset + 4, size as u32);
        self.records.push(RecordPlace { number, offset, size });
        true
    }

    /// The chunk's bytes with header, tables and both checksums.
    pub(crate) fn finish(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let free = bytes.len() as u32;
        let last = self.records.last();
        let first_number = self.records.first().map_or(u64::MAX, |place| place.number);
        let last_number = last.map_or(u64::MAX, |place| place.number);
        let mut header = b"ElfChnk\0".to_vec();
        for number in [first_number, last_number, first_number, last_number] {
            header.extend(number.to_le_bytes());
        }
        header.extend(128_u32.to_le_bytes());
        header.extend(last.map_or(0, |place| place.offset as u32).to_le_bytes());
        header.extend(free.to_le_bytes());
        header.extend(crc32fast::hash(&bytes[HEADER_BYTES..]).to_le_bytes());
        header.resize(128, 0);
        for head in self.name_heads.iter().chain(&self.template_heads) {
            header.extend(head.to_le_bytes());
        }
        bytes[..HEADER_BYTES].copy_from_slice(&header);
        bytes.resize(CHUNK_BYTES, 0);
        write_header_checksum(&mut bytes);
        bytes
    }

    fn instance(&mut self, instance: &Instance) {
        let identity = identity(&instance.template);
        self.bytes.extend([0x0c, 0x01]);
        self.bytes.extend(&identity[..4]);
        match self.templates.get(&identity) {
            Some(&offset) => self.u32(offset),
            None => self.definition(identity, &instance.template),
        }
        let count = instance.values.len() + usize::from(instance.nested.is_some());
        self.u32(count as u32);
        let descriptors = self.bytes.len();
        self.bytes.resize(descriptors + 4 * count, 0);
        let terminated = self.style == Style::Live;
        for (index, value) in instance.values.iter().enumerate() {
            let start = self.bytes.len();
            self.bytes.extend(value.bytes(terminated));
            self.describe(descriptors + 4 * index, start, value.value_type());
        }
        if let Some(nested) = &instance.nested {
            let start = self.bytes.len();
            if self.style == Style::Exported {
                self.bytes.extend(FRAGMENT_HEADER);
            }
            self.instance(nested);
            self.bytes.push(0);
            self.describe(descriptors + 4 * (count - 1), start, ValueType::Nested);
        }
    }

    fn describe(&mut self, at: usize, start: usize, value_type: ValueType) {
        let size =
            u16::try_from(self.bytes.len() - start).expect("a value has at most 65,535 bytes");
        self.bytes[at..at + 2].copy_from_slice(&size.to_le_bytes());
        self.bytes[at + 2] = value_type.code();
    }

    fn definition(&mut self, identity: [u8; 16], template: &Element) {
        let offset = self.bytes.len() as u32 + 4;
        self.u32(offset);
        let bucket = hash_words(&identity) as usize % TEMPLATE_BUCKETS;
        self.u32(self.template_heads[bucket]);
        self.template_heads[bucket] = offset;
        self.templates.insert(identity, offset);
        self.bytes.extend(identity);
        let size_at = self.bytes.len();
        self.u32(0);
        self.bytes.extend(FRAGMENT_HEADER);
        self.element(template, true);
        self.bytes.push(0);
        self.patch_u32(size_at, (self.bytes.len() - size_at - 4) as u32);
    }

    fn element(&mut self, element: &Element, in_template: bool) {
        let has_attributes = !element.attributes.is_empty();
        self.bytes.push(if has_attributes { 0x41 } else { 0x01 });
        if in_template {
            self.bytes.extend(element.dependency().to_le_bytes());
        }
        let size_at = self.bytes.len();
        self.u32(0);
        self.name(&element.name);
        if has_attributes {
            let list_at = self.bytes.len();
            self.u32(0);
            let last = element.attributes.len() - 1;
            for (index, (name, value)) in element.attributes.iter().enumerate() {
                self.bytes.push(if index == last { 0x06 } else { 0x46 });
                self.name(name);
                self.node(value, in_template);
            }
            self.patch_u32(list_at, (self.bytes.len() - list_at - 4) as u32);
        }
        match &element.children {
            None => self.bytes.push(0x03),
            Some(children) => {
                self.bytes.push(0x02);
                for child in children {
                    self.node(child, in_template);
                }
                self.bytes.push(0x04);
            }
        }
        self.patch_u32(size_at, (self.bytes.len() - size_at - 4) as u32);
    }

    fn node(&mut self, node: &Node, in_template: bool) {
        match node {
            Node::Element(element) => self.element(element, in_template),
            Node::Text(text) => {
                self.bytes.extend([0x05, 0x01]);
                self.counted_text(text);
            }
            Node::Substitution { index, value_type, optional } => {
                self.bytes.push(if *optional { 0x0e } else { 0x0d });
                self.bytes.extend(index.to_le_bytes());
                self.bytes.push(value_type.code());
            }
        }
    }

    fn name(&mut self, name: &str) {
        if let Some(&offset) = self.names.get(name) {
            self.u32(offset);
            return;
        }
        let offset = self.bytes.len() as u32 + 4;
        self.u32(offset);
        let hash = name_hash(name);
        let bucket = usize::from(hash) % NAME_BUCKETS;
        self.u32(self.name_heads[bucket]);
        self.name_heads[bucket] = offset;
        self.names.insert(name.to_owned(), offset);
        self.bytes.extend(hash.to_le_bytes());
        self.counted_text(name);
        self.bytes.extend([0, 0]);
    }

    fn counted_text(&mut self, text: &str) {
        let units = utf16(text);
        self.bytes.extend(((units.len() / 2) as u16).to_le_bytes());
        self.bytes.extend(units);
    }

    fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn patch_u32(&mut self, at: usize, value: u32) {
        self.bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
}

/// Computes a chunk's header checksum anew: over its first 120 bytes and both tables.
pub(crate) fn write_header_checksum(chunk: &mut [u8]) {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&chunk[..120]);
    hasher.update(&chunk[128..HEADER_BYTES]);
    chunk[124..128].copy_from_slice(&hasher.finalize().to_le_bytes());
}
