//! What one pass over a segment learned: plain data that any worker can make and that is joined
//! in any order with the same result.
//!
//! Contract: findings hold no bytes of the evidence beyond the fields that conditions name or
//! bind. Joining them is commutative and associative, so that one worker or sixteen,
//! and any cut into segments, give the same case.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use super::{
    file_system::{JournalFindings, TableFindings},
    occurrences::Occurrences,
    settings::SettingsFindings,
};
use crate::{
    catalog::{LifeSignNumber, TraceNumber},
    error::Warnings,
    evidence::named_texts::NamedTexts,
    formats::evtx::FieldValues,
    matching::{Matchers, PrefetchHit, Variables},
    time::Filetime,
};

/// All that is known of one evidence source, or of a part of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceFindings {
    /// What was stepped over.
    pub warnings: Warnings,
    /// Records read (a Prefetch file is one record).
    pub records_read: u64,
    /// Records that could not be read.
    pub records_failed: u64,
    /// Records read by the slower fallback.
    pub records_fallback: u64,
    /// Bytes of the source that were looked at.
    pub bytes_read: u64,
    /// SHA-256 of the source, once known.
    pub sha256: Option<[u8; 32]>,
    /// For an event log.
    pub log: Option<LogFindings>,
    /// For a Prefetch file.
    pub prefetch: Option<PrefetchFindings>,
    /// For a file of settings.
    pub settings: Option<SettingsFindings>,
    /// For a `$MFT`.
    pub table: Option<TableFindings>,
    /// For a USN journal.
    pub journal: Option<JournalFindings>,
}

/// An event log, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogFindings {
    /// What the file header says; only the segment that holds it knows.
    pub header: Option<LogHeader>,
    /// 64 KiB places of the file that hold a chunk with records.
    pub chunks_used: u64,
    /// 64 KiB places of the file that are free (zeroed or without records).
    pub chunks_free: u64,
    /// Records by channel and computer, as the records name them: the first
    /// [`crate::limits::STREAMS_KEPT`] in order of their keys.
    pub streams: BTreeMap<StreamKey, Stream>,
    /// Records of all other streams, which are counted and nothing more.
    pub records_left_out: u64,
}

/// The file header of an event log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHeader {
    /// The host did not close the log.
    pub dirty: bool,
    /// The log had reached its size and was set not to overwrite.
    pub full: bool,
    /// Next record number by the header (not EventRecordID of an exported log).
    pub next_record_number: u64,
    /// Number of chunks by the header.
    pub chunk_count: u64,
}

/// Which log of which machine a record belongs to. One file of forwarded events holds many.
///
/// Names differ in case from record to record, so the key is in lower case; see
/// [`Stream::names`] for the spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamKey {
    /// `System/Channel` in lower case; empty where the records name none.
    pub channel: String,
    /// `System/Computer` in lower case; empty where the records name none.
    pub computer: String,
}

impl StreamKey {
    /// The key of a channel and a computer in any spelling.
    ///
    /// ```
    /// use konseki_core::scan::findings::StreamKey;
    /// assert_eq!(StreamKey::new("Security", "PC01.corp"), StreamKey::new("security", "pc01.CORP"));
    /// ```
    pub fn new(channel: &str, computer: &str) -> Self {
        Self { channel: channel.to_lowercase(), computer: computer.to_lowercase() }
    }
}

/// Channel and computer as the first record of a stream spells them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StreamNames {
    /// Offset of that record in the evidence source.
    pub offset: u64,
    /// `System/Channel`.
    pub channel: String,
    /// `System/Computer`.
    pub computer: String,
}

/// The records of one channel and one computer in one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Channel and computer as spelled.
    pub names: StreamNames,
    /// How many.
    pub records: u64,
    /// Smallest TimeCreated.
    pub first: Filetime,
    /// Largest TimeCreated.
    pub last: Filetime,
    /// How many records by event id.
    pub event_ids: BTreeMap<u32, u64>,
    /// Runs of consecutive EventRecordIDs, by the file offset of the chunk they begin in and
    /// their number in it.
    pub runs: BTreeMap<(u64, u32), Run>,
    /// Matches by trace.
    pub traces: BTreeMap<TraceNumber, TraceFindings>,
}

/// Where a record stands and when it was written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Place {
    /// TimeCreated of the record's own values.
    pub time: Filetime,
    /// EventRecordID of the record's own values.
    pub record_id: u64,
    /// Number in the record's header.
    pub record_number: u64,
    /// Absolute offset in the evidence source.
    pub offset: u64,
}

impl Place {
    /// The one with the larger EventRecordID; of equal ones that which stands later.
    pub(super) fn max_by_id(self, other: Self) -> Self {
        let by_id = |place: &Self| (place.record_id, place.offset);
        if by_id(&other) > by_id(&self) { other } else { self }
    }
}

/// Consecutive EventRecordIDs in file order, or a sparse stretch of them.
///
/// Runs of file-adjacent chunks whose ids follow each other are joined; a run is cut where an id
/// is missing and where the time steps back by more than the tolerance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Record with the smallest id.
    pub first: Place,
    /// Record with the largest id.
    pub last: Place,
    /// Smallest and largest TimeCreated inside (ids and times may disagree a little).
    pub earliest: Filetime,
    /// See `earliest`.
    pub latest: Filetime,
    /// Records in it.
    pub records: u64,
    /// Whether ids are missing inside.
    pub ids: IdSequence,
    /// Offset just past the last chunk of the run: where an adjacent run must begin.
    pub chunk_end: u64,
    /// Records that may end or begin coverage or a setting's life, in id order.
    pub markers: Vec<Marker>,
    /// By life sign: spans without a breaking marker and without a too long silence, in id order.
    pub life: BTreeMap<LifeSignNumber, Vec<LifeSpan>>,
    /// Handles that chains need, see [`HandleState`].
    pub handles: HandleState,
}

/// Whether the ids of a run follow each other without a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdSequence {
    /// Every id from the first to the last.
    Unbroken,
    /// Many small holes (a filtered export, forwarded events): kept as one stretch.
    Sparse {
        /// Ids that are missing in it.
        missing: u64,
    },
}

/// A record that may end or begin coverage or the life of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// What happened.
    pub kind: MarkerKind,
    /// In which record.
    pub place: Place,
    /// Fields of the record that a reason quotes (who cleared, which subcategory, old time …).
    pub fields: BTreeMap<String, String>,
}

/// What a marker record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// Security 1102, System 104: a log was cleared.
    LogCleared,
    /// Security 1100: the event log service shut down.
    ServiceStopped,
    /// Security 1101: events were dropped.
    EventsDropped,
    /// Security 1104: the Security log is full.
    LogFull,
    /// Security 1105: the log was archived.
    LogArchived,
    /// Security 4608, System 6005 and Kernel-General 12: the host started.
    Boot,
    /// System 6006 and Kernel-General 13: the host or its event log stopped.
    Shutdown,
    /// System 6013: minutes west of UTC and the name of the zone (field `TimeZone`).
    TimeZone,
    /// Security 4616: the time was changed (fields `PreviousTime`, `NewTime`).
    ClockChanged,
    /// Security 4719: audit policy was changed (fields `SubcategoryGuid`, `AuditPolicyChanges`).
    AuditPolicyChanged,
    /// Security 4912: per-user audit policy was changed.
    PerUserAuditPolicyChanged,
    /// Sysmon 4: service state changed (field `State`).
    SysmonState,
    /// Sysmon 16: configuration changed.
    SysmonConfiguration,
    /// Sysmon 255: Sysmon reported an error.
    SysmonError,
}

/// Life signs of one setting that follow each other undisturbed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeSpan {
    /// First sign.
    pub first: Place,
    /// Last sign.
    pub last: Place,
    /// How many.
    pub count: u64,
}

/// All matches of one trace in a stream.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceFindings {
    /// Every match.
    pub all: Occurrences,
    /// Matches with their fields, in order of (time, offset): of consistent traces only the first
    /// [`crate::limits::MATCHES_KEPT`], of others the first
    /// [`crate::limits::SPECIFIC_MATCHES_KEPT`], fewer where a case has many
    /// ([`crate::limits::MATCHES_KEPT_OF_CASE`]). Shared, so that settling copies none of them.
    pub kept: Vec<Arc<KeptMatch>>,
    /// The first [`crate::limits::NEAR_MISSES_KEPT`] near misses, in the same order.
    pub near: Vec<NearMiss>,
}

/// A record that fails one condition of a trace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NearMiss {
    /// The record with its fields.
    pub record: KeptMatch,
    /// The field that the failed condition looks at.
    pub contradicted: String,
}

/// The least that is kept of a match.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Stub {
    /// Where and when.
    pub place: Place,
    /// Digest of event id, provider and field values: equal in copies of the same record.
    pub digest: u64,
    /// Whether a needed field was absent, so that the match is at best consistent.
    pub weak: bool,
}

/// A match with the fields that its conditions name or bind.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KeptMatch {
    /// Where and when; for a chain, of the last record.
    pub stub: Stub,
    /// Other records of a chain, first to last.
    pub earlier: Vec<Place>,
    /// Values of those fields as they stand in the record: secrets are masked when texts are made.
    pub values: FieldValues,
    /// Of a chain, those of its first record.
    pub opening: Option<FieldValues>,
    /// Fields that the record does not have although a condition needs them.
    pub absent: Vec<String>,
    #[serde(skip)]
    variables: OnceLock<NamedTexts>,
}

impl KeptMatch {
    pub(super) fn new(stub: Stub, values: FieldValues, absent: Vec<String>) -> Self {
        Self { stub, values, absent, ..Self::default() }
    }

    /// Field name and text, sorted; secrets are masked. `trace` is the one that is met.
    pub fn fields(&self, matchers: &Matchers<'_>, trace: TraceNumber) -> NamedTexts {
        matchers.fields(trace, &self.values)
    }

    /// Variable name and normalised value that the trace binds; made once.
    pub fn variables(&self, matchers: &Matchers<'_>, trace: TraceNumber) -> &NamedTexts {
        self.variables.get_or_init(|| self.variables_of(matchers, trace).all())
    }

    /// The same, read one by one.
    pub(super) fn variables_of<'k>(
        &'k self,
        matchers: &'k Matchers<'_>,
        trace: TraceNumber,
    ) -> Variables<'k> {
        matchers.variables(trace, &self.values, self.opening.as_ref())
    }

    /// What it is; the variables follow from that.
    fn content(&self) -> impl Ord + '_ {
        (self.stub, &self.earlier, &self.values, &self.opening, &self.absent)
    }
}

impl PartialEq for KeptMatch {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for KeptMatch {}

impl PartialOrd for KeptMatch {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for KeptMatch {
    fn cmp(&self, other: &Self) -> Ordering {
        self.content().cmp(&other.content())
    }
}

/// Handles across segments: a 4658 names no object and may lie in a later chunk than its 4656.
///
/// Joining two neighbouring runs resolves what is open in the first against what comes first in
/// the second. A closing is tied to its opening only within [`crate::limits::HANDLE_REACH`]
/// EventRecordIDs; so what lies further from the run's edges is forgotten, which does not change
/// any result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HandleState {
    /// Matched openings that are still open at the end of the run.
    pub open: BTreeMap<Handle, OpenHandle>,
    /// First event on a handle in the run.
    pub first_use: BTreeMap<Handle, FirstUse>,
}

/// A handle of a process. Ids are used again after closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Handle {
    pub process_id: u64,
    pub handle_id: u64,
}

/// A matched opening (4656).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHandle {
    /// The opening record.
    pub place: Place,
    /// Traces that the opening meets; chains name one of them as their parent.
    pub openings: Vec<Opening>,
}

/// A trace that an opening record meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Trace of the opening.
    pub trace: TraceNumber,
    /// Values of its fields; the closing inherits what the opening binds.
    pub values: FieldValues,
}

/// The first event on a handle in a run: what became of an opening before the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstUse {
    /// 4658: closes whatever was open before.
    Closed {
        /// EventRecordID of the closing record.
        record_id: u64,
        /// Traces whose own conditions the closing meets; a match needs the opening too.
        closings: Vec<(TraceNumber, KeptMatch)>,
    },
    /// 4656 on the same handle: the earlier one was closed without a record.
    Opened {
        /// EventRecordID of the opening record.
        record_id: u64,
    },
}

/// What one Prefetch file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefetchFindings {
    /// Executable name as in the file, up to 29 characters.
    pub executable: String,
    /// Path hash.
    pub hash: u32,
    /// Format version: 17, 23, 26, 30, 31.
    pub version: u32,
    /// Run count.
    pub run_count: u32,
    /// Stored run times, newest first as in the file.
    pub last_run_times: Vec<Filetime>,
    /// Volumes.
    pub volumes: Vec<PrefetchVolume>,
    /// Full device path of the executable among the loaded files, if it is there.
    pub executable_path: Option<String>,
    /// Number of loaded files listed.
    pub loaded_files: u64,
    /// Number of directories listed.
    pub directories: u64,
    /// Traces whose conditions it meets, with fields.
    pub matches: BTreeMap<TraceNumber, PrefetchHit>,
    /// Traces whose executable it names, in another folder.
    pub elsewhere: BTreeMap<TraceNumber, PrefetchHit>,
}

/// A volume of a Prefetch file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PrefetchVolume {
    /// `\VOLUME{…}` or `\DEVICE\HARDDISKVOLUMEn`.
    pub device: String,
    /// Serial number.
    pub serial: u32,
    /// When the volume was made.
    pub created: Filetime,
}
