//! Findings as bytes, to travel between workers.
//!
//! Contract: one byte of version, then `postcard`. Bytes of another version or damaged bytes are
//! an error; a stated length never makes an allocation larger than the bytes themselves warrant.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::findings::SourceFindings;
use crate::formats::evtx::FieldValues;

/// Version of the encoding; raised whenever the findings change shape.
pub const VERSION: u8 = 8;

/// Why bytes are no findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// They were written by another version (or are empty).
    Version {
        /// The version found.
        found: Option<u8>,
    },
    /// They are damaged.
    Damaged(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { found: Some(found) } => {
                write!(formatter, "findings of version {found}, expected {VERSION}")
            }
            Self::Version { found: None } => write!(formatter, "findings without bytes"),
            Self::Damaged(reason) => write!(formatter, "damaged findings: {reason}"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl SourceFindings {
    /// The findings as bytes.
    ///
    /// ```
    /// use konseki_core::scan::findings::SourceFindings;
    /// let findings = SourceFindings { records_read: 7, ..SourceFindings::default() };
    /// assert_eq!(SourceFindings::from_bytes(&findings.to_bytes()), Ok(findings));
    /// assert!(SourceFindings::from_bytes(&[99, 0, 0]).is_err());
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing plain data to a growing vector cannot fail; empty bytes are refused on reading.
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Reads [`SourceFindings::to_bytes`].
    ///
    /// # Errors
    /// When the bytes are of another version, damaged, or followed by others.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let body = match bytes.split_first() {
            Some((&VERSION, body)) => body,
            found => return Err(DecodeError::Version { found: found.map(|(byte, _)| *byte) }),
        };
        let damaged = |reason: String| DecodeError::Damaged(reason);
        let (findings, rest) =
            postcard::take_from_bytes(body).map_err(|error| damaged(error.to_string()))?;
        match rest {
            [] => Ok(findings),
            rest => Err(damaged(format!("{} bytes are left over", rest.len()))),
        }
    }
}

impl Serialize for FieldValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As one piece: byte by byte it would cost more than reading the record.
        serializer.serialize_bytes(self.bytes())
    }
}

impl<'de> Deserialize<'de> for FieldValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Piece)
    }
}

/// Takes up the bytes as one piece.
struct Piece;

impl de::Visitor<'_> for Piece {
    type Value = FieldValues;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the bytes of field values")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<FieldValues, E> {
        Ok(FieldValues::of_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::evtx::Value;

    #[test]
    fn values_of_fields_travel_as_one_piece() {
        let kept: FieldValues = [Some(Value::UInt(1)), None].into_iter().collect();
        let bytes = postcard::to_extend(&kept, Vec::new()).unwrap();
        assert_eq!(bytes.len(), kept.bytes().len() + 1);
        assert_eq!(postcard::from_bytes::<FieldValues>(&bytes).unwrap(), kept);
    }
}
