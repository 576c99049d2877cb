//! Words of hosts.

super::part! {
    /// Words of hosts.
    Hosts
    aliases:
        "別名",
        "Also named";
    addresses:
        "アドレス",
        "Addresses";
    evidence_files:
        "証拠ファイル",
        "Evidence files";
    covered:
        "記録範囲(UTC)",
        "Covered (UTC)";
    cleared:
        "{0} の消去(実行者 {1})",
        "{0} cleared by {1}";
    clears:
        "ログの消去",
        "Cleared logs";
    time_zones:
        "タイムゾーン(標準時)",
        "Time zone (standard time)";
    time_zone:
        "{0}、{1} まで同じ",
        "{0}, the same until {1}";
    clock_offset:
        "時刻のずれ",
        "Clock offset";
    clock_offset_of:
        "{2} に対して {0} 秒(± {1} 秒、接続 {3} 件の比較)",
        "{0} s against {2} (± {1} s, {3} connections compared)";
    coverage:
        "確認できた範囲",
        "What could be looked at";
    coverage_none:
        "このホストの証拠は読み取られていません。",
        "No evidence of this host was read.";
    settings_on:
        "有効と確認できた設定",
        "Shown to be on";
    settings_none:
        "有効と確認できた設定はありません。",
        "No setting was shown to be on.";
    from:
        "開始(UTC)",
        "From (UTC)";
    to:
        "終了(UTC)",
        "To (UTC)";
    boundary_created:
        "ログの作成",
        "log created";
    boundary_cleared:
        "ログの消去",
        "log cleared";
    boundary_rolled_over:
        "上書き",
        "older records overwritten";
    boundary_gap:
        "欠番",
        "records missing";
    boundary_exported:
        "エクスポート",
        "exported log";
    boundary_forwarded:
        "転送されたイベント",
        "forwarded events";
    boundary_boot:
        "起動",
        "boot";
    boundary_clock_changed:
        "時刻の変更",
        "clock changed";
    boundary_evidence_ends:
        "証拠の終端",
        "evidence ends";
    boundary_stopped:
        "イベントログサービスの停止",
        "event log service stopped";
    boundary_damaged:
        "破損",
        "damaged";
    boundary_acquisition:
        "収集時点",
        "collected";
    no_hosts:
        "ホスト名を含むレコードがありません。",
        "No record names a host.";
}
