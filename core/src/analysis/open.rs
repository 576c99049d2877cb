//! Step 1: what a given file is, and the units of work in it.
//!
//! Contract: never fails. What cannot be read or is not known is listed all the same, with a
//! warning that says so.

use std::io::{self, Read};

use super::plan::{Member, Planned, Unit};
use crate::{
    error::{ParseError, WarningCode, Warnings},
    formats::{
        Format, IDENTIFY_BYTES,
        archive::{self, ArchiveMember, MemberAccess},
        evtx::{self, CHUNK, HEADER_BLOCK},
        identify, mft,
        usn::{self, Probe},
    },
    limits,
    scan::{
        case::SourceStatus,
        file_system::{JournalFindings, TableFindings},
        findings::{LogFindings, LogHeader},
    },
    source::ReadAt,
    words::EvidenceKind,
};

/// Identifies one given file by its content and lists the evidence in it with the units of work.
/// For a ZIP: the archive itself first, then its files in directory order.
///
/// ```
/// use konseki_core::{analysis::open, scan::case::SourceStatus, words::EvidenceKind};
/// let text: &[u8] = b"not an event log";
/// let planned = open(&text, "System.evtx");
/// assert_eq!(planned.len(), 1);
/// assert_eq!(planned[0].kind, EvidenceKind::Unknown);
/// assert_eq!(planned[0].status, SourceStatus::NotRecognised);
/// assert!(!planned[0].opening.warnings.is_empty());
/// ```
pub fn open(source: &dyn ReadAt, path: &str) -> Vec<Planned> {
    let size = source.len();
    let head = match source.read(0, IDENTIFY_BYTES) {
        Ok(head) => head,
        Err(error) => {
            let mut planned = Planned { path: path.to_owned(), size, ..Planned::default() };
            planned.opening.warnings.push(WarningCode::Unreadable, error.offset, error.to_string());
            return vec![planned];
        }
    };
    let content = match recognise(&head, || usn::probe(source)) {
        Ok(content) => content,
        Err(error) => {
            let mut planned = Planned { path: path.to_owned(), size, ..Planned::default() };
            planned.opening.warnings.push(WarningCode::Unreadable, error.offset, error.to_string());
            return vec![planned];
        }
    };
    let mut planned = plan(path.to_owned(), size, &head, content, None);
    if planned.kind != EvidenceKind::Archive {
        return vec![planned];
    }
    match archive::members(source, &mut planned.opening.warnings) {
        Ok(members) => {
            planned.status = SourceStatus::Read;
            let members: Vec<_> =
                members.iter().map(|member| open_member(source, path, member)).collect();
            std::iter::once(planned).chain(members).collect()
        }
        Err(error) => {
            planned.status = SourceStatus::NotRead;
            planned.opening.warnings.push_error(WarningCode::ArchiveDamaged, &error);
            vec![planned]
        }
    }
}

/// Plans one member of an archive by its first bytes.
fn open_member(source: &dyn ReadAt, archive: &str, member: &ArchiveMember) -> Planned {
    let path = format!("{archive}!/{}", member.name);
    let mut planned = Planned { path: path.clone(), size: member.size, ..Planned::default() };
    let mut head = Vec::new();
    let read = archive::with_member(source, member, |stream| {
        stream.take(IDENTIFY_BYTES as u64).read_to_end(&mut head)?;
        recognise(&head, || probe_stream(&head, stream))
    });
    let content = match read {
        Ok(Ok(content)) => content,
        Ok(Err(error)) => {
            let code = archive::stream_error_code(&error);
            let message = format!("The member cannot be read: {error}");
            planned.opening.warnings.push(code, 0, message);
            // What came before the error may still tell what it is.
            match identify(&head) {
                Format::Unknown => return planned,
                format => Content { format, zeros: 0 },
            }
        }
        Err(_) => {
            if let MemberAccess::Unsupported { reason } = &member.access {
                let message = format!("The member cannot be read: {reason}");
                planned.opening.warnings.push(WarningCode::MemberUnsupported, 0, message);
            }
            return planned;
        }
    };
    let warnings = planned.opening.warnings;
    let mut planned = plan(path, member.size, &head, content, Member::new(member));
    planned.opening.warnings.merge(warnings);
    if planned.kind == EvidenceKind::Archive {
        planned.status = SourceStatus::NotSupported;
        let message = "An archive inside an archive is not opened: unpack it and add it by itself";
        planned.opening.warnings.push(WarningCode::NestedArchive, 0, message);
    }
    planned
}

/// What a source holds.
struct Content {
    format: Format,
    /// Zeros at the beginning of an unknown one, as far as they were looked at.
    zeros: u64,
}

/// Tells what a source holds by its first bytes, or by a further look for the records of a journal.
fn recognise<E>(head: &[u8], probe: impl FnOnce() -> Result<Probe, E>) -> Result<Content, E> {
    let format = identify(head);
    if format != Format::Unknown {
        return Ok(Content { format, zeros: 0 });
    }
    Ok(match probe()? {
        Probe::Journal { .. } => Content { format: Format::UsnJournal, zeros: 0 },
        Probe::Zeros { looked_at } => Content { format, zeros: looked_at },
        Probe::Other => Content { format, zeros: 0 },
    })
}

/// Looks for the records of a journal in a stream of which `head` was taken already.
fn probe_stream(head: &[u8], stream: &mut dyn Read) -> io::Result<Probe> {
    let mut prober = usn::Prober::default();
    if let Some(answer) = prober.push(head) {
        return Ok(answer);
    }
    let mut buffer = vec![0; IDENTIFY_BYTES];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(prober.finish());
        }
        if let Some(answer) = prober.push(buffer.get(..count).unwrap_or_default()) {
            return Ok(answer);
        }
    }
}

/// Plans a source by what it holds.
fn plan(path: String, size: u64, head: &[u8], content: Content, member: Option<Member>) -> Planned {
    let mut planned = Planned { path, size, member, ..Planned::default() };
    let Content { format, zeros } = content;
    (planned.kind, planned.status) = match format {
        Format::EventLog => (EvidenceKind::EventLog, SourceStatus::Read),
        Format::Prefetch | Format::CompressedPrefetch => {
            (EvidenceKind::Prefetch, SourceStatus::Read)
        }
        Format::MasterFileTable => (EvidenceKind::Mft, SourceStatus::Read),
        Format::UsnJournal => (EvidenceKind::UsnJournal, SourceStatus::Read),
        Format::AuditPolicy | Format::SysmonConfiguration => {
            (EvidenceKind::Settings, SourceStatus::Read)
        }
        Format::Zip => (EvidenceKind::Archive, SourceStatus::Read),
        Format::Unknown => (EvidenceKind::Unknown, SourceStatus::NotRecognised),
    };
    let warnings = &mut planned.opening.warnings;
    match format {
        Format::EventLog => plan_log(&mut planned, head),
        Format::Prefetch
        | Format::CompressedPrefetch
        | Format::AuditPolicy
        | Format::SysmonConfiguration => planned.units = vec![Unit::Whole],
        Format::MasterFileTable => plan_table(&mut planned, head),
        Format::UsnJournal => {
            planned.opening.journal = Some(JournalFindings::default());
            planned.units = sweeps(&planned);
        }
        Format::Zip => {}
        Format::Unknown => {
            warnings.push(WarningCode::NotRecognised, 0, looks_like(size, head, zeros));
        }
    }
    planned
}

fn plan_log(planned: &mut Planned, head: &[u8]) {
    let header_block = usize::try_from(HEADER_BLOCK).unwrap_or(usize::MAX);
    let block = head.get(..header_block).unwrap_or(head);
    let header = read_log_header(block, planned.size, &mut planned.opening.warnings);
    planned.opening.log = Some(LogFindings { header, ..LogFindings::default() });
    if matches!(planned.member, Some(Member::Deflated { .. })) {
        planned.units = vec![Unit::Whole];
        return;
    }
    planned.opening.bytes_read = block.len() as u64;
    planned.units = evtx::segments(planned.size, limits::SEGMENT_BYTES)
        .map(|(offset, length)| Unit::Segment { offset, length })
        .collect();
}

fn plan_table(planned: &mut Planned, head: &[u8]) {
    match mft::record_size(head) {
        Ok(size) => {
            let record_size = size.bytes() as u64;
            let table = TableFindings { record_size, ..TableFindings::default() };
            planned.opening.table = Some(table);
            planned.units = sweeps(planned);
        }
        Err(error) => {
            planned.status = SourceStatus::NotRead;
            planned.opening.warnings.push_error(WarningCode::RecordDamaged, &error);
        }
    }
}

/// Segments of whole blocks of a file system structure.
fn sweeps(planned: &Planned) -> Vec<Unit> {
    if matches!(planned.member, Some(Member::Deflated { .. })) {
        return vec![Unit::Whole];
    }
    let segments = usn::segments(planned.size, limits::SEGMENT_BYTES).map(|segment| segment.owned);
    segments
        .map(|owned| {
            let length = owned.end.saturating_sub(owned.start);
            Unit::Segment { offset: owned.start, length }
        })
        .collect()
}

fn read_log_header(block: &[u8], size: u64, warnings: &mut Warnings) -> Option<LogHeader> {
    let header = match evtx::read_file_header(block, warnings) {
        Ok(header) => header,
        Err(error) => {
            warnings.push_error(WarningCode::FileHeaderDamaged, &error);
            return None;
        }
    };
    if header.dirty {
        let message = "The host did not close the log: what the header counts may be old";
        warnings.push(WarningCode::Dirty, 120, message);
    }
    let needed = u64::from(header.chunk_count).saturating_mul(CHUNK).saturating_add(HEADER_BLOCK);
    if needed > size {
        let error = ParseError::truncated("event log", size, needed, size);
        warnings.push_error(WarningCode::Truncated, &error);
    }
    Some(LogHeader {
        dirty: header.dirty,
        full: header.full,
        next_record_number: header.next_record_number,
        chunk_count: u64::from(header.chunk_count),
    })
}

/// What unknown content looks like, for people.
fn looks_like(size: u64, head: &[u8], zeros: u64) -> String {
    let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0x80..=0xff);
    if size == 0 {
        "The file is empty".to_owned()
    } else if head.iter().all(|byte| *byte == 0) {
        format!("Not recognised: the first {} bytes are zero", zeros.max(head.len() as u64))
    } else if std::str::from_utf8(head).is_ok() || head.iter().all(is_text) {
        "Not recognised: the file begins with text".to_owned()
    } else {
        let first: Vec<_> = head.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("Not recognised: the file begins with the bytes {}", first.join(" "))
    }
}
