//! Every view at every width, in every language and theme: what it shows is there and fits.

use konseki_tests::browser::{Browser, ColorScheme, PATIENCE, PageKind};
use serde_json::Value;

use super::reading::{FINAL, click, opened};

/// Views: the tab that leads there, what is pressed in it, and what shows that it is there.
const VIEWS: [(&str, &str, &str); 9] = [
    ("#tab-case", "", ".diagram .tally-item"),
    ("#tab-traces", "", "tr.trace-row"),
    ("#tab-traces", "tr.trace-row:has(.outcome-not-found) button", ".trace-details .record-line"),
    ("#tab-uses", "", ".use-row"),
    ("#tab-uses", ".use-row button", ".use-lanes-record"),
    ("#tab-records", "", ".records-grid-row [role=gridcell]"),
    ("#tab-timeline", "", ".timeline-line rect"),
    ("#tab-coverage", "", ".coverage-covered > span"),
    ("#tab-evidence", "", ".evidence-row"),
];

/// What sticks out of the page to the right, by its class; nothing where the page does not scroll.
const STICKS_OUT: &str = "
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 5).map((one) => `${one.tagName} ${one.className}`);";

/// Texts that are cut off though nothing lets them be scrolled to or read in full.
const CUT_OFF: &str = "
    return [...document.querySelectorAll('main button, main h2, main h3, main summary, .outcome-badge')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
            && getComputedStyle(one).overflowX === 'hidden' && !one.title)
        .slice(0, 5).map((one) => one.textContent);";

async fn none(browser: &Browser, script: &str, where_: &str) {
    let found = browser.script(script, Vec::new()).await;
    assert_eq!(found, Value::Array(Vec::new()), "{where_}");
}

async fn every_view_fits(language: &str) {
    let what = format!("every view in {language}");
    let query = format!("?lang={language}");
    let Some((page, browser)) = opened(PageKind::SingleFile, &what, &query).await else { return };
    for (scheme, look) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
        for width in [1440, 390] {
            browser.set_color_scheme(scheme).await;
            browser.set_size(width, 900).await;
            browser.open(&page, &query).await;
            browser.wait_for("[data-worker=ready]", PATIENCE).await;
            none(&browser, STICKS_OUT, &format!("start, {language}, {look}, {width}")).await;
            click(&browser, "#try-sample").await;
            browser.wait_for(FINAL, PATIENCE).await;
            for (tab, press, shown) in VIEWS {
                let here = format!("{tab} {press}, {language}, {look}, {width}");
                click(&browser, tab).await;
                if !press.is_empty() {
                    browser.wait_for(press, PATIENCE).await;
                    let press = format!("document.querySelector('{press}').click();");
                    browser.script(&press, Vec::new()).await;
                }
                browser.wait_for(shown, PATIENCE).await;
                none(&browser, STICKS_OUT, &here).await;
                none(&browser, CUT_OFF, &here).await;
            }
        }
    }
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_fits_in_japanese() {
    every_view_fits("ja").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_fits_in_english() {
    every_view_fits("en").await;
}
