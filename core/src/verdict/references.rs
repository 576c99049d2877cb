//! Records and spans as the report names them.

use crate::{
    coverage::Located,
    report::{RecordRef, TimeSpan},
    time::Filetime,
};

/// The report's id of an evidence source by its number: `e1` …
pub fn evidence_id(number: usize) -> String {
    format!("e{}", number.saturating_add(1))
}

/// A record of an event log as the report names it.
pub fn record_ref(located: Located) -> RecordRef {
    let place = located.place;
    RecordRef {
        evidence: evidence_id(located.evidence),
        record_id: place.record_id.to_string(),
        record_number: place.record_number.to_string(),
        offset: place.offset.to_string(),
        time: place.time.to_string(),
    }
}

/// A record of a `$MFT` as the report names it: by its number.
pub fn table_record_ref(located: Located) -> RecordRef {
    RecordRef { record_id: String::new(), ..record_ref(located) }
}

/// A record of a USN journal as the report names it: its USN is the record id.
pub fn journal_record_ref(located: Located) -> RecordRef {
    RecordRef { record_number: String::new(), ..record_ref(located) }
}

/// A span as the report gives it.
pub fn time_span(from: Filetime, to: Filetime) -> TimeSpan {
    TimeSpan { from: from.to_string(), to: to.to_string() }
}
