//! Uses, timeline and coverage of the sample case: from a view to its records and back.

use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};
use serde_json::Value;

use super::reading::{FINAL, click, opened};

/// The page with the sample case read.
pub async fn sample(what: &str, query: &str) -> Option<(Page, Browser)> {
    let (page, browser) = opened(PageKind::SingleFile, what, query).await?;
    click(&browser, "#try-sample").await;
    browser.wait_for(FINAL, PATIENCE).await;
    Some((page, browser))
}

async fn number_of(browser: &Browser, selector: &str) -> u64 {
    let count = "return document.querySelectorAll(arguments[0]).length;";
    browser.script(count, vec![Value::from(selector)]).await.as_u64().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_leads_to_its_records_and_back() {
    let Some((page, browser)) = sample("uses", "?lang=en").await else { return };
    click(&browser, "#tab-uses").await;
    // The most interesting stands first: the use that the case was made of.
    let first = "document.querySelector('.use-row')?.textContent";
    for text in ["High", "WS01", "FS01", "tanaka", "projects", "that could have been recorded"] {
        browser.wait_until(&format!("{first}.includes('{text}')"), PATIENCE).await;
    }
    click(&browser, ".use-row button").await;
    browser.wait_for(".use-lanes-record", PATIENCE).await;
    assert_eq!(number_of(&browser, ".use-lanes-heads p").await, 3, "a lane for each host");
    let ties = "document.querySelector('.use-details-links').textContent";
    browser.wait_until(&format!("{ties}.includes('10.0.10.21')"), PATIENCE).await;
    click(&browser, ".use-lanes-record").await;
    browser.wait_for(".record-panel-facts", PATIENCE).await;
    click(&browser, "#close-record").await;
    let back = "document.activeElement?.classList.contains('use-lanes-record')";
    browser.wait_until(back, PATIENCE).await;
    click(&browser, "#close-use").await;
    browser.wait_until("!document.querySelector('.use-details')", PATIENCE).await;
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn uses_are_filtered_and_sorted() {
    let Some((_, browser)) = sample("the table of uses", "?lang=ja").await else { return };
    click(&browser, "#tab-uses").await;
    browser.wait_for(".use-row", PATIENCE).await;
    let filter = "
        const input = document.querySelector('#uses-search');
        input.value = 'sysvol';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    browser.script(filter, Vec::new()).await;
    let only = "[...document.querySelectorAll('.use-row')].every((row) => row.textContent.includes('sysvol'))";
    browser.wait_until(only, PATIENCE).await;
    click(&browser, ".uses-table thead th:nth-child(6) button").await;
    let sorted = "(() => {
        const times = [...document.querySelectorAll('.use-row td:nth-child(6)')].map((cell) => cell.title);
        return times.length > 1 && times.join() === [...times].sort().join();
    })()";
    browser.wait_until(sorted, PATIENCE).await;
    // What is scrolled to is drawn.
    browser.script(&filter.replace("sysvol", ""), Vec::new()).await;
    let bottom = "document.querySelector('.uses-table').scrollTop = 1e6;";
    browser
        .wait_until("document.querySelector('.uses-table table').ariaRowCount > 50", PATIENCE)
        .await;
    browser.script(bottom, Vec::new()).await;
    let last = "[...document.querySelectorAll('.use-row')].some((row) =>
        row.ariaRowIndex === document.querySelector('.uses-table table').ariaRowCount)";
    browser.wait_until(last, PATIENCE).await;
    let none = filter.replace("sysvol", "no such share");
    browser.script(&none, Vec::new()).await;
    browser.wait_for(".uses-view-none", PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_shows_every_channel_of_every_host() {
    let Some((_, browser)) = sample("coverage", "?lang=en").await else { return };
    click(&browser, "#tab-coverage").await;
    browser.wait_for(".coverage-covered > span", PATIENCE).await;
    assert_eq!(number_of(&browser, ".coverage-host").await, 3);
    let said = "[...document.querySelectorAll('.coverage-bar')].every((bar) => bar.getAttribute('aria-label').includes('UTC') || /20\\d\\d-/.test(bar.getAttribute('aria-label')))";
    browser.wait_until(said, PATIENCE).await;
    click(&browser, ".coverage-events summary").await;
    assert!(number_of(&browser, ".coverage-events[open] dt").await > 1, "event ids are counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn dragging_on_the_timeline_sets_the_window() {
    let Some((_, browser)) = sample("the timeline", "?lang=en").await else { return };
    click(&browser, "#tab-timeline").await;
    browser.wait_for(".timeline-line rect", PATIENCE).await;
    assert_eq!(number_of(&browser, ".timeline-lane").await, 3);
    let drag = "
        const line = document.querySelector('.timeline-line');
        const place = line.getBoundingClientRect();
        const send = (kind, part) => line.dispatchEvent(new PointerEvent(kind, {
            bubbles: true, clientX: place.left + part * place.width, clientY: place.top + 20,
        }));
        const pause = () => new Promise((done) => setTimeout(done, 100));
        send('pointerdown', 0.2); await pause();
        send('pointermove', 0.5); await pause();
        send('pointerup', 0.5);";
    browser.script(drag, Vec::new()).await;
    browser.wait_for(".timeline-window", PATIENCE).await;
    let width = "parseFloat(document.querySelector('.timeline-window')?.style.width)";
    browser.wait_until(&format!("Math.abs({width} - 30) < 1"), PATIENCE).await;
    // The verdicts follow: the coverage is drawn against the window.
    click(&browser, "#tab-coverage").await;
    browser.wait_for(".coverage-window", PATIENCE).await;
    click(&browser, "#tab-timeline").await;
    click(&browser, "#timeline-clear").await;
    browser.wait_until("!document.querySelector('.timeline-window')", PATIENCE).await;
    let keys = "
        const line = document.querySelector('.timeline-line');
        line.focus();
        line.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));";
    browser.script(keys, Vec::new()).await;
    let exact = "/\\.\\d{7} UTC/.test(document.querySelector('.timeline-moment').textContent)";
    browser.wait_until(exact, PATIENCE).await;
    let enter = "
        document.querySelector('.timeline-line').dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));";
    browser.script(enter, Vec::new()).await;
    browser.wait_for(".record-panel-facts", PATIENCE).await;
}
