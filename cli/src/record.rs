//! `konseki record`: one record of an event log, a `$MFT`, a USN journal, or a Prefetch file.

use std::path::{Path, PathBuf};

use konseki_core::{
    analysis::{self, RecordDetails, Secrets},
    export,
};

use crate::source::FileSource;

/// The record at an offset of a file, or of `archive!/member`, as text.
///
/// # Errors
/// When there is no such file, member or record; the sentence is for the user.
pub fn record(file: &Path, offset: u64, secrets: Secrets) -> Result<String, String> {
    let (path, name) = split_member(file);
    let name = name.unwrap_or_else(|| file_name(&path));
    if !path.is_file() {
        return Err(format!("{}: no such file", path.display()));
    }
    let source = FileSource::open(&path);
    let planned = analysis::open(&source, &file_name(&path));
    let Some(planned) = planned.iter().find(|planned| planned.path == name) else {
        return Err(format!("{}: no such member", file.display()));
    };
    let details = analysis::record(&source, planned, offset, secrets);
    details.map(|details| text(&details)).map_err(|error| error.to_string())
}

/// The file of the path, and the member's report path if it names one.
fn split_member(file: &Path) -> (PathBuf, Option<String>) {
    let text = file.to_string_lossy();
    match text.split_once("!/") {
        Some((archive, member)) if !file.exists() => {
            let archive = PathBuf::from(archive);
            let name = format!("{}!/{member}", file_name(&archive));
            (archive, Some(name))
        }
        _ => (file.to_path_buf(), None),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn text(details: &RecordDetails) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        out.push_str(&format!("{name}: {}\n", export::visible(value)));
    };
    line("file", &details.path);
    line("offset", &details.offset.to_string());
    line("size", &details.size.to_string());
    line("EventRecordID", &details.record_id.to_string());
    line("record number", &details.record_number.to_string());
    line("time", &details.time);
    line("provider", &details.provider);
    line("channel", &details.channel);
    line("event id", &details.event_id.to_string());
    line("computer", &details.computer);
    for (name, value) in &details.fields {
        line(&format!("  {name}"), value);
    }
    if details.masked {
        line("note", "a password was masked; --show-secrets shows it");
    }
    if !details.xml_problem.is_empty() {
        line("no XML", &details.xml_problem);
    }
    out.push('\n');
    for xml in details.xml.lines() {
        out.push_str(&export::visible(xml));
        out.push('\n');
    }
    out
}
