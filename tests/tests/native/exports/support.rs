//! Reports to export, and the golden files.

use std::{fs, path::PathBuf};

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    report::Report,
};
use konseki_tests::{
    cases::{Files, hostile},
    evidence::workspace_root,
    flow::read_into,
};

/// The report on files, nothing asked.
pub fn report(files: &Files) -> Report {
    let catalog = catalog::builtin().unwrap();
    let mut case = Case::new(&catalog);
    for (path, bytes) in files {
        read_into(&mut case, &catalog, &bytes.as_slice(), path);
    }
    case.settle(&Question::default())
}

/// Traces of the golden files: few, so that the files change with the forms and not with the
/// catalog.
const GOLDEN: [&str; 3] = [
    "net-use.source.process-end.security-4689",
    "net-use.source.process-start.sysmon-1",
    "net-use.destination.share-access.security-5140",
];

/// The report on hostile text, with few traces and without what each change of the catalog changes.
pub fn hostile_report() -> Report {
    let mut report = report(&hostile::hostile_text());
    report.catalog = Default::default();
    report.tool.version = "0".to_owned();
    for role in report.sheets.iter_mut().flat_map(|sheet| &mut sheet.roles) {
        role.traces.retain(|trace| GOLDEN.contains(&trace.id.as_str()));
        role.conclusion.text = Default::default();
    }
    for session in report.sheets.iter_mut().flat_map(|sheet| &mut sheet.sessions) {
        session.traces.retain(|trace| GOLDEN.contains(&trace.id.as_str()));
    }
    report
}

/// Holds bytes against a file of `tests/data/exports`.
pub fn golden(name: &str, bytes: &[u8]) {
    let path: PathBuf = workspace_root().join("tests/data/exports").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    let expected = fs::read(&path).unwrap_or_else(|error| panic!("{path:?}: {error}; BLESS=1"));
    assert!(bytes == expected, "{name} changed: read the difference, then BLESS=1");
}
