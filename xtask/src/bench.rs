//! `cargo xtask bench`: rates by level, of the command and of the page, on files that are grown here;
//! `cargo xtask big`: a case of many gibibytes in the page.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Result;
use crate::command::{self, cargo};
use crate::dist::{self, Flavour};
use crate::steps::Steps;
use crate::{browser_setup, test_runs, workspace};

/// Kinds of evidence that are grown, and the names by which the files are known.
const KINDS: [(&str, &str); 4] =
    [("security", "security.evtx"), ("sysmon", "sysmon.evtx"), ("mft", "$MFT"), ("usn", "$J")];

/// Measures on files of `mebibytes` each.
pub fn run(mebibytes: u64, steps: &mut Steps) -> Result<()> {
    let folder = workspace::native_target().join(format!("grown-{mebibytes}"));
    steps.step("grown files", || grow(&folder, mebibytes))?;
    steps.step("rates by level", || {
        let bench = ["bench", "--locked", "--package", "konseki-tests", "--features", "bench"];
        command::run(cargo().args(bench).args(["--bench", "rates"]))
    })?;
    steps.step("rates of the command", || rates_of_the_command(&folder))?;
    steps.step("browser for the page", browser_setup::ensure)?;
    if !workspace::dist().join("index.html").exists() {
        dist::build(Flavour::Release, steps)?;
    }
    steps.step("rates of the page", || {
        let mut rates = test_runs::end_to_end("rates_of_the_page");
        command::run(rates.env("KONSEKI_BENCH", &folder).env("KONSEKI_REQUIRE_EVIDENCE", "1"))
    })?;
    steps.step("how soon the page answers", || {
        let mut interactions = test_runs::end_to_end("interactions::");
        command::run(interactions.env("KONSEKI_REQUIRE_EVIDENCE", "1"))
    })
}

/// Checks a case of `gibibytes` in the page: one grown log under so many names.
pub fn big(gibibytes: u64, steps: &mut Steps) -> Result<()> {
    let (folder, (kind, name)) = (workspace::native_target().join("grown-1024"), KINDS[0]);
    steps.step("grown log", || grow_one(&folder.join(name), kind, 1_024))?;
    steps.step("browser for the page", browser_setup::ensure)?;
    if !workspace::dist().join("index.html").exists() {
        dist::build(Flavour::Release, steps)?;
    }
    steps.step("big case in the page", || {
        let mut test = test_runs::end_to_end("a_case_of_many_gibibytes");
        // The links are made beside the file.
        test.env("TMPDIR", &folder).env("KONSEKI_BIG_FILE", folder.join(name));
        let count = gibibytes.to_string();
        command::run(test.env("KONSEKI_BIG_COUNT", count).env("KONSEKI_REQUIRE_EVIDENCE", "1"))
    })
}

fn grow(folder: &Path, mebibytes: u64) -> Result<()> {
    KINDS.iter().try_for_each(|(kind, name)| grow_one(&folder.join(name), kind, mebibytes))
}

fn grow_one(path: &Path, kind: &str, mebibytes: u64) -> Result<()> {
    if path.is_file() {
        return Ok(());
    }
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    let grow = ["run", "--quiet", "--locked", "--release", "--package", "konseki-tests"];
    let size = mebibytes.to_string();
    command::run(cargo().args(grow).args(["--bin", "grow", "--", kind, &size]).arg(path))
}

/// Wall time, SHA-256 included, and the largest resident memory where the system tells it.
fn rates_of_the_command(folder: &Path) -> Result<()> {
    command::run(cargo().args(["build", "--locked", "--release", "--package", "konseki"]))?;
    let program = workspace::native_target().join("release/konseki");
    for (_, name) in KINDS {
        let path = folder.join(name);
        let began = Instant::now();
        let mut check = command::command(&program);
        check.args(["check", "--format", "json"]).arg(&path).stdout(std::process::Stdio::null());
        let mut child = check.spawn()?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak = String::new();
        while child.try_wait()?.is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            if let Some(line) = text.lines().find(|line| line.starts_with("VmHWM:")) {
                line.clone_into(&mut peak);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let megabytes = std::fs::metadata(&path)?.len() as f64 / 1e6;
        let rate = megabytes / began.elapsed().as_secs_f64();
        println!("{name}: {megabytes:.0} MB at {rate:.0} MB/s, {peak}");
    }
    Ok(())
}
