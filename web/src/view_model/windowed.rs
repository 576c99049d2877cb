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
    fn the_ends_of_a_list_stay_within_it() {
        assert_eq!(part(3, 36.0, 0.0, 720.0), Part { first: 0, end: 3, above: 0.0, below: 0.0 });
        let beyond = part(3, 36.0, 9_999.0, 720.0);
        assert_eq!((beyond.first, beyond.end), (3, 3));
        assert_eq!(part(0, 36.0, f64::NAN, -1.0).end, 0);
    }
}
