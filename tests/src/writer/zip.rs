//! A writer of ZIP archives, valid and hostile.
//!
//! Contract: members in the order of adding, no times, so equal calls give equal bytes. Reference:
//! PKWARE APPNOTE 6.3.10 §4.3.

use std::{io::Write, rc::Rc};

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
    stored: Rc<[u8]>,
    /// Its own bytes, or those of the member before it once more.
    is_again: bool,
}

/// An archive to be written.
#[derive(Debug, Clone, Default)]
pub struct Zip {
    members: Vec<Member>,
    counting: Option<u64>,
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

    /// Adds an entry whose data are those of the member before it: the bytes stand there once.
    pub fn again(mut self, name: &str) -> Self {
        if let Some(last) = self.members.last() {
            let name = name.as_bytes().to_vec();
            self.members.push(Member { name, is_again: true, ..last.clone() });
        }
        self
    }

    /// States another number of entries than there are.
    pub fn counting(mut self, entries: u64) -> Self {
        self.counting = Some(entries);
        self
    }

    fn member(mut self, name: &[u8], flags: u16, method: u16, data: &[u8]) -> Self {
        let stored = if method == 8 { deflate(data) } else { data.to_vec() };
        let (checksum, size) = (crc32fast::hash(data), data.len() as u32);
        let (name, stored, is_again) = (name.to_vec(), stored.into(), false);
        self.members.push(Member { name, flags, method, checksum, size, stored, is_again });
        self
    }

    /// The archive.
    pub fn write(&self) -> Vec<u8> {
        let (mut file, mut directory, mut offset) = (Vec::new(), Vec::new(), 0);
        for member in &self.members {
            if !member.is_again {
                offset = file.len() as u32;
                file.extend(b"PK\x03\x04");
                file.extend(member.description());
                file.extend([0; 2]);
                file.extend(&member.name);
                file.extend(&*member.stored);
            }
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(member.description());
            directory.extend([0; 12]);
            directory.extend(offset.to_le_bytes());
            directory.extend(&member.name);
        }
        let count = self.counting.unwrap_or(self.members.len() as u64);
        let (start, size) = (file.len() as u64, directory.len() as u64);
        file.extend(directory);
        if count >= u64::from(u16::MAX) {
            file.extend(end_of_64_bits(count, size, start));
        }
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes(); 2].concat());
        file.extend([size as u32, start as u32].map(u32::to_le_bytes).concat());
        file.extend([0; 2]);
        file
    }
}

/// End of a directory with many entries, and its locator: APPNOTE 4.3.14, 4.3.15.
fn end_of_64_bits(count: u64, size: u64, start: u64) -> Vec<u8> {
    let mut end = b"PK\x06\x06".to_vec();
    end.extend(44_u64.to_le_bytes());
    end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    end.extend([count, count, size, start].map(u64::to_le_bytes).concat());
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend((start + size).to_le_bytes());
    end.extend(1_u32.to_le_bytes());
    end
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
