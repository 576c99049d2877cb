//! The table of records: narrowed, walked by keyboard, drawn in part.

use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};
use konseki_tests::cases::sample_case_zip;

use super::reading::{FINAL, Folder, click, opened};
use super::views::sample;

async fn table(what: &str, query: &str) -> Option<(Page, Browser)> {
    let (page, browser) = sample(what, query).await?;
    click(&browser, "#tab-records").await;
    browser.wait_for(".records-grid-row [role=gridcell]:nth-child(3)", PATIENCE).await;
    Some((page, browser))
}

/// Rows of the table, as it says itself, without the heading.
const ROWS: &str = "(document.querySelector('#records-grid')?.ariaRowCount - 1)";
/// The row that the keyboard is at.
const AT: &str = "document.querySelector('.records-grid-row-at')";

async fn press(browser: &Browser, key: &str) {
    let press = format!(
        "document.querySelector('#records-grid').dispatchEvent(
            new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}));"
    );
    browser.script(&press, Vec::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_rows_in_view_are_drawn_and_keys_reach_every_one() {
    let Some((page, browser)) = table("the table of records", "?lang=en").await else { return };
    browser.wait_until(&format!("{ROWS} > 200"), PATIENCE).await;
    let drawn = "document.querySelectorAll('.records-grid-row').length";
    browser.wait_until(&format!("{drawn} < 60"), PATIENCE).await;
    press(&browser, "ArrowDown").await;
    browser.wait_until(&format!("{AT}?.ariaRowIndex === '3'"), PATIENCE).await;
    press(&browser, "End").await;
    let last = format!("Number({AT}?.ariaRowIndex) === {ROWS} + 1");
    browser.wait_until(&last, PATIENCE).await;
    browser.wait_until(&format!("/2026-/.test({AT}?.textContent)"), PATIENCE).await;
    let in_view = format!(
        "(() => {{
            const box = document.querySelector('#records-grid').getBoundingClientRect();
            const row = {AT}.getBoundingClientRect();
            return row.top >= box.top && row.bottom <= box.bottom + 1;
        }})()"
    );
    browser.wait_until(&in_view, PATIENCE).await;
    press(&browser, "PageUp").await;
    browser.wait_until(&format!("{AT} && !({last})"), PATIENCE).await;
    press(&browser, "Home").await;
    browser.wait_until(&format!("{AT}?.ariaRowIndex === '2'"), PATIENCE).await;
    // The scroll bar leads to the same rows as the keys.
    let scroll = "document.querySelector('#records-grid').scrollTop = 1e9;";
    browser.script(scroll, Vec::new()).await;
    let seen = format!(
        "[...document.querySelectorAll('.records-grid-row')].some((row) =>
            Number(row.ariaRowIndex) === {ROWS} + 1)"
    );
    browser.wait_until(&seen, PATIENCE).await;
    press(&browser, "Home").await;
    browser.wait_until(&format!("/2026-/.test({AT}?.textContent)"), PATIENCE).await;
    press(&browser, "Enter").await;
    browser.wait_for(".record-panel-facts", PATIENCE).await;
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn facets_and_text_narrow_the_table_together() {
    let Some((_, browser)) = table("facets of records", "?lang=ja").await else { return };
    browser.set_size(1440, 900).await;
    browser.script("document.querySelector('.record-facets').open = true;", Vec::new()).await;
    let all = browser.script(&format!("return {ROWS};"), Vec::new()).await;
    let choose = "
        const choices = [...document.querySelectorAll('[data-facet=account] label')];
        choices.find((label) => label.textContent.includes('tanaka')).querySelector('input').click();";
    browser.script(choose, Vec::new()).await;
    browser.wait_until(&format!("{ROWS} < {all}"), PATIENCE).await;
    // The number beside a value is what it leaves.
    let counted = "
        [...document.querySelectorAll('[data-facet=account] label')].find((label) =>
            label.textContent.includes('tanaka')).querySelector('.number').textContent";
    browser.wait_until(&format!("Number({counted}) === {ROWS}"), PATIENCE).await;
    let by_account = browser.script(&format!("return {ROWS};"), Vec::new()).await;
    let search = "
        const input = document.querySelector('#records-search');
        input.value = 'PROJECTS';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    browser.script(search, Vec::new()).await;
    browser.wait_until(&format!("{ROWS} > 0 && {ROWS} < {by_account}"), PATIENCE).await;
    let columns = "document.querySelector('[data-column=fields]').click();";
    browser.script(columns, Vec::new()).await;
    let fields = "[...document.querySelectorAll('.record-cell-fields')]";
    browser.wait_until(&format!("{fields}.length > 0"), PATIENCE).await;
    let held =
        format!("{fields}.every((cell) => cell.textContent.toLowerCase().includes('projects'))");
    browser.wait_until(&held, PATIENCE).await;
    let none = search.replace("PROJECTS", "no such text");
    browser.script(&none, Vec::new()).await;
    browser.wait_for(".records-grid-none", PATIENCE).await;
    click(&browser, "#records-clear").await;
    browser.wait_until(&format!("{ROWS} === {all}"), PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_carries_the_view_and_nothing_of_the_evidence() {
    let query =
        "?lang=en&view=traces&outcome=not-found&from=2026-03-02T09:00:00Z&to=2026-03-02T10:00:00Z";
    let Some((page, browser)) = sample("a link to a view", query).await else { return };
    // What the link asks for is in front, and the verdicts are for its period.
    browser.wait_for("#tab-traces[aria-selected=true]", PATIENCE).await;
    browser.wait_until("document.querySelector('#filter-outcome').value !== ''", PATIENCE).await;
    click(&browser, "#tab-records").await;
    browser.wait_for("#records-grid", PATIENCE).await;
    let search = "
        const input = document.querySelector('#records-search');
        input.value = 'tanaka';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    browser.script(search, Vec::new()).await;
    let link =
        browser.script("return document.querySelector('#copy-link').dataset.link;", Vec::new());
    let link = link.await.as_str().unwrap_or_default().to_owned();
    let expected = format!(
        "{}?lang=en&view=records&outcome=not-found&from=2026-03-02T09:00:00.0000000Z&to=2026-03-02T10:00:00.0000000Z",
        page.address()
    );
    assert_eq!(link, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_on_a_row_that_is_still_to_come_opens_it() {
    let what = "a row that is still to come";
    let Some((_, browser)) = opened(PageKind::SingleFile, what, "?lang=en").await else { return };
    // The same evidence several times has more rows than come at once.
    let folder = Folder::new("many-rows");
    let zip = sample_case_zip();
    let files: Vec<_> = (0..4).map(|n| folder.write(&format!("{n}.zip"), &zip)).collect();
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;
    click(&browser, "#tab-records").await;
    browser.wait_for(".records-grid-row [role=gridcell]:nth-child(3)", PATIENCE).await;
    let at_once = "return (async () => {
        const grid = document.querySelector('#records-grid');
        const press = (key) => grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        const last = () => document.querySelector('.records-grid-row-at')?.ariaRowIndex;
        press('End');
        while (Number(last()) !== Number(grid.ariaRowCount)) await new Promise((go) => setTimeout(go));
        const waits = document.querySelector('.records-grid-row-at').textContent === '…';
        press('Enter');
        return waits;
    })();";
    assert_eq!(browser.script(at_once, Vec::new()).await, true, "the row is still to come");
    browser.wait_for(".record-panel-facts", PATIENCE).await;
    let id = "document.querySelector('.record-panel-facts').textContent";
    let shown = format!("{AT}.textContent !== '…' && {id}.length > 0");
    browser.wait_until(&shown, PATIENCE).await;
    click(&browser, "#close-record").await;
    // Whoever walks on before it comes opens nothing.
    let walked = at_once.replace("press('Enter');", "press('Enter'); press('Home');");
    press(&browser, "Home").await;
    browser.wait_until(&format!("/2026-/.test({AT}?.textContent)"), PATIENCE).await;
    browser.script(&walked, Vec::new()).await;
    browser.wait_until(&format!("/2026-/.test({AT}?.textContent)"), PATIENCE).await;
    browser.wait_until("!document.querySelector('.record-panel')", PATIENCE).await;
}
