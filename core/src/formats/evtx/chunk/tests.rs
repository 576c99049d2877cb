//! Chunks made by hand: live, stale, damaged and cut.

use super::*;

fn record(number: u64, content: usize) -> Vec<u8> {
    let size = (SMALLEST_RECORD + content) as u32;
    let mut record = RECORD_MAGIC.to_vec();
    record.extend(size.to_le_bytes());
    record.extend(number.to_le_bytes());
    record.extend([1; 8]);
    record.extend(vec![0x55; content]);
    record.extend(size.to_le_bytes());
    record
}

fn set(chunk: &mut [u8], at: usize, bytes: &[u8]) {
    chunk[at..at + bytes.len()].copy_from_slice(bytes);
}

fn seal(chunk: &mut [u8]) {
    let free = u32::from_le_bytes(chunk[48..52].try_into().unwrap()) as usize;
    let records = crc32fast::hash(&chunk[HEADER..free]);
    set(chunk, 52, &records.to_le_bytes());
    let header = header_hash(chunk);
    set(chunk, 124, &header.to_le_bytes());
}

/// Live records 10 to 13 of 100 bytes at 512, 612, 712 and 812, then the stale record 3.
fn chunk_with_a_stale_record() -> Vec<u8> {
    let mut chunk = vec![0; 65_536];
    set(&mut chunk, 0, MAGIC);
    set(&mut chunk, 8, &10_u64.to_le_bytes());
    set(&mut chunk, 16, &13_u64.to_le_bytes());
    set(&mut chunk, 44, &812_u32.to_le_bytes());
    set(&mut chunk, 48, &912_u32.to_le_bytes());
    for number in 10..14 {
        set(&mut chunk, 512 + 100 * (number - 10), &record(number as u64, 72));
    }
    set(&mut chunk, 912, &record(3, 72));
    seal(&mut chunk);
    chunk
}

fn numbers(chunk: &[u8], warnings: &mut Warnings) -> (Vec<u64>, u64) {
    match find_records(chunk, 4_096, warnings) {
        Slots::Free => (Vec::new(), 0),
        Slots::Records { slots, failed } => {
            (slots.iter().map(|slot| slot.number).collect(), failed)
        }
    }
}

fn check(chunk: &[u8], expected: &[u64], failed: u64, codes: &[WarningCode]) {
    let mut warnings = Warnings::default();
    assert_eq!(numbers(chunk, &mut warnings), (expected.to_vec(), failed));
    assert_eq!(warnings.groups().map(|(code, ..)| code).collect::<Vec<_>>(), codes);
}

#[test]
fn live_records_are_found_and_stale_ones_left() {
    check(&chunk_with_a_stale_record(), &[10, 11, 12, 13], 0, &[]);
    check(&[0; 65_536], &[], 0, &[]);
}

#[test]
fn a_damaged_record_is_stepped_over() {
    let mut chunk = chunk_with_a_stale_record();
    set(&mut chunk, 612, &[0xff; 30]);
    let codes = [WarningCode::ChunkChecksum, WarningCode::RecordDamaged];
    check(&chunk, &[10, 12, 13], 1, &codes);
    // A second size that disagrees.
    let mut chunk = chunk_with_a_stale_record();
    set(&mut chunk, 808, &[99]);
    check(&chunk, &[10, 11, 13], 1, &codes);
}

#[test]
fn zeroed_records_are_damage_but_zeroes_behind_the_last_one_are_not() {
    let mut chunk = chunk_with_a_stale_record();
    chunk[712..1_012].fill(0);
    check(&chunk, &[10, 11], 1, &[WarningCode::ChunkChecksum, WarningCode::RecordDamaged]);
    let mut chunk = chunk_with_a_stale_record();
    chunk[912..1_012].fill(0);
    set(&mut chunk, 48, &1_000_u32.to_le_bytes());
    seal(&mut chunk);
    check(&chunk, &[10, 11, 12, 13], 0, &[]);
}

#[test]
fn a_damaged_magic_does_not_bring_stale_records_back() {
    let mut chunk = chunk_with_a_stale_record();
    chunk[0] = b'X';
    check(&chunk, &[10, 11, 12, 13], 0, &[WarningCode::ChunkDamaged]);
    chunk[..512].fill(0xee);
    check(&chunk, &[10, 11, 12, 13], 1, &[WarningCode::ChunkDamaged]);
}

#[test]
fn a_damaged_free_space_offset_hides_no_record() {
    for free in [612_u32, 700, 5_000, 70_000] {
        let mut chunk = chunk_with_a_stale_record();
        set(&mut chunk, 48, &free.to_le_bytes());
        let (found, _) = numbers(&chunk, &mut Warnings::default());
        assert_eq!(found.first_chunk::<2>(), Some(&[10, 11]), "{free}");
        assert!(!found.contains(&3) || free > 912, "{free}: {found:?}");
        assert_eq!(found.iter().filter(|number| **number > 9).count(), 4, "{free}");
    }
}

#[test]
fn a_chunk_cut_by_the_end_of_the_file_is_read_as_far_as_it_goes() {
    let chunk = chunk_with_a_stale_record();
    let codes = [WarningCode::RecordDamaged, WarningCode::Truncated];
    check(&chunk[..800], &[10, 11], 1, &codes);
    check(&chunk[..100], &[], 1, &[WarningCode::Truncated]);
    // Cut inside its free space: nothing is lost.
    check(&chunk[..950], &[10, 11, 12, 13], 0, &[]);
    check(&[0; 77], &[], 0, &[]);
}
