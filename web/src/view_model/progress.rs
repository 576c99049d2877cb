//! How far reading is, in words.

use konseki_core::export::visible;

use super::format;
use crate::protocol::{FileNumber, Phase, Progress};
use crate::text::{Words, fill};

/// Milliseconds before a rate says anything.
const SETTLING: u64 = 400;

/// One line of progress.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressLine {
    /// What is being done, or the file's path.
    pub title: String,
    /// Bytes, rate and time left.
    pub details: String,
    /// From 0 to 1.
    pub fraction: f64,
}

/// One file's line.
#[derive(Debug, Clone, PartialEq)]
pub struct FileLine {
    /// Which file, to cancel it.
    pub file: FileNumber,
    /// Its line.
    pub line: ProgressLine,
}

/// All of it in one line; `None` when nothing is going on.
pub fn total(words: &Words, progress: &Progress) -> Option<ProgressLine> {
    let (title, done, bytes, elapsed) = match progress.phase {
        Phase::Idle => return None,
        Phase::Reading => {
            (words.reading.reading, progress.bytes_done, progress.bytes, progress.elapsed_ms)
        }
        // The stopwatch runs while evidence is read; hashing has no rate of its own.
        Phase::Hashing => (words.reading.hashing, progress.hash_bytes_done, progress.hash_bytes, 0),
    };
    let files = [progress.files_done, progress.files].map(|n| format::count(u64::from(n)));
    let files = fill(words.reading.files_done, &[&files[0], &files[1]]);
    let mut details = vec![files];
    details.extend(parts(words, done, bytes, elapsed));
    let details = details.join(" · ");
    Some(ProgressLine { title: title.to_owned(), details, fraction: fraction(done, bytes) })
}

/// A line for each file that is being read.
pub fn files(words: &Words, progress: &Progress) -> Vec<FileLine> {
    let active = progress.active.iter();
    active
        .map(|file| FileLine {
            file: file.file,
            line: ProgressLine {
                title: visible(&file.path).into_owned(),
                details: parts(words, file.bytes_done, file.bytes, file.elapsed_ms).join(" · "),
                fraction: fraction(file.bytes_done, file.bytes),
            },
        })
        .collect()
}

fn parts(words: &Words, done: u64, bytes: u64, elapsed_ms: u64) -> Vec<String> {
    let mut parts = vec![format!("{} / {}", format::size(done), format::size(bytes))];
    if elapsed_ms >= SETTLING && done > 0 {
        let per_second = u128::from(done) * 1_000 / u128::from(elapsed_ms);
        let rate = u64::try_from(per_second).unwrap_or(u64::MAX);
        parts.push(fill(words.reading.rate, &[&format::size(rate)]));
        let left = u128::from(bytes.saturating_sub(done)) * u128::from(elapsed_ms);
        let left = u64::try_from(left / u128::from(done)).unwrap_or(u64::MAX);
        if left > 0 {
            parts.push(fill(words.reading.time_left, &[&format::duration(words, left)]));
        }
    }
    parts
}

fn fraction(done: u64, bytes: u64) -> f64 {
    if bytes == 0 { 0.0 } else { (done as f64 / bytes as f64).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn a_line_tells_bytes_rate_and_time_left() {
        let progress = Progress {
            files: 2,
            files_done: 1,
            bytes: 300 << 20,
            bytes_done: 100 << 20,
            elapsed_ms: 1_000,
            phase: Phase::Reading,
            ..Progress::default()
        };
        let line = total(words(Language::English), &progress).unwrap();
        assert_eq!(line.title, "Reading evidence");
        assert_eq!(line.details, "1 of 2 files · 100 MiB / 300 MiB · 100 MiB/s · 2 s left");
        assert!((line.fraction - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_said_while_nothing_goes_on() {
        assert_eq!(total(words(Language::Japanese), &Progress::default()), None);
    }
}
