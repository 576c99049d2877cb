//! A worker that hangs or runs out of memory takes its own piece with it and nothing else.
//!
//! No evidence can do this on purpose, so the tests put a script before the page's: it wraps what
//! workers are made of, so that reading the records of files of a certain name never ends, or finds
//! all memory taken. The clock of all workers goes faster, so that a minute of silence is soon over.

use konseki_core::{error::WarningCode, report::EvidenceStatus, report::Report};
use konseki_tests::{
    browser::{Browser, PATIENCE, Page, PageKind},
    cases::three_hosts,
    grown::{self, Kind},
};

use super::reading::{FINAL, Folder, click};

/// Records begin behind the header of 4,096 bytes; what opening a file reads begins at 0.
const SABOTAGE: &str = r"
    const inWorker = () => {
        const now = performance.now.bind(performance);
        performance.now = () => now() * 15;
        let program;
        const keep = (instance) => { program = instance.exports; return instance; };
        WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
            construct: (made, given) => keep(new made(...given)),
        });
        const instantiate = WebAssembly.instantiate;
        WebAssembly.instantiate = async (...given) => {
            const made = await instantiate(...given);
            keep(made.instance ?? made);
            return made;
        };
        // All that it may still get, then all that it has and does not use.
        const takeAll = () => {
            for (let pages = 1 << 15; pages > 0;) {
                try { program.memory.grow(pages); } catch { pages >>= 1; }
            }
            for (let bytes = 1 << 28; bytes >= 8;) {
                try { program.__wbindgen_malloc(bytes, 1); } catch { bytes >>= 1; }
            }
        };
        const slice = Blob.prototype.slice;
        Blob.prototype.slice = function (start, ...rest) {
            if (start === 4096 && this.name?.includes('hangs')) for (;;);
            if (start === 4096 && this.name?.includes('greedy')) takeAll();
            return slice.call(this, start, ...rest);
        };
    };
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => make.call(URL, blob.type === 'text/javascript'
        ? new Blob([`if (typeof document === 'undefined') (${inWorker})();`, blob], { type: blob.type })
        : blob);";

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_hangs_loses_its_own_piece_only() {
    loses_its_own_piece_only("hangs.evtx", &small_log()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_without_memory_loses_its_own_piece_only() {
    // Its pieces are larger than anything that the worker has had room for.
    let log = grown::in_memory(Kind::Security, 40 << 20);
    loses_its_own_piece_only("greedy.evtx", &log).await;
}

fn small_log() -> Vec<u8> {
    let wanted = "WS01/C/Windows/System32/winevt/Logs/Security.evtx";
    let mut case = three_hosts::logs_and_prefetch().into_iter();
    case.find(|(path, _)| path.ends_with(wanted)).expect("a log").1
}

async fn loses_its_own_piece_only(bad: &str, log: &[u8]) {
    let Some(page) = Page::built(PageKind::SingleFile, bad) else { return };
    let Some(browser) = Browser::start(bad).await else { return };
    browser.run_before_page(SABOTAGE).await;
    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let folder = Folder::new(bad);
    let names = [bad, "reads.evtx"];
    let files = [folder.write(bad, log), folder.write("reads.evtx", &small_log())];
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, 2 * PATIENCE).await;
    click(&browser, "#download-report").await;
    let report = browser.wait_for_download("konseki-report.json", PATIENCE).await;
    let report: Report =
        serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("a report");
    let of = |name: &str| report.evidence.iter().find(|one| one.path == name).expect("is listed");
    let [bad, reads] = names.map(of);
    assert_eq!((reads.status, reads.warnings.len()), (EvidenceStatus::Read, 0));
    assert!(reads.records_read > 0);
    assert!(matches!(bad.status, EvidenceStatus::NotRead | EvidenceStatus::ReadInPart), "{bad:?}");
    let told = bad.warnings.iter().find(|warning| warning.code == WarningCode::NotReadWhole);
    println!("{}", told.expect("says that it was not read").message);
}
