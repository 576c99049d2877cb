//! Ways in which a file is damaged, the same in every run.

use crate::flow::Random;

/// A file cut at a length, for every length below its own, or for `most` of them.
pub fn cuts(bytes: &[u8], most: usize) -> impl Iterator<Item = &[u8]> {
    places(bytes.len(), most).map(|length| bytes.get(..length).unwrap_or_default())
}

/// A file with one byte changed, for every byte, or for `most` of them; the change goes through
/// all bits, all ones, and a number that looks random.
pub fn flips(bytes: &[u8], most: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut random = Random::new(bytes.len() as u64);
    places(bytes.len(), most).map(move |place| {
        let change = match place % 3 {
            0 => 1 << random.below(8),
            1 => 0xff,
            _ => 1 + random.below(255) as u8,
        };
        let mut damaged = bytes.to_vec();
        if let Some(byte) = damaged.get_mut(place) {
            *byte ^= change;
        }
        damaged
    })
}

/// Changes this many bytes of a file, within a range, anywhere.
pub fn scatter(bytes: &mut [u8], count: usize, random: &mut Random) -> Vec<usize> {
    let mut places = Vec::new();
    for _ in 0..count {
        let place = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1 + random.below(255) as u8;
            places.push(place);
        }
    }
    places
}

/// All places below a length, or `most` of them: the first ones whole, since headers stand there,
/// the others at steps that meet every residue.
fn places(length: usize, most: usize) -> impl Iterator<Item = usize> {
    let (head, step) = match length <= most {
        true => (length, 1),
        false => (most / 2, (length - most / 2).div_ceil(most.div_ceil(2).max(1)) | 1),
    };
    (0..head).chain((head..length).step_by(step))
}
