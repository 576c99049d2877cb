//! MAM containers: how Windows 8 and later store Prefetch files.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 3 | `MAM` |
//! | 3 | 1 | algorithm (4: Xpress Huffman); 0x80 a checksum follows |
//! | 4 | 4 | decompressed size |
//! | 8 | 4 | CRC32, if flagged |
//!
//! Contract: the stated size is held against [`limits::PREFETCH_BYTES`] before anything is
//! allocated, and output grows only as data comes. The checksum is not looked at: the decompressed
//! structure is checked instead.

use crate::{bytes::Reader, error::ParseError, formats::xpress_huffman, limits};

const XPRESS_HUFFMAN: u8 = 4;
const CHECKSUM_FLAG: u8 = 0x80;

/// Decompresses a MAM container.
///
/// # Errors
/// When the signature or algorithm is another, the stated size is over the cap, or the data is
/// damaged.
///
/// ```
/// let error = konseki_core::formats::mam::decompress(b"MAM\x04\xff\xff\xff\xff").unwrap_err();
/// assert_eq!(error.what, "decompressed size");
/// ```
pub fn decompress(bytes: &[u8]) -> Result<Vec<u8>, ParseError> {
    let mut reader = Reader::new(bytes, 0);
    let signature = reader.take("MAM signature", 3)?;
    if signature != b"MAM" {
        let found = String::from_utf8_lossy(signature).into_owned();
        return Err(ParseError::unexpected("MAM signature", 0, "MAM", found));
    }
    let algorithm = reader.u8("compression algorithm")?;
    if algorithm & !CHECKSUM_FLAG != XPRESS_HUFFMAN {
        let found = format!("0x{algorithm:02x}");
        let expected = "0x04 (Xpress Huffman)";
        return Err(ParseError::unexpected("compression algorithm", 3, expected, found));
    }
    let size = u64::from(reader.u32("decompressed size")?);
    if size > limits::PREFETCH_BYTES {
        return Err(ParseError::limit("decompressed size", 4, limits::PREFETCH_BYTES, size));
    }
    if algorithm & CHECKSUM_FLAG != 0 {
        reader.skip("checksum", 4)?;
    }
    let start = reader.offset();
    let compressed = reader.take("compressed data", reader.remaining())?;
    xpress_huffman::decompress(compressed, start, usize::try_from(size).unwrap_or(usize::MAX))
}
