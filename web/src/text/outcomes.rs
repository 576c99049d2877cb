//! Words of roles, outcomes and conclusions.

super::part! {
    /// Words of roles, outcomes and conclusions.
    Outcomes
    role_source:
        "接続元",
        "Source";
    role_destination:
        "接続先",
        "Destination";
    role_domain_controller:
        "ドメインコントローラー",
        "Domain controller";
    role_host:
        "ホスト",
        "Host";
    no_host:
        "該当ホストなし",
        "no host";
    found_specific:
        "記録あり(固有)",
        "Found (specific)";
    found_consistent:
        "記録あり(他の要因でも残る)",
        "Found (consistent with)";
    not_found:
        "記録なし(記録される条件を確認済み)",
        "Not found (would have been recorded)";
    cannot_tell:
        "判定不能",
        "Cannot tell";
    partly_covered:
        "一部期間のみ確認",
        "Partly covered";
    not_applicable:
        "対象外",
        "Not applicable";
    outcome_help_found_specific:
        "このツールだけが残す記録です。",
        "A record that only this tool leaves.";
    outcome_help_found_consistent:
        "条件に合う記録ですが、他の要因でも残ります。単独では根拠になりません。",
        "A record that fits, but that other activity leaves too. By itself it proves nothing.";
    outcome_help_not_found:
        "記録がなく、記録される条件を確認済みです。根拠となるレコードを示します。",
        "No record, and it would have been recorded: the proofs are named.";
    outcome_help_cannot_tell:
        "記録がなく、この証拠では残り得なかったか、残り得たかどうかが分かりません。",
        "No record, and the evidence could not have shown it, or that is not known.";
    outcome_help_partly_covered:
        "対象期間のうち、証拠がある範囲には記録がありません。",
        "No record in the part of the period that the evidence covers.";
    outcome_help_not_applicable:
        "証拠から、この環境では残り得ない痕跡です。",
        "By the evidence, this trace cannot exist here.";
    success_shown:
        "実行成功の痕跡あり",
        "Success shown";
    attempted_and_failed:
        "試行・失敗",
        "Attempted, failed";
    specific_found:
        "使用の痕跡あり",
        "Use shown";
    consistent_only:
        "他の要因でも残る痕跡のみ",
        "Consistent traces only";
    nothing_recorded:
        "記録なし",
        "Nothing recorded";
    cannot_conclude:
        "判定不能",
        "Cannot tell";
}
