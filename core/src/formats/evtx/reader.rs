//! Reading all records of a chunk.

use std::cell::LazyCell;

use super::{
    binxml::{self, Content, ShapeCache},
    chunk::{RecordSlot, Slots, find_records},
    fallback::{self, Rendered},
    record::{Record, RecordReader, System},
};
use crate::error::{ParseError, ParseErrorKind, WarningCode, Warnings};

/// Reads chunks one by one, in any order; results do not depend on the order.
///
/// ```
/// use konseki_core::{error::Warnings, formats::evtx::{ChunkOutcome, ChunkReader}};
/// let mut warnings = Warnings::default();
/// let outcome = ChunkReader::default().read_chunk(&[0; 65_536], 4_096, &mut warnings, &mut |_| {});
/// assert_eq!(outcome, ChunkOutcome::Free);
/// ```
#[derive(Debug, Default)]
pub struct ChunkReader {
    shapes: ShapeCache,
    way: Way,
}

/// Which readers are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Way {
    /// Shapes, then the fallback.
    #[default]
    Shapes,
    /// The fallback alone.
    Rendering,
}

/// What a 64 KiB place held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkOutcome {
    /// No records.
    Free,
    /// Records.
    Records {
        /// Records that were handed on, with or without fields.
        read: u64,
        /// Places or records whose content could not be read.
        failed: u64,
        /// Records that the fallback read.
        fallback: u64,
    },
}

impl ChunkReader {
    /// A reader that takes every record through the `evtx` crate's rendering: slow, and what the
    /// usual reader is held against.
    pub fn rendering() -> Self {
        Self { way: Way::Rendering, ..Self::default() }
    }

    /// Hands every record of the chunk to `visit`, in file order.
    ///
    /// `bytes` is the chunk, or as much of it as the file holds; `offset` is its place in the
    /// file. A record whose fields cannot be read is handed on without them, so that it counts
    /// as covered.
    pub fn read_chunk(
        &mut self,
        bytes: &[u8],
        offset: u64,
        warnings: &mut Warnings,
        visit: &mut dyn FnMut(&Record<'_>),
    ) -> ChunkOutcome {
        let (slots, mut failed) = match find_records(bytes, offset, warnings) {
            Slots::Free => return ChunkOutcome::Free,
            Slots::Records { slots, failed } => (slots, failed),
        };
        self.shapes.begin_chunk();
        let (mut read, mut by_fallback) = (0_u64, 0_u64);
        let rendered = LazyCell::new(|| fallback::render_chunk(bytes, &slots));
        let mut record = Record::default();
        for slot in &slots {
            let error = self.read_record(bytes, offset, slot, &rendered, &mut record);
            read = read.saturating_add(1);
            match record.reader {
                RecordReader::Shape => {}
                RecordReader::Fallback => by_fallback = by_fallback.saturating_add(1),
                RecordReader::SystemOnly | RecordReader::HeaderOnly => {
                    failed = failed.saturating_add(1);
                }
            }
            if let Some((code, error)) = error {
                warnings.push(code, record.offset, error.to_string());
            }
            visit(&record);
        }
        ChunkOutcome::Records { read, failed, fallback: by_fallback }
    }

    /// Reads into `record`, whose memory is used again; gives what could not be read of it.
    fn read_record<'a>(
        &mut self,
        chunk: &'a [u8],
        offset: u64,
        slot: &RecordSlot,
        rendered: &LazyCell<Rendered, impl FnOnce() -> Rendered>,
        record: &mut Record<'a>,
    ) -> Option<(WarningCode, ParseError)> {
        record.offset = offset.saturating_add(slot.start as u64);
        record.size = u32::try_from(slot.size).unwrap_or(u32::MAX);
        record.number = slot.number;
        record.written = slot.written;
        record.reader = RecordReader::Shape;
        record.system = System::default();
        let error = match self.read_shapes(chunk, slot, record) {
            Ok(()) if record.system.event_id.is_some() => return None,
            Ok(()) => ParseError::unexpected("record", record.offset, "System values", "none"),
            // Offsets inside the chunk become offsets in the file.
            Err(error) => ParseError { offset: error.offset.saturating_add(offset), ..error },
        };
        record.content = Content::default();
        let is_over = matches!(error.kind, ParseErrorKind::LimitExceeded { .. });
        // What is over a limit here would be expanded there.
        if let Some(json) = (!is_over).then(|| rendered.get(&slot.start)).flatten() {
            let (system, fields) = fallback::body(json);
            if system.event_id.is_some() && fallback::are_within_limits(&fields) {
                record.system = system;
                record.content = Content::listed(fields);
                record.reader = RecordReader::Fallback;
                return Some((WarningCode::RecordFallback, error));
            }
        }
        record.reader = match record.system.event_id {
            Some(_) => RecordReader::SystemOnly,
            None => RecordReader::HeaderOnly,
        };
        let code = if is_over { WarningCode::LimitReached } else { WarningCode::RecordDamaged };
        Some((code, error))
    }

    fn read_shapes<'a>(
        &mut self,
        chunk: &'a [u8],
        slot: &RecordSlot,
        record: &mut Record<'a>,
    ) -> Result<(), ParseError> {
        match self.way {
            Way::Rendering => Ok(()),
            Way::Shapes => {
                let (system, content) = (&mut record.system, &mut record.content);
                binxml::read_record(chunk, slot.content(), &mut self.shapes, system, content)
            }
        }
    }
}

#[cfg(test)]
mod tests;
