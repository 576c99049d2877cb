//! Numbers, sizes and times as people read them.

use crate::text::{Words, fill};

/// Bytes with three significant digits in powers of 1,024.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1_024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1_024.0;
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while value >= 1_000.0 {
        let Some(next) = units.next() else { break };
        value /= 1_024.0;
        unit = Some(next);
    }
    let digits = if value < 10.0 {
        2
    } else if value < 100.0 {
        1
    } else {
        0
    };
    format!("{value:.digits$} {}", unit.copied().unwrap_or_default())
}

/// A whole number in groups of three digits.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(position);
        if position > 0 && left.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A time of the report to the second: `2026-01-31 09:00:00`. What is no such time stays as it is.
pub fn to_the_second(time: &str) -> String {
    match time.split_once('T') {
        Some((date, clock)) if time.ends_with('Z') => {
            format!("{date} {}", clock.get(..8).unwrap_or(clock))
        }
        _ => time.to_owned(),
    }
}

/// A time of the report with all its digits: `2026-01-31 09:00:00.1234567`.
pub fn exact(time: &str) -> String {
    match (time.split_once('T'), time.strip_suffix('Z')) {
        (Some((date, clock)), Some(_)) => format!("{date} {}", clock.trim_end_matches('Z')),
        _ => time.to_owned(),
    }
}

/// A duration in the largest unit that says enough.
pub fn duration(words: &Words, milliseconds: u64) -> String {
    let seconds = milliseconds.div_ceil(1_000);
    let minutes = seconds.div_ceil(60);
    if seconds < 90 {
        fill(words.reading.seconds, &[&seconds.to_string()])
    } else if minutes < 90 {
        fill(words.reading.minutes, &[&minutes.to_string()])
    } else {
        fill(words.reading.hours, &[&(minutes / 60).to_string(), &(minutes % 60).to_string()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn sizes_have_three_digits() {
        for (bytes, text) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (1_024, "1.00 KiB"),
            (69_632, "68.0 KiB"),
            (1_048_000, "1.00 MiB"),
            (1 << 30, "1.00 GiB"),
            (u64::MAX, "16384 PiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(1_234_567), "1,234,567");
    }

    #[test]
    fn times_keep_what_they_say() {
        let time = "2017-11-21T10:30:22.1234567Z";
        assert_eq!(to_the_second(time), "2017-11-21 10:30:22");
        assert_eq!(exact(time), "2017-11-21 10:30:22.1234567");
        assert_eq!(to_the_second("filetime:18446744073709551615"), "filetime:18446744073709551615");
        assert_eq!(exact(""), "");
    }

    #[test]
    fn durations_use_one_unit() {
        let words = words(Language::English);
        assert_eq!(duration(words, 1), "1 s");
        assert_eq!(duration(words, 89_000), "89 s");
        assert_eq!(duration(words, 90_001), "2 min");
        assert_eq!(duration(words, 2 * 3_600_000), "2 h 0 min");
    }
}
