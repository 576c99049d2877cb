//! Prefetch files, versions 17 (XP), 23 (Vista, 7), 26 (8.1), 30 (10, two layouts) and 31 (11).
//!
//! | offset | what | file |
//! |---|---|---|
//! | 0 | header: version, `SCCA`, size, executable name, path hash | `header` |
//! | 84 | file information: where the sections are, run count, run times | `file_information` |
//! | stated there | names of the loaded files | `file_names` |
//! | stated there | volumes with directories and file references | `volume` |
//!
//! Contract: executable, hash, run count and run times survive damage further on, which becomes
//! warnings. A text or entry is never handed back in part. Entries are capped, and all texts
//! together are no larger than the file: sections that overlap cannot multiply. The structures are
//! not documented by Microsoft; reference: the public description of the format by the libscca
//! project.

mod file_information;
mod file_names;
mod header;
mod path_hash;
mod reading;
#[cfg(test)]
mod tests;
mod volume;

pub use path_hash::path_hash;
pub use volume::Volume;

use crate::{
    error::{ParseError, Warnings},
    formats::mam,
    time::Filetime,
};
use file_information::FileInformation;
use header::Header;
use reading::{Reading, Stored};

/// What a Prefetch file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefetch {
    /// Format version.
    pub version: u32,
    /// Executable name, up to 29 characters.
    pub executable: String,
    /// Hash of the path (and, for host programs, of the command line); see [`path_hash`].
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

/// Reads a Prefetch file, plain or in a MAM container. Offsets in errors are those of the
/// decompressed data, unless the container itself is damaged; warnings say so.
///
/// # Errors
/// When the container, the header, the version or the file information cannot be read.
///
/// ```
/// use konseki_core::{error::Warnings, formats::prefetch, time::Filetime};
/// let mut file = vec![0; 152];
/// let mut put = |offset: usize, bytes: &[u8]| {
///     file[offset..offset + bytes.len()].copy_from_slice(bytes);
/// };
/// put(0, b"\x11\0\0\0SCCA"); // version 17
/// put(12, &152_u32.to_le_bytes()); // file size
/// put(16, b"N\0E\0T\0.\0E\0X\0E\0");
/// put(76, &0x2D2E_5A1A_u32.to_le_bytes()); // path hash
/// put(84, &152_u32.to_le_bytes()); // file metrics offset
/// put(84 + 36, &127_000_000_000_000_000_u64.to_le_bytes()); // last run time
/// put(84 + 60, &3_u32.to_le_bytes()); // run count
/// let mut warnings = Warnings::default();
/// let prefetch = prefetch::parse(&file, &mut warnings).unwrap();
/// assert_eq!((prefetch.executable.as_str(), prefetch.run_count), ("NET.EXE", 3));
/// assert_eq!(prefetch.last_run_times, [Filetime(127_000_000_000_000_000)]);
/// assert!(warnings.is_empty());
/// ```
pub fn parse(bytes: &[u8], warnings: &mut Warnings) -> Result<Prefetch, ParseError> {
    if bytes.starts_with(b"MAM") {
        let plain = mam::decompress(bytes, warnings)?;
        return parse_plain(Reading::new(&plain, Stored::Compressed, warnings));
    }
    parse_plain(Reading::new(bytes, Stored::Plain, warnings))
}

fn parse_plain(mut reading: Reading<'_, '_>) -> Result<Prefetch, ParseError> {
    let header = Header::read(&mut reading)?;
    let information = FileInformation::read(&mut reading, header.version)?;
    let loaded_files = file_names::read(&mut reading, &information.file_names);
    let volumes = volume::read_all(&mut reading, header.version, &information.volumes);
    Ok(Prefetch {
        version: header.version,
        executable: header.executable,
        hash: header.hash,
        run_count: information.run_count,
        last_run_times: information.last_run_times,
        volumes,
        loaded_files,
    })
}
