//! A writer of ZIP archives, valid and hostile.
//!
//! Contract: members in the order of adding, no times, so equal calls give equal bytes. Reference:
//! PKWARE APPNOTE 6.3.10 §4.3.

use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};

/// How a member's name is encoded.
const UTF8_NAME: u16 = 1 << 11;

/// `証拠/Security.evtx` in Shift_JIS, as archivers on a Japanese Windows write names.
pub const SHIFT_JIS_NAME: &[u8] = b"\x8f\xd8\x8b\x92/Security.evtx";

#[derive(Debug, Clone)]
struct Member {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    checksum: u32,
    size: u32,
    stored: Vec<u8>,
}

/// An archive to be written.
#[derive(Debug, Clone, Default)]
pub struct Zip {
    members: Vec<Member>,
}

impl Zip {
    /// An archive without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member without compression.
    pub fn stored(self, name: &str, data: &[u8]) -> Self {
        self.member(name.as_bytes(), flags_of(name), 0, data)
    }

    /// Adds a deflated member.
    pub fn deflated(self, name: &str, data: &[u8]) -> Self {
        self.member(name.as_bytes(), flags_of(name), 8, data)
    }

    /// Adds a deflated member whose name is not UTF-8 and not flagged so.
    pub fn raw_name(self, name: &[u8], data: &[u8]) -> Self {
        self.member(name, 0, 8, data)
    }

    fn member(mut self, name: &[u8], flags: u16, method: u16, data: &[u8]) -> Self {
        let stored = if method == 8 { deflate(data) } else { data.to_vec() };
        let (checksum, size) = (crc32fast::hash(data), data.len() as u32);
        self.members.push(Member { name: name.to_vec(), flags, method, checksum, size, stored });
        self
    }

    /// The archive.
    pub fn write(&self) -> Vec<u8> {
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for member in &self.members {
            let offset = file.len() as u32;
            file.extend(b"PK\x03\x04");
            file.extend(member.description());
            file.extend([0; 2]);
            file.extend(&member.name);
            file.extend(&member.stored);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(member.description());
            directory.extend([0; 12]);
            directory.extend(offset.to_le_bytes());
            directory.extend(&member.name);
        }
        let count = (self.members.len() as u16).to_le_bytes();
        let (start, size) = (file.len() as u32, directory.len() as u32);
        file.extend(directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([count, count].concat());
        file.extend([size, start].map(u32::to_le_bytes).concat());
        file.extend([0; 2]);
        file
    }
}

impl Member {
    /// What the local header and the directory have in common.
    fn description(&self) -> Vec<u8> {
        let mut bytes = [20, self.flags, self.method].map(u16::to_le_bytes).concat();
        bytes.extend([0, 0, 0x21, 0]); // 1980-01-01, midnight.
        bytes.extend(
            [self.checksum, self.stored.len() as u32, self.size].map(u32::to_le_bytes).concat(),
        );
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes
    }
}

/// An archive with one member of zeros that is a thousand times smaller than what it holds.
pub fn bomb(decompressed_bytes: usize) -> Vec<u8> {
    Zip::new().deflated("zeros.evtx", &vec![0; decompressed_bytes]).write()
}

fn flags_of(name: &str) -> u16 {
    if name.is_ascii() { 0 } else { UTF8_NAME }
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
