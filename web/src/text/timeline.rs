//! Words of the timeline.

super::part! {
    /// Words of the timeline.
    Timeline
    view:
        "タイムライン",
        "Timeline";
    none:
        "一致した記録がまだないため、タイムラインは空です。",
        "No record matches a trace yet, so there is nothing to draw.";
    hint:
        "ドラッグした範囲が対象期間になり、判定がすぐに更新されます。記録はクリックで開きます。キーボードでは、行を選んで ←→ で記録を選び、Enter で開きます。",
        "Drag to set the period asked for: verdicts follow at once. Click to open a record. By keyboard: focus a lane, choose with the arrow keys, open with Enter.";
    zoom_in:
        "拡大",
        "Zoom in";
    zoom_out:
        "縮小",
        "Zoom out";
    earlier:
        "前の時間帯",
        "Earlier";
    later:
        "後の時間帯",
        "Later";
    whole:
        "全体を表示",
        "Show all";
    to_window:
        "対象期間を表示",
        "Show the period";
    clear_window:
        "対象期間を解除",
        "Clear the period";
    zone:
        "時刻の表示",
        "Time zone";
    zone_utc:
        "UTC(協定世界時)",
        "UTC";
    zone_local:
        "このブラウザの現地時刻",
        "Local time of this browser";
    zone_host:
        "{0}: {1} の標準時",
        "{0}: standard time of {1}";
    lane:
        "{0}: この範囲に {1} 件の記録",
        "{0}: {1} records in this range";
    moment:
        "{0} — {1} 件",
        "{0} — {1} records";
    legend_specific:
        "このツールだけが残す記録",
        "Left by this tool only";
    legend_consistent:
        "他の要因でも残る記録",
        "Left by other activity too";
    legend_uses:
        "一連の接続",
        "Uses";
}
