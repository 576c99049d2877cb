//! Loading a catalog: YAML files in, a validated catalog or all errors out.

use std::{collections::BTreeMap, fmt::Write};

use sha2::{Digest, Sha256};

use super::{
    Catalog, LifeRecords, LifeSign, LifeSignNumber, LoadErrors, PrefetchCondition, Setting,
    SettingKind, SettingNumber, Sheet, SheetNumber, SheetRole, Step, Trace, TraceNumber, Variable,
    conditions::{Conditions, Expression},
    detection,
    errors::Reporter,
    file,
    raw::{
        RawEvents, RawRecord, RawSetting, RawSettingKind, RawSettings, RawSheet, RawTemplate,
        RawTemplates, RawTrace,
    },
    record,
    validate::{LegalFields, check_trace, fields_of},
};
use crate::words::EvidenceKind;

/// A catalog file.
#[derive(Debug, Clone, Copy)]
pub struct CatalogFile<'t> {
    /// File name, as errors show it.
    pub name: &'t str,
    /// Text.
    pub text: &'t str,
}

/// Revision of the built-in catalog.
const REVISION: &str = "2026-11-1";
/// Channel of audit records.
const SECURITY: &str = "Security";
/// Channel of Sysmon.
const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";

/// The catalog that ships with Konseki.
///
/// # Errors
/// Never for the shipped files; a test loads them.
///
/// ```
/// let catalog = konseki_core::catalog::builtin().unwrap();
/// assert_eq!(catalog.sheets[0].id, "net-use");
/// ```
pub fn builtin() -> Result<Catalog, LoadErrors> {
    let file = |name, text| CatalogFile { name, text };
    load(
        file("settings.yaml", include_str!("../../sheets/settings.yaml")),
        file("templates.yaml", include_str!("../../sheets/templates.yaml")),
        file("events.yaml", include_str!("../../sheets/events.yaml")),
        &[file("net-use.yaml", include_str!("../../sheets/net-use.yaml"))],
    )
}

/// Loads settings, templates, events and sheets.
///
/// # Errors
/// All errors of all files, with file and line.
pub fn load(
    settings: CatalogFile<'_>,
    templates: CatalogFile<'_>,
    events: CatalogFile<'_>,
    sheets: &[CatalogFile<'_>],
) -> Result<Catalog, LoadErrors> {
    let mut errors = Vec::new();
    let sha256 = hash([settings, templates, events].iter().chain(sheets));
    let mut catalog = Catalog {
        revision: REVISION.to_owned(),
        sha256,
        settings: Vec::new(),
        sheets: Vec::new(),
        traces: Vec::new(),
        life_signs: Vec::new(),
    };
    let mut reporter = Reporter { file: settings.name, errors: &mut errors };
    if let Some(raw) = reporter.read::<RawSettings>(settings.text) {
        add_settings(&mut catalog, &raw, &mut reporter);
    }
    let mut reporter = Reporter { file: templates.name, errors: &mut errors };
    let templates = reporter.read::<RawTemplates>(templates.text);
    let templates: BTreeMap<_, _> = templates
        .iter()
        .flat_map(|raw| &raw.templates)
        .map(|template| (template.value.id.as_str(), &template.value))
        .collect();
    let mut reporter = Reporter { file: events.name, errors: &mut errors };
    let legal = reporter.read::<RawEvents>(events.text).as_ref().map(LegalFields::new);
    if let Some(legal) = legal {
        for file in sheets {
            let mut reporter = Reporter { file: file.name, errors: &mut errors };
            if let Some(raw) = reporter.read::<RawSheet>(file.text) {
                add_sheet(&mut catalog, &raw, &templates, &legal, &mut reporter);
            }
        }
    }
    if errors.is_empty() { Ok(catalog) } else { Err(LoadErrors(errors)) }
}

fn hash<'t>(files: impl Iterator<Item = &'t CatalogFile<'t>>) -> String {
    let mut files: Vec<_> = files.collect();
    files.sort_by_key(|file| file.name);
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.name);
        hasher.update([0]);
        hasher.update(file.text);
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn add_settings(catalog: &mut Catalog, raw: &RawSettings, reporter: &mut Reporter<'_>) {
    for setting in &raw.settings {
        let (at, setting) = (setting.referenced, &setting.value);
        if catalog.settings.iter().any(|known| known.id == setting.id) {
            reporter.report(at, format!("duplicate setting {}", setting.id));
            continue;
        }
        match read_setting(setting, &mut catalog.life_signs) {
            Ok(setting) => catalog.settings.push(setting),
            Err(message) => reporter.report(at, message),
        }
    }
}

fn read_setting(raw: &RawSetting, life_signs: &mut Vec<LifeSign>) -> Result<Setting, String> {
    let mut life = None;
    let mut add_life = |channel: &str, records, silence: Option<u64>, conditions| {
        life = Some(LifeSignNumber(count(life_signs.len())));
        life_signs.push(LifeSign {
            id: raw.id.clone(),
            channel: channel.to_owned(),
            records,
            conditions,
            silence_limit_seconds: silence.map(|hours| hours.saturating_mul(3_600)),
        });
    };
    let kind = match &raw.kind {
        RawSettingKind::Default => SettingKind::Default,
        RawSettingKind::ObjectAuditing => SettingKind::ObjectAuditing,
        RawSettingKind::Prefetch => SettingKind::Prefetch,
        RawSettingKind::File => SettingKind::FileSystem,
        RawSettingKind::Sysmon { event_id } => {
            add_life(SYSMON, LifeRecords::EventId(*event_id), None, Conditions::default());
            SettingKind::Sysmon { event_id: *event_id }
        }
        RawSettingKind::AuditPolicy { guid, task, silence_limit_hours, except } => {
            if let Some(task) = task {
                let mut conditions = Conditions::default();
                if let Some(except) = except {
                    let except = serde_json::to_value(except).map_err(|e| e.to_string())?;
                    let selection = detection::selection(&except)?;
                    conditions.detection = Some(Expression::Not(Box::new(selection)));
                }
                add_life(SECURITY, LifeRecords::Task(*task), *silence_limit_hours, conditions);
            }
            SettingKind::AuditPolicy { guid: guid.to_ascii_lowercase(), task: *task }
        }
    };
    Ok(Setting {
        id: raw.id.clone(),
        title: raw.title.clone(),
        kind,
        life,
        collect: raw.collect.clone(),
    })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn add_sheet(
    catalog: &mut Catalog,
    raw: &RawSheet,
    templates: &BTreeMap<&str, &RawTemplate>,
    legal: &LegalFields,
    reporter: &mut Reporter<'_>,
) {
    let sheet = SheetNumber(count(catalog.sheets.len()));
    let mut numbers = Vec::new();
    for spanned in &raw.traces {
        let (at, trace) = (spanned.referenced, &spanned.value);
        if catalog.traces.iter().any(|known| known.id == trace.id) {
            reporter.report(at, format!("duplicate trace {}", trace.id));
        }
        let mut fail = |messages: Vec<String>| {
            for message in messages {
                reporter.report(at, format!("{}: {message}", trace.id));
            }
        };
        let template = match trace.template.as_deref().map(|id| (id, templates.get(id))) {
            Some((id, None)) => {
                fail(vec![format!("unknown template {id}")]);
                continue;
            }
            Some((_, template)) => template.copied(),
            None => None,
        };
        let read = record::resolve(template, &trace.with, &trace.record)
            .and_then(|record| read_trace(catalog, sheet, trace, &record, legal));
        match read {
            Ok((read, messages)) => {
                let named = check_trace(raw, trace, &read.binds);
                fail(messages.into_iter().chain(named).collect());
                numbers.push(read.number);
                catalog.traces.push(read);
            }
            Err(message) => fail(vec![message]),
        }
    }
    catalog.sheets.push(Sheet {
        id: raw.id.clone(),
        tool: raw.tool.clone(),
        title: raw.title.clone(),
        roles: raw
            .roles
            .iter()
            .map(|role| SheetRole { role: role.role, title: role.title.clone() })
            .collect(),
        steps: raw
            .steps
            .iter()
            .map(|step| Step {
                id: step.id.clone(),
                role: step.role,
                peer: step.peer,
                title: step.title.clone(),
            })
            .collect(),
        variables: raw
            .variables
            .iter()
            .map(|variable| Variable { name: variable.name.clone(), title: variable.title.clone() })
            .collect(),
        traces: numbers,
        urls: raw.urls.clone(),
        techniques: raw.techniques.clone(),
    });
}

/// The trace and what is wrong with its names.
fn read_trace(
    catalog: &mut Catalog,
    sheet: SheetNumber,
    raw: &RawTrace,
    record: &RawRecord,
    legal: &LegalFields,
) -> Result<(Trace, Vec<String>), String> {
    let mut messages = Vec::new();
    let conditions = record::conditions(&record.detection, &record.tests)?;
    let binds = record::bindings(&record.bind)?;
    let kind = record.kind.unwrap_or(EvidenceKind::EventLog);
    match (kind, &record.channel, record.event_id) {
        (EvidenceKind::EventLog, Some(channel), Some(event_id)) => {
            let fields = fields_of(&conditions, &binds, &record.show);
            messages.extend(legal.check(channel, event_id, &fields));
        }
        (EvidenceKind::EventLog, _, _) => {
            messages.push("an event log trace needs a channel and an event id".to_owned());
        }
        (EvidenceKind::Prefetch, _, _) if record.prefetch.is_none() => {
            messages.push("a Prefetch trace needs `prefetch`".to_owned());
        }
        _ => {}
    }
    let mut settings = Vec::new();
    for id in &record.settings {
        match catalog.settings.iter().position(|setting| setting.id == *id) {
            Some(at) => settings.push(SettingNumber(count(at))),
            None => messages.push(format!("unknown setting {id}")),
        }
    }
    if record.settings.is_empty() {
        messages.push("names no setting".to_owned());
    }
    let chain_parent = match &record.closes {
        None => None,
        Some(id) => match catalog.traces.iter().find(|trace| trace.id == *id) {
            Some(parent) => Some(parent.number),
            None => return Err(format!("closes {id}, which does not stand before it")),
        },
    };
    let alive_by = read_life(catalog, raw, record, legal, &mut messages)?;
    let prefetch = record.prefetch.as_ref().map(|prefetch| PrefetchCondition {
        executable: prefetch.executable.to_lowercase(),
        paths: prefetch.paths.iter().map(|path| path.to_lowercase()).collect(),
    });
    let file = match (kind, &record.file) {
        (EvidenceKind::Mft | EvidenceKind::UsnJournal, Some(file)) => {
            Some(file::compile(kind, file, &raw.requires)?)
        }
        (EvidenceKind::Mft | EvidenceKind::UsnJournal, None) => {
            return Err("a trace in the $MFT or the USN journal needs `file`".to_owned());
        }
        (_, Some(_)) => return Err("`file` is for the $MFT and the USN journal".to_owned()),
        (_, None) => None,
    };
    let trace = Trace {
        number: TraceNumber(count(catalog.traces.len())),
        id: raw.id.clone(),
        sheet,
        role: raw.role,
        step: raw.step.clone(),
        refs: raw.refs.clone(),
        title: raw.title.clone(),
        kind,
        channel: record.channel.clone(),
        event_id: record.event_id,
        settings,
        alive_by,
        key_row: raw.key_row,
        decisive: raw.decisive,
        shows_failure: raw.shows_failure,
        certainty: raw.certainty,
        benign: raw.benign.clone(),
        observed: raw.observed.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        requires: raw.requires.clone(),
        excluded_by: raw.excluded_by.iter().map(|(k, v)| (k.clone(), v.to_lowercase())).collect(),
        needs_new_ticket: raw.needs_new_ticket,
        chain_parent,
        conditions,
        detection: record.detection.clone(),
        prefetch,
        file,
        binds,
        shows: record.show.clone(),
    };
    Ok((trace, messages))
}

/// The trace's own life sign: the records named by `alive_by` in the trace's channel.
fn read_life(
    catalog: &mut Catalog,
    raw: &RawTrace,
    record: &RawRecord,
    legal: &LegalFields,
    messages: &mut Vec<String>,
) -> Result<Option<LifeSignNumber>, String> {
    let (Some(life), Some(channel)) = (&record.alive_by, &record.channel) else { return Ok(None) };
    let Some(event_id) = life.event_id.or(record.event_id) else { return Ok(None) };
    let conditions = record::conditions(&life.detection, &life.tests)?;
    messages.extend(legal.check(channel, event_id, &conditions.fields()));
    let number = LifeSignNumber(count(catalog.life_signs.len()));
    catalog.life_signs.push(LifeSign {
        id: raw.id.clone(),
        channel: channel.clone(),
        records: LifeRecords::EventId(event_id),
        conditions,
        silence_limit_seconds: None,
    });
    Ok(Some(number))
}
