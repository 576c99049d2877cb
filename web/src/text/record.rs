//! Words of one record.

super::part! {
    /// Words of one record.
    Record
    record:
        "レコード",
        "Record";
    close:
        "閉じる",
        "Close";
    previous:
        "前のレコード",
        "Previous record";
    following:
        "次のレコード",
        "Next record";
    position:
        "{0} / {1} 件目",
        "{0} of {1}";
    time:
        "時刻(UTC)",
        "Time (UTC)";
    provider:
        "プロバイダー",
        "Provider";
    channel:
        "チャネル",
        "Channel";
    event_id:
        "イベント ID",
        "Event ID";
    computer:
        "コンピューター",
        "Computer";
    record_id:
        "レコード ID(EventRecordID)",
        "EventRecordID";
    record_number:
        "レコードヘッダーの番号",
        "Number in the record header";
    offset:
        "オフセット",
        "Offset";
    file:
        "ファイル",
        "File";
    fields:
        "フィールド",
        "Fields";
    field_name:
        "名前",
        "Name";
    field_value:
        "値",
        "Value";
    raw_xml:
        "XML(原文)",
        "Raw XML";
    no_xml:
        "このレコードには XML がありません。",
        "There is no XML for this record.";
    masked_note:
        "このレコードのパスワードは伏せてあります。",
        "A password in this record is masked.";
    show_secrets:
        "表示する",
        "Show it";
    hide_secrets:
        "パスワードを伏せる",
        "Mask passwords";
    checks:
        "条件ごとの照合",
        "Conditions, one by one";
    check_met:
        "合致",
        "met";
    check_absent:
        "記録されていない",
        "not recorded";
    check_contradicted:
        "不一致",
        "not met";
    check_holds:
        "この痕跡の条件を満たす",
        "meets this trace";
    check_fails:
        "この痕跡の条件を満たさない",
        "does not meet this trace";
    expected:
        "期待する値",
        "Expected";
    actual:
        "実際の値",
        "Actual";
    wanted_equals:
        "次の値: {0}",
        "is {0}";
    wanted_starts_with:
        "先頭が {0}",
        "begins with {0}";
    wanted_ends_with:
        "末尾が {0}",
        "ends with {0}";
    wanted_contains:
        "{0} を含む",
        "contains {0}";
    wanted_expression:
        "正規表現 {0} に合う",
        "matches {0}";
    wanted_path:
        "ボリュームより後のパスが {0}",
        "path after the volume is {0}";
    wanted_rights_all:
        "{0} をすべて含むアクセス権",
        "rights with all of {0}";
    wanted_rights_any:
        "{0} のいずれかを含むアクセス権",
        "rights with any of {0}";
    wanted_rights_exact:
        "アクセス権がちょうど {0}",
        "rights exactly {0}";
    wanted_rights_within:
        "アクセス権が {0} の範囲内",
        "rights within {0}";
    wanted_service_port:
        "どちらかのポートが {0}",
        "either port is {0}";
    wanted_net_use:
        "共有を指定した net use(/delete なし)",
        "net use of a share, without /delete";
    wanted_audit_success:
        "成功の監査",
        "success audit";
    wanted_audit_failure:
        "失敗の監査",
        "failure audit";
    wanted_not_loopback:
        "ループバックでないアドレス",
        "no loopback address";
    wanted_not:
        "「{0}」ではない",
        "not: {0}";
    wanted_or:
        "または: {0}",
        "or: {0}";
    bytes:
        "レコードのバイト列(16 進)",
        "Bytes of the record (hexadecimal)";
    no_bytes:
        "パスワードを確実に伏せられないため、バイト列は表示しません。",
        "The bytes are not shown: a password in them could not be masked for certain.";
    citation:
        "引用",
        "Citation";
    copy:
        "コピー",
        "Copy";
    copied:
        "コピーしました",
        "Copied";
    record_failed:
        "レコードを表示できません: {0}",
        "The record cannot be shown: {0}";
}
