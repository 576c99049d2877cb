//! The catalog that ships, and what its loader says of mistakes.

use std::collections::BTreeMap;

use konseki_core::catalog::{Catalog, CatalogFile, LoadErrors, builtin, load};
use konseki_tests::evidence::workspace_root;

const SETTINGS: &str = "\
settings:
  - id: audit.process_creation
    title: {ja: 監査, en: Audit Process Creation}
    collect: {ja: 確認, en: check auditpol}
    kind: {audit_policy: {guid: 0cce922b-69ae-11d9-bed3-505054503030, task: 13312}}
";

const TEMPLATES: &str = "\
templates:
  - id: process_start
    parameters: [image]
    record:
      channel: Security
      event_id: 4688
      settings: [audit.process_creation]
      detection:
        start: {NewProcessName|endswith: '{image}'}
        condition: start
";

const EVENTS: &str = "\
channels:
  - channel: Security
    events:
      4688: NewProcessName CommandLine SubjectUserName
";

/// Line 13 begins the first trace, line 22 the second.
const SHEET: &str = "\
id: tool
tool: tool
title: {ja: 道具, en: Tool}
urls: []
techniques: [T1021.002]
roles: [{role: source, title: {ja: 接続元, en: Source}}]
variables: [{name: account, title: {ja: アカウント, en: account}}, {name: share, title: {ja: 共有, en: share}}]
steps:
  - id: start
    role: source
    title: {ja: 開始, en: start}
traces:
  - id: tool.source.start.security-4688
    role: source
    step: start
    refs: [KS-1]
    title: {ja: 始まる, en: it starts}
    certainty: specific
    template: process_start
    with: {image: '\\tool.exe'}
    record: {bind: {account: SubjectUserName|account}}
  - id: tool.source.start.security-4688-2
    role: source
    step: start
    refs: [KS-2]
    title: {ja: 始まる, en: it starts}
    certainty: consistent
    record:
      channel: Security
      event_id: 4688
      settings: [audit.process_creation]
      where:
        - path: {field: NewProcessName, is: ['\\tool.exe']}
";

fn load_sheet(sheet: &str) -> Result<Catalog, LoadErrors> {
    let file = |name, text| CatalogFile { name, text };
    load(
        file("settings.yaml", SETTINGS),
        file("templates.yaml", TEMPLATES),
        file("events.yaml", EVENTS),
        &[file("tool.yaml", sheet)],
    )
}

/// The sheet with one text replaced by another; the text must be there.
fn changed(from: &str, to: &str) -> String {
    assert!(SHEET.contains(from), "{from:?} is not in the sheet");
    SHEET.replacen(from, to, 1)
}

#[test]
fn the_sheet_of_these_tests_has_no_mistakes() {
    let catalog = load_sheet(SHEET).unwrap();
    assert_eq!(catalog.traces.len(), 2);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    // What stands in the sheet, the mistake instead, its line, and a part of the message.
    let mistakes = [
        ("field: NewProcessName", "field: NewProcesName", 22, "4688 has no field NewProcesName"),
        ("channel: Security", "channel: Securty", 22, "unknown channel \"Securty\""),
        ("event_id: 4688", "event_id: 4687", 22, "unknown event id 4687 of Security"),
        ("[audit.process_creation]", "[audit.process]", 22, "unknown setting audit.process"),
        ("[audit.process_creation]", "[]", 22, "names no setting"),
        (
            "template: process_start",
            "template: process_begin",
            13,
            "unknown template process_begin",
        ),
        ("with: {image:", "with: {picture:", 13, "process_start"),
        ("security-4688-2", "security-4688", 22, "duplicate trace"),
        ("refs: [KS-2]", "refs: []", 22, "refs"),
        ("title: {ja: 始まる, en: it starts}", "title: {ja: 始まる, en: ''}", 13, "one language"),
        ("bind: {account:", "bind: {acount:", 13, "unknown variable \"acount\""),
        ("SubjectUserName|account}", "SubjectUserName|acount}", 13, "unknown form |acount"),
        (
            "certainty: specific",
            "certainty: specific\n    requires: [share]",
            13,
            "does not bind it",
        ),
        (
            "  step: start\n    refs: [KS-2]",
            "  step: end\n    refs: [KS-2]",
            22,
            "unknown step \"end\"",
        ),
        ("- id: tool.source.start.security-4688-2", "- id: other.start", 22, "must begin with"),
        ("        - path:", "        - paths:", 22, "paths"),
        (
            "      where:",
            "      closes: tool.source.nothing\n      where:",
            22,
            "closes tool.source.nothing",
        ),
    ];
    for (from, to, line, part) in mistakes {
        let errors = load_sheet(&changed(from, to)).expect_err(to).0;
        let [error] = errors.as_slice() else { panic!("{to:?} gives {errors:?}") };
        assert!(error.message.contains(part), "{to:?} gives {:?}", error.message);
        assert_eq!((error.file.as_str(), error.line), ("tool.yaml", line), "{to:?}: {error}");
    }
}

#[test]
fn yaml_itself_is_held_to_the_model() {
    // A word that YAML 1.1 would read as a boolean, an unknown key, a key given twice.
    for (from, to, line) in [
        ("certainty: specific", "certainty: specific\n    key_row: on", 19),
        ("certainty: specific", "certainty: specific\n    decisiv: true", 19),
        ("certainty: specific", "certainty: specific\n    certainty: specific", 19),
        ("role: source\n    step: start\n    refs: [KS-1]", "role: sorce", 14),
    ] {
        let errors = load_sheet(&changed(from, to)).expect_err(to).0;
        let [error] = errors.as_slice() else { panic!("{to:?} gives {errors:?}") };
        assert_eq!((error.file.as_str(), error.line), ("tool.yaml", line), "{to:?}: {error}");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let sheet = changed("refs: [KS-1]", "refs: []").replace("event_id: 4688", "event_id: 1");
    let errors = load_sheet(&sheet).unwrap_err();
    let lines: Vec<_> = errors.0.iter().map(|error| error.line).collect();
    assert_eq!(lines, [13, 22], "{errors}");
}

#[test]
fn the_example_loads_with_what_ships() {
    let read = |name| std::fs::read_to_string(workspace_root().join("core/sheets").join(name));
    let text = |name| read(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let names = ["settings.yaml", "templates.yaml", "events.yaml", "EXAMPLE.yaml"];
    let texts = names.map(text);
    let file = |number: usize| CatalogFile { name: names[number], text: &texts[number] };
    let catalog = load(file(0), file(1), file(2), &[file(3)]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(catalog.traces.len(), 2);
}

#[test]
fn every_documented_row_of_net_use_is_one_traces() {
    let catalog = builtin().unwrap();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for row in catalog.traces.iter().flat_map(|trace| &trace.refs) {
        *rows.entry(row).or_default() += 1;
    }
    let numbered =
        |letter: char, last: u32| (1..=last).map(move |row| format!("NU-{letter}{row:02}"));
    let revised =
        |letter: char, last: u32| (1..=last).map(move |row| format!("NU26-{letter}{row:02}"));
    let documented: Vec<String> = numbered('S', 31)
        .chain(numbered('T', 13))
        .chain(numbered('D', 13))
        .chain(["NU-SD1".to_owned()])
        .chain(revised('S', 23))
        .chain(revised('T', 8))
        // Rows of our own, which no sheet has: explicit credentials, the network logon, and what
        // shows that an attempt failed.
        .chain(["KS-4624", "KS-4625", "KS-4648", "KS-4689"].map(str::to_owned))
        .collect();
    let wrong: Vec<_> = documented
        .iter()
        .filter_map(|row| match rows.get(row.as_str()).copied().unwrap_or_default() {
            1 => None,
            count => Some(format!("{row} stands in {count} traces")),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(rows.len(), documented.len(), "rows that nothing documents: {rows:?}");
}

#[test]
fn what_ships_is_complete_in_both_languages() {
    let catalog = builtin().unwrap();
    for trace in &catalog.traces {
        assert!(!trace.title.ja.is_empty() && !trace.title.en.is_empty(), "{}", trace.id);
        let explained = !trace.benign.is_empty();
        let is_specific = trace.certainty == konseki_core::words::Certainty::Specific;
        assert!(is_specific || explained, "{} is consistent with what else?", trace.id);
    }
    for setting in &catalog.settings {
        let default = setting.kind == konseki_core::catalog::SettingKind::Default;
        assert!(default || !setting.collect.en.is_empty(), "{}", setting.id);
        assert_eq!(setting.collect.ja.is_empty(), setting.collect.en.is_empty(), "{}", setting.id);
    }
}
