//! Traces in the `$MFT`: the state of a volume as of its acquisition.

use super::{Found, FoundFiles, Names};
use crate::{
    catalog::{FileCondition, FileNameCondition},
    coverage::{FOLDER_FILES_LEAST, FULL, FULL_BEFORE_WINDOWS_8, TableCoverage, is_in_folder},
    evidence::file_paths::FilePath,
    scan::file_system::{FileEntry, KeptName},
    verdict::{View, facts::Facts, table_record_ref as reference},
    words::{Outcome, ReasonCode},
};

/// Names of the four times of an attribute.
const TIMES: [&str; 4] = ["Created", "Modified", "Changed", "Accessed"];

/// Files in use: what a name that is not known would have to be held against.
pub(super) fn candidates(view: &View<'_>) -> usize {
    let entries = view.coverage.tables.iter().flat_map(|table| table.table.entries.entries());
    entries
        .filter(|entry: &FileEntry| {
            entry.is_in_use() && !entry.is_directory() && !entry.is_extension()
        })
        .count()
}

/// Files of the names, with their directories.
pub(super) fn found(view: &View<'_>, condition: &FileCondition, names: &Names<'_>) -> FoundFiles {
    let mut found = FoundFiles::default();
    for table in &view.coverage.tables {
        for entry in table.table.entries.entries::<FileEntry>() {
            for name in entry.names.iter().filter(|name| names.has(&name.name)) {
                add(&mut found, table, condition, names, &entry, name);
            }
        }
    }
    found.sort();
    found
}

/// Adds a name: to the matches, or to what one condition leaves out.
fn add(
    found: &mut FoundFiles,
    table: &TableCoverage<'_>,
    condition: &FileCondition,
    names: &Names<'_>,
    entry: &FileEntry,
    name: &KeptName,
) {
    // A name in an extension record is that of a file only while its base record still is.
    let base = match entry.is_extension() {
        true => table.table.base(entry.owner()),
        false => Some(entry.clone()),
    };
    if base.as_ref().is_some_and(FileEntry::is_directory) {
        return;
    }
    let path = table.path(name.parent(), &name.name);
    let standard = base.as_ref().and_then(FileEntry::standard_times);
    let created = standard.map(|[created, ..]| created);
    let [named, ..] = name.times();
    let in_use = entry.is_in_use() && base.as_ref().is_some_and(FileEntry::is_in_use);
    let is_near =
        names.has_near(&name.name, &created.into_iter().chain([named]).collect::<Vec<_>>());
    let is_there = match (&condition.folder, &path) {
        (None, FilePath::Whole(_)) => true,
        (Some(folder), FilePath::Whole(path)) if is_in_folder(path, folder) => true,
        (Some(_), FilePath::Whole(_)) => return,
        // A directory above was used again: not shown to be the folder, and not shown not to be.
        (folder, FilePath::Broken { .. }) => folder.is_none(),
    };
    let (time, time_source) = match created {
        Some(created) => (created, "$STANDARD_INFORMATION/Created"),
        None => (named, "$FILE_NAME/Created"),
    };
    let contradicted: Vec<String> =
        [(in_use, "Allocation"), (is_near, time_source), (is_there, "Path")]
            .into_iter()
            .filter(|(holds, _)| !holds)
            .map(|(_, field)| field.to_owned())
            .collect();
    let misses = contradicted.len();
    let mut fields = vec![
        ("Path".to_owned(), path.to_string()),
        ("Allocation".to_owned(), if in_use { "in use" } else { "deleted" }.to_owned()),
        ("FileReference".to_owned(), entry.owner().to_string()),
        ("ParentReference".to_owned(), name.parent().to_string()),
    ];
    let kinds = [("StandardInformation", standard), ("FileName", Some(name.times()))];
    for (attribute, times) in kinds {
        for (label, time) in TIMES.into_iter().zip(times.into_iter().flatten()) {
            fields.push((format!("{attribute}/{label}"), time.to_string()));
        }
    }
    let mut records: Vec<_> = base.iter().map(|base| reference(table.located(base))).collect();
    if entry.is_extension() {
        records.push(reference(table.located(entry)));
    }
    let one = Found {
        name: name.name.clone(),
        records,
        time,
        times: standard.into_iter().flatten().chain(name.times()).collect(),
        time_source,
        bound: misses == 0 && names.bind(),
        absent: Vec::new(),
        contradicted,
        fields,
    };
    match misses {
        0 => found.hits.push(one),
        1 => found.near.push(one),
        _ => {}
    }
}

/// Why there is no file in use of the name.
pub(super) fn without(
    view: &View<'_>,
    condition: &FileCondition,
    found: &FoundFiles,
    facts: &mut Facts<'_>,
) -> (Outcome, ReasonCode) {
    let tables = &view.coverage.tables;
    let cannot_tell = |code| (Outcome::CannotTell, code);
    facts.loose = found.near.len();
    facts.proofs = found.near.iter().flat_map(|found| found.records.clone()).collect();
    let system: Vec<&TableCoverage<'_>> =
        tables.iter().filter(|table| table.prefetch_folder.is_some()).collect();
    if system.is_empty() {
        return cannot_tell(ReasonCode::WrongVolume);
    }
    if tables.iter().any(|table| table.is_incomplete) {
        return cannot_tell(ReasonCode::RecordsDamaged);
    }
    // A file that was copied may be gone again, or on another volume: its absence says little.
    let is_prefetch = matches!(condition.name, FileNameCondition::PrefetchOf(_));
    if !is_prefetch || !found.near.is_empty() || !found.hits.is_empty() {
        return cannot_tell(ReasonCode::PartlyCovered);
    }
    let files = || system.iter().flat_map(|table| &table.prefetch_files);
    facts.files = files().count();
    let is_full = facts.files == FULL_BEFORE_WINDOWS_8 || facts.files >= FULL;
    if facts.files < FOLDER_FILES_LEAST || is_full {
        return cannot_tell(ReasonCode::PrefetchDisabledOrFull);
    }
    let oldest = files().min_by_key(|file| (file.place.time, **file)).copied();
    let newest = files().max_by_key(|file| (file.place.time, **file)).copied();
    let folders = system.iter().filter_map(|table| table.prefetch_folder);
    facts.proofs = folders.chain(oldest).chain(newest).map(reference).collect();
    let written = system.iter().filter_map(|table| table.prefetch_written).max();
    let span = oldest.map(|file| file.place.time).zip(written);
    facts.spans = span.into_iter().collect();
    match (view.context.question.window, span) {
        (Some(window), Some(span)) if window.0 < span.0 => {
            facts.at = Some(span.0);
            cannot_tell(ReasonCode::PrefetchDisabledOrFull)
        }
        (Some(window), Some(span)) if window.1 > span.1 => cannot_tell(ReasonCode::EndsBefore),
        _ => (Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded),
    }
}
