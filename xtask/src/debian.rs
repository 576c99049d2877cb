//! Debian packages, installed only where they are missing.

use crate::Result;
use crate::command::{command, find, output, run};

/// Installs those of `packages` that are missing. Where there is no apt, says what is needed.
pub fn ensure(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("apt-get").is_none() {
        return Err(format!(
            "this needs what Debian calls {}: install it by hand",
            missing.join(", ")
        )
        .into());
    }
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing))
}

/// Whether dpkg knows the package as installed.
pub fn is_installed(package: &str) -> bool {
    output(command("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]))
        .is_some_and(|status| status == "installed")
}

fn apt() -> std::process::Command {
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id == "0");
    let mut apt = if is_root { command("env") } else { command("sudo") };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    apt
}
