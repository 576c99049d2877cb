//! Evidence in, verdicts out: the page reads files in its workers and says what the library says.

use std::path::{Path, PathBuf};
use std::time::Duration;

use konseki_core::{
    analysis::{Case, Question},
    catalog, export,
};
use konseki_tests::browser::{Browser, Engine, PATIENCE, Page, PageKind};
use konseki_tests::cases::{password, sample_case_zip, three_hosts};
use konseki_tests::flow;
use serde_json::Value;

/// The report's name when it is downloaded.
pub const REPORT: &str = "konseki-report.json";
/// Reading is over, hashes included.
pub const FINAL: &str = "#download-report:not([disabled])";

/// A folder that is removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("konseki-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// The page and Chromium, or nothing, having said what is not tested.
pub async fn opened(kind: PageKind, what: &str, query: &str) -> Option<(Page, Browser)> {
    opened_in(Engine::Chromium, kind, what, query).await
}

/// The page and a browser, or nothing, having said what is not tested.
pub async fn opened_in(
    engine: Engine,
    kind: PageKind,
    what: &str,
    query: &str,
) -> Option<(Page, Browser)> {
    let page = Page::built(kind, what)?;
    let browser = Browser::start_engine(engine, what).await?;
    browser.open(&page, query).await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    Some((page, browser))
}

/// The report that the library makes of the same files.
pub fn expected(files: &[PathBuf]) -> Vec<u8> {
    let catalog = catalog::builtin().expect("the catalog loads");
    let mut case = Case::new(&catalog);
    for file in files {
        let name = file.file_name().expect("has a name").to_string_lossy();
        let bytes = std::fs::read(file).expect("can be read");
        flow::read_into(&mut case, &catalog, &bytes.as_slice(), &name);
    }
    export::json(&case.settle(&Question::default()))
}

fn evidence_of_the_case(folder: &Folder) -> Vec<PathBuf> {
    let files = three_hosts::logs_and_prefetch();
    let wanted = ["WS01/C/Windows/System32/winevt/Logs/Security.evtx", "NET.EXE-DF44F913.pf"];
    let chosen = files.iter().filter(|(path, _)| wanted.iter().any(|end| path.ends_with(end)));
    let mut paths: Vec<_> = chosen
        .map(|(path, bytes)| folder.write(path.rsplit('/').next().unwrap_or(path), bytes))
        .collect();
    paths.push(folder.write("notes.txt", b"no evidence"));
    // Stored members are read in segments, like files.
    paths.push(folder.write("case.zip", &sample_case_zip()));
    assert_eq!(paths.len(), 4);
    paths
}

/// Reads files, looks at verdicts, opens a record, and compares the report byte for byte.
pub async fn reads(engine: Engine, kind: PageKind, what: &str) {
    let Some((page, browser)) = opened_in(engine, kind, what, "?lang=en").await else { return };
    let folder = Folder::new(&format!("{engine:?}-{kind:?}"));
    let files = evidence_of_the_case(&folder);
    watch_long_tasks(&browser).await;
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;

    let outcomes = "[...document.querySelectorAll('.outcome-found-specific')].length > 0";
    browser.wait_until(outcomes, PATIENCE).await;
    open_first_record(&browser).await;
    let xml = "document.querySelector('.record-panel-xml')?.textContent.includes('<Event')";
    browser.wait_until(xml, PATIENCE).await;
    let citation = "document.querySelector('.citation pre')?.textContent.includes('SHA-256: ')";
    browser.wait_until(citation, PATIENCE).await;
    click(&browser, "#close-record").await;

    click(&browser, "#download-report").await;
    let report = browser.wait_for_download(REPORT, PATIENCE).await;
    let report = std::fs::read(report).expect("the report can be read");
    same(&report, &expected(&files), "the page's report is the library's");

    other_forms(&browser, &files).await;

    print_long_tasks(&browser).await;
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    // Firefox reports the icon that it looks for by itself and that the policy refuses.
    let errors = browser.page_errors().into_iter().filter(|error| !error.contains("favicon.ico"));
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new());
}

/// Folders in folders, as a collection leaves them: every file is read, under the path that the
/// command gives it.
async fn reads_what_is_dropped(kind: PageKind, what: &str) {
    let Some((page, browser)) = opened(kind, what, "?lang=en").await else { return };
    let hosted = kind == PageKind::Hosted;
    let folder = Folder::new(if hosted { "dropped-hosted" } else { "dropped-single" });
    let collection = folder.0.join("collection");
    let catalog = catalog::builtin().expect("the catalog loads");
    let mut case = Case::new(&catalog);
    for (name, bytes) in three_hosts::logs_and_prefetch() {
        let path = collection.join(&name);
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
        std::fs::write(&path, &bytes).expect("can be written");
        flow::read_into(&mut case, &catalog, &bytes.as_slice(), &format!("collection/{name}"));
    }
    let lone = folder.write("lone.zip", &sample_case_zip());
    let bytes = std::fs::read(&lone).expect("can be read");
    flow::read_into(&mut case, &catalog, &bytes.as_slice(), "lone.zip");
    browser.drop_paths(&[collection, lone]).await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#download-report").await;
    let report = browser.wait_for_download(REPORT, PATIENCE).await;
    let report = std::fs::read(report).expect("the report can be read");
    let expected = export::json(&case.settle(&Question::default()));
    same(&report, &expected, "a dropped folder gives the library's report");
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosted_page_reads_what_is_dropped() {
    reads_what_is_dropped(PageKind::Hosted, "dropping a folder on the hosted page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_single_file_reads_what_is_dropped() {
    reads_what_is_dropped(PageKind::SingleFile, "dropping a folder on the single file").await;
}

/// Equal bytes; where they differ, only the first line that does is told: reports are long.
pub fn same(found: &[u8], expected: &[u8], what: &str) {
    let differing =
        text(found).lines().zip(text(expected).lines()).find(|(one, other)| one != other);
    assert_eq!(differing, None, "{what}");
    assert_eq!(found.len(), expected.len(), "{what}");
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a report is text")
}

/// The menu of exports gives what the library writes of the same report.
async fn other_forms(browser: &Browser, files: &[PathBuf]) {
    let report = serde_json::from_slice(&expected(files)).expect("a report");
    let (mut csv, mut lines, mut manifest) = (Vec::new(), Vec::new(), Vec::new());
    export::write_csv(&report, export::Language::English, &mut csv).expect("memory can be written");
    export::write_json_lines(&report, &mut lines).expect("memory can be written");
    export::write_manifest(&report, &mut manifest).expect("memory can be written");
    for (button, name, bytes) in [
        ("#export-csv", "konseki-report.csv", &csv),
        ("#export-jsonl", "konseki-report.jsonl", &lines),
        ("#export-manifest", "konseki-evidence.sha256", &manifest),
    ] {
        click(browser, "#export-menu > summary").await;
        click(browser, button).await;
        let file = browser.wait_for_download(name, PATIENCE).await;
        let found = std::fs::read(file).expect("can be read");
        same(&found, bytes, name);
    }
    click(browser, "#export-menu > summary").await;
    for (field, text) in [("#cover-case", "C-2026/7"), ("#cover-examiner", "鈴木 <b>")] {
        let field = browser.wait_for(field, PATIENCE).await;
        field.send_keys(text).await.expect("the field takes text");
    }
    click(browser, "#export-html").await;
    let html = browser.wait_for_download("konseki-report.html", PATIENCE).await;
    let html = std::fs::read(html).expect("can be read");
    assert!(
        html.starts_with(b"<!DOCTYPE html>") && text(&html).contains("Content-Security-Policy")
    );
    assert!(text(&html).contains("C-2026/7") && text(&html).contains("鈴木 &lt;b&gt;"), "cover");
}

pub async fn click(browser: &Browser, selector: &str) {
    let element = browser.wait_for(selector, PATIENCE).await;
    element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
}

/// Opens the first found row and its first record that has XML.
async fn open_first_record(browser: &Browser) {
    click(browser, "#tab-traces").await;
    browser.wait_for("tr.trace-row", PATIENCE).await;
    let open = "
        const row = [...document.querySelectorAll('tr.trace-row')].find((row) =>
            row.querySelector('.outcome-found-specific') && row.dataset.trace.includes('security'));
        row.querySelector('button').click();";
    browser.script(open, Vec::new()).await;
    click(browser, ".record-line").await;
}

async fn watch_long_tasks(browser: &Browser) {
    let watch = "
        window.longTasks = [];
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
        }).observe({ type: 'longtask' });";
    browser.script(watch, Vec::new()).await;
}

/// Times are measured, not asserted: run with `--nocapture` on a quiet machine to read them.
async fn print_long_tasks(browser: &Browser) {
    let tasks = browser.script("return window.longTasks;", Vec::new()).await;
    println!("tasks of the main thread over 50 ms, in ms: {tasks}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosted_page_reads_evidence() {
    reads(Engine::Chromium, PageKind::Hosted, "reading over HTTP").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_single_file_reads_evidence() {
    reads(Engine::Chromium, PageKind::SingleFile, "reading from file://").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_case_is_read_like_any_other() {
    let opened = opened(PageKind::SingleFile, "the sample case", "?lang=ja").await;
    let Some((page, browser)) = opened else { return };
    click(&browser, "#try-sample").await;
    browser.wait_for(FINAL, PATIENCE).await;
    let conclusions = "document.querySelector('.conclusion-success-shown')";
    browser.wait_until(conclusions, PATIENCE).await;
    click(&browser, "#tab-traces").await;
    let word = "document.querySelector('.trace-row .outcome-found-consistent')?.textContent";
    browser.wait_until(&format!("{word} === '記録あり(他の要因でも残る)'"), PATIENCE).await;

    click(&browser, "#download-report").await;
    let report = browser.wait_for_download(REPORT, PATIENCE).await;
    let folder = Folder::new("sample");
    let sample = folder.write("net-use-case.zip", &sample_case_zip());
    let report = std::fs::read(report).expect("the report can be read");
    same(&report, &expected(&[sample]), "the sample case's report is the library's");
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_gets_the_same_report() {
    let opened = opened(PageKind::Hosted, "window.konseki.check", "").await;
    let Some((_, browser)) = opened else { return };
    let check = "
        const file = new File(['no evidence'], 'notes.txt');
        return window.konseki.check([file], { sheets: ['net-use'] })
            .then((report) => [report.schema, report.evidence[0].path, report.evidence[0].status]);";
    let report = browser.script(check, Vec::new()).await;
    assert_eq!(report, serde_json::json!(["konseki.report/1", "notes.txt", "not_recognised"]));
    let refused = "return window.konseki.check([]).catch((error) => error.message);";
    let message = browser.script(refused, Vec::new()).await;
    assert_eq!(message, Value::from("no files were given"));
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_show_on_a_click_only() {
    let opened = opened(PageKind::Hosted, "masked passwords", "?lang=en").await;
    let Some((_, browser)) = opened else { return };
    let folder = Folder::new("password");
    let files = password::password_on_the_command_line();
    let files: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.ends_with("Security.evtx"))
        .map(|(_, bytes)| folder.write("Security.evtx", bytes))
        .collect();
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;
    open_first_record(&browser).await;
    browser.wait_for(".record-panel-fields", PATIENCE).await;
    let shown = format!("document.body.textContent.includes('{}')", password::PASSWORD);
    let is_shown = browser.script(&format!("return {shown};"), Vec::new()).await;
    assert_eq!(is_shown, Value::Bool(false));
    click(&browser, "#toggle-secrets").await;
    browser.wait_until(&shown, PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_shows_progress_and_can_be_cancelled() {
    let opened = opened(PageKind::Hosted, "progress and cancelling", "?lang=en").await;
    let Some((_, browser)) = opened else { return };
    let folder = Folder::new("large");
    let log = large_log(&folder.0, 8 << 30);
    watch_long_tasks(&browser).await;
    browser.upload("#choose-files", &[log]).await;
    let details = "(document.querySelector('.reading-progress-details')?.textContent ?? '')";
    browser.wait_until(&format!("/iB\\/s · .* left/.test({details})"), PATIENCE).await;
    click(&browser, "#cancel-all").await;
    browser.wait_for(".notice", Duration::from_secs(10)).await;
    click(&browser, "#tab-evidence").await;
    let warned = "document.querySelector('.evidence-list')?.textContent.includes('cancelled')";
    browser.wait_until(warned, PATIENCE).await;
    print_long_tasks(&browser).await;

    // The workers that were ended have been replaced: more evidence can be added.
    let more = folder.write("notes.txt", b"no evidence");
    browser.upload("#choose-files", &[more]).await;
    let both = "document.querySelectorAll('.evidence-row').length === 2";
    browser.wait_until(both, PATIENCE).await;
}

/// A log with a header and free chunks only; the disk holds next to nothing of it.
fn large_log(folder: &Path, size: u64) -> PathBuf {
    let path = folder.join("Large.evtx");
    let file = std::fs::File::create(&path).expect("a file can be made");
    file.set_len(size).expect("a file may have holes");
    std::io::Write::write_all(&mut &file, b"ElfFile\0").expect("a file can be written");
    path
}
