//! Every cap in one place, each with its reason.
//!
//! Evidence is hostile: a size in a file is never trusted before it is held against one of these.
//! A cap that is reached is shown to the user as a warning.

/// Places of one kind of damage that are kept per evidence source; all are counted.
pub const WARNINGS_KEPT_PER_CODE: usize = 8;

/// Largest decompressed Prefetch file. Real ones stay under 2 MiB; Windows caps traced files.
pub const PREFETCH_BYTES: u64 = 16 << 20;

/// File names, volumes and directories read from one Prefetch file. Real ones stay under 10,000.
pub const PREFETCH_ENTRIES: usize = 65_536;

/// Volumes of one Prefetch file that a report names. Real files name one to four.
pub const PREFETCH_VOLUMES: usize = 64;

/// Characters of a volume's device path. `\VOLUME{…}` takes 35.
pub const PREFETCH_DEVICE_CHARACTERS: u32 = 1_024;

/// Bytes of the machine name in an audit policy. DNS allows 255 characters.
pub const MACHINE_NAME_BYTES: usize = 1_024;

/// Bytes of a file of settings (audit policy, Sysmon configuration). Real ones stay under 1 MiB.
pub const SETTINGS_BYTES: u64 = 8 << 20;

/// Lines read of an audit policy; a real one has about 60, with per-user policies some hundreds.
pub const SETTINGS_LINES: usize = 100_000;

/// Elements and texts of a Sysmon configuration. The largest public ones have under 20,000.
pub const SYSMON_CONFIGURATION_NODES: u32 = 200_000;

/// Nesting of binary XML: elements and template instances inside each other. Real records: 5.
pub const BINARY_XML_NESTING: usize = 32;

/// Fields taken from one template definition. The largest real one has under 200.
pub const TEMPLATE_FIELDS: usize = 4_096;

/// Bytes that one field value comes from, repeated parts counted again. A record is under 64 KiB, so
/// only a template that repeats its values passes it.
pub const VALUE_BYTES: usize = 65_536;

/// Bytes that all field values of one chunk come from, those that several fields or records share
/// counted again. The values of a real chunk are under 64 KiB, its shared literals under 100 KiB.
pub const VALUE_BYTES_PER_CHUNK: usize = 4 << 20;

/// Bytes of a segment of an event log (a multiple of the 64 KiB chunk). Larger slices are read
/// faster in a browser, smaller ones keep memory low.
pub const SEGMENT_BYTES: u64 = 16 << 20;

/// Entries read from one ZIP directory.
pub const ARCHIVE_ENTRIES: usize = 100_000;

/// Decompressed bytes of one ZIP member.
pub const ARCHIVE_MEMBER_BYTES: u64 = 64 << 30;

/// Decompressed over compressed size of one ZIP member beyond which it is taken for a bomb.
/// Deflate reaches 1,032; event logs with empty chunks stay under 300.
pub const ARCHIVE_RATIO: u64 = 500;

/// Decompressed bytes below which the ratio is not looked at.
pub const ARCHIVE_RATIO_FROM: u64 = 64 << 20;

/// Matches of a consistent trace that are kept with their fields, per evidence source and
/// computer; all are counted.
pub const MATCHES_KEPT: usize = 1_000;

/// Matches of a whole case that are kept with their fields; all are counted. Where there are more,
/// the caps for one trace, evidence source and computer are halved until it is met. A kept match
/// takes some 700 bytes.
pub const MATCHES_KEPT_OF_CASE: usize = 200_000;

/// Near misses of a trace that are kept, the first in time, per evidence source and computer, and
/// that are told of a host.
pub const NEAR_MISSES_KEPT: usize = 5;

/// Sessions of which the first and the last match of a trace are kept besides, per trace, evidence
/// source and computer; clients, files and their hours where a trace is of no session. A busy file
/// server writes some thousand logons a day, a domain controller has some thousand clients.
pub const SESSIONS_KEPT: usize = 8_192;

/// Uses that a report lists although neither a command line nor the question names them; all are
/// counted.
pub const ORDINARY_SESSIONS_REPORTED: usize = 1_000;

/// Channels and computers of one event log, taken together, that are kept while it is read; records of
/// all others are counted. A collector of forwarded events has a few channels of some hundred
/// computers.
pub const STREAMS_KEPT: usize = 4_096;

/// Computers of a case that are searched, those whose names stand first; records of all others are
/// counted. What a report says of one host takes some 90 KB.
pub const COMPUTERS_SEARCHED: usize = 1_024;

/// Runs of ids that one chunk may give per channel and computer before they are kept as one
/// sparse stretch.
pub const RUNS_PER_CHUNK: usize = 4;

/// Matches of a specific or decisive trace that are kept with their fields, per evidence source
/// and computer. Real logs hold a few; the cap stops a forged one.
pub const SPECIFIC_MATCHES_KEPT: usize = 20_000;

/// EventRecordIDs between the opening of a handle and its closing within which the two are tied.
/// What the sheets document is closed within seconds.
pub const HANDLE_REACH: u64 = 16_384;

/// Steps back in time between neighbouring records that are ordinary (several writers), in
/// 100-nanosecond steps: one second.
pub const CLOCK_STEP_TOLERANCE: u64 = 10_000_000;

/// Holes in EventRecordIDs that a report lists one by one; all are counted.
pub const GAPS_REPORTED: usize = 100;

/// Bytes of template definitions and literal records read in one 64 KiB chunk, overlapping ones
/// counted again.
pub const TEMPLATE_BYTES_PER_CHUNK: usize = 1 << 20;

/// Fields and substitution values gone through in one chunk, repeated and nested ones counted
/// again. Values alone take 4 bytes each, so a real chunk stays under 100,000.
pub const FIELDS_PER_CHUNK: usize = 1 << 20;

/// Bytes of template definitions remembered from chunk to chunk by one reader; a real log has a
/// few hundred definitions of about 2,000 bytes.
pub const TEMPLATE_BYTES_REMEMBERED: usize = 4 << 20;

/// Different definitions with one GUID that are remembered.
pub const TEMPLATES_PER_GUID: usize = 8;

/// Spans of coverage, of a setting's life and of a proof that a report lists one by one.
pub const SPANS_REPORTED: usize = 200;

/// Steps to take next that a report lists per sheet; those that decide most stand first.
pub const NEXT_STEPS: usize = 30;

/// Zeros at the beginning of a file that are looked at for the first USN record behind them, when
/// the end of the file holds none. The sparse head of a journal may be longer, but then its live
/// part stands at the end.
pub const USN_PROBE_BYTES: u64 = 256 << 20;

/// Directories above a file that are gone up to find its path. Windows stops at 32,767 characters,
/// real paths stay under 60 directories.
pub const PATH_DIRECTORIES: usize = 512;

/// Bytes that hold what is kept of one `$MFT`: names, directories and times of its files, some 70
/// bytes each. Half a million files take 35 MB; where more do not fit, later ones are left out.
pub const TABLE_ENTRY_BYTES: u64 = 128 << 20;

/// Bytes that hold what is kept of one USN journal: the steps that traces name, some 60 bytes each.
/// Of a real journal a quarter of the records, some 15 bytes of findings for each record read: five
/// million records (512 MB) take about 75 MB.
pub const JOURNAL_STEP_BYTES: u64 = 128 << 20;

/// Bytes of evidence that an archive of cited records holds; records beyond are counted. A browser
/// keeps the archive in its memory while it is made.
pub const CITED_BYTES: u64 = 256 << 20;
