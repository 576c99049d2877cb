//! Files for the user that are made of the report alone.

use std::io;

use konseki_core::catalog::Catalog;
use konseki_core::export::{self, Cover};
use konseki_core::report::Report;
use web_sys::Blob;

use crate::protocol::{ExportForm, ExportOrder};
use crate::worker::parts::Parts;

/// The report in the form that was ordered.
///
/// # Errors
/// When the browser makes no Blob; the sentence is the browser's.
pub(super) fn file(
    report: &Report,
    catalog: &Catalog,
    order: &ExportOrder,
) -> Result<Blob, String> {
    let mut parts = Parts::default();
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
        ExportForm::Cited => Err(io::Error::other("a scan worker cuts out cited records")),
    };
    written.map_err(|error| error.to_string())?;
    parts.into_blob(order.form)
}
