//! Traces in the USN journal: what the records of one file show together.

use std::collections::BTreeMap;

use super::{
    Found, FoundFiles, Names,
    patterns::{Patterns, Whole},
};
use crate::{
    catalog::{FileCondition, FileNameCondition},
    coverage::{JournalCoverage, Located, is_in_folder},
    evidence::file_paths::FilePath,
    scan::{
        file_system::{Step, reference_text},
        findings::Place,
    },
    time::{Filetime, TICKS_PER_SECOND},
    verdict::{
        View,
        facts::Facts,
        journal_record_ref as reference,
        proof::SHORTEST_PROOF,
        windows::{self, Span},
    },
    words::{Outcome, ReasonCode},
};

/// What a whole pattern is recognised by in overlapping journals: first USN and time, file, name.
type Key = (u64, Filetime, u128, String);

/// Whole patterns of files of any name.
pub(super) fn candidates(view: &View<'_>, condition: &FileCondition) -> usize {
    let journals = view.coverage.journals.iter();
    let whole = journals.map(|journal| {
        let mut patterns = Patterns::new(condition);
        let steps = journal.journal.steps.entries::<Step>();
        steps.filter_map(|step| patterns.add(&step)).count()
    });
    whole.sum()
}

/// Whole patterns of the names; copies of a record in overlapping journals count once.
pub(super) fn found(view: &View<'_>, condition: &FileCondition, names: &Names<'_>) -> FoundFiles {
    let mut whole: BTreeMap<Key, Found> = BTreeMap::new();
    let mut found = FoundFiles::default();
    for journal in &view.coverage.journals {
        let steps = journal.journal.steps.entries::<Step>();
        let mut steps: Vec<Step> = steps.filter(|step| names.has(&step.name)).collect();
        steps.sort_by_key(|step| (step.place().record_id, step.place().offset));
        let near = |step: &&Step| names.has_near(&step.name, &[step.place().time]);
        found.loose = found.loose.saturating_add(steps.iter().filter(near).count());
        let mut patterns = Patterns::new(condition);
        for step in &steps {
            let Some(Whole { reasons, places }) = patterns.add(step) else { continue };
            let Some(first) = places.first() else { continue };
            let key = (first.record_id, first.time, step.file, step.name.clone());
            let records = |places: &[Place]| -> Vec<_> {
                let located = places
                    .iter()
                    .map(|place| Located { evidence: journal.evidence, place: *place });
                located.map(reference).collect()
            };
            match whole.get_mut(&key) {
                Some(known) => known.records.extend(records(&places)),
                None => {
                    if let Some(one) = one(view, condition, names, step, reasons, &places) {
                        whole.insert(key, Found { records: records(&places), ..one });
                    }
                }
            }
        }
    }
    for mut one in whole.into_values() {
        if one.bound || matches!(names, Names::Prefetch(_)) {
            found.hits.push(one);
        } else {
            // The name is right, the time is not near that of its opening.
            one.contradicted = vec![one.time_source.to_owned()];
            found.near.push(one);
        }
    }
    found.sort();
    found
}

/// A whole pattern as a match without its records; none where the file stood in another folder.
fn one(
    view: &View<'_>,
    condition: &FileCondition,
    names: &Names<'_>,
    step: &Step,
    reasons: String,
    places: &[Place],
) -> Option<Found> {
    let times: Vec<Filetime> = places.iter().map(|place| place.time).collect();
    let path = path(view, step);
    let mut absent = Vec::new();
    if let Some(folder) = &condition.folder {
        match &path {
            Some(FilePath::Whole(path)) if is_in_folder(path, folder) => {}
            Some(FilePath::Whole(_)) => return None,
            _ => absent.push("Path".to_owned()),
        }
    }
    let mut fields = vec![
        ("Name".to_owned(), step.name.clone()),
        ("FileReference".to_owned(), reference_text(step.file)),
        ("ParentReference".to_owned(), reference_text(step.parent)),
        ("Reasons".to_owned(), reasons),
        ("FileAttributes".to_owned(), format!("0x{:x}", step.attributes)),
    ];
    fields.extend(path.map(|path| ("Path".to_owned(), path.to_string())));
    Some(Found {
        name: step.name.clone(),
        records: Vec::new(),
        time: times.first().copied().unwrap_or_default(),
        bound: names.bind() && names.has_near(&step.name, &times),
        times,
        time_source: "USN_RECORD/TimeStamp",
        absent,
        contradicted: Vec::new(),
        fields,
    })
}

/// The path by a `$MFT` of the host's system volume, if one knows the directory.
fn path(view: &View<'_>, step: &Step) -> Option<FilePath> {
    let parent = step.directory()?;
    let tables = view.coverage.tables.iter().filter(|table| table.prefetch_folder.is_some());
    let mut paths = tables.map(|table| table.path(parent, &step.name));
    let first = paths.next()?;
    // Two tables that disagree say nothing.
    let is_known = matches!(first, FilePath::Whole(_)) && paths.all(|path| path == first);
    is_known.then_some(first)
}

/// Why there is no such pattern.
pub(super) fn without(
    view: &View<'_>,
    condition: &FileCondition,
    names: &Names<'_>,
    found: &FoundFiles,
    facts: &mut Facts<'_>,
) -> (Outcome, ReasonCode) {
    facts.loose = found.loose;
    let window = view.context.question.window;
    let is_prefetch = matches!(condition.name, FileNameCondition::PrefetchOf(_));
    let mut doubt = (Outcome::CannotTell, ReasonCode::WrongVolume);
    for journal in &view.coverage.journals {
        let Some((first, last, writes)) = ends(journal, is_prefetch) else { continue };
        let covered = (first.place.time, last.place.time);
        facts.proofs = [first, last].map(reference).to_vec();
        facts.spans = vec![covered];
        facts.files = usize::try_from(writes).unwrap_or(usize::MAX);
        let mut needed = names.spans();
        needed.extend(window);
        let (outcome, code) = in_journal(view, journal, covered, &needed, facts);
        if outcome == Outcome::NotFound {
            // Something of the file is there, or it would have been looked at in vain.
            return match found.loose > 0 || !found.near.is_empty() || !found.hits.is_empty() {
                true => (Outcome::CannotTell, ReasonCode::PartlyCovered),
                false => (outcome, code),
            };
        }
        doubt = (outcome, code);
    }
    doubt
}

/// From when to when a journal would show the trace, and how often Prefetch files were written:
/// for a Prefetch file, while such files were seen to be written. A journal in which none was
/// written is not that of the system volume.
fn ends(journal: &JournalCoverage<'_>, is_prefetch: bool) -> Option<(Located, Located, u64)> {
    let (writes, first, last) = journal.prefetch?;
    match is_prefetch {
        true => Some((first, last, writes)),
        false => journal.span.map(|(first, last)| (first, last, writes)),
    }
}

/// Whether a journal would show the trace in all spans that are needed; without any, over all that
/// it covers.
fn in_journal(
    view: &View<'_>,
    journal: &JournalCoverage<'_>,
    covered: Span,
    needed: &[Span],
    facts: &mut Facts<'_>,
) -> (Outcome, ReasonCode) {
    let cannot_tell = |code| (Outcome::CannotTell, code);
    if journal.is_incomplete {
        return cannot_tell(ReasonCode::RecordsDamaged);
    }
    let spans = if needed.is_empty() { vec![covered] } else { needed.to_vec() };
    for span in &spans {
        let missing = windows::missing(&windows::inside([covered], *span), *span);
        if !missing.is_empty() {
            let later = missing.first().is_some_and(|hole| hole.0 < covered.0);
            let code = if later { ReasonCode::JournalStartsLater } else { ReasonCode::EndsBefore };
            facts.at = Some(covered.0);
            if !windows::meet(covered, *span) {
                return cannot_tell(code);
            }
            facts.cause = Some(code);
            facts.spans = windows::inside([covered], *span);
            facts.missing = missing;
            return cannot_tell(ReasonCode::PartlyCovered);
        }
        if journal.damaged.iter().any(|damaged| windows::meet(*damaged, *span)) {
            return cannot_tell(ReasonCode::RecordsDamaged);
        }
        if let Some(change) =
            view.coverage.clock_changes().into_iter().find(|change| windows::meet(*change, *span))
        {
            facts.at = Some(change.0);
            return cannot_tell(ReasonCode::ClockUnreliable);
        }
    }
    if !needed.is_empty() {
        facts.spans = needed.to_vec();
    } else if covered.0.distance(covered.1) < SHORTEST_PROOF.saturating_mul(TICKS_PER_SECOND) {
        facts.cause = Some(ReasonCode::JournalStartsLater);
        return cannot_tell(ReasonCode::PartlyCovered);
    }
    (Outcome::NotFound, ReasonCode::WouldHaveBeenRecorded)
}
