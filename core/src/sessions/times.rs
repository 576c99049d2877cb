//! Times of all records that meet a trace, in a few bytes each.

use crate::time::Filetime;

/// Times in order, each with whether a needed field was absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// Differences to the time before, packed.
    bytes: Vec<u8>,
    /// From time to time, where it stands: a question goes on from there.
    marks: Vec<Mark>,
    len: usize,
    last: Option<Filetime>,
}

/// A place in the packed times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// The time before.
    before: Filetime,
    /// The time that stands there.
    time: Filetime,
    at: usize,
}

/// Times between two marks.
const STEP: usize = 256;

impl Times {
    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first.
    pub fn first(&self) -> Option<Filetime> {
        self.marks.first().map(|mark| mark.time)
    }

    /// The last.
    pub fn last(&self) -> Option<Filetime> {
        self.last
    }

    /// All times, each with whether a needed field was absent.
    ///
    /// ```
    /// use konseki_core::{sessions::Times, time::Filetime};
    /// let times: Times = [(Filetime(5), false), (Filetime(9), true)].into_iter().collect();
    /// assert_eq!(times.iter().last(), Some((Filetime(9), true)));
    /// assert!(times.any_within(Filetime(6), Filetime(9)));
    /// assert!(!times.any_within(Filetime(6), Filetime(8)));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Filetime, bool)> + '_ {
        self.from(Filetime(0), 0)
    }

    /// Whether one of them is in a span.
    pub fn any_within(&self, from: Filetime, to: Filetime) -> bool {
        let known = self.marks.partition_point(|mark| mark.time < from);
        let mark = known.checked_sub(1).and_then(|known| self.marks.get(known));
        let (before, at) = mark.map_or((Filetime(0), 0), |mark| (mark.before, mark.at));
        let found = self.from(before, at).map(|(time, _)| time).find(|time| *time >= from);
        found.is_some_and(|time| time <= to)
    }

    fn from(&self, before: Filetime, at: usize) -> impl Iterator<Item = (Filetime, bool)> + '_ {
        let mut rest = self.bytes.get(at..).unwrap_or_default();
        let mut time = before.0;
        std::iter::from_fn(move || {
            let (step, after): (u128, _) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            time = time.wrapping_add(u64::try_from(step >> 1).ok()?);
            Some((Filetime(time), step & 1 == 1))
        })
    }
}

/// Of times in order.
impl FromIterator<(Filetime, bool)> for Times {
    fn from_iter<I: IntoIterator<Item = (Filetime, bool)>>(times: I) -> Self {
        let mut all = Self::default();
        for (time, weak) in times {
            let before = all.last.unwrap_or(Filetime(0));
            if all.len.is_multiple_of(STEP) {
                all.marks.push(Mark { before, time, at: all.bytes.len() });
            }
            let step = u128::from(time.0.wrapping_sub(before.0)) << 1 | u128::from(weak);
            // Writing plain data to a growing vector cannot fail.
            all.bytes =
                postcard::to_extend(&step, std::mem::take(&mut all.bytes)).unwrap_or_default();
            all.len = all.len.saturating_add(1);
            all.last = Some(time);
        }
        all.bytes.shrink_to_fit();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_answered_as_by_a_plain_list() {
        let plain: Vec<(Filetime, bool)> = (0..2_000_u64)
            .map(|number| (Filetime(1_000 + number / 2 * 10), number % 5 == 0))
            .chain([(Filetime(u64::MAX), true)])
            .collect();
        let times: Times = plain.iter().copied().collect();
        assert!(times.iter().eq(plain.iter().copied()));
        assert_eq!((times.first(), times.last()), (Some(plain[0].0), Some(Filetime(u64::MAX))));
        for from in (990..11_100).step_by(3) {
            for width in [0, 4, 9, 12] {
                let (from, to) = (Filetime(from), Filetime(from + width));
                let is_one = plain.iter().any(|(time, _)| (from..=to).contains(time));
                assert_eq!(times.any_within(from, to), is_one, "{from:?} {to:?}");
            }
        }
        assert!(times.any_within(Filetime(u64::MAX), Filetime(u64::MAX)));
        assert!(!Times::default().any_within(Filetime(0), Filetime(u64::MAX)));
    }
}
