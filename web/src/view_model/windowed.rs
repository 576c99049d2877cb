//! Which rows of a long list are drawn: those in view and a few around them.

/// Rows drawn beyond each edge, so that scrolling by keys and wheels meets no blank.
const MARGIN: usize = 8;

/// Part of a list that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// First row drawn.
    pub first: usize,
    /// Row after the last one drawn.
    pub end: usize,
    /// Height of what lies above, in pixels.
    pub above: f64,
    /// Height of what lies below, in pixels.
    pub below: f64,
}

/// The part that is seen at `scrolled` pixels through a view of `height`.
pub fn part(rows: usize, row_height: f64, scrolled: f64, height: f64) -> Part {
    // Saturating conversions: what is negative or not a number is the top.
    let first = ((scrolled / row_height) as usize).saturating_sub(MARGIN).min(rows);
    let seen = (height / row_height).ceil() as usize;
    let end = first.saturating_add(seen).saturating_add(2 * MARGIN).min(rows);
    let above = first as f64 * row_height;
    let below = rows.saturating_sub(end) as f64 * row_height;
    Part { first, end, above, below }
}

/// The most that a browser is asked to scroll through, in pixels: some end at 17 million.
const TALLEST: f64 = 8_000_000.0;

/// A table of any number of rows in a box that scrolls: beyond [`TALLEST`] a pixel stands for more
/// of it, and the box is filled with whole rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TallTable {
    /// Rows of the table.
    pub rows: usize,
    /// Height of each, in pixels.
    pub row_height: f64,
    /// Whole rows that the box shows.
    pub seen: usize,
}

impl TallTable {
    /// Height of what scrolls, without the heading.
    pub fn height(&self) -> f64 {
        (self.rows as f64 * self.row_height).min(TALLEST)
    }

    /// The row at the top of the box when it is at its end.
    pub fn last_first(&self) -> usize {
        self.rows.saturating_sub(self.seen)
    }

    /// How far the box can be scrolled.
    fn reach(&self) -> f64 {
        (self.height() - self.seen as f64 * self.row_height).max(1.0)
    }

    /// The row at the top of the box at a place of the scroll bar.
    pub fn first_at(&self, scrolled: f64) -> usize {
        let part = (scrolled / self.reach()).clamp(0.0, 1.0);
        ((part * self.last_first() as f64).round() as usize).min(self.last_first())
    }

    /// The place of the scroll bar at which a row is at the top.
    pub fn scrolled_to(&self, first: usize) -> f64 {
        match self.last_first() {
            0 => 0.0,
            last => first.min(last) as f64 / last as f64 * self.reach(),
        }
    }

    /// The row at the top of the box, moved as little as shows the row `wanted`.
    pub fn first_showing(&self, first: usize, wanted: usize) -> usize {
        let least = wanted.saturating_add(1).saturating_sub(self.seen.max(1));
        first.clamp(least.min(wanted), wanted).min(self.last_first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_rows_draw_as_many_as_are_seen() {
        let part = part(1_000_000, 36.0, 18_000_000.0, 720.0);
        assert_eq!((part.first, part.end), (499_992, 500_028));
        let drawn = 36.0 * (part.end - part.first) as f64;
        assert!((part.above + drawn + part.below - 36_000_000.0).abs() < 0.5);
    }

    #[test]
    fn a_million_rows_fit_a_scroll_bar_and_every_row_can_be_reached() {
        let table = TallTable { rows: 1_000_000, row_height: 32.0, seen: 20 };
        assert_eq!(table.height(), 8_000_000.0);
        assert_eq!(table.first_at(0.0), 0);
        assert_eq!(table.first_at(table.height()), 999_980);
        for first in [1, 499_999, 999_979] {
            assert_eq!(table.first_at(table.scrolled_to(first)), first);
        }
        assert_eq!(table.first_showing(100, 119), 100);
        assert_eq!(table.first_showing(100, 120), 101);
        assert_eq!(table.first_showing(100, 99), 99);
        assert_eq!(table.first_showing(0, 999_999), 999_980);
    }

    #[test]
    fn a_short_table_does_not_scroll() {
        let table = TallTable { rows: 3, row_height: 32.0, seen: 20 };
        assert_eq!((table.first_at(500.0), table.scrolled_to(2)), (0, 0.0));
        assert_eq!(table.first_showing(0, 2), 0);
        let none = TallTable { rows: 0, row_height: 32.0, seen: 0 };
        assert_eq!(none.first_at(f64::NAN), 0);
    }

    #[test]
    fn the_ends_of_a_list_stay_within_it() {
        assert_eq!(part(3, 36.0, 0.0, 720.0), Part { first: 0, end: 3, above: 0.0, below: 0.0 });
        let beyond = part(3, 36.0, 9_999.0, 720.0);
        assert_eq!((beyond.first, beyond.end), (3, 3));
        assert_eq!(part(0, 36.0, f64::NAN, -1.0).end, 0);
    }
}
