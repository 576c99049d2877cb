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
