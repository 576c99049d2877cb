//! What is asked of a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{HostAssignment, RoleAssignment};
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
