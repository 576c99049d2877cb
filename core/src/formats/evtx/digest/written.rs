//! Numbers, SIDs and GUIDs in a text that is written as theirs would be.
//!
//! Contract: a text is taken for one only where making text of that would give the same text again.

use super::{DECIMAL, Digest, HEXADECIMAL, SID};

const DIGIT_0: u16 = b'0' as u16;
const DIGIT_9: u16 = b'9' as u16;
const LETTER_X: u16 = b'x' as u16;
const LETTER_S: u16 = b'S' as u16;
const HYPHEN: u16 = b'-' as u16;
const BRACE: u16 = b'{' as u16;
/// The largest authority of a SID: six bytes.
const AUTHORITY: u64 = 0xffff_ffff_ffff;
/// Revision, authority, and as many more as a byte counts.
const SID_PARTS: u64 = 257;

impl Digest {
    /// Mixes in a text that is written as a number, SID or GUID is; nothing of any other.
    pub(super) fn add_typed(&mut self, units: impl Iterator<Item = u16> + Clone) -> bool {
        let mut rest = units.clone();
        match (rest.next(), rest.next()) {
            (Some(DIGIT_0), Some(LETTER_X)) => match number(rest, 16) {
                Some((number, None, _)) => self.add_number(HEXADECIMAL, number),
                _ => return false,
            },
            (Some(DIGIT_0..=DIGIT_9), _) => match number(units, 10) {
                Some((number, None, _)) => self.add_number(DECIMAL, number),
                _ => return false,
            },
            (Some(LETTER_S), Some(HYPHEN)) => return self.add_sid(rest),
            (Some(BRACE), _) => match guid(units) {
                Some((first, last)) => self.add_guid(first, last),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// Numbers behind hyphens, as far as a SID can hold them.
    fn add_sid(&mut self, units: impl Iterator<Item = u16>) -> bool {
        let before = self.0;
        self.mix(SID);
        let (mut rest, mut count) = (units, 0_u64);
        loop {
            let most = match count {
                0 => u64::from(u8::MAX),
                1 => AUTHORITY,
                _ => u64::from(u32::MAX),
            };
            match number(rest, 10) {
                Some((number, end, after)) if number <= most && count < SID_PARTS => {
                    self.mix(number);
                    count = count.saturating_add(1);
                    rest = after;
                    match end {
                        Some(HYPHEN) => {}
                        None if count > 1 => {
                            self.mix(count);
                            return true;
                        }
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        self.0 = before;
        false
    }
}

/// A number as it is written, without zeros in front and in lower case; with the unit that ends it and
/// what follows. `None` for any other text.
fn number<I: Iterator<Item = u16>>(mut units: I, base: u64) -> Option<(u64, Option<u16>, I)> {
    let digit = |unit| hex_digit(unit).filter(|digit| *digit < base);
    let mut sum = digit(units.next()?)?;
    let is_zero = sum == 0;
    loop {
        let end = units.next();
        match end.and_then(digit) {
            Some(_) if is_zero => return None,
            Some(digit) => sum = sum.checked_mul(base)?.checked_add(digit)?,
            None => return Some((sum, end, units)),
        }
    }
}

fn hex_digit(unit: u16) -> Option<u64> {
    match unit {
        0x30..=0x39 => Some(u64::from(unit & 0xf)),
        0x61..=0x66 => Some(u64::from(unit & 0xf).wrapping_add(9)),
        _ => None,
    }
}

/// The first and the last sixteen digits of a GUID as it is written, in braces and lower case.
fn guid(units: impl Iterator<Item = u16>) -> Option<(u64, u64)> {
    const FORM: &[u8; 38] = b"{00000000-0000-0000-0000-000000000000}";
    let (mut first, mut last) = (0_u64, 0_u64);
    let mut form = FORM.iter();
    for unit in units {
        match form.next()? {
            b'0' => {
                first = first << 4 | last >> 60;
                last = last << 4 | hex_digit(unit)?;
            }
            other if u16::from(*other) == unit => {}
            _ => return None,
        }
    }
    form.next().is_none().then_some((first, last))
}
