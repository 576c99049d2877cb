//! The volumes section: device path, serial number, directories, file references.

use super::Section;
use crate::{
    bytes::Reader,
    error::{ParseError, WarningCode, Warnings},
    limits,
    time::Filetime,
};

/// A volume that loaded files stand on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// `\VOLUME{…}` or `\DEVICE\HARDDISKVOLUMEn`.
    pub device: String,
    /// Serial number.
    pub serial: u32,
    /// When the volume was made.
    pub created: Filetime,
    /// Directories of the loaded files.
    pub directories: Vec<String>,
    /// NTFS file references of the loaded files.
    pub file_references: Vec<u64>,
}

/// Size of one volume entry by version.
fn entry_size(version: u32) -> usize {
    match version {
        17 => 40,
        23 | 26 => 104,
        _ => 96,
    }
}

/// Reads all volumes; what is damaged becomes a warning.
pub(super) fn read_all(
    bytes: &[u8],
    version: u32,
    section: &Section,
    warnings: &mut Warnings,
) -> Vec<Volume> {
    let mut volumes = Vec::new();
    for number in 0..section.count.min(limits::PREFETCH_ENTRIES) {
        let entry = number.saturating_mul(entry_size(version)).saturating_add(section.offset);
        match read(bytes, version, section.offset, entry, warnings) {
            Ok(volume) => volumes.push(volume),
            Err(error) => {
                warnings.push_error(WarningCode::PrefetchDamaged, &error);
                break;
            }
        }
    }
    volumes
}

/// Device path and times must be there; directories and references may be damaged.
fn read(
    bytes: &[u8],
    version: u32,
    section: usize,
    entry: usize,
    warnings: &mut Warnings,
) -> Result<Volume, ParseError> {
    let mut reader = Reader::new(bytes, 0).at("volume", entry)?;
    let device_at = offset(section, reader.u32("device path offset")?);
    let device_units = reader.u32("device path length")?;
    let created = Filetime(reader.u64("volume creation time")?);
    let serial = reader.u32("volume serial number")?;
    let references_at = offset(section, reader.u32("file references offset")?);
    let references_size = reader.u32("file references size")?;
    let directories_at = offset(section, reader.u32("directories offset")?);
    let directory_count = reader.u32("directory count")?;
    let device = Reader::new(bytes, 0)
        .at("device path", device_at)?
        .utf16("device path", usize::try_from(device_units).unwrap_or(usize::MAX))?;
    let directories = directories(bytes, directories_at, directory_count);
    let references = file_references(bytes, version, references_at, references_size);
    Ok(Volume {
        device,
        serial,
        created,
        directories: super::or_warn(directories, warnings),
        file_references: super::or_warn(references, warnings),
    })
}

fn offset(section: usize, relative: u32) -> usize {
    section.saturating_add(usize::try_from(relative).unwrap_or(usize::MAX))
}

fn directories(bytes: &[u8], at: usize, count: u32) -> Result<Vec<String>, ParseError> {
    let mut reader = Reader::new(bytes, 0).at("directories", at)?;
    let count = usize::try_from(count).unwrap_or(usize::MAX).min(limits::PREFETCH_ENTRIES);
    let mut directories = Vec::new();
    for _ in 0..count {
        let units = reader.u16("directory length")?;
        directories.push(reader.utf16("directory", usize::from(units))?);
        reader.skip("end of directory", 2)?;
    }
    Ok(directories)
}

/// Version, count, for 23 and later four unknown bytes each, then 64-bit references.
fn file_references(
    bytes: &[u8],
    version: u32,
    at: usize,
    size: u32,
) -> Result<Vec<u64>, ParseError> {
    if size == 0 {
        return Ok(Vec::new());
    }
    let mut reader = Reader::new(bytes, 0).at("file references", at)?;
    reader.skip("file references version", 4)?;
    let count = usize::try_from(reader.u32("file reference count")?).unwrap_or(usize::MAX);
    if version > 17 {
        reader.skip("unknown", 8)?;
    }
    let mut references = Vec::new();
    for _ in 0..count.min(limits::PREFETCH_ENTRIES) {
        references.push(reader.u64("file reference")?);
    }
    Ok(references)
}
