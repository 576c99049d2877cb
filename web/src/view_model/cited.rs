//! What is said of an archive of cited records.

use konseki_core::analysis::{CitedSummary, UnreadEvidence};
use konseki_core::export::visible;

use super::format;
use crate::text::{Words, fill};

/// What an archive holds.
pub fn holds(words: &Words, summary: &CitedSummary) -> String {
    let counts = [summary.records, summary.pieces].map(format::count);
    fill(words.export.cited_holds, &[&counts[0], &counts[1]])
}

/// What could not be included, line by line; empty where all is there.
pub fn lacks(words: &Words, summary: &CitedSummary) -> Vec<String> {
    let unread = |UnreadEvidence { path, pieces, problem }: &UnreadEvidence| {
        let problem =
            if problem.is_empty() { words.export.cited_not_here.into() } else { visible(problem) };
        fill(words.export.cited_unread, &[&visible(path), &format::count(*pieces), &problem])
    };
    let mut lines: Vec<String> = summary.unread.iter().map(unread).collect();
    if summary.left_out > 0 {
        lines.push(fill(words.export.cited_left_out, &[&format::count(summary.left_out)]));
    }
    lines
}

/// How far making it is: words and a fraction.
pub fn progress(done: u64, bytes: u64) -> (String, f64) {
    let fraction = if bytes == 0 { 0.0 } else { (done as f64 / bytes as f64).clamp(0.0, 1.0) };
    (format!("{} / {}", format::size(done.min(bytes)), format::size(bytes)), fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn what_lacks_is_said_with_its_reason() {
        let unread = |path: &str, pieces, problem: &str| UnreadEvidence {
            path: path.to_owned(),
            pieces,
            problem: problem.to_owned(),
        };
        let summary = CitedSummary {
            records: 1_234,
            pieces: 9,
            left_out: 2,
            unread: vec![unread("a\u{202e}.evtx", 3, ""), unread("b", 1, "damaged")],
        };
        let english = words(Language::English);
        assert_eq!(holds(english, &summary), "1,234 records in 9 pieces of evidence");
        let lines = lacks(english, &summary);
        assert_eq!(lines[0], r"3 pieces of a\u{202e}.evtx (the evidence is not here)");
        assert_eq!(lines[1..], ["1 pieces of b (damaged)", "2 records beyond the cap"]);
        assert_eq!(lacks(english, &CitedSummary::default()), Vec::<String>::new());
    }

    #[test]
    fn progress_never_passes_its_end() {
        assert_eq!(progress(0, 0), ("0 B / 0 B".to_owned(), 0.0));
        assert_eq!(progress(4_096, 2_048), ("2.00 KiB / 2.00 KiB".to_owned(), 1.0));
    }
}
