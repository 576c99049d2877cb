//! Prefetch files, versions 17 (XP), 23 (Vista, 7), 26 (8.1), 30 (10, two layouts) and 31 (11).
//!
//! Contract: executable, hash, run count and run times survive damage further on, which becomes
//! warnings; entries are capped. The structures are not documented by Microsoft; reference: the
//! public description of the format by the libscca project.

mod file_information;
mod volume;

pub use volume::Volume;

use crate::{
    bytes::{Reader, utf16_lossy},
    error::{ParseError, WarningCode, Warnings},
    formats::mam,
    limits,
    time::Filetime,
};
use file_information::{FileInformation, Section};

/// What a Prefetch file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefetch {
    /// Format version.
    pub version: u32,
    /// Executable name, up to 29 characters.
    pub executable: String,
    /// Hash of the path (and, for host programs, of the command line).
    pub hash: u32,
    /// Run count.
    pub run_count: u32,
    /// Up to eight run times, newest first; empty places are left out.
    pub last_run_times: Vec<Filetime>,
    /// Volumes in file order.
    pub volumes: Vec<Volume>,
    /// Files loaded in the first ten seconds of a run, in file order.
    pub loaded_files: Vec<String>,
}

/// Size of the header before the file information.
const HEADER: usize = 84;

/// Reads a Prefetch file, plain or in a MAM container. Offsets in errors and warnings are those of
/// the decompressed data.
///
/// # Errors
/// When the container, the header, the version or the file information cannot be read.
pub fn parse(bytes: &[u8], warnings: &mut Warnings) -> Result<Prefetch, ParseError> {
    if bytes.starts_with(b"MAM") {
        return parse_plain(&mam::decompress(bytes)?, warnings);
    }
    parse_plain(bytes, warnings)
}

fn parse_plain(bytes: &[u8], warnings: &mut Warnings) -> Result<Prefetch, ParseError> {
    let mut reader = Reader::new(bytes, 0);
    let version = reader.u32("prefetch version")?;
    let signature = reader.take("prefetch signature", 4)?;
    if signature != b"SCCA" {
        let found = String::from_utf8_lossy(signature).into_owned();
        return Err(ParseError::unexpected("prefetch signature", 4, "SCCA", found));
    }
    reader.skip("unknown", 4)?;
    let stated_size = reader.u32("file size")?;
    let executable = until_nul(reader.take("executable name", 60)?);
    let hash = reader.u32("path hash")?;
    if u64::from(stated_size) > bytes.len() as u64 {
        let error =
            ParseError::truncated("prefetch file", 12, u64::from(stated_size), bytes.len() as u64);
        warnings.push_error(WarningCode::Truncated, &error);
    }
    let information = FileInformation::read(version, reader.at("file information", HEADER)?)?;
    let loaded_files = or_warn(file_names(bytes, &information.file_names), warnings);
    let volumes = volume::read_all(bytes, version, &information.volumes, warnings);
    Ok(Prefetch {
        version,
        executable,
        hash,
        run_count: information.run_count,
        last_run_times: information.last_run_times,
        volumes,
        loaded_files,
    })
}

fn or_warn<T: Default>(read: Result<T, ParseError>, warnings: &mut Warnings) -> T {
    read.unwrap_or_else(|error| {
        warnings.push_error(WarningCode::PrefetchDamaged, &error);
        T::default()
    })
}

/// Text up to the first NUL.
fn until_nul(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let end = units.iter().position(|unit| *unit == [0, 0]).unwrap_or(units.len());
    utf16_lossy(bytes.get(..end.saturating_mul(2)).unwrap_or_default())
}

/// NUL-terminated UTF-16 names, one after the other.
fn file_names(bytes: &[u8], section: &Section) -> Result<Vec<String>, ParseError> {
    let mut reader = Reader::new(bytes, 0).at("file names", section.offset)?;
    let names = reader.take("file names", section.size)?;
    let (units, _) = names.as_chunks::<2>();
    let names = units.split(|unit| *unit == [0, 0]).filter(|name| !name.is_empty());
    let names: Vec<_> =
        names.take(limits::PREFETCH_ENTRIES).map(|n| utf16_lossy(n.as_flattened())).collect();
    Ok(names)
}

/// Hash of a device path such as `\DEVICE\HARDDISKVOLUME2\WINDOWS\SYSTEM32\NET.EXE`, Vista to 11.
/// Host programs (svchost, rundll32, mmc, dllhost …) mix in their command line as well.
///
/// ```
/// use konseki_core::formats::prefetch::path_hash;
/// let path = r"\DEVICE\HARDDISKVOLUME2\WINDOWS\SYSTEM32\NET.EXE";
/// assert_eq!(path_hash(path), 0xDF44F913);
/// ```
pub fn path_hash(device_path: &str) -> u32 {
    let bytes = device_path.to_uppercase().encode_utf16().collect::<Vec<_>>();
    bytes
        .iter()
        .flat_map(|unit| unit.to_le_bytes())
        .fold(314_159_u32, |hash, byte| hash.wrapping_mul(37).wrapping_add(u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_net_exe_by_volume() {
        for (volume, folder, hash) in [
            (1, "SYSTEM32", 0x1DF3_A2F6),
            (3, "SYSTEM32", 0xA096_4F30),
            (4, "SYSTEM32", 0x61E7_A54D),
            (2, "SYSWOW64", 0x40D4_8057),
            (4, "SYSWOW64", 0xC377_2C91),
        ] {
            let path = format!(r"\device\harddiskvolume{volume}\Windows\{folder}\net.exe");
            assert_eq!(path_hash(&path), hash, "{path}");
        }
    }

    #[test]
    fn an_unknown_version_is_named() {
        let mut bytes = vec![0; 300];
        bytes[0] = 99;
        bytes[4..8].copy_from_slice(b"SCCA");
        let error = parse(&bytes, &mut Warnings::default()).unwrap_err();
        assert!(error.to_string().contains("99"), "{error}");
    }
}
