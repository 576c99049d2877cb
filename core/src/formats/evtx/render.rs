//! One record as XML, rendered by the `evtx` crate when the user opens it.

use std::sync::Arc;

use evtx::{EvtxChunkData, ParserSettings};

use super::chunk::RECORD_HEADER;
use crate::error::ParseError;

/// The XML of the record whose magic stands at `start` of the chunk.
///
/// # Errors
/// When there is no such record, or `evtx` cannot render it; the text says why.
pub fn render_xml(chunk: &[u8], start: usize) -> Result<String, ParseError> {
    let failed = |reason: String| ParseError::unreadable("record", start as u64, reason);
    let copy = readable_copy(chunk, [start]);
    let mut data = EvtxChunkData::new(copy, false).map_err(|error| failed(error.to_string()))?;
    let settings = Arc::new(ParserSettings::default());
    let mut chunk = data.parse(settings).map_err(|error| failed(error.to_string()))?;
    let wanted = start.saturating_add(RECORD_HEADER) as u64;
    let mut reason = "no record begins here".to_owned();
    for record in chunk.iter() {
        match record {
            Ok(record) if record.binxml_offset == wanted => {
                let xml = record.into_xml().map_err(|error| failed(error.to_string()))?;
                return Ok(xml.data);
            }
            Ok(_) => {}
            Err(error) => reason = error.to_string(),
        }
    }
    Err(failed(reason))
}

/// A copy of the chunk that `evtx` does not refuse: its magic and the bounds of the live area are
/// set, and the header times of the wanted records, which `evtx` rejects past year 9999, are zeroed.
pub(super) fn readable_copy(chunk: &[u8], wanted: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let mut copy = chunk.to_vec();
    copy.resize(usize::try_from(super::CHUNK).unwrap_or(copy.len()), 0);
    let mut set = |at: usize, bytes: &[u8]| {
        if let Some(target) = copy.get_mut(at..at.saturating_add(bytes.len())) {
            target.copy_from_slice(bytes);
        }
    };
    set(0, b"ElfChnk\0");
    // Record ids from 0 to the largest, free space at the end: walk as far as records go.
    set(24, &0_u64.to_le_bytes());
    set(32, &u64::MAX.to_le_bytes());
    set(44, &65_532_u32.to_le_bytes());
    set(48, &65_536_u32.to_le_bytes());
    for start in wanted {
        set(start.saturating_add(16), &[0; 8]);
    }
    copy
}
