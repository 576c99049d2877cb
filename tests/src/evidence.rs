//! Real evidence beside the workspace, and what independent tools read in it.
//!
//! Contract: the files are never part of this project. Where they are missing, tests say what they
//! skip; with `KONSEKI_REQUIRE_EVIDENCE=1` they fail instead.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The workspace's root.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Whether missing evidence or a missing browser fails instead of being skipped.
pub fn is_required() -> bool {
    std::env::var_os("KONSEKI_REQUIRE_EVIDENCE").is_some_and(|value| value == "1")
}

/// The evidence folder: `KONSEKI_EVIDENCE`, or `../shared/evidence` beside the workspace.
///
/// # Panics
/// When it is missing although it is required.
pub fn folder(skipped: &str) -> Option<PathBuf> {
    let path = std::env::var_os("KONSEKI_EVIDENCE")
        .map_or_else(|| workspace_root().join("../shared/evidence"), PathBuf::from);
    if path.join("TRUTH.json").is_file() {
        return Some(path);
    }
    skip(skipped, &format!("no evidence at {}", path.display()));
    None
}

/// Says that something is not tested and why; it shows in the output of tests that pass, too.
///
/// # Panics
/// When nothing may be missing ([`is_required`]).
pub fn skip(what: &str, reason: &str) {
    assert!(
        !is_required(),
        "KONSEKI_REQUIRE_EVIDENCE is set and {what} cannot be tested: {reason}"
    );
    // Not `eprintln!`, which the test harness captures.
    writeln!(std::io::stderr(), "skipped: {what} ({reason})").unwrap_or_default();
}

/// One evidence file and what independent tools read in it.
#[derive(Debug)]
pub struct Known {
    /// Path below the evidence folder; begins with its kind.
    pub name: String,
    /// Absolute path.
    pub path: PathBuf,
    /// What TRUTH.json says of it.
    pub truth: Value,
}

impl Known {
    /// The file's bytes.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// All evidence files of a kind (`evtx`, `pf`, `mft`, `usn`), in name order.
///
/// # Panics
/// When the evidence is required and missing, or TRUTH.json cannot be read.
pub fn known(kind: &str, skipped: &str) -> Vec<Known> {
    let Some(folder) = folder(skipped) else { return Vec::new() };
    let text = std::fs::read(folder.join("TRUTH.json")).expect("TRUTH.json");
    let mut truth: Value = serde_json::from_slice(&text).expect("TRUTH.json");
    let files: BTreeMap<String, Value> =
        serde_json::from_value(truth["files"].take()).expect("files of TRUTH.json");
    files
        .into_iter()
        .filter(|(name, _)| name.starts_with(&format!("{kind}/")))
        .map(|(name, truth)| Known { path: folder.join(&name), name, truth })
        .collect()
}

/// Reviewed exceptions to TRUTH.json: file name ending and field → reason.
///
/// # Panics
/// When `tests/data/truth_exceptions.json` cannot be read.
pub fn exceptions() -> BTreeMap<String, BTreeMap<String, String>> {
    let text = include_str!("../data/truth_exceptions.json");
    serde_json::from_str(text).expect("truth_exceptions.json")
}
