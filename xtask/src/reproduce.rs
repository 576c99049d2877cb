//! Builds the last commit twice, in folders of different names, and compares every byte.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::command::{cargo, command, run as execute};
use crate::steps::Steps;
use crate::workspace;

/// What a build leaves that is given to users.
/// The sums name everything in `dist`.
const FILES: [&str; 3] = ["konseki.html", "dist/index.html", "dist/SHA256SUMS"];

/// Fails where a file differs. Takes twice the time of a build from nothing.
fn build_twice(folder: &Path, steps: &mut Steps) -> Result<()> {
    let mut built = Vec::new();
    for place in ["one", "a/longer path/two"] {
        let checkout = folder.join(place);
        let name = format!("build in {}", checkout.display());
        let files = steps.step(&name, || {
            check_out(&checkout)?;
            execute(
                cargo()
                    .args(["xtask", "dist"])
                    .current_dir(&checkout)
                    // The folder, not this one's manifest, is where everything is.
                    .env_remove("CARGO_MANIFEST_DIR")
                    .env("CARGO_TARGET_DIR", checkout.join("target"))
                    .env("KONSEKI_WASM_TARGET", checkout.join("target/wasm"))
                    .env("KONSEKI_WASM_TOOLCHAIN", workspace::wasm_toolchain()),
            )?;
            FILES
                .iter()
                .map(|name| fs::read(checkout.join(name)).map_err(Into::into))
                .collect::<Result<Vec<_>>>()
        })?;
        built.push(files);
    }
    let [one, two] = built.as_slice() else { return Err("two builds".into()) };
    for (name, (one, two)) in FILES.iter().zip(one.iter().zip(two)) {
        if one != two {
            return Err(format!("{name} differs between the two builds").into());
        }
    }
    print!("{}", String::from_utf8_lossy(one.last().map_or(&[], Vec::as_slice)));
    Ok(())
}

/// Builds twice in a folder that is removed at the end.
pub fn run(steps: &mut Steps) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("konseki-reproduce-{}", std::process::id()));
    let result = build_twice(&folder, steps);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    result
}

/// The files of the last commit, without anything that a build left.
fn check_out(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let archive = folder.join("commit.tar");
    execute(command("git").args(["archive", "--format=tar", "-o"]).arg(&archive).arg("HEAD"))?;
    execute(command("tar").arg("xf").arg(&archive).arg("-C").arg(folder))?;
    Ok(fs::remove_file(archive)?)
}
