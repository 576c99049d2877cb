//! Words of the table in both languages.

use super::Language;
use crate::{
    report::{EvidenceStatus, TraceResult},
    words::{Certainty, EvidenceKind, Outcome, Role},
};

/// Words that stand in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Evidence,
    Hosts,
    Kind,
    Records,
    First,
    Last,
    File,
    Status,
    Host,
    NoHost,
    Outcome,
    Count,
    Record,
    Rows,
    Trace,
    Next,
    MoreMatches,
    Sessions,
    OtherSessions,
    FoundOf,
    Warning,
    Window,
    Alias,
    Decisive,
    OffsetOf,
    CollectNext,
    RowsDecided,
}

impl Language {
    pub(super) fn word(self, word: Word) -> &'static str {
        let (ja, en) = match word {
            Word::Evidence => ("証拠", "Evidence"),
            Word::Hosts => ("ホスト", "Hosts"),
            Word::Kind => ("種類", "kind"),
            Word::Records => ("レコード数", "records"),
            Word::First => ("最初", "first"),
            Word::Last => ("最後", "last"),
            Word::File => ("ファイル", "file"),
            Word::Status => ("状態", "status"),
            Word::Host => ("ホスト", "host"),
            Word::NoHost => ("該当するホストなし", "no host of this role"),
            Word::Outcome => ("結果", "outcome"),
            Word::Count => ("件数", "count"),
            Word::Record => ("レコード", "record"),
            Word::Rows => ("シートの行", "rows"),
            Word::Trace => ("痕跡", "trace"),
            Word::Next => ("次の手順", "next"),
            Word::MoreMatches => {
                ("ほかにも一致あり。JSON に一覧あり", "more matches: see the JSON")
            }
            Word::Sessions => ("一連の接続", "Uses"),
            Word::OtherSessions => {
                ("ほかの一連の接続。JSON に一覧あり", "other sessions: see the JSON")
            }
            Word::FoundOf => ("記録あり／記録され得るもの", "found of those that could be"),
            Word::Warning => ("警告", "warning"),
            Word::Window => ("対象期間", "Window"),
            Word::Alias => ("別名", "also"),
            Word::Decisive => ("成功を示す", "shows success"),
            Word::CollectNext => ("次に収集・確認するもの", "Collect or check next"),
            Word::RowsDecided => ("行", "rows"),
            Word::OffsetOf => ("オフセット", "offset"),
        };
        self.choose(ja, en)
    }

    fn choose(self, ja: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Japanese => ja,
            Self::English => en,
        }
    }

    pub(super) fn role(self, role: Role) -> &'static str {
        match role {
            Role::Source => self.choose("接続元", "source"),
            Role::Destination => self.choose("接続先", "destination"),
            Role::DomainController => self.choose("ドメインコントローラー", "domain controller"),
            Role::Host => self.choose("ホスト", "host"),
        }
    }

    pub(super) fn kind(self, kind: EvidenceKind) -> &'static str {
        match kind {
            EvidenceKind::EventLog => self.choose("イベントログ", "event log"),
            EvidenceKind::Prefetch => self.choose("プリフェッチ", "Prefetch"),
            EvidenceKind::Mft => "$MFT",
            EvidenceKind::UsnJournal => self.choose("USN ジャーナル", "USN journal"),
            EvidenceKind::Settings => self.choose("設定", "settings"),
            EvidenceKind::Archive => "ZIP",
            EvidenceKind::Unknown => self.choose("不明", "unknown"),
        }
    }

    pub(super) fn status(self, status: EvidenceStatus) -> &'static str {
        match status {
            EvidenceStatus::Read => self.choose("読み取り済み", "read"),
            EvidenceStatus::ReadInPart => self.choose("一部のみ読み取り", "read in part"),
            EvidenceStatus::NotRead => self.choose("読み取り不可", "not read"),
            EvidenceStatus::NotSupported => self.choose("未対応", "not supported"),
            EvidenceStatus::NotRecognised => self.choose("種類を判別できず", "not recognised"),
        }
    }

    /// Outcome, with the certainty where something was found.
    pub(super) fn outcome(self, trace: &TraceResult) -> &'static str {
        match (trace.outcome, trace.certainty) {
            (Outcome::Found, Some(Certainty::Specific)) => {
                self.choose("記録あり（固有）", "FOUND (specific)")
            }
            (Outcome::Found, _) => {
                self.choose("記録あり（他の要因でも残る）", "FOUND (consistent with)")
            }
            (Outcome::NotFound, _) => self.choose("記録なし", "not found"),
            (Outcome::CannotTell, _) => self.choose("判定不能", "cannot tell"),
            (Outcome::NotApplicable, _) => self.choose("対象外", "not applicable"),
        }
    }
}
