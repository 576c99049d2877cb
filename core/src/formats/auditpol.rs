//! The audit policy of a host, as `auditpol /get /category:* /r` and `auditpol /backup` write it.
//!
//! Contract: columns are found by the subcategory's GUID, never by their headings, because headings
//! and words are in the language of the host. Words other than English and Japanese are not
//! guessed: such a setting is unknown, unless the column of the setting's value says what it is.
//! Reference: Microsoft Learn, "auditpol get"; [MS-GPAC] 2.2.1.2 for the values.

use std::collections::BTreeMap;

use super::text::decode;
use crate::{
    error::{ParseError, WarningCode, Warnings},
    limits,
};

const WHAT: &str = "audit policy";

/// What all GUIDs of subcategories end with.
const SUBCATEGORY: &str = "-69ae-11d9-bed3-505054503030";

/// The audit policy of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPolicy {
    /// Name of the machine in the first column.
    pub machine: String,
    /// By lower-case GUID without braces: success auditing of the subcategory.
    pub subcategories: BTreeMap<String, SuccessAuditing>,
}

/// Whether success is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuccessAuditing {
    /// For everyone.
    On,
    /// Not by the policy of the system.
    Off,
    /// For everyone but users of a per-user policy.
    OnWithExceptions,
    /// Its words are not known, or rows contradict each other.
    Unknown,
}

/// A row of a subcategory.
struct Row<'t> {
    machine: &'t str,
    target: &'t str,
    guid: String,
    inclusion: &'t str,
    exclusion: &'t str,
    value: &'t str,
}

/// Whether a file that begins so is an audit policy.
pub fn is_audit_policy(head: &[u8]) -> bool {
    let decoded = decode(head);
    lines(&decoded.text).take(16).any(|(_, line)| guid_column(&columns(line)).is_some())
}

/// Reads an audit policy.
///
/// ```
/// use konseki_core::{error::Warnings, formats::auditpol::{SuccessAuditing, parse}};
/// let text = b"Machine Name,Policy Target,Subcategory,Subcategory GUID,Inclusion Setting,Exclusion Setting\r\n\
///     PC01,System,Process Creation,{0CCE922B-69AE-11D9-BED3-505054503030},Success and Failure,\r\n";
/// let policy = parse(text, &mut Warnings::default()).unwrap();
/// assert_eq!(policy.machine, "PC01");
/// let process_creation = "0cce922b-69ae-11d9-bed3-505054503030";
/// assert_eq!(policy.subcategories[process_creation], SuccessAuditing::On);
/// ```
///
/// # Errors
/// When no row is of a subcategory, when rows name several machines, or none: then it is the draft
/// of a policy and not the state of a host.
pub fn parse(bytes: &[u8], warnings: &mut Warnings) -> Result<AuditPolicy, ParseError> {
    let decoded = decode(bytes);
    if decoded.damaged {
        warnings.push(WarningCode::SettingsUnclear, 0, "Some characters could not be read");
    }
    let mut policy = AuditPolicy::default();
    let mut excluded: Vec<String> = Vec::new();
    let mut lines = lines(&decoded.text);
    for (number, line) in lines.by_ref().take(limits::SETTINGS_LINES) {
        let columns = columns(line);
        let Some(row) = guid_column(&columns).and_then(|at| row(&columns, at)) else {
            continue;
        };
        if !policy.machine.is_empty() && !row.machine.eq_ignore_ascii_case(&policy.machine) {
            let expected = format!("rows of {}", policy.machine);
            return Err(ParseError::unexpected(WHAT, number, expected, short(row.machine)));
        }
        if row.machine.len() > limits::MACHINE_NAME_BYTES {
            let (limit, found) = (limits::MACHINE_NAME_BYTES as u64, row.machine.len() as u64);
            return Err(ParseError::limit("machine name", number, limit, found));
        }
        policy.machine = row.machine.to_owned();
        if is_account(row.target) {
            if !row.exclusion.is_empty() {
                excluded.push(row.guid);
            }
            continue;
        }
        let state = state(&row);
        if state == SuccessAuditing::Unknown {
            let message =
                format!("Line {number}: the setting \"{}\" is not known", short(row.inclusion));
            warnings.push(WarningCode::SettingsUnclear, number, message);
        }
        let known = policy.subcategories.entry(row.guid).or_insert(state);
        if *known != state {
            *known = SuccessAuditing::Unknown;
        }
    }
    if let Some((number, _)) = lines.next() {
        let limit = limits::SETTINGS_LINES;
        let message = format!("Lines after the first {limit}, from line {number} on, are not read");
        let left_out = u64::try_from(lines.count()).unwrap_or(u64::MAX).saturating_add(1);
        warnings.push_many(WarningCode::LimitReached, left_out, number, message);
    }
    for guid in excluded {
        if let Some(state @ SuccessAuditing::On) = policy.subcategories.get_mut(&guid) {
            *state = SuccessAuditing::OnWithExceptions;
        }
    }
    if policy.machine.is_empty() || policy.subcategories.is_empty() {
        let expected = "rows of subcategories that name their machine";
        return Err(ParseError::unexpected(WHAT, 0, expected, "none"));
    }
    Ok(policy)
}

/// Lines that are not empty, with their numbers from 1 on. Redirection may double line ends.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1_u64..)
        .zip(text.split('\n'))
        .map(|(number, line)| (number, line.trim_matches(['\r', '\0', ' '])))
        .filter(|(_, line)| !line.is_empty())
}

/// Columns of a line; a quoted one may hold commas. An audit policy never needs doubled quotes.
fn columns(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|letter: char| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    })
    .take(16)
    .map(|column| column.trim().trim_matches('"'))
    .collect()
}

/// Which column holds the GUID of a subcategory.
fn guid_column(columns: &[&str]) -> Option<usize> {
    let has_columns = columns.len() >= 5;
    columns.iter().position(|column| guid(column).is_some()).filter(|at| has_columns && *at >= 2)
}

fn guid(column: &str) -> Option<String> {
    let inner = column.strip_prefix('{')?.strip_suffix('}')?.to_ascii_lowercase();
    let is_subcategory = inner.len() == 36 && inner.starts_with("0cce9");
    (is_subcategory && inner.ends_with(SUBCATEGORY)).then_some(inner)
}

fn row<'t>(columns: &[&'t str], at: usize) -> Option<Row<'t>> {
    let behind = |count: usize| columns.get(at.saturating_add(count)).copied().unwrap_or_default();
    Some(Row {
        machine: columns.first().copied().filter(|name| !name.is_empty())?,
        target: columns.get(1).copied()?,
        guid: guid(columns.get(at)?)?,
        inclusion: behind(1),
        exclusion: behind(2),
        value: behind(3),
    })
}

/// Rows of the per-user policy name an account or its SID, others the system in some language.
fn is_account(target: &str) -> bool {
    target.contains('\\') || target.contains('@') || target.to_ascii_uppercase().starts_with("S-1-")
}

fn state(row: &Row<'_>) -> SuccessAuditing {
    let words = row.inclusion.to_lowercase();
    let by_words = match words.as_str() {
        "success" | "success and failure" | "成功" | "成功および失敗" | "成功と失敗" => {
            Some(SuccessAuditing::On)
        }
        "failure" | "no auditing" | "失敗" | "監査なし" => Some(SuccessAuditing::Off),
        _ => None,
    };
    let by_value = match row.value {
        "1" | "3" => Some(SuccessAuditing::On),
        "2" | "4" => Some(SuccessAuditing::Off),
        _ => None,
    };
    match (by_words, by_value) {
        (Some(words), Some(value)) if words != value => SuccessAuditing::Unknown,
        (words, value) => words.or(value).unwrap_or(SuccessAuditing::Unknown),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROCESS_CREATION: &str = "0cce922b-69ae-11d9-bed3-505054503030";

    fn line(setting: &str, rest: &str) -> String {
        format!("\r\nPC01,System,x,{{0CCE922B-69AE-11D9-BED3-505054503030}},{setting},{rest}\r\n")
    }

    fn parsed(bytes: &[u8]) -> Result<SuccessAuditing, ParseError> {
        parse(bytes, &mut Warnings::default()).map(|policy| policy.subcategories[PROCESS_CREATION])
    }

    #[test]
    fn words_of_both_languages_and_values_are_read() {
        use SuccessAuditing::{Off, On, Unknown};
        for (setting, rest, state) in [
            ("Success", "", On),
            ("Success and Failure", ",3", On),
            ("Failure", "", Off),
            ("No Auditing", ",0", Off),
            ("成功", "", On),
            ("成功および失敗", "", On),
            ("失敗", "", Off),
            ("監査なし", "", Off),
            ("Réussite", "", Unknown),
            ("Réussite", ",1", On),
            ("Keine Überwachung", ",0", Unknown),
            ("Success", ",2", Unknown),
        ] {
            let text = line(setting, rest);
            assert_eq!(parsed(text.as_bytes()), Ok(state), "{setting} {rest}");
        }
    }

    #[test]
    fn every_encoding_of_windows_is_read() {
        let text = line("成功および失敗", "");
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
        for bytes in [text.as_bytes(), &utf16, &cp932] {
            assert!(is_audit_policy(bytes));
            assert_eq!(parsed(bytes), Ok(SuccessAuditing::On));
        }
    }

    #[test]
    fn users_of_a_policy_of_their_own_are_exceptions() {
        let own = r"PC01,CORP\tanaka,x,{0CCE922B-69AE-11D9-BED3-505054503030},,Success";
        let text = format!("{own}{}", line("Success", ""));
        assert_eq!(parsed(text.as_bytes()), Ok(SuccessAuditing::OnWithExceptions));
    }

    #[test]
    fn rows_that_disagree_or_name_no_or_two_machines_show_nothing() {
        let both = format!("{}{}", line("Success", ""), line("No Auditing", ""));
        assert_eq!(parsed(both.as_bytes()), Ok(SuccessAuditing::Unknown));
        let draft = line("Success", "").replace("PC01", "");
        assert!(parsed(draft.as_bytes()).is_err());
        let two = format!("{}{}", line("Success", ""), line("Success", "").replace("01", "02"));
        assert!(parsed(two.as_bytes()).is_err());
    }

    #[test]
    fn other_text_is_no_audit_policy() {
        for text in [
            "",
            "guid: 0cce922b-69ae-11d9-bed3-505054503030",
            "a,b,c,{11111111-69AE-11D9-BED3-505054503030},Success,",
            "\u{feff}",
        ] {
            assert!(!is_audit_policy(text.as_bytes()), "{text}");
        }
    }
}
