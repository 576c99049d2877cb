//! Shapes that were read already: by place in the chunk at hand, by content across chunks.
//!
//! Contract: a remembered shape is used only where reading the definition anew would give the
//! same, so the order of chunks changes nothing. All work on one chunk is bounded.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    rc::Rc,
};

use super::{
    definition::{Dependency, read_elements},
    shape::{NameReference, Shape},
};
use crate::{bytes::Reader, error::ParseError, limits};

/// Places of definitions that are looked at first; a chunk has a few dozen.
const RECENT: usize = 64;

/// Next-definition offset, then the GUID.
const GUID_AT: usize = 4;

/// Template shapes, and the budget of the chunk at hand.
#[derive(Debug, Default)]
pub(in super::super) struct ShapeCache {
    /// Of the chunk at hand, by the offset of the definition.
    by_offset: BTreeMap<u32, Result<Rc<Shape>, ParseError>>,
    /// Some of those, each at a place that follows from its offset: looked at first.
    recent: Vec<Option<(u32, Rc<Shape>)>>,
    /// Across chunks, by the definition's GUID.
    by_guid: HashMap<[u8; 16], VecDeque<Known>>,
    /// Definition bytes in `by_guid`.
    remembered: usize,
    /// Definition bytes read in this chunk.
    definition_bytes: usize,
    /// Fields and values gone through in this chunk.
    steps: usize,
    /// Bytes that the fields of this chunk come from.
    value_bytes: usize,
}

/// A definition and its shape. Definitions name their elements by offsets into the chunk, so the
/// same definition has other bytes in another chunk: offsets are left out of the comparison and
/// the names they lead to are compared instead.
#[derive(Debug)]
struct Known {
    definition: Box<[u8]>,
    names: Vec<NameReference>,
    shape: Rc<Shape>,
}

impl ShapeCache {
    /// Begins a chunk: definitions are found by their offset in it.
    pub(in super::super) fn begin_chunk(&mut self) {
        self.by_offset.clear();
        self.recent.clear();
        self.recent.resize(RECENT, None);
        self.definition_bytes = 0;
        self.steps = 0;
        self.value_bytes = 0;
    }

    /// The shape of the definition at `offset` of the chunk.
    pub(super) fn shape(&mut self, chunk: &[u8], offset: u32) -> Result<Rc<Shape>, ParseError> {
        let place = usize::try_from(offset ^ offset >> 6).unwrap_or_default() % RECENT;
        if let Some(Some((known, shape))) = self.recent.get(place)
            && *known == offset
        {
            return Ok(Rc::clone(shape));
        }
        let shape = match self.by_offset.get(&offset) {
            Some(known) => known.clone(),
            None => {
                let shape = self.find_or_read(chunk, offset);
                self.by_offset.insert(offset, shape.clone());
                shape
            }
        };
        if let (Ok(shape), Some(recent)) = (&shape, self.recent.get_mut(place)) {
            *recent = Some((offset, Rc::clone(shape)));
        }
        shape
    }

    /// Next-definition offset, GUID, size, then a fragment of that size.
    fn find_or_read(&mut self, chunk: &[u8], offset: u32) -> Result<Rc<Shape>, ParseError> {
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut header = Reader::new(chunk, 0).at("template definition", at)?;
        header.skip("next template", GUID_AT)?;
        let guid = header.take("template GUID", 16)?.try_into().unwrap_or_default();
        let size = usize::try_from(header.u32("template size")?).unwrap_or(usize::MAX);
        let start = header.position();
        let definition = header.take("template definition", size)?;
        self.spend_definition(u64::from(offset), size)?;
        let known = self.by_guid.get(&guid).into_iter().flatten();
        if let Some(known) = known.into_iter().find(|known| known.is_at(chunk, start, size)) {
            return Ok(Rc::clone(&known.shape));
        }
        let window = chunk.get(..start.saturating_add(size)).unwrap_or(chunk);
        let mut reader = Reader::new(window, 0).at("template definition", start)?;
        let (shape, names) = read_elements(chunk, &mut reader, Dependency::Present)?;
        let shape = Rc::new(shape);
        self.remember(
            guid,
            Known { definition: definition.into(), names, shape: Rc::clone(&shape) },
        );
        Ok(shape)
    }

    fn remember(&mut self, guid: [u8; 16], known: Known) {
        self.remembered = self.remembered.saturating_add(known.definition.len());
        if self.remembered > limits::TEMPLATE_BYTES_REMEMBERED {
            self.by_guid.clear();
            self.remembered = known.definition.len();
        }
        let same_guid = self.by_guid.entry(guid).or_default();
        if same_guid.len() >= limits::TEMPLATES_PER_GUID
            && let Some(oldest) = same_guid.pop_front()
        {
            self.remembered = self.remembered.saturating_sub(oldest.definition.len());
        }
        same_guid.push_back(known);
    }

    /// Definitions may overlap in a hostile chunk; what is read of them in all is bounded.
    pub(super) fn spend_definition(&mut self, offset: u64, bytes: usize) -> Result<(), ParseError> {
        self.definition_bytes = self.definition_bytes.saturating_add(bytes);
        within("template bytes", offset, limits::TEMPLATE_BYTES_PER_CHUNK, self.definition_bytes)
    }

    /// A template may use one nested value again and again; what is gone through is bounded.
    pub(super) fn spend_steps(&mut self, offset: u64, steps: usize) -> Result<(), ParseError> {
        self.steps = self.steps.saturating_add(steps);
        within("fields and values", offset, limits::FIELDS_PER_CHUNK, self.steps)
    }

    /// Many fields may share one long value or literal; what they come to in all is bounded.
    pub(super) fn spend_values(&mut self, bytes: usize) -> Result<(), ParseError> {
        self.value_bytes = self.value_bytes.saturating_add(bytes);
        within("bytes of values", 0, limits::VALUE_BYTES_PER_CHUNK, self.value_bytes)
    }
}

fn within(what: &'static str, offset: u64, limit: usize, found: usize) -> Result<(), ParseError> {
    if found > limit {
        return Err(ParseError::limit(what, offset, limit as u64, found as u64));
    }
    Ok(())
}

impl Known {
    /// Whether the definition of `size` bytes at `start` of the chunk is this one.
    fn is_at(&self, chunk: &[u8], start: usize, size: usize) -> bool {
        self.definition.len() == size && self.compare(chunk, start).is_some()
    }

    fn compare(&self, chunk: &[u8], start: usize) -> Option<()> {
        let definition = chunk.get(start..start.checked_add(self.definition.len())?)?;
        let mut from = 0;
        for name in &self.names {
            let same = definition.get(from..name.at)? == self.definition.get(from..name.at)?;
            let end = name.at.checked_add(4)?;
            let offset = u32::from_le_bytes(definition.get(name.at..end)?.try_into().ok()?);
            let stored = usize::try_from(offset).ok()?;
            let is_inline = stored == start.checked_add(end)?;
            if !same || is_inline != name.is_inline || !name.is_stored_at(chunk, stored)? {
                return None;
            }
            from = if is_inline { end.checked_add(name.stored_size())? } else { end };
        }
        (definition.get(from..)? == self.definition.get(from..)?).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, next: u32) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = next.to_le_bytes().to_vec();
        bytes.extend([0xaa, 0xbb]);
        bytes.extend((units.len() as u16).to_le_bytes());
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.extend([0, 0]);
        bytes
    }

    /// `<Event><x>%0</x></Event>` at `at`: `Event` inline, `x` stored at 8.
    fn chunk(at: usize, stored: &str, next: u32) -> Vec<u8> {
        let mut chunk = vec![0; 8];
        chunk.extend(name(stored, next));
        chunk.resize(at, 0);
        let mut body = vec![0x0f, 1, 1, 0, 0x01, 0xff, 0xff, 0, 0, 0, 0];
        body.extend((at as u32 + 24 + body.len() as u32 + 4).to_le_bytes());
        body.extend(name("Event", next));
        body.extend([0x02, 0x01, 0xff, 0xff, 0, 0, 0, 0, 8, 0, 0, 0, 0x02]);
        body.extend([0x0d, 0, 0, 1, 0x04, 0x04, 0x00]);
        chunk.extend([0; 4]);
        chunk.extend([7; 16]);
        chunk.extend((body.len() as u32).to_le_bytes());
        chunk.extend(body);
        chunk
    }

    #[test]
    fn a_definition_is_known_again_elsewhere_but_not_under_other_names() {
        let mut cache = ShapeCache::default();
        let mut read = |at: usize, stored: &str, next| {
            cache.begin_chunk();
            cache.shape(&chunk(at, stored, next), at as u32).unwrap()
        };
        let first = read(100, "Aa", 0);
        assert!(Rc::ptr_eq(&first, &read(100, "Aa", 0)));
        assert!(Rc::ptr_eq(&first, &read(300, "Aa", 9)), "place and hash chain do not matter");
        let other = read(100, "Ab", 0);
        assert!(!Rc::ptr_eq(&first, &other), "same bytes of the definition, another name");
        assert!(Rc::ptr_eq(&first, &read(200, "Aa", 0)));
    }

    #[test]
    fn the_budget_of_a_chunk_is_the_same_with_a_warm_cache() {
        let mut cache = ShapeCache::default();
        let chunk = chunk(100, "Aa", 0);
        for _ in 0..3 {
            cache.begin_chunk();
            cache.shape(&chunk, 100).unwrap();
            assert_eq!(cache.definition_bytes, chunk.len() - 124);
        }
    }
}
