//! Hashes of names and templates, which choose their place in a chunk's tables.

use super::markup::Element;

/// The low half of a polynomial hash with the factor 65,599 over UTF-16 units.
pub(super) fn name_hash(name: &str) -> u16 {
    polynomial(name.encode_utf16()) as u16
}

/// The same hash over the eight words of a template's GUID chooses its bucket.
pub(super) fn hash_words(identity: &[u8; 16]) -> u32 {
    polynomial(identity.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])))
}

fn polynomial(units: impl Iterator<Item = u16>) -> u32 {
    units.fold(0_u32, |hash, unit| hash.wrapping_mul(65_599).wrapping_add(u32::from(unit)))
}

/// A GUID that follows from the template's content, so that equal templates are one.
pub(super) fn identity(template: &Element) -> [u8; 16] {
    let text = format!("{template:?}");
    let half = |basis: u64| {
        text.bytes()
            .fold(basis, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half(0xcbf2_9ce4_8422_2325).to_le_bytes());
    bytes[8..].copy_from_slice(&half(0x6c62_272e_07bb_0142).to_le_bytes());
    bytes
}
