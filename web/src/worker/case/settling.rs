//! When a report is made anew, and what follows from it.

use std::rc::Rc;

use super::{CaseWorker, PROGRESS_INTERVAL};
use crate::protocol::{Completeness, ExportForm, FromCase, Phase};

impl CaseWorker {
    /// Gives out work, settles when nothing is left to read, tells the page.
    pub(super) fn go_on(&mut self) {
        let now = self.now();
        self.keep_reading(now);
        let phase = self.schedule.phase();
        if phase != self.last_phase || now.saturating_sub(self.last_progress) >= PROGRESS_INTERVAL {
            self.last_progress = now;
            self.last_phase = phase;
            self.tell(&FromCase::Progress(self.schedule.progress(now)));
        }
        let due = self.findings_changed || !self.files.is_empty() || self.is_only_reopened();
        if phase != Phase::Reading && due {
            self.settle(phase);
        }
        // Hashing waits until verdicts stand; making the file that was ordered may be work, too.
        self.give_out(now);
    }

    /// Gives out work while there is something to read.
    pub(super) fn keep_reading(&mut self, now: u64) {
        if self.schedule.phase() == Phase::Reading {
            self.give_out(now);
        }
    }

    fn settle(&mut self, phase: Phase) {
        let completeness = match phase {
            Phase::Idle => Completeness::Final,
            Phase::Reading | Phase::Hashing => Completeness::HashesPending,
        };
        // While hashes come in one by one, the report that is shown stands.
        let final_due = completeness == Completeness::Final
            && (self.hashes_changed || self.sent != Some(completeness));
        if self.findings_changed || final_due {
            let mut report = self.case.settle(&self.question);
            self.send_report(&mut report, completeness);
            self.report = Some(Rc::new(report));
            self.records = None;
            self.sent = Some(completeness);
            self.findings_changed = false;
            self.hashes_changed = false;
            if completeness == Completeness::Final {
                self.send_comparison();
            }
        }
        if completeness == Completeness::Final {
            for (request, order) in std::mem::take(&mut self.downloads) {
                match order.form {
                    ExportForm::Cited => self.order_cited(request),
                    _ => self.send_download(request, &order),
                }
            }
        }
    }
}
