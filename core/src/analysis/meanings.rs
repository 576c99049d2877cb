//! What the codes in a record's fields mean.
//!
//! Sources: rights [MS-DTYP] §2.4.3 and the message ids of the Security log; logon types [MS-ADTS]
//! and the documentation of event 4624; ticket options RFC 4120 §5.4.1 and [MS-KILE]; encryption
//! types RFC 3961, 3962, 4757; status codes [MS-ERREF] §2.3.1; Kerberos errors RFC 4120 §7.5.9.

use super::record::RecordDetails;
use crate::{
    evidence::{access_rights, number},
    words::Text,
};

/// A code with its meaning.
type Meaning = (u64, &'static str, &'static str);

const LOGON_TYPES: &[Meaning] = &[
    (2, "対話型", "interactive"),
    (3, "ネットワーク", "network"),
    (4, "バッチ", "batch"),
    (5, "サービス", "service"),
    (7, "ロック解除", "unlock"),
    (8, "ネットワーク(平文)", "network, clear text"),
    (9, "別の資格情報(runas /netonly)", "new credentials (runas /netonly)"),
    (10, "リモート対話型(RDP)", "remote interactive (RDP)"),
    (11, "キャッシュされた資格情報による対話型", "interactive with cached credentials"),
];
const MESSAGES: &[Meaning] = &[
    (1_832, "識別", "identification"),
    (1_833, "偽装", "impersonation"),
    (1_840, "委任", "delegation"),
    (1_842, "はい", "yes"),
    (1_843, "いいえ", "no"),
    (1_936, "標準(UAC の対象外)", "default: full token, not split by UAC"),
    (1_937, "昇格済み", "elevated: full token"),
    (1_938, "制限付き", "limited token"),
    (14_592, "受信", "inbound"),
    (14_593, "送信", "outbound"),
];
const ENCRYPTION_TYPES: &[Meaning] = &[
    (0x1, "DES-CBC-CRC", "DES-CBC-CRC"),
    (0x3, "DES-CBC-MD5", "DES-CBC-MD5"),
    (0x11, "AES128-CTS-HMAC-SHA1-96", "AES128-CTS-HMAC-SHA1-96"),
    (0x12, "AES256-CTS-HMAC-SHA1-96", "AES256-CTS-HMAC-SHA1-96"),
    (0x17, "RC4-HMAC", "RC4-HMAC"),
    (0x18, "RC4-HMAC-EXP", "RC4-HMAC-EXP"),
    (0xffff_ffff, "失敗(暗号化なし)", "failure: nothing encrypted"),
];
const STATUSES: &[Meaning] = &[
    (0x0, "成功", "success"),
    (0xc000_0022, "アクセス拒否", "access denied"),
    (0xc000_005e, "ログオン サーバーなし", "no logon servers"),
    (0xc000_0064, "存在しないユーザー", "no such user"),
    (0xc000_006a, "パスワードの誤り", "wrong password"),
    (0xc000_006d, "ユーザー名または認証情報の誤り", "bad user name or authentication information"),
    (0xc000_006e, "アカウントの制限", "account restriction"),
    (0xc000_006f, "許可されていない時間帯", "outside the allowed hours"),
    (0xc000_0071, "パスワードの期限切れ", "password expired"),
    (0xc000_0072, "無効なアカウント", "account disabled"),
    (0xc000_015b, "ログオンの種類が許可されていない", "logon type not granted"),
    (0xc000_0193, "アカウントの期限切れ", "account expired"),
    (0xc000_0234, "ロックアウト", "account locked out"),
];
const KERBEROS_ERRORS: &[Meaning] = &[
    (0x0, "エラーなし", "no error"),
    (0x6, "クライアントがデータベースにない", "client not in the database"),
    (0x7, "サーバーがデータベースにない", "server not in the database"),
    (0xe, "暗号化方式に未対応", "encryption type not supported"),
    (0x12, "資格情報の取り消し(無効・ロックなど)", "credentials revoked (disabled, locked)"),
    (0x17, "パスワードの期限切れ", "password expired"),
    (0x18, "事前認証の失敗(パスワードの誤りなど)", "pre-authentication failed (wrong password)"),
    (0x25, "時刻のずれが大きすぎる", "clock skew too great"),
];
const PROTOCOLS: &[Meaning] =
    &[(1, "ICMP", "ICMP"), (6, "TCP", "TCP"), (17, "UDP", "UDP"), (58, "ICMPv6", "ICMPv6")];
/// Integrity levels: the last part of `S-1-16-…`.
const INTEGRITY_LEVELS: &[Meaning] = &[
    (0x1000, "整合性レベル 低", "low integrity"),
    (0x2000, "整合性レベル 中", "medium integrity"),
    (0x2100, "整合性レベル 中プラス", "medium plus integrity"),
    (0x3000, "整合性レベル 高", "high integrity"),
    (0x4000, "整合性レベル システム", "system integrity"),
];
/// Bits of the KDC options.
const TICKET_OPTIONS: &[(u64, &str)] = &[
    (0x4000_0000, "forwardable"),
    (0x2000_0000, "forwarded"),
    (0x1000_0000, "proxiable"),
    (0x0800_0000, "proxy"),
    (0x0400_0000, "allow-postdate"),
    (0x0200_0000, "postdated"),
    (0x0080_0000, "renewable"),
    (0x0002_0000, "cname-in-addl-tkt"),
    (0x0001_0000, "canonicalize"),
    (0x20, "disable-transited-check"),
    (0x10, "renewable-ok"),
    (0x8, "enc-tkt-in-skey"),
    (0x2, "renew"),
    (0x1, "validate"),
];

/// Fields of a record with the meanings of their codes.
pub(super) fn meanings(details: &RecordDetails) -> Vec<(String, Text)> {
    let fields = details.fields.iter();
    fields
        .filter_map(|(name, value)| Some((name.clone(), meaning(details.event_id, name, value)?)))
        .collect()
}

fn meaning(event_id: u32, field: &str, value: &str) -> Option<Text> {
    let value = value.trim();
    let code = || number::parse(value);
    match field {
        "LogonType" => known(LOGON_TYPES, code()?),
        "AccessMask" => alike(&access_rights::names(u32::try_from(code()?).ok()?)),
        "AccessList" | "Accesses" => {
            alike(&access_rights::names(access_rights::mask_of_list(value)?))
        }
        "TicketOptions" => {
            let code = code()?;
            let set = TICKET_OPTIONS.iter().filter(|(bit, _)| code & bit != 0);
            alike(&set.map(|(_, name)| *name).collect::<Vec<_>>())
        }
        "TicketEncryptionType" | "SessionKeyEncryptionType" | "PreAuthEncryptionType" => {
            known(ENCRYPTION_TYPES, code()?)
        }
        "Status" | "FailureCode" if matches!(event_id, 4_768..=4_773) => {
            known(KERBEROS_ERRORS, code()?)
        }
        "Status" | "SubStatus" => known(STATUSES, code()?),
        "Protocol" => known(PROTOCOLS, code()?),
        "MandatoryLabel" => known(INTEGRITY_LEVELS, number::parse(value.strip_prefix("S-1-16-")?)?),
        _ => known(MESSAGES, number::parse(value.strip_prefix("%%")?)?),
    }
}

fn known(meanings: &[Meaning], code: u64) -> Option<Text> {
    let (_, ja, en) = meanings.iter().find(|(known, _, _)| *known == code)?;
    Some(Text { ja: (*ja).to_owned(), en: (*en).to_owned() })
}

/// Names that both languages write alike.
fn alike(names: &[&str]) -> Option<Text> {
    let text = names.join(", ");
    (!text.is_empty()).then(|| Text { ja: text.clone(), en: text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_a_record_are_told() {
        let told =
            |event, field: &str, value: &str| meaning(event, field, value).map(|text| text.en);
        let mask = told(5_145, "AccessMask", "0x120089").unwrap();
        assert_eq!(mask, "ReadData, ReadEA, ReadAttributes, READ_CONTROL, SYNCHRONIZE");
        assert_eq!(
            told(5_145, "AccessList", "%%4416\n\t%%4423").unwrap(),
            "ReadData, ReadAttributes"
        );
        let options = told(4_769, "TicketOptions", "0x40810000").unwrap();
        assert_eq!(options, "forwardable, renewable, canonicalize");
        assert_eq!(told(4_624, "LogonType", "3").as_deref(), Some("network"));
        assert_eq!(
            told(4_688, "TokenElevationType", "%%1937").as_deref(),
            Some("elevated: full token")
        );
        // The same number is another error in another protocol.
        assert_eq!(told(4_768, "Status", "0x6").as_deref(), Some("client not in the database"));
        assert_eq!(told(4_625, "Status", "0x6"), None);
        assert_eq!(told(4_624, "TargetUserName", "3"), None);
    }
}
