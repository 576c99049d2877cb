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
        "指定されたファイルに、イベントログ・Prefetch・$MFT・USN ジャーナルのどれも見つかりません。各ファイルの状態は「証拠ファイル」で確認し、下の「次に収集・確認するもの」を証拠として追加してください。",
        "None of the given files is an event log, a Prefetch file, a $MFT or a USN journal. See Evidence for each file, and add what is listed under Collect next.";
    nothing_read_title:
        "証拠を読み取れていません",
        "No evidence was read";
    nothing_read_hint:
        "証拠ファイル {1} 件のうち {0} 件を読み取れませんでした。理由は「証拠ファイル」で確認できます。読み取りを中止した場合は、同じファイルをもう一度追加してください。",
        "{0} of {1} evidence files could not be read; Evidence tells why. If reading was cancelled, add the same files again.";
    picture:
        "ホストと役割",
        "Hosts in their roles";
    host_in_role:
        "{0}のホスト",
        "Host as {0}";
    by_evidence:
        "自動(証拠から判断)",
        "Automatic (by evidence)";
    by_user:
        "指定したホスト",
        "As you said";
    question:
        "調査対象を絞る(すべて任意)",
        "Narrow the question (all optional)";
    question_source:
        "接続元のアドレスまたはホスト",
        "Source address or host";
    question_destination:
        "接続先のホスト",
        "Destination host";
    question_account:
        "アカウント",
        "Account";
    question_share:
        "共有名",
        "Share";
    question_file:
        "ファイル名",
        "File name";
    question_from:
        "開始(UTC)",
        "From (UTC)";
    question_to:
        "終了(UTC)",
        "To (UTC)";
    asked:
        "判定の条件",
        "Judged for";
    asked_period:
        "期間(UTC)",
        "Period (UTC)";
    ask:
        "再判定",
        "Judge again";
    ask_nothing:
        "条件を解除",
        "Clear";
    problem_source:
        "接続元には IP アドレスか、アドレスの分かっているホスト名を入力してください。",
        "Give the source as an IP address, or as a host whose address the evidence shows.";
    problem_time:
        "日時を読み取れません。2026-03-02 09:15:04 のように UTC で入力してください。",
        "A time cannot be read. Write it in UTC, such as 2026-03-02 09:15:04.";
    problem_order:
        "終了が開始より前です。",
        "The period ends before it begins.";
    collect_next:
        "次に収集・確認するもの",
        "Collect next";
    collect_hint:
        "判定不能の痕跡を多く判定できる順です。",
        "In the order of how many undecided rows each would decide.";
    collect_nothing:
        "この役割の痕跡はすべて判定できています。",
        "Every row of these hosts is decided.";
    decides_rows:
        "{0} 行を判定可能に",
        "would decide {0} rows";
    all_conclusions:
        "すべてのホストと役割の結論({0} 件)",
        "Conclusions for every host and role ({0})";
    hosts:
        "ホスト",
        "Hosts";
    show_rows:
        "「{1}」の痕跡 {0} 件を表示",
        "Show {0} traces: {1}";
    leading_use:
        "最初に確認する一連の接続: {0}",
        "The use to look at first: {0}";
    leading_use_of:
        "注目度「高」は {0} 件",
        "{0} uses of high interest";
    show_use:
        "レコードを時刻順に表示",
        "Show its records in order";
    conclusions:
        "結論",
        "Conclusions";
}
