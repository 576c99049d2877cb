//! Exports: each form read back by a reader of its own, held against the report and, on hostile
//! text, against golden files (`BLESS=1` rewrites them).

mod html;
mod support;

use std::{collections::BTreeMap, fs};

use konseki_core::{
    export::{self, Language},
    report::Report,
};
use konseki_tests::{
    cases::{password, three_hosts},
    evidence::workspace_root,
};
use serde_json::Value;

use support::{golden, hostile_report, report};

fn json_lines(report: &Report) -> String {
    let mut bytes = Vec::new();
    export::write_json_lines(report, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn csv(report: &Report) -> String {
    let mut bytes = Vec::new();
    export::write_csv(report, Language::English, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Rows of RFC 4180, by a small reader of its own. A line ends with CRLF only.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut rest = csv.chars().peekable();
    let mut is_quoted = false;
    while let Some(one) = rest.next() {
        match one {
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => cell.push(one),
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' => {
                assert_eq!(rest.next(), Some('\n'), "CR stands before LF");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\n' => panic!("a bare LF"),
            _ => cell.push(one),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !is_quoted, "the file ends with a line end");
    rows
}

#[test]
fn json_lines_hold_the_whole_report() {
    let report = report(&three_hosts::logs_and_prefetch());
    let text = json_lines(&report);
    let mut by_type: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in text.lines() {
        assert!(line.starts_with(r#"{"type":""#), "{line}");
        let value: Value = serde_json::from_str(line).unwrap();
        by_type.entry(value["type"].as_str().unwrap().to_owned()).or_default().push(value);
    }
    let whole = serde_json::to_value(&report).unwrap();
    let without_type = |value: &Value| {
        let mut value = value.clone();
        value.as_object_mut().unwrap().remove("type");
        value
    };
    for (name, list) in [("evidence", &whole["evidence"]), ("host", &whole["hosts"])] {
        let lines: Vec<Value> = by_type[name].iter().map(without_type).collect();
        assert_eq!(&Value::from(lines), list, "{name}");
    }
    assert_eq!(by_type["session"].len(), whole["sheets"][0]["sessions"].as_array().unwrap().len());
    let (mut outcomes, mut matches) = (by_type["outcome"].iter(), by_type["match"].iter());
    for role in whole["sheets"][0]["roles"].as_array().unwrap() {
        for trace in role["traces"].as_array().unwrap() {
            let line = outcomes.next().unwrap();
            assert_eq!(line["trace"], trace["id"]);
            assert_eq!(line["host"], role["host"]);
            let keys = trace.as_object().unwrap().iter();
            for (key, value) in
                keys.filter(|(key, _)| !["id", "matches", "near_misses"].contains(&key.as_str()))
            {
                assert_eq!(&line[key], value, "{key}");
            }
            for found in trace["matches"].as_array().unwrap() {
                let line = matches.next().unwrap();
                assert_eq!((&line["trace"], &line["role"]), (&trace["id"], &role["role"]));
                for (key, value) in found.as_object().unwrap() {
                    assert_eq!(&line[key], value, "{key}");
                }
            }
        }
    }
    assert!(outcomes.next().is_none() && matches.next().is_none());
}

#[test]
fn csv_has_a_row_for_each_match_and_each_trace_without_one() {
    let report = report(&three_hosts::logs_and_prefetch());
    let rows = rows(&csv(&report));
    let header = &rows[0];
    assert!(rows.iter().all(|row| row.len() == header.len()), "as many cells in every row");
    let column = |name: &str| header.iter().position(|one| one == name).unwrap();
    let traces = report.sheets.iter().flat_map(|sheet| &sheet.roles).flat_map(|role| &role.traces);
    let mut read = rows[1..].iter();
    for trace in traces {
        for found in trace.matches.iter().map(Some).chain(trace.matches.is_empty().then_some(None))
        {
            let row = read.next().unwrap();
            assert_eq!(row[column("trace")], trace.id);
            assert_eq!(row[column("count")], trace.count.to_string());
            let Some(found) = found else { continue };
            let record = &found.records[0];
            let evidence = report.evidence.iter().find(|one| one.id == record.evidence).unwrap();
            assert_eq!(row[column("sha256")], evidence.sha256);
            assert_eq!(row[column("path")], evidence.path);
            assert_eq!(row[column("offset")], record.offset);
            assert_eq!(row[column("time")], found.time);
            for (name, value) in &found.fields {
                let cell = &row[column(&format!("field.{name}"))];
                assert!(cell.trim_start_matches('\'') == export::visible(value), "{name}: {cell}");
            }
        }
    }
    assert!(read.next().is_none());
}

#[test]
fn the_columns_of_csv_are_documented() {
    let text = fs::read_to_string(workspace_root().join("docs/EXPORTS.md")).unwrap();
    let table = text.split("## CSV").nth(1).unwrap().lines().filter(|line| line.starts_with("| `"));
    let cells = table.map(|line| line.split('|').nth(1).unwrap());
    let documented: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let (fields, columns) = documented.split_last().unwrap();
    assert_eq!(columns, export::COLUMNS);
    assert_eq!(*fields, "field.…");
}

#[test]
fn hostile_text_stays_text() {
    let report = hostile_report();
    let csv = csv(&report);
    for cell in rows(&csv).iter().flatten() {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert!(csv.contains("'=HYPERLINK"), "the formula is there, as text");
    let lines = json_lines(&report);
    for text in [&csv, &lines] {
        let hidden = |one: &char| one.is_control() && !['\r', '\n'].contains(one);
        assert_eq!(text.chars().find(hidden), None);
        assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{2028}']));
    }
    golden("hostile.csv", csv.as_bytes());
    golden("hostile.jsonl", lines.as_bytes());
}

#[test]
fn no_export_holds_a_password() {
    let report = report(&password::password_on_the_command_line());
    let html = html::html(&report, Language::English);
    for text in [json_lines(&report), csv(&report), html] {
        assert!(text.contains("net  use"), "the command line is there");
        assert!(!text.contains(password::PASSWORD));
    }
}
