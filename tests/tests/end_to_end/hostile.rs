//! Evidence that means harm to whoever looks at it: nothing of it runs, asks for anything, or hides.

use konseki_core::{analysis::Question, export};
use konseki_tests::{
    browser::{Browser, PATIENCE, PageKind},
    cases::hostile::{self, HIDDEN, MARKUP},
    flow,
    writer::zip::Zip,
};
use serde_json::{Value, json};

use super::reading::{FINAL, Folder, opened};

/// What would run if text became markup.
const TRAP: &str = "
    globalThis.ran = [];
    for (const name of ['alert', 'confirm', 'prompt', 'open'])
        globalThis[name] = () => ran.push(name);
    addEventListener('securitypolicyviolation', (event) => ran.push(event.violatedDirective));";

/// What became of hostile text in the view: scripts that ran, elements that are not the page's,
/// characters that do not show.
const LOOK: &str = r"
    const foreign = [...document.querySelectorAll('img, iframe, object, script, base')]
        .filter((one) => !/^konseki-/.test(one.id)).map((one) => one.outerHTML);
    const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
    const texts = [];
    for (const one of document.body.querySelectorAll('*')) {
        if (one.localName === 'script') continue;
        // What an option stands for and what belongs to scripts is not shown.
        for (const { name, value } of one.attributes)
            if (!name.startsWith('data-') && `${one.localName} ${name}` !== 'option value')
                texts.push(value);
        for (const child of one.childNodes) if (child.nodeType === 3) texts.push(child.data);
    }
    const all = texts.join(' ');
    return [ran, foreign, texts.filter((text) => hidden.test(text)),
        all.includes('<script>alert(1)</script>'), all.includes('\\u{202e}')];";

/// Where the page is wider than the window: the elements that reach beyond it.
const BEYOND: &str = "
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > page.clientWidth + 0.5);
    return ['page', ...wide.map((one) => `${one.localName}.${one.className}`)];";

#[tokio::test(flavor = "multi_thread")]
async fn hostile_evidence_is_text_that_shows() {
    let what = "hostile evidence in the page";
    let Some((page, browser)) = opened(PageKind::SingleFile, what, "?lang=en").await else {
        return;
    };
    browser.script(TRAP, Vec::new()).await;
    let folder = Folder::new("hostile");
    let mut zip = Zip::new();
    let mut files = Vec::new();
    for (number, (path, bytes)) in hostile::hostile_text().iter().enumerate() {
        zip = zip.deflated(&format!("{MARKUP}/{HIDDEN}/{path}"), bytes);
        let markup = MARKUP.replace('/', "|");
        let hidden = HIDDEN.replace('\0', "");
        files.push(folder.write(&format!("{number}{markup}{hidden}.evtx"), bytes));
    }
    files.push(folder.write("case.zip", &zip.write()));
    browser.upload("#choose-files", &files).await;
    browser.wait_for(FINAL, PATIENCE).await;
    let views = views(&browser).await;
    let (mut markup, mut hidden) = (0, 0);
    for view in &views {
        open(&browser, view).await;
        let seen = browser.script(LOOK, Vec::new()).await;
        let nothing = json!([]);
        let found = |at: usize| seen.get(at).cloned().unwrap_or_default();
        assert_eq!(
            [found(0), found(1), found(2)],
            [nothing.clone(), nothing.clone(), nothing],
            "{view:?}"
        );
        markup += u32::from(found(3) == Value::Bool(true));
        hidden += u32::from(found(4) == Value::Bool(true));
    }
    println!("markup as text in {markup} views, hidden characters in {hidden} of {}", views.len());
    assert!(markup >= 6 && hidden >= 6, "hostile text is shown: {markup}, {hidden}");
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

/// Values as long as a record holds, without a place to break, neither hide nor push away anything:
/// no view is wider than the page.
#[tokio::test(flavor = "multi_thread")]
async fn long_values_stay_in_their_place() {
    let what = "long values in the page";
    let Some((_, browser)) = opened(PageKind::SingleFile, what, "?lang=en").await else { return };
    let folder = Folder::new("long");
    let zip = hostile::long_values()
        .iter()
        .fold(Zip::new(), |zip, (path, bytes)| zip.deflated(path, bytes));
    browser.script(TRAP, Vec::new()).await;
    browser.upload("#choose-files", &[folder.write("case.zip", &zip.write())]).await;
    browser.wait_for(FINAL, PATIENCE).await;
    stays_in_its_place(&browser).await;
}

/// No evidence holds values of a megabyte; a report that somebody made up can.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_with_values_of_a_megabyte_stays_in_its_place() {
    let what = "a report with values of a megabyte";
    let Some((_, browser)) = opened(PageKind::SingleFile, what, "?lang=en").await else { return };
    let folder = Folder::new("megabyte");
    let mut report = flow::report(&hostile::long_values(), &Question::default());
    let value = "x".repeat(1 << 20) + MARKUP;
    for host in &mut report.hosts {
        host.aliases.push(value.clone());
    }
    for session in report.sheets.iter_mut().flat_map(|sheet| &mut sheet.sessions).take(1) {
        session.variables.insert("account".to_owned(), vec![value.clone()]);
    }
    let roles = report.sheets.iter_mut().flat_map(|sheet| &mut sheet.roles);
    let traces = roles.flat_map(|role| &mut role.traces);
    for one in traces.flat_map(|trace| &mut trace.matches).take(1) {
        one.fields.values_mut().for_each(|field| field.clone_from(&value));
    }
    browser.script(TRAP, Vec::new()).await;
    let path = folder.write("konseki-report.json", &export::json(&report));
    browser.upload("#choose-files", &[path]).await;
    browser.wait_for("#reopened", PATIENCE).await;
    stays_in_its_place(&browser).await;
}

async fn stays_in_its_place(browser: &Browser) {
    for width in [1440, 390] {
        browser.set_size(width, 900).await;
        for view in views(browser).await {
            open(browser, &view).await;
            let beyond = browser.script(BEYOND, Vec::new()).await;
            assert_eq!(beyond, json!([]), "{view:?} at {width}");
            let ran = browser.script("return ran;", Vec::new()).await;
            assert_eq!(ran, json!([]), "{view:?}");
        }
    }
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

/// Everything that shows evidence: the buttons that lead there, one after another.
async fn views(browser: &Browser) -> Vec<Vec<String>> {
    let tabs = "return [...document.querySelectorAll('[role=tab]')].map((tab) => '#' + tab.id);";
    let tabs: Vec<String> =
        serde_json::from_value(browser.script(tabs, Vec::new()).await).expect("tabs");
    assert!(tabs.len() >= 6, "{tabs:?}");
    let mut views: Vec<Vec<String>> = tabs.into_iter().map(|tab| vec![tab]).collect();
    let path = |path: &[&str]| path.iter().map(|step| (*step).to_owned()).collect();
    views.push(path(&["#tab-uses", ".use-row button"]));
    views.push(path(&[".use-lanes-record"]));
    views.push(path(&["#close-record", "#close-use"]));
    views
}

/// Goes there, with all that can be opened open.
async fn open(browser: &Browser, view: &[String]) {
    for step in view {
        browser.wait_for(step, PATIENCE).await;
        // By script, since the menus that are opened here lie above the tabs.
        let open = "document.querySelector(arguments[0]).click();
            await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100)));
            document.querySelectorAll('details').forEach((one) => { one.open = true; });";
        browser.script(open, vec![Value::from(step.as_str())]).await;
        // Tables ask the worker for what they show.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
}
