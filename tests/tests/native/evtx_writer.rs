//! The writer of event logs against an independent parser, the `evtx` crate.

use evtx::{EvtxParser, ParserSettings};
use konseki_tests::writer::evtx::{
    Defect, Event, EventLog, GENERIC_READ, Order, Style, Value, event_from_line,
};
use serde_json::Value as Json;

/// Every record that the `evtx` crate reads, as JSON with attributes apart.
fn rendered(bytes: Vec<u8>) -> Vec<(u64, Json)> {
    let settings = ParserSettings::default().separate_json_attributes(true).num_threads(1);
    let settings = settings.validate_checksums(true);
    let mut parser = EvtxParser::from_buffer(bytes).unwrap().with_configuration(settings);
    let records = parser.records_json_value();
    records.map(|record| record.unwrap()).map(|r| (r.event_record_id, r.data)).collect()
}

/// A number, which a literal record holds as text.
fn as_number(json: &Json) -> Option<u64> {
    json.as_u64().or_else(|| json.as_str()?.parse().ok())
}

/// One event of every layout, in an order that can be a log.
fn every_event() -> Vec<Event> {
    let security = [
        4608, 4616, 4624, 4625, 4634, 4648, 4656, 4658, 4663, 4672, 4688, 4689, 4690, 4719, 4768,
        4769, 4912, 5140, 5145, 5156, 5158, 1100, 1101, 1102,
    ];
    let sysmon = [1, 3, 4, 5, 11, 16, 255];
    let system = [104, 6005, 6006, 6013, 7036, 7045];
    let older = [(4688, 1), (4688, 0), (4624, 1), (4624, 0), (5140, 0), (5156, 0)];
    let mut events: Vec<Event> = Vec::new();
    events.extend(security.map(Event::security));
    events.extend(older.map(|(id, version)| Event::security_version(id, version)));
    events
        .extend(sysmon.map(|id| Event::sysmon(id).channel("Microsoft-Windows-Sysmon/Operational")));
    events.push(Event::sysmon_old(1).channel("Microsoft-Windows-Sysmon/Operational"));
    events.extend(system.map(|id| Event::system(id).channel("System")));
    events.push(Event::security(4688).literal_text().at("2026-03-02T09:00:00Z"));
    events.into_iter().map(|event| event.at("2026-03-02T09:15:04.1234567Z")).collect()
}

#[test]
fn every_layout_is_read_back_with_its_names() {
    for style in [Style::Live, Style::Exported] {
        let log = EventLog::new("Security").style(style).extend(every_event());
        let records = rendered(log.write());
        assert_eq!(records.len(), log.events().count());
        for ((record_id, event), (number, json)) in log.events().zip(&records) {
            let system = &json["Event"]["System"];
            assert_eq!(
                (record_id, Some(record_id)),
                (*number, as_number(&system["EventRecordID"]))
            );
            assert_eq!(as_number(&system["EventID"]), Some(u64::from(event.id())), "{json}");
            assert_eq!(system["Computer"], "WS01.corp.example");
            let data = ["EventData", "UserData"].map(|name| &json["Event"][name]);
            let text = format!("{data:?}");
            for name in event.field_names() {
                assert!(text.contains(&format!("\"{name}\"")), "{name} is missing in {json}");
            }
        }
    }
}

#[test]
fn values_have_the_text_that_windows_shows() {
    let log = EventLog::new("Security").start_record_id(1000).style(Style::Live).push(
        Event::security(4688)
            .at("2026-03-02T09:15:04.1234567Z")
            .subject("S-1-5-21-1-2-3-1104", "CORP", "tanaka", 0x3e_4d21)
            .field("NewProcessId", 0x1a2c)
            .field("NewProcessName", r"C:\Windows\System32\net.exe")
            .field("CommandLine", r"net  use \\FS01\projects"),
    );
    let (number, json) = rendered(log.write()).remove(0);
    assert_eq!(number, 1000);
    let (system, data) = (&json["Event"]["System"], &json["Event"]["EventData"]);
    assert_eq!(system["Provider_attributes"]["Name"], "Microsoft-Windows-Security-Auditing");
    assert_eq!(system["Keywords"], "0x8020000000000000");
    assert_eq!(system["Task"], 13312);
    assert_eq!(system["TimeCreated_attributes"]["SystemTime"], "2026-03-02T09:15:04.1234567Z");
    assert_eq!(system["Channel"], "Security");
    assert_eq!(data["SubjectUserSid"], "S-1-5-21-1-2-3-1104");
    assert_eq!(data["NewProcessId"], "0x1a2c");
    assert_eq!(data["SubjectLogonId"], "0x3e4d21");
    assert_eq!(data["CommandLine"], r"net  use \\FS01\projects");
}

#[test]
fn ends_and_rights_follow_the_release() {
    let fields = |event: Event| {
        let event = event.at("2026-03-02T09:15:04Z");
        rendered(EventLog::new("Security").push(event).write()).remove(0).1["Event"]["EventData"]
            .clone()
    };
    let (here, peer) = (("10.0.20.5", 445), ("10.0.10.21", 49_822));
    let old = fields(Event::security(5156).inbound(here, peer, Order::LocalFirst));
    assert_eq!((&old["SourcePort"], &old["Direction"]), (&"445".into(), &"%%14592".into()));
    let new = fields(Event::security(5156).inbound(here, peer, Order::InitiatorFirst));
    assert_eq!((&new["SourcePort"], &new["DestPort"]), (&"49822".into(), &"445".into()));
    let sysmon = fields(Event::sysmon(3).inbound(here, peer, Order::InitiatorFirst));
    assert_eq!((&sysmon["DestinationPort"], &sysmon["Initiated"]), (&445.into(), &false.into()));
    let read = fields(event_from_line(
        r#"Security 5145 ShareName=\\*\projects "RelativeTargetName=plan 2026.xlsx" @09:15:06"#,
        "2026-03-02",
    ));
    assert_eq!(read["RelativeTargetName"], "plan 2026.xlsx");
    let opened = fields(Event::security(5145).access(GENERIC_READ));
    assert_eq!(opened["AccessMask"], "0x120089");
    assert_eq!(
        opened["AccessList"],
        "%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t%%4416\r\n\t\t\t\t%%4419\r\n\t\t\t\t%%4423\r\n\t\t\t\t"
    );
}

fn many(count: u64) -> EventLog {
    let start: konseki_core::time::Filetime = "2026-03-02T09:00:00Z".parse().unwrap();
    let events = (0..count).map(|n| Event::security(4688).at_time(start.plus_seconds(n)));
    EventLog::new("Security").start_record_id(500).records_per_chunk(10).extend(events)
}

/// EventRecordIDs that can be read, and how many errors there are besides.
fn readable(bytes: Vec<u8>) -> (Vec<u64>, usize) {
    let settings = ParserSettings::default().num_threads(1).validate_checksums(false);
    let mut parser = EvtxParser::from_buffer(bytes).unwrap().with_configuration(settings);
    let (mut ids, mut errors) = (Vec::new(), 0);
    for record in parser.records_json_value() {
        match record {
            Ok(record) => {
                ids.push(record.data["Event"]["System"]["EventRecordID"].as_u64().unwrap())
            }
            Err(_) => errors += 1,
        }
    }
    (ids, errors)
}

#[test]
fn a_full_chunk_is_followed_by_another() {
    let events = (0..200).map(|_| Event::security(4688).at("2026-03-02T09:00:00Z"));
    let bytes = EventLog::new("Security").extend(events).write();
    assert!(bytes.len() > 4096 + 65_536);
    assert_eq!((bytes.len() - 4096) % 65_536, 0);
    assert_eq!(rendered(bytes).len(), 200);
}

#[test]
fn each_defect_does_what_it_says() {
    let (whole, _) = readable(many(30).write());
    assert_eq!(whole, (500..530).collect::<Vec<u64>>());
    for defect in [
        Defect::Dirty,
        Defect::Full,
        Defect::ChunkCount(1),
        Defect::BadHeaderChecksum,
        Defect::BadChunkHeaderChecksum(1),
        Defect::BadChunkDataChecksum(1),
        Defect::ExportedNumbering,
        Defect::HeaderTimesLater(3600),
    ] {
        assert_eq!(readable(many(30).defect(defect).write()), (whole.clone(), 0), "{defect:?}");
    }
    let wrapped = many(30).defect(Defect::Wrapped { oldest: 1 }).write();
    assert_eq!(wrapped[4096 + 8..4096 + 16], 520_u64.to_le_bytes());
    assert_eq!(readable(wrapped), (whole.clone(), 0));
    let without_middle: Vec<u64> = (500..510).chain(520..530).collect();
    assert_eq!(
        readable(many(30).defect(Defect::ZeroedChunk(1)).write()),
        (without_middle.clone(), 0)
    );
    let (ids, errors) = readable(many(30).defect(Defect::DamagedChunkMagic(1)).write());
    assert_eq!((ids, errors), (without_middle, 1));
    let body = Defect::DamagedRecordBody { chunk: 1, record: 4 };
    let (ids, errors) = readable(many(30).defect(body).write());
    assert_eq!((ids.len(), errors, ids.contains(&514)), (29, 1, false));
    let magic = Defect::DamagedRecordMagic { chunk: 1, record: 4 };
    let (ids, errors) = readable(many(30).defect(magic).write());
    assert!(!ids.contains(&514) && errors > 0);
    let cut = many(30).defect(Defect::TruncatedTo(4096 + 65_536 + 1000)).write();
    assert_eq!(readable(cut).0, (500..510).collect::<Vec<u64>>());
    let free = many(30).defect(Defect::FreeChunks(2)).write();
    assert_eq!((free.len(), readable(free).0), (4096 + 5 * 65_536, whole));
}

#[test]
fn a_value_of_another_type_is_kept() {
    let event = Event::security(4689).at("2026-03-02T09:00:00Z");
    let event = event.value("ProcessName", Value::AnsiText("net.exe".into()));
    let records = rendered(EventLog::new("Security").push(event).write());
    assert_eq!(records[0].1["Event"]["EventData"]["ProcessName"], "net.exe");
}
