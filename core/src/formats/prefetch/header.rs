//! The header, which is the same in all versions.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | version |
//! | 4 | 4 | `SCCA` |
//! | 12 | 4 | file size |
//! | 16 | 60 | executable name, UTF-16, ends with NUL |
//! | 76 | 4 | path hash |

use super::Reading;
use crate::{
    bytes::utf16_lossy,
    error::{ParseError, WarningCode},
};

/// Size of the header in bytes; the file information follows.
pub(super) const SIZE: usize = 84;

pub(super) struct Header {
    pub version: u32,
    pub executable: String,
    pub hash: u32,
}

impl Header {
    /// Reads it; a file that ends too early for its stated size gets a warning.
    pub(super) fn read(reading: &mut Reading<'_, '_>) -> Result<Self, ParseError> {
        let mut reader = reading.at("prefetch header", 0)?;
        let version = reader.u32("prefetch version")?;
        let signature = reader.take("prefetch signature", 4)?;
        if signature != b"SCCA" {
            let found = String::from_utf8_lossy(signature).into_owned();
            return Err(ParseError::unexpected("prefetch signature", 4, "SCCA", found));
        }
        reader.skip("unknown", 4)?;
        let stated_size = u64::from(reader.u32("file size")?);
        let executable = until_nul(reader.take("executable name", 60)?);
        let hash = reader.u32("path hash")?;
        let size = reading.len() as u64;
        if stated_size > size {
            let error = ParseError::truncated("prefetch file", 12, stated_size, size);
            reading.warn_as(WarningCode::Truncated, &error);
        }
        Ok(Self { version, executable, hash })
    }
}

/// Text up to the first NUL; what follows it is left over from other names.
fn until_nul(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let name = units.split(|unit| *unit == [0, 0]).next().unwrap_or_default();
    utf16_lossy(name.as_flattened())
}
