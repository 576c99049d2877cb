//! From the YAML of a file's conditions to compiled ones.

use super::{FileCondition, FileNameCondition, raw::RawFile};
use crate::{formats::usn::Reason, words::EvidenceKind};

/// Compiles the conditions of a trace in the `$MFT` or the journal.
pub(super) fn compile(
    kind: EvidenceKind,
    raw: &RawFile,
    requires: &[String],
) -> Result<FileCondition, String> {
    let name = match (&raw.prefetch_of, &raw.variable) {
        (Some(executable), None) if executable.is_ascii() && !executable.is_empty() => {
            FileNameCondition::PrefetchOf(executable.to_ascii_lowercase())
        }
        (None, Some(variable)) => FileNameCondition::Variable(variable.clone()),
        _ => return Err("`file` needs either `prefetch_of` (ASCII) or `variable`".to_owned()),
    };
    match &name {
        FileNameCondition::PrefetchOf(_) if raw.folder.is_none() => {
            return Err("`prefetch_of` needs the `folder`".to_owned());
        }
        // Any file would match a name that is not known.
        FileNameCondition::Variable(variable) if !requires.contains(variable) => {
            return Err(format!("the file is named by {variable:?}, which is not in `requires`"));
        }
        _ => {}
    }
    let folder = raw.folder.as_deref().map(str::to_lowercase);
    if folder.as_ref().is_some_and(|folder| !folder.starts_with('\\') || folder.ends_with('\\')) {
        return Err("`folder` is a path after the volume, such as \\Windows\\Prefetch".to_owned());
    }
    let sequences: Vec<Vec<Reason>> =
        raw.sequences.iter().map(|steps| sequence(steps)).collect::<Result<_, _>>()?;
    let is_journal = kind == EvidenceKind::UsnJournal;
    match raw.within_seconds {
        Some(1..) if is_journal && !sequences.is_empty() => {}
        None if !is_journal && sequences.is_empty() => {}
        _ if is_journal => {
            return Err("the journal needs `sequences` and `within_seconds`".to_owned());
        }
        _ => return Err("`sequences` and `within_seconds` are for the journal".to_owned()),
    }
    Ok(FileCondition {
        name,
        folder,
        sequences,
        within_seconds: raw.within_seconds.unwrap_or_default(),
    })
}

fn sequence(steps: &[String]) -> Result<Vec<Reason>, String> {
    if steps.is_empty() {
        return Err("a sequence has no step".to_owned());
    }
    let reasons: Vec<Reason> = steps.iter().map(|step| reason(step)).collect::<Result<_, _>>()?;
    if reasons
        .iter()
        .enumerate()
        .any(|(at, step)| reasons.iter().skip(at).skip(1).any(|s| s == step))
    {
        return Err("a sequence has the same step twice".to_owned());
    }
    Ok(reasons)
}

fn reason(step: &str) -> Result<Reason, String> {
    step.split('|').try_fold(Reason::default(), |all, name| match Reason::named(name.trim()) {
        Some(reason) => Ok(all | reason),
        None => Err(format!("unknown USN reason {name:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> RawFile {
        RawFile {
            variable: Some("file".to_owned()),
            sequences: vec![vec!["FILE_CREATE".to_owned(), "CLOSE|FILE_CREATE".to_owned()]],
            within_seconds: Some(60),
            ..RawFile::default()
        }
    }

    #[test]
    fn reasons_add_up_in_any_order() {
        let compiled = compile(EvidenceKind::UsnJournal, &journal(), &["file".to_owned()]).unwrap();
        assert_eq!(compiled.sequences, [vec![Reason(0x100), Reason(0x8000_0100)]]);
    }

    #[test]
    fn what_would_match_everything_or_nothing_is_refused() {
        let requires = ["file".to_owned()];
        let fails = |raw: &RawFile| compile(EvidenceKind::UsnJournal, raw, &requires).is_err();
        assert!(compile(EvidenceKind::UsnJournal, &journal(), &[]).is_err());
        assert!(compile(EvidenceKind::Mft, &journal(), &requires).is_err());
        let net = Some("NET.EXE".to_owned());
        for wrong in [
            RawFile { variable: None, ..journal() },
            RawFile { prefetch_of: net.clone(), ..journal() },
            RawFile { variable: None, prefetch_of: net, ..journal() },
            RawFile { sequences: Vec::new(), ..journal() },
            RawFile { sequences: vec![Vec::new()], ..journal() },
            RawFile { sequences: vec![vec!["FILE_MADE".to_owned()]], ..journal() },
            RawFile { sequences: vec![vec!["CLOSE".to_owned(); 2]], ..journal() },
            RawFile { within_seconds: Some(0), ..journal() },
            RawFile { within_seconds: None, ..journal() },
            RawFile { folder: Some("Windows".to_owned()), ..journal() },
        ] {
            assert!(fails(&wrong), "{wrong:?}");
        }
    }
}
