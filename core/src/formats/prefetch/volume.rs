//! The volumes section: device path, serial number, directories, file references.
//!
//! | offset in an entry | size | field |
//! |---|---|---|
//! | 0, 4 | 4, 4 | device path: offset in the section, characters |
//! | 8 | 8 | creation time |
//! | 16 | 4 | serial number |
//! | 20, 24 | 4, 4 | file references: offset in the section, bytes |
//! | 28, 32 | 4, 4 | directories: offset in the section, count |

use super::{Reading, file_information::Section};
use crate::{bytes::Reader, error::ParseError, limits, time::Filetime};

/// A volume that loaded files stand on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// `\VOLUME{…}` or `\DEVICE\HARDDISKVOLUMEn`; empty where damaged.
    pub device: String,
    /// Serial number.
    pub serial: u32,
    /// When the volume was made.
    pub created: Filetime,
    /// Directories of the loaded files.
    pub directories: Vec<String>,
    /// NTFS file references of the loaded files and directories; 0 stands for none.
    pub file_references: Vec<u64>,
}

/// Size of one volume entry in bytes.
fn entry_size(version: u32) -> usize {
    match version {
        17 => 40,
        23 | 26 => 104,
        _ => 96,
    }
}

/// Reads all volumes; what is damaged becomes a warning.
pub(super) fn read_all(
    reading: &mut Reading<'_, '_>,
    version: u32,
    section: &Section,
) -> Vec<Volume> {
    let mut volumes = Vec::new();
    for number in 0..section.count {
        if number >= limits::PREFETCH_VOLUMES {
            let (limit, count) = (limits::PREFETCH_VOLUMES as u64, section.count as u64);
            let place = u64::try_from(section.offset).unwrap_or(0);
            reading.warn(&ParseError::limit("volumes", place, limit, count));
            break;
        }
        let entry = number.saturating_mul(entry_size(version)).saturating_add(section.offset);
        match read(reading, version, section.offset, entry) {
            Ok(volume) => volumes.push(volume),
            // The entries behind this one lie past the end or the cap as well.
            Err(error) => {
                reading.warn(&error);
                break;
            }
        }
    }
    volumes
}

/// The entry must be there; what it points to may be damaged.
fn read(
    reading: &mut Reading<'_, '_>,
    version: u32,
    section: usize,
    entry: usize,
) -> Result<Volume, ParseError> {
    let mut reader = reading.at("volume", entry)?;
    reading.entry("volume", reader.offset())?;
    let device_at = offset(section, reader.u32("device path offset")?);
    let device_length = reader.u32("device path length")?;
    let created = Filetime(reader.u64("volume creation time")?);
    let serial = reader.u32("volume serial number")?;
    let references_at = offset(section, reader.u32("file references offset")?);
    let references_size = reader.u32("file references size")?;
    let directories_at = offset(section, reader.u32("directories offset")?);
    let directory_count = reader.u32("directory count")?;

    let mut volume = Volume { created, serial, ..Volume::default() };
    let device = reading
        .at("device path", device_at)
        .and_then(|mut reader| device(reading, &mut reader, device_length));
    match device {
        Ok(device) => volume.device = device,
        Err(error) => reading.warn(&error),
    }
    let directories =
        read_directories(reading, directories_at, directory_count, &mut volume.directories);
    let references = read_references(
        reading,
        version,
        references_at,
        references_size,
        &mut volume.file_references,
    );
    for error in [directories, references].into_iter().filter_map(Result::err) {
        reading.warn(&error);
    }
    Ok(volume)
}

fn offset(section: usize, relative: u32) -> usize {
    section.saturating_add(usize::try_from(relative).unwrap_or(usize::MAX))
}

fn text(
    reading: &mut Reading<'_, '_>,
    what: &'static str,
    reader: &mut Reader<'_>,
    units: u32,
) -> Result<String, ParseError> {
    let offset = reader.offset();
    let units = usize::try_from(units).unwrap_or(usize::MAX);
    reading.text(what, offset, reader.take(what, units.saturating_mul(2))?)
}

fn device(
    reading: &mut Reading<'_, '_>,
    reader: &mut Reader<'_>,
    units: u32,
) -> Result<String, ParseError> {
    if units > limits::PREFETCH_DEVICE_CHARACTERS {
        let limit = u64::from(limits::PREFETCH_DEVICE_CHARACTERS);
        return Err(ParseError::limit("device path", reader.offset(), limit, units.into()));
    }
    text(reading, "device path", reader, units)
}

/// Length in characters, text, NUL.
fn read_directories(
    reading: &mut Reading<'_, '_>,
    at: usize,
    count: u32,
    directories: &mut Vec<String>,
) -> Result<(), ParseError> {
    let mut reader = reading.at("directories", at)?;
    for _ in 0..count {
        let units = reader.u16("directory length")?;
        let directory = text(reading, "directory", &mut reader, u32::from(units))?;
        reader.skip("end of directory", 2)?;
        directories.push(directory);
    }
    Ok(())
}

/// Version, count, from version 23 on eight unknown bytes, then 64-bit references.
fn read_references(
    reading: &mut Reading<'_, '_>,
    version: u32,
    at: usize,
    size: u32,
    references: &mut Vec<u64>,
) -> Result<(), ParseError> {
    if size == 0 {
        return Ok(());
    }
    let mut reader = reading.at("file references", at)?;
    reader.skip("file references version", 4)?;
    let count = reader.u32("file reference count")?;
    if version > 17 {
        reader.skip("unknown", 8)?;
    }
    for _ in 0..count {
        let offset = reader.offset();
        let reference = reader.u64("file reference")?;
        reading.entry("file reference", offset)?;
        references.push(reference);
    }
    Ok(())
}
