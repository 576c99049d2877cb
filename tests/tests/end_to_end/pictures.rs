//! Pictures of the page for people to look at: `cargo xtask screenshot DIRECTORY`.

use std::path::{Path, PathBuf};

use konseki_tests::browser::{Browser, ColorScheme, PATIENCE, Page, PageKind};

const OPEN_SHEET: &str = "document.querySelector('#tab-traces').click();";
/// Height at which a whole view is seen at once.
const WHOLE_HEIGHT: u32 = 2_400;
/// Opens the first row that was found and its first record.
const OPEN_ROW: &str = "
    document.querySelector('tr.trace-row:has(.outcome-found-specific) button').click();";
const OPEN_RECORD: &str = "document.querySelector('.record-line').click();";
const CLOSE_RECORD: &str = "document.querySelector('#close-record').click();";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "pictures are looked at, not tested: cargo xtask screenshot DIRECTORY"]
async fn pictures_of_the_page() {
    let folder = std::env::var_os("KONSEKI_SCREENSHOTS").map(PathBuf::from);
    let folder = folder.expect("KONSEKI_SCREENSHOTS says where the pictures go");
    std::fs::create_dir_all(&folder).expect("the folder can be created");
    let what = "pictures of the page";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    for language in ["en", "ja"] {
        for (scheme, look) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
            for (width, height) in [(1440, 900), (390, 844)] {
                browser.set_color_scheme(scheme).await;
                browser.set_size(width, height).await;
                browser.open(&page, &format!("?lang={language}")).await;
                browser.wait_for("[data-worker=ready]", PATIENCE).await;
                let suffix = format!("{language}-{look}-{width}.png");
                browser.screenshot(&folder.join(format!("start-{suffix}"))).await;
                browser.script("document.querySelector('#try-sample').click();", Vec::new()).await;
                browser.wait_for("#download-report:not([disabled])", PATIENCE).await;
                views(&browser, &folder, &suffix, (width, height)).await;
            }
        }
    }
}

/// The parts of a case, one after the other.
async fn views(browser: &Browser, folder: &Path, suffix: &str, (width, height): (u32, u32)) {
    let picture = |name: &str| folder.join(format!("{name}-{suffix}"));
    browser.screenshot(&picture("case")).await;
    browser.set_size(width, WHOLE_HEIGHT).await;
    browser.screenshot(&picture("case-whole")).await;
    browser.set_size(width, height).await;
    browser.script(OPEN_SHEET, Vec::new()).await;
    browser.wait_for("tr.trace-row", PATIENCE).await;
    browser.screenshot(&picture("sheet")).await;
    browser.script(OPEN_ROW, Vec::new()).await;
    let row = "document.querySelector('.trace-row-open').scrollIntoView({ block: 'center' });";
    browser.wait_for(".trace-row-open", PATIENCE).await;
    browser.script(row, Vec::new()).await;
    browser.screenshot(&picture("trace")).await;
    browser.script(OPEN_RECORD, Vec::new()).await;
    browser.wait_for(".record-panel-facts", PATIENCE).await;
    browser.screenshot(&picture("record")).await;
    browser.script(CLOSE_RECORD, Vec::new()).await;
    for part in ["uses", "records", "timeline", "coverage", "evidence"] {
        let open = format!("document.querySelector('#tab-{part}').click(); scrollTo(0, 0);");
        browser.script(&open, Vec::new()).await;
        let into = "document.querySelector('.tabs').scrollIntoView();";
        browser.script(into, Vec::new()).await;
        if part == "records" {
            browser.wait_for(".records-grid-row", PATIENCE).await;
        }
        browser.screenshot(&picture(part)).await;
        if part == "uses" {
            browser.script("document.querySelector('.use-row button').click();", Vec::new()).await;
            browser.wait_for(".use-lanes-record", PATIENCE).await;
            browser
                .script("document.querySelector('.use-details').scrollIntoView();", Vec::new())
                .await;
            browser.screenshot(&picture("use")).await;
        }
    }
}
