//! The YAML of sheets, settings, templates and events, as it stands in the files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use crate::words::{Certainty, EvidenceKind, Role, Text};

/// `settings.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSettings {
    pub settings: Vec<Spanned<RawSetting>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSetting {
    pub id: String,
    pub title: Text,
    pub collect: Text,
    pub kind: RawSettingKind,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RawSettingKind {
    Default,
    AuditPolicy {
        guid: String,
        task: Option<u16>,
        silence_limit_hours: Option<u64>,
        /// Records of the task that prove nothing.
        except: Option<BTreeMap<String, Value>>,
    },
    ObjectAuditing,
    Sysmon {
        event_id: u32,
    },
    Prefetch,
    File,
}

/// `templates.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTemplates {
    pub templates: Vec<Spanned<RawTemplate>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTemplate {
    pub id: String,
    pub parameters: Vec<String>,
    pub record: Value,
}

/// `events.yaml`: the legal fields of each event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvents {
    pub channels: Vec<RawChannel>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChannel {
    pub channel: String,
    pub events: BTreeMap<u32, String>,
}

/// `<sheet>.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSheet {
    pub id: String,
    pub tool: String,
    pub title: Text,
    pub urls: Vec<String>,
    pub techniques: Vec<String>,
    pub roles: Vec<RawRole>,
    pub variables: Vec<RawVariable>,
    pub steps: Vec<RawStep>,
    pub traces: Vec<Spanned<RawTrace>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    pub role: Role,
    pub title: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVariable {
    pub name: String,
    pub title: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub id: String,
    pub role: Role,
    #[serde(default)]
    pub peer: Option<Role>,
    pub title: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrace {
    pub id: String,
    pub role: Role,
    pub step: String,
    pub refs: Vec<String>,
    pub title: Text,
    pub certainty: Certainty,
    #[serde(default)]
    pub key_row: bool,
    #[serde(default)]
    pub decisive: bool,
    #[serde(default)]
    pub shows_failure: bool,
    #[serde(default)]
    pub benign: Vec<Text>,
    #[serde(default)]
    pub observed: BTreeMap<String, String>,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub excluded_by: BTreeMap<String, String>,
    #[serde(default)]
    pub needs_new_ticket: bool,
    #[serde(default)]
    pub template: Option<String>,
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    #[serde(default)]
    pub record: Value,
}

/// The part of a trace that a template can give.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRecord {
    pub kind: Option<EvidenceKind>,
    pub channel: Option<String>,
    pub event_id: Option<u32>,
    pub settings: Vec<String>,
    pub alive_by: Option<RawLife>,
    pub detection: BTreeMap<String, Value>,
    #[serde(rename = "where")]
    pub tests: Vec<RawTest>,
    pub bind: BTreeMap<String, String>,
    pub show: Vec<String>,
    /// Id of the trace whose handle this one closes.
    pub closes: Option<String>,
    pub prefetch: Option<RawPrefetch>,
    pub file: Option<RawFile>,
}

/// Records that show that a trace would have been recorded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLife {
    pub event_id: Option<u32>,
    pub detection: BTreeMap<String, Value>,
    #[serde(rename = "where")]
    pub tests: Vec<RawTest>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrefetch {
    pub executable: String,
    pub paths: Vec<String>,
}

/// A file of a volume, for `$MFT` and USN journal.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFile {
    pub prefetch_of: Option<String>,
    pub variable: Option<String>,
    pub folder: Option<String>,
    /// Reasons joined by `|`, step by step.
    pub sequences: Vec<Vec<String>>,
    /// Reasons that the records must show together, in any order.
    pub all_of: Vec<String>,
    pub within_seconds: Option<u64>,
}

/// One entry of a `where` block.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RawTest {
    Path { field: String, is: Vec<String> },
    Number { field: String, is: Vec<String> },
    Rights { fields: Vec<String>, comparison: RawComparison, rights: Vec<String> },
    ServicePort { port: String, ends: [[String; 2]; 2] },
    NetCommand { field: String, form: RawNetForm },
    Audit(RawAudit),
    NotLoopback(Vec<String>),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawComparison {
    All,
    Any,
    Exact,
    Within,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawNetForm {
    UseOfShare,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawAudit {
    Success,
    Failure,
}
