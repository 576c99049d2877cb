//! Many gibibytes in one case: it ends, nothing is lost, memory stays, and it can be cancelled.
//! `cargo xtask big` runs it: it takes minutes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use konseki_core::report::{EvidenceStatus, Report};
use konseki_tests::browser::{Browser, PATIENCE, PageKind};

use super::reading::{FINAL, Folder, click, opened};

/// Reading and hashing tens of gibibytes.
const LONG: Duration = Duration::from_secs(3_600);
/// The report's name when it is downloaded.
const REPORT: &str = "konseki-report.json";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: cargo xtask big"]
async fn a_case_of_many_gibibytes() {
    let file = std::env::var_os("KONSEKI_BIG_FILE").map(PathBuf::from);
    let file = file.expect("KONSEKI_BIG_FILE names a grown log");
    let count = std::env::var("KONSEKI_BIG_COUNT").expect("KONSEKI_BIG_COUNT says how often");
    let count: usize = count.parse().expect("a number");
    let folder = Folder::new("big");
    // Links: the page reads each of them whole, and the disk holds one.
    let names: Vec<PathBuf> = (0..count).map(|number| link(&folder, &file, number)).collect();
    let one = check(&names[..1], false).await;
    let whole = check(&names, false).await;
    let cancelled = check(&names, true).await;
    let (Some((one, _)), Some((whole, peak)), Some((cancelled, _))) = (one, whole, cancelled)
    else {
        return;
    };
    let records = one.evidence[0].records_read;
    assert!(records > 0 && one.evidence[0].status == EvidenceStatus::Read);
    assert_eq!(whole.evidence.len(), count);
    for evidence in &whole.evidence {
        assert_eq!((evidence.status, evidence.records_read), (EvidenceStatus::Read, records));
        assert_eq!(evidence.sha256, one.evidence[0].sha256);
    }
    let partly = |report: &Report| {
        report.evidence.iter().filter(|one| one.status != EvidenceStatus::Read).count()
    };
    assert!(partly(&cancelled) > 0, "cancelled in the midst");
    let told = cancelled.evidence.iter().filter(|one| one.status != EvidenceStatus::Read);
    for evidence in told {
        let warnings: Vec<_> = evidence.warnings.iter().map(|one| one.message.as_str()).collect();
        assert!(warnings.iter().any(|text| text.contains("cancelled")), "{warnings:?}");
    }
    println!("{} records in each of {count}; peak of the page {peak:?} KiB", records);
}

fn link(folder: &Folder, file: &Path, number: usize) -> PathBuf {
    let path = folder.path().join(format!("{number:02}-Security.evtx"));
    std::fs::hard_link(file, &path).expect("the file is on the disk of the temporary folder");
    path
}

/// The report on the files and the peak of memory; with `cancel`, it is cancelled on the way.
async fn check(files: &[PathBuf], cancel: bool) -> Option<(Report, Option<u64>)> {
    let (_, browser) = opened(PageKind::SingleFile, "a case of many gibibytes", "?lang=en").await?;
    let began = Instant::now();
    browser.upload("#choose-files", files).await;
    if cancel {
        browser.wait_for("#cancel-all", PATIENCE).await;
        tokio::time::sleep(Duration::from_secs(10)).await;
        click(&browser, "#cancel-all").await;
    }
    browser.wait_for(FINAL, LONG).await;
    let read = began.elapsed();
    let report = downloaded(&browser).await;
    let peak = browser.peak_memory();
    println!("{} files, cancelled: {cancel}: {read:.0?}, peak {peak:?} KiB", files.len());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
    Some((report, peak))
}

async fn downloaded(browser: &Browser) -> Report {
    click(browser, "#download-report").await;
    let path = browser.wait_for_download(REPORT, LONG).await;
    serde_json::from_slice(&std::fs::read(path).expect("can be read")).expect("a report")
}
