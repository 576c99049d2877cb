//! The same flows in Firefox. `cargo xtask ci` gets its driver and runs these.

use konseki_tests::browser::{Engine, PageKind};

use super::{closed, reading};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs geckodriver: `cargo xtask ci` compiles it"]
async fn in_firefox_the_page_reads_evidence() {
    reading::reads(Engine::Firefox, PageKind::SingleFile, "reading in Firefox from file://").await;
    reading::reads(Engine::Firefox, PageKind::Hosted, "reading in Firefox over HTTP").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs geckodriver: `cargo xtask ci` compiles it"]
async fn in_firefox_nothing_gets_out() {
    closed::nothing_gets_out(Engine::Firefox).await;
}
