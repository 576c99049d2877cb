//! The checks that read the code: format, clippy, documentation.

use crate::Result;
use crate::command::{cargo, run};
use crate::steps::Steps;
use crate::wasm_toolchain::{TARGET, WasmToolchain};

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
            "konseki-tests/browser",
        ];
        run(cargo().args(workspace).args(["--", "-D", "warnings"]))
    })?;
    steps.step("clippy for wasm32", clippy_for_wasm)?;
    steps.step("documentation", || {
        run(cargo()
            .args(["doc", "--locked", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    })
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
