//! What is said of settings beside the records: audit policies, Sysmon configurations and the
//! examiner's statements.
//!
//! Contract: a file shows a state at the time of its collection, a statement asserts one. What the
//! records show stands above both.

use crate::{
    catalog::{Setting, SettingKind},
    scan::{Recording, SettingsFindings},
};

/// What a file says of a setting, if it speaks of it.
pub fn recording_in(found: &SettingsFindings, setting: &Setting) -> Option<Recording> {
    match (found, &setting.kind) {
        (
            SettingsFindings::AuditPolicy { subcategories, .. },
            SettingKind::AuditPolicy { guid, .. },
        ) => {
            let plain = guid.trim_matches(['{', '}', ' ']).to_ascii_lowercase();
            subcategories.get(&plain).copied()
        }
        (SettingsFindings::SysmonConfiguration { events }, SettingKind::Sysmon { event_id }) => {
            events.get(event_id).copied()
        }
        _ => None,
    }
}
