//! What joining findings must know of the catalog: what ends a setting's life, what is kept.
//!
//! Contract: made once per catalog, then only read; the same on every worker.

use super::{
    findings::{Marker, MarkerKind},
    handles::Parents,
};
use crate::{
    catalog::{Catalog, LifeSignNumber, SettingKind, Trace, TraceNumber},
    limits,
    matching::Matchers,
    time::TICKS_PER_SECOND,
    words::Certainty,
};

/// Rules of joining, by catalog.
#[derive(Debug)]
pub struct Rules<'c> {
    /// Reads what was kept of matches.
    matchers: Matchers<'c>,
    life: Vec<LifeRule>,
    kept: Vec<Keep>,
    /// Openings that closing traces ask for.
    pub(super) parents: Parents,
}

/// Which matches of a trace are kept with their fields, per evidence source and computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keep {
    /// So many, the first in time.
    pub(super) first: usize,
    /// Besides, the first and the last of so many sessions, so that a use late in a busy log is tied.
    pub(super) sessions: usize,
}

/// What ends a span of one life sign.
#[derive(Debug, Clone, Default)]
struct LifeRule {
    /// Silence in 100-nanosecond steps that ends a span; `None` for quiet settings.
    silence: Option<u64>,
    /// Audit policy subcategories whose change ends it; a change of others does not.
    subcategories: Vec<String>,
}

impl<'c> Rules<'c> {
    /// The rules of a catalog.
    pub fn new(catalog: &'c Catalog) -> Self {
        let mut life: Vec<LifeRule> = catalog
            .life_signs
            .iter()
            .map(|sign| LifeRule {
                silence: sign
                    .silence_limit_seconds
                    .map(|seconds| seconds.saturating_mul(TICKS_PER_SECOND)),
                subcategories: Vec::new(),
            })
            .collect();
        let mut add = |sign: Option<LifeSignNumber>, kind: &SettingKind| {
            let rule = sign.and_then(|sign| life.get_mut(index(sign.0)));
            if let (Some(rule), SettingKind::AuditPolicy { guid, .. }) = (rule, kind) {
                rule.subcategories.push(plain_guid(guid));
            }
        };
        for setting in &catalog.settings {
            add(setting.life, &setting.kind);
        }
        for trace in &catalog.traces {
            for number in &trace.settings {
                if let Some(setting) = catalog.settings.get(index(number.0)) {
                    add(trace.alive_by, &setting.kind);
                }
            }
        }
        Self {
            matchers: Matchers::new(catalog),
            life,
            kept: catalog.traces.iter().map(|trace| matches_kept(catalog, trace)).collect(),
            parents: Parents::new(catalog),
        }
    }

    /// Rules of a catalog that is not there: silences by life sign, parents by trace.
    #[cfg(test)]
    pub(super) fn for_tests(silences: &[Option<u64>], parents: &[Option<TraceNumber>]) -> Self {
        let ticks = |seconds: &u64| seconds * TICKS_PER_SECOND;
        let rule = |silence: &Option<u64>| LifeRule {
            silence: silence.as_ref().map(ticks),
            subcategories: Vec::new(),
        };
        let nothing = Catalog {
            revision: String::new(),
            sha256: String::new(),
            settings: Vec::new(),
            sheets: Vec::new(),
            traces: Vec::new(),
            life_signs: Vec::new(),
        };
        Self {
            matchers: Matchers::new(Box::leak(Box::new(nothing))),
            life: silences.iter().map(rule).collect(),
            kept: Vec::new(),
            parents: Parents::for_tests(parents),
        }
    }

    /// Reads what was kept of matches.
    pub(crate) fn matchers(&self) -> &Matchers<'c> {
        &self.matchers
    }

    /// Which matches of a trace are kept.
    pub(super) fn matches_kept(&self, trace: TraceNumber) -> Keep {
        let otherwise = Keep { first: limits::MATCHES_KEPT, sessions: 0 };
        self.kept.get(index(trace.0)).copied().unwrap_or(otherwise)
    }

    /// Silence that ends a span of this life sign, in 100-nanosecond steps.
    pub(crate) fn silence(&self, sign: LifeSignNumber) -> Option<u64> {
        self.life.get(index(sign.0)).and_then(|rule| rule.silence)
    }

    /// Whether a marker may have switched off what the sign shows, or the recording of it.
    pub(crate) fn breaks(&self, sign: LifeSignNumber, marker: &Marker) -> bool {
        match marker.kind {
            MarkerKind::LogArchived => false,
            MarkerKind::AuditPolicyChanged => {
                let changed = marker.fields.get("SubcategoryGuid").map(|guid| plain_guid(guid));
                let subcategories = self.life.get(index(sign.0)).map(|rule| &rule.subcategories);
                match (changed, subcategories) {
                    (Some(changed), Some(known)) if !known.is_empty() => known.contains(&changed),
                    _ => true,
                }
            }
            _ => true,
        }
    }
}

fn matches_kept(catalog: &Catalog, trace: &Trace) -> Keep {
    let parent = trace.chain_parent.and_then(|parent| catalog.traces.get(index(parent.0)));
    // What is held against a variable is kept by its values, what belongs to a logon or a connection
    // by that. Of what only the tool leaves there are few, and its processes have no session.
    let is_required = [Some(trace), parent].into_iter().flatten().any(|t| !t.requires.is_empty());
    let is_specific = trace.certainty == Certainty::Specific;
    let is_of_connection = trace.binds_variable("source_port") && !trace.decisive;
    let is_of_session = trace.binds_variable("logon_id") || is_of_connection || is_required;
    let first = match is_specific || trace.decisive {
        true => limits::SPECIFIC_MATCHES_KEPT,
        false => limits::MATCHES_KEPT,
    };
    let sessions = if is_of_session && !is_specific { limits::SESSIONS_KEPT } else { 0 };
    Keep { first, sessions }
}

/// A GUID in lower case, without braces.
fn plain_guid(text: &str) -> String {
    text.trim_matches(['{', '}', ' ']).to_ascii_lowercase()
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
