//! Whether a file is a journal, when zeros hide its records.
//!
//! Contract: a bounded look. The live part of a journal stands at its end, so that a sparse head
//! of any length need not be read; where the end is zeros too, the head is read as far as
//! [`limits::USN_PROBE_BYTES`].

use super::{
    reading::leading_zeros,
    record::{ALIGNMENT, Record},
};
use crate::{
    bytes::floor_to,
    limits,
    source::{ReadAt, ReadError},
};

/// Bytes behind the zeros in which the first record must stand.
const LOOK: usize = 65_536;
/// Bytes read at once.
const SLICE: usize = 1 << 20;

/// What a look at a file showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// It holds USN records: here is one of them, in the head the first.
    Journal {
        /// Absolute offset of the record.
        record: u64,
    },
    /// What was looked at is zeros, so that nothing can be said.
    Zeros {
        /// Zeros at the beginning that were looked at.
        looked_at: u64,
    },
    /// What follows the leading zeros is no USN record.
    Other,
}

/// Whether a USN record stands at the very start.
pub fn starts_with_record(bytes: &[u8]) -> bool {
    Record::read(bytes, 0).is_ok()
}

/// The first record of `bytes`, which begin at a multiple of 8: followed by another one, by zeros
/// or by the end, so that stray data is not taken for one.
pub fn first_record(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).step_by(ALIGNMENT).find(|position| {
        let rest = bytes.get(*position..).unwrap_or_default();
        let Ok(record) = Record::read(rest, 0) else { return false };
        let behind = rest.get(record.length..).unwrap_or_default();
        let next = behind.get(..ALIGNMENT).unwrap_or(behind);
        leading_zeros(next) == next.len() || Record::read(behind, 0).is_ok()
    })
}

/// Looks at the beginning of a stream, piece by piece.
///
/// ```
/// use konseki_core::formats::usn::{Probe, Prober};
/// let mut prober = Prober::default();
/// assert_eq!(prober.push(&[0; 4_096]), None);
/// assert_eq!(prober.finish(), Probe::Zeros { looked_at: 4_096 });
/// ```
#[derive(Debug, Default)]
pub struct Prober {
    zeros: u64,
    behind: Vec<u8>,
}

impl Prober {
    /// Takes the next bytes; an answer when no more are needed.
    pub fn push(&mut self, bytes: &[u8]) -> Option<Probe> {
        let zeros = if self.behind.is_empty() { leading_zeros(bytes) } else { 0 };
        self.zeros = self.zeros.saturating_add(zeros as u64);
        let rest = bytes.get(zeros..).unwrap_or_default();
        if self.behind.is_empty() && !rest.is_empty() {
            // Zeros of the quadword in which the first other byte stands belong to a record.
            let whole = floor_to(self.zeros, ALIGNMENT as u64);
            let before = self.zeros.saturating_sub(whole);
            self.zeros = whole;
            self.behind = vec![0; usize::try_from(before).unwrap_or(0)];
        }
        let wanted = LOOK.saturating_sub(self.behind.len());
        self.behind.extend(rest.iter().take(wanted));
        let is_decided = self.behind.len() >= LOOK || self.zeros >= limits::USN_PROBE_BYTES;
        is_decided.then(|| self.finish())
    }

    /// The answer by what was taken so far.
    pub fn finish(&self) -> Probe {
        if self.behind.is_empty() {
            return Probe::Zeros { looked_at: self.zeros };
        }
        match first_record(&self.behind) {
            Some(position) => Probe::Journal { record: self.zeros.saturating_add(position as u64) },
            None => Probe::Other,
        }
    }
}

/// Looks at a file of any length, whose first bytes are no other known format.
///
/// # Errors
/// When the source cannot be read.
///
/// ```
/// use konseki_core::formats::usn::{Probe, probe};
/// let text: &[u8] = b"not a journal";
/// assert_eq!(probe(&text), Ok(Probe::Other));
/// ```
pub fn probe(source: &dyn ReadAt) -> Result<Probe, ReadError> {
    let mut prober = Prober::default();
    let mut offset = 0_u64;
    let mut count = LOOK;
    loop {
        let bytes = source.read(offset, count)?;
        if bytes.is_empty() {
            return Ok(prober.finish());
        }
        if let Some(answer) = prober.push(&bytes) {
            return Ok(answer);
        }
        if offset == 0
            && prober.behind.is_empty()
            && let Some(record) = look_at_end(source)?
        {
            return Ok(Probe::Journal { record });
        }
        offset = offset.saturating_add(bytes.len() as u64);
        count = SLICE;
    }
}

/// A record in the last bytes of a file.
fn look_at_end(source: &dyn ReadAt) -> Result<Option<u64>, ReadError> {
    let start = source.len().saturating_sub(SLICE as u64);
    let start = floor_to(start, ALIGNMENT as u64);
    let bytes = source.read(start, SLICE.saturating_add(ALIGNMENT))?;
    Ok(first_record(&bytes).map(|position| start.saturating_add(position as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::usn::reading::tests::record;

    /// Zeros with some bytes in them, of any length.
    struct Sparse {
        size: u64,
        at: u64,
        bytes: Vec<u8>,
        read: std::cell::Cell<u64>,
    }

    impl ReadAt for Sparse {
        fn len(&self) -> u64 {
            self.size
        }

        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
            let count = self.size.saturating_sub(offset).min(buffer.len() as u64) as usize;
            for (index, byte) in buffer[..count].iter_mut().enumerate() {
                let place = (offset + index as u64).checked_sub(self.at);
                *byte = place.and_then(|at| self.bytes.get(at as usize)).copied().unwrap_or(0);
            }
            self.read.set(self.read.get() + count as u64);
            Ok(count)
        }
    }

    fn sparse(size: u64, at: u64, bytes: Vec<u8>) -> Sparse {
        Sparse { size, at, bytes, read: std::cell::Cell::new(0) }
    }

    #[test]
    fn a_sparse_head_of_any_length_is_not_read() {
        let file = sparse(40 << 30, (40 << 30) - 4_096, record(1 << 35, "a.txt"));
        assert_eq!(probe(&file), Ok(Probe::Journal { record: (40 << 30) - 4_096 }));
        assert!(file.read.get() < 2 << 20, "{}", file.read.get());
    }

    #[test]
    fn records_between_zeros_are_found_within_the_cap() {
        let file = sparse(20 << 20, 3 << 20, record(0, "a.txt"));
        assert_eq!(probe(&file), Ok(Probe::Journal { record: 3 << 20 }));
    }

    #[test]
    fn zeros_alone_stay_unknown() {
        assert_eq!(probe(&sparse(5 << 20, 0, vec![])), Ok(Probe::Zeros { looked_at: 5 << 20 }));
        assert_eq!(probe(&&b""[..]), Ok(Probe::Zeros { looked_at: 0 }));
        // The cap, without reading so much in a test.
        let mut prober = Prober { zeros: limits::USN_PROBE_BYTES - 1, behind: Vec::new() };
        let looked_at = limits::USN_PROBE_BYTES;
        assert_eq!(prober.push(&[0]), Some(Probe::Zeros { looked_at }));
    }

    #[test]
    fn other_data_behind_zeros_is_no_journal() {
        assert_eq!(probe(&sparse(1 << 20, 9_000, vec![7; 4_000])), Ok(Probe::Other));
        // One that stray data follows is no proof.
        let mut stray = record(0, "a.txt");
        stray.extend([7; 64]);
        assert_eq!(first_record(&stray), None);
    }

    #[test]
    fn a_dump_that_begins_inside_a_record_is_known() {
        let mut dump = record(0, "first.txt");
        dump.drain(..16);
        let at = dump.len();
        dump.extend(record(88, "second.txt"));
        assert!(!starts_with_record(&dump));
        assert_eq!(probe(&dump.as_slice()), Ok(Probe::Journal { record: at as u64 }));
    }
}
