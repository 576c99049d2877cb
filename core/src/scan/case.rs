//! All findings of a case: what settling starts from.

use std::collections::BTreeSet;

use super::findings::SourceFindings;
use crate::{limits, words::EvidenceKind};

/// What was learned of all evidence given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFindings {
    /// Sorted by (path, SHA-256, size), whatever the order in which the evidence was given.
    pub sources: Vec<Source>,
}

impl CaseFindings {
    /// Leaves out the records of computers beyond the cap and says so at each source: those whose
    /// names stand first are searched, whatever the order of the evidence.
    pub(crate) fn bound_computers(&mut self) {
        let logs = self.sources.iter().filter_map(|source| source.findings.log.as_ref());
        let names: BTreeSet<&str> =
            logs.flat_map(|log| log.streams.keys()).map(|key| key.computer.as_str()).collect();
        let Some(first) =
            names.iter().nth(limits::COMPUTERS_SEARCHED).map(|name| (*name).to_owned())
        else {
            return;
        };
        for source in &mut self.sources {
            let Some(log) = &mut source.findings.log else { continue };
            let mut records = 0_u64;
            log.streams.retain(|key, stream| {
                let is_searched = key.computer < first;
                if !is_searched {
                    records = records.saturating_add(stream.records);
                }
                is_searched
            });
            let limit = limits::COMPUTERS_SEARCHED;
            source.findings.leave_out(records, "computers in the case", limit);
        }
    }
}

/// One evidence source with all that was learned of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// From the given item's own last component, `/`-separated; ZIP members `a.zip!/x`.
    pub path: String,
    /// Kind by content.
    pub kind: EvidenceKind,
    /// Size in bytes.
    pub size: u64,
    /// What could be done with it.
    pub status: SourceStatus,
    /// All findings, joined.
    pub findings: SourceFindings,
}

/// What can be done with an evidence source. Damage stands in the findings' warnings.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// A kind that is read. It was read whole unless a warning says otherwise
    /// ([`crate::error::Warnings::mean_loss`]).
    Read,
    /// A kind that this version knows and does not read.
    NotSupported,
    /// Nothing known.
    NotRecognised,
    /// Nothing of it could be read.
    NotRead,
}
