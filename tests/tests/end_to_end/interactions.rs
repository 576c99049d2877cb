//! How soon the page answers, for people to look at: with a million records, and when it starts.
//! `cargo xtask bench` runs it; docs/PERFORMANCE.md keeps the figures.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    time::Filetime,
};
use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};
use konseki_tests::cases::sample_case_zip;
use konseki_tests::flow;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::reading::{FINAL, Folder, click};

const RECORDS: usize = 1_000_000;
/// Opening a report of several hundred megabytes.
const LONG: Duration = Duration::from_secs(600);
/// Fields of a record that are kept, so that a million of them stay under the largest report.
const FIELDS_KEPT: usize = 4;

/// Keeps what the browser tells of each input (until the next paint) and of long tasks, and the time
/// from an input until the last row in view is there.
const WATCH: &str = "
    window.seen = { paints: [], tasks: [], answers: [] };
    new PerformanceObserver((list) => seen.paints.push(...list.getEntries().map((one) =>
        [one.name, one.duration]))).observe({ type: 'event', durationThreshold: 16 });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) =>
        one.duration))).observe({ type: 'longtask' });
    window.began = 0;
    for (const kind of ['keydown', 'input', 'change'])
        addEventListener(kind, () => { began = performance.now(); }, true);
    new MutationObserver(() => {
        const waits = [...document.querySelectorAll('.records-grid-row')].some((row) =>
            row.textContent === '…');
        if (began && !waits) seen.answers.push(performance.now() - began);
    }).observe(document.querySelector('.records-view'),
        { subtree: true, childList: true, characterData: true });";
const TAKE: &str = "
    const taken = window.seen;
    const most = (list) => list.length ? Math.round(Math.max(...list)) : 0;
    const told = {
        paint: most(taken.paints.map(([, duration]) => duration)),
        task: most(taken.tasks),
        answer: most(taken.answers),
        inputs: taken.paints.length,
    };
    for (const list of [taken.paints, taken.tasks, taken.answers]) list.length = 0;
    return told;";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "figures are looked at, not tested: cargo xtask bench"]
async fn a_million_records_are_searched_scrolled_and_sorted() {
    let what = "a million records";
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    let folder = Folder::new("million");
    let path = folder.write("million.json", b"");
    write_report(&path);
    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    browser.upload("#choose-files", &[path]).await;
    browser.wait_for(FINAL, LONG).await;
    click(&browser, "#tab-records").await;
    browser.wait_for(".records-grid-row [role=gridcell]:nth-child(3)", LONG).await;
    let shown =
        browser.script("return document.querySelector('.filters-rows').textContent;", vec![]);
    println!("{}", shown.await.as_str().unwrap_or_default());
    browser.script(WATCH, Vec::new()).await;

    let search = browser.wait_for("#records-search", PATIENCE).await;
    for letter in ["t", "a", "n", "a", "k", "a"] {
        search.send_keys(letter).await.expect("can be typed into");
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
    told(&browser, "typing six letters").await;
    search.send_keys(Key::Control + "a").await.expect("can be typed into");
    search.send_keys(Key::Delete).await.expect("can be typed into");
    told(&browser, "clearing the search").await;
    let grid = browser.wait_for("#records-grid", PATIENCE).await;
    grid.send_keys(Key::End).await.expect("takes keys");
    told(&browser, "End: to the last row").await;
    for place in ["0.5", "0.1", "1"] {
        let scroll = format!(
            "began = performance.now();
            const grid = document.querySelector('#records-grid');
            grid.scrollTop = {place} * grid.scrollHeight;"
        );
        browser.script(&scroll, Vec::new()).await;
        told(&browser, &format!("scrolling to {place} of the table")).await;
    }
    browser.wait_for("#records-order", PATIENCE).await.click().await.expect("can be clicked");
    told(&browser, "the latest first").await;
    browser.wait_for("#records-specific", PATIENCE).await.click().await.expect("can be clicked");
    told(&browser, "only what this tool alone leaves").await;
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

async fn told(browser: &Browser, what: &str) {
    tokio::time::sleep(Duration::from_secs(4)).await;
    let told = browser.script(TAKE, Vec::new()).await;
    println!(
        "{what}: next paint after {} ms at most ({} slow inputs), longest task {} ms, rows after {} ms",
        told["paint"], told["inputs"], told["task"], told["answer"]
    );
}

/// A report like that of the sample case, with [`RECORDS`] matches; written as it is made.
fn write_report(path: &Path) {
    let catalog = catalog::builtin().expect("the catalog loads");
    let mut case = Case::new(&catalog);
    flow::read_into(&mut case, &catalog, &sample_case_zip().as_slice(), "case.zip");
    let mut report = serde_json::to_value(case.settle(&Question::default())).expect("is JSON");
    let mut templates = Vec::new();
    for trace in traces(&mut report) {
        let matches = trace["matches"].as_array().cloned().unwrap_or_default();
        if matches.len() > 3 {
            trace["matches"] = json!(format!("@{}", templates.len()));
            templates.push(matches);
        }
    }
    let text = report.to_string();
    let each = RECORDS / templates.len();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).expect("can be written"));
    let mut rest = text.as_str();
    for (number, matches) in templates.iter().enumerate() {
        let (before, after) = rest.split_once(&format!("\"@{number}\"")).expect("is there");
        write!(out, "{before}[").expect("can be written");
        for at in 0..each {
            let one = number * each + at;
            let comma = if at == 0 { "" } else { "," };
            let found = record(matches[at % matches.len()].clone(), one);
            write!(out, "{comma}{found}").expect("can be written");
        }
        write!(out, "]").expect("can be written");
        rest = after;
    }
    write!(out, "{rest}").expect("can be written");
    out.flush().expect("can be written");
}

fn traces(report: &mut Value) -> impl Iterator<Item = &mut Value> {
    report["sheets"]
        .as_array_mut()
        .into_iter()
        .flatten()
        .flat_map(|sheet| sheet["roles"].as_array_mut().into_iter().flatten())
        .flat_map(|role| role["traces"].as_array_mut().into_iter().flatten())
}

/// A match like another, at its own place and time.
fn record(mut found: Value, number: usize) -> Value {
    let began: Filetime = "2026-03-02T06:00:00Z".parse().expect("a time");
    let time = Filetime(began.0 + number as u64 * 7_919_000).to_string();
    let record = found["records"][0].clone();
    found["records"] = json!([record]);
    for (key, value) in [("record_id", number), ("record_number", number), ("offset", number * 512)]
    {
        found["records"][0][key] = json!(value.to_string());
    }
    found["records"][0]["time"] = json!(time);
    found["time"] = json!(time);
    if let Some(fields) = found["fields"].as_object_mut() {
        let names =
            ["SubjectUserName", "User", "TargetUserName", "IpAddress", "SourceIp", "ShareName"];
        let mut kept = 0;
        fields.retain(|name, _| {
            let keep = names.contains(&name.as_str()) && kept < FIELDS_KEPT;
            kept += usize::from(keep);
            keep
        });
    }
    found
}

/// Puts down when the page was drawn and when its workers were there, since the navigation began.
const STARTING: &str = "
    new MutationObserver(() => {
        const state = document.querySelector('[data-worker]')?.dataset.worker;
        if (state && !window.drawnAt) {
            window.drawnAt = -1;
            requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
        }
        if (state === 'ready' && !window.readyAt) window.readyAt = performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true });";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "figures are looked at, not tested: cargo xtask bench"]
async fn the_single_file_is_there_at_once() {
    let what = "starting from a file";
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    for run in 0..3 {
        let Some(browser) = Browser::start(what).await else { return };
        browser.run_before_page(STARTING).await;
        for open in ["first", "again"] {
            browser.open(&page, "?lang=en").await;
            browser.wait_until("window.readyAt && window.drawnAt > 0", PATIENCE).await;
            let times = "return [window.drawnAt, window.readyAt].map(Math.round);";
            let times = browser.script(times, Vec::new()).await;
            println!(
                "run {run}, {open}: drawn after {} ms, workers after {} ms",
                times[0], times[1]
            );
        }
    }
}
