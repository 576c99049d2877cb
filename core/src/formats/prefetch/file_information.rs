//! The file information behind the header: where the sections are, run count, run times.

use super::{Reading, header};
use crate::{error::ParseError, time::Filetime};

/// A section of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Offset in the file.
    pub offset: usize,
    /// Entries, where the section counts them.
    pub count: usize,
    /// Bytes.
    pub size: usize,
}

/// What the file information says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FileInformation {
    pub file_names: Section,
    pub volumes: Section,
    pub last_run_times: Vec<Filetime>,
    pub run_count: u32,
}

/// Where a version keeps what, in bytes from the start of the file information.
struct Layout {
    version: u32,
    /// Offset of the file metrics in the file: header and file information come before.
    metrics: u32,
    run_times: usize,
    run_time_count: usize,
    run_count: usize,
}

/// Versions 30 and 31 have two layouts, told apart by where the metrics begin.
#[rustfmt::skip]
const LAYOUTS: [Layout; 7] = [
    Layout { version: 17, metrics: 152, run_times: 36, run_time_count: 1, run_count: 60 },
    Layout { version: 23, metrics: 240, run_times: 44, run_time_count: 1, run_count: 68 },
    Layout { version: 26, metrics: 304, run_times: 44, run_time_count: 8, run_count: 124 },
    Layout { version: 30, metrics: 304, run_times: 44, run_time_count: 8, run_count: 124 },
    Layout { version: 30, metrics: 296, run_times: 44, run_time_count: 8, run_count: 116 },
    Layout { version: 31, metrics: 304, run_times: 44, run_time_count: 8, run_count: 124 },
    Layout { version: 31, metrics: 296, run_times: 44, run_time_count: 8, run_count: 116 },
];

impl Layout {
    fn of(version: u32, metrics: u32) -> Result<&'static Self, ParseError> {
        let mut known = LAYOUTS.iter().filter(|layout| layout.version == version).peekable();
        if known.peek().is_none() {
            let (expected, found) = ("17, 23, 26, 30 or 31", version.to_string());
            return Err(ParseError::unexpected("prefetch version", 0, expected, found));
        }
        let expected: Vec<_> = known.clone().map(|layout| layout.metrics.to_string()).collect();
        known.find(|layout| layout.metrics == metrics).ok_or_else(|| {
            let (offset, found) = (header::SIZE as u64, metrics.to_string());
            ParseError::unexpected("file metrics offset", offset, expected.join(" or "), found)
        })
    }
}

impl FileInformation {
    /// Reads it. A wrong offset of the metrics is an error: the run count could be anywhere.
    pub(super) fn read(reading: &mut Reading<'_, '_>, version: u32) -> Result<Self, ParseError> {
        let mut sections = reading.at("file information", header::SIZE)?;
        let layout = Layout::of(version, sections.u32("file metrics offset")?)?;
        sections.skip("metrics count and trace chains", 12)?;
        let file_names = Section {
            offset: size(sections.u32("file names offset")?),
            size: size(sections.u32("file names size")?),
            count: 0,
        };
        let volumes = Section {
            offset: size(sections.u32("volumes offset")?),
            count: size(sections.u32("volume count")?),
            size: size(sections.u32("volumes size")?),
        };
        let at = |what, offset| reading.at(what, header::SIZE.saturating_add(offset));
        let mut times = at("run times", layout.run_times)?;
        let mut last_run_times = Vec::with_capacity(layout.run_time_count);
        for _ in 0..layout.run_time_count {
            last_run_times.push(Filetime(times.u64("run time")?));
        }
        last_run_times.retain(|time| time.0 != 0);
        let run_count = at("run count", layout.run_count)?.u32("run count")?;
        Ok(Self { file_names, volumes, last_run_times, run_count })
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
