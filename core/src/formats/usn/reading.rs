//! Walking the records of a journal.

use std::ops::Range;

use super::record::{ALIGNMENT, LONGEST_RECORD, Record, head};
use crate::{
    bytes::{Reader, floor_to},
    error::{ParseError, WarningCode, Warnings},
};

/// Bytes of a block, the smallest piece that is read on its own.
pub const BLOCK: u64 = 65_536;
/// How far the bytes around a segment must reach: as far as a record can.
const REACH: u64 = LONGEST_RECORD as u64;

/// A piece of a journal to be read on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The records that start in these offsets are those of the segment. Begins at a multiple of
    /// [`BLOCK`]; ends at one, or with the journal.
    pub owned: Range<u64>,
    /// The bytes that are needed for that: up to [`LONGEST_RECORD`] more on either side.
    pub bytes: Range<u64>,
}

impl Segment {
    /// The segment that owns `owned` in a journal of `size` bytes.
    pub fn new(owned: Range<u64>, size: u64) -> Self {
        let bytes = owned.start.saturating_sub(REACH)..owned.end.saturating_add(REACH).min(size);
        Self { owned, bytes }
    }
}

/// The segments of a journal of `size` bytes; `length` is made a multiple of [`BLOCK`].
///
/// ```
/// use konseki_core::formats::usn::segments;
/// let found: Vec<_> = segments(150_000, 65_536).map(|segment| segment.owned).collect();
/// assert_eq!(found, [0..65_536, 65_536..131_072, 131_072..150_000]);
/// ```
pub fn segments(size: u64, length: u64) -> impl Iterator<Item = Segment> {
    let length = (length / BLOCK).max(1).saturating_mul(BLOCK);
    (0..size.div_ceil(length)).map(move |index| {
        let start = index.saturating_mul(length);
        Segment::new(start..start.saturating_add(length).min(size), size)
    })
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walked {
    /// Records that were handed on.
    pub records: u64,
    /// Places that were stepped over because of damage.
    pub damaged: u64,
    /// Their bytes.
    pub damaged_bytes: u64,
}

impl Walked {
    fn add(&mut self, other: Self) {
        self.records = self.records.saturating_add(other.records);
        self.damaged = self.damaged.saturating_add(other.damaged);
        self.damaged_bytes = self.damaged_bytes.saturating_add(other.damaged_bytes);
    }
}

/// Hands every record that starts in `segment.owned` to `visit`, in the order of the file.
///
/// `bytes` stand at `segment.bytes`; where they are fewer, the journal is taken to end there.
///
/// ```
/// use konseki_core::{error::Warnings, formats::usn::{Segment, read_segment}};
/// let mut warnings = Warnings::default();
/// let zeros = [0; 4_096];
/// let walked = read_segment(&zeros, &Segment::new(0..4_096, 4_096), &mut warnings, &mut |_| {});
/// assert_eq!(walked.records, 0);
/// assert!(warnings.is_empty());
/// ```
pub fn read_segment(
    bytes: &[u8],
    segment: &Segment,
    warnings: &mut Warnings,
    visit: &mut dyn FnMut(&Record<'_>),
) -> Walked {
    let window = Window { bytes, start: segment.bytes.start };
    let mut walked = Walked::default();
    let end = segment.owned.end.min(window.end());
    let mut start = segment.owned.start;
    while start < end {
        let block_end = next_block(start).min(end);
        walked.add(walk_block(&window, start..block_end, warnings, visit));
        start = block_end;
    }
    walked
}

fn next_block(offset: u64) -> u64 {
    (offset / BLOCK).saturating_add(1).saturating_mul(BLOCK)
}

/// How many zeros `bytes` begin with.
///
/// ```
/// assert_eq!(konseki_core::formats::usn::leading_zeros(&[0, 0, 1]), 2);
/// ```
pub fn leading_zeros(bytes: &[u8]) -> usize {
    // Wide steps first: the sparse head of a journal may be many gigabytes.
    const WIDE: usize = 4_096;
    let (wide, _) = bytes.as_chunks::<WIDE>();
    let skipped = wide.iter().take_while(|page| **page == [0; WIDE]).count().saturating_mul(WIDE);
    let rest = bytes.get(skipped..).unwrap_or_default();
    let (words, _) = rest.as_chunks::<8>();
    let zeros = words.iter().take_while(|word| **word == [0; 8]).count().saturating_mul(8);
    let rest = rest.get(zeros..).unwrap_or_default();
    let skipped = skipped.saturating_add(zeros);
    skipped.saturating_add(rest.iter().take_while(|byte| **byte == 0).count())
}

/// Bytes of a journal and where they stand.
struct Window<'a> {
    bytes: &'a [u8],
    start: u64,
}

/// What stands at a place.
enum Place<'a> {
    Record(Record<'a>),
    /// Zeros, so many in whole quadwords; fewer only at the end.
    Zeros(u64),
    Damage,
}

impl<'a> Window<'a> {
    fn end(&self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    fn from(&self, offset: u64) -> &'a [u8] {
        let position = usize::try_from(offset.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.bytes.get(position..).unwrap_or_default()
    }

    /// What stands at `offset`; zeros are counted up to `end`.
    fn place(&self, offset: u64, end: u64) -> Place<'a> {
        let rest = self.from(offset);
        let limit = usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX);
        let zeros = leading_zeros(rest.get(..limit).unwrap_or(rest));
        if zeros >= rest.len().min(ALIGNMENT).min(limit) {
            let zeros = zeros as u64;
            let whole = floor_to(zeros, ALIGNMENT as u64);
            return Place::Zeros(if whole == 0 { zeros } else { whole });
        }
        match Record::read(rest, offset) {
            Ok(record) => Place::Record(record),
            Err(_) => Place::Damage,
        }
    }
}

/// Walks one block: first those bytes before it in which a record may begin that reaches into it,
/// then the block itself. Where the walk stands at a block's start is so decided by the bytes
/// alone and not by where a segment began.
fn walk_block(
    window: &Window<'_>,
    block: Range<u64>,
    warnings: &mut Warnings,
    visit: &mut dyn FnMut(&Record<'_>),
) -> Walked {
    let mut walked = Walked::default();
    let mut damage: Option<Range<u64>> = None;
    let mut offset = block.start.saturating_sub(REACH).max(window.start);
    while offset < block.end {
        let is_owned = offset >= block.start;
        let step = match window.place(offset, if is_owned { block.end } else { block.start }) {
            Place::Record(record) => {
                if is_owned {
                    report(window, damage.take(), &mut walked, warnings);
                    visit(&record);
                    walked.records = walked.records.saturating_add(1);
                }
                record.length as u64
            }
            Place::Zeros(count) => count,
            Place::Damage => {
                let end = offset.saturating_add(ALIGNMENT as u64).min(window.end());
                if is_owned {
                    // Zeros between damaged quadwords belong to the damage.
                    let start = damage.map_or(offset, |damage| damage.start);
                    damage = Some(start..end);
                }
                ALIGNMENT as u64
            }
        };
        offset = offset.saturating_add(step.max(1));
    }
    report(window, damage, &mut walked, warnings);
    walked
}

/// Counts a place that was stepped over and says what is wrong with it.
fn report(
    window: &Window<'_>,
    damage: Option<Range<u64>>,
    walked: &mut Walked,
    warnings: &mut Warnings,
) {
    let Some(damage) = damage else { return };
    let length = damage.end.saturating_sub(damage.start);
    walked.damaged = walked.damaged.saturating_add(1);
    walked.damaged_bytes = walked.damaged_bytes.saturating_add(length);
    let rest = window.from(damage.start);
    if let Some(error) = cut_at_end(rest, damage.start) {
        warnings.push_error(WarningCode::Truncated, &error);
        return;
    }
    let why = match Record::read(rest, damage.start) {
        Err(error) => error.to_string(),
        // Cannot be: what is a record is no damage.
        Ok(_) => String::new(),
    };
    let message = format!("{length} bytes that are no USN record were stepped over: {why}");
    warnings.push(WarningCode::RecordDamaged, damage.start, message);
}

/// What is missing of a record that the end of the journal cuts.
fn cut_at_end(rest: &[u8], offset: u64) -> Option<ParseError> {
    if rest.len() >= LONGEST_RECORD {
        return None;
    }
    let have = rest.len() as u64;
    match head(rest, offset) {
        Ok((length, _)) if length > rest.len() => {
            Some(ParseError::truncated("USN record", offset, length as u64, have))
        }
        Ok(_) => None,
        // The cut may lie in the fields that tell the length.
        Err(_) if rest.len() < ALIGNMENT => {
            let need = Reader::new(rest, offset).u32("length").map_or(8, u64::from);
            Some(ParseError::truncated("USN record", offset, need.max(8), have))
        }
        Err(_) => None,
    }
}

/// Reads a journal that comes as a stream, such as a compressed member of an archive: the same
/// records and warnings as [`read_segment`] gives.
///
/// ```
/// use konseki_core::{error::Warnings, formats::usn::Stream};
/// let mut warnings = Warnings::default();
/// let mut stream = Stream::default();
/// stream.push(&[0; 100_000], &mut warnings, &mut |_| {});
/// assert_eq!(stream.finish(&mut warnings, &mut |_| {}).records, 0);
/// ```
#[derive(Debug, Default)]
pub struct Stream {
    /// What is still needed: from [`REACH`] before the next block on.
    kept: Vec<u8>,
    /// Offset of the first kept byte.
    start: u64,
    /// Offset of the next block.
    next: u64,
    walked: Walked,
}

impl Stream {
    /// Takes the next bytes and reads the blocks that they make whole.
    pub fn push(
        &mut self,
        bytes: &[u8],
        warnings: &mut Warnings,
        visit: &mut dyn FnMut(&Record<'_>),
    ) {
        // Pieces bound the memory, however much comes at once.
        for piece in bytes.chunks(1 << 20) {
            self.kept.extend_from_slice(piece);
            let end = self.start.saturating_add(self.kept.len() as u64);
            let ready = floor_to(end.saturating_sub(REACH), BLOCK);
            if ready > self.next {
                self.read_until(ready, warnings, visit);
            }
        }
    }

    /// Reads what is left and tells what was read in all.
    pub fn finish(mut self, warnings: &mut Warnings, visit: &mut dyn FnMut(&Record<'_>)) -> Walked {
        let end = self.start.saturating_add(self.kept.len() as u64);
        self.read_until(end, warnings, visit);
        self.walked
    }

    fn read_until(
        &mut self,
        end: u64,
        warnings: &mut Warnings,
        visit: &mut dyn FnMut(&Record<'_>),
    ) {
        let kept_end = self.start.saturating_add(self.kept.len() as u64);
        let segment = Segment { owned: self.next..end, bytes: self.start..kept_end };
        self.walked.add(read_segment(&self.kept, &segment, warnings, visit));
        let start = end.saturating_sub(REACH);
        let done = usize::try_from(start.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.kept.drain(..done.min(self.kept.len()));
        self.start = self.start.max(start);
        self.next = end;
    }
}

#[cfg(test)]
pub(super) mod tests;
