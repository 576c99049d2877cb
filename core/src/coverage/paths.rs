//! What the place of a file in a collection says of its host.
//!
//! Contract: names are compared ignoring case; nothing but the path is looked at.

/// Folders that hold the installation before an upgrade: Windows' own, and those of CDIR.
const EARLIER_INSTALLATION: [&str; 3] = ["windows.old", "evtx_old", "prefetch_old"];

/// The parts of a report path in lower case; an archive's part has lost its `!`.
pub(super) fn parts(path: &str) -> Vec<String> {
    path.replace('\\', "/")
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .map(|part| part.strip_suffix('!').unwrap_or(part).to_lowercase())
        .collect()
}

/// Whether the file belongs to an installation that an upgrade replaced (`Windows.old`). Its
/// records are never joined with those of the current one.
pub(super) fn is_earlier_installation(path: &str) -> bool {
    parts(path).iter().any(|part| EARLIER_INSTALLATION.contains(&part.as_str()))
}

/// How many parts of `given`, a path as the user typed it, stand at the beginning of the
/// evidence's path. Evidence paths begin at the last part of what was given to the program, so
/// leading parts of `given` may be missing there. `None` where the evidence is not under it.
pub(super) fn parts_under(evidence: &[String], given: &[String]) -> Option<usize> {
    (0..given.len())
        .filter_map(|skipped| given.get(skipped..))
        .find(|rest| evidence.starts_with(rest))
        .map(<[String]>::len)
}

/// The computer name that a known collection layout puts into the path.
///
/// CDIR: `NAME_YYYYMMDDhhmmss`. Velociraptor: `Collection-NAME-YYYY-MM-DDThh…`. KAPE and CyLR put
/// a drive letter below a folder or archive that is often named after the host: it counts only
/// if `is_known` says that a log names such a host.
///
/// Reference: pitfalls of verdicts, item 18.
pub(super) fn collected_host(path: &str, is_known: impl Fn(&str) -> bool) -> Option<String> {
    let original: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let named = original.iter().find_map(|part| {
        let part = part.strip_suffix('!').unwrap_or(part);
        cdir(part).or_else(|| velociraptor(part)).map(str::to_owned)
    });
    named.or_else(|| {
        original.iter().zip(original.iter().skip(1)).find_map(|(folder, below)| {
            let folder = folder.strip_suffix('!').unwrap_or(folder);
            let name = without_extension(folder);
            (is_drive(below) && is_known(&name.to_lowercase())).then(|| name.to_owned())
        })
    })
}

fn cdir(part: &str) -> Option<&str> {
    let (name, stamp) = without_extension(part).rsplit_once('_')?;
    let is_stamp = stamp.len() == 14 && stamp.bytes().all(|byte| byte.is_ascii_digit());
    (is_stamp && !name.is_empty()).then_some(name)
}

fn velociraptor(part: &str) -> Option<&str> {
    let rest = part.strip_prefix("Collection-")?;
    let at = rest.rmatch_indices('-').nth(2).map(|(at, _)| at)?;
    let (name, date) = rest.split_at_checked(at)?;
    let year: String = date.chars().skip(1).take(4).collect();
    let is_date = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_date && date.contains('T') && !name.is_empty()).then_some(name)
}

fn without_extension(part: &str) -> &str {
    let lower = part.to_ascii_lowercase();
    let is_archive = lower.ends_with(".zip");
    if is_archive { part.get(..part.len().saturating_sub(4)).unwrap_or(part) } else { part }
}

fn is_drive(part: &str) -> bool {
    let mut letters = part.chars();
    let letter = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic());
    letter && matches!(letters.as_str(), "" | ":" | "%3A" | "%3a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_name_their_host() {
        let known = |name: &str| name == "pc01";
        for (path, host) in [
            ("PC07_20240131090000/Prefetch/NET.EXE-DF44F913.pf", Some("PC07")),
            ("PC_07_20240131090000.zip!/Evtx/Security.evtx", Some("PC_07")),
            ("Collection-SRV-02-2024-01-31T09_00_00Z.zip!/uploads/x", Some("SRV-02")),
            ("out/PC01/C/Windows/Prefetch/A.pf", Some("PC01")),
            ("PC01.zip!/C/Windows/Prefetch/A.pf", Some("PC01")),
            ("tout/C/Windows/Prefetch/A.pf", None),
            ("logs_2024/Security.evtx", None),
        ] {
            assert_eq!(collected_host(path, known).as_deref(), host, "{path}");
        }
    }

    #[test]
    fn given_paths_may_begin_above_the_evidence() {
        let evidence = parts("collect/PC01/Prefetch/A.pf");
        assert_eq!(parts_under(&evidence, &parts("/data/collect/pc01/")), Some(2));
        assert_eq!(parts_under(&evidence, &parts("collect")), Some(1));
        assert_eq!(parts_under(&evidence, &parts("/data/collect/PC02")), None);
        assert_eq!(parts_under(&evidence, &parts("")), None);
    }

    #[test]
    fn an_earlier_installation_is_told_by_its_folder() {
        assert!(is_earlier_installation("x/C/Windows.old/Windows/System32/winevt/Security.evtx"));
        assert!(is_earlier_installation("PC01_20240131090000/Evtx_old/Security.evtx"));
        assert!(!is_earlier_installation("PC01/Windows/x.evtx"));
    }
}
