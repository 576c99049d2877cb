//! The manifest, judged by `sha256sum` itself.

use std::{fs, process::Command};

use konseki_tests::cases::{sample_case_zip, three_hosts};

#[test]
#[cfg(unix)]
fn sha256sum_accepts_the_manifest() {
    let folder = std::env::temp_dir().join(format!("konseki-manifest-{}", std::process::id()));
    // A folder whose name `sha256sum` must have escaped.
    let case = folder.join("case\\one\nline");
    fs::create_dir_all(&case).unwrap();
    for (number, (_, bytes)) in three_hosts::logs_and_prefetch().iter().enumerate() {
        fs::write(case.join(format!("{number}.bin")), bytes).unwrap();
    }
    fs::write(case.join("notes.txt"), "no evidence").unwrap();
    fs::write(case.join("all.zip"), sample_case_zip()).unwrap();
    let manifest = Command::new(env!("CARGO_BIN_EXE_konseki"))
        .args(["check", "--format", "manifest"])
        .arg(&case)
        .output()
        .unwrap();
    assert_eq!(manifest.status.code(), Some(0));
    let path = folder.join("SHA256SUMS");
    fs::write(&path, &manifest.stdout).unwrap();
    let check = || {
        let mut command = Command::new("sha256sum");
        command.args(["--check", "--strict", "SHA256SUMS"]).current_dir(&folder).output().unwrap()
    };
    let good = check();
    let said = String::from_utf8_lossy(&good.stdout).into_owned();
    assert!(good.status.success(), "{said}{}", String::from_utf8_lossy(&good.stderr));
    let files = three_hosts::logs_and_prefetch().len() + 1;
    assert_eq!(said.lines().filter(|line| line.ends_with(": OK")).count(), files, "{said}");
    fs::write(case.join("0.bin"), "changed").unwrap();
    assert!(!check().status.success(), "a changed file is told");
    fs::remove_dir_all(&folder).unwrap();
}
