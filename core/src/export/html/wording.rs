//! Words of the document in both languages: a table, to be read side by side.

use super::super::Language;
use crate::{
    report::ConclusionCode,
    words::{Certainty, Link, Outcome, ReasonCode},
};

macro_rules! phrases {
    ($($name:ident: $japanese:literal, $english:literal;)*) => {
        /// Words and sentences of the document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Phrase {
            $($name,)*
        }

        impl Language {
            /// The phrase in this language.
            pub(super) fn phrase(self, phrase: Phrase) -> &'static str {
                match phrase {
                    $(Phrase::$name => self.pick($japanese, $english),)*
                }
            }
        }
    };
}

phrases! {
    Title: "痕跡調査報告書", "Report on documented traces";
    CaseNumber: "事案番号", "Case number";
    Examiner: "調査者", "Examiner";
    MadeAt: "作成日時", "Made at";
    ExaminersZone: "調査者のタイムゾーン", "Zone of the examiner";
    ZoneOfTimes: "本書の時刻", "Times in this report";
    Tool: "使用したツール", "Tool";
    Catalog: "痕跡カタログ", "Catalog of traces";
    Asked: "調査の範囲", "Scope";
    NoWindow: "期間の指定なし（証拠の記録範囲すべて）", "No period given: all that the evidence covers";
    Statements: "調査者の申告", "Statements of the examiner";
    StatementsNote: "設定に関する申告で、証拠による裏付けはない。レコードと食い違う場合はレコードを優先する。", "On settings; asserted, not shown by evidence. Where records say otherwise, the records stand.";
    EvidenceList: "証拠ファイル", "Evidence";
    EvidenceNote: "パスは指定されたファイルまたはフォルダーの名前から始まる。ZIP 内のファイルは「!/」の後に示す。", "Paths begin with the name of the given file or folder; members of a ZIP stand behind !/.";
    Number: "番号", "No.";
    File: "ファイル", "File";
    Kind: "種類", "Kind";
    Host: "ホスト", "Host";
    Records: "レコード数", "Records";
    Span: "期間（UTC）", "Span (UTC)";
    Status: "状態", "Status";
    Bytes: "バイト", "bytes";
    Warning: "警告", "Warning";
    Conclusions: "結論", "Conclusions";
    ConclusionsNote: "役割とホストごとに、痕跡が全体として示すもの。数は痕跡の種類数。", "What the traces of each role and host say together; numbers count kinds of traces.";
    Role: "役割", "Role";
    Conclusion: "結論", "Conclusion";
    Found: "記録あり", "found";
    NotFound: "記録なし", "not found";
    CannotTell: "判定不能", "cannot tell";
    Verdicts: "痕跡ごとの結果", "Outcomes by trace";
    MeansSpecific: "このツールだけが残す記録がある。", "A record that only this tool leaves.";
    MeansConsistent: "条件に合う記録があるが、他の要因でも残る。単独では使用の根拠にならない。", "A record that meets the conditions; other activity leaves it too. No proof by itself.";
    MeansNotFound: "記録がなく、使われていれば記録されたことを根拠のレコードが示す。", "No record, and the cited records show that it would have been recorded.";
    MeansCannotTell: "記録がなく、残り得たかどうかをこの証拠からは判定できない。", "No record, and this evidence could not have shown it, or it is not known whether.";
    MeansNotApplicable: "この環境では残り得ないことを証拠が示す。", "The evidence shows that the trace cannot exist here.";
    Outcome: "結果", "Outcome";
    Trace: "痕跡", "Trace";
    Count: "件数", "Count";
    RecordsOf: "件", "found";
    BoundOf: "一連の接続に結び付くもの", "tied to a use:";
    AsAbove: "上と同じ理由", "as above";
    Basis: "根拠・理由", "Records and reasons";
    Decisive: "実行成功を示す痕跡", "shows success";
    RecordsCited: "該当レコード ", "Records ";
    NearMisses: "条件を一つだけ満たさないレコード（満たさないフィールド）", "Near misses (and the field that fails) ";
    AndMore: "ほか", "and more:";
    OtherCauses: "他の要因：", "Also left by: ";
    Next: "次に収集・確認するもの：", "Next: ";
    Proofs: "根拠のレコード ", "Proofs ";
    Uses: "一連の接続", "Uses";
    UsesNote: "複数のホストのレコードを、接続、ログオン、コマンドライン、チケットなどで結び付けたもの。コマンドライン、明示的な資格情報、成功を示す痕跡、または調査者の指定に関わるものを示す。", "Records of several hosts, tied by connection, logon, command line or ticket. Shown are those named by a command line, explicit credentials, a trace of success or the question.";
    OtherHigh: "同様に注目すべき、ここに示していないもの：", "Others that deserve a look, not shown here: ";
    OtherNormal: "そのほかの一連の接続：", "Other uses: ";
    OtherLow: "IPC$ のみ、SYSVOL・NETLOGON、コンピューターアカウントによるもの：", "On IPC$ only, SYSVOL or NETLOGON, or by machine accounts: ";
    Links: "結び付けの根拠", "Tied by";
    Comma: "、", ", ";
    ClockOffset: "時刻のずれ（接続先－接続元、比較した接続数）", "Clock offset, destination less source (connections compared)";
    ControllerClockOffset: "ドメインコントローラーの時刻のずれ（比較した接続数）", "Clock offset of the domain controller (connections compared)";
    TracesOfUse: "この接続の痕跡", "Its traces";
    Note: "注記", "Note";
    OneSided: "接続元・接続先のうち一方の証拠だけに基づく。", "By the evidence of one end only.";
    Timeline: "時系列", "Timeline";
    KeyDecisive: "一連の接続に結び付く、実行成功を示す痕跡", "shows success, tied to a use";
    KeySpecific: "固有の痕跡", "specific";
    KeyConsistent: "他の要因でも残る痕跡", "consistent with";
    KeyCleared: "ログの消去", "log cleared";
    KeyCovered: "イベントログの記録範囲", "covered by event logs";
    AllTimesUtc: "時刻は UTC", "times are UTC";
    Limits: "限界と留意点", "Limits";
    LimitNotFound: "「記録なし」は、示した記録範囲についてのみ述べる。その範囲の外については何も述べない。", "“Not found” speaks of the covered spans that are named, and of nothing outside them.";
    LimitConsistent: "「他の要因でも残る」記録は、ツールの使用と矛盾しないことだけを示し、使用の根拠にはならない。", "“Consistent with” records agree with a use of the tool and do not prove it.";
    LimitDecisive: "成功を示す痕跡は、レコードの記述に基づく。プロセスの終了コードやファイルを開いた記録は、意図や内容の取得そのものを示さない。", "Traces of success rest on what records say: an exit status or an opened file shows neither intent nor that content was taken.";
    LimitSecrets: "コマンドライン上のパスワードは伏せてある。原文は証拠ファイルの該当オフセットにある。", "Passwords on command lines are masked; the original stands in the evidence at the offset given.";
    LimitInPart: "証拠ファイル {0} 件は一部しか読み取れていない。", "{0} pieces of evidence could be read only in part.";
    LimitNotRead: "証拠ファイル {0} 件は読み取れていない。", "{0} pieces of evidence were not read.";
    LimitNotRecognised: "ファイル {0} 件は種類を判別できず、読み取っていない（ハッシュ値も計算していない）。", "{0} files were not recognised; they were neither read nor hashed.";
    ReasonsMet: "判定不能の理由", "Why outcomes cannot be told";
    Reason: "理由", "Reason";
    Where: "対象", "Where";
    NextSteps: "次に収集・確認するもの", "Next steps";
    Citations: "引用したレコード", "Records cited";
    CitationsNote: "証拠ファイルの番号、ファイル内のオフセット（バイト）、EventRecordID で特定する。ハッシュ値は「証拠ファイル」に示す。項目は痕跡の条件に関わるもののみ。", "Each by evidence, offset in bytes and EventRecordID; hashes stand in the list of evidence. Fields are those that conditions name or bind.";
    Time: "時刻（UTC）", "Time (UTC)";
    Place: "所在", "Place";
    Offset: "オフセット", "offset";
    Fields: "項目", "Fields";
    Reproduce: "再現手順", "How to reproduce";
    ReproduceNote: "証拠のある場所で次のコマンドを実行すると、表紙を除き同じ内容になる（同じバージョンのツールと痕跡カタログ、POSIX シェル）。", "Run where the evidence lies, this gives the same document but for the cover (same version of tool and catalog; POSIX shell).";
    NoHost: "該当するホストなし", "no host of this role";
}

impl Language {
    fn pick(self, japanese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Japanese => japanese,
            Self::English => english,
        }
    }

    /// Outcome with its certainty, short.
    pub(super) fn outcome_of(self, outcome: Outcome, certainty: Option<Certainty>) -> &'static str {
        match (outcome, certainty) {
            (Outcome::Found, Some(Certainty::Specific)) => {
                self.pick("記録あり（固有）", "Found (specific)")
            }
            (Outcome::Found, _) => {
                self.pick("記録あり（他の要因でも残る）", "Found (consistent with)")
            }
            (Outcome::NotFound, _) => self.pick(
                "記録なし（記録される条件を確認済み）",
                "Not found: would have been recorded",
            ),
            (Outcome::CannotTell, _) => self.pick("判定不能", "Cannot tell"),
            (Outcome::NotApplicable, _) => self.pick("対象外", "Not applicable"),
        }
    }

    /// Conclusion, short.
    pub(super) fn conclusion(self, code: ConclusionCode) -> &'static str {
        match code {
            ConclusionCode::SuccessShown => self.pick("実行成功の痕跡あり", "Success shown"),
            ConclusionCode::AttemptedAndFailed => self.pick("試行・失敗", "Attempted, failed"),
            ConclusionCode::SpecificFound => self.pick("使用の痕跡あり", "Use recorded"),
            ConclusionCode::ConsistentOnly => {
                self.pick("他の要因でも残る痕跡のみ", "Consistent traces only")
            }
            ConclusionCode::NothingRecorded => {
                self.pick("記録なし", "Nothing, and it would have been recorded")
            }
            ConclusionCode::CannotTell => self.pick("判定不能", "Cannot tell"),
            ConclusionCode::NotApplicable => self.pick("対象外", "Not applicable"),
        }
    }

    /// What ties two records.
    pub(super) fn link(self, link: Link) -> &'static str {
        match link {
            Link::Connection => {
                self.pick("同じ接続（アドレスとポート）", "one connection (address and port)")
            }
            Link::CommandLine => self.pick(
                "コマンドラインの接続先・共有・アカウント",
                "destination, share and account of the command line",
            ),
            Link::AccountSid => self.pick("アカウントの SID", "SID of the account"),
            Link::Logon => self.pick("接続先のログオン ID", "one logon of the destination"),
            Link::LogonGuid => self.pick("ログオン GUID", "logon GUID"),
            Link::Ticket => {
                self.pick("チケットのアドレスとアカウント", "address and account of the ticket")
            }
            Link::ServiceName => self.pick(
                "チケットのサービス名（接続先のコンピューター）",
                "service of the ticket (computer of the destination)",
            ),
            Link::Process => self.pick("同じプロセス", "one process"),
            Link::Order => self.pick("順序と時刻の近さのみ", "order and nearness in time only"),
            Link::FileName => self.pick("ファイル名", "name of the file"),
            Link::Credentials => self.pick("明示的な資格情報", "explicit credentials"),
        }
    }

    /// Variables that no sheet names: those that the ties find.
    pub(super) fn variable(self, name: &str) -> &str {
        match name {
            "source_host" => self.pick("接続元のコンピューター", "computer of the source"),
            "destination_host" => {
                self.pick("接続先のコンピューター", "computer of the destination")
            }
            "source_logon_id" => self.pick("接続元でのログオン ID", "logon id on the source"),
            other => other,
        }
    }

    /// A reason in a few words.
    pub(super) fn reason(self, code: ReasonCode) -> &'static str {
        match code {
            ReasonCode::WouldHaveBeenRecorded => {
                self.pick("記録される条件を確認済み", "would have been recorded")
            }
            ReasonCode::NotSupplied => self.pick("証拠が渡されていない", "evidence not supplied"),
            ReasonCode::PartlyCovered => self.pick("一部期間のみ確認", "covered in part only"),
            ReasonCode::StartsAfter => {
                self.pick("記録が対象期間より後に始まる", "records begin after the period")
            }
            ReasonCode::EndsBefore => {
                self.pick("記録が対象期間より前に終わる", "records end before the period")
            }
            ReasonCode::Cleared => self.pick("ログの消去", "log cleared"),
            ReasonCode::RolledOver => self.pick("上書き", "older records overwritten"),
            ReasonCode::Gap => self.pick("レコードの欠番または停止", "records missing"),
            ReasonCode::Exported => self.pick("エクスポートされたログ", "exported log"),
            ReasonCode::ForwardedSubset => self.pick("転送されたイベント", "forwarded events"),
            ReasonCode::SettingNotShown => {
                self.pick("設定が有効だったことを示せない", "setting not shown to be on")
            }
            ReasonCode::SettingOff => self.pick("設定が無効", "setting off"),
            ReasonCode::PerUserPolicy => {
                self.pick("ユーザー単位の監査ポリシー", "audit policy per user")
            }
            ReasonCode::SysmonFilterUnknown => {
                self.pick("Sysmon のフィルターが不明", "filters of Sysmon not known")
            }
            ReasonCode::ObjectAuditingUnknown => self
                .pick("オブジェクトの監査設定（SACL）が不明", "object auditing (SACL) not known"),
            ReasonCode::OlderRunsOverwritten => {
                self.pick("古い実行時刻が上書きされた", "older run times overwritten")
            }
            ReasonCode::PrefetchDisabledOrFull => {
                self.pick("プリフェッチが無効または満杯", "Prefetch off or full")
            }
            ReasonCode::WrongVolume => self.pick("別のボリューム", "another volume"),
            ReasonCode::JournalStartsLater => {
                self.pick("ジャーナルが後から始まる", "journal begins later")
            }
            ReasonCode::RecordsDamaged => self.pick("レコードの破損", "records damaged"),
            ReasonCode::ClockUnreliable => self.pick("時刻が信頼できない", "clock not reliable"),
            ReasonCode::HostNotAssigned => {
                self.pick("ホストが決まらない証拠", "evidence without a host")
            }
            ReasonCode::SubcommandNotRecorded => {
                self.pick("サブコマンドが記録されていない", "subcommand not recorded")
            }
            ReasonCode::VariableUnbound => {
                self.pick("必要な値が分からない", "a needed value is not known")
            }
            ReasonCode::TicketMayBeCached => {
                self.pick("チケットがキャッシュされていた可能性", "the ticket may have been cached")
            }
            ReasonCode::KerberosNotUsed => {
                self.pick("Kerberos が使われていない", "Kerberos was not used")
            }
        }
    }
}
