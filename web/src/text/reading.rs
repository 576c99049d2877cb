//! Words of reading, and of what stops it.

super::part! {
    /// Words of reading, and of what stops it.
    Reading
    reading:
        "証拠を読み取り中",
        "Reading evidence";
    hashing:
        "SHA-256 を計算中",
        "Computing SHA-256";
    settling:
        "痕跡と照合中",
        "Comparing with the sheet";
    files_done:
        "{0} / {1} ファイル",
        "{0} of {1} files";
    rate:
        "毎秒 {0}",
        "{0}/s";
    time_left:
        "残り {0}",
        "{0} left";
    seconds:
        "{0} 秒",
        "{0} s";
    minutes:
        "{0} 分",
        "{0} min";
    hours:
        "{0} 時間 {1} 分",
        "{0} h {1} min";
    cancel_all:
        "読み取りを中止",
        "Cancel reading";
    cancel_file:
        "{0} の読み取りを中止",
        "Cancel reading {0}";
    verdicts_follow:
        "読み取りが終わると、判定がここに表示されます。",
        "Verdicts appear here when reading is done.";
    new_report_follows:
        "以下は、読み取り中の証拠を含まない時点の結果です。",
        "Shown below is the result without the evidence that is still being read.";
    failed_title:
        "読み取りが停止しました",
        "Reading stopped";
    failed_hint:
        "証拠そのものは変更されていません。最初からやり直し、証拠を指定し直してください。同じファイルで再び起きる場合は、そのファイルを除いてください。",
        "The evidence itself was not changed. Start over and give it again; if it happens with the same file again, leave that file out.";
}
