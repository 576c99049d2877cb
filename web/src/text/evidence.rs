//! Words of evidence files.

super::part! {
    /// Words of evidence files.
    Evidence
    evidence:
        "証拠ファイル",
        "Evidence file";
    remove:
        "{0} をケースから外す",
        "Remove {0} from the case";
    kind:
        "種類",
        "Kind";
    size:
        "サイズ",
        "Size";
    sha256:
        "SHA-256",
        "SHA-256";
    sha256_pending:
        "計算中",
        "being computed";
    sha256_none:
        "未計算",
        "not computed";
    host:
        "ホスト",
        "Host";
    channels:
        "内容",
        "Contents";
    records:
        "レコード数",
        "Records read";
    records_failed:
        "{0} 件は読み取り不能",
        "{0} could not be read";
    span:
        "記録期間(UTC)",
        "Time span (UTC)";
    status:
        "状態",
        "Status";
    gaps:
        "レコード ID の欠番 {0} か所",
        "{0} gaps in record IDs";
    cleared_by:
        "{0} にログが消去されました(実行者 {1})",
        "Log cleared {0} by {1}";
    kind_event_log:
        "イベントログ",
        "Event log";
    kind_prefetch:
        "Prefetch",
        "Prefetch";
    kind_mft:
        "MFT",
        "MFT";
    kind_usn_journal:
        "USN ジャーナル",
        "USN journal";
    kind_settings:
        "設定",
        "Settings";
    kind_archive:
        "ZIP アーカイブ",
        "ZIP archive";
    kind_unknown:
        "不明",
        "Not recognised";
    status_read:
        "読み取り済み",
        "Read";
    status_read_in_part:
        "一部のみ読み取り",
        "Read in part";
    status_not_read:
        "読み取り不能",
        "Not read";
    status_not_supported:
        "未対応",
        "Not supported";
    status_not_recognised:
        "種類を判別できません",
        "Not recognised";
    copy_of:
        "{0} と同一内容",
        "Same bytes as {0}";
    run_count:
        "実行回数 {0}",
        "Run count {0}";
    files_in_use:
        "使用中のレコード {0}、削除済み {1}",
        "{0} records in use, {1} deleted";
    prefetch_files:
        "\\Windows\\Prefetch のファイル {0}",
        "{0} files in \\Windows\\Prefetch";
    prefetch_writes:
        "プリフェッチ ファイルの書き込み {0} 回",
        "{0} writes of Prefetch files";
    basis_user:
        "調査者の指定",
        "as you said";
    basis_records:
        "レコード中の名前",
        "named by its records";
    basis_collection_layout:
        "収集ツールのフォルダー構成",
        "by the layout of the collection";
    basis_nearest_folder:
        "同じフォルダーのログ",
        "by the logs in its folder";
    basis_only_host:
        "ケースで唯一のホスト",
        "the only host of the case";
    offset_at:
        "最初の位置はオフセット {0}",
        "first at offset {0}";
    list_comma:
        "、",
        ", ";
    times_met:
        "{0} 件",
        "{0} times";
    show_more:
        "さらに {0} 件を表示",
        "Show {0} more";
    bytes:
        "{0} バイト",
        "{0} bytes";
}
