//! Step 3: joining findings, and answering a question.

use serde::{Deserialize, Serialize};

use super::plan::Planned;
use crate::{
    catalog::Catalog,
    report::{self, Question, Report},
    scan::{
        KeptOfCase, Rules,
        case::{CaseFindings, Source, SourceStatus},
        findings::SourceFindings,
    },
};

/// Number of an evidence source in a case, in the order of [`Case::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EvidenceKey(pub usize);

/// All evidence of a case and what was learned of it.
pub struct Case<'c> {
    catalog: &'c Catalog,
    rules: Rules<'c>,
    sources: Vec<Source>,
    kept: KeptOfCase,
}

impl<'c> Case<'c> {
    /// A case without evidence.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self {
            catalog,
            rules: Rules::new(catalog),
            sources: Vec::new(),
            kept: KeptOfCase::default(),
        }
    }

    /// A case without evidence that keeps the fields of so many matches, not of
    /// [`crate::limits::MATCHES_KEPT_OF_CASE`]. Of each trace, source and computer at least the first stays,
    /// and the ends of one session.
    pub fn keeping(catalog: &'c Catalog, matches: usize) -> Self {
        Self { kept: KeptOfCase::of(matches), ..Self::new(catalog) }
    }

    /// Adds an evidence source with what opening it found.
    pub fn add(&mut self, planned: &Planned) -> EvidenceKey {
        let key = EvidenceKey(self.sources.len());
        self.sources.push(Source {
            path: planned.path.clone(),
            kind: planned.kind,
            size: planned.size,
            status: planned.status,
            findings: planned.opening.clone(),
        });
        key
    }

    /// Joins findings of a unit (or a hash) of a source; each once, in any order.
    pub fn merge(&mut self, key: EvidenceKey, findings: SourceFindings) {
        if let Some(source) = self.sources.get_mut(key.0) {
            source.findings.merge(findings, &self.rules);
            self.kept.grown(&mut self.sources, key.0, &self.rules);
        }
    }

    /// Answers a question with what is known so far.
    pub fn settle(&self, question: &Question) -> Report {
        report::settle(self.catalog, &self.findings().sources, question)
    }

    /// All findings so far, in the order of [`Case::add`] and the form that settling starts from.
    /// Matches are shared with the case, not copied.
    pub fn findings(&self) -> CaseFindings {
        let mut sources = self.sources.clone();
        for source in &mut sources {
            source.findings.complete(&self.rules);
            mark_missing_parts(source);
        }
        self.kept.settle(&mut sources, &self.rules);
        let mut findings = CaseFindings { sources };
        findings.bound_computers();
        findings
    }
}

/// A source of which a part never arrived (its worker was ended) is not read whole.
fn mark_missing_parts(source: &mut Source) {
    let read = source.findings.bytes_read;
    if source.status == SourceStatus::Read
        && source.kind != crate::words::EvidenceKind::Archive
        && read < source.size
        && !source.findings.warnings.mean_loss()
    {
        let message = format!("only {read} of {} bytes", source.size);
        let missing = SourceFindings::not_read_whole(read, &message);
        source.findings.warnings.merge(missing.warnings);
    }
}
