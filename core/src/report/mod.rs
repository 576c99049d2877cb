//! The report `konseki.report/1`: plain data, the contract with every reader.
//!
//! Contract (DESIGN §6): same evidence and catalog give the same bytes. Keys stand in the order of
//! the fields here; lists are sorted by the keys named at each field; offsets, record ids and
//! logon ids are decimal strings; counts are numbers; times are RFC 3339 UTC with seven digits;
//! there are no floats and no time of making. Fields may be added within `/1`. The types of the
//! contract stand in this one file, to be read as a whole; what fills them stands beside it.

mod acquired;
mod evidence;
mod hosts;
mod question;
mod settle;

pub use question::Question;
pub use settle::settle;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    error::WarningCode,
    words::{Certainty, EvidenceKind, Link, Outcome, ReasonCode, Recording, Role, Text},
};

/// Value of [`Report::schema`].
pub const SCHEMA: &str = "konseki.report/1";

/// A report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub tool: Tool,
    /// Which catalog was used.
    pub catalog: CatalogRevision,
    /// What was asked.
    pub asked: Asked,
    /// Sorted by (path, sha256), numbered `e1` ….
    pub evidence: Vec<Evidence>,
    /// Sorted by name.
    pub hosts: Vec<Host>,
    /// Sorted by id.
    pub sheets: Vec<SheetResult>,
}

/// Name and version of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tool {
    pub name: String,
    pub version: String,
}

/// Revision and hash of the catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CatalogRevision {
    pub revision: String,
    pub sha256: String,
}

/// The question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Window, if one was asked for.
    pub window: Option<TimeSpan>,
    /// Variables given, by name.
    pub variables: BTreeMap<String, String>,
    /// Hosts given by the user for evidence paths.
    pub hosts: Vec<HostAssignment>,
    /// Roles given by the user.
    pub roles: Vec<RoleAssignment>,
    /// Examiner's statements on settings, verbatim.
    pub statements: Vec<String>,
    /// Sheets and other options, by name.
    pub options: BTreeMap<String, String>,
}

/// From and to, both included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TimeSpan {
    pub from: String,
    pub to: String,
}

/// The user says that evidence under `path` is of host `name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct HostAssignment {
    pub name: String,
    pub path: String,
}

/// The user says which role a host has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RoleAssignment {
    pub name: String,
    pub role: Role,
}

/// One evidence source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// `e1` ….
    pub id: String,
    /// From the given item's own last component, `/`-separated; ZIP members `a.zip!/x`.
    pub path: String,
    /// Kind by content.
    pub kind: EvidenceKind,
    /// Size in bytes.
    pub size: u64,
    /// Lower-case hex; empty for unknown files, which are not hashed.
    pub sha256: String,
    /// When it was collected, where its place in a collection says so; a time by the host's clock
    /// is reckoned by the zone that its System log tells, without summer time.
    pub acquired: Option<String>,
    /// Ids of evidence with the same bytes that stand before it.
    pub copies_of: Vec<String>,
    /// Host it belongs to, and why; `None` while that is not known.
    pub host: Option<AssignedHost>,
    /// Channels of an event log, sorted by (channel, first host).
    pub channels: Vec<Channel>,
    /// For Prefetch.
    pub prefetch: Option<PrefetchFacts>,
    /// For settings.
    pub settings: Option<SettingsFacts>,
    /// For a `$MFT`.
    pub mft: Option<TableFacts>,
    /// For a USN journal.
    pub usn_journal: Option<JournalFacts>,
    /// Records read.
    pub records_read: u64,
    /// Records that could not be read.
    pub records_failed: u64,
    /// Records read by the fallback.
    pub records_fallback: u64,
    /// Grouped by code, in code order.
    pub warnings: Vec<EvidenceWarning>,
    /// Whether it was read whole.
    pub status: EvidenceStatus,
}

/// How an evidence source found its host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AssignedHost {
    pub name: String,
    pub basis: AssignmentBasis,
}

/// Why evidence belongs to a host (DESIGN §6, in order of precedence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentBasis {
    /// The user said so.
    User,
    /// The records name the computer.
    Records,
    /// The layout of a known collection tool.
    CollectionLayout,
    /// The nearest folder or ZIP whose logs name one host.
    NearestFolder,
    /// The case has only one host.
    OnlyHost,
}

/// Whether an evidence source was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceStatus {
    /// Read whole.
    Read,
    /// Some of it could not be read; the warnings say what.
    ReadInPart,
    /// Nothing of it could be read.
    NotRead,
    /// Known kind that this version does not read.
    NotSupported,
    /// Not recognised.
    NotRecognised,
}

/// One channel of an event log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Full name.
    pub channel: String,
    /// Computers that its records name, sorted.
    pub hosts: Vec<String>,
    /// Readable records.
    pub records: u64,
    /// Smallest TimeCreated.
    pub first: Option<String>,
    /// Largest TimeCreated.
    pub last: Option<String>,
    /// Records by event id.
    pub event_ids: BTreeMap<u32, u64>,
    /// EventRecordIDs.
    pub record_ids: RecordIds,
    /// Log-cleared records, by time.
    pub cleared: Vec<Cleared>,
}

/// Range and holes of EventRecordIDs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordIds {
    /// Smallest.
    pub min: String,
    /// Largest.
    pub max: String,
    /// Holes in id order, the first [`crate::limits::GAPS_REPORTED`].
    pub gaps: Vec<RecordIdGap>,
    /// All holes, counted.
    pub gap_count: u64,
}

/// A hole in EventRecordIDs: `first` to `last` are missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RecordIdGap {
    pub first: String,
    pub last: String,
}

/// A log-cleared record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// The record.
    pub record: RecordRef,
    /// Which log was cleared.
    pub channel: String,
    /// Who, as the record names the account.
    pub account: String,
}

/// Facts of a Prefetch file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefetchFacts {
    /// Name in the file.
    pub executable: String,
    /// Eight upper-case hex digits.
    pub hash: String,
    /// 17, 23, 26, 30, 31.
    pub version: u32,
    /// Run count.
    pub run_count: u32,
    /// Stored run times, newest first.
    pub last_run_times: Vec<String>,
    /// Volumes in file order.
    pub volumes: Vec<Volume>,
}

/// What a file of settings says of the catalog's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsFacts {
    /// What the file is.
    pub source: SettingSource,
    /// The machine that it names.
    pub machine: Option<String>,
    /// By setting id: `on`, `off`, `in_part` (filters, users with a policy of their own) or
    /// `unknown`, at the time of its collection.
    pub states: BTreeMap<String, Recording>,
}

/// Facts of a `$MFT`: the state of a volume as of its acquisition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Bytes of a record.
    pub record_size: u64,
    /// FILE records in use.
    pub in_use: u64,
    /// FILE records of deleted files.
    pub deleted: u64,
    /// FILE records of directories, deleted ones included.
    pub directories: u64,
    /// FILE records that extend another.
    pub extensions: u64,
    /// Records of which something could not be read.
    pub damaged: u64,
    /// Slots that were never used.
    pub unused: u64,
    /// When the volume was formatted: the creation of the `$MFT` itself.
    pub formatted: Option<String>,
    /// Files in use in `\Windows\Prefetch`; `None` on a volume without that folder.
    pub prefetch_files: Option<u64>,
}

/// Facts of a USN journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalFacts {
    /// The record with the smallest time; the record id is the USN.
    pub first: Option<RecordRef>,
    /// The record with the largest time.
    pub last: Option<RecordRef>,
    /// How often Prefetch files were written.
    pub prefetch_writes: u64,
    /// Spans in which records are missing or damaged, the first ones.
    pub gaps: Vec<TimeSpan>,
}

/// Where what is said of a setting comes from, beside the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingSource {
    /// An audit policy as `auditpol` writes it.
    Auditpol,
    /// A Sysmon configuration.
    SysmonConfiguration,
    /// The examiner's statement: asserted, not shown.
    Statement,
}

/// A volume named in a Prefetch file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Volume {
    pub device: String,
    pub serial: String,
    pub created: String,
}

/// Damage of one kind in one evidence source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceWarning {
    /// Kind of damage.
    pub code: WarningCode,
    /// The first place, for people.
    pub message: String,
    /// Offset of the first place.
    pub offset: String,
    /// How often.
    pub count: u64,
    /// Offsets of the first places.
    pub places: Vec<String>,
}

/// A host of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Host {
    /// Name that the report uses: the latest computer name.
    pub name: String,
    /// Other names it had, sorted.
    pub aliases: Vec<String>,
    /// The aliases with the times of the records that hold them, in the same order; without those
    /// that no record holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alias_times: Vec<AliasTimes>,
    /// Addresses bound to it, sorted.
    pub addresses: Vec<String>,
    /// Time zones that its System log tells (event 6013), in the order of their time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub time_zones: Vec<HostTimeZone>,
    /// Roles with the reason.
    pub roles: Vec<HostRole>,
    /// What could be looked at, sorted by (kind, channel).
    pub coverage: Vec<Coverage>,
}

impl Host {
    /// Each alias as text, with the time of the last record that holds it where there is one.
    pub fn aliases_with_times(&self) -> impl Iterator<Item = String> {
        self.aliases.iter().map(|alias| {
            let times = self.alias_times.iter().find(|times| times.name == *alias);
            times.map_or_else(|| alias.clone(), |times| format!("{alias} (– {})", times.span.to))
        })
    }
}

/// When the records of a host hold one of its earlier names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AliasTimes {
    pub name: String,
    pub span: TimeSpan,
}

/// A time zone that a host had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostTimeZone {
    /// As Windows names it, in its language.
    pub name: String,
    /// Minutes east of UTC. The records tell the zone's standard time even in summer.
    pub minutes_east: i32,
    /// The first and the last record that tell it without another between them.
    pub span: TimeSpan,
    /// These records.
    pub proofs: Vec<RecordRef>,
}

impl HostTimeZone {
    /// The zone as text: `UTC+09:00 (Tokyo Standard Time)`.
    pub fn text(&self) -> String {
        let (sign, minutes) =
            (if self.minutes_east < 0 { '-' } else { '+' }, self.minutes_east.unsigned_abs());
        format!("UTC{sign}{:02}:{:02} ({})", minutes / 60, minutes % 60, self.name)
    }
}

/// A role that was proposed or given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct HostRole {
    pub role: Role,
    pub basis: Text,
}

/// What of a host could be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Evidence kind.
    pub kind: EvidenceKind,
    /// Channel, for event logs.
    pub channel: Option<String>,
    /// Covered spans in time order.
    pub intervals: Vec<CoveredInterval>,
    /// Spans in which a setting was shown to be on.
    pub life: Vec<SettingLife>,
}

/// A covered span and what bounds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoveredInterval {
    /// From and to.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// Smallest and largest EventRecordID, for event logs.
    pub record_ids: Option<(String, String)>,
    /// Why it begins where it does.
    pub begins: Boundary,
    /// Why it ends where it does.
    pub ends: Boundary,
    /// Evidence it comes from, in order of evidence.
    pub evidence: Vec<String>,
}

/// Why a covered span begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// First record of the log ever (EventRecordID 1).
    Created,
    /// A clear record stands there.
    Cleared,
    /// Older records were overwritten.
    RolledOver,
    /// Ids are missing.
    Gap,
    /// The records were exported or filtered: what lies beyond is not known.
    Exported,
    /// Forwarded events: a subset by nature.
    Forwarded,
    /// Boot.
    Boot,
    /// The time was changed.
    ClockChanged,
    /// The evidence ends here.
    EvidenceEnds,
    /// The event log service stopped there, and no boot follows.
    Stopped,
    /// Chunks or records there could not be read.
    Damaged,
    /// State at acquisition (Prefetch, MFT).
    Acquisition,
}

/// Spans in which a setting was shown to be on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingLife {
    /// Setting or life sign id.
    pub setting: String,
    /// Spans in time order.
    pub intervals: Vec<TimeSpan>,
    /// First and last sign of each span, in order.
    pub proofs: Vec<RecordRef>,
}

/// One record, to be found again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordRef {
    /// Evidence id.
    pub evidence: String,
    /// EventRecordID; empty for other kinds.
    pub record_id: String,
    /// Number in the record's header; empty for other kinds.
    pub record_number: String,
    /// Offset in the evidence.
    pub offset: String,
    /// When.
    pub time: String,
}

/// Results of one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetResult {
    /// Sheet id.
    pub id: String,
    /// Tool or command.
    pub tool: String,
    /// Per role (in the sheet's order) and host (by name).
    pub roles: Vec<RoleResult>,
    /// Reconstructed uses in order of time: all of high interest, and of the others the first
    /// [`crate::limits::ORDINARY_SESSIONS_REPORTED`].
    pub sessions: Vec<Session>,
    /// How many uses there are in all.
    pub session_count: u64,
    /// What to collect or check next: that which would decide most rows first; of equal ones by
    /// their English words. At most [`crate::limits::NEXT_STEPS`].
    pub collect_next: Vec<NextStep>,
}

/// Something to collect or check, and what waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What to do, with the file or the command to run; as in the `next` of the reasons.
    pub text: Text,
    /// Where: hosts and roles, sorted.
    pub targets: Vec<NextTarget>,
    /// How many rows it would decide, those of each host counted.
    pub decides: u64,
    /// Those rows, sorted, each once.
    pub rows: Vec<String>,
    /// Ids of their traces, sorted.
    pub traces: Vec<String>,
}

/// A host in a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NextTarget {
    /// The host; `None` where no host has the role.
    pub host: Option<String>,
    /// The role.
    pub role: Role,
}

/// A sheet's traces on one host in one role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleResult {
    /// Role.
    pub role: Role,
    /// Host name; `None` where no host has this role.
    pub host: Option<String>,
    /// One sentence for a report.
    pub conclusion: Conclusion,
    /// In the sheet's order.
    pub traces: Vec<TraceResult>,
}

/// What the role's traces say together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Conclusion {
    pub code: ConclusionCode,
    pub text: Text,
}

/// Codes of conclusions, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConclusionCode {
    /// A tied decisive match in a use that holds a specific trace.
    SuccessShown,
    /// The tool was used and failed.
    AttemptedAndFailed,
    /// A specific trace, without a sign of success.
    SpecificFound,
    /// Only traces that other activity leaves too.
    ConsistentOnly,
    /// Nothing, and it would have been recorded.
    NothingRecorded,
    /// Cannot be told.
    CannotTell,
    /// The evidence shows that none of the traces can exist on the host in this role.
    NotApplicable,
}

/// One trace on one host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceResult {
    /// Trace id.
    pub id: String,
    /// Step id.
    pub step: String,
    /// Documented rows.
    pub refs: Vec<String>,
    /// Title.
    pub title: Text,
    /// Evidence kind.
    pub kind: EvidenceKind,
    /// Channel.
    pub channel: Option<String>,
    /// Event id.
    pub event_id: Option<u32>,
    /// Ids of required settings.
    pub setting: Vec<String>,
    /// The sheet marks one of its rows as key.
    pub key_row: bool,
    /// Shows success by the sheet.
    pub decisive: bool,
    /// What the evidence says.
    pub outcome: Outcome,
    /// For `found`: the best certainty among the matches.
    pub certainty: Option<Certainty>,
    /// Why; for `not_found` with its proofs.
    pub reason: Option<Reason>,
    /// Records that meet the trace's own conditions, copies counted once.
    pub count: u64,
    /// Those that also agree with the given or a session's variables.
    pub bound: u64,
    /// Time of the first.
    pub first: Option<String>,
    /// Time of the last.
    pub last: Option<String>,
    /// How many rows with these conditions one edition of the sheet has; `refs` names those of all.
    pub rows: u64,
    /// How many of these rows the records can stand for: rows with the same conditions need a
    /// record each.
    pub rows_recorded: u64,
    /// How many of `count` stand in `matches`.
    pub matches_kept: u64,
    /// Sorted by (time, evidence, offset).
    pub matches: Vec<Match>,
    /// Records that fail one condition only, sorted like `matches`.
    pub near_misses: Vec<Match>,
}

/// Why an outcome is what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Code.
    pub code: ReasonCode,
    /// Values that the sentence speaks of.
    pub parameters: BTreeMap<String, String>,
    /// The sentence.
    pub text: Text,
    /// What to collect or check next; empty where nothing helps.
    pub next: Text,
    /// For `not_found`: spans that were shown to be covered with the setting on.
    pub intervals: Vec<TimeSpan>,
    /// Records that show it.
    pub proofs: Vec<RecordRef>,
    /// What files and statements say of the settings, files first.
    pub supplied: Vec<SuppliedSetting>,
}

/// What a file or the examiner says of a setting, beside the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppliedSetting {
    /// Setting id.
    pub setting: String,
    /// Where it comes from.
    pub source: SettingSource,
    /// Evidence id, for a file.
    pub evidence: Option<String>,
    /// The statement, verbatim.
    pub statement: Option<String>,
    /// What it says; of a file, as of its collection.
    pub says: Recording,
    /// The examiner says so, and no evidence shows it.
    pub asserted: bool,
    /// The records show otherwise, and stand above it.
    pub contradicted: bool,
}

/// A record, chain or file that meets a trace's conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// All records of it, in order; copies of a record follow it.
    pub records: Vec<RecordRef>,
    /// Its time.
    pub time: String,
    /// Further times (run times of a Prefetch file), newest first.
    pub times: Vec<String>,
    /// Where `time` comes from, such as `System/TimeCreated`.
    pub time_source: String,
    /// Outside the window that was asked for.
    pub outside_window: bool,
    /// Agrees with all variables that were given, or is tied to another match by its process.
    pub bound: bool,
    /// Needed fields that the record does not have; then the match is consistent at best.
    pub absent: Vec<String>,
    /// Of a near miss: the fields whose condition fails.
    pub contradicted: Vec<String>,
    /// Fields that conditions name or bind.
    pub fields: BTreeMap<String, String>,
}

/// One reconstructed use of the tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Id within the sheet.
    pub id: String,
    /// What its records show together: `success_shown`, `attempted_and_failed`, `specific_found`
    /// or `consistent_only`.
    pub conclusion: ConclusionCode,
    /// How interesting.
    pub interest: Interest,
    /// Only one end's evidence was supplied.
    pub one_sided: bool,
    /// Variables that its matches agree on.
    pub variables: BTreeMap<String, Vec<String>>,
    /// First record.
    pub first: String,
    /// Last record.
    pub last: String,
    /// It lies outside the window that was asked for.
    pub outside_window: bool,
    /// The traces of its hosts, in the sheet's order by role.
    pub traces: Vec<SessionTrace>,
    /// Its records by (time, evidence, offset); of each record the first copy.
    pub matches: Vec<RecordRef>,
    /// Why its records belong together.
    pub links: Vec<Link>,
    /// How far the destination's clock is ahead of the source's, by connections that both saw.
    pub clock_offset: Option<ClockOffset>,
    /// How far the clocks of domain controllers are ahead of the source's, or else of the
    /// destination's, by Kerberos connections that both saw; by host.
    #[serde(default)]
    pub controller_clock_offsets: Vec<ControllerClockOffset>,
}

/// What a session shows of one trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTrace {
    /// Trace id.
    pub id: String,
    /// Host.
    pub host: String,
    /// `found` for a record of the session or a file of its time; `not_found` where it would have
    /// been recorded.
    pub outcome: Outcome,
    /// Records of the session that meet it; of Prefetch files, `$MFT` and USN journal, files of its
    /// time.
    pub count: u64,
}

/// Offset between two clocks, in seconds with seven digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOffset {
    /// Median; negative where the destination is behind.
    pub seconds: String,
    /// Half of the spread, a second at least.
    pub uncertainty: String,
    /// Connections that were compared.
    pub pairs: u64,
}

/// Offset between the clocks of a domain controller and of its client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerClockOffset {
    /// The domain controller.
    pub host: String,
    /// Its offset; negative where it is behind.
    #[serde(flatten)]
    pub offset: ClockOffset,
}

/// How much a session deserves a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interest {
    /// Named by a command line, a 4648, a decisive trace or the question.
    High,
    /// Neither.
    Normal,
    /// IPC$ only, SYSVOL or NETLOGON, machine accounts.
    Low,
}
