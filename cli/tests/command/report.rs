//! The command's report, by the built program.
//!
//! The page's download is held against the same bytes of the library in the end-to-end tests, so
//! that page, command and library give one report.

use std::{path::Path, process::Command};

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    export::{self, Language},
};
use konseki_tests::{cases::sample_case_zip, flow};

const SAMPLE: &str = "net-use-case.zip";

fn command(arguments: &[&str], path: &Path) -> (Vec<u8>, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_konseki"))
        .arg("check")
        .args(arguments)
        .arg(path)
        .output()
        .expect("the command runs");
    (output.stdout, output.status.code())
}

#[test]
fn reports_equal_the_library_byte_for_byte() {
    let folder = std::env::temp_dir().join(format!("konseki-report-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(SAMPLE);
    let bytes = sample_case_zip();
    std::fs::write(&path, &bytes).expect("the sample is written");

    let catalog = catalog::builtin().expect("the catalog loads");
    let mut case = Case::new(&catalog);
    flow::read_into(&mut case, &catalog, &bytes.as_slice(), SAMPLE);
    let report = case.settle(&Question::default());
    let (mut lines, mut csv) = (Vec::new(), Vec::new());
    export::write_json_lines(&report, &mut lines).expect("memory can be written");
    export::write_csv(&report, Language::Japanese, &mut csv).expect("memory can be written");

    for (format, expected) in [("json", export::json(&report)), ("jsonl", lines), ("csv", csv)] {
        let (found, code) = command(&["--format", format, "--lang", "ja"], &path);
        assert_eq!(code, Some(0), "{format}");
        assert!(found == expected, "{format}: {} and {} bytes", found.len(), expected.len());
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

#[test]
fn evidence_that_cannot_be_read_whole_has_an_exit_code_of_its_own() {
    let path = std::env::temp_dir().join(format!("konseki-cut-{}.zip", std::process::id()));
    let bytes = sample_case_zip();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("the cut archive is written");
    let (_, code) = command(&[], &path);
    std::fs::remove_file(&path).expect("the file goes");
    assert_eq!(code, Some(3));
}
