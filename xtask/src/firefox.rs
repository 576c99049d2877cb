//! The page in Firefox: the same flows as in Chromium.

use crate::Result;
use crate::command::{find, run};
use crate::dist::{self, Flavour};
use crate::steps::Steps;
use crate::{debian, installed, test_runs, workspace};

/// The newest release of Firefox's driver.
const VERSION: &str = "0.37.1";

/// Installs Firefox and its driver where they are missing, and runs the flows on the built page.
pub fn check(steps: &mut Steps) -> Result<()> {
    steps.step("Firefox", || {
        match ["firefox-esr", "firefox"].iter().any(|name| find(name).is_some()) {
            true => Ok(()),
            false => debian::ensure(&["firefox-esr"]),
        }
    })?;
    let driver = steps.step("geckodriver", || installed::ensure("geckodriver", VERSION, &[]))?;
    if !workspace::dist().join("index.html").exists() {
        dist::build(Flavour::Release, steps)?;
    }
    steps.step("page in Firefox", || {
        let mut tests = test_runs::end_to_end("in_firefox");
        tests.env("KONSEKI_GECKODRIVER", driver).env("KONSEKI_REQUIRE_EVIDENCE", "1");
        run(&mut tests)
    })
}
