//! The file information behind the header: sections, run count, run times.

use crate::{bytes::Reader, error::ParseError, time::Filetime};

/// A section of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Offset in the file.
    pub offset: usize,
    /// Entries, where the section counts them.
    pub count: usize,
    /// Bytes, where the section states them.
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

/// Where versions differ, from the start of the file information.
struct Layout {
    /// Offset of the first run time.
    run_times: usize,
    /// How many run times there are.
    run_time_count: usize,
    /// Offset of the run count.
    run_count: usize,
}

/// Size of the header and of the file information of the second layout of version 30 and of 31.
const METRICS_OF_SHORT_LAYOUT: u32 = 296;

impl Layout {
    fn of(version: u32, metrics_offset: u32) -> Option<Self> {
        let long = Self { run_times: 44, run_time_count: 8, run_count: 124 };
        let short = Self { run_times: 44, run_time_count: 8, run_count: 116 };
        match version {
            17 => Some(Self { run_times: 36, run_time_count: 1, run_count: 60 }),
            23 => Some(Self { run_times: 44, run_time_count: 1, run_count: 68 }),
            26 => Some(long),
            30 | 31 if metrics_offset == METRICS_OF_SHORT_LAYOUT => Some(short),
            30 | 31 => Some(long),
            _ => None,
        }
    }
}

impl FileInformation {
    /// Reads it; `reader` stands at its start.
    pub(super) fn read(version: u32, reader: Reader<'_>) -> Result<Self, ParseError> {
        let start = reader.position();
        let mut sections = reader;
        let metrics_offset = sections.u32("file metrics offset")?;
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
        let Some(layout) = Layout::of(version, metrics_offset) else {
            let expected = "17, 23, 26, 30 or 31";
            return Err(ParseError::unexpected(
                "prefetch version",
                0,
                expected,
                version.to_string(),
            ));
        };
        let mut times = reader.at("run times", start.saturating_add(layout.run_times))?;
        let mut last_run_times = Vec::with_capacity(layout.run_time_count);
        for _ in 0..layout.run_time_count {
            last_run_times.push(Filetime(times.u64("run time")?));
        }
        last_run_times.retain(|time| time.0 != 0);
        let mut counts = reader.at("run count", start.saturating_add(layout.run_count))?;
        let run_count = counts.u32("run count")?;
        Ok(Self { file_names, volumes, last_run_times, run_count })
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
