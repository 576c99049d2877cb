//! Files that leave the page.

use std::rc::Rc;

use konseki_core::export::Language;
use wasm_bindgen::JsValue;

use super::Commands;
use crate::page::browser;
use crate::protocol::{CitedFile, CoverEntries, ExportForm, ExportOrder, RequestNumber, ToCase};
use crate::state::{Action, CitedExport, CitedStage};

impl Commands {
    /// Hands out the report as a file.
    pub fn download(&self, form: ExportForm, language: Language, cover: CoverEntries) {
        let (made_at, zone) = (browser::now(), browser::zone());
        let order = ExportOrder { form, language, made_at, zone, cover };
        self.send(&ToCase::Download { request: self.request(), order });
    }

    /// Hands the page around the report, once it is final.
    pub(in crate::page) fn download_for_parent(&self, id: JsValue, form: ExportForm) {
        let request = self.request();
        self.inner.for_parent.borrow_mut().insert(request, id);
        let made_at = browser::now();
        let order = ExportOrder { form, made_at, ..ExportOrder::default() };
        self.send(&ToCase::Download { request, order });
    }

    /// Has the records that the report cites cut out of the evidence.
    pub fn download_cited(&self) {
        let request = self.request();
        self.dispatch(Action::AskCited(request));
        let order = ExportOrder { form: ExportForm::Cited, ..ExportOrder::default() };
        self.send(&ToCase::Download { request, order });
    }

    /// Closes what is said of the archive of cited records; one that is being made is cancelled.
    pub fn close_cited(&self, cited: &CitedExport) {
        if matches!(cited.stage, CitedStage::Making(..)) {
            self.send(&ToCase::CancelCited { request: cited.request });
        }
        self.dispatch(Action::CloseCited);
    }

    pub(super) fn hear_cited(&self, request: RequestNumber, answer: Result<CitedFile, String>) {
        let asked = self.inner.for_parent.borrow_mut().remove(&request);
        let stage = match (answer, asked) {
            (Ok(file), Some(id)) => return self.give_report(&id, ExportForm::Cited, &file.blob),
            (Err(message), Some(id)) => return self.refuse_parent(&id, &message),
            (Ok(CitedFile { blob, summary }), None) => {
                browser::download(&blob, ExportForm::Cited.file_name());
                CitedStage::Done(Rc::new(summary))
            }
            (Err(message), None) => CitedStage::Failed(message),
        };
        self.dispatch(Action::Cited(request, stage));
    }
}
