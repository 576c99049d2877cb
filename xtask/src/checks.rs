//! The checks that read the code: format, clippy, documentation.

use crate::Result;
use crate::command::{cargo, command, run};
use crate::steps::Steps;
use crate::wasm_toolchain::{TARGET, WasmToolchain};
use crate::workspace;

/// Runs them all; the first that fails ends it.
pub fn run_all(steps: &mut Steps) -> Result<()> {
    steps.step("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    steps.step("clippy", || {
        let workspace = [
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--features",
            "konseki-tests/browser,konseki-tests/bench",
        ];
        run(cargo().args(workspace).args(["--", "-D", "warnings"]))
    })?;
    steps.step("clippy for wasm32", clippy_for_wasm)?;
    steps.step("documentation", || {
        run(cargo()
            .args(["doc", "--locked", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.step("Sigma rules, judged by pySigma", sigma_rules)
}

/// Exports the rules and has pySigma read, validate and convert each; its packages stand in a
/// virtual environment among the tools.
fn sigma_rules() -> Result<()> {
    let folder = workspace::tools().join("sigma");
    let (python, rules) = (folder.join("bin/python"), folder.join("rules"));
    let requirements = "tests/sigma/requirements.txt";
    if !python.is_file() {
        run(command("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    run(command(&python).args(["-m", "pip", "install", "--quiet", "--requirement", requirements]))?;
    if rules.is_dir() {
        std::fs::remove_dir_all(&rules)?;
    }
    let export = ["run", "--quiet", "--locked", "--package", "konseki", "--", "export-sigma"];
    run(cargo().args(export).arg(&rules))?;
    run(command(&python).arg("tests/sigma/check.py").arg(&rules))
}

/// Clippy belongs to one compiler: where another builds for wasm32, the page has been checked
/// natively above, and the compiler's own warnings are refused here.
fn clippy_for_wasm() -> Result<()> {
    let toolchain = WasmToolchain::ensure()?;
    let mut check = toolchain.cargo()?;
    let package = ["--locked", "--package", "konseki-web", "--target", TARGET];
    match toolchain {
        WasmToolchain::AtHand => {
            run(check.arg("clippy").args(package).args(["--", "-D", "warnings"]))
        }
        WasmToolchain::Private(_) => {
            println!("the compiler for wasm32 has no clippy: its own warnings are checked");
            run(check.arg("check").args(package).args(["--config", "build.warnings=\"deny\""]))
        }
    }
}
