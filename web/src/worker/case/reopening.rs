//! Reports among the files that are given: they are opened again, not read as evidence.

use std::rc::Rc;

use konseki_core::analysis::Question;
use konseki_core::report::Report;
use konseki_core::source::ReadAt;

use super::CaseWorker;
use crate::protocol::{Completeness, FromCase, GivenFile};
use crate::worker::file_source::FileSource;
use crate::worker::{extract, reopened};

/// Bytes by which a report is known.
const BEGINNING: usize = 256;

impl CaseWorker {
    /// Opens a report; gives back what is none.
    pub(super) fn reopen(&mut self, given: GivenFile) -> Option<GivenFile> {
        let source = FileSource::new(given.file.clone());
        let mut beginning = vec![0; BEGINNING];
        let read = source.read_at(0, &mut beginning).unwrap_or_default();
        if !reopened::is_report(&given.path, beginning.get(..read).unwrap_or_default()) {
            return Some(given);
        }
        match read_whole(&source).and_then(|bytes| reopened::read(&bytes)) {
            Ok(report) => self.show_reopened(given.path, report),
            Err(reason) => {
                let planned = extract::not_opened(&given.path, source.len(), &reason);
                self.case.add(&planned);
                self.findings_changed = true;
            }
        }
        None
    }

    fn show_reopened(&mut self, path: String, mut report: Report) {
        self.question = Question::of(&report.asked);
        let question = self.question.clone();
        self.tell(&FromCase::Reopened { path, question });
        if self.files.is_empty() {
            self.send_report(&mut report, Completeness::Final);
            self.records = None;
            self.sent = Some(Completeness::Final);
        } else {
            self.findings_changed = true;
        }
        let report = Rc::new(report);
        if self.files.is_empty() {
            self.report = Some(Rc::clone(&report));
        }
        self.reopened = Some(report);
    }

    /// Whether there is a report that was opened again, and no evidence to judge anew.
    pub(super) fn is_only_reopened(&self) -> bool {
        self.reopened.is_some() && self.files.is_empty()
    }

    /// Says how the evidence compares with the report that was opened again; of another question
    /// than the report's own, nothing can be said.
    pub(super) fn send_comparison(&self) {
        let (Some(before), Some(now)) = (&self.reopened, &self.report) else { return };
        if !self.is_only_reopened() && before.asked == now.asked {
            self.tell(&FromCase::Compared(reopened::compare(before, now)));
        }
    }
}

fn read_whole(source: &FileSource) -> Result<Vec<u8>, String> {
    let length = source.len();
    if length > reopened::LARGEST {
        return Err(format!("{length} bytes are more than a report may have here"));
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match source.read_at(done as u64, rest).map_err(|error| error.to_string())? {
            0 => return Err("the file ended while it was read".to_owned()),
            count => done = done.saturating_add(count),
        }
    }
    Ok(bytes)
}
