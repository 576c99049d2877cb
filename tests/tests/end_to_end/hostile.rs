//! Evidence that means harm to whoever looks at it: nothing of it runs, asks for anything, or hides.

use konseki_tests::{
    browser::{PATIENCE, PageKind},
    cases::hostile::{self, HIDDEN, MARKUP},
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
    let tabs = "return [...document.querySelectorAll('[role=tab]')].map((tab) => '#' + tab.id);";
    let tabs: Vec<String> =
        serde_json::from_value(browser.script(tabs, Vec::new()).await).expect("tabs");
    assert!(tabs.len() >= 6, "{tabs:?}");
    let (mut markup, mut hidden) = (0, 0);
    for tab in &tabs {
        // By script, since the menus that are opened here lie above the tabs.
        let open = "document.querySelector(arguments[0]).click();
            await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100)));
            document.querySelectorAll('details').forEach((one) => { one.open = true; });";
        browser.script(open, vec![Value::from(tab.as_str())]).await;
        // Tables ask the worker for what they show.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let seen = browser.script(LOOK, Vec::new()).await;
        let nothing = json!([]);
        let found = |at: usize| seen.get(at).cloned().unwrap_or_default();
        assert_eq!(
            [found(0), found(1), found(2)],
            [nothing.clone(), nothing.clone(), nothing],
            "{tab}"
        );
        markup += u32::from(found(3) == Value::Bool(true));
        hidden += u32::from(found(4) == Value::Bool(true));
    }
    println!("markup as text in {markup} views, hidden characters in {hidden} of {}", tabs.len());
    assert!(markup >= 4 && hidden >= 4, "hostile text is shown: {markup}, {hidden}");
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}
