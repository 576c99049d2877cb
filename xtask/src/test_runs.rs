//! `cargo xtask test` and what else runs the end-to-end tests.

use std::process::Command;
use std::thread;

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
    page_beside_tests(steps)?;
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

/// The page is optimised as a whole by one processor for minutes: the tests that need no page run
/// beside it. Both have their own target directories.
fn page_beside_tests(steps: &mut Steps) -> Result<()> {
    thread::scope(|scope| {
        let page = scope.spawn(|| {
            let mut steps = Steps::new();
            let result = dist::build(Flavour::Release, &mut steps);
            (result, steps)
        });
        let tests = steps.step("tests", || command::run(workspace_tests().arg("--no-fail-fast")));
        let (built, of_page) = page.join().map_err(|_| "building the page panicked")?;
        steps.append(of_page);
        tests.and(built)
    })
}

/// Pictures of the page in `directory`, made by the end-to-end harness.
pub fn screenshots(directory: &str, steps: &mut Steps) -> Result<()> {
    let directory = std::path::absolute(directory)?;
    steps.step("browser for the pictures", browser_setup::ensure)?;
    if !workspace::dist().join("index.html").exists() {
        dist::build(Flavour::Release, steps)?;
    }
    steps.step("pictures", || {
        let mut pictures = end_to_end("pictures_of_");
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
