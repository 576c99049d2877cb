//! Prefetch files as traces.

use super::Hit;
use crate::{
    catalog::Trace,
    evidence::path,
    formats::prefetch::{Prefetch, path_hash},
};

/// Executable name, and the path by a loaded file or by the hash on a known volume. When neither
/// the file list nor the volumes could be read, the path is absent.
pub(super) fn hit(trace: &Trace, file: &Prefetch) -> Option<Hit> {
    let condition = trace.prefetch.as_ref()?;
    if file.executable.to_lowercase() != condition.executable {
        return None;
    }
    let loaded = file.loaded_files.iter().find(|loaded| {
        let lower = loaded.to_lowercase();
        condition.paths.iter().any(|path| path == path::after_volume(&lower))
    });
    let by_hash = file.volumes.iter().any(|volume| {
        condition
            .paths
            .iter()
            .any(|path| path_hash(&format!("{}{path}", volume.device)) == file.hash)
    });
    let absent = match (loaded, by_hash) {
        (None, false) if file.loaded_files.is_empty() => vec!["path".to_owned()],
        (None, false) => return None,
        _ => Vec::new(),
    };
    let mut fields = vec![
        ("executable".to_owned(), file.executable.clone()),
        ("hash".to_owned(), format!("{:08X}", file.hash)),
        ("run_count".to_owned(), file.run_count.to_string()),
    ];
    fields.extend(loaded.map(|path| ("path".to_owned(), path.clone())));
    Some(Hit { fields, absent, variables: Vec::new() })
}
