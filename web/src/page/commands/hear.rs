//! What the case worker says becomes actions on the state.

use std::rc::Rc;

use js_sys::Uint8Array;
use konseki_core::report::Report;

use super::Commands;
use crate::page::browser;
use crate::protocol::{FromCase, SettledReport};
use crate::state::{Action, CitedStage, Settled};

impl Commands {
    pub(super) fn hear(&self, message: FromCase) {
        match message {
            FromCase::Ready => {
                self.dispatch(Action::Ready);
                self.tell_ready();
            }
            FromCase::Reopened { path, question } => {
                self.dispatch(Action::Asked(question));
                self.dispatch(Action::Reopened(path));
            }
            FromCase::Compared(comparison) => self.dispatch(Action::Compared(comparison)),
            FromCase::Progress(progress) => self.dispatch(Action::Progressed(progress)),
            FromCase::Settled(settled) => match read_report(settled) {
                Ok(settled) => {
                    self.tell_settled(&settled);
                    self.dispatch(Action::Settled(settled));
                }
                Err(message) => self.dispatch(Action::Failed(message)),
            },
            FromCase::Matches { request, matches } => {
                let matches = serde_json::from_slice(&Uint8Array::new(&matches).to_vec());
                self.dispatch(Action::Matches(request, matches.unwrap_or_default()));
            }
            FromCase::Use { request, details } => {
                let details = serde_json::from_slice(&Uint8Array::new(&details).to_vec());
                self.dispatch(Action::Use(request, details.unwrap_or_default()));
            }
            FromCase::Timeline { request, timeline } => {
                let timeline = serde_json::from_slice(&Uint8Array::new(&timeline).to_vec());
                self.dispatch(Action::Timeline(request, timeline.unwrap_or_default()));
            }
            FromCase::Records { request, page } => {
                let page = serde_json::from_slice(&Uint8Array::new(&page).to_vec());
                self.dispatch(Action::Records(request, page.unwrap_or_default()));
            }
            FromCase::Record { request, answer } => {
                self.dispatch(Action::Record(request, answer));
            }
            FromCase::Download { request, blob, form } => {
                let asked = self.inner.for_parent.borrow_mut().remove(&request);
                match asked {
                    Some(id) => self.give_report(&id, form, &blob),
                    None => browser::download(&blob, form.file_name()),
                }
            }
            FromCase::CitedProgress { request, bytes_done, bytes } => {
                self.dispatch(Action::Cited(request, CitedStage::Making(bytes_done, bytes)));
            }
            FromCase::Cited { request, answer } => self.hear_cited(request, answer),
            // The client has replaced it already.
            FromCase::Replace { .. } => {}
            FromCase::Failed { message } => {
                self.end_case();
                self.dispatch(Action::Failed(message));
            }
        }
    }
}

fn read_report(settled: SettledReport) -> Result<Settled, String> {
    let bytes = Uint8Array::new(&settled.report).to_vec();
    let report: Report = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    Ok(Settled {
        report: Rc::new(report),
        titles: Rc::new(settled.titles),
        tallies: Rc::new(settled.tallies),
        completeness: settled.completeness,
    })
}
