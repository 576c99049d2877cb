//! Every match of a trace, in some ten bytes each.
//!
//! Contract: enough to count copies of a record once and to settle a window without reading again.
//! In which blocks the matches stand depends on the order of joining, what they are does not:
//! equality and [`merged`] go by the matches.

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::findings::Stub;
use crate::time::Filetime;

/// A match, as far as it tells copies of a record apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Occurrence {
    /// TimeCreated.
    pub time: Filetime,
    /// EventRecordID.
    pub record_id: u64,
    /// 31 bits of the record's digest.
    pub digest: u32,
    /// Whether a needed field was absent, so that the match is at best consistent.
    pub weak: bool,
}

/// What tells whether two records are the same.
pub type Identity = (Filetime, u64, u32);

impl Occurrence {
    /// Equal in copies of a record.
    pub fn identity(&self) -> Identity {
        (self.time, self.record_id, self.digest)
    }
}

impl From<&Stub> for Occurrence {
    fn from(stub: &Stub) -> Self {
        let Stub { place, digest, weak } = *stub;
        let digest = u32::try_from(digest >> 33).unwrap_or_default();
        Self { time: place.time, record_id: place.record_id, digest, weak }
    }
}

/// Matches in sorted blocks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Occurrences {
    /// Not yet packed, in the order of adding.
    loose: Vec<Occurrence>,
    blocks: Vec<Block>,
}

/// Sorted matches: each as differences of time and id to the one before, its digest, and whether
/// it is weak in the lowest bit of that. Shared, so that settling copies none of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Block {
    count: usize,
    bytes: Arc<[u8]>,
}

/// Matches that are packed together.
const LOOSE: usize = 16_384;

impl Occurrences {
    /// Adds a match.
    pub fn push(&mut self, stub: &Stub) {
        self.loose.push(stub.into());
        if self.loose.len() >= LOOSE {
            self.pack();
        }
    }

    /// Adds the matches of another part.
    pub(super) fn append(&mut self, mut other: Self) {
        self.blocks.append(&mut other.blocks);
        self.loose.append(&mut other.loose);
        if self.loose.len() >= LOOSE {
            self.pack();
        }
    }

    /// Packs what is still loose.
    pub(super) fn pack(&mut self) {
        if !self.loose.is_empty() {
            self.loose.sort_unstable();
            self.blocks.push(Block::new(&self.loose));
            self.loose = Vec::new();
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.blocks.iter().fold(self.loose.len(), |sum, block| sum.saturating_add(block.count))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = Occurrence> + '_ {
        self.loose.iter().copied().chain(self.blocks.iter().flat_map(Block::iter))
    }
}

impl PartialEq for Occurrences {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && merged([self]).eq(merged([other]))
    }
}

impl Block {
    fn new(sorted: &[Occurrence]) -> Self {
        let mut bytes = Vec::new();
        let (mut time, mut record_id) = (0_u64, 0_u64);
        for one in sorted {
            let steps = (one.time.0.wrapping_sub(time), one.record_id.wrapping_sub(record_id));
            let digest = (one.digest << 1 | u32::from(one.weak)).to_le_bytes();
            // Ids mostly rise with time; written with their sign, small steps back are short, too.
            let step = (steps.0, steps.1.cast_signed(), digest);
            // Writing plain data to a growing vector cannot fail.
            bytes = postcard::to_extend(&step, bytes).unwrap_or_default();
            (time, record_id) = (one.time.0, one.record_id);
        }
        Self { count: sorted.len(), bytes: bytes.into() }
    }

    /// Damaged bytes, which only a damaged message between workers could bring, end the block.
    fn iter(&self) -> impl Iterator<Item = Occurrence> + '_ {
        let mut rest: &[u8] = &self.bytes;
        let (mut time, mut record_id) = (0_u64, 0_u64);
        std::iter::from_fn(move || {
            let (step, after): ((u64, i64, [u8; 4]), _) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            time = time.wrapping_add(step.0);
            record_id = record_id.wrapping_add_signed(step.1);
            let digest = u32::from_le_bytes(step.2);
            let weak = digest & 1 == 1;
            Some(Occurrence { time: Filetime(time), record_id, digest: digest >> 1, weak })
        })
    }
}

/// The matches of several parts in order, copies one after the other.
///
/// ```
/// use konseki_core::scan::occurrences::{Occurrences, merged};
/// assert_eq!(merged([&Occurrences::default()]).count(), 0);
/// ```
pub fn merged<'o>(
    parts: impl IntoIterator<Item = &'o Occurrences>,
) -> impl Iterator<Item = Occurrence> + 'o {
    let mut lists: Vec<Box<dyn Iterator<Item = Occurrence> + 'o>> = Vec::new();
    for part in parts {
        if !part.loose.is_empty() {
            let mut loose = part.loose.clone();
            loose.sort_unstable();
            lists.push(Box::new(loose.into_iter()));
        }
        for block in &part.blocks {
            lists.push(Box::new(block.iter()));
        }
    }
    let heads = lists.iter_mut().map(Iterator::next).enumerate();
    let mut heads: BinaryHeap<Reverse<(Occurrence, usize)>> =
        heads.filter_map(|(list, head)| Some(Reverse((head?, list)))).collect();
    std::iter::from_fn(move || {
        let mut top = heads.peek_mut()?;
        let Reverse((next, list)) = *top;
        match lists.get_mut(list).and_then(Iterator::next) {
            Some(after) => *top = Reverse((after, list)),
            None => {
                std::collections::binary_heap::PeekMut::pop(top);
            }
        }
        Some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::findings::Place;

    fn stub(time: u64, record_id: u64) -> Stub {
        let place = Place { time: Filetime(time), record_id, ..Place::default() };
        let digest = time.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Stub { place, digest, weak: record_id.is_multiple_of(3) }
    }

    #[test]
    fn what_is_packed_in_any_order_comes_back_in_order() {
        let stubs: Vec<Stub> = (0..50_000_u64)
            .map(|number| stub(number * 7_919 % 50_021 * 90_000, number))
            .chain([stub(u64::MAX, 0), stub(0, u64::MAX), stub(u64::MAX, u64::MAX)])
            .collect();
        let mut whole = Occurrences::default();
        stubs.iter().for_each(|one| whole.push(one));
        let mut parts = Occurrences::default();
        for part in stubs.chunks(777).rev() {
            let mut packed = Occurrences::default();
            part.iter().for_each(|one| packed.push(one));
            packed.pack();
            parts.append(packed);
        }
        assert!(whole == parts);
        let mut expected: Vec<Occurrence> = stubs.iter().map(Occurrence::from).collect();
        expected.sort();
        assert!(merged([&parts]).eq(expected.iter().copied()));
        assert_eq!(merged([&parts, &whole]).count(), expected.len() * 2);
        assert_eq!((parts.len(), parts.iter().count()), (expected.len(), expected.len()));
        parts.pack();
        let bytes: usize = parts.blocks.iter().map(|block| block.bytes.len()).sum();
        assert!(bytes < stubs.len() * 12, "{bytes} bytes for {} matches", stubs.len());
    }
}
