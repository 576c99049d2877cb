//! Words of the table of records.

super::part! {
    /// Words of the table of records.
    Records
    view:
        "レコード",
        "Records";
    caption:
        "痕跡に一致したレコード",
        "Records that match a trace";
    search:
        "検索",
        "Search";
    search_hint:
        "フィールドの値・ホスト・レコード ID",
        "Field values, hosts, record ids";
    only_specific:
        "このツール固有の痕跡だけ",
        "Only what this tool alone leaves";
    latest_first:
        "新しい順",
        "Latest first";
    columns:
        "表示する列",
        "Columns";
    narrow:
        "絞り込み",
        "Narrow down";
    clear:
        "絞り込みを解除",
        "Clear all filters";
    shown:
        "{1} 件中 {0} 件",
        "{0} of {1} records";
    loading:
        "レコードを集めています…",
        "Gathering records…";
    none:
        "この証拠には、痕跡に一致するレコードがありません。",
        "No record in this evidence matches a trace.";
    none_for_filter:
        "条件に合うレコードはありません。",
        "No record meets the filter.";
    keys:
        "↑ ↓ PageUp PageDown Home End で移動、Enter でレコードを開きます。",
        "Move with ↑ ↓ PageUp PageDown Home End; Enter opens the record.";
    kept:
        "一般的な動作でも残る痕跡は、痕跡ごとに先頭のレコードを一覧にしています。総数は「痕跡」に示します。",
        "Of traces that other activity leaves too, the first records of each are listed; Traces has the full counts.";
    time:
        "時刻(UTC)",
        "Time (UTC)";
    host:
        "ホスト",
        "Host";
    event:
        "記録の種類",
        "Event";
    what:
        "痕跡",
        "Trace";
    account:
        "アカウント",
        "Account";
    share:
        "共有",
        "Share";
    address:
        "アドレス",
        "Address";
    fields:
        "フィールド",
        "Fields";
    file:
        "証拠ファイル",
        "Evidence file";
    record_id:
        "レコード ID",
        "Record id";
    specific:
        "固有",
        "Specific";
    specific_help:
        "このツールだけが残す痕跡に一致",
        "Matches a trace that only this tool leaves";
    outside_window:
        "期間外",
        "Outside the period";
}
