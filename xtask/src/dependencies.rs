//! What the programs are made of: licences and sources of all dependencies, and the list that the
//! page shows.
//!
//! The same rules stand in `deny.toml`, for those who have `cargo deny`; here they are held without
//! a tool that takes minutes to compile.

use std::collections::BTreeSet;
use std::fs;

use crate::Result;
use crate::command::{cargo, output};
use crate::steps::Steps;
use crate::wasm_toolchain::TARGET;
use crate::workspace;

/// The list of what is in the page, compiled into it.
const LIST: &str = "web/dependencies.txt";
/// Where crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// What is listed of each package.
const FORMAT: &str = "{p}|{l}";

/// Holds licences, sources and the page's list; with `write`, the list is written anew.
pub fn check(write: bool, steps: &mut Steps) -> Result<()> {
    steps.step("dependencies: licences, sources, the page's list", || {
        let rules = fs::read_to_string(workspace::root().join("deny.toml"))?;
        let allowed = allowed_licences(&rules)?;
        sources()?;
        let every = ["--workspace", "--all-features", "--edges", "all"];
        let page = ["--package", "konseki-web", "--target", TARGET];
        let page = [&page[..], &["--edges", "normal,no-proc-macro"]].concat();
        let (every, page) = (packages(&every)?, packages(&page)?);
        let refused: Vec<&str> = every
            .iter()
            .chain(&page)
            .filter(|package| !is_allowed(licence(package), &allowed))
            .map(String::as_str)
            .collect();
        if !refused.is_empty() {
            return Err(format!("licences that are not allowed: {}", refused.join("; ")).into());
        }
        println!("{} packages, {} of them in the page", every.len(), page.len());
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

fn licence(package: &str) -> &str {
    package.split_once('|').map_or("", |(_, licence)| licence)
}

/// Every package of the lock files comes from the one registry.
fn sources() -> Result<()> {
    for name in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let lock = fs::read_to_string(workspace::root().join(name))?;
        let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
        if let Some(other) = sources.map(|text| text.trim_matches('"')).find(|one| *one != REGISTRY)
        {
            return Err(format!("{name}: packages may not come from {other}").into());
        }
    }
    Ok(())
}

/// The list `allow` of `deny.toml`.
fn allowed_licences(rules: &str) -> Result<BTreeSet<&str>> {
    let list = rules.split_once("\nallow = [").and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.ok_or("deny.toml lists no licences")?;
    Ok(list.split('"').skip(1).step_by(2).collect())
}

/// Whether an SPDX expression can be met: `OR` (also `/`, as older crates write it), `AND`,
/// parentheses around alternatives.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ");
    let all = split_outside(&expression, " AND ");
    all.iter().all(|part| {
        let part = part.trim();
        let inner = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
        match inner {
            Some(inner) => is_allowed(inner, allowed),
            None => split_outside(part, " OR ").iter().any(|one| {
                let one = one.trim();
                allowed.contains(one) || (one.starts_with('(') && is_allowed(one, allowed))
            }),
        }
    })
}

/// Splits where no parenthesis is open.
fn split_outside<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, _) in text.match_indices(separator) {
        let before = text.get(..at).unwrap_or_default();
        if before.matches('(').count() == before.matches(')').count() {
            parts.extend(text.get(from..at));
            from = at + separator.len();
        }
    }
    parts.extend(text.get(from..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_judged_as_expressions() {
        let allowed =
            allowed_licences("[licenses]\nallow = [\n\"MIT\",\n\"Apache-2.0\",\n]").unwrap();
        for expression in
            ["MIT", "GPL-3.0 OR MIT", "MIT/GPL-3.0", "(GPL-3.0 OR MIT) AND Apache-2.0"]
        {
            assert!(is_allowed(expression, &allowed), "{expression}");
        }
        for expression in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR ISC) AND MIT"] {
            assert!(!is_allowed(expression, &allowed), "{expression}");
        }
    }
}
