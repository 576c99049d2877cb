//! Trunk, the contributors' live reload: it must make a working page of the same sources.

use std::path::PathBuf;

use crate::Result;
use crate::command::{command, find, output, run};
use crate::dist::build_generator;
use crate::steps::Steps;
use crate::wasm_toolchain::WasmToolchain;
use crate::{browser_setup, dist, test_runs, workspace};

/// The newest release that the compiler at hand builds.
const VERSION: &str = "0.21.14";

/// Installs Trunk where it is missing, builds the page with it and looks at it in a browser.
pub fn check(steps: &mut Steps) -> Result<()> {
    steps.step("browser for the page of Trunk", browser_setup::ensure)?;
    let trunk = steps.step("Trunk", ensure)?;
    steps.step("trunk build", || {
        build_generator()?;
        let toolchain = WasmToolchain::ensure()?;
        // Cargo.lock has been fetched by the builds before; nothing else may be.
        let mut build = command(trunk);
        build.args(["build", "--offline"]).env_remove("NO_COLOR");
        toolchain.apply(&mut build, &[&dist::generator_directory()])?;
        run(&mut build)
    })?;
    steps.step("page of Trunk in a browser", || {
        let mut test = test_runs::end_to_end("the_page_that_trunk_builds");
        run(test
            .env("KONSEKI_TRUNK_DIST", workspace::trunk_dist())
            .env("KONSEKI_REQUIRE_EVIDENCE", "1"))
    })
}

/// Finds Trunk on PATH or among our own tools, or compiles it. Unoptimised: it runs once.
fn ensure() -> Result<PathBuf> {
    let own = workspace::tools().join("bin/trunk");
    let there = [find("trunk"), Some(own.clone())].into_iter().flatten().find(has_version);
    if let Some(path) = there {
        return Ok(path);
    }
    let mut install = crate::command::cargo();
    install
        .args(["install", "trunk", "--version", VERSION, "--locked", "--debug", "--root"])
        .arg(workspace::tools());
    install.arg("--target-dir").arg(workspace::tools().join("build"));
    install.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_DEV_OPT_LEVEL", "0");
    run(&mut install)?;
    Ok(own)
}

fn has_version(trunk: &PathBuf) -> bool {
    output(command(trunk).arg("--version"))
        .is_some_and(|version| version == format!("trunk {VERSION}"))
}
