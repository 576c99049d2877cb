//! What the programs are made of: licences, bans and sources of all dependencies, held by
//! `cargo deny` with the rules of `deny.toml`, and the list that the page shows.

use std::collections::BTreeSet;
use std::fs;

use crate::Result;
use crate::command::{cargo, command, output, run};
use crate::steps::Steps;
use crate::wasm_toolchain::TARGET;
use crate::{installed, workspace};

/// The release of cargo-deny.
const VERSION: &str = "0.20.2";
/// The list of what is in the page, compiled into it.
const LIST: &str = "web/dependencies.txt";
/// What is listed of each package.
const FORMAT: &str = "{p}|{l}";

/// Holds the rules and the page's list; with `write`, the list is written anew.
pub fn check(write: bool, steps: &mut Steps) -> Result<()> {
    let deny = steps.step("cargo-deny", || installed::ensure("cargo-deny", VERSION, &[]))?;
    steps.step("dependencies: licences, bans, sources, the page's list", || {
        for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
            // Advisories need what is no package registry: they are looked at by hand.
            let mut check = command(&deny);
            check.args(["--locked", "--log-level", "error", "--manifest-path", manifest]);
            check.args(["--config", "deny.toml", "check", "--hide-inclusion-graph"]);
            run(check.args(["licenses", "bans", "sources"]))?;
        }
        let page = ["--package", "konseki-web", "--target", TARGET];
        let page = packages(&[&page[..], &["--edges", "normal,no-proc-macro"]].concat())?;
        println!("{} packages are in the page", page.len());
        list(&page, write)
    })
}

fn list(page: &BTreeSet<String>, write: bool) -> Result<()> {
    let lines: Vec<String> = page.iter().map(|package| package.replace('|', ": ")).collect();
    let text = lines.join("\n") + "\n";
    let path = workspace::root().join(LIST);
    if write {
        fs::write(&path, &text)?;
    }
    if fs::read_to_string(&path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    Err(format!("{LIST} is old: run `cargo xtask dependencies --write`").into())
}

/// Name, version and licence of packages that `cargo tree` finds; those of the workspace left out.
fn packages(of: &[&str]) -> Result<BTreeSet<String>> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--prefix", "none", "--format", FORMAT]).args(of);
    let text = output(&mut tree).ok_or("cargo tree failed")?;
    let lines = text.lines().map(|line| line.trim_end_matches(" (*)").trim());
    // A package of the workspace is followed by its folder.
    let foreign = lines.filter(|line| line.contains('|') && !line.contains(" (/"));
    let foreign = foreign.map(|line| line.replace(" (proc-macro)", ""));
    Ok(foreign.collect())
}
