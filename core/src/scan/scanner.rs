//! The map: one unit of an evidence source into findings.
//!
//! Contract: memory is flat. An event log is read slice by slice into one buffer that is used
//! again; nothing of it is kept but findings. Cutting a log into other segments, or reading it as a
//! stream, gives the same findings once they are joined.

use std::{
    io::{self, Read},
    ops::ControlFlow,
};

use sha2::{Digest, Sha256};

use super::{
    chunk::ChunkScan,
    file_system::StepFilter,
    findings::{LogFindings, SourceFindings},
    prefetch,
    rules::Rules,
    settings,
};
use crate::{
    bytes::floor_to,
    catalog::Catalog,
    error::WarningCode,
    formats::{
        archive,
        evtx::{CHUNK, ChunkOutcome, ChunkReader, HEADER_BLOCK},
    },
    limits,
    source::ReadAt,
};

/// Is told the bytes done since the last call; may end the reading.
pub type Progress<'p> = dyn FnMut(u64) -> ControlFlow<()> + 'p;

/// Reads units of evidence, one after the other.
pub(crate) struct UnitScanner<'c> {
    rules: Rules<'c>,
    pub(super) steps: StepFilter,
    reader: ChunkReader,
    pub(super) buffer: Vec<u8>,
}

/// Bytes between two calls of [`Progress`]: 16 chunks.
pub(super) const PROGRESS_BYTES: usize = 1 << 20;

impl<'c> UnitScanner<'c> {
    /// A scanner for the traces and life signs of a catalog.
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        Self {
            rules: Rules::new(catalog),
            steps: StepFilter::new(catalog),
            reader: ChunkReader::default(),
            buffer: Vec::new(),
        }
    }

    /// A segment of an event log: chunks from `offset` on. The last one may be cut.
    pub(crate) fn segment(
        &mut self,
        source: &dyn ReadAt,
        offset: u64,
        length: u64,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let mut findings = self.whole_segment(source, offset, length, progress);
        findings.pack(&self.rules);
        findings
    }

    /// Joins what another part of the same source gave.
    pub(crate) fn join(&self, findings: &mut SourceFindings, part: SourceFindings) {
        findings.merge(part, &self.rules);
    }

    fn whole_segment(
        &mut self,
        source: &dyn ReadAt,
        offset: u64,
        length: u64,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let mut findings =
            SourceFindings { log: Some(LogFindings::default()), ..Default::default() };
        let end = offset.saturating_add(length).min(source.len());
        let mut at = offset;
        while at < end {
            let piece = source.piece_bytes().clamp(CHUNK, limits::SEGMENT_BYTES);
            let left = end.saturating_sub(at).min(floor_to(piece, CHUNK));
            let count = usize::try_from(left).unwrap_or(usize::MAX);
            let (filled, flow) = if let Some(bytes) = source.in_memory(at, count) {
                (bytes.len(), self.chunks(at, bytes, &mut findings, progress))
            } else {
                match self.fill(source, at, left) {
                    Ok(filled) => (filled, self.filled(at, filled, &mut findings, progress)),
                    Err(error) => {
                        let message = error.to_string();
                        findings.warnings.push(WarningCode::Unreadable, error.offset, message);
                        return findings;
                    }
                }
            };
            if flow.is_break() {
                return findings;
            }
            if filled == 0 {
                break;
            }
            at = at.saturating_add(filled as u64);
        }
        if at < end {
            let message = "The file is shorter than it was when it was opened";
            findings.warnings.push(WarningCode::Truncated, at, message);
        }
        findings
    }

    /// A whole event log that can only be read from its beginning; its SHA-256 is taken as well.
    pub(crate) fn log_stream(
        &mut self,
        stream: &mut dyn Read,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let mut findings =
            SourceFindings { log: Some(LogFindings::default()), ..Default::default() };
        let mut hasher = Sha256::new();
        let mut at: u64 = 0;
        let header_block = usize::try_from(HEADER_BLOCK).unwrap_or(usize::MAX);
        loop {
            let wanted = if at == 0 { header_block } else { PROGRESS_BYTES };
            let (filled, error) = self.fill_from(stream, wanted);
            hasher.update(self.buffer.get(..filled).unwrap_or_default());
            let flow = if at == 0 {
                findings.bytes_read = filled as u64;
                progress(filled as u64)
            } else {
                self.filled(at, filled, &mut findings, progress)
            };
            at = at.saturating_add(filled as u64);
            if let Some(error) = error {
                let code = archive::stream_error_code(&error);
                findings.warnings.push(code, at, format!("At 0x{at:x} of the member: {error}"));
                return findings;
            }
            if flow.is_break() {
                findings.stop(at, "reading was cancelled");
                return findings;
            }
            if filled < wanted {
                findings.sha256 = Some(hasher.finalize().into());
                return findings;
            }
        }
    }

    /// A whole Prefetch file; its SHA-256 is taken as well.
    pub(crate) fn prefetch(
        &mut self,
        stream: &mut dyn Read,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let (mut findings, bytes) = small_file(stream, limits::PREFETCH_BYTES, progress);
        if let Some(bytes) = bytes {
            prefetch::read(&bytes, self.rules.matchers(), &mut findings);
        }
        findings
    }

    /// A whole file of settings; its SHA-256 is taken as well.
    pub(crate) fn settings(
        &mut self,
        stream: &mut dyn Read,
        progress: &mut Progress<'_>,
    ) -> SourceFindings {
        let (mut findings, bytes) = small_file(stream, limits::SETTINGS_BYTES, progress);
        if let Some(bytes) = bytes {
            settings::read(&bytes, &mut findings);
        }
        findings
    }

    /// Fills the buffer from a source.
    pub(super) fn fill(
        &mut self,
        source: &dyn ReadAt,
        offset: u64,
        count: u64,
    ) -> Result<usize, crate::source::ReadError> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if self.buffer.len() < count {
            // Memory that the system has cleared already.
            self.buffer = vec![0; count];
        }
        match self.buffer.get_mut(..count) {
            Some(buffer) => source.read_at(offset, buffer),
            None => Ok(0),
        }
    }

    /// Fills the buffer from a stream: how much was read, and the error that ended it.
    pub(super) fn fill_from(
        &mut self,
        stream: &mut dyn Read,
        wanted: usize,
    ) -> (usize, Option<io::Error>) {
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let mut filled: usize = 0;
        while let Some(rest) = self.buffer.get_mut(filled..wanted).filter(|rest| !rest.is_empty()) {
            match stream.read(rest) {
                Ok(0) => break,
                Ok(count) => filled = filled.saturating_add(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return (filled, Some(error)),
            }
        }
        (filled, None)
    }

    /// Reads the chunks of the first `filled` bytes of the buffer, which stand at `offset`.
    fn filled(
        &mut self,
        offset: u64,
        filled: usize,
        findings: &mut SourceFindings,
        progress: &mut Progress<'_>,
    ) -> ControlFlow<()> {
        let buffer = std::mem::take(&mut self.buffer);
        let bytes = buffer.get(..filled).unwrap_or_default();
        let flow = self.chunks(offset, bytes, findings, progress);
        self.buffer = buffer;
        flow
    }

    fn chunks(
        &mut self,
        offset: u64,
        bytes: &[u8],
        findings: &mut SourceFindings,
        progress: &mut Progress<'_>,
    ) -> ControlFlow<()> {
        let chunk_bytes = usize::try_from(CHUNK).unwrap_or(usize::MAX);
        let mut at = offset;
        let mut flow = ControlFlow::Continue(());
        for slice in bytes.chunks(PROGRESS_BYTES) {
            for chunk in slice.chunks(chunk_bytes) {
                self.chunk(chunk, at, findings);
                at = at.saturating_add(chunk.len() as u64);
            }
            flow = progress(slice.len() as u64);
            if flow.is_break() {
                findings.stop(at, "reading was cancelled");
                break;
            }
        }
        flow
    }

    fn chunk(&mut self, bytes: &[u8], offset: u64, findings: &mut SourceFindings) {
        findings.bytes_read = findings.bytes_read.saturating_add(bytes.len() as u64);
        let is_cut = (bytes.len() as u64) < CHUNK;
        let before = findings.log.as_ref();
        let judge = self.rules.matchers();
        let mut scan = ChunkScan::new(judge, &self.rules, before, (offset, CHUNK));
        let mut of_records = crate::error::Warnings::default();
        let outcome =
            self.reader.read_chunk(bytes, offset, &mut findings.warnings, &mut |record| {
                scan.visit(record, &mut of_records);
            });
        let mut part = scan.finish(&mut of_records);
        findings.warnings.merge(of_records);
        match outcome {
            ChunkOutcome::Free => {
                part.chunks_used = 0;
                part.chunks_free = u64::from(!is_cut);
            }
            ChunkOutcome::Records { read, failed, fallback } => {
                findings.records_read = findings.records_read.saturating_add(read);
                findings.records_failed = findings.records_failed.saturating_add(failed);
                findings.records_fallback = findings.records_fallback.saturating_add(fallback);
                if is_cut {
                    let message = "The file ends inside a chunk";
                    let end = offset.saturating_add(bytes.len() as u64);
                    findings.warnings.push(WarningCode::Truncated, end, message);
                }
            }
        }
        findings.log.get_or_insert_default().merge(part, &self.rules);
    }
}

/// Reads a file up to a limit; without bytes when it is larger.
fn small_file(
    stream: &mut dyn Read,
    limit: u64,
    progress: &mut Progress<'_>,
) -> (SourceFindings, Option<Vec<u8>>) {
    let mut findings = SourceFindings::default();
    let mut bytes = Vec::new();
    let outcome = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    let length = bytes.len() as u64;
    findings.bytes_read = length;
    // It is read already: cancelling would save nothing.
    let _ = progress(length);
    if let Err(error) = outcome {
        let code = archive::stream_error_code(&error);
        findings.warnings.push(code, length, error.to_string());
    } else if length > limit {
        let message = format!("The file is over the limit of {limit} bytes");
        findings.warnings.push(WarningCode::LimitReached, limit, message);
        return (findings, None);
    } else {
        findings.sha256 = Some(Sha256::digest(&bytes).into());
    }
    (findings, Some(bytes))
}

impl SourceFindings {
    /// Findings that say that reading ended early: cancelled, or its worker was ended.
    pub fn not_read_whole(offset: u64, reason: &str) -> Self {
        let mut findings = Self::default();
        findings.stop(offset, reason);
        findings
    }

    /// Findings that hold nothing but the SHA-256 of a source.
    pub fn hashed(sha256: [u8; 32]) -> Self {
        Self { sha256: Some(sha256), ..Self::default() }
    }

    pub(super) fn stop(&mut self, offset: u64, reason: &str) {
        let message = format!("Not read from 0x{offset:x} on: {reason}");
        self.warnings.push(WarningCode::NotReadWhole, offset, message);
    }
}
