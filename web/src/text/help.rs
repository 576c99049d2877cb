//! Words of the help: the first look, and what each term means.

super::part! {
    /// Words of the help.
    Help
    open:
        "使い方と用語",
        "Help";
    close:
        "閉じる",
        "Close";
    first_look:
        "はじめに見るところ",
        "A first look";
    first_look_hint:
        "サンプルケースを開き、次の順に見ていくと全体がつかめます。",
        "Open the sample case and go through the parts in this order.";
    show:
        "表示",
        "Show";
    terms:
        "用語",
        "Terms";
    step_case:
        "まず「ケース」で、役割ごとの結論と、次に集めるものを見ます。",
        "Case: the conclusion for each role, and what to collect next.";
    step_uses:
        "「一連の接続」で、ホストをまたぐ一連の記録を 1 件ずつ確かめます。",
        "Uses: the records of all hosts that belong to one use.";
    step_traces:
        "「痕跡」で行を開くと、一致したレコード、または「なし」と言える根拠が分かります。",
        "Traces: open a row for the records that match, or the proof that there is none.";
    step_timeline:
        "「タイムライン」でドラッグすると、その期間だけで判定し直します。",
        "Timeline: drag over a range, and verdicts are settled for that period.";
    step_coverage:
        "「記録範囲」で、証拠が届いていない期間を確かめます。",
        "Coverage: which time the evidence does not reach.";
    sheet:
        "シート",
        "Sheet";
    sheet_means:
        "あるツールやコマンドについて、残る痕跡を文書化した一覧。JPCERT/CC のツール分析結果シートに基づきます。",
        "The documented traces of one tool or command, after a tool analysis sheet of JPCERT/CC.";
    role:
        "役割",
        "Role";
    role_means:
        "接続元・接続先・ドメインコントローラーなど、ツールの使用においてホストが担う立場。",
        "What a host is in the use of the tool: source, destination, domain controller.";
    trace:
        "痕跡",
        "Trace";
    trace_means:
        "シートの 1 行。どの証拠に、どのような条件の記録が残るかを示します。",
        "One row of the sheet: which evidence holds which record, and under what conditions.";
    step:
        "段階",
        "Step";
    step_means:
        "プロセスの起動など、同じ場面で残る痕跡のまとまり。",
        "Traces that one moment leaves, such as the start of a process.";
    specific:
        "固有",
        "Specific";
    specific_means:
        "このツールだけが残す痕跡。",
        "A trace that only this tool leaves.";
    consistent:
        "他の要因でも残る",
        "Consistent with";
    consistent_means:
        "条件に合うものの、通常の動作でも残る痕跡。単独では使用の根拠になりません。",
        "A trace that fits but that other activity leaves too. By itself it proves nothing.";
    decisive:
        "実行成功を示す痕跡",
        "Shows success";
    decisive_means:
        "シートが「実行に成功したことを示す」としている痕跡。",
        "A trace that the sheet names as showing success.";
    key_row:
        "主要な痕跡",
        "Key row";
    key_row_means:
        "シートが、まず確認すべきとしている痕跡。",
        "A trace that the sheet marks as one to look for first.";
    partly_covered:
        "一部期間のみ確認",
        "Partly covered";
    partly_covered_means:
        "証拠がある範囲には記録がなく、残りの期間は確認できない場合の結果。",
        "No record where the evidence reaches; the rest of the period is not shown.";
    interest:
        "注目度",
        "Interest";
    interest_means:
        "高: コマンドライン・明示的な資格情報・実行成功を示す痕跡・指定した条件のいずれかに関わる接続。低: IPC$ や SYSVOL だけの接続、コンピューター アカウントの接続。",
        "High: a command line, explicit credentials, a trace that shows success or the question names the use. Low: only IPC$ or SYSVOL, or a computer account.";
    not_found:
        "記録なし",
        "Not found";
    not_found_means:
        "記録がなく、かつ、行われていれば記録されたはずだと証拠から確認できた場合の結果。",
        "No record, and the evidence proves that it would have been recorded.";
    cannot_tell:
        "判定不能",
        "Cannot tell";
    cannot_tell_means:
        "記録がないものの、この証拠では残り得なかったか、残り得たか確認できない場合の結果。理由と次に集めるものを示します。",
        "No record, but the evidence could not have shown one, or that is not known. The reason and what to collect next are given.";
    setting:
        "設定",
        "Setting";
    setting_means:
        "痕跡が記録されるために有効でなければならない監査ポリシーや Sysmon の設定。",
        "What must have been on for a trace to be recorded: audit policy, Sysmon events.";
    coverage:
        "記録範囲",
        "Coverage";
    coverage_means:
        "ホストとチャネルごとに、証拠が実際に対象としている期間。消去・欠落・上書きで途切れます。",
        "The time that the evidence of a host and channel really reaches over; clears, gaps and overwriting break it.";
    gap:
        "欠落",
        "Gap";
    gap_means:
        "レコード ID が連続していない部分。レコードが失われた可能性があります。",
        "Record ids that do not follow each other: records may have been lost.";
    one_use:
        "一連の接続",
        "Use";
    one_use_means:
        "接続・ログオン・コマンドラインなどを手がかりに、複数のホストのレコードを 1 回の使用として結び付けたもの。",
        "Records of several hosts tied together as one use of the tool: by connection, logon, command line.";
    clock_offset:
        "時刻のずれ",
        "Clock offset";
    clock_offset_means:
        "両方のホストが同じ接続を記録した時刻の差から見積もった、時計のずれ。",
        "How far two clocks differ, by connections that both hosts recorded.";
    citation:
        "引用",
        "Citation";
    citation_means:
        "レコードの場所を示す一行。ファイル、SHA-256、オフセット、レコード ID を含み、第三者が同じレコードを確認できます。",
        "One line that says where a record stands, by file, SHA-256, offset and record id, so that others can check it.";
    libraries:
        "このページに含まれるライブラリとライセンス",
        "Libraries in this page and their licences";
    libraries_mean:
        "Konseki 自体は MIT または Apache License 2.0 で利用できます。",
        "Konseki itself may be used under the MIT licence or the Apache License 2.0.";
}
