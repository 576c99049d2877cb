//! Words of kinds of damage.

super::part! {
    /// Words of kinds of damage.
    Damage
    warning_dirty:
        "ホストがログを正常に閉じていません",
        "The log was not closed by its host";
    warning_file_header_damaged:
        "ファイルヘッダーが破損",
        "File header damaged";
    warning_chunk_damaged:
        "破損したチャンクを 1 件ずつ探索",
        "Damaged chunk searched record by record";
    warning_chunk_checksum:
        "チャンクのチェックサム不一致(レコードは読み取り済み)",
        "Wrong checksum of a chunk, its records were read";
    warning_record_damaged:
        "読み取れないレコード",
        "Record could not be read";
    warning_record_values_missing:
        "番号と時刻をレコードヘッダーから補完",
        "Number and time taken from the record header";
    warning_record_fallback:
        "代替の読み取り処理を使用",
        "Record read by the fallback reader";
    warning_record_numbers_differ:
        "エクスポートされたログ(番号が EventRecordID と不一致)",
        "Exported log: record numbers differ from EventRecordID";
    warning_truncated:
        "ファイルが途中で終わっています",
        "File ends early";
    warning_prefetch_damaged:
        "Prefetch ファイルが破損",
        "Prefetch file damaged";
    warning_settings_unclear:
        "読み取れない設定がある",
        "A setting is not understood";
    warning_settings_damaged:
        "設定のファイルが破損",
        "Settings file damaged";
    warning_decompression_failed:
        "展開できません",
        "Could not be decompressed";
    warning_archive_damaged:
        "ZIP アーカイブが破損",
        "ZIP archive damaged";
    warning_nested_archive:
        "アーカイブ内のアーカイブは開きません",
        "Archive inside an archive is not opened";
    warning_member_unsupported:
        "暗号化または未対応の圧縮方式",
        "Encrypted or unsupported member";
    warning_limit_reached:
        "上限に達したため残りは読み取っていません",
        "Limit reached, the rest was not read";
    warning_matches_counted_only:
        "一致するレコードがケース全体の上限を超えたため、件数だけを数え、フィールドは保持していません",
        "More matching records in the case than the limit: counted, their fields are not kept";
    warning_unreadable:
        "読み取れません",
        "Could not be read";
    warning_unsupported:
        "このバージョンでは未対応",
        "This version does not read it";
    warning_not_recognised:
        "内容から種類を判別できません",
        "Not recognised by its content";
    warning_not_read_whole:
        "最後まで読み取っていません",
        "Not read to the end";
}
