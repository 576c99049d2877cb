//! Words of the coverage: which time the evidence covers.

super::part! {
    /// Words of the coverage.
    Coverage
    view:
        "記録範囲",
        "Coverage";
    none:
        "時刻のある記録がまだありません。イベントログか Prefetch ファイルを追加してください。",
        "No record with a time was read yet. Add event logs or Prefetch files.";
    axis:
        "{0} から {1} まで(UTC)",
        "{0} to {1} (UTC)";
    window:
        "対象期間",
        "Period asked for";
    legend_covered:
        "記録がある範囲",
        "Covered";
    legend_alive:
        "設定が有効だった範囲",
        "Setting shown to be on";
    legend_cleared:
        "ログの消去",
        "Log cleared";
    bar_covered:
        "{0}: 記録がある範囲は {1}",
        "{0}: covered {1}";
    bar_alive:
        "{0}: 有効と確認できた範囲は {1}",
        "{0}: shown to be on {1}";
    span:
        "{0} から {1}",
        "{0} to {1}";
    interval:
        "{0}({2})から {1}({3})まで",
        "{0} ({2}) to {1} ({3})";
    cleared:
        "{0} に {1} が消去",
        "cleared {0} by {1}";
    event_ids:
        "イベント ID ごとの件数({0} 種類、{1} 件)",
        "Records by event id ({0} ids, {1} records)";
    event_ids_more:
        "ほか {0} 種類",
        "{0} more ids";
    gaps:
        "欠番 {0} か所",
        "{0} holes in the record ids";
    unread:
        "読み取れなかったもの",
        "What was not read, and why";
    unread_none:
        "渡された証拠はすべて読み取れました。",
        "All evidence that was given was read.";
}
