//! The specification's examples, every form of a length, damage; and a writer of valid streams.

use super::*;

/// A valid stream for tests: each symbol has a code of nine bits, and only literals are used.
pub(in crate::formats) fn literal_blocks(data: &[u8]) -> Vec<u8> {
    let mut output = Vec::new();
    for block in data.chunks(BLOCK) {
        output.extend([0x99; TABLE_BYTES]);
        let bits: Vec<u16> = block
            .iter()
            .flat_map(|byte| (0..9).rev().map(move |bit| u16::from(*byte) >> bit & 1))
            .collect();
        let words = bits.chunks(16).map(|bits| {
            bits.iter().enumerate().fold(0_u16, |word, (at, bit)| word | bit << (15 - at))
        });
        // The reader is a word ahead.
        output.extend(words.chain([0]).flat_map(u16::to_le_bytes));
    }
    output
}

/// A table from (symbol, length) pairs.
fn lengths(codes: &[(usize, u8)]) -> Vec<u8> {
    let mut table = vec![0; TABLE_BYTES];
    for (symbol, length) in codes {
        table[symbol / 2] |= if symbol % 2 == 0 { *length } else { length << 4 };
    }
    table
}

#[test]
fn the_alphabet_of_the_specification() {
    // [MS-XCA] §3.2, first example: a to v have five bits, w to z and the end symbol four.
    let five = (0x61..=0x76).map(|symbol| (symbol, 5));
    let four = (0x77..=0x7a).chain([256]).map(|symbol| (symbol, 4));
    let mut input = lengths(&five.chain(four).collect::<Vec<_>>());
    input.extend([
        0xd8, 0x52, 0x3e, 0xd7, 0x94, 0x11, 0x5b, 0xe9, 0x19, 0x5f, 0xf9, 0xd6, 0x7c, 0xdf, 0x8d,
        0x04, 0x00, 0x00, 0x00, 0x00,
    ]);
    let (output, damage) = decompress(&input, 0, 26);
    assert_eq!(String::from_utf8(output).unwrap(), "abcdefghijklmnopqrstuvwxyz");
    assert_eq!(damage, None);
}

/// Codes: c 00, end 01, match 10, a 110, b 111.
fn abc_table() -> Vec<u8> {
    lengths(&[(0x61, 3), (0x62, 3), (0x63, 2), (256, 2), (287, 2)])
}

#[test]
fn a_long_match_of_the_specification() {
    // [MS-XCA] §3.2, second example: "abc" a hundred times is one match of 297 bytes.
    let mut input = abc_table();
    input.extend([0xa8, 0xdc, 0x00, 0x00, 0xff, 0x26, 0x01]);
    let (output, damage) = decompress(&input, 0, 300);
    assert_eq!(String::from_utf8(output).unwrap(), "abc".repeat(100));
    assert_eq!(damage, None);
}

#[test]
fn all_forms_of_a_match_length() {
    for (form, length) in [
        (&[0_u8][..], 18),
        (&[254], 272),
        (&[255, 15, 0], 18),
        (&[255, 0xff, 0xff], 65_538),
        (&[255, 0, 0, 0x00, 0x00, 0x01, 0x00], 65_539),
    ] {
        let mut input = abc_table();
        input.extend([0xa8, 0xdc, 0x00, 0x00]);
        input.extend(form);
        let (output, damage) = decompress(&input, 0, length + 3);
        assert_eq!((output.len(), damage), (length + 3, None), "{form:?}");
    }
    let mut input = abc_table();
    input.extend([0xa8, 0xdc, 0x00, 0x00, 255, 14, 0]);
    let (output, damage) = decompress(&input, 0x10, 300);
    assert_eq!(output, b"abc");
    assert_eq!(
        damage.unwrap().to_string(),
        "Match length at 0x114: expected at least 15, found 14"
    );
}

#[test]
fn tables_that_are_no_prefix_code_are_refused() {
    for (table, found) in [
        (lengths(&[]), "unused codes"),
        (lengths(&[(0x61, 1), (0x62, 2)]), "unused codes"),
        (lengths(&[(0x61, 1), (0x62, 1), (0x63, 15)]), "more codes than fit"),
    ] {
        let (output, damage) = decompress(&[table, vec![0; 8]].concat(), 0, 5);
        assert!(output.is_empty());
        let damage = damage.unwrap().to_string();
        assert!(damage.contains(found), "{damage}");
    }
}

#[test]
fn a_match_before_the_output_is_damage() {
    let mut input = abc_table();
    // The first code is a match.
    input.extend([0x00, 0xa0, 0x00, 0x00, 3]);
    let (output, damage) = decompress(&input, 0, 100);
    assert!(output.is_empty());
    assert_eq!(damage.unwrap().what, "match distance");
}

#[test]
fn blocks_follow_each_other() {
    let data: Vec<u8> = (0..150_000_u32).map(|n| (n % 251) as u8).collect();
    let (output, damage) = decompress(&literal_blocks(&data), 0, data.len());
    assert!(output == data && damage.is_none(), "{damage:?}");
}
