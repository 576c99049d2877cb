//! Words of the case as a whole.

super::part! {
    /// Words of the case as a whole.
    Case
    partial_title:
        "読み取れていない証拠があります",
        "Not all evidence was read";
    partial_hint:
        "証拠ファイル {1} 件のうち {0} 件は、一部のみ、またはまったく読み取れていません。詳細は「証拠ファイル」を参照してください。",
        "{0} of {1} evidence files were read only in part or not at all. See Evidence for what is missing and why.";
    no_evidence_title:
        "確認できる証拠がありません",
        "Nothing here could be checked";
    no_evidence_hint:
        "指定されたファイルに、このバージョンで読み取れるイベントログや Prefetch がありません。各ファイルの状態は「証拠ファイル」を参照してください。",
        "None of the given files is an event log or Prefetch file that this version reads. See Evidence for each file.";
    conclusions:
        "結論",
        "Conclusions";
}
