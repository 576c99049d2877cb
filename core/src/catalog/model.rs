//! The loaded catalog, references resolved to numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::conditions::{Binding, Conditions};
use crate::{
    formats::usn::Reason,
    words::{Certainty, EvidenceKind, Role, Text},
};

/// Number of a trace in [`Catalog::traces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TraceNumber(pub u32);

/// Number of a life sign in [`Catalog::life_signs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LifeSignNumber(pub u32);

/// Number of a setting in [`Catalog::settings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingNumber(pub u32);

/// Number of a sheet in [`Catalog::sheets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetNumber(pub u32);

/// All sheets with the settings and life signs that they share.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Revision of the data, as its authors number it.
    pub revision: String,
    /// SHA-256 over all catalog files in name order, lower-case hex.
    pub sha256: String,
    /// Settings registry.
    pub settings: Vec<Setting>,
    /// Sheets by id.
    pub sheets: Vec<Sheet>,
    /// Traces of all sheets; [`TraceNumber`] counts in here.
    pub traces: Vec<Trace>,
    /// Life signs of settings and traces; [`LifeSignNumber`] counts in here.
    pub life_signs: Vec<LifeSign>,
}

/// What must have been on for a trace to be recorded.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Stable id such as `audit.process_creation`.
    pub id: String,
    /// Name as the sheets and Windows write it.
    pub title: Text,
    /// Its kind.
    pub kind: SettingKind,
    /// Records that show that it was on.
    pub life: Option<LifeSignNumber>,
    /// What to collect or run to learn whether it was on.
    pub collect: Text,
}

/// Kinds of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// Recorded by default.
    Default,
    /// An audit policy subcategory.
    AuditPolicy {
        /// Lower-case GUID without braces, as in 4719 `SubcategoryGuid`.
        guid: String,
        /// `System/Task` of its records, where they have one of their own.
        task: Option<u16>,
    },
    /// Object auditing: an entry in the object's SACL.
    ObjectAuditing,
    /// Sysmon with this event id collected.
    Sysmon {
        /// Event id.
        event_id: u32,
    },
    /// Application prefetch.
    Prefetch,
    /// The file system's own structures, always there.
    FileSystem,
}

/// Records that show that a setting, or the recording of one trace, was alive.
#[derive(Debug, Clone)]
pub struct LifeSign {
    /// Stable id such as `audit.process_creation` or `net-use.source.connection.sysmon-3`.
    pub id: String,
    /// Channel of the records.
    pub channel: String,
    /// Which records of the channel.
    pub records: LifeRecords,
    /// What they must meet besides.
    pub conditions: Conditions,
    /// Seconds of silence, while other records of the channel go on, that end a span. `None` for
    /// quiet settings, whose silence says nothing.
    pub silence_limit_seconds: Option<u64>,
}

/// Which records of a channel are signs of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifeRecords {
    /// Success records with this `System/Task`.
    Task(u16),
    /// Records with this event id.
    EventId(u32),
}

/// The documented traces of one tool.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Stable id such as `net-use`.
    pub id: String,
    /// Name of the tool or command.
    pub tool: String,
    /// One line on what it is.
    pub title: Text,
    /// Roles in the sheet's order.
    pub roles: Vec<SheetRole>,
    /// Steps in the sheet's order.
    pub steps: Vec<Step>,
    /// Variables that traces bind and the user can ask for.
    pub variables: Vec<Variable>,
    /// Its traces in the sheet's order.
    pub traces: Vec<TraceNumber>,
    /// Public pages of the sheet.
    pub urls: Vec<String>,
    /// MITRE ATT&CK technique ids.
    pub techniques: Vec<String>,
}

/// A role of a sheet.
#[derive(Debug, Clone)]
pub struct SheetRole {
    /// Which.
    pub role: Role,
    /// What the role means in this sheet.
    pub title: Text,
}

/// Rows of a sheet that describe one moment.
#[derive(Debug, Clone)]
pub struct Step {
    /// Id, unique within the sheet's role.
    pub id: String,
    /// Role.
    pub role: Role,
    /// Role at the other end, for a step that lies between two hosts.
    pub peer: Option<Role>,
    /// Title in our own words.
    pub title: Text,
}

/// A variable.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Name such as `source_address`.
    pub name: String,
    /// Title.
    pub title: Text,
}

/// One documented trace: rows with identical conditions are one trace with several `refs`.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Its number.
    pub number: TraceNumber,
    /// `<sheet>.<role>.<step>.<kind>`, stable, never reused.
    pub id: String,
    /// Sheet it belongs to.
    pub sheet: SheetNumber,
    /// Role whose host leaves it.
    pub role: Role,
    /// Step id.
    pub step: String,
    /// Row ids, such as `NU-S10`; each is one documented row.
    pub refs: Vec<String>,
    /// Title in our own words.
    pub title: Text,
    /// Evidence kind.
    pub kind: EvidenceKind,
    /// Full channel name, for event logs.
    pub channel: Option<String>,
    /// Event id, for event logs.
    pub event_id: Option<u32>,
    /// What must have been on; all of them.
    pub settings: Vec<SettingNumber>,
    /// Life sign of this very trace, where the setting alone proves nothing (Sysmon filters).
    pub alive_by: Option<LifeSignNumber>,
    /// The sheet marks one of its rows as key.
    pub key_row: bool,
    /// The sheet names it as showing success.
    pub decisive: bool,
    /// It shows that an attempt failed.
    pub shows_failure: bool,
    /// What a match says at best.
    pub certainty: Certainty,
    /// Other causes that leave the same record.
    pub benign: Vec<Text>,
    /// Lab values: field and value as documented; never conditions.
    pub observed: Vec<(String, String)>,
    /// Variables that must be known before the trace can be judged.
    pub requires: Vec<String>,
    /// Variables and values with which the trace cannot exist: where every use has no other value,
    /// it is not applicable.
    pub excluded_by: Vec<(String, String)>,
    /// It is left only where Kerberos asks for a new ticket: a use with one that was cached, or that
    /// another domain controller gave, leaves none.
    pub needs_new_ticket: bool,
    /// Opening trace whose handle this one closes.
    pub chain_parent: Option<TraceNumber>,
    /// What a record must meet.
    pub conditions: Conditions,
    /// The Sigma detection as written: selections by name, and `condition`. For export; matching
    /// uses `conditions`.
    pub detection: BTreeMap<String, serde_json::Value>,
    /// For Prefetch: what the file must say.
    pub prefetch: Option<PrefetchCondition>,
    /// For `$MFT` and USN journal: which file, and what happened to it.
    pub file: Option<FileCondition>,
    /// Variables that a match binds.
    pub binds: Vec<Binding>,
    /// Further fields that a match shows.
    pub shows: Vec<String>,
}

impl Trace {
    /// How many rows with its conditions one edition of the sheet lists at most: editions repeat
    /// each other's rows, and a row id begins with its edition (`NU-`, `NU26-`).
    pub fn rows(&self) -> usize {
        let mut by_edition: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.refs {
            let edition = row.split('-').next().unwrap_or(row);
            let rows = by_edition.entry(edition).or_default();
            *rows = rows.saturating_add(1);
        }
        by_edition.into_values().max().unwrap_or_default()
    }

    /// Whether its matches give a variable.
    pub fn binds_variable(&self, name: &str) -> bool {
        self.binds.iter().any(|bind| bind.variable == name)
    }
}

/// What a Prefetch file must say to be a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefetchCondition {
    /// Executable name, in lower case.
    pub executable: String,
    /// Paths after the volume, in lower case: one of the loaded files or the hash must agree.
    pub paths: Vec<String>,
}

/// Which file of a volume is a trace, and what the journal must say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCondition {
    /// Its name.
    pub name: FileNameCondition,
    /// The folder it stands in, after the volume and in lower case; any where none is named.
    pub folder: Option<String>,
    /// For the journal: what its records must show, each complete in itself, the documented one
    /// first.
    pub patterns: Vec<JournalPattern>,
    /// For the journal: seconds from the first record of a pattern within which the others follow.
    pub within_seconds: u64,
}

/// What the records of one file in the USN journal must show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalPattern {
    /// Steps in this order, each all the reasons of one record.
    Sequence(Vec<Reason>),
    /// Reasons that some record each must hold, in any order: a sheet that lists what was seen of
    /// a file without saying when. NTFS gathers reasons until the file is closed, so the records
    /// of closing are enough, and `CLOSE` is always one of the reasons.
    AllOf(Reason),
}

/// The name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileNameCondition {
    /// `NAME.EXE-` with eight hexadecimal digits and `.pf`: the Prefetch file of an executable,
    /// whose name is kept here in lower case.
    PrefetchOf(String),
    /// The value of a variable.
    Variable(String),
}

impl FileNameCondition {
    /// The variable that names the file, if one does.
    pub fn variable(&self) -> Option<&str> {
        match self {
            Self::PrefetchOf(_) => None,
            Self::Variable(variable) => Some(variable),
        }
    }

    /// Whether a name is the Prefetch file that is meant; a name by variable is never met here.
    ///
    /// ```
    /// use konseki_core::catalog::FileNameCondition;
    /// let net = FileNameCondition::PrefetchOf("net.exe".to_owned());
    /// assert!(net.is_prefetch_file("NET.EXE-DF44F913.pf"));
    /// assert!(!net.is_prefetch_file("NET1.EXE-DF44F913.pf"));
    /// assert!(!net.is_prefetch_file("NET.EXE-DF44F91.pf"));
    /// ```
    pub fn is_prefetch_file(&self, name: &str) -> bool {
        let Self::PrefetchOf(executable) = self else { return false };
        let head = name.get(..executable.len());
        let rest = name.get(executable.len()..).unwrap_or_default();
        let hash = rest.strip_prefix('-').and_then(|rest| rest.get(..8));
        head.is_some_and(|head| head.eq_ignore_ascii_case(executable))
            && hash.is_some_and(|hash| hash.bytes().all(|digit| digit.is_ascii_hexdigit()))
            && rest.get(9..).is_some_and(|extension| extension.eq_ignore_ascii_case(".pf"))
    }
}
