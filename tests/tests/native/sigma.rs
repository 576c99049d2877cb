//! Sigma rules of the catalog. That pySigma reads, validates and converts them is a step of
//! `cargo xtask ci`.

use std::collections::BTreeSet;

use konseki_core::{catalog, export, words::EvidenceKind};

#[test]
fn every_trace_has_a_rule_or_a_reason() {
    let catalog = catalog::builtin().unwrap();
    let files = export::sigma(&catalog);
    let (rules, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.name.ends_with(".yml"));
    let [left_out] = others.as_slice() else { panic!("one list of what is left out") };
    for trace in &catalog.traces {
        let end = format!("_{}.yml", trace.id.replace(['.', '-'], "_"));
        let with = |prefix: &str| {
            let names = rules.iter().filter(|rule| rule.name.ends_with(&end));
            names.filter(|rule| rule.name.starts_with(prefix)).count()
        };
        let chains = with("win_correlation");
        assert_eq!(chains, usize::from(trace.chain_parent.is_some()), "{}", trace.id);
        let is_event = trace.kind == EvidenceKind::EventLog;
        assert_eq!(with("") - chains, usize::from(is_event), "{}", trace.id);
        assert_eq!(left_out.text.contains(&format!("| {} |", trace.id)), !is_event, "{}", trace.id);
    }
}

#[test]
fn ids_and_names_stand_once() {
    let files = export::sigma(&catalog::builtin().unwrap());
    let mut seen = BTreeSet::new();
    for file in files.iter().filter(|file| file.name.ends_with(".yml")) {
        let id = file.text.lines().find(|line| line.starts_with("id: ")).unwrap();
        let name = file.text.lines().find(|line| line.starts_with("name: ")).unwrap();
        assert!(seen.insert(id) && seen.insert(name) && seen.insert(&file.name), "{}", file.name);
    }
}

/// Ids are quoted by those who use the rules: they never change.
#[test]
fn ids_stay() {
    let files = export::sigma(&catalog::builtin().unwrap());
    for (name, id) in [
        (
            "proc_creation_win_net_use_source_process_start_sysmon_1.yml",
            "f37b73ca-5f25-8563-81f9-865188781169",
        ),
        (
            "net_connection_win_net_use_destination_smb_connection_sysmon_3.yml",
            "6ff6014e-ae11-8e1b-9277-311d64c7d262",
        ),
    ] {
        let file = files.iter().find(|file| file.name == name).unwrap();
        assert!(file.text.contains(&format!("id: '{id}'")), "{}", file.text);
    }
}

#[test]
fn where_is_lowered() {
    let files = export::sigma(&catalog::builtin().unwrap());
    let text = |end: &str| {
        let mut found = files.iter().filter(|file| file.name.ends_with(end));
        found.next().map(|file| file.text.as_str()).unwrap()
    };
    let connection = text("net_connection_win_net_use_destination_smb_connection_sysmon_3.yml");
    assert!(connection.contains("1 of selection_where_1_*"), "either end: {connection}");
    assert!(connection.contains("not 1 of filter_loopback_*"), "{connection}");
    let listing = text("win_security_net_use_destination_share_access_security_5145.yml");
    assert!(listing.contains("AccessList|contains|all:"), "rights by their ids: {listing}");
    let written = text("win_security_net_use_source_prefetch_write_security_4663.yml");
    for mask in ["'0x2'", "'0x4'", "'0x6'"] {
        assert!(written.contains(mask), "rights by all their masks: {written}");
    }
    let chain = text("win_correlation_net_use_source_prefetch_write_security_4658.yml");
    assert!(chain.contains("type: temporal_ordered"), "{chain}");
}
