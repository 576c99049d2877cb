//! What a reason speaks of, and the judgement that it ends in.

use std::collections::BTreeMap;

use super::{View, references::time_span, sentences, supplied::Supplied, windows::Span};
use crate::{
    catalog::{Setting, Trace, Variable},
    report::{Match, Reason, RecordRef},
    time::Filetime,
    words::{Certainty, EvidenceKind, Outcome, ReasonCode, Text},
};

/// The outcome of one trace on one host, before it is put into the report.
pub(super) struct Judgement {
    pub(super) outcome: Outcome,
    pub(super) certainty: Certainty,
    pub(super) reason: Option<Reason>,
    pub(super) count: u64,
    pub(super) bound: u64,
    pub(super) first: Option<Filetime>,
    pub(super) last: Option<Filetime>,
    /// The first and the last match in the window.
    pub(super) inside: Option<Span>,
    /// The most matches that belong together as those of one use do.
    pub(super) together: u64,
    pub(super) matches: Vec<Match>,
    /// Records that all conditions but one fit.
    pub(super) near_misses: Vec<Match>,
    /// The files behind the matches, for kinds of evidence that are no logs.
    pub(super) files: Vec<SeenFile>,
}

/// A file that meets a trace: what ties it to a use.
pub(super) struct SeenFile {
    /// Its name in lower case, where the name is that of a variable.
    pub(super) name: Option<String>,
    /// All its times: run times, those of its attributes, or of its records.
    pub(super) times: Vec<Filetime>,
}

impl Judgement {
    /// Without any match.
    pub(super) fn cannot_tell(reason: Reason) -> Self {
        Self {
            outcome: Outcome::CannotTell,
            certainty: Certainty::Consistent,
            reason: Some(reason),
            count: 0,
            bound: 0,
            first: None,
            last: None,
            inside: None,
            together: 0,
            matches: Vec::new(),
            near_misses: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Everything that a reason's sentences may speak of.
#[derive(Clone, Default)]
pub(super) struct Facts<'c> {
    /// The host's name.
    pub(super) host: Option<&'c str>,
    pub(super) kind: Option<EvidenceKind>,
    pub(super) channel: Option<&'c str>,
    pub(super) event_id: Option<u32>,
    /// The settings in question.
    pub(super) settings: Vec<&'c Setting>,
    /// Proven spans for `not_found` and `partly_covered`.
    pub(super) spans: Vec<Span>,
    /// Spans of the window that are not proven.
    pub(super) missing: Vec<Span>,
    /// Why those are not proven.
    pub(super) cause: Option<ReasonCode>,
    /// From when to when a log reaches that speaks as a whole.
    pub(super) reach: Option<Span>,
    /// Why it begins there, if older records are gone.
    pub(super) begins: Option<ReasonCode>,
    /// A time that the reason turns on (a clear, a change, an oldest run).
    pub(super) at: Option<Filetime>,
    /// An account that the reason names.
    pub(super) account: Option<String>,
    /// Files or records that the reason counts.
    pub(super) files: usize,
    /// Of how many records how many were held against variables, where not all were.
    pub(super) compared: Option<(usize, usize)>,
    /// Records that fit in part.
    pub(super) loose: usize,
    /// Runs of a Prefetch file, and how many of them it stores.
    pub(super) runs: Option<(u64, u64)>,
    /// Variables that are not known.
    pub(super) variables: Vec<&'c Variable>,
    /// Matches outside the window.
    pub(super) outside: u64,
    /// Records that the reason rests on.
    pub(super) proofs: Vec<RecordRef>,
    /// What is said of the settings beside the records.
    pub(super) supplied: Vec<Supplied<'c>>,
    /// The spans are proven only with that.
    pub(super) is_supported: bool,
}

impl<'c> Facts<'c> {
    /// What is known of a trace on a host before anything is judged.
    pub(super) fn of(view: &'c View<'_>, trace: &'c Trace) -> Self {
        Self {
            host: view.host_name(),
            kind: Some(trace.kind),
            channel: trace.channel.as_deref(),
            event_id: trace.event_id,
            settings: view.context.settings(trace),
            ..Self::default()
        }
    }

    /// The reason with its sentences.
    pub(super) fn reason(&self, code: ReasonCode) -> Reason {
        Reason {
            code,
            parameters: self.parameters(),
            text: sentences::because(code, self),
            next: sentences::next(code, self),
            intervals: self.spans.iter().map(|span| time_span(span.0, span.1)).collect(),
            proofs: self.proofs.clone(),
            supplied: self.supplied.iter().map(Supplied::told).collect(),
        }
    }

    fn parameters(&self) -> BTreeMap<String, String> {
        let count = |count: usize| (count > 0).then(|| count.to_string());
        let settings: Vec<&str> = self.settings.iter().map(|setting| setting.id.as_str()).collect();
        let variables: Vec<&str> = self.variables.iter().map(|v| v.name.as_str()).collect();
        let missing: Vec<String> =
            self.missing.iter().map(|(from, to)| format!("{from}/{to}")).collect();
        let code = |code: Option<ReasonCode>| {
            code.and_then(|code| serde_json::to_value(code).ok()?.as_str().map(str::to_owned))
        };
        let joined = |list: String| (!list.is_empty()).then_some(list);
        [
            ("host", self.host.map(str::to_owned)),
            ("channel", self.channel.map(str::to_owned)),
            ("event_id", self.event_id.map(|id| id.to_string())),
            ("settings", joined(settings.join(","))),
            ("missing", joined(missing.join(","))),
            ("cause", code(self.cause)),
            ("reach", self.reach.map(|(from, to)| format!("{from}/{to}"))),
            ("begins", code(self.begins)),
            ("at", self.at.map(|time| time.to_string())),
            ("account", self.account.clone()),
            ("files", count(self.files)),
            ("compared", self.compared.map(|(compared, _)| compared.to_string())),
            ("to_compare", self.compared.map(|(_, all)| all.to_string())),
            ("fit_in_part", count(self.loose)),
            ("run_count", self.runs.map(|(runs, _)| runs.to_string())),
            ("runs_stored", self.runs.map(|(_, stored)| stored.to_string())),
            ("variables", joined(variables.join(","))),
            ("outside_window", (self.outside > 0).then(|| self.outside.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
    }
}

/// A sentence in both languages.
pub(super) fn text(ja: impl Into<String>, en: impl Into<String>) -> Text {
    Text { ja: ja.into(), en: en.into() }
}
