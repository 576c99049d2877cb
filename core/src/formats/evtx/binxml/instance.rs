//! Template instances and fragments: shapes filled with values.

use std::{ops::Range, rc::Rc};

use super::{
    ShapeCache,
    content::{Content, Part, Placed},
    definition::{Dependency, read_elements},
    shape::{Shape, Source, SystemField},
    system, tokens,
    values::{BINARY_XML, RawValue, SID, is_plain},
};
use crate::{bytes::Reader, error::ParseError, formats::evtx::record::System, limits};

/// Reads the fragments from `start` to `end` of a chunk: System values, and where fields stand.
///
/// # Errors
/// When the data is damaged or has no shape; `content` is then to be thrown away, `system` holds
/// what was read so far.
pub(in super::super) fn read_record<'a>(
    chunk: &'a [u8],
    range: (usize, usize),
    cache: &mut ShapeCache,
    system: &mut System<'a>,
    content: &mut Content<'a>,
) -> Result<(), ParseError> {
    content.clear(chunk);
    Filling { chunk, cache, system, content }.fragment(range, 0)
}

/// A record under way.
struct Filling<'r, 'a> {
    chunk: &'a [u8],
    cache: &'r mut ShapeCache,
    system: &'r mut System<'a>,
    content: &'r mut Content<'a>,
}

/// Values of one template instance.
struct Taken {
    /// Which of [`Content::values`].
    range: Range<usize>,
    /// How many bytes they take, where each can surely be decoded and is no fragment.
    bytes: Option<usize>,
}

impl Filling<'_, '_> {
    fn fragment(&mut self, (start, end): (usize, usize), depth: usize) -> Result<(), ParseError> {
        if depth > limits::BINARY_XML_NESTING {
            let limit = limits::BINARY_XML_NESTING as u64;
            return Err(ParseError::limit("fragment nesting", start as u64, limit, depth as u64));
        }
        let window = self.chunk.get(..end).unwrap_or(self.chunk);
        let mut reader = Reader::new(window, 0).at("fragment", start)?;
        while reader.remaining() > 0 {
            self.cache.spend_steps(reader.offset(), 1)?;
            let mut ahead = reader;
            let token = ahead.u8("token")?;
            match token {
                tokens::END => break,
                tokens::FRAGMENT_HEADER => {
                    ahead.skip("fragment header", 3)?;
                    reader = ahead;
                }
                tokens::TEMPLATE_INSTANCE => {
                    self.instance(&mut ahead, depth)?;
                    reader = ahead;
                }
                _ => {
                    self.cache.spend_definition(reader.offset(), reader.remaining())?;
                    let (shape, _) = read_elements(self.chunk, &mut reader, Dependency::Absent)?;
                    let end = self.content.values.len();
                    let nothing = Taken { range: end..end, bytes: Some(0) };
                    self.fill(Rc::new(shape), nothing, depth)?;
                }
            }
        }
        Ok(())
    }

    fn instance(&mut self, reader: &mut Reader<'_>, depth: usize) -> Result<(), ParseError> {
        reader.skip("template instance", 5)?;
        let definition = reader.u32("template definition offset")?;
        if u32::try_from(reader.position()) == Ok(definition) {
            reader.skip("template header", 20)?;
            let size = reader.u32("template size")?;
            reader.skip("template definition", usize::try_from(size).unwrap_or(usize::MAX))?;
        }
        let shape = self.cache.shape(self.chunk, definition)?;
        let values = self.values(reader)?;
        self.fill(shape, values, depth)
    }

    /// Adds the values of an instance to the record's.
    fn values(&mut self, reader: &mut Reader<'_>) -> Result<Taken, ParseError> {
        let offset = reader.offset();
        let count = usize::try_from(reader.u32("substitution count")?).unwrap_or(usize::MAX);
        let size = count.saturating_mul(4);
        if size > reader.remaining() {
            let have = reader.remaining() as u64;
            return Err(ParseError::truncated("substitutions", offset, size as u64, have));
        }
        self.cache.spend_steps(offset, count)?;
        let descriptors = reader.take("substitutions", size)?.as_chunks::<4>().0;
        let begin = u32::try_from(reader.position()).unwrap_or(u32::MAX);
        let mut start = begin;
        let (mut are_plain, mut has_sid) = (true, false);
        self.content.values.extend(descriptors.iter().map(|[low, high, kind, _]| {
            let size = u16::from_le_bytes([*low, *high]);
            let placed = Placed { start, size, kind: *kind };
            start = start.saturating_add(u32::from(size));
            has_sid |= *kind == SID;
            are_plain &= *kind == SID || is_plain(*kind, size);
            placed
        }));
        let all = usize::try_from(start.saturating_sub(begin)).unwrap_or(usize::MAX);
        if all <= reader.remaining() {
            reader.skip("substitution values", all)?;
        } else {
            // Names the value that the data ends in.
            for [low, high, ..] in descriptors {
                let size = u16::from_le_bytes([*low, *high]);
                reader.skip("substitution value", usize::from(size))?;
            }
        }
        let end = self.content.values.len();
        let range = end.saturating_sub(count)..end;
        let are_plain = are_plain && (!has_sid || self.content.have_whole_sids(&range));
        Ok(Taken { range, bytes: are_plain.then_some(all) })
    }

    /// Takes values for the shape.
    fn fill(&mut self, shape: Rc<Shape>, values: Taken, depth: usize) -> Result<(), ParseError> {
        let Taken { range: values, bytes: all } = values;
        let steps = shape.fields.len().saturating_add(shape.nested.len());
        self.cache.spend_steps(0, steps)?;
        let mut bytes: usize = 0;
        for (field, source) in &shape.system {
            bytes = bytes.saturating_add(self.system_value(*field, source, &values)?);
        }
        let plain = match (all, shape.literals) {
            (Some(all), Some(literals)) => Some(all.saturating_add(literals)),
            _ => self.content.plain_bytes(&shape.fields, &values),
        };
        bytes = bytes.saturating_add(match plain {
            Some(bytes) => {
                if !shape.fields.is_empty() {
                    let fields = 0..shape.fields.len();
                    let part = Part { shape: Rc::clone(&shape), fields, values: values.clone() };
                    self.content.parts.push(part);
                }
                bytes
            }
            None => self.fields(&shape, &values, depth)?,
        });
        self.cache.spend_values(bytes)?;
        for index in &shape.nested {
            let Some(raw) = self.content.raw(&values, *index) else { continue };
            match self.nested_fragment(&Source::Substitution(*index), &values) {
                Some(range) => self.fragment(range, depth.saturating_add(1))?,
                None if raw.bytes.is_empty() || raw.kind == 0 => {}
                None => return Err(self.unexpected("element", *index, &values, raw)),
            }
        }
        Ok(())
    }

    /// Takes a System value; gives the bytes that it comes from.
    fn system_value(
        &mut self,
        field: SystemField,
        source: &Source,
        values: &Range<usize>,
    ) -> Result<usize, ParseError> {
        if let Source::Substitution(index) = source
            && let Some(raw) = self.content.raw(values, *index)
            && system::set_plain(self.system, field, raw)
        {
            return Ok(raw.bytes.len());
        }
        let bytes = self.check(source, values)?;
        system::set(self.system, field, self.content.resolve(source, values));
        Ok(bytes)
    }

    /// Takes fields of which some are fragments or made of several parts; gives the bytes that they
    /// come from.
    fn fields(
        &mut self,
        shape: &Rc<Shape>,
        values: &Range<usize>,
        depth: usize,
    ) -> Result<usize, ParseError> {
        let part =
            |from, to| Part { shape: Rc::clone(shape), fields: from..to, values: values.clone() };
        let (mut bytes, mut from) = (0_usize, 0);
        for (number, (_, source)) in shape.fields.iter().enumerate() {
            match self.nested_fragment(source, values) {
                None => bytes = bytes.saturating_add(self.check(source, values)?),
                Some(range) => {
                    if from < number {
                        self.content.parts.push(part(from, number));
                    }
                    self.fragment(range, depth.saturating_add(1))?;
                    from = number.saturating_add(1);
                }
            }
        }
        if from < shape.fields.len() {
            self.content.parts.push(part(from, shape.fields.len()));
        }
        Ok(bytes)
    }

    /// Where the fragment stands that a substitution holds, if it holds one: whole elements may
    /// stand where a value would.
    fn nested_fragment(&self, source: &Source, values: &Range<usize>) -> Option<(usize, usize)> {
        let Source::Substitution(index) = source else { return None };
        let placed = self.content.values.get(values.clone())?.get(usize::from(*index))?;
        let start = usize::try_from(placed.start).ok()?;
        let is_fragment = placed.kind == BINARY_XML && placed.size > 0;
        is_fragment.then(|| (start, start.saturating_add(usize::from(placed.size))))
    }

    /// Holds that a value can be decoded when it is asked for; gives the bytes that it comes from.
    fn check(&self, source: &Source, values: &Range<usize>) -> Result<usize, ParseError> {
        match source {
            Source::Empty => Ok(0),
            Source::Literal(text) => Ok(text.len()),
            Source::Mixed(parts) => self.check_mixed(parts, values),
            Source::Substitution(index) => match self.content.raw(values, *index) {
                Some(raw) if raw.kind == BINARY_XML && !raw.bytes.is_empty() => {
                    Err(self.unexpected("field value", *index, values, raw))
                }
                Some(raw) if !raw.is_decodable() => {
                    Err(self.unexpected("value", *index, values, raw))
                }
                raw => Ok(raw.map_or(0, |raw| raw.bytes.len())),
            },
        }
    }

    /// Parts that make one value together; one substitution may stand in it again and again.
    fn check_mixed(&self, parts: &[Source], values: &Range<usize>) -> Result<usize, ParseError> {
        let mut bytes: usize = 0;
        for part in parts {
            bytes = bytes.saturating_add(self.check(part, values)?);
            if bytes > limits::VALUE_BYTES {
                let limit = limits::VALUE_BYTES as u64;
                return Err(ParseError::limit("field value", 0, limit, bytes as u64));
            }
        }
        Ok(bytes)
    }

    fn unexpected(
        &self,
        what: &'static str,
        index: u16,
        values: &Range<usize>,
        raw: RawValue<'_>,
    ) -> ParseError {
        let placed = self.content.values.get(values.clone());
        let placed = placed.and_then(|values| values.get(usize::from(index)));
        let offset = placed.map_or(0, |placed| u64::from(placed.start));
        let found = format!("{} bytes of type 0x{:02x}", raw.bytes.len(), raw.kind);
        ParseError::unexpected(what, offset, "another type or size", found)
    }
}
