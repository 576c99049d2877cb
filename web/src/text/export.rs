//! Words of the menu of exports.

super::part! {
    /// Words of the menu of exports.
    Export
    other_forms:
        "ほかの形式",
        "Other forms";
    html:
        "印刷用の報告書(HTML)",
        "Printable report (HTML)";
    case_number:
        "表紙の事案番号(任意)",
        "Case number on its cover (optional)";
    examiner:
        "表紙の調査担当者(任意)",
        "Examiner on its cover (optional)";
    csv:
        "表計算ソフト用(CSV)",
        "For spreadsheets (CSV)";
    json_lines:
        "1 行に 1 件(JSON Lines)",
        "One object per line (JSON Lines)";
    cited:
        "引用したレコードの原本(ZIP)",
        "Cited records, as recorded (ZIP)";
    cited_hint:
        "パスワードは伏せられません",
        "Passwords in them are not masked";
    cited_making:
        "引用したレコードを証拠から切り出し中",
        "Cutting the cited records out of the evidence";
    cited_cancel:
        "切り出しを中止",
        "Cancel";
    cited_close:
        "閉じる",
        "Close";
    cited_done:
        "引用したレコードを保存しました",
        "Cited records saved";
    cited_holds:
        "レコード {0} 件、証拠の断片 {1} 個",
        "{0} records in {1} pieces of evidence";
    cited_lacks:
        "含められなかったもの:",
        "Could not be included:";
    cited_left_out:
        "上限を超えたレコード {0} 件",
        "{0} records beyond the cap";
    cited_unread:
        "{0} の断片 {1} 個({2})",
        "{1} pieces of {0} ({2})";
    cited_not_here:
        "証拠がここにありません",
        "the evidence is not here";
    cited_failed:
        "引用したレコードを切り出せませんでした",
        "The cited records could not be cut out";
    manifest:
        "証拠のハッシュ値(sha256sum)",
        "Hashes of the evidence (sha256sum)";
}
