//! Files of settings into findings: what an audit policy and a Sysmon configuration say.
//!
//! Contract: a file that cannot be parsed is a warning, and still evidence that was given. Of Sysmon
//! only what is certain is decided: events of which everything or nothing is recorded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::findings::SourceFindings;
use crate::{
    error::{ParseErrorKind, WarningCode},
    formats::{
        Format,
        auditpol::{self, SuccessAuditing},
        identify,
        sysmon_configuration::{self, OnMatch, SysmonConfiguration},
    },
    words::Recording,
};

/// What a file of settings says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsFindings {
    /// The audit policy of a host.
    AuditPolicy {
        /// The machine that it names.
        machine: String,
        /// By lower-case GUID of the subcategory without braces: whether success is audited.
        subcategories: BTreeMap<String, Recording>,
    },
    /// A Sysmon configuration.
    SysmonConfiguration {
        /// By event id.
        events: BTreeMap<u32, Recording>,
    },
}

/// Elements of the events that sheets ask for, with what is recorded where there is none: the
/// `ruledefault` of the schema that `sysmon -s` prints.
const EVENTS: [(&str, u32, Recording); 6] = [
    ("ProcessCreate", 1, Recording::On),
    ("NetworkConnect", 3, Recording::Off),
    ("ProcessTerminate", 5, Recording::On),
    ("ImageLoad", 7, Recording::Off),
    ("FileCreate", 11, Recording::Off),
    // One element for three events: 17 created, 18 connected.
    ("PipeEvent", 18, Recording::Off),
];

/// Reads the file into the findings.
pub(super) fn read(bytes: &[u8], findings: &mut SourceFindings) {
    let read = match identify(bytes) {
        Format::SysmonConfiguration => sysmon_configuration::parse(bytes).map(|configuration| {
            SettingsFindings::SysmonConfiguration { events: events(&configuration) }
        }),
        _ => auditpol::parse(bytes, &mut findings.warnings).map(|policy| {
            let states = policy.subcategories.into_iter();
            SettingsFindings::AuditPolicy {
                machine: policy.machine,
                subcategories: states.map(|(guid, state)| (guid, recording(state))).collect(),
            }
        }),
    };
    match read {
        Ok(settings) => {
            findings.records_read = 1;
            findings.settings = Some(settings);
        }
        Err(error) => {
            findings.records_failed = 1;
            let code = match error.kind {
                ParseErrorKind::LimitExceeded { .. } => WarningCode::LimitReached,
                _ => WarningCode::SettingsDamaged,
            };
            findings.warnings.push_error(code, &error);
        }
    }
}

fn recording(state: SuccessAuditing) -> Recording {
    match state {
        SuccessAuditing::On => Recording::On,
        SuccessAuditing::Off => Recording::Off,
        SuccessAuditing::OnWithExceptions => Recording::InPart,
        SuccessAuditing::Unknown => Recording::Unknown,
    }
}

fn events(configuration: &SysmonConfiguration) -> BTreeMap<u32, Recording> {
    EVENTS
        .iter()
        .map(|(name, event_id, default)| (*event_id, event(configuration, name, *default)))
        .collect()
}

/// An include without rules records nothing, an exclude without rules everything; what other filters
/// let through is a part.
fn event(configuration: &SysmonConfiguration, name: &str, default: Recording) -> Recording {
    let filters = configuration.filters.iter();
    let of_event: Vec<_> =
        filters.filter(|filter| filter.event.eq_ignore_ascii_case(name)).collect();
    if of_event.iter().any(|filter| filter.on_match.is_none()) {
        return Recording::Unknown;
    }
    let rules = |on_match: OnMatch| {
        let counts = of_event.iter().filter(|filter| filter.on_match == Some(on_match));
        counts.map(|filter| filter.rules).reduce(u64::saturating_add)
    };
    match (rules(OnMatch::Include), rules(OnMatch::Exclude)) {
        (None, None) => default,
        (Some(0), None | Some(0)) => Recording::Off,
        (None, Some(0)) => Recording::On,
        _ => Recording::InPart,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(filters: &str) -> Vec<Recording> {
        let text = format!(
            "<Sysmon schemaversion='4.90'><EventFiltering>{filters}</EventFiltering></Sysmon>"
        );
        let mut findings = SourceFindings::default();
        read(text.as_bytes(), &mut findings);
        match findings.settings {
            Some(SettingsFindings::SysmonConfiguration { events }) => {
                events.into_values().collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_what_is_certain_of_a_configuration_is_decided() {
        use Recording::{InPart, Off, On, Unknown};
        // Events 1, 3, 5, 7, 11, 18.
        for (filters, expected) in [
            ("", [On, Off, On, Off, Off, Off]),
            ("<ProcessCreate onmatch='include'/>", [Off, Off, On, Off, Off, Off]),
            ("<NetworkConnect onmatch='exclude'/>", [On, On, On, Off, Off, Off]),
            (
                "<NetworkConnect onmatch='include'><Image>a</Image></NetworkConnect>",
                [On, InPart, On, Off, Off, Off],
            ),
            (
                "<FileCreate onmatch='exclude'><Image>a</Image></FileCreate>",
                [On, Off, On, Off, InPart, Off],
            ),
            (
                "<FileCreate onmatch='exclude'/><FileCreate onmatch='include'/>",
                [On, Off, On, Off, Off, Off],
            ),
            ("<FileCreate onmatch='?'/>", [On, Off, On, Off, Unknown, Off]),
            ("<PipeEvent onmatch='exclude'/>", [On, Off, On, Off, Off, On]),
        ] {
            assert_eq!(recorded(filters), expected, "{filters}");
        }
    }

    #[test]
    fn damaged_settings_are_a_warning() {
        for text in ["<Sysmon schemaversion='4'", "<Sysmon schemaversion='4'></Sysmon>", ""] {
            let mut findings = SourceFindings::default();
            read(text.as_bytes(), &mut findings);
            assert_eq!((findings.settings, findings.records_failed), (None, 1), "{text}");
        }
    }
}
