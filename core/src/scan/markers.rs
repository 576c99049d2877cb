//! Records that may end or begin coverage or the life of a setting.
//!
//! Contract: known by channel, provider and event id, whatever the catalog asks for; each quotes
//! the fields that a reason needs.

use std::collections::BTreeMap;

use super::findings::{Marker, MarkerKind, Place};
use crate::{formats::evtx::Record, limits, time::Filetime};

/// Channels in lower case.
pub(super) const SECURITY: &str = "security";
const SYSTEM: &str = "system";
const SYSMON: &str = "microsoft-windows-sysmon/operational";

/// The marker that a record of this channel (in lower case) is, if it is one.
pub(super) fn marker(channel: &str, record: &Record<'_>, place: Place) -> Option<Marker> {
    let event_id = record.system.event_id?;
    let kind = match channel {
        SECURITY => of_security(event_id)?,
        SYSTEM => of_system(event_id, record)?,
        SYSMON => of_sysmon(event_id)?,
        _ => return None,
    };
    let fields = quoted(kind)
        .iter()
        .filter_map(|(name, quoted_as)| Some((*quoted_as, record.field(name)?)))
        .map(|(name, value)| (name.to_owned(), value.text().into_owned()))
        .collect();
    if kind == MarkerKind::ClockChanged && is_ordinary_correction(&fields) {
        return None;
    }
    Some(Marker { kind, place, fields })
}

fn of_security(event_id: u32) -> Option<MarkerKind> {
    Some(match event_id {
        1100 => MarkerKind::ServiceStopped,
        1101 => MarkerKind::EventsDropped,
        1102 => MarkerKind::LogCleared,
        1104 => MarkerKind::LogFull,
        1105 => MarkerKind::LogArchived,
        4608 => MarkerKind::Boot,
        4616 => MarkerKind::ClockChanged,
        4719 => MarkerKind::AuditPolicyChanged,
        4912 => MarkerKind::PerUserAuditPolicyChanged,
        _ => return None,
    })
}

/// Ids of the System log are only unique together with their provider.
fn of_system(event_id: u32, record: &Record<'_>) -> Option<MarkerKind> {
    let is_by = |provider: &str| {
        record.system.provider.as_ref().is_some_and(|found| found.eq_ignore_ascii_case(provider))
    };
    let kernel = "Microsoft-Windows-Kernel-General";
    Some(match event_id {
        104 if is_by("Microsoft-Windows-Eventlog") => MarkerKind::LogCleared,
        6005 if is_by("EventLog") => MarkerKind::Boot,
        6006 if is_by("EventLog") => MarkerKind::Shutdown,
        6013 if is_by("EventLog") => MarkerKind::TimeZone,
        12 if is_by(kernel) => MarkerKind::Boot,
        13 if is_by(kernel) => MarkerKind::Shutdown,
        1 if is_by(kernel) => MarkerKind::ClockChanged,
        _ => return None,
    })
}

fn of_sysmon(event_id: u32) -> Option<MarkerKind> {
    Some(match event_id {
        4 => MarkerKind::SysmonState,
        16 => MarkerKind::SysmonConfiguration,
        255 => MarkerKind::SysmonError,
        _ => return None,
    })
}

/// Fields to quote, and the name under which they are quoted.
fn quoted(kind: MarkerKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        MarkerKind::LogCleared => &[
            ("SubjectUserSid", "SubjectUserSid"),
            ("SubjectUserName", "SubjectUserName"),
            ("SubjectDomainName", "SubjectDomainName"),
            ("SubjectLogonId", "SubjectLogonId"),
            ("Channel", "Channel"),
            ("BackupPath", "BackupPath"),
        ],
        MarkerKind::LogArchived => &[("Channel", "Channel"), ("BackupPath", "BackupPath")],
        MarkerKind::ClockChanged => &[
            ("PreviousTime", "PreviousTime"),
            ("OldTime", "PreviousTime"),
            ("NewTime", "NewTime"),
            ("SubjectUserName", "SubjectUserName"),
            ("ProcessName", "ProcessName"),
        ],
        MarkerKind::AuditPolicyChanged | MarkerKind::PerUserAuditPolicyChanged => &[
            ("SubcategoryGuid", "SubcategoryGuid"),
            ("AuditPolicyChanges", "AuditPolicyChanges"),
            ("SubjectUserName", "SubjectUserName"),
            ("SubjectDomainName", "SubjectDomainName"),
            ("TargetUserSid", "TargetUserSid"),
        ],
        MarkerKind::TimeZone => &[("Data[6]", "TimeZone")],
        MarkerKind::SysmonState => &[("State", "State"), ("Version", "Version")],
        MarkerKind::SysmonConfiguration => &[
            ("Configuration", "Configuration"),
            ("ConfigurationFileHash", "ConfigurationFileHash"),
        ],
        MarkerKind::SysmonError => &[("ID", "ID"), ("Description", "Description")],
        MarkerKind::ServiceStopped
        | MarkerKind::EventsDropped
        | MarkerKind::LogFull
        | MarkerKind::Boot
        | MarkerKind::Shutdown => &[],
    }
}

/// The time service corrects by fractions of a second all the time.
fn is_ordinary_correction(fields: &BTreeMap<String, String>) -> bool {
    let time = |name: &str| fields.get(name).and_then(|text| text.parse::<Filetime>().ok());
    match (time("PreviousTime"), time("NewTime")) {
        (Some(old), Some(new)) => old.distance(new) <= limits::CLOCK_STEP_TOLERANCE,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::evtx::{Field, System, Value};

    fn record(provider: &str, event_id: u32, fields: &[(&str, &str)]) -> Record<'static> {
        let text = |text: &str| Value::Text(text.to_owned().into());
        let system = System {
            provider: Some(text(provider)),
            event_id: Some(event_id),
            ..System::default()
        };
        let field =
            |(name, value): &(&str, &str)| Field { name: (*name).into(), value: text(value) };
        Record::new(system, fields.iter().map(field).collect())
    }

    fn kind(channel: &str, record: &Record<'_>) -> Option<MarkerKind> {
        marker(channel, record, Place::default()).map(|marker| marker.kind)
    }

    #[test]
    fn system_ids_need_their_provider() {
        let kernel = record("Microsoft-Windows-Kernel-General", 12, &[]);
        assert_eq!(kind("system", &kernel), Some(MarkerKind::Boot));
        assert_eq!(kind("system", &record("Other", 12, &[])), None);
        assert_eq!(kind("application", &kernel), None);
    }

    #[test]
    fn a_clear_quotes_who_did_it() {
        let cleared = record(
            "Microsoft-Windows-Eventlog",
            1102,
            &[("SubjectUserName", "alice"), ("SubjectDomainName", "CORP"), ("Other", "x")],
        );
        let marker = marker("security", &cleared, Place::default()).unwrap();
        assert_eq!(marker.kind, MarkerKind::LogCleared);
        assert_eq!(marker.fields["SubjectUserName"], "alice");
        assert_eq!(marker.fields.len(), 2);
    }

    #[test]
    fn small_corrections_of_the_clock_are_no_markers() {
        let change = |old, new| record("x", 4616, &[("PreviousTime", old), ("NewTime", new)]);
        let small = change("2024-01-01T00:00:00.0000000Z", "2024-01-01T00:00:01.0000000Z");
        let large = change("2024-01-01T00:00:00.0000000Z", "2024-01-01T00:00:01.0000001Z");
        assert_eq!(kind("security", &small), None);
        assert_eq!(kind("security", &large), Some(MarkerKind::ClockChanged));
        assert_eq!(kind("security", &record("x", 4616, &[])), Some(MarkerKind::ClockChanged));
    }
}
