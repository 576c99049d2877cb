//! MAM containers: how Windows 8 and later store Prefetch files.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 3 | `MAM` |
//! | 3 | 1 | algorithm in the low bits (4: Xpress Huffman); 0x80: a checksum follows |
//! | 4 | 4 | decompressed size |
//! | 8 | 4 | checksum, if flagged: CRC-32 of the container with this field zero |
//!
//! Contract: the stated size is held against [`limits::PREFETCH_BYTES`] before anything is
//! allocated, and output grows only as data comes. Damaged data gives what came before it, and a
//! warning. Microsoft documents the algorithm ([MS-XCA] §2.2) but not the container; reference for
//! the checksum: the public decompressor by F. Picasso. No real file at hand has one.

use crate::{
    bytes::Reader,
    error::{ParseError, WarningCode, Warnings},
    formats::xpress_huffman,
    limits,
};

const XPRESS_HUFFMAN: u8 = 4;
const CHECKSUM_FLAG: u8 = 0x80;

/// Whether the fourth byte of a container names a compression algorithm of Windows.
pub(super) fn is_algorithm(byte: u8) -> bool {
    matches!(byte & !CHECKSUM_FLAG, 2..=5)
}

/// Decompresses a MAM container. Damage inside the compressed data becomes a warning, and what
/// came before it is handed back. Offsets are those of the container.
///
/// # Errors
/// When the signature or algorithm is another, the stated size is over the cap, or nothing can be
/// decompressed.
///
/// ```
/// use konseki_core::{error::Warnings, formats::mam};
/// let claims_four_gigabytes = b"MAM\x04\xff\xff\xff\xff";
/// let error = mam::decompress(claims_four_gigabytes, &mut Warnings::default()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "Decompressed size at 0x4: 4294967295 is over the limit of 16777216"
/// );
/// ```
pub fn decompress(bytes: &[u8], warnings: &mut Warnings) -> Result<Vec<u8>, ParseError> {
    let mut reader = Reader::new(bytes, 0);
    let signature = reader.take("MAM signature", 3)?;
    if signature != b"MAM" {
        let found = String::from_utf8_lossy(signature).into_owned();
        return Err(ParseError::unexpected("MAM signature", 0, "MAM", found));
    }
    let algorithm = reader.u8("compression algorithm")?;
    if algorithm & !CHECKSUM_FLAG != XPRESS_HUFFMAN {
        let expected = "0x04 (Xpress Huffman)";
        let found = algorithm_name(algorithm);
        return Err(ParseError::unexpected("compression algorithm", 3, expected, found));
    }
    let size = u64::from(reader.u32("decompressed size")?);
    if size > limits::PREFETCH_BYTES {
        return Err(ParseError::limit("decompressed size", 4, limits::PREFETCH_BYTES, size));
    }
    if algorithm & CHECKSUM_FLAG != 0 {
        let stated = reader.u32("checksum")?;
        check(bytes, reader, stated, warnings);
    }
    let start = reader.offset();
    let compressed = reader.take("compressed data", reader.remaining())?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let (output, damage) = xpress_huffman::decompress(compressed, start, size);
    match damage {
        Some(error) if output.is_empty() => return Err(error),
        Some(error) => warnings.push_error(WarningCode::DecompressionFailed, &error),
        None => {}
    }
    Ok(output)
}

/// `rest` stands behind the checksum.
fn check(bytes: &[u8], mut rest: Reader<'_>, stated: u32, warnings: &mut Warnings) {
    let mut computed = crc32fast::Hasher::new();
    computed.update(bytes.get(..8).unwrap_or_default());
    computed.update(&[0; 4]);
    computed.update(rest.take("compressed data", rest.remaining()).unwrap_or_default());
    let computed = computed.finalize();
    if computed != stated {
        let message = format!("Checksum at 0x8: expected {computed:08X}, found {stated:08X}");
        warnings.push(WarningCode::PrefetchDamaged, 8, message);
    }
}

/// The names of `COMPRESSION_FORMAT_…`.
fn algorithm_name(byte: u8) -> String {
    let name = match byte & !CHECKSUM_FLAG {
        2 => "LZNT1, not supported",
        3 => "Xpress without Huffman codes, not supported",
        5 => "XP10, not supported",
        _ => "unknown",
    };
    format!("0x{byte:02x} ({name})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::xpress_huffman::tests::literal_blocks;

    fn container(algorithm: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"MAM".to_vec();
        bytes.push(algorithm);
        bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        if algorithm & CHECKSUM_FLAG != 0 {
            bytes.extend([0; 4]);
        }
        bytes.extend(literal_blocks(data));
        if algorithm & CHECKSUM_FLAG != 0 {
            let checksum = crc32fast::hash(&bytes);
            bytes[8..12].copy_from_slice(&checksum.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn with_and_without_checksum() {
        for algorithm in [0x04, 0x84] {
            let mut warnings = Warnings::default();
            let bytes = container(algorithm, b"prefetch");
            assert_eq!(decompress(&bytes, &mut warnings).unwrap(), b"prefetch");
            assert!(warnings.is_empty(), "{warnings:?}");
        }
    }

    #[test]
    fn a_wrong_checksum_warns_and_the_data_stays() {
        let mut bytes = container(0x84, b"prefetch");
        bytes[8] ^= 1;
        let mut warnings = Warnings::default();
        assert_eq!(decompress(&bytes, &mut warnings).unwrap(), b"prefetch");
        assert_eq!(warnings.count(WarningCode::PrefetchDamaged), 1);
    }

    #[test]
    fn a_truncated_container_gives_what_came_before() {
        let bytes = container(0x04, &[b'x'; 100]);
        let mut warnings = Warnings::default();
        let output = decompress(&bytes[..bytes.len() - 40], &mut warnings).unwrap();
        assert!(output.len() > 60 && output.iter().all(|byte| *byte == b'x'), "{output:?}");
        assert_eq!(warnings.count(WarningCode::DecompressionFailed), 1);
    }

    #[test]
    fn other_algorithms_are_named() {
        for (algorithm, name) in [(2, "LZNT1"), (0x83, "Xpress without"), (5, "XP10")] {
            let bytes = [b'M', b'A', b'M', algorithm, 1, 0, 0, 0, 0, 0, 0, 0];
            let error = decompress(&bytes, &mut Warnings::default()).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
    }
}
