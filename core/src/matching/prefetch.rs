//! Prefetch files as traces.

use serde::{Deserialize, Serialize};

use crate::{
    catalog::Trace,
    evidence::{named_texts::NamedTexts, path},
    formats::prefetch::{Prefetch, path_hash},
};

/// The path of the executable, as a field.
const PATH: &str = "path";

/// What a Prefetch file is to a trace whose executable it names.
///
/// The path is shown by a loaded file or by the hash on a known volume. When neither the file list
/// nor the volumes could be read, it is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrefetchJudged {
    /// The conditions are met.
    Met(PrefetchHit),
    /// An executable of the same name in another folder: a near miss.
    AllButPath(PrefetchHit),
}

/// What is shown of a Prefetch file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PrefetchHit {
    /// Field name and text.
    pub fields: NamedTexts,
    /// Fields that a condition needs and the file does not have.
    pub absent: Vec<String>,
}

/// What a Prefetch file says of a trace.
pub(super) fn judge(trace: &Trace, file: &Prefetch) -> Option<PrefetchJudged> {
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
    let mut fields = vec![
        ("executable".to_owned(), file.executable.clone()),
        ("hash".to_owned(), format!("{:08X}", file.hash)),
        ("run_count".to_owned(), file.run_count.to_string()),
    ];
    fields.extend(loaded.map(|path| (PATH.to_owned(), path.clone())));
    let fields = fields.into_iter().collect();
    let hit = |absent| PrefetchHit { fields, absent };
    Some(match (loaded, by_hash) {
        (None, false) if file.loaded_files.is_empty() => {
            PrefetchJudged::Met(hit(vec![PATH.to_owned()]))
        }
        (None, false) => PrefetchJudged::AllButPath(hit(Vec::new())),
        _ => PrefetchJudged::Met(hit(Vec::new())),
    })
}
