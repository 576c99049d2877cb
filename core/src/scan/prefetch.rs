//! A Prefetch file into findings.
//!
//! Contract: a file that cannot be parsed is a warning, and still evidence that was given.

use std::collections::BTreeMap;

use super::{
    findings::{PrefetchFindings, PrefetchVolume, SourceFindings},
    judge::Judge,
};
use crate::{
    error::{ParseErrorKind, WarningCode},
    formats::prefetch::{self, Prefetch, path_hash},
    matching::PrefetchJudged,
};

/// Executable names are stored up to this many characters.
const STORED_NAME: usize = 29;

/// Reads the file into the findings.
pub(super) fn read(bytes: &[u8], judge: &dyn Judge, findings: &mut SourceFindings) {
    let parsed = match prefetch::parse(bytes, &mut findings.warnings) {
        Ok(parsed) => parsed,
        Err(error) => {
            let code = match error.kind {
                ParseErrorKind::LimitExceeded { .. } => WarningCode::LimitReached,
                _ if bytes.starts_with(b"MAM") => WarningCode::DecompressionFailed,
                _ => WarningCode::PrefetchDamaged,
            };
            findings.warnings.push_error(code, &error);
            findings.records_failed = 1;
            return;
        }
    };
    findings.records_read = 1;
    let (mut matches, mut elsewhere) = (BTreeMap::new(), BTreeMap::new());
    for (trace, judged) in judge.judge_prefetch(&parsed) {
        match judged {
            PrefetchJudged::Met(hit) => matches.insert(trace, hit),
            PrefetchJudged::AllButPath(hit) => elsewhere.insert(trace, hit),
        };
    }
    findings.prefetch = Some(PrefetchFindings {
        executable_path: executable_path(&parsed),
        loaded_files: parsed.loaded_files.len() as u64,
        directories: parsed.volumes.iter().map(|volume| volume.directories.len() as u64).sum(),
        volumes: parsed
            .volumes
            .into_iter()
            .map(|volume| PrefetchVolume {
                device: volume.device,
                serial: volume.serial,
                created: volume.created,
            })
            .collect(),
        executable: parsed.executable,
        hash: parsed.hash,
        version: parsed.version,
        run_count: parsed.run_count,
        last_run_times: parsed.last_run_times,
        matches,
        elsewhere,
    });
}

/// The loaded file that is the executable: by its path's hash, else the first of its name.
fn executable_path(parsed: &Prefetch) -> Option<String> {
    let is_named = |path: &&String| {
        let name = path.rsplit('\\').next().unwrap_or(path);
        let stored: String = name.chars().take(STORED_NAME).collect();
        stored.eq_ignore_ascii_case(&parsed.executable)
    };
    let mut named = parsed.loaded_files.iter().filter(is_named);
    let first = named.clone().next();
    named.find(|path| path_hash(path) == parsed.hash).or(first).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_that_has_the_hash_is_the_executable() {
        let paths =
            [r"\DEVICE\HARDDISKVOLUME2\OTHER\NET.EXE", r"\DEVICE\HARDDISKVOLUME2\A\NET.EXE"];
        let mut parsed = Prefetch {
            executable: "NET.EXE".to_owned(),
            hash: path_hash(paths[1]),
            loaded_files: paths.map(str::to_owned).to_vec(),
            ..Prefetch::default()
        };
        assert_eq!(executable_path(&parsed).as_deref(), Some(paths[1]));
        parsed.hash = 1;
        assert_eq!(executable_path(&parsed).as_deref(), Some(paths[0]));
        parsed.executable = "OTHER.EXE".to_owned();
        assert_eq!(executable_path(&parsed), None);
    }
}
