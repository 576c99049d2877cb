//! The page starts, its workers start, and nothing is asked of the network.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use konseki_tests::browser::{Browser, PATIENCE, Page, PageKind};
use serde_json::Value;

/// Opens the page and looks at all that must hold wherever it runs.
async fn starts(page: &Page, what: &str) {
    let Some(browser) = Browser::start(what).await else { return };
    browser.open(page, "").await;
    browser.wait_for("h1", PATIENCE).await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let webrtc = browser.script("return typeof RTCPeerConnection;", Vec::new()).await;
    assert_eq!(webrtc, Value::from("undefined"), "WebRTC is closed");
    assert_eq!(browser.foreign_requests(page).await, Vec::<String>::new());
    assert!(!browser.requests().is_empty(), "the page's own request is seen, so others would be");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosted_page_starts_and_asks_for_nothing() {
    let what = "the page over HTTP";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    starts(&page, what).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_single_file_starts_and_asks_for_nothing() {
    let what = "the page from file://";
    let Some(page) = Page::built(PageKind::SingleFile, what) else { return };
    starts(&page, what).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask ci` builds that page and runs this test by name"]
async fn the_page_that_trunk_builds_works() {
    let what = "the page that Trunk builds";
    let folder = std::env::var_os("KONSEKI_TRUNK_DIST").map(PathBuf::from);
    let folder = folder.expect("KONSEKI_TRUNK_DIST says where Trunk put the page");
    assert!(folder.join("index.html").is_file(), "Trunk built no page");
    starts(&Page::served(&folder), what).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_cannot_reach_the_network() {
    let what = "the policy against requests";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    browser.open(&page, "").await;
    browser.wait_for("[data-worker=ready]", PATIENCE).await;
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    elsewhere.set_nonblocking(true).expect("can be asked without waiting");
    let address = format!("http://{}/", elsewhere.local_addr().expect("has an address"));
    let tries = "
        const refused = [];
        const elsewhere = arguments[0];
        await fetch(elsewhere).catch(() => refused.push('fetch'));
        await fetch(location.href).catch(() => refused.push('fetch of its own'));
        // In a task of its own: the remote control's own scripts may evaluate text.
        await new Promise((done) => setTimeout(() => {
            try { (0, eval)('1'); } catch { refused.push('eval'); }
            done();
        }));
        const image = new Image();
        await new Promise((done) => { image.onload = image.onerror = done; image.src = elsewhere; });
        refused.push('image');
        return refused;";
    let refused = browser.script(tries, vec![Value::from(address)]).await;
    assert_eq!(refused, serde_json::json!(["fetch", "fetch of its own", "eval", "image"]));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let reached = elsewhere.accept().map_err(|error| error.kind());
    assert_eq!(reached.err(), Some(ErrorKind::WouldBlock), "nobody came");
}
