//! Words of the sheet and what stands behind its rows.

super::part! {
    /// Words of the sheet and what stands behind its rows.
    Sheet
    filter_outcome:
        "結果",
        "Outcome";
    filter_kind:
        "種類",
        "Kind";
    filter_role:
        "役割",
        "Role";
    all:
        "すべて",
        "All";
    rows_shown:
        "{1} 件中 {0} 件の痕跡",
        "{0} of {1} traces";
    trace:
        "痕跡",
        "Trace";
    evidence_column:
        "記録先",
        "Recorded in";
    outcome:
        "結果",
        "Outcome";
    count:
        "件数",
        "Records";
    first:
        "最初(UTC)",
        "First (UTC)";
    last:
        "最後(UTC)",
        "Last (UTC)";
    decisive:
        "実行成功を示す痕跡",
        "Shows success";
    key_row:
        "主要な痕跡",
        "Key row";
    details_of:
        "{0} の詳細",
        "Details of {0}";
    none_for_filter:
        "この条件に当てはまる痕跡はありません。",
        "No trace passes these filters.";
    sheet_rows:
        "シートの行",
        "Rows of the sheet";
    rows_recorded:
        "{1} 行のうち {0} 行の記録あり",
        "{0} of {1} rows recorded";
    required_setting:
        "記録の前提となる設定",
        "Required setting";
    why:
        "理由",
        "Why";
    next:
        "次に収集・確認するもの",
        "Collect or check next";
    proofs:
        "根拠となるレコード",
        "Records that prove it";
    covered_spans:
        "設定が有効と確認できた期間(UTC)",
        "Covered with the setting on (UTC)";
    matches:
        "該当レコード",
        "Records";
    matches_kept:
        "{1} 件のうち {0} 件を表示",
        "{0} of {1} records are listed";
    show_all_matches:
        "保持している {0} 件をすべて表示",
        "List all {0} records that are kept";
    loading:
        "読み込み中",
        "Loading";
    near_misses:
        "条件に一つだけ合わないレコード",
        "Near misses";
    near_misses_hint:
        "一つの条件だけが合わないレコードです。件数には含みません。",
        "Records that fail one condition only. They do not count.";
    other_causes:
        "同じ記録が残る他の要因",
        "Other causes of the same record";
    copies:
        "ほかに同じ内容または関連するレコード {0} 件",
        "{0} more copies or records of it";
    outside_window:
        "対象期間外",
        "Outside the period";
    not_recorded_fields:
        "記録されていない項目: {0}",
        "Not recorded: {0}";
    contradicted_fields:
        "合わない項目: {0}",
        "Does not fit: {0}";
    trace_id:
        "痕跡 ID",
        "Trace ID";
    bound:
        "うち一連の接続に結び付くもの {0} 件",
        "{0} tied to a use";
}
