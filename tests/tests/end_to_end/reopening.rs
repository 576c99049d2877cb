//! A saved report that is dropped: shown as it was, then checked against its evidence.

use konseki_tests::browser::{Browser, PATIENCE, PageKind};
use konseki_tests::evidence::workspace_root;

use super::reading::{FINAL, click, opened};

const SAVED: &str = "document.querySelector('#reopened')?.textContent";

async fn give(browser: &Browser, path: std::path::PathBuf) {
    browser.upload("#choose-files", &[path]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_report_opens_again_and_its_evidence_bears_it_out() {
    let what = "a saved report";
    let Some((page, browser)) = opened(PageKind::SingleFile, what, "?lang=en").await else {
        return;
    };
    click(&browser, "#try-sample").await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#download-report").await;
    let report = browser.wait_for_download("konseki-report.json", PATIENCE).await;

    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    give(&browser, report.clone()).await;
    browser.wait_until(&format!("{SAVED}?.includes('konseki-report.json')"), PATIENCE).await;
    browser.wait_for(".node-destination.conclusion-success-shown", PATIENCE).await;
    // Without the evidence a record cannot be opened, and the page says so.
    click(&browser, "#tab-records").await;
    browser.wait_for(".records-grid-row [role=gridcell]:nth-child(3)", PATIENCE).await;
    click(&browser, ".records-grid-row").await;
    browser.wait_for(".record-panel [role=alert]", PATIENCE).await;
    click(&browser, "#close-record").await;

    give(&browser, workspace_root().join("web/sample/net-use-case.zip")).await;
    browser.wait_for("#reopened.reopened-note-same", PATIENCE).await;
    browser.wait_for(".records-grid-row [role=gridcell]:nth-child(3)", PATIENCE).await;
    click(&browser, ".records-grid-row").await;
    browser.wait_for(".record-panel-facts", PATIENCE).await;
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_was_changed_is_found_out() {
    let what = "a changed report";
    let Some((page, browser)) = opened(PageKind::SingleFile, what, "?lang=ja").await else {
        return;
    };
    click(&browser, "#try-sample").await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#download-report").await;
    let path = browser.wait_for_download("konseki-report.json", PATIENCE).await;
    let report = std::fs::read_to_string(&path).expect("can be read");
    let mut report: serde_json::Value = serde_json::from_str(&report).expect("is JSON");
    let trace = &mut report["sheets"][0]["roles"][0]["traces"][0];
    trace["outcome"] = "not_applicable".into();
    report["evidence"][0]["sha256"] = "0".repeat(64).into();
    std::fs::write(&path, report.to_string()).expect("can be written");

    browser.open(&page, "?lang=ja").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    give(&browser, path).await;
    browser.wait_for("#reopened", PATIENCE).await;
    give(&browser, workspace_root().join("web/sample/net-use-case.zip")).await;
    browser.wait_for("#reopened.reopened-note-other", PATIENCE).await;
    let lists = "document.querySelectorAll('#reopened details').length === 3";
    browser.wait_until(lists, PATIENCE).await;
}
