//! From the YAML of a file's conditions to compiled ones.

use super::{FileCondition, FileNameCondition, JournalPattern, raw::RawFile};
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
    let mut patterns: Vec<JournalPattern> =
        raw.sequences.iter().map(|steps| sequence(steps)).collect::<Result<_, _>>()?;
    if !raw.all_of.is_empty() {
        patterns.push(all_of(&raw.all_of)?);
    }
    let is_journal = kind == EvidenceKind::UsnJournal;
    match raw.within_seconds {
        Some(1..) if is_journal && !patterns.is_empty() => {}
        None if !is_journal && patterns.is_empty() => {}
        _ if is_journal => {
            return Err(
                "the journal needs `sequences` or `all_of`, and `within_seconds`".to_owned()
            );
        }
        _ => {
            return Err("`sequences`, `all_of` and `within_seconds` are for the journal".to_owned());
        }
    }
    Ok(FileCondition {
        name,
        folder,
        patterns,
        within_seconds: raw.within_seconds.unwrap_or_default(),
    })
}

fn sequence(steps: &[String]) -> Result<JournalPattern, String> {
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
    Ok(JournalPattern::Sequence(reasons))
}

fn all_of(names: &[String]) -> Result<JournalPattern, String> {
    let reasons = names
        .iter()
        .try_fold(Reason::default(), |all, name| Ok::<_, String>(all | reason(name)?))?;
    if !reasons.contains(Reason::CLOSE) || reasons == Reason::CLOSE {
        return Err("`all_of` needs CLOSE and what else the file's records show".to_owned());
    }
    Ok(JournalPattern::AllOf(reasons))
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

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn reasons_add_up_in_any_order() {
        let compiled = compile(EvidenceKind::UsnJournal, &journal(), &["file".to_owned()]).unwrap();
        let steps = vec![Reason(0x100), Reason(0x8000_0100)];
        assert_eq!(compiled.patterns, [JournalPattern::Sequence(steps)]);
        let set = RawFile {
            sequences: Vec::new(),
            all_of: names(&["CLOSE", "FILE_CREATE"]),
            ..journal()
        };
        let compiled = compile(EvidenceKind::UsnJournal, &set, &["file".to_owned()]).unwrap();
        assert_eq!(compiled.patterns, [JournalPattern::AllOf(Reason(0x8000_0100))]);
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
            RawFile { all_of: names(&["CLOSE"]), ..journal() },
            RawFile { all_of: names(&["FILE_CREATE"]), ..journal() },
            RawFile { all_of: names(&["FILE_MADE", "CLOSE"]), ..journal() },
            RawFile { within_seconds: Some(0), ..journal() },
            RawFile { within_seconds: None, ..journal() },
            RawFile { folder: Some("Windows".to_owned()), ..journal() },
        ] {
            assert!(fails(&wrong), "{wrong:?}");
        }
    }
}
