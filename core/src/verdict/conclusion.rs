//! What a role's traces say together: one code, one sentence for a report.
//!
//! Contract: careful words. A consistent trace never becomes proof, and nothing recorded is said
//! only where a trace that the tool always leaves would have been recorded.

use std::collections::BTreeSet;

use super::{facts::text, windows::Span};
use crate::{
    catalog::{Sheet, SheetRole},
    report::{Conclusion, ConclusionCode, TraceResult},
    time::Filetime,
    words::{Certainty, Outcome, ReasonCode, Text},
};

/// What uses of the tool that a command line confirms show beyond their traces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// A decisive match belongs to one.
    Success,
    /// None succeeded, and one was attempted and failed.
    Failure,
    /// Neither.
    Neither,
}

/// The conclusion of one role on one host.
pub(super) fn conclude(
    sheet: &Sheet,
    role: &SheetRole,
    host: Option<&str>,
    traces: &[TraceResult],
    (shown, period): (Shown, Option<Span>),
) -> Conclusion {
    let found: Vec<&TraceResult> = with(traces, Outcome::Found).collect();
    let has_specific =
        found.iter().any(|trace| trace.certainty == Some(Certainty::Specific) && !trace.decisive);
    let code = match (found.is_empty(), has_specific) {
        (false, _) if shown == Shown::Success => ConclusionCode::SuccessShown,
        (false, _) if shown == Shown::Failure => ConclusionCode::AttemptedAndFailed,
        (false, true) => ConclusionCode::SpecificFound,
        (false, false) => ConclusionCode::ConsistentOnly,
        (true, _) if is_nothing_recorded(traces) => ConclusionCode::NothingRecorded,
        (true, _) if cannot_exist(traces) => ConclusionCode::NotApplicable,
        (true, _) => ConclusionCode::CannotTell,
    };
    let words = Words {
        tool: &sheet.tool,
        role: &role.title,
        host,
        found: &found,
        period,
        counted_only: decisive_in_part(&found),
        not_found: with(traces, Outcome::NotFound).count(),
        all: traces.len(),
    };
    Conclusion { code, text: words.sentence(code, traces) }
}

fn with(traces: &[TraceResult], outcome: Outcome) -> impl Iterator<Item = &TraceResult> {
    traces.iter().filter(move |trace| trace.outcome == outcome)
}

/// A trace that every use leaves would have been recorded and is not: a specific one; in a role
/// without such, at least half of the steps with a key row.
fn is_nothing_recorded(traces: &[TraceResult]) -> bool {
    if traces.iter().any(is_certain) {
        return surely(traces, Outcome::NotFound).next().is_some();
    }
    let key: BTreeSet<&str> =
        traces.iter().filter(|trace| trace.key_row).map(|trace| trace.step.as_str()).collect();
    let absent: BTreeSet<&str> =
        with(traces, Outcome::NotFound).map(|trace| trace.step.as_str()).collect();
    let shown = key.intersection(&absent).count();
    shown > 0 && shown.saturating_mul(2) >= key.len()
}

/// What a decisive trace says of records that are counted only: one of them may show success.
fn decisive_in_part(found: &[&TraceResult]) -> Text {
    let reasons =
        found.iter().filter(|trace| trace.decisive).filter_map(|trace| trace.reason.as_ref());
    let mut in_part = reasons.filter(|reason| reason.code == ReasonCode::PartlyCovered);
    let told = in_part.next().map(|reason| &reason.text);
    told.map(|told| text(told.ja.clone(), format!(" {}", told.en))).unwrap_or_default()
}

/// A trace of the step that every use leaves.
fn is_certain(trace: &TraceResult) -> bool {
    trace.key_row && trace.id.contains(".process-start.")
}

/// The traces of that step with an outcome.
fn surely(traces: &[TraceResult], outcome: Outcome) -> impl Iterator<Item = &TraceResult> {
    let step = traces.iter().find(|trace| is_certain(trace)).map(|trace| &trace.step);
    with(traces, outcome).filter(move |trace| Some(&trace.step) == step)
}

fn cannot_exist(traces: &[TraceResult]) -> bool {
    !traces.is_empty() && traces.iter().all(|trace| trace.outcome == Outcome::NotApplicable)
}

struct Words<'a> {
    tool: &'a str,
    role: &'a Text,
    host: Option<&'a str>,
    found: &'a [&'a TraceResult],
    /// The first and the last record in the window.
    period: Option<Span>,
    /// That not all records of a trace that shows success could be held against uses.
    counted_only: Text,
    not_found: usize,
    all: usize,
}

impl Words<'_> {
    fn sentence(&self, code: ConclusionCode, traces: &[TraceResult]) -> Text {
        let Self { tool, all, .. } = self;
        let (ja, en) = (self.subject().ja, self.subject().en);
        let k = self.found.len();
        let (first, last) = self.period();
        match code {
            ConclusionCode::SuccessShown => {
                let decisive = self.decisive();
                text(
                    format!(
                        "{ja}：{tool} の使用が記録され、それに実行成功を示す痕跡（{}）が\
                         結び付く。痕跡は {all} 種のうち {k} 種に記録あり、{first} から {last}（UTC）。",
                        decisive.ja
                    ),
                    format!(
                        "{en}: the use of {tool} is recorded, and a trace that shows success \
                         ({}) is tied to it. {k} of {all} traces were found, from \
                         {first} to {last} (UTC).",
                        decisive.en
                    ),
                )
            }
            ConclusionCode::AttemptedAndFailed => text(
                format!(
                    "{ja}：{tool} が試みられ、失敗した記録がある（0 以外の終了コードと、\
                     対応するログオンの記録）。痕跡は {all} 種のうち {k} 種に記録あり、{first} \
                     から {last}（UTC）。"
                ),
                format!(
                    "{en}: {tool} was attempted and failed (an exit status other than 0, and \
                     the record of its logon). {k} of {all} traces were found, from {first} to \
                     {last} (UTC)."
                ),
            ),
            ConclusionCode::SpecificFound => text(
                format!(
                    "{ja}で {tool} の実行が記録されている（固有の痕跡）。実行成功を示す痕跡は\
                     結び付いていない。痕跡は {all} 種のうち {k} 種に記録あり、{first} から \
                     {last}（UTC）。{}",
                    self.counted_only.ja
                ),
                format!(
                    "{en}: the use of {tool} is recorded (a specific trace). No trace that shows \
                     success is tied to it. {k} of {all} traces were found, from {first} to \
                     {last} (UTC).{}",
                    self.counted_only.en
                ),
            ),
            ConclusionCode::ConsistentOnly => text(
                format!(
                    "{ja}には、{tool} と矛盾しないが他の要因でも残る記録だけがある（{all} 種の\
                     うち {k} 種、{first} から {last}、UTC）。{tool} の使用を示すものではない。{}",
                    self.counted_only.ja
                ),
                format!(
                    "{en}: only traces that other activity leaves too were found ({k} of {all}, \
                     from {first} to {last}, UTC). They are consistent with {tool} and do not \
                     show it.{}",
                    self.counted_only.en
                ),
            ),
            ConclusionCode::NothingRecorded => self.nothing_recorded(traces),
            ConclusionCode::CannotTell => self.cannot_tell(traces),
            ConclusionCode::NotApplicable => text(
                format!(
                    "{ja}には、記録された {tool} の使用で残り得る痕跡がない（{all} 種すべて、                     根拠は各痕跡に示す）。"
                ),
                format!(
                    "{en}: the recorded uses of {tool} can have left none of its {all} traces                      here (why is named at each trace)."
                ),
            ),
        }
    }

    /// Names the periods of a trace that every use leaves, and says that a log was cleared at their
    /// beginning: the sentence may stand in a report without those of the traces.
    fn nothing_recorded(&self, traces: &[TraceResult]) -> Text {
        let Self { tool, not_found, all, .. } = self;
        let (ja, en) = (self.subject().ja, self.subject().en);
        let mut surely = surely(traces, Outcome::NotFound);
        let decides = surely.next().or_else(|| with(traces, Outcome::NotFound).next());
        let over = decides.map(over).unwrap_or_default();
        let cleared = with(traces, Outcome::NotFound).find_map(cleared).unwrap_or_default();
        text(
            format!(
                "{ja}には {tool} の痕跡の記録がない。{all} 種のうち {not_found} 種は、記録\
                 される条件を確認済みの期間がある（{}。ほかの期間は各痕跡に示す）。{}",
                over.ja, cleared.ja
            ),
            format!(
                "{en}: no trace of {tool} is recorded. For {not_found} of {all} traces there \
                 are periods in which it would have been ({}; those of the others are named at \
                 each trace).{}",
                over.en, cleared.en
            ),
        )
    }

    fn cannot_tell(&self, traces: &[TraceResult]) -> Text {
        let Self { tool, all, .. } = self;
        let (ja, en) = (self.subject().ja, self.subject().en);
        let open = with(traces, Outcome::CannotTell).count();
        let key = with(traces, Outcome::CannotTell).max_by_key(|trace| trace.key_row);
        let first = with(traces, Outcome::CannotTell).find(|trace| trace.key_row).or(key);
        // What the evidence that is there does not show says more than what is not there.
        let mut of_step = surely(traces, Outcome::CannotTell);
        let is_supplied = |trace: &&TraceResult| {
            trace.reason.as_ref().is_some_and(|reason| reason.code != ReasonCode::NotSupplied)
        };
        let first = of_step.find(is_supplied).or(first);
        let reason = first.and_then(|trace| trace.reason.as_ref());
        let because = reason.map(|reason| reason.text.clone()).unwrap_or_default();
        text(
            format!(
                "{ja}で {tool} が使われたかは、この証拠からは判定できない（{all} 種のうち \
                 {open} 種が判定不能）。{}",
                because.ja
            ),
            format!(
                "{en}: whether {tool} was used cannot be told from this evidence ({open} of \
                 {all} traces). {}",
                because.en
            ),
        )
    }

    fn subject(&self) -> Text {
        match self.host {
            Some(host) => {
                text(format!("{host}（{}）", self.role.ja), format!("{host} ({})", self.role.en))
            }
            None => text(
                format!("{}（ホスト不明または証拠なし）", self.role.ja),
                format!("{} (host not known, or no evidence)", self.role.en),
            ),
        }
    }

    fn decisive(&self) -> Text {
        let decisive = self.found.iter().find(|trace| trace.decisive);
        decisive.map(|trace| trace.title.clone()).unwrap_or_default()
    }

    fn period(&self) -> (String, String) {
        let told = |time: Option<Filetime>| {
            time.map(|time| seconds(&time.to_string()).to_owned()).unwrap_or_default()
        };
        (told(self.period.map(|(first, _)| first)), told(self.period.map(|(_, last)| last)))
    }
}

/// A time without what is less than a second.
fn seconds(time: &str) -> &str {
    time.split('.').next().unwrap_or(time)
}

/// The periods over which a trace would have been recorded: the first, and how many more.
fn over(trace: &TraceResult) -> Text {
    let intervals = trace.reason.as_ref().map(|reason| reason.intervals.as_slice());
    let Some((first, more)) = intervals.and_then(<[_]>::split_first) else {
        return trace.title.clone();
    };
    let (from, to) = (seconds(&first.from), seconds(&first.to));
    let more = if more.is_empty() { String::new() } else { format!(" (+{})", more.len()) };
    text(
        format!("「{}」は {from} から {to}（UTC）{more}", trace.title.ja),
        format!("\u{201c}{}\u{201d} from {from} to {to} (UTC){more}", trace.title.en),
    )
}

/// That the log of a trace which is not found begins with a clear.
fn cleared(trace: &TraceResult) -> Option<Text> {
    let told = &trace.reason.as_ref()?.parameters;
    let is_cleared = told.get("begins").is_some_and(|begins| begins == "cleared");
    let (channel, at) = told.get("channel").zip(told.get("at")).filter(|_| is_cleared)?;
    let account = told.get("account").filter(|account| !account.is_empty());
    let (by_ja, by_en) = account.map_or_else(Default::default, |account| {
        (format!("（{account}）"), format!(" by {account}"))
    });
    let at = seconds(at);
    Some(text(
        format!("ログ {channel} は {at}（UTC）に消去されており{by_ja}、それより前は判定できない。"),
        format!(
            " The log {channel} was cleared at {at} (UTC){by_en}: what was before cannot be told."
        ),
    ))
}
