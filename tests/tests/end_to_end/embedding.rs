//! The page inside another page: a sandboxed frame of no origin, and what the two say to each other.

use std::path::PathBuf;

use konseki_tests::browser::{Browser, PATIENCE, Page};
use konseki_tests::evidence::{skip, workspace_root};
use serde_json::Value;

/// A page around the frame: it keeps all that it hears, and sends what it is told to.
const AROUND: &str = r#"<!doctype html><meta charset="utf-8"><title>Wiki</title>
<iframe id="frame" width="1200" height="900"></iframe>
<script>
  window.heard = [];
  addEventListener("message", (event) => {
    const here = event.source === document.querySelector("iframe").contentWindow;
    heard.push({ here, origin: event.origin, data: event.data });
  });
  window.show = (parent) => {
    const frame = document.querySelector("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    frame.src = `page/index.html?embed=1&lang=en&theme=light&sheet=net-use${parent}`;
  };
  window.say = (message) => document.querySelector("iframe").contentWindow.postMessage(message, "*");
  window.told = (type) => heard.filter((one) => one.here && one.data.type === type).map((one) => one.data);
</script>"#;

/// A folder with the page around and the built page; removed when it is dropped.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Option<Self> {
        let built = workspace_root().join("dist/index.html");
        if !built.is_file() {
            skip(name, "dist/ is missing: run `cargo xtask dist`");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("konseki-{}-{name}", std::process::id()));
        std::fs::create_dir_all(folder.join("page")).expect("a folder can be made");
        std::fs::copy(built, folder.join("page/index.html")).expect("the page can be copied");
        std::fs::write(folder.join("index.html"), AROUND).expect("a file can be written");
        let sample = workspace_root().join("web/sample/net-use-case.zip");
        std::fs::copy(sample, folder.join("case.zip")).expect("the sample can be copied");
        Some(Self(folder))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

async fn around(name: &str) -> Option<(Site, Page, Browser)> {
    let site = Site::new(name)?;
    let page = Page::served(&site.0);
    let browser = Browser::start(name).await?;
    browser.open(&page, "").await;
    Some((site, page, browser))
}

const OPEN: &str = "
    return fetch('case.zip').then((answer) => answer.blob()).then((blob) => {
        say({ type: 'konseki.open', id: 'a', files: [{ name: 'case.zip', blob }] });
        say({ type: 'konseki.report', id: 'b', form: 'json' });
    });";

#[tokio::test(flavor = "multi_thread")]
async fn a_sandboxed_frame_reads_what_the_page_around_gives_and_gives_the_report_back() {
    let Some((_site, _page, browser)) = around("embedding").await else { return };
    browser.script("show(`&parent=${location.origin}`);", Vec::new()).await;
    browser.wait_until("told('konseki.ready').length > 0", PATIENCE).await;
    browser.script(OPEN, Vec::new()).await;
    browser.wait_until("told('konseki.report').length > 0", PATIENCE).await;
    let report = "return told('konseki.report')[0].blob.text();";
    let report = browser.script(report, Vec::new()).await;
    let report: Value = serde_json::from_str(report.as_str().expect("text")).expect("is JSON");
    assert_eq!(report["schema"], "konseki.report/1");
    let evidence = report["evidence"].as_array().expect("is a list");
    assert!(
        evidence.len() > 10
            && evidence.iter().all(|one| {
                one["path"].as_str().is_some_and(|path| path.starts_with("case.zip"))
            })
    );
    browser.wait_until("told('konseki.settled').some((one) => one.final)", PATIENCE).await;
    let shown = "told('konseki.settled').at(-1).conclusions.some((one) =>
        one.role === 'destination' && one.code === 'success_shown')";
    browser.wait_until(shown, PATIENCE).await;
    browser.wait_until("told('konseki.height').at(-1).height > 500", PATIENCE).await;
    // What cannot be understood is said, and nothing is done.
    browser.script("say({ type: 'konseki.report', id: 'c', form: 'odd' });", Vec::new()).await;
    browser.wait_until("told('konseki.error').some((one) => one.id === 'c')", PATIENCE).await;
    // A period is asked for by RFC 3339 times of any zone.
    let ask = "
        say({ type: 'konseki.ask', question: { window: [arguments[0], arguments[1]] } });
        say({ type: 'konseki.report', id: arguments[2], form: 'json' });";
    let times = ["2026-03-02T18:00:00+09:00", "2026-03-02T09:30:00.5Z"].map(Value::from);
    browser.script(ask, [&times[..], &["d".into()]].concat()).await;
    let answered = "told('konseki.report').some((one) => one.id === 'd')";
    browser.wait_until(answered, PATIENCE).await;
    let report = "return told('konseki.report').find((one) => one.id === 'd').blob.text();";
    let report = browser.script(report, Vec::new()).await;
    let report: Value = serde_json::from_str(report.as_str().expect("text")).expect("is JSON");
    assert_eq!(report["asked"]["window"]["from"], "2026-03-02T09:00:00.0000000Z");
    assert_eq!(report["asked"]["window"]["to"], "2026-03-02T09:30:00.5000000Z");
    let asked =
        "say({ type: 'konseki.ask', id: 'e', question: { window: ['yesterday', 'now'] } });";
    browser.script(asked, Vec::new()).await;
    let refused =
        "told('konseki.error').some((one) => one.id === 'e' && /RFC 3339/.test(one.message))";
    browser.wait_until(refused, PATIENCE).await;
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_not_named_hears_nothing_and_is_not_heard() {
    let Some((_site, _page, browser)) = around("a frame that names nobody").await else { return };
    for parent in ["", "&parent=*", "&parent=null", "&parent=https://other.example"] {
        browser.script("show(arguments[0]);", vec![Value::from(parent)]).await;
        // The frame is drawn once its workers are there; give it time to say what it may not.
        tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
        browser.script(OPEN, Vec::new()).await;
        tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
        let heard = browser.script("return heard.length;", Vec::new()).await;
        assert_eq!(heard, Value::from(0), "{parent}");
    }
}
