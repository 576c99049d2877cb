//! Fuzzing with libFuzzer, by the one toolchain: coverage counters need no nightly compiler.

use std::fs;
use std::path::PathBuf;

use crate::Result;
use crate::command::{cargo, command, run};
use crate::steps::Steps;
use crate::workspace;

/// One target per format. Each is a program of `fuzz/Cargo.toml` for `cargo fuzz`, too; here one
/// program holds them all, which links once.
const TARGETS: [&str; 14] = [
    "log",
    "log_chunk",
    "prefetch",
    "mam",
    "mft",
    "usn",
    "archive",
    "settings",
    "catalog",
    "sigma",
    "command_line",
    "findings",
    "report",
    "evidence",
];

/// A first look, some minutes; a run by hand that is to find something takes a million.
pub const DEFAULT_RUNS: u64 = 20_000;

/// What `cargo fuzz` sets for a fuzzer without sanitizer.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the program, writes what they start from, and runs one or all of them `runs` times each.
pub fn run_targets(only: Option<&str>, runs: u64, steps: &mut Steps) -> Result<()> {
    let target_directory = target_directory();
    let host = host()?;
    let programs = target_directory.join(&host).join("release");
    steps.step("build the fuzz program", || {
        run(cargo()
            .args(["build", "--release", "--bin", "any", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["--locked", "--target", &host])
            .arg("--target-dir")
            .arg(&target_directory)
            .env("RUSTFLAGS", FLAGS))
    })?;
    let corpus = target_directory.join("corpus");
    // Not with the targets: without libFuzzer nothing defines what the counters call.
    run(cargo()
        .args(["run", "--quiet", "--locked", "-p", "konseki-tests", "--bin", "fuzz-seeds", "--"])
        .arg(&corpus))?;
    let artifacts = target_directory.join("artifacts");
    fs::create_dir_all(&artifacts)?;
    let mut found = Vec::new();
    for target in TARGETS.iter().filter(|target| only.is_none_or(|only| only == **target)) {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        // Every input ends within ten seconds and a gigabyte.
        let mut fuzz = command(programs.join("any"));
        fuzz.env("KONSEKI_FUZZ_TARGET_NAME", target)
            .arg(&folder)
            .arg(format!("-runs={runs}"))
            .args(["-seed=1", "-timeout=10", "-rss_limit_mb=1024"])
            .args(["-print_final_stats=1", "-verbosity=0", "-print_funcs=0"])
            .arg(format!("-artifact_prefix={}/{target}-", artifacts.display()));
        let name = format!("fuzz {target}, {runs} runs");
        if let Err(error) = steps.step(&name, || run(&mut fuzz)) {
            found.push(error.to_string());
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found.join("; ").into()) }
}

/// Apart from the workspace's: other flags compile everything anew.
fn target_directory() -> PathBuf {
    std::env::var_os("KONSEKI_FUZZ_TARGET")
        .map_or_else(|| workspace::root().join("target/fuzz"), PathBuf::from)
}

/// The triple of this machine: naming it keeps the flags from build scripts.
fn host() -> Result<String> {
    let version = crate::command::output(command("rustc").arg("-vV")).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc -vV names no host")?.to_owned())
}
