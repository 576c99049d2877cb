//! One attribute of a FILE record.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | type; `0xffffffff` ends the attributes |
//! | 4 | 4 | length with header |
//! | 8 | 1 | 0 resident, 1 non-resident |
//! | 9 | 1 | length of the name |
//! | 16, 20 | 4, 2 | resident: length and offset of the value |
//! | 16 | 8 | non-resident: first cluster of this part |
//! | 48 | 8 | non-resident: size of the content, in the first part only |

use crate::{bytes::Reader, error::ParseError};

/// `$STANDARD_INFORMATION`.
pub(super) const STANDARD_INFORMATION: u32 = 0x10;
/// `$ATTRIBUTE_LIST`.
pub(super) const ATTRIBUTE_LIST: u32 = 0x20;
/// `$FILE_NAME`.
pub(super) const FILE_NAME: u32 = 0x30;
/// `$DATA`.
pub(super) const DATA: u32 = 0x80;
/// Stands where the next type would.
const END: u32 = 0xffff_ffff;
/// Bytes of a resident attribute's header.
const HEADER_BYTES: usize = 24;

/// Where the value of an attribute is.
pub(super) enum Value<'a> {
    /// Here; the reader's window ends with the value.
    Resident(Reader<'a>),
    /// In clusters of the volume.
    NonResident {
        /// First cluster of the part that this attribute describes.
        first_cluster: u64,
        /// Bytes of the content; of no meaning unless `first_cluster` is 0.
        size: u64,
    },
}

/// An attribute as it stands in a record.
pub(super) struct Attribute<'a> {
    pub attribute_type: u32,
    pub has_name: bool,
    window: &'a [u8],
    offset: u64,
}

impl<'a> Attribute<'a> {
    /// The attribute at `reader`, which then stands behind it; none at the end marker.
    ///
    /// # Errors
    /// When it is damaged in such a way that the place of the next one is not known.
    pub(super) fn next(reader: &mut Reader<'a>) -> Result<Option<Self>, ParseError> {
        let (start, offset) = (*reader, reader.offset());
        let attribute_type = reader.u32("attribute type")?;
        if attribute_type == END {
            return Ok(None);
        }
        let length = reader.u32("attribute length")?;
        let bytes = usize::try_from(length).unwrap_or(usize::MAX);
        if bytes < HEADER_BYTES || !bytes.is_multiple_of(8) {
            let expected = format!("a multiple of 8 from {HEADER_BYTES} on");
            let at = offset.saturating_add(4);
            return Err(ParseError::unexpected(
                "attribute length",
                at,
                expected,
                length.to_string(),
            ));
        }
        *reader = start;
        let window = reader.take("attribute", bytes)?;
        let has_name = window.get(9).is_some_and(|units| *units > 0);
        Ok(Some(Self { attribute_type, has_name, window, offset }))
    }

    /// Its value.
    ///
    /// # Errors
    /// When the value does not lie inside the attribute.
    pub(super) fn value(&self) -> Result<Value<'a>, ParseError> {
        let reader = Reader::new(self.window, self.offset);
        match reader.at("resident form", 8)?.u8("resident form")? {
            0 => {
                let mut header = reader.at("length of a value", 16)?;
                let length = usize::try_from(header.u32("length of a value")?);
                let start = usize::from(header.u16("offset of a value")?);
                let start = reader.at("attribute value", start)?;
                let value = { start }.take("attribute value", length.unwrap_or(usize::MAX))?;
                Ok(Value::Resident(Reader::new(value, start.offset())))
            }
            1 => Ok(Value::NonResident {
                first_cluster: reader.at("first cluster", 16)?.u64("first cluster")?,
                size: reader.at("content size", 48)?.u64("content size")?,
            }),
            other => {
                let at = self.offset.saturating_add(8);
                Err(ParseError::unexpected("resident form", at, "0 or 1", other.to_string()))
            }
        }
    }

    /// Its value, which the format keeps in the record for this type.
    ///
    /// # Errors
    /// When the value does not lie inside the attribute.
    pub(super) fn resident(&self, what: &'static str) -> Result<Reader<'a>, ParseError> {
        match self.value()? {
            Value::Resident(reader) => Ok(reader),
            Value::NonResident { .. } => Err(ParseError::unexpected(
                what,
                self.offset,
                "a resident value",
                "a non-resident one",
            )),
        }
    }
}
