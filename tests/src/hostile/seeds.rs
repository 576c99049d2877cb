//! What damage and fuzzing start from: small valid files of every format.
//!
//! Contract: the same bytes on every call.

use konseki_core::{
    analysis::{Case, Question},
    catalog, export,
};

use crate::flow::read_into;
use crate::writer::{
    evtx::{Event, EventLog},
    mft::{Entry, ROOT, Table},
    prefetch::{PrefetchFile, Version},
    usn::{self, Change, Journal},
    zip::{SHIFT_JIS_NAME, Zip},
};

/// The target that takes it, its own name, its bytes.
pub type Seed = (&'static str, String, Vec<u8>);

/// All seeds of all targets.
pub fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    logs(&mut seeds);
    prefetch_files(&mut seeds);
    journals(&mut seeds);
    tables(&mut seeds);
    results(&mut seeds);
    let detections = DETECTIONS.iter().enumerate();
    seeds.extend(detections.map(|(n, text)| ("sigma", n.to_string(), text.as_bytes().to_vec())));
    let sheets = [
        ("net-use", include_str!("../../../core/sheets/net-use.yaml")),
        ("example", include_str!("../../../core/sheets/EXAMPLE.yaml")),
    ];
    let sheets = sheets.map(|(name, text)| ("catalog", name.to_owned(), text.as_bytes().to_vec()));
    seeds.extend(sheets);
    let lines = [
        r#""C:\Windows\system32\net.exe" use \\h\s "P S" /USER:"A B""#,
        r#"cmd.exe /c "net use Z: \\h\s PASS /user:U & dir > a""#,
        "net1 user eve PASS /add",
    ];
    let lines = lines.into_iter().enumerate();
    seeds.extend(lines.map(|(n, line)| ("command_line", n.to_string(), line.as_bytes().to_vec())));
    let policy = "Machine Name,Policy Target,Subcategory,Subcategory GUID,Inclusion Setting,Exclusion Setting\r\n\
        WS01,System,Process Creation,{0CCE922B-69AE-11D9-BED3-505054503030},Success,\r\n";
    let sysmon = "<Sysmon schemaversion=\"4.90\"><EventFiltering><RuleGroup groupRelation=\"or\">\
        <ProcessCreate onmatch=\"exclude\"><Image condition=\"is\">a</Image></ProcessCreate>\
        </RuleGroup></EventFiltering></Sysmon>";
    seeds.push(("settings", "auditpol".to_owned(), policy.as_bytes().to_vec()));
    seeds.push(("settings", "sysmon".to_owned(), sysmon.as_bytes().to_vec()));
    seeds
}

fn small(channel: &str) -> EventLog {
    EventLog::new(channel).records_per_chunk(4)
}

fn time(second: u64) -> String {
    format!("2026-03-02T09:15:{second:02}Z")
}

/// A log of nine kinds of records in three chunks.
pub fn security_log() -> EventLog {
    let mut log = small("Security");
    for (second, id) in (0..).zip([4688, 5140, 5145, 4624, 4656, 4663, 4658, 1102, 4689]) {
        log.add(Event::security(id).at(&time(second)));
    }
    log
}

fn logs(seeds: &mut Vec<Seed>) {
    let security = security_log();
    let mut sysmon = small("Microsoft-Windows-Sysmon/Operational");
    for (second, id) in (0..).zip([1, 3, 5, 7, 11, 16, 18]) {
        sysmon.add(Event::sysmon(id).at(&time(second)));
    }
    let literal = small("Security").push(Event::security(4688).at(&time(1)).literal_text());
    for (name, log) in [("security", security), ("sysmon", sysmon), ("literal", literal)] {
        let bytes = log.write();
        seeds.push(("log_chunk", name.to_owned(), bytes[4_096..4_096 + 65_536].to_vec()));
        seeds.push(("archive", name.to_owned(), Zip::new().deflated("a.evtx", &bytes).write()));
        seeds.push(("evidence", name.to_owned(), bytes.clone()));
        seeds.push(("log", name.to_owned(), bytes));
    }
}

fn net_prefetch(version: Version) -> PrefetchFile {
    PrefetchFile::new(version, r"\WINDOWS\SYSTEM32\NET.EXE")
        .runs(1, &["2026-03-02T09:15:04Z"])
        .loaded(r"\WINDOWS\SYSTEM32\MPR.DLL")
}

fn prefetch_files(seeds: &mut Vec<Seed>) {
    use Version::{EightOne, Eleven, Seven, Ten, TenLater, Xp};
    for (number, version) in [Xp, Seven, EightOne, Ten, TenLater, Eleven].into_iter().enumerate() {
        let file = net_prefetch(version);
        seeds.push(("prefetch", number.to_string(), file.write_plain()));
        seeds.push(("mam", number.to_string(), file.write()));
        seeds.push(("evidence", format!("prefetch-{number}"), file.write()));
    }
}

fn journals(seeds: &mut Vec<Seed>) {
    for (name, version) in [("two", usn::Version::Two), ("three", usn::Version::Three)] {
        let change = |reason: &str| {
            Change::of("NET.EXE-DF44F913.pf").reason(reason).at("2026-03-02T09:15:14Z").file(7, 1)
        };
        let reasons = ["FILE_CREATE", "DATA_EXTEND|FILE_CREATE", "DATA_EXTEND|FILE_CREATE|CLOSE"];
        let journal = Journal::new().version(version).extend(reasons.map(change));
        let bytes = journal.write();
        seeds.push(("evidence", format!("usn-{name}"), bytes.clone()));
        seeds.push(("usn", name.to_owned(), bytes));
    }
}

fn tables(seeds: &mut Vec<Seed>) {
    let at = "2026-03-02T09:15:04Z";
    let table = Table::new(at)
        .push(Entry::directory((7, 1), ROOT, "Windows").at(at))
        .push(Entry::directory((8, 2), (7, 1), "Prefetch").at(at))
        .push(Entry::file((9, 3), (8, 2), "NET.EXE-DF44F913.pf").at(at))
        .push(Entry::file((10, 1), ROOT, "a long name.txt").name(ROOT, 2, "ALONGN~1.TXT").at(at))
        .push(Entry::file((11, 1), (7, 1), "split.dat").names_in((12, 1)).at(at))
        .push(Entry::file((13, 1), (7, 1), "gone.dat").deleted().at(at));
    seeds.push(("mft", "table".to_owned(), table.write()));
    seeds.push(("evidence", "mft".to_owned(), table.write()));
    let mixed = Zip::new()
        .stored("C/$MFT", &table.write())
        .deflated("C/Windows/Prefetch/NET.EXE-DF44F913.pf", &net_prefetch(Version::Ten).write())
        .deflated("C/Security.evtx", &small("Security").push(Event::security(4688)).write())
        .raw_name(SHIFT_JIS_NAME, b"text");
    seeds.push(("archive", "mixed".to_owned(), mixed.write()));
}

/// What Sigma allows in a detection, each once.
const DETECTIONS: [&str; 4] = [
    "tool:\n  NewProcessName|endswith: '\\\\net.exe'\ncondition: tool\n",
    "a:\n  - CommandLine|contains|all: [use, '\\\\']\n  - CommandLine|re: '(?i)net1?\\s+use'\n\
     filter: {ParentProcessName|startswith: 'C:'}\ncondition: a and not filter\n",
    "x_1: {NewProcessName: '*\\net.exe'}\nx_2: {ProcessId: 4}\ncondition: 1 of x_* or all of them\n",
    "a: {NewProcessName: null}\nb: {CommandLine: ''}\ncondition: (a or b) and not (a and b)\n",
];

/// What travels between workers, and what comes out at the end.
fn results(seeds: &mut Vec<Seed>) {
    let catalog = catalog::builtin().expect("the catalog that ships");
    let (log, prefetch) = (security_log().write(), net_prefetch(Version::Eleven).write());
    for (name, bytes) in [("log", log), ("prefetch", prefetch)] {
        let mut case = Case::new(&catalog);
        read_into(&mut case, &catalog, &bytes.as_slice(), name);
        let report = case.settle(&Question::default());
        seeds.push(("report", name.to_owned(), export::json(&report)));
        let source = case.findings().sources.remove(0);
        seeds.push(("findings", name.to_owned(), source.findings.to_bytes()));
    }
}
