//! Binary XML: template shapes and substitution values.
//!
//! Contract: a shape says, for each System value and each field, which substitution or literal
//! holds it, so that records are read without rendering. What does not fit a shape is an error of
//! that record, and the caller takes the fallback. Reference: [MS-EVEN6] §2.2.12 and §3.1.4.7.

mod instance;
mod shape;
mod tokens;
mod values;

use std::{collections::HashMap, rc::Rc};

pub(super) use instance::{Body, read_fragment, system_number};
use shape::{Dependency, Shape};

use crate::{bytes::Reader, error::ParseError, limits};

/// Template shapes of one chunk, by the offset of their definition.
#[derive(Debug, Default)]
pub(super) struct ShapeCache {
    shapes: HashMap<u32, Result<Rc<Shape>, ParseError>>,
    spent: usize,
}

impl ShapeCache {
    /// Forgets the shapes of the last chunk: definitions are found by their offset in the chunk.
    pub(super) fn clear(&mut self) {
        self.shapes.clear();
        self.spent = 0;
    }

    /// The shape of the definition at `offset` of the chunk.
    fn shape(&mut self, chunk: &[u8], offset: u32) -> Result<Rc<Shape>, ParseError> {
        if let Some(known) = self.shapes.get(&offset) {
            return known.clone();
        }
        let shape = self.read_definition(chunk, offset).map(Rc::new);
        self.shapes.insert(offset, shape.clone());
        shape
    }

    /// Next-definition offset, GUID, size, then a fragment of that size.
    fn read_definition(&mut self, chunk: &[u8], offset: u32) -> Result<Shape, ParseError> {
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut header = Reader::new(chunk, 0).at("template definition", at)?;
        header.skip("template header", 20)?;
        let size = usize::try_from(header.u32("template size")?).unwrap_or(usize::MAX);
        let start = header.position();
        header.skip("template definition", size)?;
        self.spend(u64::from(offset), size)?;
        let window = chunk.get(..start.saturating_add(size)).unwrap_or(chunk);
        let mut reader = Reader::new(window, 0).at("template definition", start)?;
        shape::read_elements(chunk, &mut reader, Dependency::Present)
    }

    /// Definitions may overlap in a hostile chunk; what is read of them in all is bounded.
    fn spend(&mut self, offset: u64, bytes: usize) -> Result<(), ParseError> {
        self.spent = self.spent.saturating_add(bytes);
        if self.spent > limits::TEMPLATE_BYTES_PER_CHUNK {
            let limit = limits::TEMPLATE_BYTES_PER_CHUNK as u64;
            return Err(ParseError::limit("template bytes", offset, limit, self.spent as u64));
        }
        Ok(())
    }
}
