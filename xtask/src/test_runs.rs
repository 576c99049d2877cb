//! `cargo xtask test` and what else runs the end-to-end tests.

use std::process::Command;

use crate::Result;
use crate::command::{self, cargo};
use crate::dist::{self, Flavour};
use crate::steps::Steps;
use crate::{axe, browser_setup, workspace};

/// Which tests run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every test.
    Everything,
    /// All but those that need a browser.
    WithoutBrowser,
}

/// Sets up what is missing, builds the page and runs the tests.
pub fn run(scope: Scope, steps: &mut Steps) -> Result<()> {
    if scope == Scope::Everything {
        steps.step("browser for the tests", browser_setup::ensure)?;
    }
    dist::build(Flavour::Release, steps)?;
    steps.step("tests", || command::run(workspace_tests().arg("--no-fail-fast")))?;
    match scope {
        Scope::Everything => {
            let axe = steps.step("axe-core for the tests", axe::ensure)?;
            steps.step("tests in a browser", || {
                command::run(browser_tests().env("KONSEKI_AXE", axe))
            })
        }
        Scope::WithoutBrowser => {
            println!("The tests that need a browser were left out, as asked (--no-browser).");
            Ok(())
        }
    }
}

/// Pictures of the page in `directory`, made by the end-to-end harness.
pub fn screenshots(directory: &str, steps: &mut Steps) -> Result<()> {
    let directory = std::path::absolute(directory)?;
    steps.step("browser for the pictures", browser_setup::ensure)?;
    if !workspace::dist().join("index.html").exists() {
        dist::build(Flavour::Release, steps)?;
    }
    steps.step("pictures", || {
        let mut pictures = end_to_end("pictures_of_the_page");
        command::run(
            pictures.env("KONSEKI_SCREENSHOTS", &directory).env("KONSEKI_REQUIRE_EVIDENCE", "1"),
        )
    })?;
    println!("The pictures are in {}", directory.display());
    Ok(())
}

/// The end-to-end tests whose name holds `name`.
pub fn end_to_end(name: &str) -> Command {
    let mut tests = browser_tests();
    tests.args(["--", "--ignored", "--nocapture", name]);
    tests
}

/// The tests of all packages but the generator of the bindings, which has another profile.
fn workspace_tests() -> Command {
    let mut tests = cargo();
    tests.args(["test", "--locked", "--workspace", "--exclude", "xtask-bindgen"]);
    tests
}

/// The end-to-end tests by themselves: the remote control of the browser turns on features of shared
/// dependencies (the order of keys in `serde_json`) that the other tests must not run with.
fn browser_tests() -> Command {
    let mut tests = cargo();
    tests.args(["test", "--locked", "--package", "konseki-tests", "--features", "browser"]);
    tests.args(["--test", "end_to_end"]);
    tests
}
