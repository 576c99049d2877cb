//! The records that a report cites, taken out of the page as a ZIP archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use evtx::EvtxParser;
use konseki_tests::browser::{Browser, PATIENCE, PageKind};
use serde_json::Value;

use super::reading::{FINAL, Folder, click, opened};
use super::views::sample;

/// The archive's name when it is downloaded.
const ARCHIVE: &str = "konseki-cited-records.zip";
const NOTE: &str = "document.querySelector('#cited-note').textContent";

/// Orders the archive and gives its members by name.
async fn members(browser: &Browser) -> BTreeMap<String, Vec<u8>> {
    click(browser, "#export-menu summary").await;
    click(browser, "#export-cited").await;
    let path = browser.wait_for_download(ARCHIVE, PATIENCE).await;
    let bytes = std::fs::read(path).expect("the archive can be read");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("is a ZIP archive");
    let mut members = BTreeMap::new();
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).expect("has a member");
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("can be unpacked");
        members.insert(member.name().expect("has a name").into_owned(), bytes);
    }
    members
}

async fn report(browser: &Browser) -> (Vec<u8>, Value) {
    click(browser, "#download-report").await;
    let path = browser.wait_for_download("konseki-report.json", PATIENCE).await;
    let bytes = std::fs::read(path).expect("the report can be read");
    let report = serde_json::from_slice(&bytes).expect("is JSON");
    (bytes, report)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// EventRecordIDs that matches of the report name, by event log.
fn cited_ids(report: &Value) -> BTreeSet<(String, String)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let roles = list(&report["sheets"]).into_iter().flat_map(|sheet| list(&sheet["roles"]));
    let traces = roles.flat_map(|role| list(&role["traces"]));
    let matches = traces.flat_map(|trace| list(&trace["matches"]));
    let records = matches.flat_map(|found| list(&found["records"]));
    let logs: BTreeSet<String> = list(&report["evidence"])
        .iter()
        .filter(|one| one["kind"] == "event_log")
        .map(|one| text(one, "id").to_owned())
        .collect();
    let is_event = |record: &Value| logs.contains(text(record, "evidence"));
    let id = |record: &Value| (text(record, "evidence").into(), text(record, "record_id").into());
    records.filter(is_event).map(|record| id(&record)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn cited_records_leave_the_page_as_chunks_that_open() {
    let Some((page, browser)) = sample("cited records", "?lang=en").await else { return };
    let members = members(&browser).await;
    browser.wait_until(&format!("{NOTE}.includes('Cited records saved')"), PATIENCE).await;
    browser.wait_until(&format!("!{NOTE}.includes('could not')"), PATIENCE).await;
    click(&browser, "#close-cited").await;
    browser.wait_until("!document.querySelector('#cited-note')", PATIENCE).await;

    let mut read: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for (name, bytes) in members.iter().filter(|(name, _)| name.ends_with(".evtx")) {
        let mut parser = EvtxParser::from_buffer(bytes.clone()).expect("a chunk opens");
        let records = parser.records();
        let ids = records.map(|record| record.expect("a record is read").event_record_id);
        read.insert(name, ids.collect());
    }
    assert!(read.len() > 3, "several logs are cited");
    let index: Value = serde_json::from_slice(&members["index.json"]).expect("is JSON");
    let mut indexed = BTreeSet::new();
    for record in index["records"].as_array().expect("is a list") {
        let Some(ids) = read.get(text(record, "piece")) else { continue };
        let number = text(record, "record_number").parse().expect("is a number");
        assert!(ids.contains(&number), "{record}");
        indexed.insert((text(record, "evidence").into(), text(record, "record_id").into()));
    }
    let (_, report) = report(&browser).await;
    let cited = cited_ids(&report);
    assert!(cited.len() > 30 && cited.is_subset(&indexed), "{}", cited.len());
    assert_eq!(browser.foreign_requests(&page).await, Vec::<String>::new());
    assert_eq!(browser.page_errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_that_is_not_here_is_named() {
    let Some((_, browser)) = sample("cited records of a report", "?lang=en").await else { return };
    let (bytes, _) = report(&browser).await;
    let folder = Folder::new("cited");
    let saved = folder.write("saved.json", &bytes);
    let opened = opened(PageKind::SingleFile, "a report without its evidence", "?lang=en").await;
    let Some((_, browser)) = opened else { return };
    browser.upload("#choose-files", &[saved]).await;
    browser.wait_for(FINAL, PATIENCE).await;
    let members = members(&browser).await;
    assert!(members.contains_key("index.json") && members.contains_key("README.txt"));
    assert!(members.keys().all(|name| !name.starts_with("pieces/")));
    let named = format!("{NOTE}.includes('Security.evtx (the evidence is not here)')");
    browser.wait_until(&named, PATIENCE).await;
}
