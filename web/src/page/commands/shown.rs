//! What of the case is shown, and how the page looks.

use std::collections::BTreeSet;

use super::Commands;
use crate::page::browser;
use crate::protocol::{RecordFilter, UseAddress};
use crate::state::{Action, View};
use crate::text::Language;
use crate::view_model::records::RecordColumn;
use crate::view_model::settings::Theme;
use crate::view_model::sheet::RowFilter;

impl Commands {
    /// Turns to another part of the case.
    pub fn set_view(&self, view: View) {
        self.dispatch(Action::SetView(view));
    }

    /// Shows only some rows.
    pub fn set_filter(&self, filter: RowFilter) {
        self.dispatch(Action::SetFilter(filter));
    }

    /// Turns to the rows that a filter lets through.
    pub fn show_rows(&self, filter: RowFilter) {
        self.set_filter(filter);
        self.set_view(View::Traces);
        // What was pressed is gone: the keyboard goes on from the part that is in front.
        browser::focus("tab-traces");
    }

    /// Turns to one use.
    pub fn show_use(&self, address: UseAddress) {
        self.set_view(View::Uses);
        self.open_use(address);
    }

    /// Narrows the table of records.
    pub fn filter_records(&self, filter: RecordFilter) {
        self.dispatch(Action::FilterRecords(filter));
    }

    /// Shows other columns of the table of records.
    pub fn set_columns(&self, columns: BTreeSet<RecordColumn>) {
        self.dispatch(Action::SetColumns(columns));
    }

    /// Shows help beside the page, or no longer.
    pub fn show_help(&self, help: bool) {
        self.dispatch(Action::SetHelp(help));
    }

    /// Changes and remembers the language.
    pub fn set_language(&self, language: Language) {
        browser::remember_language(language);
        self.dispatch(Action::SetLanguage(language));
    }

    /// Changes and remembers the theme.
    pub fn set_theme(&self, theme: Theme) {
        browser::remember_theme(theme);
        self.dispatch(Action::SetTheme(theme));
    }
}
