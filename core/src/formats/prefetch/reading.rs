//! What the readers of all sections share: the bytes, the caps and the warnings.

use crate::{
    bytes::{Reader, utf16_lossy},
    error::{ParseError, ParseErrorKind, WarningCode, Warnings},
    limits,
};

/// How the file is stored, which decides what the offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// As it is.
    Plain,
    /// In a MAM container.
    Compressed,
}

/// One file that is being read.
pub(super) struct Reading<'b, 'w> {
    bytes: &'b [u8],
    stored: Stored,
    entries_left: usize,
    /// An honest file holds every text once, so that all of them fit into its own size.
    text_left: usize,
    warnings: &'w mut Warnings,
}

impl<'b, 'w> Reading<'b, 'w> {
    pub(super) fn new(bytes: &'b [u8], stored: Stored, warnings: &'w mut Warnings) -> Self {
        let (entries_left, text_left) = (limits::PREFETCH_ENTRIES, bytes.len());
        Self { bytes, stored, entries_left, text_left, warnings }
    }

    /// Size of the (decompressed) file in bytes.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// A reader at `offset` of the file.
    pub(super) fn at(&self, what: &'static str, offset: usize) -> Result<Reader<'b>, ParseError> {
        Reader::new(self.bytes, 0).at(what, offset)
    }

    /// Counts one more entry, or says that there are too many.
    pub(super) fn entry(&mut self, what: &'static str, offset: u64) -> Result<(), ParseError> {
        let limit = limits::PREFETCH_ENTRIES as u64;
        self.entries_left = self
            .entries_left
            .checked_sub(1)
            .ok_or_else(|| ParseError::limit(what, offset, limit, limit.saturating_add(1)))?;
        Ok(())
    }

    /// One entry that is UTF-16 text.
    pub(super) fn text(
        &mut self,
        what: &'static str,
        offset: u64,
        text: &[u8],
    ) -> Result<String, ParseError> {
        self.entry(what, offset)?;
        self.text_left = self.text_left.checked_sub(text.len()).ok_or_else(|| {
            let expected = "texts that do not overlap";
            ParseError::unexpected(what, offset, expected, "more text than the file has bytes")
        })?;
        Ok(utf16_lossy(text))
    }

    /// Reports damage that was stepped over.
    pub(super) fn warn(&mut self, error: &ParseError) {
        let code = match error.kind {
            ParseErrorKind::LimitExceeded { .. } => WarningCode::LimitReached,
            _ => WarningCode::PrefetchDamaged,
        };
        self.warn_as(code, error);
    }

    /// Reports damage under another code.
    pub(super) fn warn_as(&mut self, code: WarningCode, error: &ParseError) {
        match self.stored {
            Stored::Plain => self.warnings.push_error(code, error),
            Stored::Compressed => {
                self.warnings.push(code, error.offset, format!("{error} (decompressed data)"));
            }
        }
    }
}
