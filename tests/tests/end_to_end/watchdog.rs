//! A worker that hangs takes its own piece with it and nothing else.
//!
//! No evidence can do this on purpose, so the test puts a script before the page's: it wraps what
//! workers are made of, so that reading the records of files of a certain name never ends. The clock of all workers goes faster, so that a minute of silence is soon over.

use konseki_core::{error::WarningCode, report::EvidenceStatus, report::Report};
use konseki_tests::{
    browser::{Browser, PATIENCE, Page, PageKind},
    cases::three_hosts,
};

use super::reading::{FINAL, Folder, click};

/// Records begin behind the header of 4,096 bytes; what opening a file reads begins at 0.
const SABOTAGE: &str = r"
    const inWorker = () => {
        const now = performance.now.bind(performance);
        performance.now = () => now() * 15;
        const slice = Blob.prototype.slice;
        Blob.prototype.slice = function (start, ...rest) {
            if (start === 4096 && this.name?.includes('hangs')) for (;;);
            return slice.call(this, start, ...rest);
        };
    };
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => make.call(URL, blob.type === 'text/javascript'
        ? new Blob([`if (typeof document === 'undefined') (${inWorker})();`, blob], { type: blob.type })
        : blob);";

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_hangs_loses_its_own_piece_only() {
    let what = "a worker that hangs";
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    browser.run_before_page(SABOTAGE).await;
    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let folder = Folder::new("watchdog");
    let wanted = "WS01/C/Windows/System32/winevt/Logs/Security.evtx";
    let case = three_hosts::logs_and_prefetch();
    let (_, log) = case.iter().find(|(path, _)| path.ends_with(wanted)).expect("a log");
    let names = ["hangs.evtx", "reads.evtx"];
    let files: Vec<_> = names.iter().map(|name| folder.write(name, log)).collect();
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#download-report").await;
    let report = browser.wait_for_download("konseki-report.json", PATIENCE).await;
    let report: Report =
        serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("a report");
    let of = |name: &str| report.evidence.iter().find(|one| one.path == name).expect("is listed");
    let [hangs, reads] = names.map(of);
    assert_eq!((reads.status, reads.warnings.len()), (EvidenceStatus::Read, 0));
    assert!(reads.records_read > 0);
    assert_eq!((hangs.status, hangs.records_read), (EvidenceStatus::NotRead, 0));
    let told = hangs.warnings.iter().find(|warning| warning.code == WarningCode::NotReadWhole);
    println!("{}", told.expect("says that it was not read").message);
}
