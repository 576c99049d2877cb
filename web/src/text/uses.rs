//! Words of uses: connections that belong together across hosts.

super::part! {
    /// Words of uses.
    Uses
    view:
        "一連の接続",
        "Uses";
    caption:
        "複数のホストの記録から再構成した一連の接続",
        "Uses reconstructed from the records of all hosts";
    none:
        "一連の接続は見つかりませんでした。ログオン・共有・接続のいずれかが記録されたイベントログを、接続先(あれば接続元とドメインコントローラーも)から追加してください。",
        "No use was reconstructed. Add event logs that record logons, shares or connections: those of the destination first, then source and domain controller.";
    none_for_filter:
        "この条件に合う一連の接続はありません。",
        "No use matches this filter.";
    shown:
        "{1} 件中 {0} 件を表示",
        "{0} of {1} shown";
    search:
        "検索",
        "Search";
    interest:
        "注目度",
        "Interest";
    interest_high:
        "高",
        "High";
    interest_normal:
        "中",
        "Normal";
    interest_low:
        "低",
        "Low";
    any_interest:
        "すべての注目度",
        "Any interest";
    normal_or_high:
        "中以上",
        "Normal or high";
    only_high:
        "高のみ",
        "High only";
    source:
        "接続元",
        "Source";
    destination:
        "接続先",
        "Destination";
    account:
        "アカウント",
        "Account";
    share:
        "共有",
        "Share";
    first:
        "最初の記録(UTC)",
        "First (UTC)";
    last:
        "最後の記録(UTC)",
        "Last (UTC)";
    traces:
        "痕跡",
        "Traces";
    tally:
        "記録されうる {1} 件中 {0} 件",
        "{0} of {1} that could have been recorded";
    one_sided:
        "片側の証拠のみ",
        "One end only";
    one_sided_help:
        "接続元か接続先のどちらか一方の証拠しかありません。",
        "Only one end's evidence was supplied.";
    outside_window:
        "期間外",
        "Outside the period";
    unknown:
        "不明",
        "Unknown";
    details:
        "一連の接続 {0}",
        "Use {0}";
    close:
        "この詳細を閉じる",
        "Close these details";
    lanes:
        "時刻順の記録",
        "Its records in order";
    lanes_hint:
        "記録を選ぶと詳細が開きます。閉じるとここに戻ります。",
        "Choose a record to open it; closing it leads back here.";
    other_host:
        "その他",
        "Other";
    other_record:
        "関連する記録",
        "Related record";
    links:
        "同じ接続と判断した根拠",
        "Why these records belong together";
    strength_identifies:
        "一意の値が一致",
        "identifying values agree";
    strength_agrees:
        "複数の値が一致",
        "several values agree";
    strength_near:
        "時刻の近さのみ",
        "nearness in time only";
    link_connection:
        "TCP 接続(アドレスとポート)",
        "TCP connection (address and port)";
    link_command_line:
        "コマンドラインの接続先・共有・アカウント",
        "Destination, share and account of the command line";
    link_account_sid:
        "アカウントの SID",
        "SID of the account";
    link_logon:
        "接続先のログオンセッション",
        "Logon session of the destination";
    link_logon_guid:
        "チケットとログオンの GUID",
        "Logon GUID of the ticket";
    link_ticket:
        "チケットのアドレスとアカウント",
        "Address and account of the ticket";
    link_service_name:
        "チケットのサービス名(接続先のコンピューター)",
        "Service of the ticket (computer of the destination)";
    link_process:
        "プロセスの開始と終了",
        "Start and end of the process";
    link_order:
        "順序と時刻の近さ",
        "Order and nearness in time";
    link_file_name:
        "ファイル名",
        "Name of the file";
    link_credentials:
        "この接続先への明示的な資格情報(4648)",
        "Explicit credentials for this destination (4648)";
    differences:
        "一致しない値",
        "Values that differ";
    differences_hint:
        "同じ項目に複数の値が記録されています。誤った結び付けでないか確認してください。",
        "Several values were recorded for one thing: check that the tie is right.";
    clock_offset:
        "接続先の時計は接続元より {0} 秒(± {1} 秒、{2} 接続から推定)",
        "The destination's clock is {0} s against the source's (± {1} s, from {2} connections)";
    clock:
        "時計のずれ",
        "Clock offset";
    outcomes:
        "この接続の痕跡",
        "Traces of this use";
}
