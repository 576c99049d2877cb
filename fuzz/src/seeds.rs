//! Writes what fuzzing starts from: `seeds DIRECTORY` makes one folder per target.

#![forbid(unsafe_code)]

use std::{fs, io, path::Path};

use konseki_tests::writer::{
    evtx::{Event, EventLog},
    prefetch::{PrefetchFile, Version},
    usn::{self, Change, Journal},
    zip::Zip,
};

fn main() -> io::Result<()> {
    let directory = std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    let directory = Path::new(&directory);
    for (target, name, bytes) in seeds() {
        let folder = directory.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

type Seed = (&'static str, String, Vec<u8>);

fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    logs(&mut seeds);
    prefetch_files(&mut seeds);
    journals(&mut seeds);
    let sheets = [
        ("net-use", include_str!("../../core/sheets/net-use.yaml")),
        ("example", include_str!("../../core/sheets/EXAMPLE.yaml")),
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

fn logs(seeds: &mut Vec<Seed>) {
    let small = |channel: &str| EventLog::new(channel).records_per_chunk(4);
    let time = |second: u64| format!("2026-03-02T09:15:{second:02}Z");
    let mut security = small("Security");
    for (second, id) in (0..).zip([4688, 5140, 5145, 4624, 4656, 4663, 4658, 1102, 4689]) {
        security.add(Event::security(id).at(&time(second)));
    }
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

fn prefetch_files(seeds: &mut Vec<Seed>) {
    use Version::{EightOne, Eleven, Seven, Ten, TenLater, Xp};
    for (number, version) in [Xp, Seven, EightOne, Ten, TenLater, Eleven].into_iter().enumerate() {
        let file = PrefetchFile::new(version, r"\WINDOWS\SYSTEM32\NET.EXE")
            .runs(1, &["2026-03-02T09:15:04Z"])
            .loaded(r"\WINDOWS\SYSTEM32\MPR.DLL");
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
        seeds.push(("usn", name.to_owned(), journal.write()));
    }
}
