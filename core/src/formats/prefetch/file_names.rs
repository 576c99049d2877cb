//! The names of the loaded files: NUL-terminated UTF-16 texts, one after the other.

use super::{Reading, file_information::Section};
use crate::error::ParseError;

/// Reads the names. What is damaged becomes a warning; a name that is cut off is left out.
pub(super) fn read(reading: &mut Reading<'_, '_>, section: &Section) -> Vec<String> {
    let mut names = Vec::new();
    if let Err(error) = read_into(reading, section, &mut names) {
        reading.warn(&error);
    }
    names
}

fn read_into(
    reading: &mut Reading<'_, '_>,
    section: &Section,
    names: &mut Vec<String>,
) -> Result<(), ParseError> {
    let mut reader = reading.at("file names", section.offset)?;
    let mut offset = reader.offset();
    let start = reader;
    let have = section.size.min(reader.remaining());
    let (units, _) = reader.take("file names", have)?.as_chunks::<2>();
    for name in units.split_inclusive(|unit| *unit == [0, 0]) {
        let [name @ .., [0, 0]] = name else {
            let need = section.size as u64;
            return Err(ParseError::truncated("file name", offset, need, have as u64));
        };
        let text = name.as_flattened();
        if !text.is_empty() {
            names.push(reading.text("file name", offset, text)?);
        }
        offset = offset.saturating_add(text.len() as u64).saturating_add(2);
    }
    // The end of the file may fall between two names.
    { start }.skip("file names", section.size)
}
