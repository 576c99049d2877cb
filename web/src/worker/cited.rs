//! A scan worker's part of the archive of cited records: finds the evidence again and writes the ZIP.

use std::ops::ControlFlow;

use js_sys::{ArrayBuffer, Uint8Array};
use konseki_core::analysis::{self, Planned, Reached};
use konseki_core::report::{Evidence, Report};

use super::file_source::FileSource;
use super::parts::Parts;
use crate::protocol::{CitedFile, CitedSource, ExportForm};

/// A source that can be read.
struct Source {
    file: FileSource,
    planned: Planned,
    sha256: Option<[u8; 32]>,
}

impl Source {
    /// How its bytes are reached, if the report means it.
    fn reached(&self, listed: &Evidence) -> Option<Reached<'_>> {
        let Self { file, planned, sha256 } = self;
        planned.is_listed_as(listed, *sha256).then_some(Reached { source: file, planned })
    }
}

/// The archive of everything that the report cites; `progress` hears of the bytes read.
///
/// # Errors
/// When the report cannot be read or the browser makes no Blob.
pub fn archive(
    report: &ArrayBuffer,
    sources: Vec<CitedSource>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<CitedFile, String> {
    let report = Uint8Array::new(report).to_vec();
    let report: Report = serde_json::from_slice(&report).map_err(|error| error.to_string())?;
    let source = |CitedSource { file, planned, sha256 }| Source {
        file: FileSource::new(file),
        planned,
        sha256,
    };
    let sources: Vec<Source> = sources.into_iter().map(source).collect();
    let reach = |listed: &_| sources.iter().find_map(|source| source.reached(listed));
    let mut parts = Parts::default();
    let summary = analysis::write_cited(&report, reach, &mut parts, progress);
    let summary = summary.map_err(|error| error.to_string())?;
    Ok(CitedFile { blob: parts.into_blob(ExportForm::Cited)?, summary })
}
