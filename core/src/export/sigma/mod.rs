//! The catalog as Sigma rules, one file each, for those who hunt with them elsewhere.
//!
//! Contract: the same catalog gives the same files; a rule's id follows from the trace's id. What
//! Sigma cannot say is listed with the reason. A rule says that a record is there; only Konseki says
//! what its absence means.
//! Reference: Sigma specification 2.

mod detection;
mod yaml;

use sha2::{Digest, Sha256};

use self::yaml::Yaml;
use crate::{
    catalog::{Catalog, Sheet, Trace},
    words::{Certainty, EvidenceKind, Role},
};

/// Channel of Sysmon.
const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";
/// Time between the opening and the closing of a handle in a correlation.
const HANDLE_TIMESPAN: &str = "1h";

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigmaFile {
    /// Name without a folder: lower-case letters, digits, `_` and `.`.
    pub name: String,
    /// Text.
    pub text: String,
}

/// All rules, sorted by name, and `NOT-EXPORTED.md`.
///
/// ```
/// let catalog = konseki_core::catalog::builtin().unwrap();
/// let files = konseki_core::export::sigma(&catalog);
/// assert!(files.iter().any(|file| file.name == "NOT-EXPORTED.md"));
/// ```
pub fn sigma(catalog: &Catalog) -> Vec<SigmaFile> {
    let mut files = Vec::new();
    let mut left_out = Vec::new();
    for sheet in &catalog.sheets {
        for trace in sheet.traces.iter().filter_map(|number| catalog.traces.get(number.0 as usize))
        {
            match LogSource::of(trace) {
                Some(source) => files.push(rule(catalog, sheet, trace, &source)),
                None => left_out.push((trace, reason(trace.kind))),
            }
            let parent =
                trace.chain_parent.and_then(|number| catalog.traces.get(number.0 as usize));
            files.extend(parent.map(|parent| chain(catalog, sheet, parent, trace)));
        }
    }
    files.push(not_exported(catalog, &left_out));
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Where a rule looks.
struct LogSource {
    /// `category` or `service`.
    key: &'static str,
    value: &'static str,
    /// Beginning of the file's name.
    prefix: &'static str,
    /// Event id, where the source does not give it.
    event_id: Option<u32>,
}

impl LogSource {
    /// The source of an event trace; `None` for other kinds and other channels.
    fn of(trace: &Trace) -> Option<Self> {
        let id = trace.event_id?;
        let category =
            |value, prefix| Some(Self { key: "category", value, prefix, event_id: None });
        match (trace.channel.as_deref()?, id) {
            (SYSMON, 1) => category("process_creation", "proc_creation_win"),
            (SYSMON, 3) => category("network_connection", "net_connection_win"),
            (SYSMON, 5) => category("process_termination", "proc_termination_win"),
            (SYSMON, 7) => category("image_load", "image_load_win"),
            (SYSMON, 11) => category("file_event", "file_event_win"),
            // The category holds 17 and 18.
            (SYSMON, 17 | 18) => Some(Self {
                key: "category",
                value: "pipe_created",
                prefix: "pipe_created_win",
                event_id: Some(id),
            }),
            (channel, id) => {
                let (value, prefix) = match channel {
                    SYSMON => ("sysmon", "sysmon"),
                    "Security" => ("security", "win_security"),
                    "System" => ("system", "win_system"),
                    _ => return None,
                };
                Some(Self { key: "service", value, prefix, event_id: Some(id) })
            }
        }
    }
}

fn rule(catalog: &Catalog, sheet: &Sheet, trace: &Trace, source: &LogSource) -> SigmaFile {
    let log_source = vec![
        ("product".to_owned(), Yaml::text("windows")),
        (source.key.to_owned(), Yaml::text(source.value)),
    ];
    let mut entries =
        heading(catalog, sheet, trace, &trace.id, &trace.title.en, &description(sheet, trace));
    entries.push(("logsource".to_owned(), Yaml::Map(log_source)));
    entries.push(("detection".to_owned(), detection::detection(trace, source.event_id)));
    entries.push(("falsepositives".to_owned(), false_positives(trace)));
    entries.push(("level".to_owned(), Yaml::text(level(trace))));
    SigmaFile { name: file_name(source.prefix, &trace.id), text: Yaml::Map(entries).document() }
}

/// A handle that was opened for the object and then closed: by its id and the process.
fn chain(catalog: &Catalog, sheet: &Sheet, parent: &Trace, trace: &Trace) -> SigmaFile {
    let id = format!("{}.chain", trace.id);
    let title = format!("{}, of the handle opened before", trace.title.en);
    let text = format!(
        "The record of {} follows that of {} with the same handle and process on one computer.",
        trace.id, parent.id
    );
    let mut entries = heading(catalog, sheet, trace, &id, &title, &text);
    let group = ["Computer", "ProcessId", "HandleId"];
    let correlation = vec![
        ("type".to_owned(), Yaml::text("temporal_ordered")),
        ("rules".to_owned(), Yaml::texts([name(&parent.id), name(&trace.id)])),
        ("group-by".to_owned(), Yaml::texts(group)),
        ("timespan".to_owned(), Yaml::text(HANDLE_TIMESPAN)),
    ];
    entries.push(("correlation".to_owned(), Yaml::Map(correlation)));
    entries.push(("falsepositives".to_owned(), false_positives(trace)));
    entries.push(("level".to_owned(), Yaml::text(level(trace))));
    SigmaFile { name: file_name("win_correlation", &trace.id), text: Yaml::Map(entries).document() }
}

/// What all rules begin with.
fn heading(
    catalog: &Catalog,
    sheet: &Sheet,
    trace: &Trace,
    id: &str,
    title: &str,
    description: &str,
) -> Vec<(String, Yaml)> {
    let title = format!("{}, {}: {title}", sheet.tool, role(trace.role));
    let entry = |key: &str, value| (key.to_owned(), value);
    vec![
        entry("title", Yaml::text(in_title_case(&title))),
        entry("id", Yaml::text(uuid(id))),
        entry("name", Yaml::text(name(id))),
        entry("status", Yaml::text("experimental")),
        entry("description", Yaml::text(description)),
        entry("references", Yaml::texts(sheet.urls.iter())),
        entry("author", Yaml::text("Konseki")),
        entry("date", Yaml::text(date(&catalog.revision))),
        entry("tags", Yaml::texts(tags(&sheet.techniques))),
    ]
}

fn description(sheet: &Sheet, trace: &Trace) -> String {
    let mut text = format!(
        "Detects what {} leaves on the {}: {}. Documented rows: {}.",
        sheet.tool,
        role(trace.role),
        trace.title.en,
        trace.refs.join(", ")
    );
    if trace.certainty == Certainty::Consistent {
        text.push_str(" Other activity leaves it too; it does not show a use by itself.");
    }
    if !trace.requires.is_empty() {
        let known = trace.requires.join(", ").replace('_', " ");
        text.push_str(&format!(" It says something only together with a known {known}."));
    }
    text
}

fn false_positives(trace: &Trace) -> Yaml {
    if trace.benign.is_empty() {
        return Yaml::texts(["Administrators who use the tool themselves"]);
    }
    Yaml::texts(trace.benign.iter().map(|cause| capitalised(&cause.en)))
}

/// The certainty of the trace decides; what needs a known variable is never more than a hint.
fn level(trace: &Trace) -> &'static str {
    match (trace.certainty, trace.decisive) {
        _ if !trace.requires.is_empty() => "informational",
        (Certainty::Specific, _) => "medium",
        (Certainty::Consistent, true) => "low",
        (Certainty::Consistent, false) => "informational",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Source => "source",
        Role::Destination => "destination",
        Role::DomainController => "domain controller",
        Role::Host => "host",
    }
}

/// ATT&CK: the tactics of the techniques, then the techniques.
fn tags(techniques: &[String]) -> Vec<String> {
    let mut tactics: Vec<&str> = techniques.iter().filter_map(|one| tactic(one)).collect();
    tactics.sort_unstable();
    tactics.dedup();
    let tactics = tactics.into_iter().map(str::to_owned);
    let techniques = techniques.iter().map(|one| one.to_ascii_lowercase());
    tactics.chain(techniques).map(|tag| format!("attack.{tag}")).collect()
}

/// Tactic of a technique that sheets name, as ATT&CK gives it.
fn tactic(technique: &str) -> Option<&'static str> {
    let main = technique.split('.').next().unwrap_or(technique);
    Some(match main {
        "T1021" | "T1570" | "T1550" => "lateral-movement",
        "T1039" | "T1005" | "T1560" => "collection",
        "T1135" | "T1018" | "T1087" | "T1069" | "T1482" => "discovery",
        "T1003" | "T1558" | "T1110" => "credential-access",
        "T1053" | "T1569" | "T1059" | "T1047" => "execution",
        "T1543" | "T1136" => "persistence",
        "T1070" => "defense-evasion",
        _ => return None,
    })
}

/// `2026-11-1`, the first revision of a month, as the date of that month's first day.
fn date(revision: &str) -> String {
    let mut parts = revision.split('-').filter(|part| part.bytes().all(|one| one.is_ascii_digit()));
    match (parts.next(), parts.next()) {
        (Some(year), Some(month)) if year.len() == 4 && month.len() == 2 => {
            format!("{year}-{month}-01")
        }
        _ => "1970-01-01".to_owned(),
    }
}

/// Name by which correlations refer to a rule.
fn name(id: &str) -> String {
    id.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }).collect()
}

fn file_name(prefix: &str, id: &str) -> String {
    format!("{prefix}_{}.yml", name(id).to_ascii_lowercase())
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Every word but the small ones begins with a capital.
fn in_title_case(text: &str) -> String {
    const SMALL: [&str; 14] =
        ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"];
    let word = |word: &str| {
        let first = word.find(char::is_alphabetic).unwrap_or_default();
        match word.split_at_checked(first) {
            Some((marks, rest)) if !SMALL.contains(&word) => {
                format!("{marks}{}", capitalised(rest))
            }
            _ => word.to_owned(),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A stable id: version 8 (RFC 9562), the first bytes of the SHA-256 of the trace's id.
fn uuid(id: &str) -> String {
    let digest = Sha256::digest(format!("konseki.sigma/{id}"));
    let mut bytes: [u8; 16] = std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default());
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = (*version & 0x0f) | 0x80;
    *variant = (*variant & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts =
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| hex.get(range).unwrap_or_default());
    parts.join("-")
}

/// Why a kind of evidence has no rule.
fn reason(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Prefetch => {
            "Prefetch files are no log events; Sigma has no log source for them"
        }
        EvidenceKind::Mft => "entries of the $MFT are no log events",
        EvidenceKind::UsnJournal => {
            "records of the USN journal are no log events, and the trace is a sequence of them by file"
        }
        _ => "Sigma has no log source for this channel",
    }
}

fn not_exported(catalog: &Catalog, left_out: &[(&Trace, &str)]) -> SigmaFile {
    let mut text = format!(
        "# What the Sigma rules do not say\n\nCatalog {}, SHA-256 {}.\n\n## Traces without a rule\n\n| trace | why |\n|---|---|\n",
        catalog.revision, catalog.sha256
    );
    for (trace, why) in left_out {
        text.push_str(&format!("| {} | {why} |\n", trace.id));
    }
    text.push_str(
        "\n## What is lost in every rule\n\n\
- Paths are compared by their end, not from the volume on.\n\
- Command lines of `net use` are compared by their parts, not word by word: a share written with `//` is not found, and a password or file name with ` /d` hides its record.\n\
- Access rights that must all be there are looked for in `AccessList` only; sets are listed in `AccessMask`.\n\
- The result of an audit stands in `Keywords`, and only for events that are recorded of failures, too.\n\
- Variables are not bound: rules on a known address, account or file match any. Ties of records across hosts (uses) are not expressed, nor what excludes a trace.\n\
- A rule that does not fire says nothing: whether the record would have been written is what Konseki adds.\n",
    );
    SigmaFile { name: "NOT-EXPORTED.md".to_owned(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_well_formed() {
        let id = uuid("net-use.source.process-start.sysmon-1");
        assert_eq!(id, uuid("net-use.source.process-start.sysmon-1"));
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'8');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
    }
}
