//! Words of giving evidence.

super::part! {
    /// Words of giving evidence.
    Giving
    drop_here:
        "証拠をここにドロップ",
        "Drop evidence here";
    drop_hint:
        "イベントログ(.evtx)、Prefetch(.pf)、$MFT、$UsnJrnl:$J、それらを含むフォルダーや ZIP。種類はファイルの内容から判別します。",
        "Event logs (.evtx), Prefetch files (.pf), $MFT, $UsnJrnl:$J, folders of them, ZIP archives. Files are recognised by their content.";
    choose_files:
        "ファイルを選択",
        "Choose files";
    choose_folder:
        "フォルダーを選択",
        "Choose a folder";
    try_sample:
        "サンプルケースを試す",
        "Try the sample case";
    sample_hint:
        "「net use」を実行した 3 台のホストのログを模して作成したデータです。お手元のファイルと同じ手順で読み取ります。",
        "Constructed logs of three hosts in which “net use” was run, read exactly as your own files would be.";
    add_more:
        "証拠を追加",
        "Add evidence";
    stays_here:
        "すべてこのブラウザーのタブの中で読み取ります。送信も保存もせず、ネットワークがなくても動作します。",
        "Everything is read inside this browser tab. Nothing is sent, nothing is stored, and the page works without a network.";
    answers_title:
        "痕跡ごとに示す結果",
        "What each documented trace is answered with";
    answer_found:
        "該当レコードを、ファイル・オフセット・レコード ID で示します。このツールに固有の痕跡と、他の要因でも残る痕跡を区別します。",
        "The record that shows it, by file, offset and record ID. A trace that only this tool leaves is told apart from one that others leave too.";
    answer_not_found:
        "記録される条件がそろっていたと確認できた場合に限り、その根拠となるレコードとともに示します。",
        "Said only where the evidence would have shown it, with the records that prove the log was being written.";
    answer_cannot_tell:
        "判定できない理由と、次に収集・確認すべきものを示します。",
        "The reason, and what to collect or check next.";
}
