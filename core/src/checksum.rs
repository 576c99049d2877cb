//! The CRC32 of chunks.
//!
//! Contract: the same value everywhere. Processors have instructions for it that `crc32fast` uses and
//! WebAssembly has not; there its tables take a fifth of the time of a scan in which few records are
//! matches. A way that needs no tables is twice as fast.
//! Source: Russell, "Chorba: A novel CRC32 implementation", 2024 (arXiv 2412.16398); zlib-ng has it too.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

/// CRC32 as in ZIP and EVTX (polynomial 0x04c11db7, reflected).
///
/// ```
/// assert_eq!(konseki_core::checksum::crc32(b"123456789"), 0xcbf4_3926);
/// ```
pub fn crc32(bytes: &[u8]) -> u32 {
    if cfg!(target_arch = "wasm32") { without_tables(bytes) } else { crc32fast::hash(bytes) }
}

/// Bytes of the words that are carried on.
const CARRIED: usize = 40;
/// Bytes of a round.
const ROUND: usize = 32;

/// A word of the message may be taken away if what it leaves modulo the polynomial is added to the
/// words behind it. Modulo a multiple of the polynomial with few terms that is a few shifts, all of
/// which end within the next five words: what is left in the end is those.
fn without_tables(bytes: &[u8]) -> u32 {
    let Some(before_last) = bytes.len().checked_sub(CARRIED) else {
        return crc32fast::hash(bytes);
    };
    let rest = before_last.checked_rem(ROUND).unwrap_or_default();
    let (body, tail) = bytes.split_at(before_last.saturating_sub(rest));
    let mut carried = [u64::from(u32::MAX), 0, 0, 0, 0];
    for round in body.as_chunks::<8>().0.as_chunks::<4>().0 {
        let [first, second, third, fourth] = round.map(u64::from_le_bytes);
        let [one, two, three, four, five] = carried;
        let a = moved(first ^ one);
        let b = moved(second ^ two);
        let c = moved(third ^ three ^ a.0);
        let d = moved(fourth ^ four ^ a.1 ^ b.0);
        carried = [five ^ a.2 ^ b.1 ^ c.0, a.3 ^ b.2 ^ c.1 ^ d.0, b.3 ^ c.2 ^ d.1, c.3 ^ d.2, d.3];
    }
    // The tail has as many bytes as are carried, and less than a round more.
    let mut last = [0; CARRIED + ROUND];
    for (place, byte) in last.iter_mut().zip(tail) {
        *place = *byte;
    }
    for (word, carried) in last.as_chunks_mut::<8>().0.iter_mut().zip(carried) {
        *word = (u64::from_le_bytes(*word) ^ carried).to_le_bytes();
    }
    // What a CRC begins with is among what was carried.
    let mut hasher = crc32fast::Hasher::new_with_initial(u32::MAX);
    hasher.update(last.get(..tail.len()).unwrap_or_default());
    hasher.finalize()
}

/// What a word that is taken away adds to the second to fifth word behind it.
#[inline]
fn moved(word: u64) -> (u64, u64, u64, u64) {
    (
        (word << 17) ^ (word << 55),
        (word >> 47) ^ (word >> 9) ^ (word << 19),
        (word >> 45) ^ (word << 44),
        word >> 20,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_same() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let bytes: Vec<u8> = (0..66_000)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state as u8
            })
            .collect();
        for count in (0..400).chain([4_096, 65_023, 65_024, 65_536, 66_000]) {
            let bytes = &bytes[..count];
            assert_eq!(without_tables(bytes), crc32fast::hash(bytes), "{count} bytes");
        }
    }
}
