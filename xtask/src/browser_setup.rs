//! The browser of the end-to-end tests: Chromium, its driver, and a font that has Japanese.

use crate::Result;
use crate::command::find;
use crate::debian;

/// Names under which Chromium or a browser of its family is found on PATH.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Installs what is missing of them.
pub fn ensure() -> Result<()> {
    let has_browser = BROWSERS.iter().any(|name| find(name).is_some());
    let mut packages = Vec::new();
    if !has_browser || find("chromedriver").is_none() {
        packages.extend(["chromium", "chromium-driver"]);
    }
    if find("dpkg-query").is_some() {
        packages.push("fonts-noto-cjk");
    }
    debian::ensure(&packages)
}
