//! Step 4: one record on demand.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::{
    file_system, masking, meanings,
    plan::{Bytes, Planned},
};
use crate::{
    catalog::Catalog,
    error::{ParseError, Warnings},
    evidence::command_line::{is_command_line, secrets},
    formats::{
        archive,
        evtx::{self, CHUNK, ChunkReader, HEADER_BLOCK, Record, RecordReader},
        prefetch,
    },
    limits,
    matching::{TraceCheck, explain},
    source::ReadAt,
    words::{EvidenceKind, Text},
};

/// Whether passwords on command lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrets {
    /// They are masked.
    #[default]
    Mask,
    /// They are shown; the user asked for it.
    Show,
}

/// One record, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetails {
    /// Path of the evidence source.
    pub path: String,
    /// Offset in it.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
    /// EventRecordID, or USN; 0 for other kinds.
    pub record_id: u64,
    /// Number in the record's header, or of the FILE record; 0 for other kinds.
    pub record_number: u64,
    /// TimeCreated, the last run time, the file's creation or the time of the change, RFC 3339 in
    /// UTC.
    pub time: String,
    /// Provider; empty for other kinds.
    pub provider: String,
    /// Channel; empty for other kinds.
    pub channel: String,
    /// Event id; 0 for other kinds.
    pub event_id: u32,
    /// Computer; empty for other kinds.
    pub computer: String,
    /// Fields in record order.
    pub fields: Vec<(String, String)>,
    /// Fields whose codes have a known meaning, with it.
    pub meanings: Vec<(String, Text)>,
    /// The traces that ask for such records, condition by condition; empty without a catalog.
    pub checks: Vec<TraceCheck>,
    /// As XML, rendered by `evtx`; empty where that cannot be done.
    pub xml: String,
    /// Why there is no XML of an event; empty otherwise.
    pub xml_problem: String,
    /// The record's bytes; empty where a secret in them could not be masked for certain.
    pub raw: Vec<u8>,
    /// Whether something was masked.
    pub masked: bool,
}

/// Reads one record again: that at `offset` of an event log, a `$MFT` or a USN journal, or a whole
/// Prefetch file.
///
/// # Errors
/// When the source cannot be read, or no record begins at the offset.
pub fn record(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
    secrets: Secrets,
) -> Result<RecordDetails, ParseError> {
    read(source, planned, offset, secrets, None)
}

/// The same with the conditions of the catalog's traces on it.
///
/// # Errors
/// Like [`record`].
pub fn checked_record(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
    secrets: Secrets,
    catalog: &Catalog,
) -> Result<RecordDetails, ParseError> {
    read(source, planned, offset, secrets, Some(catalog))
}

fn read(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
    secrets: Secrets,
    catalog: Option<&Catalog>,
) -> Result<RecordDetails, ParseError> {
    let mut details = match planned.kind {
        EvidenceKind::EventLog => event_record(source, planned, offset, catalog)?,
        EvidenceKind::Prefetch => prefetch_file(source, planned)?,
        EvidenceKind::Mft => file_system::file_record(source, planned, offset)?,
        EvidenceKind::UsnJournal => file_system::usn_record(source, planned, offset)?,
        _ => {
            let found = format!("{:?}", planned.kind);
            return Err(ParseError::unexpected(
                "record",
                offset,
                "a kind of evidence with records",
                found,
            ));
        }
    };
    details.path.clone_from(&planned.path);
    details.meanings = meanings::meanings(&details);
    if secrets == Secrets::Mask {
        mask(&mut details);
    }
    Ok(details)
}

fn event_record(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
    catalog: Option<&Catalog>,
) -> Result<RecordDetails, ParseError> {
    let chunk_offset = chunk_of(offset).ok_or_else(|| nothing_at(offset))?;
    let chunk = read_range(source, planned, chunk_offset, CHUNK)?;
    let mut details = None;
    let mut reader = ChunkReader::default();
    reader.read_chunk(&chunk, chunk_offset, &mut Warnings::default(), &mut |record| {
        if record.offset == offset {
            let checks = catalog.map(|catalog| explain(catalog, record)).unwrap_or_default();
            details = Some(RecordDetails { checks, ..of_event(record) });
        }
    });
    let mut details = details.ok_or_else(|| nothing_at(offset))?;
    let in_chunk = offset.saturating_sub(chunk_offset);
    let start = usize::try_from(in_chunk).unwrap_or(usize::MAX);
    let end = start.saturating_add(usize::try_from(details.size).unwrap_or(usize::MAX));
    details.raw = chunk.get(start..end).unwrap_or_default().to_vec();
    match evtx::render_xml(&chunk, start) {
        Ok(xml) => details.xml = xml,
        Err(error) => details.xml_problem = error.to_string(),
    }
    Ok(details)
}

/// Offset of the chunk that holds an offset of an event log; nothing in its header.
pub(super) fn chunk_of(offset: u64) -> Option<u64> {
    let in_body = offset.checked_sub(HEADER_BLOCK)?;
    Some(offset.saturating_sub(in_body.checked_rem(CHUNK)?))
}

pub(super) fn nothing_at(offset: u64) -> ParseError {
    ParseError::unexpected("record", offset, "a record", "none begins here")
}

fn of_event(record: &Record<'_>) -> RecordDetails {
    let system = &record.system;
    let text = |value: &Option<evtx::Value<'_>>| {
        value.as_ref().map(|value| value.text().into_owned()).unwrap_or_default()
    };
    let mut fields: Vec<_> = record
        .fields()
        .map(|field| (field.name.to_string(), field.value.text().into_owned()))
        .collect();
    if record.reader == RecordReader::HeaderOnly {
        fields.clear();
    }
    RecordDetails {
        offset: record.offset,
        size: u64::from(record.size),
        record_id: record.record_id(),
        record_number: record.number,
        time: record.time().to_string(),
        provider: text(&system.provider),
        channel: text(&system.channel),
        event_id: system.event_id.unwrap_or_default(),
        computer: text(&system.computer),
        fields,
        ..RecordDetails::default()
    }
}

/// Bytes of the source; of a deflated member by inflating up to there.
pub(super) fn read_range(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
    count: u64,
) -> Result<Vec<u8>, ParseError> {
    let failed = |reason: String| ParseError::unreadable("evidence", offset, reason);
    match planned.bytes(source) {
        Bytes::Range(range) => {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            range.read(offset, count).map_err(|error| failed(error.to_string()))
        }
        Bytes::Stream(member) => archive::with_member(source, &member, |stream| {
            let skipped = std::io::copy(&mut stream.take(offset), &mut std::io::sink());
            let mut bytes = Vec::new();
            skipped
                .and_then(|_| stream.take(count).read_to_end(&mut bytes))
                .map_err(|error| failed(error.to_string()))?;
            Ok(bytes)
        })?,
    }
}

fn prefetch_file(source: &dyn ReadAt, planned: &Planned) -> Result<RecordDetails, ParseError> {
    let raw = read_range(source, planned, 0, limits::PREFETCH_BYTES)?;
    let parsed = prefetch::parse(&raw, &mut Warnings::default())?;
    let time = parsed.last_run_times.first().map(ToString::to_string).unwrap_or_default();
    let mut fields = vec![
        ("Executable".to_owned(), parsed.executable.clone()),
        ("Hash".to_owned(), format!("{:08X}", parsed.hash)),
        ("Version".to_owned(), parsed.version.to_string()),
        ("RunCount".to_owned(), parsed.run_count.to_string()),
    ];
    let numbered = |name: &str, number: usize| format!("{name}[{number}]");
    for (number, time) in parsed.last_run_times.iter().enumerate() {
        fields.push((numbered("LastRunTime", number), time.to_string()));
    }
    for (number, volume) in parsed.volumes.iter().enumerate() {
        let name = numbered("Volume", number);
        fields.push((format!("{name}.Device"), volume.device.clone()));
        fields.push((format!("{name}.Serial"), format!("{:08X}", volume.serial)));
        fields.push((format!("{name}.Created"), volume.created.to_string()));
        for (number, directory) in volume.directories.iter().enumerate() {
            fields.push((format!("{name}.Directory[{number}]"), directory.clone()));
        }
    }
    for (number, file) in parsed.loaded_files.iter().enumerate() {
        fields.push((numbered("LoadedFile", number), file.clone()));
    }
    Ok(RecordDetails { size: planned.size, time, fields, raw, ..RecordDetails::default() })
}

/// Masks the secrets of a record in all its forms.
fn mask(details: &mut RecordDetails) {
    let lines = details.fields.iter().filter(|(name, _)| is_command_line(name));
    let known: Vec<String> = lines.flat_map(|(_, text)| secrets(text)).collect();
    let mut secret_texts = Vec::new();
    for (name, text) in &mut details.fields {
        let masked = masking::mask_field(name, text, &known).into_owned();
        if masked != *text {
            secret_texts.push(std::mem::replace(text, masked));
        }
    }
    for check in details.checks.iter_mut().flat_map(|check| &mut check.conditions) {
        for text in [&mut check.actual, &mut check.matched].into_iter().flatten() {
            *text = masking::mask_field(&check.field, text, &known).into_owned();
        }
    }
    let xml = masking::mask_xml(&details.xml, &known);
    details.masked = !secret_texts.is_empty() || xml != details.xml;
    details.xml = xml;
    let is_read = !details.fields.is_empty();
    let raw = masking::mask_raw(&details.raw, secret_texts.iter().map(String::as_str));
    details.raw = raw.filter(|_| is_read).unwrap_or_default();
}
