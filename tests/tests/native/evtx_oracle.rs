//! What the scan sees of a record equals what the `evtx` crate renders, for every real record.

use std::{collections::BTreeMap, sync::Arc};

use evtx::{EvtxChunkData, ParserSettings};
use konseki_core::{
    catalog,
    error::Warnings,
    formats::evtx::{ChunkReader, Record, RecordReader, Value},
    matching::Matchers,
    time::Filetime,
};
use konseki_tests::{
    cases::three_hosts,
    evidence,
    grown::{self, Kind},
};
use serde_json::Value as Json;

/// Text of each System value and field; several values of one name are sorted and joined.
type Texts = BTreeMap<String, Vec<String>>;

fn add(texts: &mut Texts, name: &str, text: String) {
    if !text.is_empty() {
        texts.entry(name.to_ascii_lowercase()).or_default().push(text);
    }
}

fn ours(record: &Record<'_>) -> Texts {
    let mut texts = Texts::new();
    let system = &record.system;
    let values = [("channel", &system.channel), ("computer", &system.computer)];
    for (name, value) in values.into_iter().chain([("provider", &system.provider)]) {
        add(&mut texts, name, value.as_ref().map(|v| v.text().into_owned()).unwrap_or_default());
    }
    let numbers = [
        ("eventid", system.event_id.map(u64::from)),
        ("task", system.task.map(u64::from)),
        ("eventrecordid", system.event_record_id),
        ("version", system.version.map(u64::from)),
        ("level", system.level.map(u64::from)),
        ("opcode", system.opcode.map(u64::from)),
        ("processid of execution", system.process_id.map(u64::from)),
    ];
    for (name, number) in numbers {
        add(&mut texts, name, number.map(|n| n.to_string()).unwrap_or_default());
    }
    add(&mut texts, "keywords", system.keywords.map(|n| format!("0x{n:x}")).unwrap_or_default());
    add(&mut texts, "timecreated", system.time_created.map(|t| t.to_string()).unwrap_or_default());
    for field in record.fields() {
        let name = if field.name.starts_with("Data[") { "data" } else { &field.name };
        match &field.value {
            Value::List(values) => {
                values.iter().for_each(|value| add(&mut texts, name, value.text().into_owned()));
            }
            value => add(&mut texts, name, value.text().into_owned()),
        }
    }
    texts.values_mut().for_each(|values| values.sort());
    texts
}

fn rendered(json: &Json) -> Texts {
    let mut texts = Texts::new();
    let event = json["Event"].as_object().expect("an event");
    for (name, part) in event {
        if name == "System" {
            let names = ["Channel", "Computer", "EventID", "Task", "EventRecordID", "Keywords"];
            for name in names.into_iter().chain(["Version", "Level", "Opcode"]) {
                leaf(&mut texts, name, &part[name]);
            }
            let execution = &part["Execution"]["#attributes"]["ProcessID"];
            leaf(&mut texts, "processid of execution", execution);
            leaf(&mut texts, "provider", &part["Provider"]["#attributes"]["Name"]);
            // Some writers leave the time as text with nine digits.
            let time =
                part["TimeCreated"]["#attributes"]["SystemTime"].as_str().unwrap_or_default();
            let time = time.parse::<Filetime>().map(|time| time.to_string()).unwrap_or_default();
            add(&mut texts, "timecreated", time);
        } else if !name.starts_with('#') {
            fields(&mut texts, part);
        }
    }
    texts.values_mut().for_each(|values| values.sort());
    texts
}

fn fields(texts: &mut Texts, part: &Json) {
    for (name, value) in part.as_object().into_iter().flatten() {
        // A second element of the same name is rendered as `Name_1`.
        let plain = name.rsplit_once('_').filter(|(_, n)| n.parse::<u32>().is_ok());
        let known = part.get(plain.map_or("", |(plain, _)| plain)).is_some();
        let name = if known { plain.map_or(name.as_str(), |(plain, _)| plain) } else { name };
        match value {
            _ if name.starts_with('#') => {}
            Json::Object(inner) if !inner.contains_key("#text") => fields(texts, value),
            value => leaf(texts, name, value),
        }
    }
}

fn leaf(texts: &mut Texts, name: &str, value: &Json) {
    match value {
        Json::String(text) => add(texts, name, text.clone()),
        Json::Number(number) => add(texts, name, number.to_string()),
        Json::Bool(flag) => add(texts, name, flag.to_string()),
        Json::Array(items) => items.iter().for_each(|item| leaf(texts, name, item)),
        Json::Object(inner) => leaf(texts, name, inner.get("#text").unwrap_or(&Json::Null)),
        Json::Null => {}
    }
}

/// A record whose second size is overwritten: refused here and by libevtx, read by `evtx`.
const REFUSED: (&str, u64) = ("Microsoft-Windows-LanguagePackSetup%4Operational.evtx", 7_928);

/// Records of logs that were read, compared, and read by the fallback.
#[derive(Default)]
struct Compared {
    read: u64,
    compared: u64,
    fallback: u64,
    differences: Vec<String>,
}

impl Compared {
    fn log(&mut self, name: &str, bytes: &[u8]) {
        let settings = Arc::new(ParserSettings::default());
        for chunk in bytes.get(4_096..).unwrap_or_default().chunks(65_536) {
            let mut seen = BTreeMap::new();
            let mut warnings = Warnings::default();
            ChunkReader::default().read_chunk(chunk, 0, &mut warnings, &mut |record| {
                self.read += 1;
                self.fallback += u64::from(record.reader == RecordReader::Fallback);
                seen.insert(record.offset, ours(record));
            });
            let Ok(mut data) = EvtxChunkData::new(chunk.to_vec(), false) else { continue };
            let Ok(mut parsed) = data.parse(Arc::clone(&settings)) else { continue };
            for record in parsed.iter().flatten() {
                let offset = record.binxml_offset - 24;
                let Ok(json) = record.into_json_value() else { continue };
                let expected = rendered(&json.data);
                if offset == REFUSED.1 && name.ends_with(REFUSED.0) {
                    continue;
                }
                let found = seen.remove(&offset).unwrap_or_default();
                self.compared += 1;
                if found != expected && self.differences.len() < 20 {
                    self.differences.push(format!("{name} {offset}:\n  {found:?}\n  {expected:?}"));
                }
            }
        }
    }

    /// Nothing differs, and under 0.5 % took the fallback.
    fn check(&self) {
        let Self { read, compared, fallback, differences } = self;
        println!("{compared} of {read} records compared, {fallback} read by the fallback");
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        assert!(fallback * 200 <= *read, "{fallback} of {read} records took the fallback");
    }
}

#[test]
fn every_field_equals_what_evtx_renders() {
    let mut all = Compared::default();
    for known in evidence::known("evtx", "fields against the evtx crate") {
        all.log(&known.name, &known.bytes());
    }
    all.check();
    assert!(all.compared > 29_000 || evidence::folder("count of records").is_none());
}

#[test]
fn every_field_of_constructed_logs_equals_what_evtx_renders() {
    let mut all = Compared::default();
    for (name, bytes) in three_hosts::logs_and_prefetch() {
        if name.ends_with(".evtx") {
            all.log(&name, &bytes);
        }
    }
    for kind in [Kind::Security, Kind::Sysmon] {
        all.log(kind.name(), &grown::in_memory(kind, 1 << 20));
    }
    all.check();
    assert!(all.compared > 2_000);
}

#[test]
fn every_field_is_found_by_its_name() {
    for known in evidence::known("evtx", "fields by name") {
        let bytes = known.bytes();
        for chunk in bytes.get(4_096..).unwrap_or_default().chunks(65_536) {
            let mut warnings = Warnings::default();
            ChunkReader::default().read_chunk(chunk, 0, &mut warnings, &mut |record| {
                let mut firsts = BTreeMap::new();
                for field in record.fields() {
                    firsts.entry(field.name.to_ascii_uppercase()).or_insert(field.value);
                }
                for (name, value) in firsts {
                    let name =
                        if name.starts_with("DATA[") { name.replace("DATA", "Data") } else { name };
                    let expected = Some(value).filter(|value| *value != Value::Null);
                    assert_eq!(record.field(&name), expected, "{} {name}", known.name);
                }
            });
        }
    }
}

/// Texts of a match are made of values that were kept, found by number in the record's template: they are
/// those of the record itself, looked up by name.
#[test]
fn what_is_kept_of_a_match_is_what_the_record_holds() {
    let catalog = catalog::builtin().expect("the shipped catalog loads");
    let matchers = Matchers::new(&catalog);
    let mut texts = 0_u64;
    let mut logs: Vec<(String, Vec<u8>)> = three_hosts::logs_and_prefetch();
    logs.retain(|(name, _)| name.ends_with(".evtx"));
    let known = evidence::known("evtx", "values of matches against their records");
    logs.extend(known.into_iter().map(|known| (known.name.clone(), known.bytes())));
    for (name, bytes) in logs {
        // One reader for the whole log, so that templates are known again.
        let (mut reader, mut warnings) = (ChunkReader::default(), Warnings::default());
        for chunk in bytes.get(4_096..).unwrap_or_default().chunks(65_536) {
            reader.read_chunk(chunk, 0, &mut warnings, &mut |record| {
                let channel = record.system.channel.as_ref().map(|channel| channel.text());
                let channel = channel.unwrap_or_default().to_lowercase();
                let Some(channel) = matchers.channel(&channel) else { return };
                for (trace, hit) in matchers.judge(channel, record).hits {
                    let fields = matchers.fields(trace, &hit.values);
                    let plain = fields.iter().filter(|(field, _)| !field.ends_with("CommandLine"));
                    for (field, text) in plain {
                        let held = record.field(field).map(|value| value.text().into_owned());
                        assert_eq!(Some(text), held.as_deref(), "{name} {} {field}", record.offset);
                        texts += 1;
                    }
                    let shown = &catalog.traces[trace.0 as usize].shows;
                    for field in shown.iter().filter(|field| record.field(field).is_some()) {
                        assert!(fields.get(field).is_some(), "{name} {} {field}", record.offset);
                    }
                }
            });
        }
    }
    println!("{texts} texts of matches compared");
    assert!(texts > 1_000);
}

/// The fallback reads what the shapes read, so that it may stand in for them anywhere.
#[test]
fn the_fallback_reads_the_same_as_the_shapes() {
    let mut differences = Vec::new();
    let (mut compared, mut unrendered) = (0_u64, 0_u64);
    for known in evidence::known("evtx", "the fallback against the shapes") {
        let bytes = known.bytes();
        for chunk in bytes.get(4_096..).unwrap_or_default().chunks(65_536) {
            let mut seen = BTreeMap::new();
            let mut warnings = Warnings::default();
            ChunkReader::default().read_chunk(chunk, 0, &mut warnings, &mut |record| {
                seen.insert(record.offset, ours(record));
            });
            ChunkReader::rendering().read_chunk(chunk, 0, &mut warnings, &mut |record| {
                if record.reader != RecordReader::Fallback {
                    unrendered += 1;
                    return;
                }
                compared += 1;
                let (found, expected) = (ours(record), seen.remove(&record.offset));
                if Some(&found) != expected.as_ref() && differences.len() < 20 {
                    let name = &known.name;
                    differences
                        .push(format!("{name} {}:\n  {found:?}\n  {expected:?}", record.offset));
                }
            });
        }
    }
    println!("{compared} records compared, {unrendered} not rendered");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
