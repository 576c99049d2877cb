//! Words of the frame of the page.

super::part! {
    /// Words of the frame of the page.
    Frame
    tagline:
        "ツールの痕跡として知られる記録は、この証拠に残っているか",
        "Which documented traces of a tool are in this evidence?";
    skip_to_result:
        "結果へ移動",
        "Skip to the result";
    language:
        "言語",
        "Language";
    theme:
        "配色",
        "Theme";
    theme_system:
        "システムに合わせる",
        "System";
    theme_light:
        "ライト",
        "Light";
    theme_dark:
        "ダーク",
        "Dark";
    local_only:
        "証拠はこのタブの外に出ません(通信なし・保存なし)",
        "Evidence stays in this tab: no network, no storage";
    download_report:
        "レポートをダウンロード(JSON)",
        "Download report (JSON)";
    download_waits:
        "SHA-256 の計算がすべて終わるとダウンロードできます",
        "The report can be downloaded when all SHA-256 values are computed";
    copy_link:
        "この表示へのリンクをコピー",
        "Copy link to this view";
    link_help:
        "リンクには、シート・表示・絞り込み・期間だけが入ります。証拠の内容は入りません。",
        "The link holds sheet, view, filters and period only, nothing of the evidence";
    link_copied:
        "コピーしました",
        "Copied";
    start_over:
        "最初からやり直す",
        "Start over";
    start_over_sure:
        "もう一度押すとケースを閉じます",
        "Press again to close the case";
    views:
        "表示の切り替え",
        "Parts of the case";
    view_case:
        "ケース",
        "Case";
    view_traces:
        "痕跡",
        "Traces";
    view_evidence:
        "証拠ファイル",
        "Evidence";
    utc_note:
        "時刻はすべて UTC です。",
        "All times are UTC.";
}
