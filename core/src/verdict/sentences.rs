//! All sentences that say why an outcome is what it is, and what to do next, in both languages.
//!
//! Contract: a sentence names what it speaks of (channel, setting, times in UTC) and claims no
//! more than the evidence shows. Long because it is a table: one entry per reason and purpose, to
//! be read side by side.

use super::{
    facts::{Facts, text},
    windows::Span,
};
use crate::{
    catalog::Variable,
    report::SettingSource,
    time::Filetime,
    words::{EvidenceKind, ReasonCode, Recording, Text},
};

/// Why.
pub(super) fn because(code: ReasonCode, facts: &Facts<'_>) -> Text {
    let what = what(facts);
    let (ja, en) = (&what.ja, &what.en);
    let setting = setting(facts);
    let (at, spans, missing) = (time(facts.at), spans(&facts.spans), spans(&facts.missing));
    let sentence = match code {
        ReasonCode::WouldHaveBeenRecorded if facts.kind == Some(EvidenceKind::Prefetch) => text(
            format!(
                "プリフェッチ フォルダー（{} ファイル）に該当する実行はない。ほかのプログラムの実行時刻は {spans}（収集時点の状態）。",
                facts.files
            ),
            format!(
                "The Prefetch folder ({} files) holds no such run; run times of other programs reach over {spans} (state as of collection).",
                facts.files
            ),
        ),
        ReasonCode::WouldHaveBeenRecorded if facts.kind == Some(EvidenceKind::Mft) => text(
            format!(
                r"{ja}に該当する項目はない（削除済みのものも含む）。\Windows\Prefetch にはほかのプログラムのファイルが {} 個ある（収集時点の状態）。",
                facts.files
            ),
            format!(
                r"{en} holds no such entry, not even a deleted one. \Windows\Prefetch holds {} files of other programs (state as of acquisition).",
                facts.files
            ),
        ),
        ReasonCode::WouldHaveBeenRecorded if facts.kind == Some(EvidenceKind::UsnJournal) => text(
            format!(
                "{ja}に該当する記録はない。{spans} の間は途切れがなく、プリフェッチ ファイルの書き込みが {} 回記録されている。",
                facts.files
            ),
            format!(
                "{en} holds no such records. Over {spans} nothing is missing, and {} writes of Prefetch files are recorded.",
                facts.files
            ),
        ),
        ReasonCode::WouldHaveBeenRecorded if facts.is_supported => text(
            format!(
                "{ja}に記録はない。{spans} の間は欠番がなく、設定を変えた記録もない。設定が有効だったことは、ログのほかに渡されたものが示す。"
            ),
            format!(
                "{en} holds no such record. Over {spans} no record is missing and none changes the setting; that it was on is said beside the log."
            ),
        ),
        ReasonCode::WouldHaveBeenRecorded => text(
            format!(
                "{ja}に記録はない。{spans} の間は欠番がなく、前後に設定が有効だったことを示す記録がある。"
            ),
            format!(
                "{en} holds no such record. Over {spans} no record is missing, and records before and after show that the setting was on."
            ),
        ),
        ReasonCode::NotSupplied => {
            text(format!("{ja}の証拠がない。"), format!("No evidence of {en} was supplied."))
        }
        ReasonCode::PartlyCovered if let Some((compared, all)) = facts.compared => text(
            format!(
                "条件に合うレコード {all} 件のうち、使用や指定された値と照合したのは {compared} 件で、一致するものはない。ほかは件数だけを数えた。"
            ),
            format!(
                "Of {all} records that meet the conditions, {compared} were held against uses and given values, and none agrees; the others are counted only."
            ),
        ),
        ReasonCode::PartlyCovered if facts.kind == Some(EvidenceKind::Mft) => text(
            format!(
                "{ja}に、すべての条件に合う使用中の項目はない（収集時点の状態）。条件に一つだけ合わない項目は {} 件。削除されて上書きされたファイルや、ほかのボリュームのファイルは分からない。",
                facts.loose
            ),
            format!(
                "{en} holds no entry in use that meets all conditions (state as of acquisition); {} fit but for one. Files that were deleted and overwritten, and those of other volumes, cannot be told.",
                facts.loose
            ),
        ),
        ReasonCode::PartlyCovered
            if facts.kind == Some(EvidenceKind::UsnJournal)
                && facts.missing.is_empty()
                && facts.loose > 0 =>
        {
            text(
                format!(
                    "{ja}にこのファイルのレコードはあるが（{} 件）、文書化された順序では揃わない。",
                    facts.loose
                ),
                format!(
                    "{en} has records of this file ({}), but not in a documented sequence.",
                    facts.loose
                ),
            )
        }
        ReasonCode::PartlyCovered if facts.missing.is_empty() => text(
            format!(
                "{spans} には記録がない（記録される条件を確認済み）が、全体を代表しない（{}）。",
                cause(facts).ja
            ),
            format!(
                "Nothing in {spans}, where it would have been recorded; that does not speak for all ({}).",
                cause(facts).en
            ),
        ),
        ReasonCode::PartlyCovered => text(
            format!(
                "{spans} には記録がない（記録される条件を確認済み）。{missing} は確認できない（{}）。",
                cause(facts).ja
            ),
            format!(
                "Nothing in {spans}, where it would have been recorded; {missing} is not shown ({}).",
                cause(facts).en
            ),
        ),
        ReasonCode::StartsAfter => text(
            format!("{ja}の記録は対象期間より後の {at} に始まる。"),
            format!("The records of {en} begin at {at}, after the period."),
        ),
        ReasonCode::EndsBefore => text(
            format!("{ja}の記録は対象期間より前に終わる。"),
            format!("The records of {en} end before the period."),
        ),
        ReasonCode::Cleared => text(
            format!("{ja}は {at} に消去された{}。それより前の記録は残っていない。", by(facts).ja),
            format!("{en} was cleared at {at}{}; earlier records are gone.", by(facts).en),
        ),
        ReasonCode::RolledOver => text(
            format!("{ja}は上書きされ、最も古い記録は {at}。"),
            format!("{en} was overwritten by newer records; the oldest one is of {at}."),
        ),
        ReasonCode::Gap => text(
            format!(
                "{ja}はこの期間のレコードが欠けている（EventRecordID の欠番、または記録の停止）。"
            ),
            format!(
                "Records of {en} are missing in this period (EventRecordIDs are missing, or logging had stopped)."
            ),
        ),
        ReasonCode::Exported => text(
            format!("{ja}はエクスポートされたもので、何が除かれたか分からない。"),
            format!("{en} was exported; what was left out is not known."),
        ),
        ReasonCode::ForwardedSubset => text(
            format!("{ja}は転送されたイベントで、一部だけが転送されている可能性がある。"),
            format!("{en} comes from forwarded events; only a part may have been forwarded."),
        ),
        ReasonCode::SettingNotShown => text(
            format!(
                "{ja}の範囲はあるが、{}が有効だったことを示す記録が前後に揃わない。",
                setting.ja
            ),
            format!(
                "{en} covers it, but no records before and after show that {} was on.",
                setting.en
            ),
        ),
        ReasonCode::SettingOff if facts.at.is_none() => text(
            format!(
                "{ja}の範囲はあるが、{}は無効だったとされ、有効だったことを示す記録もない。",
                setting.ja
            ),
            format!(
                "{en} covers it, but {} is said to have been off, and no record shows otherwise.",
                setting.en
            ),
        ),
        ReasonCode::SettingOff => text(
            format!(
                "{}は {at} に成功の監査が無効にされた{}（イベント 4719）。",
                setting.ja,
                by(facts).ja
            ),
            format!(
                "{} was switched off for success at {at}{} (event 4719).",
                setting.en,
                by(facts).en
            ),
        ),
        ReasonCode::PerUserPolicy => text(
            format!(
                "ユーザーごとの監査ポリシーが {at} に変更された（イベント 4912）。対象の利用者の記録が除かれている可能性がある。"
            ),
            format!(
                "Per-user audit policy was changed at {at} (event 4912): records of the user in question may be left out."
            ),
        ),
        ReasonCode::SysmonFilterUnknown => text(
            format!(
                "{ja}で、この種の記録を Sysmon の構成が残すことを示すものがない（{}）。",
                setting.ja
            ),
            format!(
                "Nothing in {en} shows that the Sysmon configuration records this kind of event ({}).",
                setting.en
            ),
        ),
        ReasonCode::ObjectAuditingUnknown => text(
            format!(
                "記録がない。このパスの監査エントリ（SACL）が設定されていたことは示されない（{ja}）。"
            ),
            format!("Not recorded; object auditing (a SACL) on this path is not shown ({en})."),
        ),
        ReasonCode::OlderRunsOverwritten => text(
            format!(
                "実行回数 {} に対し、残る実行時刻は {} 個で、最も古いものは {at}。それより前の実行は分からない。",
                runs(facts).0,
                runs(facts).1
            ),
            format!(
                "Of {} runs only {} times are kept, the oldest {at}: earlier runs cannot be told.",
                runs(facts).0,
                runs(facts).1
            ),
        ),
        ReasonCode::PrefetchDisabledOrFull if facts.kind == Some(EvidenceKind::Mft) => text(
            format!(
                r"{ja}の \Windows\Prefetch に使用中のファイルは {} 個。プリフェッチが対象期間に有効だったこと、古いファイルが消えていないことが示されない。",
                facts.files
            ),
            format!(
                r"{en} has {} files in use in \Windows\Prefetch: not shown that Prefetch was on in the period, or that no older file is gone.",
                facts.files
            ),
        ),
        ReasonCode::PrefetchDisabledOrFull => text(
            format!(
                "プリフェッチ ファイルは {} 個。フォルダー全体であること、上書きされていないことが示されない。",
                facts.files
            ),
            format!(
                "There are {} Prefetch files: not shown to be a whole folder that has lost none.",
                facts.files
            ),
        ),
        ReasonCode::WrongVolume => text(
            format!(
                "{ja}がシステム ボリュームのものであることを示すもの（プリフェッチ ファイル）がない。"
            ),
            format!("Nothing in {en} shows that it is of the system volume (no Prefetch files)."),
        ),
        ReasonCode::JournalStartsLater => text(
            format!("{ja}が示せるのは {at} からで、対象期間より後に始まる。"),
            format!("{en} shows nothing before {at}, which is after the period."),
        ),
        ReasonCode::RecordsDamaged => text(
            format!("{ja}に、読み取れないか欠けているレコードがある。"),
            format!("Records of {en} could not be read, or are missing."),
        ),
        ReasonCode::ClockUnreliable => text(
            format!("この期間に時刻の変更がある（{at}）。{ja}の時刻は対象期間と比べられない。"),
            format!(
                "The clock was changed within the period ({at}): times of {en} cannot be held against it."
            ),
        ),
        ReasonCode::HostNotAssigned => text(
            "どのホストの証拠か分からない。",
            "It is not known which host this evidence belongs to.",
        ),
        ReasonCode::SubcommandNotRecorded if facts.kind == Some(EvidenceKind::Prefetch) => text(
            format!(
                "{at} の実行の後 1 秒以内に、別の実行と NET1.EXE の実行がある。NET1.EXE を起動しない use であったかは分からない。"
            ),
            format!(
                "Within a second after the run of {at} there is another run and one of NET1.EXE: whether it was a use, which starts no NET1.EXE, is not known."
            ),
        ),
        ReasonCode::SubcommandNotRecorded => text(
            "コマンドラインが記録されておらず、どのサブコマンドか分からない。",
            "The command line is not recorded: which subcommand ran is not known.",
        ),
        ReasonCode::VariableUnbound => text(
            format!(
                "{} が分からないため判定していない（候補 {} 件）。",
                joined(facts, |variable| variable.title.ja.clone(), "、"),
                facts.files
            ),
            format!(
                "Not judged: the {} is not known ({} candidate records).",
                joined(facts, |variable| variable.title.en.clone(), ", the "),
                facts.files
            ),
        ),
        ReasonCode::TicketMayBeCached => text(
            format!(
                "{ja}に記録はない（{spans} は記録される条件を確認済み）。以前に得たチケット、またはほかのドメインコントローラーが発行したチケットを使った場合は、ここに記録が残らない。"
            ),
            format!(
                "{en} holds no such record (over {spans} it would have been recorded). A use with a ticket of before, or with one that another domain controller issued, leaves none here."
            ),
        ),
        ReasonCode::KerberosNotUsed => text(
            "結び付くログオンは Kerberos を使っていない。",
            "The tied logon did not use Kerberos.",
        ),
    };
    let sentence = with_reach(sentence_case(sentence), facts);
    with_supplied(with_outside(sentence, facts.outside), facts)
}

/// What to collect or check.
pub(super) fn next(code: ReasonCode, facts: &Facts<'_>) -> Text {
    let collect = collect(facts);
    match code {
        ReasonCode::WouldHaveBeenRecorded | ReasonCode::KerberosNotUsed => Text::default(),
        ReasonCode::NotSupplied | ReasonCode::StartsAfter | ReasonCode::EndsBefore => collect,
        ReasonCode::TicketMayBeCached => text(
            "すべてのドメインコントローラーの Security ログを、使用よりチケットの有効期間（既定で 10 時間、更新すれば 7 日）だけ前から収集する。",
            "Collect the Security logs of all domain controllers, from the life of a ticket before the use on (10 hours by default, 7 days when renewed).",
        ),
        ReasonCode::PartlyCovered if facts.compared.is_some() => text(
            "調べる時間帯のレコードだけを別のログに書き出して渡す（wevtutil epl の /q）。",
            "Give the records of the time in question as a log of their own (wevtutil epl with /q).",
        ),
        ReasonCode::PartlyCovered => match facts.cause {
            Some(cause) if cause != ReasonCode::PartlyCovered => next(cause, facts),
            _ => collect,
        },
        ReasonCode::Cleared | ReasonCode::RolledOver | ReasonCode::Gap => text(
            format!(
                "アーカイブされたログ（Archive-*.evtx）、ボリューム シャドウ コピー、バックアップ、ログの転送先を探す。{}",
                collect.ja
            ),
            format!(
                "Look for archived logs (Archive-*.evtx), volume shadow copies, backups and forwarded events. {}",
                collect.en
            ),
        ),
        ReasonCode::Exported | ReasonCode::ForwardedSubset => text(
            format!("ホストにある元のログを収集する。{}", collect.ja),
            format!("Collect the original log of the host. {}", collect.en),
        ),
        ReasonCode::RecordsDamaged => text(
            format!("証拠を収集し直す。{}", collect.ja),
            format!("Collect the evidence again. {}", collect.en),
        ),
        ReasonCode::SettingNotShown
        | ReasonCode::SettingOff
        | ReasonCode::SysmonFilterUnknown
        | ReasonCode::ObjectAuditingUnknown => check_settings(facts),
        ReasonCode::PerUserPolicy => text(
            "auditpol /get /user:<利用者> /category:* /r の出力で、利用者の監査ポリシーを確認する。",
            "Check the user's policy with auditpol /get /user:<user> /category:* /r.",
        ),
        ReasonCode::OlderRunsOverwritten => text(
            "ボリューム シャドウ コピーのプリフェッチ フォルダーを収集する。",
            "Collect the Prefetch folder of volume shadow copies.",
        ),
        ReasonCode::PrefetchDisabledOrFull => text(
            r"C:\Windows\Prefetch をフォルダーごと収集し、reg query の HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters で EnablePrefetcher を確認する。",
            r"Collect the whole folder C:\Windows\Prefetch, and check EnablePrefetcher: reg query HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters.",
        ),
        ReasonCode::WrongVolume | ReasonCode::JournalStartsLater => collect,
        ReasonCode::ClockUnreliable => text(
            "時刻の変更（イベント 4616）の前後を EventRecordID の順に確認する。変更の前と後の期間を分けて調べる。",
            "Go by EventRecordID around the change of the clock (event 4616); ask for the time before it and for the time behind it.",
        ),
        ReasonCode::HostNotAssigned => text(
            "ホストを指定する（--host 名前=パス）。",
            "Say which host it is (--host NAME=PATH).",
        ),
        ReasonCode::SubcommandNotRecorded => text(
            "Sysmon イベント 1、EDR、PowerShell の履歴でコマンドラインを確認する。",
            "Look for the command line in Sysmon event 1, EDR records or the PowerShell history.",
        ),
        ReasonCode::VariableUnbound => text(
            format!(
                "{}を指定する。",
                joined(facts, |v| format!("{}（{}）", v.title.ja, v.name), "、")
            ),
            format!(
                "Give {}.",
                joined(facts, |v| format!("the {} ({})", v.title.en, v.name), ", ")
            ),
        ),
    }
}

fn joined(facts: &Facts<'_>, name: impl Fn(&Variable) -> String, between: &str) -> String {
    facts.variables.iter().map(|variable| name(variable)).collect::<Vec<_>>().join(between)
}

/// The evidence that is spoken of.
fn what(facts: &Facts<'_>) -> Text {
    let host = facts.host;
    let of = |ja: String, en: String| match host {
        Some(host) => text(format!("{host} の {ja}"), format!("{en} of {host}")),
        None => text(ja, en),
    };
    match (facts.kind, facts.channel) {
        (Some(EvidenceKind::Prefetch), _) => {
            of("プリフェッチ フォルダー".to_owned(), "the Prefetch folder".to_owned())
        }
        (Some(EvidenceKind::Mft), _) => {
            of("マスター ファイル テーブル（$MFT）".to_owned(), "the $MFT".to_owned())
        }
        (Some(EvidenceKind::UsnJournal), _) => {
            of("USN ジャーナル".to_owned(), "the USN journal".to_owned())
        }
        (_, Some(channel)) => of(format!("{channel} ログ"), format!("the log {channel}")),
        _ => of("証拠".to_owned(), "the evidence".to_owned()),
    }
}

/// Which file to collect, and how.
fn collect(facts: &Facts<'_>) -> Text {
    match (facts.kind, facts.channel) {
        (Some(EvidenceKind::Prefetch), _) => text(
            r"C:\Windows\Prefetch をフォルダーごと収集する。",
            r"Collect the whole folder C:\Windows\Prefetch.",
        ),
        (Some(EvidenceKind::Mft), _) => text(
            r"システム ボリュームの C:\$MFT を収集する。",
            r"Collect C:\$MFT of the system volume.",
        ),
        (Some(EvidenceKind::UsnJournal), _) => text(
            r"システム ボリュームの C:\$Extend\$UsnJrnl:$J を収集する。",
            r"Collect C:\$Extend\$UsnJrnl:$J of the system volume.",
        ),
        (_, Some(channel)) => {
            let file =
                format!(r"C:\Windows\System32\winevt\Logs\{}.evtx", channel.replace('/', "%4"));
            text(
                format!(r#"{file} を収集する（wevtutil epl "{channel}" 出力先.evtx でもよい）。"#),
                format!(r#"Collect {file} (or: wevtutil epl "{channel}" OUTPUT.evtx)."#),
            )
        }
        _ => Text::default(),
    }
}

/// How to learn whether the settings were on.
fn check_settings(facts: &Facts<'_>) -> Text {
    let join = |texts: Vec<&str>, between: &str| texts.join(between);
    let settings = || facts.settings.iter().map(|setting| &setting.collect);
    let ja = join(settings().map(|text| text.ja.as_str()).collect(), "。");
    let en = join(settings().map(|text| text.en.as_str()).collect(), "; ");
    sentence_case(text(format!("{ja}。"), format!("{en}.")))
}

/// The English sentence with a capital at its beginning.
fn sentence_case(sentence: Text) -> Text {
    let mut letters = sentence.en.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    text(sentence.ja, format!("{first}{}", letters.as_str()))
}

fn setting(facts: &Facts<'_>) -> Text {
    let setting = facts.settings.first().map(|setting| setting.title.clone());
    setting.unwrap_or_else(|| text("必要な設定", "the required setting"))
}

/// Why the rest is not shown: in a few words, with when and by whom where a record says so.
fn cause(facts: &Facts<'_>) -> Text {
    let words = cause_in_words(facts);
    let is_told = matches!(
        facts.cause,
        Some(
            ReasonCode::Cleared
                | ReasonCode::SettingOff
                | ReasonCode::PerUserPolicy
                | ReasonCode::Gap
                | ReasonCode::ClockUnreliable
                | ReasonCode::SysmonFilterUnknown
                | ReasonCode::SettingNotShown
        )
    );
    match facts.at.filter(|_| is_told) {
        Some(at) => text(
            format!("{}、{}{}", words.ja, time(Some(at)), by(facts).ja),
            format!("{} at {}{}", words.en, time(Some(at)), by(facts).en),
        ),
        None => words,
    }
}

fn cause_in_words(facts: &Facts<'_>) -> Text {
    match facts.cause {
        Some(ReasonCode::Cleared) => text("ログの消去", "the log was cleared"),
        Some(ReasonCode::RolledOver) => text("上書き", "older records were overwritten"),
        Some(ReasonCode::Gap) => text("欠番", "records are missing"),
        Some(ReasonCode::Exported) => text("エクスポート", "an exported log"),
        Some(ReasonCode::ForwardedSubset) => text("転送されたイベント", "forwarded events"),
        Some(ReasonCode::StartsAfter) => text("記録はその後に始まる", "the records begin later"),
        Some(ReasonCode::JournalStartsLater) => {
            text("ジャーナルはその後に始まる", "the journal begins later")
        }
        Some(ReasonCode::EndsBefore) => text("記録はその前に終わる", "the records end before"),
        Some(ReasonCode::RecordsDamaged) => text("読み取れないレコード", "damaged records"),
        Some(ReasonCode::ClockUnreliable) => text("時刻の変更", "the clock was changed"),
        Some(ReasonCode::SettingOff) => text("設定が無効にされた", "the setting was switched off"),
        Some(ReasonCode::PerUserPolicy) => {
            text("ユーザーごとの監査ポリシーの変更", "per-user audit policy was changed")
        }
        Some(ReasonCode::SysmonFilterUnknown) => {
            text("Sysmon の構成が不明", "the Sysmon configuration is not known")
        }
        Some(ReasonCode::ObjectAuditingUnknown) => {
            text("監査エントリが不明", "object auditing is not shown")
        }
        _ => text("設定が有効だったことが示されない", "the setting is not shown to be on"),
    }
}

fn by(facts: &Facts<'_>) -> Text {
    match facts.account.as_deref() {
        Some(account) if !account.is_empty() => {
            text(format!("（{account}）"), format!(" by {account}"))
        }
        _ => Text::default(),
    }
}

fn runs(facts: &Facts<'_>) -> (u64, u64) {
    facts.runs.unwrap_or_default()
}

/// A time in whole seconds, UTC.
fn time(time: Option<Filetime>) -> String {
    let text = time.map(|time| time.to_string()).unwrap_or_default();
    match text.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => text,
    }
}

/// Spans in words: the first three, and how many more.
fn spans(spans: &[Span]) -> String {
    let shown = spans.iter().take(3);
    let mut words: Vec<String> =
        shown.map(|span| format!("{}–{}", time(Some(span.0)), time(Some(span.1)))).collect();
    if spans.len() > words.len() {
        words.push(format!("(+{})", spans.len().saturating_sub(words.len())));
    }
    words.join(", ")
}

/// Adds from when to when a log reaches that speaks as a whole, and what is gone before that.
fn with_reach(sentence: Text, facts: &Facts<'_>) -> Text {
    let Some((from, to)) = facts.reach else { return sentence };
    let (from, to) = (time(Some(from)), time(Some(to)));
    let before = match facts.begins {
        Some(ReasonCode::Cleared) => text(
            format!(
                "その初めにログが消去されており{}、それより前の記録は残っていない",
                by(facts).ja
            ),
            format!("it was cleared then{}, and earlier records are gone", by(facts).en),
        ),
        Some(ReasonCode::RolledOver) => {
            text("それより前は上書きされている", "older records were overwritten")
        }
        Some(_) => text("それより前の記録はここにない", "older records are not in it"),
        None => Text::default(),
    };
    let (between_ja, between_en) = if before.ja.is_empty() { ("", "") } else { ("。", "; ") };
    text(
        format!("{}ログの範囲は {from}–{to}{between_ja}{}。", sentence.ja, before.ja),
        format!("{} The log reaches over {from}–{to}{between_en}{}.", sentence.en, before.en),
    )
}

fn with_outside(sentence: Text, outside: u64) -> Text {
    if outside == 0 {
        return sentence;
    }
    text(
        format!("{}対象期間の外には {outside} 件ある。", sentence.ja),
        format!("{} Outside the period there are {outside}.", sentence.en),
    )
}

/// Adds what files and the examiner say of the settings, and whether the records show otherwise.
fn with_supplied(sentence: Text, facts: &Facts<'_>) -> Text {
    facts.supplied.iter().fold(sentence, |sentence, one| {
        let title = &one.setting.title;
        let evidence = one.evidence_id().unwrap_or_default();
        let source = match one.source {
            SettingSource::Auditpol => text(
                format!("監査ポリシー（{evidence}、収集時点）によれば"),
                format!("The audit policy ({evidence}, as of its collection) says that"),
            ),
            SettingSource::SysmonConfiguration => text(
                format!("Sysmon の構成（{evidence}、収集時点）によれば"),
                format!("The Sysmon configuration ({evidence}, as of its collection) says that"),
            ),
            SettingSource::Statement => text("調査者の申告によれば", "The examiner states that"),
        };
        let says = match one.recording {
            Recording::On => text("有効", "is on"),
            Recording::Off => text("無効", "is off"),
            Recording::InPart => text(
                "一部のみ有効（フィルターまたは利用者ごとの除外）",
                "is on for a part only (filters, or users left out)",
            ),
            Recording::Unknown => text("不明", "cannot be read from it"),
        };
        let otherwise = match one.contradicted {
            true => text(
                "記録はそれと異なり、記録を優先した。",
                " The records show otherwise and stand above it.",
            ),
            false => Text::default(),
        };
        text(
            format!("{}{}、{}は{}。{}", sentence.ja, source.ja, title.ja, says.ja, otherwise.ja),
            format!("{} {} {} {}.{}", sentence.en, source.en, title.en, says.en, otherwise.en),
        )
    })
}
