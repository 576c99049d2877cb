//! Large logs come in piece by piece while they are looked at: nothing of them is lost or told twice.

use konseki_tests::browser::{PATIENCE, PageKind};
use konseki_tests::grown::{self, Kind};

use super::reading::{FINAL, Folder, REPORT, click, expected, opened, same};

#[tokio::test(flavor = "multi_thread")]
async fn logs_of_many_pieces_give_the_librarys_report() {
    let opened = opened(PageKind::SingleFile, "logs of many pieces", "?lang=en").await;
    let Some((_, browser)) = opened else { return };
    let folder = Folder::new("pieces");
    // More than one segment, and an end inside a chunk.
    let mut sysmon = grown::in_memory(Kind::Sysmon, 17 << 20);
    sysmon.truncate(sysmon.len() - 70_000);
    let security = grown::in_memory(Kind::Security, 3 << 20);
    let files = [folder.write("Security.evtx", &security), folder.write("Sysmon.evtx", &sysmon)];
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#download-report").await;
    let report = browser.wait_for_download(REPORT, PATIENCE).await;
    let report = std::fs::read(report).expect("the report can be read");
    same(&report, &expected(&files), "a report of logs in many pieces");
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}
