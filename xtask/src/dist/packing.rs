//! The program as text inside the page: LZMA, then seven bits a character.
//!
//! LZMA looks back over the whole program and leaves two thirds of what gzip does; browsers do not
//! unpack it, so `web/boot/unpack.js` does. Seven bits a character take 17 % more room than the
//! bytes, base64 takes 33 %. A value that HTML would not hand on unchanged has 128 added, which
//! UTF-8 writes in two bytes; the reader takes the lowest seven bits of each.

use std::io::Write;

use lzma_rust2::{LzmaOptions, LzmaWriter};

use crate::Result;

/// Characters that an HTML parser would change, or that could end the element.
const CHANGED: [u8; 3] = [b'\0', b'\r', b'<'];

/// Packs the program; the same bytes give the same text.
pub fn pack(program: &[u8]) -> Result<String> {
    let mut options = LzmaOptions::with_preset(9);
    // Literals of WebAssembly depend on the byte before, not on their place.
    (options.lc, options.lp, options.pb) = (4, 0, 0);
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    let length = program.len() as u64;
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(length))?;
    writer.write_all(program)?;
    Ok(text_of(&writer.finish()?))
}

/// Seven bits of the bytes in each character, the highest first; the last is filled up with zeros.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 6);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 7 {
            count -= 7;
            text.push(character(bits >> count));
        }
        bits &= (1 << count) - 1;
    }
    if count > 0 {
        text.push(character(bits << (7 - count)));
    }
    text
}

fn character(bits: u32) -> char {
    let value = (bits & 0x7f) as u8;
    char::from(if CHANGED.contains(&value) { value | 0x80 } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `konsekiBytes` reads it.
    fn bytes_of(text: &str) -> Vec<u8> {
        let bits = text.chars().flat_map(|one| (0..7).rev().map(move |at| (one as u32 >> at) & 1));
        let bits: Vec<u32> = bits.collect();
        bits.chunks_exact(8)
            .map(|byte| byte.iter().fold(0, |all, bit| all << 1 | *bit as u8))
            .collect()
    }

    #[test]
    fn text_holds_every_byte_and_nothing_that_html_changes() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).chain([0, 13, 60, 7]).collect();
        for length in [0, 1, 6, 7, 8, bytes.len()] {
            let text = text_of(&bytes[..length]);
            assert_eq!(bytes_of(&text), bytes[..length]);
            assert!(!text.contains(['\0', '\r', '<']));
        }
    }

    #[test]
    fn the_same_program_gives_the_same_text() {
        let program: Vec<u8> = (0..100_000_u32).map(|number| (number / 3) as u8).collect();
        let packed = pack(&program).expect("packs");
        assert_eq!(packed, pack(&program).expect("packs"));
        let mut read = Vec::new();
        let bytes = bytes_of(&packed);
        let mut reader = lzma_rust2::LzmaReader::new_mem_limit(bytes.as_slice(), u32::MAX, None)
            .expect("a header");
        std::io::Read::read_to_end(&mut reader, &mut read).expect("unpacks");
        assert!(read == program);
    }
}
