//! Reading the elements of a template definition, or of a record without a template, into a shape.

use std::rc::Rc;

use super::{
    shape::{FieldName, NameReference, Shape, Source, SystemField, joined},
    tokens,
    values::UTF16,
};
use crate::{
    bytes::{Reader, utf16_lossy},
    error::ParseError,
    limits,
};

/// An element whose end tag has not come yet.
struct Open {
    name: String,
    /// `Data/@Name`.
    data_name: Option<Source>,
    content: Vec<Source>,
    has_children: bool,
}

/// Whether element starts carry a dependency id: in template definitions they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dependency {
    Present,
    Absent,
}

/// Reads elements from `reader` up to the end of the fragment.
///
/// # Errors
/// When the data is damaged, nested too deeply, or of a form that has no shape (an element with
/// text and children, a field whose name is a substitution).
pub(super) fn read_elements(
    chunk: &[u8],
    reader: &mut Reader<'_>,
    dependency: Dependency,
) -> Result<(Shape, Vec<NameReference>), ParseError> {
    let mut builder = Builder::new(chunk, reader.position(), dependency);
    while reader.remaining() > 0 {
        let offset = reader.offset();
        let token = reader.u8("token")?;
        match token & !tokens::MORE {
            tokens::END if token == tokens::END => break,
            tokens::OPEN_ELEMENT => builder.open_element(token, reader)?,
            tokens::CLOSE_START => {}
            tokens::CLOSE_EMPTY | tokens::END_ELEMENT => {
                builder.close_element(offset)?;
                if builder.open.is_empty() {
                    break;
                }
            }
            tokens::ATTRIBUTE => builder.attribute(reader)?,
            tokens::INSTRUCTION_TARGET => drop(builder.name(reader)?),
            tokens::INSTRUCTION_DATA => drop(tokens::counted_text("instruction", reader)?),
            tokens::FRAGMENT_HEADER => reader.skip("fragment header", 3)?,
            _ => {
                let part = builder.part(token, offset, reader)?;
                match builder.open.last_mut() {
                    Some(open) => open.content.push(part),
                    None => builder.nested(part, offset)?,
                }
            }
        }
    }
    if !builder.open.is_empty() {
        return Err(ParseError::truncated("element", reader.offset(), 1, 0));
    }
    builder.shape.complete();
    Ok((builder.shape, builder.names))
}

struct Builder<'c> {
    chunk: &'c [u8],
    dependency: Dependency,
    shape: Shape,
    open: Vec<Open>,
    /// Position where the reading began.
    start: usize,
    names: Vec<NameReference>,
}

impl<'c> Builder<'c> {
    fn new(chunk: &'c [u8], start: usize, dependency: Dependency) -> Self {
        let (shape, open, names) = (Shape::default(), Vec::new(), Vec::new());
        Self { chunk, dependency, shape, open, start, names }
    }

    /// A name, remembered as a reference.
    fn name(&mut self, reader: &mut Reader<'_>) -> Result<String, ParseError> {
        let at = reader.position().saturating_sub(self.start);
        let name = tokens::name(self.chunk, reader)?;
        let units = name.units.into();
        self.names.push(NameReference { at, is_inline: name.is_inline, units });
        Ok(utf16_lossy(name.units))
    }

    fn open_element(&mut self, token: u8, reader: &mut Reader<'_>) -> Result<(), ParseError> {
        let offset = reader.offset();
        if self.open.len() >= limits::BINARY_XML_NESTING {
            let limit = limits::BINARY_XML_NESTING as u64;
            return Err(ParseError::limit(
                "element nesting",
                offset,
                limit,
                limit.saturating_add(1),
            ));
        }
        if self.dependency == Dependency::Present {
            reader.skip("dependency id", 2)?;
        }
        reader.skip("element size", 4)?;
        let name = self.name(reader)?;
        if token & tokens::MORE != 0 {
            reader.skip("attribute list size", 4)?;
        }
        if let Some(parent) = self.open.last_mut() {
            parent.has_children = true;
        }
        self.open.push(Open { name, data_name: None, content: Vec::new(), has_children: false });
        Ok(())
    }

    /// One piece of content: a literal, a reference or a substitution.
    fn part(
        &mut self,
        token: u8,
        offset: u64,
        reader: &mut Reader<'_>,
    ) -> Result<Source, ParseError> {
        let literal = |text: String| Ok(Source::Literal(text.into()));
        match token & !tokens::MORE {
            tokens::VALUE => match reader.u8("literal type")? {
                UTF16 => literal(tokens::counted_text("literal", reader)?),
                kind => Err(unfit("literal type", offset, "0x01", format!("0x{kind:02x}"))),
            },
            tokens::CDATA => literal(tokens::counted_text("CDATA", reader)?),
            tokens::CHARACTER => {
                let code = u32::from(reader.u16("character reference")?);
                literal(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER).to_string())
            }
            tokens::ENTITY => {
                let name = self.name(reader)?;
                match tokens::entity(&name) {
                    Some(text) => literal(text.to_owned()),
                    None => Err(unfit("entity", offset, "a predefined entity", name)),
                }
            }
            tokens::SUBSTITUTION | tokens::OPTIONAL_SUBSTITUTION => {
                let index = reader.u16("substitution index")?;
                reader.skip("substitution type", 1)?;
                Ok(Source::Substitution(index))
            }
            _ => Err(unfit("token", offset, "a binary XML token", format!("0x{token:02x}"))),
        }
    }

    /// An attribute and its value, up to the next attribute or the end of the start tag.
    fn attribute(&mut self, reader: &mut Reader<'_>) -> Result<(), ParseError> {
        let name = self.name(reader)?;
        let mut parts = Vec::new();
        loop {
            let mut ahead = *reader;
            let offset = ahead.offset();
            let token = ahead.u8("attribute value")?;
            match token & !tokens::MORE {
                tokens::VALUE..=tokens::ENTITY
                | tokens::SUBSTITUTION
                | tokens::OPTIONAL_SUBSTITUTION
                    if token & !tokens::MORE != tokens::ATTRIBUTE =>
                {
                    parts.push(self.part(token, offset, &mut ahead)?);
                    *reader = ahead;
                }
                _ => break,
            }
        }
        let source = joined(parts);
        match self.system_attribute(&name) {
            Some(field) => self.shape.system.push((field, source)),
            None if name == "Name" => {
                if let Some(open) = self.open.last_mut().filter(|open| open.name == "Data") {
                    open.data_name = Some(source);
                }
            }
            None => {}
        }
        Ok(())
    }

    fn close_element(&mut self, offset: u64) -> Result<(), ParseError> {
        let system = self.system_element();
        let Some(element) = self.open.pop() else {
            return Err(unfit("end tag", offset, "an open element", "none".to_owned()));
        };
        if let Some(field) = system {
            self.shape.system.push((field, joined(element.content)));
        } else if element.has_children || self.open.is_empty() {
            for part in element.content {
                self.nested(part, offset)?;
            }
        } else if !self.inside_system() {
            let name = field_name(&element, offset)?;
            if self.shape.fields.len() >= limits::TEMPLATE_FIELDS {
                let limit = limits::TEMPLATE_FIELDS as u64;
                return Err(ParseError::limit(
                    "template fields",
                    offset,
                    limit,
                    limit.saturating_add(1),
                ));
            }
            self.shape.fields.push((name, joined(element.content)));
        }
        Ok(())
    }

    /// Content beside elements: whole elements by substitution, or white space.
    fn nested(&mut self, part: Source, offset: u64) -> Result<(), ParseError> {
        match part {
            Source::Substitution(index) => self.shape.nested.push(index),
            Source::Literal(text) if text.trim().is_empty() => {}
            Source::Literal(_) | Source::Empty | Source::Mixed(_) => {
                return Err(unfit("content", offset, "elements only", "text".to_owned()));
            }
        }
        Ok(())
    }

    fn inside_system(&self) -> bool {
        self.open.get(1).is_some_and(|open| open.name == "System")
    }

    /// The System value whose element is about to close.
    fn system_element(&self) -> Option<SystemField> {
        let [event, system, element] = self.open.as_slice() else { return None };
        if event.name != "Event" || system.name != "System" {
            return None;
        }
        Some(match element.name.as_str() {
            "EventID" => SystemField::EventId,
            "Version" => SystemField::Version,
            "Level" => SystemField::Level,
            "Task" => SystemField::Task,
            "Opcode" => SystemField::Opcode,
            "Keywords" => SystemField::Keywords,
            "EventRecordID" => SystemField::EventRecordId,
            "Channel" => SystemField::Channel,
            "Computer" => SystemField::Computer,
            _ => return None,
        })
    }

    fn system_attribute(&self, attribute: &str) -> Option<SystemField> {
        let [event, system, element] = self.open.as_slice() else { return None };
        if event.name != "Event" || system.name != "System" {
            return None;
        }
        match (element.name.as_str(), attribute) {
            ("Provider", "Name") => Some(SystemField::Provider),
            ("TimeCreated", "SystemTime") => Some(SystemField::TimeCreated),
            ("Execution", "ProcessID") => Some(SystemField::ProcessId),
            _ => None,
        }
    }
}

fn field_name(element: &Open, offset: u64) -> Result<FieldName, ParseError> {
    match &element.data_name {
        Some(Source::Literal(name)) => Ok(FieldName::Named(Rc::clone(name))),
        Some(Source::Empty) => Ok(FieldName::Unnamed),
        Some(_) => Err(unfit("field name", offset, "text", "a substitution".to_owned())),
        None if element.name == "Data" => Ok(FieldName::Unnamed),
        None => Ok(FieldName::Named(element.name.as_str().into())),
    }
}

fn unfit(what: &'static str, offset: u64, expected: &str, found: String) -> ParseError {
    ParseError::unexpected(what, offset, expected, found)
}
