//! Time as Windows stores it.
//!
//! Contract: a [`Filetime`] keeps all 100-nanosecond steps and is printed in UTC; there is no
//! clock and no local time here.

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

use std::fmt;

use serde::{Deserialize, Serialize};

/// Steps of 100 ns in one second.
pub const TICKS_PER_SECOND: u64 = 10_000_000;
/// Seconds from 1601-01-01 to 1970-01-01.
const UNIX_EPOCH_SECONDS: i64 = 11_644_473_600;

/// 100-nanosecond steps since 1601-01-01T00:00:00Z.
///
/// Reference: [MS-DTYP] §2.3.3 FILETIME.
///
/// ```
/// use konseki_core::time::Filetime;
/// let time = Filetime(131_557_338_221_234_567);
/// assert_eq!(time.to_string(), "2017-11-21T10:30:22.1234567Z");
/// assert_eq!("2017-11-21T10:30:22.1234567Z".parse(), Ok(time));
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Filetime(pub u64);

impl Filetime {
    /// The instant so many seconds after 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use konseki_core::time::Filetime;
    /// assert_eq!(Filetime::from_unix_seconds(86_400).to_string(), "1970-01-02T00:00:00.0000000Z");
    /// ```
    pub fn from_unix_seconds(seconds: u64) -> Self {
        Self(UNIX_EPOCH_SECONDS.unsigned_abs().saturating_mul(TICKS_PER_SECOND))
            .plus_seconds(seconds)
    }

    /// The same instant, `seconds` earlier; stops at 1601.
    pub fn minus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_sub(seconds.saturating_mul(TICKS_PER_SECOND)))
    }

    /// The same instant, `seconds` later.
    pub fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(TICKS_PER_SECOND)))
    }

    /// Distance to another instant, in 100-nanosecond steps.
    pub fn distance(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }
}

impl fmt::Display for Filetime {
    /// RFC 3339 in UTC with seven digits; past year 9999 `filetime:<n>`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = i64::try_from(self.0 / TICKS_PER_SECOND).unwrap_or(i64::MAX);
        let ticks = self.0 % TICKS_PER_SECOND;
        match jiff::Timestamp::from_second(seconds.saturating_sub(UNIX_EPOCH_SECONDS)) {
            Ok(timestamp) => {
                let civil = jiff::tz::TimeZone::UTC.to_datetime(timestamp);
                write!(
                    formatter,
                    "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{ticks:07}Z",
                    civil.year(),
                    civil.month(),
                    civil.day(),
                    civil.hour(),
                    civil.minute(),
                    civil.second()
                )
            }
            Err(_) => write!(formatter, "filetime:{}", self.0),
        }
    }
}

/// Text that is no RFC 3339 time between 1601 and 9999.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidTime(pub String);

impl fmt::Display for InvalidTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not an RFC 3339 time with a zone (2026-01-31T09:00:00Z): {}", self.0)
    }
}

impl std::error::Error for InvalidTime {}

impl std::str::FromStr for Filetime {
    type Err = InvalidTime;

    /// RFC 3339 with a zone, or `filetime:<n>`.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let invalid = || InvalidTime(text.to_owned());
        if let Some(ticks) = text.strip_prefix("filetime:") {
            return ticks.parse().map(Self).map_err(|_| invalid());
        }
        let timestamp: jiff::Timestamp = text.parse().map_err(|_| invalid())?;
        let epoch = i128::from(UNIX_EPOCH_SECONDS).saturating_mul(i128::from(TICKS_PER_SECOND));
        let ticks = (timestamp.as_nanosecond() / 100).saturating_add(epoch);
        u64::try_from(ticks).map(Self).map_err(|_| invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_range_prints_and_reads_back() {
        for (ticks, text) in [
            (0, "1601-01-01T00:00:00.0000000Z"),
            (116_444_736_000_000_001, "1970-01-01T00:00:00.0000001Z"),
            (u64::MAX, "filetime:18446744073709551615"),
        ] {
            assert_eq!(Filetime(ticks).to_string(), text);
            assert_eq!(text.parse(), Ok(Filetime(ticks)));
        }
        assert!("1600-12-31T23:59:59Z".parse::<Filetime>().is_err());
        assert!("2020-01-01 00:00".parse::<Filetime>().is_err());
    }
}
