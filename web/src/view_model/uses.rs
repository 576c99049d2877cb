//! The table of uses: one row each, filtered and sorted.

use konseki_core::export::{Language, visible};
use konseki_core::report::{Interest, Report, Session, SheetResult};

use super::{diagram, format};
use crate::protocol::{Tally, UseAddress};
use crate::text::{Words, fill, words};

/// One use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// Which.
    pub address: UseAddress,
    /// How much it deserves a look.
    pub interest: Interest,
    /// In a word.
    pub interest_word: &'static str,
    /// Source, name before address.
    pub source: String,
    /// Destination, name before address.
    pub destination: String,
    /// Accounts.
    pub account: String,
    /// Shares.
    pub share: String,
    /// First record, to the second and exact.
    pub first: (String, String),
    /// Last record, to the second and exact.
    pub last: (String, String),
    /// Traces found, and those that could have been recorded.
    pub tally: Tally,
    /// Both in numbers.
    pub tally_short: String,
    /// Both in words.
    pub tally_text: String,
    /// Only one end's evidence is there.
    pub one_sided: bool,
    /// It lies outside the window that was asked for.
    pub outside_window: bool,
    /// Lower-case text that a search looks through.
    searched: String,
}

/// What of the table is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseFilter {
    /// Text that a row must hold.
    pub text: String,
    /// Least interest.
    pub least: Interest,
}

impl Default for UseFilter {
    fn default() -> Self {
        Self { text: String::new(), least: Interest::Low }
    }
}

/// A column by which rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseColumn {
    /// The most interesting first.
    Interest,
    /// Source.
    Source,
    /// Destination.
    Destination,
    /// Account.
    Account,
    /// Share.
    Share,
    /// First record.
    First,
    /// Last record.
    Last,
    /// Traces found.
    Traces,
}

impl UseColumn {
    /// All, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Interest,
        Self::Source,
        Self::Destination,
        Self::Account,
        Self::Share,
        Self::First,
        Self::Last,
        Self::Traces,
    ];

    /// Its heading.
    pub fn name(self, words: &Words) -> &'static str {
        let words = &words.uses;
        match self {
            Self::Interest => words.interest,
            Self::Source => words.source,
            Self::Destination => words.destination,
            Self::Account => words.account,
            Self::Share => words.share,
            Self::First => words.first,
            Self::Last => words.last,
            Self::Traces => words.traces,
        }
    }
}

/// All uses of the shown sheets, in the report's order.
pub fn rows(
    report: &Report,
    tallies: &[Vec<Tally>],
    language: Language,
    sheet: Option<&str>,
) -> Vec<UseRow> {
    let words = words(language);
    let mut rows = Vec::new();
    for (number, one) in report.sheets.iter().enumerate() {
        if sheet.is_some_and(|wanted| one.id != wanted) {
            continue;
        }
        let tallies = tallies.get(number).map(Vec::as_slice).unwrap_or_default();
        let padded = tallies.iter().copied().chain(std::iter::repeat(Tally::default()));
        rows.extend(one.sessions.iter().zip(padded).map(|(session, tally)| {
            let address = UseAddress { sheet: one.id.clone(), id: session.id.clone() };
            row(words, address, session, tally)
        }));
    }
    rows
}

/// The use of a sheet that the case is most likely about, and how many are of high interest; `None`
/// where none is.
pub fn leading(
    report: &Report,
    tallies: &[Vec<Tally>],
    language: Language,
    sheet: Option<&str>,
) -> Option<(UseRow, usize)> {
    let chosen = |one: &SheetResult| sheet.is_none_or(|wanted| one.id == wanted);
    let sheets = report.sheets.iter().enumerate().filter(|(_, one)| chosen(one));
    let is_high = |use_: &&Session| use_.interest == Interest::High;
    let number_high = |one: &SheetResult| one.sessions.iter().filter(is_high).count();
    let all = sheets.clone().map(|(_, one)| number_high(one)).sum();
    sheets.into_iter().find_map(|(number, one)| {
        let (position, session) = diagram::leading(one).filter(|(_, use_)| is_high(use_))?;
        let tally = tallies.get(number).and_then(|tallies| tallies.get(position)).copied();
        let address = UseAddress { sheet: one.id.clone(), id: session.id.clone() };
        Some((row(words(language), address, session, tally.unwrap_or_default()), all))
    })
}

fn row(words: &Words, address: UseAddress, session: &Session, tally: Tally) -> UseRow {
    let [found, recordable] = [tally.found, tally.recordable].map(|one| one.to_string());
    let both = |time: &str| (format::to_the_second(time), format::exact(time));
    let source = end(session, "source_host", "source_address");
    let destination = end(session, "destination_host", "destination_address");
    let [account, share] = ["account", "share"].map(|name| values(session, name));
    let searched =
        [&source, &destination, &account, &share].map(|text| text.to_lowercase()).join("\n");
    let known = |text: String| if text.is_empty() { words.uses.unknown.to_owned() } else { text };
    UseRow {
        address,
        interest: session.interest,
        interest_word: interest(words, session.interest),
        source: known(source),
        destination: known(destination),
        account,
        share,
        first: both(&session.first),
        last: both(&session.last),
        tally,
        tally_short: format!("{found} / {recordable}"),
        tally_text: fill(words.uses.tally, &[&found, &recordable]),
        one_sided: session.one_sided,
        outside_window: session.outside_window,
        searched,
    }
}

/// An interest in a word.
pub fn interest(words: &Words, interest: Interest) -> &'static str {
    match interest {
        Interest::High => words.uses.interest_high,
        Interest::Normal => words.uses.interest_normal,
        Interest::Low => words.uses.interest_low,
    }
}

/// Values of a variable, made visible.
fn values(session: &Session, name: &str) -> String {
    let values = session.variables.get(name).map(Vec::as_slice).unwrap_or_default();
    values.iter().map(|value| visible(value)).collect::<Vec<_>>().join(", ")
}

/// One end of a use: `name (address)`, or what of it is known.
fn end(session: &Session, host: &str, address: &str) -> String {
    match (values(session, host), values(session, address)) {
        (host, address) if address.is_empty() => host,
        (host, address) if host.is_empty() => address,
        (host, address) => format!("{host} ({address})"),
    }
}

/// Numbers of the rows that are shown, in the order of a column.
pub fn shown(
    rows: &[UseRow],
    filter: &UseFilter,
    column: UseColumn,
    descending: bool,
) -> Vec<usize> {
    let text = filter.text.trim().to_lowercase();
    let kept = |row: &UseRow| row.interest <= filter.least && row.searched.contains(&text);
    let mut shown: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| kept(row)).map(|(number, _)| number).collect();
    shown.sort_by(|a, b| {
        let (Some(a), Some(b)) = (rows.get(*a), rows.get(*b)) else {
            return std::cmp::Ordering::Equal;
        };
        let order = match column {
            UseColumn::Interest => a.interest.cmp(&b.interest),
            UseColumn::Source => a.source.cmp(&b.source),
            UseColumn::Destination => a.destination.cmp(&b.destination),
            UseColumn::Account => a.account.cmp(&b.account),
            UseColumn::Share => a.share.cmp(&b.share),
            UseColumn::First => a.first.1.cmp(&b.first.1),
            UseColumn::Last => a.last.1.cmp(&b.last.1),
            UseColumn::Traces => a.tally.found.cmp(&b.tally.found),
        };
        let order = if descending { order.reverse() } else { order };
        // What is alike stands in order of time, whichever way the column runs.
        order.then_with(|| a.first.1.cmp(&b.first.1))
    });
    shown
}

#[cfg(test)]
#[path = "uses_tests.rs"]
mod tests;
