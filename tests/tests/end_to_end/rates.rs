//! Rates of the page for people to look at: `cargo xtask bench`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};

use super::reading::FINAL;

/// Larger files take minutes.
const LONG: Duration = Duration::from_secs(1_200);
/// What the page is told of the machine, and the workers that it makes for each processor.
const PROCESSORS: [u32; 2] = [1, 2];
const WORKERS: u32 = 2;
/// Slices in which the file is only read, in MiB.
const SLICES: [u64; 2] = [4, 16];
/// Reads a file in a worker as fast as the browser can, slice by slice, and does nothing with it.
const ONLY_READ: &str = "
    const file = document.querySelector('#only-read').files[0];
    const code = `onmessage = ({ data: [file, slice] }) => {
        const reader = new FileReaderSync();
        const nowhere = new MessageChannel();
        nowhere.port2.close();
        const began = performance.now();
        for (let at = 0; at < file.size; at += slice) {
            const bytes = reader.readAsArrayBuffer(file.slice(at, at + slice));
            nowhere.port1.postMessage(bytes, [bytes]);
        }
        postMessage(performance.now() - began);
    };`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    return new Promise((done) => {
        worker.onmessage = (event) => { worker.terminate(); done(event.data); };
        worker.postMessage([file, arguments[0]]);
    });";
/// The same as the page reads it: as a stream into one buffer that is used again.
const ONLY_STREAM: &str = "
    const file = document.querySelector('#only-read').files[0];
    const code = `onmessage = async ({ data: file }) => {
        const reader = file.stream().getReader({ mode: 'byob' });
        let buffer = new ArrayBuffer(2 << 20);
        const began = performance.now();
        for (;;) {
            const { done, value } = await reader.read(new Uint8Array(buffer));
            if (done) break;
            buffer = value.buffer;
        }
        postMessage(performance.now() - began);
    };`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    return new Promise((done) => {
        worker.onmessage = (event) => { worker.terminate(); done(event.data); };
        worker.postMessage(file);
    });";
const MAKE_INPUT: &str = "
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'only-read';
    document.body.append(input);";
/// Reading is over and verdicts stand; hashes may be pending.
const SETTLED: &str = "!document.querySelector('.reading-progress') ||
    /SHA-256/.test(document.querySelector('.reading-progress').textContent)";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "rates are looked at, not tested: cargo xtask bench"]
async fn rates_of_the_page() {
    let folder = std::env::var_os("KONSEKI_BENCH").map(PathBuf::from);
    let folder = folder.expect("KONSEKI_BENCH says where the grown files are");
    let entries = std::fs::read_dir(&folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    files.sort();
    for file in files {
        for processors in PROCESSORS {
            rates_of(&file, processors).await;
        }
    }
}

/// Reads the file alone, then checks it: in one page, so that the ratio is of one moment.
async fn rates_of(file: &Path, processors: u32) {
    let what = "rates of the page";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    browser.set_processors(processors).await;
    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let length = std::fs::metadata(file).expect("a grown file").len();
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = format!("{name}, {} MiB, {} workers", length >> 20, processors * WORKERS);
    let rate = |seconds: f64| (length >> 20) as f64 / seconds;

    browser.script(MAKE_INPUT, Vec::new()).await;
    browser.upload("#only-read", &[file.to_path_buf()]).await;
    let mut read = f64::MAX;
    for mebibytes in SLICES {
        let took = browser.script(ONLY_READ, vec![(mebibytes << 20).into()]).await;
        let seconds = took.as_f64().expect("milliseconds") / 1e3;
        println!("{name}: only read in slices of {mebibytes} MiB: {:.0} MiB/s", rate(seconds));
        read = read.min(seconds);
    }
    let took = browser.script(ONLY_STREAM, Vec::new()).await;
    let stream = took.as_f64().expect("milliseconds") / 1e3;
    println!("{name}: only read as a stream: {:.0} MiB/s", rate(stream));
    let began = Instant::now();
    browser.upload("#choose-files", &[file.to_path_buf()]).await;
    browser.wait_for(".reading-progress", LONG).await;
    browser.wait_until(SETTLED, LONG).await;
    let checked = began.elapsed().as_secs_f64();
    browser.wait_for(FINAL, LONG).await;
    let hashed = began.elapsed().as_secs_f64();
    let peak = browser.peak_memory().map_or("?".to_owned(), |kib| (kib >> 10).to_string());
    println!(
        "{name}: checked at {:.0} MiB/s, {:.2} of reading slices alone, {:.2} of streaming alone; \
         with SHA-256 {:.0} MiB/s; peak of the page {peak} MiB",
        rate(checked),
        read / checked,
        stream / checked,
        rate(hashed)
    );
}
