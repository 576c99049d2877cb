//! Programs of crates.io that a check needs, each of one version.

use std::path::{Path, PathBuf};

use crate::command::{cargo, command, find, output, run};
use crate::{Result, workspace};

/// Finds the program on PATH or among our own tools, or compiles it with `options` of
/// `cargo install`. Unoptimised: it runs once.
pub fn ensure(name: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let own = workspace::tools().join("bin").join(name);
    let wanted = format!("{name} {version}");
    let candidates = [find(name), Some(own.clone())];
    if let Some(path) = candidates.into_iter().flatten().find(|path| is(path, &wanted)) {
        return Ok(path);
    }
    let mut install = cargo();
    install
        .args(["install", name, "--version", version, "--locked", "--debug"])
        .args(options)
        .arg("--root")
        .arg(workspace::tools());
    install.arg("--target-dir").arg(workspace::tools().join("build"));
    install.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_DEV_OPT_LEVEL", "0");
    run(&mut install)?;
    Ok(own)
}

/// Whether the program says that it is the wanted one, whatever it says of its build.
fn is(path: &Path, wanted: &str) -> bool {
    output(command(path).arg("--version")).is_some_and(|said| {
        said.strip_prefix(wanted)
            .is_some_and(|rest| !rest.starts_with(|next: char| !next.is_whitespace()))
    })
}
