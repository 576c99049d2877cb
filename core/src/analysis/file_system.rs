//! One record of a file system structure on demand: a FILE record of a `$MFT`, a USN record.

use super::{
    plan::Planned,
    record::{RecordDetails, nothing_at, read_range},
};
use crate::{
    error::{ParseError, Warnings},
    formats::{
        mft::{self, Allocation, AttributeList, FileRecord, RecordKind},
        usn::{Content, LONGEST_RECORD, Record},
    },
    scan::file_system::reference_text,
    source::ReadAt,
    time::Filetime,
};

/// Names of the four times of an attribute.
const TIMES: [&str; 4] = ["Created", "Modified", "Changed", "Accessed"];

type Fields = Vec<(String, String)>;

/// The FILE record that begins at an offset.
pub(super) fn file_record(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
) -> Result<RecordDetails, ParseError> {
    let table = planned.opening.table.as_ref().ok_or_else(|| nothing_at(offset))?;
    let size = table.size();
    if !offset.is_multiple_of(size.bytes() as u64) {
        return Err(nothing_at(offset));
    }
    let raw = read_range(source, planned, offset, size.bytes() as u64)?;
    let mut found = None;
    mft::read_segment(&raw, offset, size, &mut Warnings::default(), |record| found = Some(record));
    let record = found.ok_or_else(|| nothing_at(offset))?;
    let created = record.standard_information.map(|standard| standard.created);
    Ok(RecordDetails {
        offset,
        size: raw.len() as u64,
        record_number: record.record_number,
        time: created.map(|time| time.to_string()).unwrap_or_default(),
        fields: of_file(&record),
        raw,
        ..RecordDetails::default()
    })
}

fn of_file(record: &FileRecord) -> Fields {
    let mut fields = Fields::new();
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    add("FileReference", record.reference().to_string());
    add("SequenceNumber", record.sequence_number.to_string());
    let allocation = match record.allocation {
        Allocation::InUse => "in use",
        Allocation::Deleted => "deleted",
    };
    add("Allocation", allocation.to_owned());
    let kind = match record.kind {
        RecordKind::File => "file",
        RecordKind::Directory => "directory",
    };
    add("Kind", kind.to_owned());
    if let Some(base) = record.base {
        add("BaseRecord", base.to_string());
    }
    add("HardLinks", record.hard_link_count.to_string());
    add("Integrity", format!("{:?}", record.integrity));
    if let Some(size) = record.data_size {
        add("DataSize", size.to_string());
    }
    if let Some(standard) = record.standard_information {
        let times = [standard.created, standard.modified, standard.changed, standard.accessed];
        add_times(&mut add, "StandardInformation", times);
        add("StandardInformation/FileAttributes", format!("0x{:x}", standard.attributes));
        if let Some(usn) = standard.usn {
            add("StandardInformation/Usn", usn.to_string());
        }
    }
    for (number, name) in record.file_names.iter().enumerate() {
        let label = format!("FileName[{number}]");
        add(&format!("{label}/Name"), name.name.clone());
        add(&format!("{label}/Namespace"), format!("{:?}", name.namespace));
        add(&format!("{label}/ParentReference"), name.parent.to_string());
        let times = [name.created, name.modified, name.changed, name.accessed];
        add_times(&mut add, &label, times);
        add(&format!("{label}/FileAttributes"), format!("0x{:x}", name.attributes));
        add(&format!("{label}/Size"), name.size.to_string());
    }
    match &record.attribute_list {
        AttributeList::Absent => {}
        AttributeList::NonResident => add("AttributeList", "outside the table".to_owned()),
        AttributeList::Resident(entries) => {
            for (number, entry) in entries.iter().enumerate() {
                let value = format!("0x{:x} in {}", entry.attribute_type, entry.record);
                add(&format!("AttributeList[{number}]"), value);
            }
        }
    }
    fields
}

fn add_times(add: &mut impl FnMut(&str, String), attribute: &str, times: [Filetime; 4]) {
    for (label, time) in TIMES.into_iter().zip(times) {
        add(&format!("{attribute}/{label}"), time.to_string());
    }
}

/// The USN record that begins at an offset.
pub(super) fn usn_record(
    source: &dyn ReadAt,
    planned: &Planned,
    offset: u64,
) -> Result<RecordDetails, ParseError> {
    let bytes = read_range(source, planned, offset, LONGEST_RECORD as u64)?;
    let record = Record::read(&bytes, offset)?;
    Ok(RecordDetails {
        offset,
        size: record.length as u64,
        record_id: record.usn,
        time: record.time().map(|time| time.to_string()).unwrap_or_default(),
        fields: of_usn(&record),
        raw: bytes.get(..record.length).unwrap_or_default().to_vec(),
        ..RecordDetails::default()
    })
}

fn of_usn(record: &Record<'_>) -> Fields {
    let mut fields = Fields::new();
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    add("Version", record.version.number().to_string());
    add("Usn", record.usn.to_string());
    if let Some(time) = record.time() {
        add("TimeStamp", time.to_string());
    }
    add("Reason", record.reason.to_string());
    if let Some(name) = record.name() {
        add("Name", name);
    }
    add("FileReference", reference_text(record.file.0));
    add("ParentReference", reference_text(record.parent.0));
    add("SourceInfo", format!("0x{:x}", record.source_info));
    match record.content {
        Content::Named { security_id, attributes, .. } => {
            add("SecurityId", security_id.to_string());
            add("FileAttributes", format!("0x{attributes:x}"));
        }
        Content::Ranges { count, remaining } => {
            add("Extents", count.to_string());
            add("RemainingExtents", remaining.to_string());
        }
    }
    fields
}
