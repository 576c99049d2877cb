//! Tokens of binary XML and the parts that follow them. [MS-EVEN6] §2.2.12.

use crate::{
    bytes::{Reader, utf16_lossy},
    error::ParseError,
};

/// End of a fragment.
pub(super) const END: u8 = 0x00;
/// Start of an element; with [`MORE`] attributes follow.
pub(super) const OPEN_ELEMENT: u8 = 0x01;
/// End of an element's start tag.
pub(super) const CLOSE_START: u8 = 0x02;
/// End of an empty element.
pub(super) const CLOSE_EMPTY: u8 = 0x03;
/// End tag.
pub(super) const END_ELEMENT: u8 = 0x04;
/// Literal value.
pub(super) const VALUE: u8 = 0x05;
/// Attribute.
pub(super) const ATTRIBUTE: u8 = 0x06;
/// CDATA section.
pub(super) const CDATA: u8 = 0x07;
/// Character reference.
pub(super) const CHARACTER: u8 = 0x08;
/// Entity reference.
pub(super) const ENTITY: u8 = 0x09;
/// Target of a processing instruction.
pub(super) const INSTRUCTION_TARGET: u8 = 0x0a;
/// Data of a processing instruction.
pub(super) const INSTRUCTION_DATA: u8 = 0x0b;
/// Template instance.
pub(super) const TEMPLATE_INSTANCE: u8 = 0x0c;
/// Substitution.
pub(super) const SUBSTITUTION: u8 = 0x0d;
/// Substitution that may be left out.
pub(super) const OPTIONAL_SUBSTITUTION: u8 = 0x0e;
/// Fragment header.
pub(super) const FRAGMENT_HEADER: u8 = 0x0f;
/// "More follows" flag of tokens 0x01 and 0x05 to 0x09.
pub(super) const MORE: u8 = 0x40;

/// A name as an element or attribute refers to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'c> {
    /// UTF-16LE.
    pub(super) units: &'c [u8],
    /// Whether it stands right behind its offset.
    pub(super) is_inline: bool,
}

/// Bytes of a stored name beside its text: next-name offset, hash, length, and a NUL.
pub(super) const NAME_FRAME: usize = 10;

/// A name: stored at an offset of the chunk, or inline where the offset is the next byte.
pub(super) fn name<'c>(chunk: &'c [u8], reader: &mut Reader<'_>) -> Result<Name<'c>, ParseError> {
    let offset = reader.u32("name offset")?;
    let is_inline = u32::try_from(reader.position()) == Ok(offset);
    let at = usize::try_from(offset).unwrap_or(usize::MAX);
    let units = stored_name(&mut Reader::new(chunk, 0).at("name", at)?)?;
    if is_inline {
        reader.skip("inline name", units.len().saturating_add(NAME_FRAME))?;
    }
    Ok(Name { units, is_inline })
}

/// Next-name offset, hash, length, UTF-16 and a NUL.
pub(super) fn stored_name<'c>(reader: &mut Reader<'c>) -> Result<&'c [u8], ParseError> {
    reader.skip("next name and hash", 6)?;
    let units = reader.u16("name length")?;
    let text = reader.take("name", usize::from(units).saturating_mul(2))?;
    reader.skip("end of name", 2)?;
    Ok(text)
}

/// Text with its length before it, as in literal values, CDATA and instruction data.
pub(super) fn counted_text(
    what: &'static str,
    reader: &mut Reader<'_>,
) -> Result<String, ParseError> {
    let units = reader.u16(what)?;
    Ok(utf16_lossy(reader.take(what, usize::from(units).saturating_mul(2))?))
}

/// The character of an entity.
pub(super) fn entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}
