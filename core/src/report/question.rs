//! What is asked of a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, HostAssignment, RoleAssignment};
use crate::time::Filetime;

/// What the user asks of a case. Without anything asked, outcomes speak of all that the evidence
/// covers.
///
/// ```
/// use konseki_core::report::Question;
/// let question: Question = serde_json::from_str(r#"{"sheets": ["net-use"]}"#).unwrap();
/// assert_eq!(question.window, None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// From and to, both included.
    pub window: Option<(Filetime, Filetime)>,
    /// Ids of sheets; all of them where none is named.
    pub sheets: Vec<String>,
    /// Hosts of evidence under given paths.
    pub hosts: Vec<HostAssignment>,
    /// Roles of hosts: a host that is named here is judged in these roles only.
    pub roles: Vec<RoleAssignment>,
    /// Variables of the sheets that are known, by name.
    pub variables: BTreeMap<String, String>,
    /// Examiner's statements on settings, verbatim.
    pub statements: Vec<String>,
}

impl Question {
    /// The question that a report repeats, to ask it again.
    ///
    /// ```
    /// use konseki_core::{catalog, report::{Question, settle}};
    /// let catalog = catalog::builtin().unwrap();
    /// let asked = r#"{"sheets": ["net-use"], "variables": {"share": "projects"}}"#;
    /// let mut question: Question = serde_json::from_str(asked).unwrap();
    /// let [from, to] = ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"].map(|time| time.parse());
    /// question.window = Some((from.unwrap(), to.unwrap()));
    /// let report = settle(&catalog, &[], &question);
    /// assert_eq!(Question::of(&report.asked), question);
    /// ```
    pub fn of(asked: &Asked) -> Self {
        let window = asked.window.as_ref();
        let window = window.and_then(|window| {
            window.from.parse::<Filetime>().ok().zip(window.to.parse::<Filetime>().ok())
        });
        let sheets = asked.options.get("sheets").map(String::as_str).unwrap_or_default();
        Self {
            window,
            sheets: sheets.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            hosts: asked.hosts.clone(),
            roles: asked.roles.clone(),
            variables: asked.variables.clone(),
            statements: asked.statements.clone(),
        }
    }
}
