//! Words of a report that was opened again.

super::part! {
    /// Words of a report that was opened again.
    Reopened
    opened:
        "保存済みのレポート {0} を表示しています",
        "Showing a saved report: {0}";
    add_evidence:
        "判定は保存されたままの内容です。元の証拠を追加すると、SHA-256 と判定を照合し、レコードを開けるようになります。",
        "Verdicts are as they were saved. Add the evidence to check hashes and verdicts and to open records.";
    verified:
        "レポート {0} は証拠と一致しました",
        "The evidence bears out the report {0}";
    differs:
        "レポート {0} と一致しない点があります",
        "The evidence does not bear out all of the report {0}";
    evidence_same:
        "証拠 {1} 件のうち {0} 件は SHA-256 が一致しています。",
        "{0} of {1} evidence files are here with the same SHA-256.";
    verdicts_same:
        "判定 {1} 件のうち {0} 件は同じ結果です。",
        "{0} of {1} verdicts came out the same.";
    other_tool:
        "レポートは別のバージョンの Konseki で作成されています。",
        "The report was made by another version of Konseki.";
    other_catalog:
        "レポートは別のリビジョンのカタログで作成されています。",
        "The report was made with another revision of the catalog.";
    evidence_missing:
        "見つからない、または SHA-256 が異なる証拠: {0} 件",
        "Evidence that is missing or has another SHA-256: {0}";
    evidence_new:
        "レポートにない証拠: {0} 件",
        "Evidence that the report does not know: {0}";
    differences:
        "結果が変わった判定: {0} 件",
        "Verdicts that came out otherwise: {0}";
    found:
        "あり",
        "Found";
    not_judged:
        "判定の対象外",
        "not judged";
}
