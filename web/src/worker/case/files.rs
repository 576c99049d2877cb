//! Files for the user, written as a Blob of parts: a large report never stands whole in the memory
//! of the program.

use std::io::{self, Write};

use js_sys::{Array, Uint8Array};
use konseki_core::catalog::Catalog;
use konseki_core::export::{self, Cover};
use konseki_core::report::Report;
use web_sys::{Blob, BlobPropertyBag};

use crate::message_port;
use crate::protocol::{ExportForm, ExportOrder};

/// Bytes of one part.
const PART: usize = 1 << 20;

/// The report in the form that was ordered.
///
/// # Errors
/// When the browser makes no Blob; the sentence is the browser's.
pub(super) fn file(
    report: &Report,
    catalog: &Catalog,
    order: &ExportOrder,
) -> Result<Blob, String> {
    let mut parts = Parts { done: Array::new(), open: Vec::with_capacity(PART) };
    let written = match order.form {
        ExportForm::Json => export::write_json(report, &mut parts),
        ExportForm::JsonLines => export::write_json_lines(report, &mut parts),
        ExportForm::Csv => export::write_csv(report, order.language, &mut parts),
        ExportForm::Manifest => export::write_manifest(report, &mut parts),
        ExportForm::Html => {
            let cover = Cover {
                examiner: order.cover.examiner.trim().to_owned(),
                case_number: order.cover.case_number.trim().to_owned(),
                made_at: order.made_at.clone(),
                zone: order.zone.clone(),
            };
            export::write_html(report, catalog, &cover, order.language, &mut parts)
        }
    };
    written.and_then(|()| parts.flush()).map_err(|error| error.to_string())?;
    let options = BlobPropertyBag::new();
    options.set_type(order.form.media_type());
    Blob::new_with_u8_array_sequence_and_options(&parts.done, &options)
        .map_err(|error| message_port::describe(&error))
}

/// Bytes that leave the program's memory part by part.
struct Parts {
    done: Array,
    open: Vec<u8>,
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open.extend_from_slice(bytes);
        if self.open.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.done.push(&Uint8Array::from(self.open.as_slice()));
        self.open.clear();
        Ok(())
    }
}
