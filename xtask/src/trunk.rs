//! Trunk, the contributors' live reload: it must make a working page of the same sources.

use crate::Result;
use crate::command::{command, run};
use crate::dist::build_generator;
use crate::steps::Steps;
use crate::wasm_toolchain::WasmToolchain;
use crate::{browser_setup, dist, installed, test_runs, workspace};

/// The newest release that the compiler at hand builds.
const VERSION: &str = "0.21.14";

/// Installs Trunk where it is missing, builds the page with it and looks at it in a browser.
pub fn check(steps: &mut Steps) -> Result<()> {
    steps.step("browser for the page of Trunk", browser_setup::ensure)?;
    let trunk =
        steps.step("Trunk", || installed::ensure("trunk", VERSION, &["--no-default-features"]))?;
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
