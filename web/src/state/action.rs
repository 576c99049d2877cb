//! What happens to the page.

use std::collections::BTreeSet;

use konseki_core::analysis::{Question, RecordDetails};
use konseki_core::report::Match;

use super::{CitedStage, OpenRecord, Settled, View};
use crate::protocol::{
    Comparison, Progress, RecordFilter, RecordPage, RequestNumber, Timeline, TraceAddress,
    UseAddress, UseDetails,
};
use crate::text::Language;
use crate::view_model::records::RecordColumn;
use crate::view_model::settings::Theme;
use crate::view_model::sheet::RowFilter;

/// What happens to the page.
#[derive(Debug, Clone)]
pub enum Action {
    /// The user chose a language.
    SetLanguage(Language),
    /// The user chose a theme.
    SetTheme(Theme),
    /// The case worker has started.
    Ready,
    /// Evidence was given.
    Given,
    /// The user asks something else of the case.
    Asked(Question),
    /// A report was opened again.
    Reopened(String),
    /// It was compared with what its evidence shows.
    Compared(Comparison),
    /// Reading went on.
    Progressed(Progress),
    /// A report came.
    Settled(Settled),
    /// The case cannot go on.
    Failed(String),
    /// The user starts over.
    Reset,
    /// The user turned to another part.
    SetView(View),
    /// The user filters.
    SetFilter(RowFilter),
    /// All matches of a trace were asked for.
    AskMatches(RequestNumber, TraceAddress),
    /// They came.
    Matches(RequestNumber, Vec<Match>),
    /// A use was opened.
    AskUse(RequestNumber, UseAddress),
    /// It came.
    Use(RequestNumber, UseDetails),
    /// The open use is closed.
    CloseUse,
    /// A timeline was asked for.
    AskTimeline(RequestNumber),
    /// It came.
    Timeline(RequestNumber, Timeline),
    /// The table of records is narrowed.
    FilterRecords(RecordFilter),
    /// Other columns are shown.
    SetColumns(BTreeSet<RecordColumn>),
    /// Help is shown, or no longer.
    SetHelp(bool),
    /// A part of the table was asked for.
    AskRecords(RequestNumber),
    /// It came.
    Records(RequestNumber, RecordPage),
    /// A record was asked for.
    AskRecord(OpenRecord),
    /// It came.
    Record(RequestNumber, Result<Box<RecordDetails>, String>),
    /// The open record is closed.
    CloseRecord,
    /// The archive of cited records was ordered.
    AskCited(RequestNumber),
    /// Making it went on.
    Cited(RequestNumber, CitedStage),
    /// What became of it was read, or it is not wanted any more.
    CloseCited,
}
