//! Pictures of the page for people to look at: `cargo xtask screenshot DIRECTORY`.

use std::path::PathBuf;

use konseki_tests::browser::{Browser, ColorScheme, PATIENCE, Page, PageKind};

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_page() {
    // Only where they are asked for: they are looked at, not tested.
    let Some(folder) = std::env::var_os("KONSEKI_SCREENSHOTS").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("the folder can be created");
    let what = "pictures of the page";
    let Some(page) = Page::built(PageKind::Hosted, what) else { return };
    let Some(browser) = Browser::start(what).await else { return };
    for language in ["en", "ja"] {
        for (scheme, look) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
            for (width, height) in [(1440, 900), (390, 844)] {
                browser.set_color_scheme(scheme).await;
                browser.set_size(width, height).await;
                browser.open(&page, &format!("?lang={language}")).await;
                browser.wait_for("main h1", PATIENCE).await;
                let name = format!("start-{language}-{look}-{width}.png");
                browser.screenshot(&folder.join(name)).await;
            }
        }
    }
}
