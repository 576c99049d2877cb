//! Pictures of the page for people to look at: `cargo xtask screenshot DIRECTORY`.

use std::path::{Path, PathBuf};

use konseki_tests::browser::{Browser, ColorScheme, PATIENCE, Page, PageKind};
use konseki_tests::cases::{sample_case_zip, three_hosts};

use super::reading::{FINAL, Folder};

const OPEN_SHEET: &str = "document.querySelector('#tab-traces').click();";
/// Height at which a whole view is seen at once.
const WHOLE_HEIGHT: u32 = 2_400;
/// Opens the first row that was found and its first record.
const OPEN_ROW: &str = "
    document.querySelector('tr.trace-row:has(.outcome-found-specific) button').click();";
const OPEN_RECORD: &str = "document.querySelector('.record-line').click();";
const CLOSE_RECORD: &str = "document.querySelector('#close-record').click();";

/// A window on a desk, a phone, and a large screen.
const SIZES: [(u32, u32); 3] = [(1440, 900), (390, 844), (3840, 2160)];

fn folder() -> PathBuf {
    let folder = std::env::var_os("KONSEKI_SCREENSHOTS").map(PathBuf::from);
    let folder = folder.expect("KONSEKI_SCREENSHOTS says where the pictures go");
    std::fs::create_dir_all(&folder).expect("the folder can be created");
    folder
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "pictures are looked at, not tested: cargo xtask screenshot DIRECTORY"]
async fn pictures_of_the_page() {
    let folder = folder();
    let what = "pictures of the page";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    for language in ["en", "ja"] {
        for (scheme, look) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
            for (width, height) in SIZES {
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

/// Loading, cancelled, unreadable, ended, exported, printed.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "pictures are looked at, not tested: cargo xtask screenshot DIRECTORY"]
async fn pictures_of_states() {
    let folder = folder();
    let what = "pictures of states";
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    browser.set_processors(1).await;
    let evidence = Folder::new("states");
    let (many, mixed) = evidence_of_states(&evidence);
    for (language, scheme, look) in
        [("ja", ColorScheme::Light, "light"), ("en", ColorScheme::Dark, "dark")]
    {
        for (width, height) in SIZES {
            browser.set_color_scheme(scheme).await;
            browser.set_size(width, height).await;
            let suffix = format!("{language}-{look}-{width}.png");
            let query = format!("?lang={language}");
            browser.open(&page, &query).await;
            browser.wait_for("[data-worker=ready]", PATIENCE).await;
            states(&browser, &folder, &suffix, (&many, &mixed)).await;
            browser.open(&page, &query).await;
            browser.wait_for("[data-worker=ready]", PATIENCE).await;
            printed(&browser, &folder, &suffix).await;
        }
    }
}

/// Many logs, which take a while, and files of which some cannot be read.
fn evidence_of_states(folder: &Folder) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let zip = sample_case_zip();
    let many = (0..24).map(|n| folder.write(&format!("collection-{n:02}.zip"), &zip)).collect();
    let case = three_hosts::logs_and_prefetch();
    let log = case.iter().find(|(path, _)| path.ends_with("Security.evtx")).map(|(_, log)| log);
    let mut log = log.expect("a log").clone();
    let whole = folder.write("Security.evtx", &log);
    // Damage in a chunk, and a file of which nothing is left but its beginning.
    log[4_096 + 200..4_096 + 1_000].fill(0);
    let damaged = folder.write("damaged.evtx", &log);
    let cut = folder.write("cut.evtx", &log[..2_000]);
    let notes = folder.write("notes.txt", b"no evidence");
    (many, vec![whole, damaged, cut, notes])
}

async fn states(
    browser: &Browser,
    folder: &Path,
    suffix: &str,
    (many, mixed): (&[PathBuf], &[PathBuf]),
) {
    let picture = |name: &str| folder.join(format!("{name}-{suffix}"));
    browser.upload("#choose-files", many).await;
    browser.wait_for("#cancel-all", PATIENCE).await;
    browser.wait_for(".reading-progress-files li", PATIENCE).await;
    browser.screenshot(&picture("state-loading")).await;
    browser.script("document.querySelector('#cancel-all').click();", Vec::new()).await;
    browser.wait_for(FINAL, PATIENCE).await;
    browser.screenshot(&picture("state-cancelled")).await;
    browser.script("document.querySelector('#tab-evidence').click();", Vec::new()).await;
    browser.screenshot(&picture("state-cancelled-evidence")).await;

    // The first press asks, the second closes the case.
    let over = "
        document.querySelector('#start-over').click();
        setTimeout(() => document.querySelector('#start-over').click(), 200);";
    browser.script(over, Vec::new()).await;
    browser.wait_for("[data-worker=ready] .welcome", PATIENCE).await;
    browser.upload("#choose-files", mixed).await;
    browser.wait_for(FINAL, PATIENCE).await;
    browser.screenshot(&picture("state-unreadable")).await;
    browser.script("document.querySelector('#tab-evidence').click();", Vec::new()).await;
    browser.screenshot(&picture("state-unreadable-evidence")).await;
    for part in ["uses", "records"] {
        let open = format!("document.querySelector('#tab-{part}').click(); scrollTo(0, 0);");
        browser.script(&open, Vec::new()).await;
        browser.screenshot(&picture(&format!("state-unreadable-{part}"))).await;
    }

    browser.script(over, Vec::new()).await;
    browser.wait_for("[data-worker=ready] .welcome", PATIENCE).await;
    browser.upload("#choose-files", &mixed[3..]).await;
    browser.wait_for(FINAL, PATIENCE).await;
    browser.screenshot(&picture("state-no-evidence")).await;
}

/// The sample case exported and printed, and its HTML report.
async fn printed(browser: &Browser, folder: &Path, suffix: &str) {
    let picture = |name: &str| folder.join(format!("{name}-{suffix}"));
    browser.script("document.querySelector('#try-sample').click();", Vec::new()).await;
    browser.wait_for(FINAL, PATIENCE).await;
    let menu = "document.querySelector('#export-menu').open = true;";
    browser.script(menu, Vec::new()).await;
    browser.screenshot(&picture("state-menu")).await;
    browser.script("document.querySelector('#export-cited').click();", Vec::new()).await;
    browser.wait_for("#cited-note:not(:has(progress))", PATIENCE).await;
    browser.screenshot(&picture("state-cited")).await;
    browser.script("document.querySelector('#close-cited').click();", Vec::new()).await;
    browser.set_printing(true).await;
    browser.screenshot(&picture("print-case")).await;
    browser.script("document.querySelector('#tab-traces').click();", Vec::new()).await;
    browser.screenshot(&picture("print-sheet")).await;
    browser.set_printing(false).await;
    browser
        .script(&format!("{menu} document.querySelector('#export-html').click();"), Vec::new())
        .await;
    let report = browser.wait_for_download("konseki-report.html", PATIENCE).await;
    let kept = folder.join(format!("report-{suffix}.html"));
    std::fs::rename(&report, &kept).expect("the report can be kept");
}
