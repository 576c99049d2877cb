//! A writer of Prefetch files, all versions.
//!
//! Contract: sections stand in the order of real files: file metrics, trace chains, names,
//! volumes. Reference: libscca's description of the format.

use konseki_core::time::Filetime;

use super::mam;

/// The version of the format, with both layouts of Windows 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 17: Windows XP.
    Xp,
    /// 23: Windows Vista and 7.
    Seven,
    /// 26: Windows 8.1.
    EightOne,
    /// 30 with the longer file information: Windows 10 until 1803.
    Ten,
    /// 30 with the shorter file information: later Windows 10.
    TenLater,
    /// 31: Windows 11.
    Eleven,
}

/// Where a version keeps what, relative to the file information.
struct Layout {
    number: u32,
    information_bytes: usize,
    run_times: usize,
    run_time_count: usize,
    run_count: usize,
    metric_bytes: usize,
    trace_bytes: usize,
    volume_bytes: usize,
    reference_header_bytes: usize,
}

impl Version {
    /// Every version.
    pub const ALL: [Self; 6] =
        [Self::Xp, Self::Seven, Self::EightOne, Self::Ten, Self::TenLater, Self::Eleven];

    /// The number in the file's header.
    pub fn number(self) -> u32 {
        self.layout().number
    }

    #[rustfmt::skip]
    fn layout(self) -> Layout {
        let (number, information_bytes, run_times, run_time_count, run_count) = match self {
            Self::Xp => (17, 68, 36, 1, 60),
            Self::Seven => (23, 156, 44, 1, 68),
            Self::EightOne => (26, 220, 44, 8, 124),
            Self::Ten => (30, 220, 44, 8, 124),
            Self::TenLater => (30, 212, 44, 8, 116),
            Self::Eleven => (31, 212, 44, 8, 116),
        };
        let is_ten = self >= Self::Ten;
        let is_xp = self == Self::Xp;
        Layout {
            number, information_bytes, run_times, run_time_count, run_count,
            metric_bytes: if is_xp { 20 } else { 32 },
            trace_bytes: if is_ten { 8 } else { 12 },
            volume_bytes: if is_xp { 40 } else if is_ten { 96 } else { 104 },
            reference_header_bytes: if is_xp { 8 } else { 16 },
        }
    }
}

/// A volume that loaded files stand on.
#[derive(Debug, Clone)]
struct Volume {
    device: String,
    serial: u32,
    created: Filetime,
    directories: Vec<String>,
    references: Vec<u64>,
}

/// A Prefetch file to be written.
///
/// ```
/// use konseki_tests::writer::prefetch::{PrefetchFile, Version};
/// let file = PrefetchFile::new(Version::TenLater, r"\WINDOWS\SYSTEM32\NET.EXE")
///     .runs(1, &["2026-03-02T09:15:04.1234567Z"]);
/// assert_eq!(file.name(), "NET.EXE-DF44F913.pf");
/// assert_eq!(&file.write()[..4], b"MAM\x04");
/// ```
#[derive(Debug, Clone)]
pub struct PrefetchFile {
    version: Version,
    executable: String,
    hash: u32,
    run_count: u32,
    run_times: Vec<Filetime>,
    loaded_files: Vec<String>,
    volumes: Vec<Volume>,
}

impl PrefetchFile {
    /// A program on the second partition, the usual one of Windows; the path begins behind the
    /// volume. The program itself and `NTDLL.DLL` are its first loaded files.
    pub fn new(version: Version, path: &str) -> Self {
        let name = path.rsplit('\\').next().unwrap_or(path);
        let device = if version >= Version::EightOne {
            r"\VOLUME{01d9a5c0f2e6b7d1-5c3a9e10}"
        } else {
            r"\DEVICE\HARDDISKVOLUME2"
        };
        let file = Self {
            version,
            executable: name.to_uppercase(),
            hash: path_hash(version, &format!(r"\DEVICE\HARDDISKVOLUME2{}", path.to_uppercase())),
            run_count: 0,
            run_times: Vec::new(),
            loaded_files: Vec::new(),
            volumes: Vec::new(),
        };
        file.volume(device, 0x5c3a_9e10, "2024-06-03T01:02:03.4567890Z")
            .loaded(r"\WINDOWS\SYSTEM32\NTDLL.DLL")
            .loaded(path)
    }

    /// The hash of a program that stands on another partition, or whose command line counts.
    pub fn hash(mut self, hash: u32) -> Self {
        self.hash = hash;
        self
    }

    /// The executable name in the header.
    pub fn executable(mut self, name: &str) -> Self {
        name.clone_into(&mut self.executable);
        self
    }

    /// How often it ran, and the times of its last runs, newest first.
    pub fn runs(mut self, count: u32, times: &[&str]) -> Self {
        self.run_count = count;
        self.run_times =
            times.iter().map(|time| time.parse().unwrap_or_else(|e| panic!("{e}"))).collect();
        self
    }

    /// Adds a volume; files and directories that follow stand on it.
    pub fn volume(mut self, device: &str, serial: u32, created: &str) -> Self {
        let created = created.parse().unwrap_or_else(|error| panic!("{error}"));
        let (device, directories, references) = (device.to_owned(), Vec::new(), Vec::new());
        self.volumes.push(Volume { device, serial, created, directories, references });
        self
    }

    /// Adds a loaded file by its path behind the volume, and its directories.
    pub fn loaded(mut self, path: &str) -> Self {
        let path = path.to_uppercase();
        let next = 0x0001_0000_0000_4000 + 7 * self.loaded_files.len() as u64;
        let volume = self.volumes.last_mut().expect("a volume comes first");
        for (end, _) in path.match_indices('\\').skip(1) {
            let directory = format!("{}{}", volume.device, &path[..end]);
            if !volume.directories.contains(&directory) {
                volume.directories.push(directory);
            }
        }
        volume.references.push(next);
        self.loaded_files.push(format!("{}{path}", volume.device));
        self
    }

    /// The file's name: up to 29 characters of the executable, the hash, `.pf`.
    pub fn name(&self) -> String {
        let executable: String = self.executable.chars().take(29).collect();
        format!("{executable}-{:08X}.pf", self.hash)
    }

    /// The file as Windows keeps it: in a MAM container from Windows 10 on.
    pub fn write(&self) -> Vec<u8> {
        match self.version >= Version::Ten {
            true => mam::compress(&self.write_plain()),
            false => self.write_plain(),
        }
    }

    /// The file without a container.
    pub fn write_plain(&self) -> Vec<u8> {
        let layout = self.version.layout();
        let count = self.loaded_files.len();
        let (names, name_offsets) = self.names();
        let metrics_at = 84 + layout.information_bytes;
        let traces_at = metrics_at + count * layout.metric_bytes;
        let names_at = traces_at + count * layout.trace_bytes;
        let volumes_at = (names_at + names.len()).next_multiple_of(8);
        let volumes = self.volumes(&layout);

        let mut file = self.header(layout.number, volumes_at + volumes.len());
        let sections = [
            metrics_at,
            count,
            traces_at,
            count,
            names_at,
            names.len(),
            volumes_at,
            self.volumes.len(),
            volumes.len(),
        ];
        file.extend(sections.into_iter().flat_map(|number| (number as u32).to_le_bytes()));
        file.resize(metrics_at, 0);
        for (place, time) in self.run_times.iter().take(layout.run_time_count).enumerate() {
            put(&mut file, 84 + layout.run_times + 8 * place, &time.0.to_le_bytes());
        }
        put(&mut file, 84 + layout.run_count, &self.run_count.to_le_bytes());
        for (index, name_offset) in name_offsets.iter().enumerate() {
            file.extend(self.metric(index, *name_offset, layout.metric_bytes));
        }
        for _ in 0..count {
            let mut trace = vec![0xff; 4];
            trace.resize(layout.trace_bytes, 0);
            trace[4] = 1;
            file.extend(trace);
        }
        file.extend(names);
        file.resize(volumes_at, 0);
        file.extend(volumes);
        file
    }

    fn header(&self, version: u32, size: usize) -> Vec<u8> {
        let mut header = version.to_le_bytes().to_vec();
        header.extend(b"SCCA\x11\0\0\0");
        header.extend((size as u32).to_le_bytes());
        header.extend(self.executable.encode_utf16().take(29).flat_map(u16::to_le_bytes));
        header.resize(76, 0);
        header.extend(self.hash.to_le_bytes());
        header.resize(84, 0);
        header
    }

    fn metric(&self, index: usize, name_offset: u32, bytes: usize) -> Vec<u8> {
        let units = self.loaded_files[index].encode_utf16().count() as u32;
        let numbers = match bytes {
            20 => vec![index as u32, 1, name_offset, units, 2],
            _ => vec![index as u32, 1, 1, name_offset, units, 2],
        };
        let mut metric: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        if bytes > 20 {
            metric.extend((0x0001_0000_0000_4000 + 7 * index as u64).to_le_bytes());
        }
        metric
    }

    fn names(&self) -> (Vec<u8>, Vec<u32>) {
        let (mut names, mut offsets) = (Vec::new(), Vec::new());
        for name in &self.loaded_files {
            offsets.push(names.len() as u32);
            names.extend(name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
        }
        (names, offsets)
    }

    fn volumes(&self, layout: &Layout) -> Vec<u8> {
        let mut section = vec![0; self.volumes.len() * layout.volume_bytes];
        for (index, volume) in self.volumes.iter().enumerate() {
            let device_at = section.len();
            section.extend(volume.device.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
            section.resize(section.len().next_multiple_of(8), 0);
            let references_at = section.len();
            section.extend(if layout.number == 17 { 1_u32 } else { 3 }.to_le_bytes());
            section.extend((volume.references.len() as u32).to_le_bytes());
            section.resize(references_at + layout.reference_header_bytes, 0);
            section.extend(volume.references.iter().flat_map(|reference| reference.to_le_bytes()));
            let directories_at = section.len();
            for directory in &volume.directories {
                let units: Vec<u16> = directory.encode_utf16().collect();
                section.extend((units.len() as u16).to_le_bytes());
                section.extend(units.into_iter().chain([0]).flat_map(u16::to_le_bytes));
            }
            let numbers = |numbers: &[usize]| -> Vec<u8> {
                numbers.iter().flat_map(|number| (*number as u32).to_le_bytes()).collect()
            };
            let mut entry = numbers(&[device_at, volume.device.encode_utf16().count()]);
            entry.extend(volume.created.0.to_le_bytes());
            entry.extend(volume.serial.to_le_bytes());
            entry.extend(numbers(&[references_at, directories_at - references_at]));
            entry.extend(numbers(&[directories_at, volume.directories.len()]));
            put(&mut section, index * layout.volume_bytes, &entry);
        }
        section
    }
}

fn put(bytes: &mut [u8], at: usize, part: &[u8]) {
    bytes[at..at + part.len()].copy_from_slice(part);
}

/// The documented hash of an upper-case device path; Windows XP has one of its own.
fn path_hash(version: Version, device_path: &str) -> u32 {
    let bytes = device_path.encode_utf16().flat_map(u16::to_le_bytes);
    let step = |hash: u32, byte: u8| hash.wrapping_mul(37).wrapping_add(u32::from(byte));
    if version != Version::Xp {
        return bytes.fold(314_159, step);
    }
    let product = bytes.fold(0, step).wrapping_mul(314_159_269);
    (product as i32).unsigned_abs() % 1_000_000_007
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_real_file_names() {
        let hash = |version, volume: u8, path: &str| {
            path_hash(version, &format!(r"\DEVICE\HARDDISKVOLUME{volume}\WINDOWS\SYSTEM32\{path}"))
        };
        assert_eq!(hash(Version::Seven, 1, "NET.EXE"), 0x1df3_a2f6);
        assert_eq!(hash(Version::TenLater, 2, "NET.EXE"), 0xdf44_f913);
        assert_eq!(hash(Version::TenLater, 2, "NET1.EXE"), 0x849d_a590);
        assert_eq!(hash(Version::Xp, 1, "NET.EXE"), 0x01a5_3c2f);
    }
}
