//! Entries of a large structure, packed by the block of the file that they stand in.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::bytes::floor_to;

/// Bytes of the file that one block of entries stands for. Segments begin at multiples of it.
pub const BLOCK: u64 = 65_536;

/// Packed entries by the offset of their block.
///
/// A cap bounds the bytes: the blocks that stand first and fit together are kept, the others left
/// out. This gives the same whatever the order of joining, since a block that does not fit behind
/// some of those before it does not fit behind all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Shared, so that settling copies none of them.
    blocks: Arc<BTreeMap<u64, Vec<u8>>>,
    bytes: u64,
    cut_at: Option<u64>,
}

impl Packed {
    /// Offset of the first block that did not fit.
    ///
    /// ```
    /// assert_eq!(konseki_core::scan::file_system::Packed::default().cut_at(), None);
    /// ```
    pub fn cut_at(&self) -> Option<u64> {
        self.cut_at
    }

    /// All entries in order of blocks, those of a block in their order. Damaged bytes, which only
    /// a damaged message between workers could bring, end their block.
    pub fn entries<T: DeserializeOwned>(&self) -> impl Iterator<Item = T> + '_ {
        self.blocks.values().flat_map(|bytes| unpack(bytes))
    }

    /// The entries of the block that holds an offset.
    pub fn entries_at<T: DeserializeOwned>(&self, offset: u64) -> impl Iterator<Item = T> + '_ {
        let block = floor_to(offset, BLOCK);
        self.blocks.get(&block).into_iter().flat_map(|bytes| unpack(bytes))
    }

    /// Adds an entry behind the others of its block.
    pub(super) fn push(&mut self, offset: u64, entry: &impl Serialize) {
        let known = Arc::make_mut(&mut self.blocks).entry(floor_to(offset, BLOCK)).or_default();
        let before = known.len();
        // Writing plain data to a growing vector cannot fail.
        *known = postcard::to_extend(entry, std::mem::take(known)).unwrap_or_default();
        self.bytes = self.bytes.saturating_add(known.len().saturating_sub(before) as u64);
    }

    /// Joins other blocks, and keeps those that fit.
    pub(super) fn merge(&mut self, other: Self, cap: u64) {
        let blocks = Arc::make_mut(&mut self.blocks);
        for (offset, mut bytes) in Arc::unwrap_or_clone(other.blocks) {
            blocks.entry(offset).or_default().append(&mut bytes);
        }
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.cut_at = self.cut_at.into_iter().chain(other.cut_at).min();
        self.cut(cap);
    }

    /// Leaves out what does not fit.
    pub(super) fn cut(&mut self, cap: u64) {
        if self.bytes > cap {
            let mut sum = 0_u64;
            let over = self.blocks.iter().find(|(_, bytes)| {
                sum = sum.saturating_add(bytes.len() as u64);
                sum > cap
            });
            let over = over.map(|(offset, _)| *offset);
            self.cut_at = self.cut_at.into_iter().chain(over).min();
        }
        if let Some(cut_at) = self.cut_at {
            let left_out = Arc::make_mut(&mut self.blocks).split_off(&cut_at);
            let bytes: u64 = left_out.values().map(|bytes| bytes.len() as u64).sum();
            self.bytes = self.bytes.saturating_sub(bytes);
        }
    }
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> impl Iterator<Item = T> + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (entry, after) = postcard::take_from_bytes(rest).ok()?;
        rest = after;
        Some(entry)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(number: u64, entries: u8) -> Packed {
        let mut packed = Packed::default();
        (0..entries).for_each(|entry| packed.push(number * BLOCK, &entry));
        packed
    }

    fn joined(parts: &[Packed], order: &[usize], cap: u64) -> Packed {
        let mut joined = Packed::default();
        order.iter().for_each(|number| joined.merge(parts[*number].clone(), cap));
        joined
    }

    #[test]
    fn the_first_blocks_that_fit_stay_in_any_order_of_joining() {
        let parts: Vec<_> = [3, 3, 3, 3].into_iter().zip(0..).map(|(n, at)| block(at, n)).collect();
        let expected = joined(&parts, &[0, 1, 2, 3], 7);
        assert_eq!(expected.cut_at(), Some(2 * BLOCK));
        assert_eq!(expected.entries::<u8>().collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
        for order in [[3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            assert_eq!(joined(&parts, &order, 7), expected, "{order:?}");
        }
        let mut pair = parts[2].clone();
        pair.merge(parts[3].clone(), 7);
        let mut others = parts[1].clone();
        others.merge(parts[0].clone(), 7);
        pair.merge(others, 7);
        assert_eq!(pair, expected);
        assert_eq!(joined(&parts, &[0, 1, 2, 3], 12).cut_at(), None);
    }

    #[test]
    fn entries_come_back_by_their_place() {
        let packed = joined(&[block(4, 2), block(1, 1)], &[0, 1], 100);
        assert_eq!(packed.entries_at::<u8>(4 * BLOCK + 9).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(packed.entries_at::<u8>(2 * BLOCK).count(), 0);
    }
}
