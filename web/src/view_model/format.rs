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

/// A text cut before and after each of its times, and whether a part is one: a line may end between
/// the parts, but not within a time.
pub fn parts_with_times(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(found) = rest.get(from..).and_then(|after| after.find("20").map(|at| from + at))
    {
        let (before, after) = rest.split_at(found);
        let length = time_length(after);
        if length == 0 {
            from = found + 2;
            continue;
        }
        let (time, after) = after.split_at(length);
        parts.extend([(before, false), (time, true)]);
        (rest, from) = (after, 0);
    }
    parts.push((rest, false));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Bytes of the time at the beginning of a text: a date, and a clock behind `T` or a blank.
fn time_length(text: &str) -> usize {
    let fits = |from: usize, form: &str| {
        let part = text.as_bytes().get(from..from.saturating_add(form.len()));
        let fits = |(byte, form): (&u8, u8)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => *byte == form,
        };
        part.is_some_and(|part| part.iter().zip(form.bytes()).all(fits))
    };
    const DATE: &str = "0000-00-00";
    if !fits(0, DATE) {
        return 0;
    }
    let clock = ["T00:00:00", " 00:00:00"].into_iter().find(|clock| fits(DATE.len(), clock));
    let Some(clock) = clock else { return DATE.len() };
    let end = DATE.len() + clock.len();
    let digits = text.bytes().skip(end).take_while(|byte| *byte == b'.' || byte.is_ascii_digit());
    let end = end + digits.count();
    if fits(end, "Z") { end + 1 } else { end }
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
    fn times_in_a_text_stay_whole() {
        let text =
            "記録は 2026-03-02T08:36:11 から 2026-03-02 17:36:12.1234567Z（UTC）、2026-13 は 20";
        let parts = parts_with_times(text);
        let times: Vec<_> = parts.iter().filter(|(_, time)| *time).map(|(part, _)| *part).collect();
        assert_eq!(times, ["2026-03-02T08:36:11", "2026-03-02 17:36:12.1234567Z"]);
        assert_eq!(parts.iter().map(|(part, _)| *part).collect::<String>(), text);
        assert_eq!(parts_with_times("2026-03-02"), [("2026-03-02", true)]);
        assert_eq!(parts_with_times(""), []);
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
