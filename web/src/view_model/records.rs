//! The table of records in words: columns, cells, names of facets and their values.

use std::collections::{BTreeMap, BTreeSet};

use konseki_core::export::{Language, visible};
use konseki_core::report::{Report, TraceResult};

use super::{format, sheet};
use crate::protocol::{Facet, RecordFilter, RecordRow};
use crate::text::{Words, words};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordColumn {
    /// Time, all digits.
    Time,
    /// Host.
    Host,
    /// Channel and event id, or the kind of evidence.
    Event,
    /// Titles of the traces.
    What,
    /// Accounts.
    Account,
    /// Addresses.
    Address,
    /// Shares.
    Share,
    /// All fields that the traces name.
    Fields,
    /// Path of the evidence.
    File,
    /// Record id.
    RecordId,
}

impl RecordColumn {
    /// All, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Time,
        Self::Host,
        Self::Event,
        Self::What,
        Self::Account,
        Self::Address,
        Self::Share,
        Self::Fields,
        Self::File,
        Self::RecordId,
    ];

    /// Those that are shown until the user chooses.
    pub fn first_shown() -> BTreeSet<Self> {
        let hidden = [Self::Fields, Self::File];
        Self::ALL.into_iter().filter(|column| !hidden.contains(column)).collect()
    }

    /// Stable name, for the document.
    pub fn code(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Host => "host",
            Self::Event => "event",
            Self::What => "what",
            Self::Account => "account",
            Self::Address => "address",
            Self::Share => "share",
            Self::Fields => "fields",
            Self::File => "file",
            Self::RecordId => "record-id",
        }
    }

    /// Its heading.
    pub fn name(self, words: &Words) -> &'static str {
        let words = &words.records;
        match self {
            Self::Time => words.time,
            Self::Host => words.host,
            Self::Event => words.event,
            Self::What => words.what,
            Self::Account => words.account,
            Self::Address => words.address,
            Self::Share => words.share,
            Self::Fields => words.fields,
            Self::File => words.file,
            Self::RecordId => words.record_id,
        }
    }

    /// Least width in pixels, and its share of the room that is left.
    pub fn width(self) -> (u32, u32) {
        match self {
            Self::Time => (240, 0),
            Self::Host => (156, 1),
            Self::Event => (128, 0),
            Self::What => (240, 3),
            Self::Account | Self::Share => (104, 1),
            Self::Address => (132, 1),
            Self::Fields => (360, 4),
            Self::File => (240, 2),
            Self::RecordId => (96, 0),
        }
    }
}

/// Least width of the columns together, and their template for a grid.
pub fn template(columns: &BTreeSet<RecordColumn>) -> (u32, String) {
    let widths: Vec<(u32, u32)> = columns.iter().map(|column| column.width()).collect();
    let track = |(least, share): &(u32, u32)| match share {
        0 => format!("{least}px"),
        share => format!("minmax({least}px, {share}fr)"),
    };
    let tracks: Vec<String> = widths.iter().map(track).collect();
    (widths.iter().map(|width| width.0).sum(), tracks.join(" "))
}

/// What the report knows of traces and evidence, to be put in words.
#[derive(Debug, Default, PartialEq)]
pub struct Names {
    /// Title and source of traces by id.
    traces: BTreeMap<String, (String, String)>,
    /// Paths of evidence by id.
    paths: BTreeMap<String, String>,
}

impl Names {
    /// Names of a report in a language.
    pub fn new(report: &Report, language: Language) -> Self {
        let words = words(language);
        let roles = report.sheets.iter().flat_map(|sheet| &sheet.roles);
        let name = |trace: &TraceResult| {
            let title = sheet::capitalised(language, language.of(&trace.title));
            (trace.id.clone(), (title, sheet::source(words, trace)))
        };
        let path = |path: &str| visible(path).into_owned();
        Self {
            traces: roles.flat_map(|role| role.traces.iter().map(name)).collect(),
            paths: report.evidence.iter().map(|one| (one.id.clone(), path(&one.path))).collect(),
        }
    }

    /// A value of a facet as it is shown.
    pub fn value(&self, facet: Facet, value: &str) -> String {
        match (facet, self.traces.get(value)) {
            (Facet::Trace, Some((title, source))) => format!("{title} ({source})"),
            _ => visible(value).into_owned(),
        }
    }

    /// A cell of the table.
    pub fn cell(&self, row: &RecordRow, column: RecordColumn) -> String {
        let traces = || row.traces.iter().filter_map(|id| self.traces.get(id));
        let values = |facet| {
            let values = row.values.get(&facet).map(Vec::as_slice).unwrap_or_default();
            values.iter().map(|value| visible(value)).collect::<Vec<_>>().join(", ")
        };
        match column {
            RecordColumn::Time => format::exact(&row.time),
            RecordColumn::Host => visible(&row.host).into_owned(),
            RecordColumn::Event => traces().next().map(|one| one.1.clone()).unwrap_or_default(),
            RecordColumn::What => {
                let titles: BTreeSet<&str> = traces().map(|one| one.0.as_str()).collect();
                titles.into_iter().collect::<Vec<_>>().join(" · ")
            }
            RecordColumn::Account => values(Facet::Account),
            RecordColumn::Address => values(Facet::Address),
            RecordColumn::Share => values(Facet::Share),
            RecordColumn::Fields => {
                let field = |(name, value): (&String, &String)| {
                    format!("{}: {}", visible(name), visible(value.trim()))
                };
                row.fields.iter().map(field).collect::<Vec<_>>().join("  ")
            }
            RecordColumn::File => self.paths.get(&row.place.evidence).cloned().unwrap_or_default(),
            RecordColumn::RecordId => row.record_id.clone(),
        }
    }
}

/// Name of a facet.
pub fn facet_name(words: &Words, facet: Facet) -> &'static str {
    match facet {
        Facet::Host => words.records.host,
        Facet::Trace => words.records.what,
        Facet::Account => words.records.account,
        Facet::Share => words.records.share,
        Facet::Address => words.records.address,
    }
}

/// Stable name of a facet, for the document.
pub fn facet_code(facet: Facet) -> &'static str {
    match facet {
        Facet::Host => "host",
        Facet::Trace => "trace",
        Facet::Account => "account",
        Facet::Share => "share",
        Facet::Address => "address",
    }
}

/// The filter with a value chosen, or no longer.
pub fn toggled(filter: &RecordFilter, facet: Facet, value: &str) -> RecordFilter {
    let mut filter = filter.clone();
    let values = filter.values.entry(facet).or_default();
    match values.iter().position(|one| one == value) {
        Some(position) => drop(values.remove(position)),
        None => values.push(value.to_owned()),
    }
    if values.is_empty() {
        filter.values.remove(&facet);
    }
    filter
}

/// Whether a filter leaves anything out.
pub fn is_narrowing(filter: &RecordFilter) -> bool {
    filter.specific || !filter.values.is_empty() || !filter.text.trim().is_empty()
}

/// The row to which a key leads, of `rows` of which `seen` are in view; nothing for other keys.
pub fn row_by_key(key: &str, row: usize, rows: usize, seen: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let page = seen.saturating_sub(1).max(1);
    Some(match key {
        "ArrowDown" => row.saturating_add(1).min(last),
        "ArrowUp" => row.saturating_sub(1),
        "PageDown" => row.saturating_add(page).min(last),
        "PageUp" => row.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_within_the_table() {
        assert_eq!(row_by_key("ArrowDown", 0, 3, 10), Some(1));
        assert_eq!(row_by_key("ArrowDown", 2, 3, 10), Some(2));
        assert_eq!(row_by_key("ArrowUp", 0, 3, 10), Some(0));
        assert_eq!(row_by_key("PageDown", 0, 1_000_000, 20), Some(19));
        assert_eq!(row_by_key("PageUp", 5, 1_000_000, 20), Some(0));
        assert_eq!(row_by_key("End", 5, 1_000_000, 20), Some(999_999));
        assert_eq!(row_by_key("Home", 5, 0, 20), None);
        assert_eq!(row_by_key("a", 5, 9, 20), None);
    }

    #[test]
    fn a_value_is_chosen_and_given_up_again() {
        let none = RecordFilter::default();
        let one = toggled(&none, Facet::Host, "FS01");
        let two = toggled(&one, Facet::Host, "DC01");
        assert_eq!(two.values[&Facet::Host], ["FS01", "DC01"]);
        assert!(is_narrowing(&two));
        assert_eq!(toggled(&toggled(&two, Facet::Host, "FS01"), Facet::Host, "DC01"), none);
    }

    #[test]
    fn cells_make_hidden_characters_visible() {
        let names = Names::default();
        let mut row = RecordRow { host: "PC\u{202e}1".to_owned(), ..RecordRow::default() };
        row.values.insert(Facet::Account, vec!["a\u{7}".to_owned(), "b".to_owned()]);
        row.fields.insert("Field".to_owned(), "1\n".to_owned());
        assert_eq!(names.cell(&row, RecordColumn::Host), "PC\\u{202e}1");
        assert!(names.cell(&row, RecordColumn::Account).ends_with(", b"));
        assert!(!names.cell(&row, RecordColumn::Account).contains('\u{7}'));
        assert_eq!(names.cell(&row, RecordColumn::Fields), "Field: 1");
    }

    #[test]
    fn the_template_has_a_track_for_each_column() {
        let columns = BTreeSet::from([RecordColumn::Time, RecordColumn::What]);
        assert_eq!(template(&columns), (480, "240px minmax(240px, 3fr)".to_owned()));
    }
}
