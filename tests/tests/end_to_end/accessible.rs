//! Every view of the page in axe-core: no violation, wide and narrow, light and dark.

use konseki_tests::browser::{Browser, ColorScheme, PATIENCE, Page, PageKind};
use konseki_tests::evidence;
use serde_json::Value;

/// Rule, and the elements that break it.
const VIOLATIONS: &str = "
    return axe.run(document, { resultTypes: ['violations'] }).then((result) =>
        result.violations.map((one) =>
            one.id + ': ' + one.nodes.slice(0, 5).map((node) => node.html.slice(0, 200)).join(' | ')));";

/// Views: name, what opens it, and what shows that it is there.
const VIEWS: [(&str, &str, &str); 11] = [
    ("case", "document.querySelector('#tab-case').click()", ".diagram"),
    ("evidence", "document.querySelector('#tab-evidence').click()", ".evidence-list"),
    ("uses", "document.querySelector('#tab-uses').click()", ".use-row"),
    ("use", "document.querySelector('.use-row button').click()", ".use-lanes-record"),
    ("records", "document.querySelector('#tab-records').click()", ".records-grid-row"),
    ("help", "document.querySelector('#open-help').click()", ".help-panel-terms"),
    (
        "timeline",
        "document.querySelector('#close-help').click(); document.querySelector('#tab-timeline').click()",
        ".timeline-line rect",
    ),
    ("coverage", "document.querySelector('#tab-coverage').click()", ".coverage-bar"),
    ("sheet", "document.querySelector('#tab-traces').click()", "tr.trace-row"),
    (
        "trace",
        "document.querySelector('tr.trace-row:has(.outcome-found-specific) button').click()",
        ".record-line",
    ),
    ("record", "document.querySelector('.record-line').click()", ".record-checks"),
];

async fn expect_none(browser: &Browser, view: &str) {
    let found = browser.script(VIOLATIONS, Vec::new()).await;
    assert_eq!(found, Value::Array(Vec::new()), "{view}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_is_accessible() {
    let what = "accessibility by axe-core";
    let Some(axe) = std::env::var_os("KONSEKI_AXE") else {
        return evidence::skip(
            what,
            "KONSEKI_AXE names no axe.min.js; `cargo xtask test` fetches it",
        );
    };
    let axe = std::fs::read_to_string(axe).expect("axe-core can be read");
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    for (scheme, width, query) in
        [(ColorScheme::Light, 1440, "?lang=en"), (ColorScheme::Dark, 390, "?lang=ja")]
    {
        browser.set_color_scheme(scheme).await;
        browser.set_size(width, 900).await;
        browser.open(&page, query).await;
        browser.wait_for("[data-worker=ready]", PATIENCE).await;
        browser.script(&axe, Vec::new()).await;
        expect_none(&browser, &format!("start {query}")).await;
        browser.script("document.querySelector('#try-sample').click();", Vec::new()).await;
        browser.wait_for("#download-report:not([disabled])", PATIENCE).await;
        for (name, open, shown) in VIEWS {
            browser.script(open, Vec::new()).await;
            browser.wait_for(shown, PATIENCE).await;
            expect_none(&browser, &format!("{name} {query}")).await;
        }
    }
}
