//! What is drawn. Components print what the view model says and hold no analysis.

pub mod app;
mod case_bar;
mod case_view;
mod conclusions;
mod drop_zone;
mod evidence_list;
mod export_menu;
mod failure;
mod file_pickers;
mod filters;
mod header;
mod host_cards;
mod icon;
mod notice;
mod outcome_badge;
mod reading_progress;
mod record_lines;
mod record_panel;
mod role_table;
mod shared;
mod sheet_table;
mod tabs;
mod trace_details;
mod trace_row;
mod welcome;
