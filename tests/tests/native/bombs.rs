//! Small evidence that costs much: each bomb is read to the report in a process of its own whose
//! memory the system bounds, ends in time, and the report tells what was left out and why.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use konseki_core::{
    analysis::{Case, Question},
    catalog,
    export::{self, Cover, Language},
    report::Report,
};
use konseki_tests::{
    flow::read_into,
    hostile::bombs::{Bomb, bombs},
};

/// Names the bomb that this process is to read.
const BOMB: &str = "KONSEKI_BOMB";
/// Address space of a process that reads a bomb; the largest archive takes a quarter of it.
const KIBIBYTES: u64 = 1 << 20;
/// A bomb in an unoptimised build on a busy machine.
const TIME: Duration = Duration::from_secs(300);
/// Largest report: of as many hosts as are searched. Those of real evidence are under 10 MB.
const REPORT_BYTES: usize = 128 << 20;

/// Reads the bomb that the environment names; does nothing in an ordinary run.
#[test]
fn one_bomb() {
    let Ok(name) = std::env::var(BOMB) else { return };
    let bomb = bombs().into_iter().find(|bomb| bomb.name == name);
    let bomb = bomb.unwrap_or_else(|| panic!("no bomb is called {name}"));
    let catalog = catalog::builtin().unwrap();
    let mut case = Case::new(&catalog);
    let source = (bomb.make)();
    let began = Instant::now();
    read_into(&mut case, &catalog, &*source, bomb.path);
    let read = began.elapsed();
    drop(source);
    let report = case.settle(&Question::default());
    drop(case);
    assert_told(&bomb, &report);
    let json = export::json(&report);
    assert!(json.len() < REPORT_BYTES, "{} bytes of report", json.len());
    let bytes = json.len();
    drop(json);
    let told = "memory takes all";
    let (mut page, language, cover) = (Vec::new(), Language::English, Cover::default());
    export::write_html(&report, &catalog, &cover, language, &mut page).expect(told);
    assert!(page.len() < REPORT_BYTES, "{} bytes of page", page.len());
    let (all, page) = (began.elapsed(), page.len());
    println!("{name}: read in {read:.1?}, all in {all:.1?}, {bytes} and {page} bytes, {}", peak());
}

fn assert_told(bomb: &Bomb, report: &Report) {
    let Some((code, words)) = bomb.told else { return };
    let mut warnings = report.evidence.iter().flat_map(|evidence| &evidence.warnings);
    let is_it = |warning: &&_| {
        let warning: &konseki_core::report::EvidenceWarning = warning;
        let message = warning.message.to_lowercase();
        warning.code == code
            && message.contains(&words.to_lowercase())
            && warning.count >= bomb.counted
    };
    let all: Vec<_> = report.evidence.iter().flat_map(|e| &e.warnings).take(20).collect();
    assert!(warnings.any(|warning| is_it(&warning)), "{}: {all:#?}", bomb.name);
}

/// The largest resident memory of this process, as the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}

#[test]
fn every_bomb_ends_in_time_and_memory_and_is_told() {
    let program = std::env::current_exe().expect("the test itself");
    let mut failed = Vec::new();
    for bomb in bombs() {
        let bounded =
            format!("ulimit -v {KIBIBYTES}; exec \"$0\" --exact bombs::one_bomb --nocapture");
        let mut child = Command::new("sh")
            .args(["-c", &bounded])
            .arg(&program)
            .env(BOMB, bomb.name)
            .stdout(Stdio::inherit())
            .spawn()
            .expect("sh");
        let began = Instant::now();
        let ended = loop {
            match child.try_wait().expect("a child") {
                Some(status) => break status.success(),
                None if began.elapsed() > TIME => {
                    child.kill().and_then(|()| child.wait()).expect("a child");
                    break false;
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        if !ended {
            failed.push(bomb.name);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}
