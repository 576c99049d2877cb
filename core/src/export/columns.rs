//! Aligned columns of plain text.

/// Rows of cells; all cells of a column but the last get its width.
#[derive(Debug, Default)]
pub(super) struct Columns {
    rows: Vec<Row>,
}

#[derive(Debug)]
enum Row {
    Cells(Vec<String>),
    /// A line of its own below a row.
    Note(String),
}

impl Columns {
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Row::Cells(cells.into()));
    }

    pub(super) fn note(&mut self, text: String) {
        self.rows.push(Row::Note(text));
    }

    /// Appends the lines, each indented by two blanks, notes by six.
    pub(super) fn write(&self, out: &mut String) {
        let widths = self.widths();
        for row in &self.rows {
            match row {
                Row::Note(text) => {
                    out.push_str("      ");
                    out.push_str(text);
                }
                Row::Cells(cells) => {
                    let mut line = String::from("  ");
                    for (cell, width) in cells.iter().zip(&widths) {
                        line.push_str(cell);
                        let blanks = width.saturating_sub(display_width(cell)).saturating_add(2);
                        line.extend(std::iter::repeat_n(' ', blanks));
                    }
                    out.push_str(line.trim_end());
                }
            }
            out.push('\n');
        }
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for row in &self.rows {
            let Row::Cells(cells) = row else { continue };
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = display_width(cell).max(*width);
            }
        }
        widths
    }
}

/// Places that a text takes on a terminal: East Asian wide and full-width characters take two.
/// Reference: Unicode Standard Annex #11, the blocks that matter for Japanese and its neighbours.
pub(super) fn display_width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

fn character_width(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The text, cut to a display width; `…` stands for what was left out.
pub(super) fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut taken = 1_usize;
    let fits = |character: &char| {
        taken = taken.saturating_add(character_width(*character));
        taken <= width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_aligned_with_wide_characters() {
        let mut columns = Columns::default();
        columns.row(["検出".to_owned(), "1".to_owned()]);
        columns.row(["found".to_owned(), "22".to_owned()]);
        columns.note("why".to_owned());
        let mut out = String::new();
        columns.write(&mut out);
        assert_eq!(out, "  検出   1\n  found  22\n      why\n");
    }

    #[test]
    fn a_cut_text_fits() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("共有フォルダー", 6), "共有…");
        assert_eq!(cut("共有", 0), "…");
    }
}
