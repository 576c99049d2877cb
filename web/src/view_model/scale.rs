//! Times on a line: from the report's text to a part of its length.

use konseki_core::time::Filetime;

/// A span of time that is drawn from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Left end.
    pub from: Filetime,
    /// Right end, after the left one.
    pub to: Filetime,
}

impl Scale {
    /// The shortest scale that holds these times; `None` without a time.
    pub fn around(times: impl Iterator<Item = Filetime>) -> Option<Self> {
        let ends = times.fold(None, |ends: Option<(Filetime, Filetime)>, time| {
            let (from, to) = ends.unwrap_or((time, time));
            Some((from.min(time), to.max(time)))
        });
        let (from, to) = ends?;
        Some(Self { from, to: to.max(from.plus_seconds(1)) })
    }

    /// Where a time lies, in hundredths of the line; what lies outside is at the nearer end.
    pub fn place(&self, time: Filetime) -> f64 {
        let length = self.to.0.saturating_sub(self.from.0).max(1);
        let inside = time.0.saturating_sub(self.from.0).min(length);
        inside as f64 / length as f64 * 100.0
    }

    /// The time at a part of the line between 0 and 1.
    pub fn time(&self, part: f64) -> Filetime {
        let length = self.to.0.saturating_sub(self.from.0);
        let inside = (part.clamp(0.0, 1.0) * length as f64) as u64;
        Filetime(self.from.0.saturating_add(inside.min(length)))
    }

    /// Left end and width of a span; what is too short to be seen keeps a width.
    pub fn bar(&self, from: Filetime, to: Filetime) -> Bar {
        let left = self.place(from).min(100.0 - LEAST_WIDTH);
        Bar { left, width: (self.place(to) - left).max(LEAST_WIDTH) }
    }
}

/// A width that is seen on any screen.
const LEAST_WIDTH: f64 = 0.2;

/// A bar on the line, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Left end.
    pub left: f64,
    /// Width.
    pub width: f64,
}

/// A time of the report.
pub fn parse(time: &str) -> Option<Filetime> {
    time.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Filetime {
        parse(text).expect("a time")
    }

    #[test]
    fn a_line_holds_all_times_and_gives_them_back() {
        let times = ["2026-03-02T08:00:00Z", "2026-03-02T06:00:00Z", "2026-03-02T10:00:00Z"];
        let scale = Scale::around(times.into_iter().map(time)).expect("has times");
        assert_eq!(scale.place(time("2026-03-02T07:00:00Z")), 25.0);
        assert_eq!(scale.place(time("2025-01-01T00:00:00Z")), 0.0);
        assert_eq!(scale.time(0.75), time("2026-03-02T09:00:00Z"));
        assert_eq!(Scale::around(std::iter::empty()), None);
    }

    #[test]
    fn one_moment_is_still_seen() {
        let moment = time("2026-03-02T08:00:00Z");
        let scale = Scale::around(std::iter::once(moment)).expect("has a time");
        let bar = scale.bar(moment, moment);
        assert!(bar.width > 0.0 && bar.left + bar.width <= 100.0);
        let end = scale.bar(scale.to, scale.to);
        assert!(end.left + end.width <= 100.0 + f64::EPSILON * 100.0, "{end:?}");
    }
}
