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
    manifest:
        "証拠のハッシュ値(sha256sum)",
        "Hashes of the evidence (sha256sum)";
}
