//! Nothing gets out: what a policy can close is closed, and what none can close is not in the code.

use std::io::Read;
use std::net::TcpListener;
use std::time::Duration;

use konseki_tests::browser::{Browser, Engine, PATIENCE, Page, PageKind};
use konseki_tests::evidence::{skip, workspace_root};
use serde_json::{Value, json};

use super::reading::opened_in;

/// Tries one way out that a policy can close; returns the names of all.
const WAYS_OUT: &str = "
    const [elsewhere, only] = arguments;
    const names = [];
    const attempt = async (name, way) => {
        names.push(name);
        if (name !== only) return;
        try { await Promise.race([way(), new Promise((done) => setTimeout(done, 300))]); } catch {}
    };
    const element = (name, attributes, place = document.body) => {
        const made = Object.assign(document.createElement(name), attributes);
        place.append(made);
        return made;
    };
    await attempt('fetch', () => fetch(elsewhere + 'fetch', { mode: 'no-cors' }));
    await attempt('keepalive', () => fetch(elsewhere + 'keepalive', { keepalive: true }));
    await attempt('XMLHttpRequest', async () => {
        const request = new XMLHttpRequest();
        request.open('POST', elsewhere + 'xhr');
        request.send('evidence');
    });
    await attempt('WebSocket', async () => new WebSocket(elsewhere.replace('http', 'ws')));
    await attempt('EventSource', async () => new EventSource(elsewhere + 'events'));
    await attempt('beacon', async () => navigator.sendBeacon(elsewhere + 'beacon', 'evidence'));
    await attempt('image', async () => element('img', { src: elsewhere + 'image' }));
    await attempt('script', async () => element('script', { src: elsewhere + 'script' }));
    await attempt('frame', async () => element('iframe', { src: elsewhere + 'frame' }));
    await attempt('object', async () => element('object', { data: elsewhere + 'object' }));
    await attempt('audio', async () => element('audio', { src: elsewhere + 'audio' }));
    for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon', 'manifest'])
        await attempt(rel, async () => element('link', { rel, as: 'script', href: elsewhere + rel },
            document.head));
    await attempt('style', async () => element('div',
        { style: `background: url(${elsewhere}style)`, textContent: 'x' }));
    await attempt('form', async () => {
        element('iframe', { name: 'target' });
        element('form', { action: elsewhere + 'form', target: 'target' }).submit();
    });
    await attempt('import', () => import(elsewhere + 'import'));
    await attempt('worker', async () => new Worker(elsewhere + 'worker'));
    await attempt('worker of its own', async () => {
        const code = `fetch('${elsewhere}inside'); importScripts('${elsewhere}inside');`;
        new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    });
    return names;";

#[tokio::test(flavor = "multi_thread")]
async fn every_way_out_that_a_policy_can_close_is_closed() {
    nothing_gets_out(Engine::Chromium).await;
}

pub async fn nothing_gets_out(engine: Engine) {
    for kind in [PageKind::Hosted, PageKind::SingleFile] {
        let opened = opened_in(engine, kind, "the policy against requests", "").await;
        let Some((_, browser)) = opened else { return };
        let ways = browser.script(WAYS_OUT, vec![Value::Null, Value::from("")]).await;
        let ways: Vec<String> = serde_json::from_value(ways).expect("names");
        assert_eq!(ways.len(), 22, "{ways:?}");
        for way in ways {
            let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port is free");
            elsewhere.set_nonblocking(true).expect("can be asked without waiting");
            let address = format!("http://{}/", elsewhere.local_addr().expect("has an address"));
            let only = vec![Value::from(address), Value::from(way.as_str())];
            browser.script(WAYS_OUT, only).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let came = visitors(&elsewhere);
            // Chromium connects ahead of the policy's answer where a frame would navigate, and then
            // sends nothing.
            let may_connect = ["frame", "form"].contains(&way.as_str());
            assert!(came.iter().all(|sent| may_connect && sent.is_empty()), "{way}: {came:?}");
        }
    }
}

/// The first line of what each sent who came.
fn visitors(elsewhere: &TcpListener) -> Vec<String> {
    let mut came = Vec::new();
    while let Ok((mut stream, _)) = elsewhere.accept() {
        let mut request = [0; 256];
        let read = stream.set_read_timeout(Some(Duration::from_secs(1)));
        let read = read.and_then(|()| stream.read(&mut request)).unwrap_or_default();
        let text = String::from_utf8_lossy(request.get(..read).unwrap_or_default()).into_owned();
        came.push(text.lines().next().unwrap_or_default().to_owned());
    }
    came
}

#[tokio::test(flavor = "multi_thread")]
async fn only_language_and_theme_are_kept() {
    let what = "what the browser keeps";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    browser.open(&page, "").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let kept = "
        const foreign = Object.keys(localStorage).filter((key) => !/language|theme/.test(key));
        const databases = (await indexedDB.databases()).length;
        const caches = (await globalThis.caches.keys()).length;
        return [foreign, Object.keys(sessionStorage), databases, caches, document.cookie];";
    let kept = browser.script(kept, Vec::new()).await;
    assert_eq!(kept, json!([[], [], 0, 0, ""]));
}

/// Words of the ways out that no policy closes, and of those that it does, and of storage.
const NEVER: [&str; 26] = [
    "window.open",
    ".open(",
    "location.assign",
    "location.replace",
    "location =",
    ".location=",
    "location.href =",
    "history.",
    ".submit(",
    "XMLHttpRequest",
    "WebSocket",
    "WebTransport",
    "EventSource",
    "sendBeacon",
    "importScripts",
    "serviceWorker",
    "SharedWorker",
    "indexedDB",
    "sessionStorage",
    "caches",
    "cookie",
    "document.write",
    "eval(",
    "new Function",
    "new Image",
    "createDataChannel",
];

/// The script of the page: the bindings are all that the program can call.
#[test]
fn the_page_cannot_call_what_no_policy_closes() {
    let file = workspace_root().join("konseki.html");
    let Ok(html) = std::fs::read_to_string(&file) else {
        return skip("the script of the page", "konseki.html is missing: run `cargo xtask dist`");
    };
    let code = html.split_once("id=\"konseki-code\">").expect("the script begins").1;
    let code = code.split_once("</script>").expect("the script ends").0;
    assert!(code.contains("wasm_bindgen"), "the bindings are in the script");
    for word in NEVER {
        assert!(!code.contains(word), "the script of the page has {word}");
    }
    // The loader of the bindings can fetch the program by its address; the page hands it over.
    assert_eq!(code.matches("fetch(").count(), 1);
    // Taken away at the start, and used nowhere.
    let removed = "for (const name of [\"RTCPeerConnection\", \"webkitRTCPeerConnection\"])";
    assert_eq!(code.matches("RTCPeerConnection").count(), 2 * code.matches(removed).count());
    assert_eq!(code.matches(removed).count(), 1);
}
