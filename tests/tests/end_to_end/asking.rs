//! The case view: what is asked settles again without reading, roles change, evidence goes.

use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};

/// The sample case, read.
async fn sample(what: &str) -> Option<(Page, Browser)> {
    let page = Page::built(PageKind::SingleFile, what)?;
    let browser = Browser::start(what).await?;
    browser.set_size(390, 844).await;
    browser.open(&page, "?lang=en").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    click(&browser, "#try-sample").await;
    browser.wait_for("#download-report:not([disabled])", PATIENCE).await;
    Some((page, browser))
}

async fn click(browser: &Browser, selector: &str) {
    let element = browser.wait_for(selector, PATIENCE).await;
    element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
}

/// Chooses in a menu as a user does.
async fn choose(browser: &Browser, menu: &str, value: &str) {
    let script = format!(
        "const menu = document.querySelector('{menu}');
        menu.value = '{value}';
        menu.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    browser.script(&script, Vec::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_changes_its_role_and_the_verdicts_follow() {
    let Some((_page, browser)) = sample("roles from a menu").await else { return };
    let source =
        |host: &str| format!("document.querySelector('.node-source[data-host=\"{host}\"]')");
    browser.wait_until(&source("WS01.corp.example"), PATIENCE).await;
    choose(&browser, "#host-as-source", "DC01.corp.example").await;
    browser.wait_until(&source("DC01.corp.example"), PATIENCE).await;
    let success = "!document.querySelector('.node-source.conclusion-success-shown')";
    browser.wait_until(success, PATIENCE).await;
    choose(&browser, "#host-as-source", "").await;
    browser.wait_until(&source("WS01.corp.example"), PATIENCE).await;
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

async fn type_period(browser: &Browser, from: &str, to: &str) {
    let typed = format!(
        "for (const [id, value] of [['ask-from', '{from}'], ['ask-to', '{to}']]) {{
            const field = document.getElementById(id);
            field.value = value;
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }}"
    );
    browser.script(&typed, Vec::new()).await;
    click(browser, "#ask").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_ends_before_it_begins_is_told_and_can_be_cleared() {
    let Some((_page, browser)) = sample("the question bar").await else { return };
    type_period(&browser, "2030-01-01 00:00", "2029-01-01 00:00").await;
    let told =
        "document.querySelector('.question-bar-problem').textContent.includes('ends before')";
    browser.wait_until(told, PATIENCE).await;
    click(&browser, "#ask-nothing").await;
    let gone = "document.querySelector('.question-bar-problem').textContent === ''";
    browser.wait_until(gone, PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_to_the_second_holds_the_whole_second() {
    let Some((_page, browser)) = sample("a period to the second").await else { return };
    type_period(&browser, "2026-03-02 09:15:04", "2026-03-02 09:15:04").await;
    let asked = "document.querySelector('#copy-link').dataset.link
        .endsWith('from=2026-03-02T09:15:04.0000000Z&to=2026-03-02T09:15:04.9999999Z')";
    browser.wait_until(asked, PATIENCE).await;
    // net.exe starts and ends in that second: the conclusion stands, and the field as it was typed.
    browser.wait_for(".node-source.conclusion-success-shown", PATIENCE).await;
    let kept = "document.querySelector('#ask-to').value === '2026-03-02 09:15:04'";
    browser.wait_until(kept, PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_leads_to_its_rows_and_the_first_use_to_its_records() {
    let Some((_page, browser)) = sample("from the picture to the proof").await else { return };
    click(&browser, ".node-source [data-outcome=found-specific]").await;
    browser.wait_for("#tab-traces[aria-selected=true]", PATIENCE).await;
    let filtered = "document.querySelector('#filter-role').value === 'source'
        && document.querySelector('#filter-host').value.startsWith('WS01')
        && document.querySelectorAll('tr.trace-row').length === 3
        && document.querySelectorAll('tr.trace-row .outcome-found-specific').length === 3";
    browser.wait_until(filtered, PATIENCE).await;
    browser.wait_until("document.activeElement?.id === 'tab-traces'", PATIENCE).await;
    click(&browser, "#filter-clear").await;
    browser.wait_until("document.querySelectorAll('tr.trace-row').length > 50", PATIENCE).await;
    click(&browser, "#tab-case").await;
    click(&browser, "#show-leading-use").await;
    browser.wait_for("#tab-uses[aria-selected=true]", PATIENCE).await;
    browser.wait_for(".use-lanes-record", PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_can_be_taken_out_again() {
    let Some((_page, browser)) = sample("removing evidence").await else { return };
    let more = std::env::temp_dir().join(format!("konseki-{}-note.txt", std::process::id()));
    std::fs::write(&more, b"no evidence").expect("a file can be written");
    browser.upload("#choose-files", std::slice::from_ref(&more)).await;
    click(&browser, "#tab-evidence").await;
    let listed = "[...document.querySelectorAll('.evidence-row')]
        .some((row) => row.dataset.path.endsWith('note.txt'))";
    browser.wait_until(listed, PATIENCE).await;
    let remove = "[...document.querySelectorAll('.evidence-row')]
        .find((row) => row.dataset.path.endsWith('note.txt')).querySelector('.evidence-remove').click();";
    browser.script(remove, Vec::new()).await;
    browser.wait_until(&format!("!({listed})"), PATIENCE).await;
    browser.wait_for("#download-report:not([disabled])", PATIENCE).await;
    let rest = "document.querySelectorAll('.evidence-row').length > 1";
    browser.wait_until(rest, PATIENCE).await;
    std::fs::remove_file(&more).unwrap_or_default();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_verdicts_are_for_stays_in_view_and_a_case_is_not_closed_by_a_slip() {
    let Some((_page, browser)) = sample("what is asked").await else { return };
    type_period(&browser, "2026-03-02 10:00", "2026-03-02 11:00").await;
    let hidden = "getComputedStyle(document.querySelector('.asked-note')).display === 'none'";
    browser.wait_until(hidden, PATIENCE).await;
    click(&browser, "#tab-traces").await;
    let told = "document.querySelector('.asked-note').textContent
        .includes('2026-03-02 10:00:00 – 2026-03-02 11:00:59')";
    browser.wait_until(told, PATIENCE).await;
    click(&browser, "#clear-asked").await;
    browser.wait_until("!document.querySelector('.asked-note')", PATIENCE).await;

    click(&browser, "#start-over").await;
    browser.wait_for(".start-over-asking", PATIENCE).await;
    click(&browser, "#tab-case").await;
    browser.wait_until("!document.querySelector('.start-over-asking')", PATIENCE).await;
    click(&browser, "#start-over").await;
    browser.wait_for(".start-over-asking", PATIENCE).await;
    // A driver's clicks in one place count as a double click: pressed by keyboard.
    let button = browser.wait_for("#start-over", PATIENCE).await;
    button.send_keys(thirtyfour::Key::Enter).await.expect("takes keys");
    browser.wait_for(".welcome", PATIENCE).await;
}
