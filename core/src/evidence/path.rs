//! Windows paths, compared after the volume and ignoring case.

/// The part of a path after its volume, from the backslash on.
///
/// Forms: `C:\x`, `\\?\C:\x`, `\??\C:\x`, `\Device\HarddiskVolume2\x`, `\VOLUME{…}\x`,
/// `\\?\Volume{…}\x`. A path without a known volume is returned whole.
///
/// ```
/// use konseki_core::evidence::path::after_volume;
/// let forms = [r"C:\Windows\net.exe", r"\device\harddiskvolume2\Windows\net.exe",
///              r"\VOLUME{01d6-18}\Windows\net.exe", r"\??\D:\Windows\net.exe"];
/// assert!(forms.iter().all(|path| after_volume(path) == r"\Windows\net.exe"));
/// ```
pub fn after_volume(path: &str) -> &str {
    let plain = strip_prefix(path, r"\\?\").or_else(|| strip_prefix(path, r"\??\")).unwrap_or(path);
    if let Some(rest) = strip_prefix(plain, r"\device\") {
        return from_backslash(rest).unwrap_or(path);
    }
    let volume = plain.trim_start_matches('\\');
    if let Some(rest) = strip_prefix(volume, "volume{") {
        return from_backslash(rest).unwrap_or(path);
    }
    match plain.as_bytes() {
        [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic() => plain.get(2..).unwrap_or(path),
        _ => path,
    }
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

fn from_backslash(text: &str) -> Option<&str> {
    text.find('\\').and_then(|at| text.get(at..))
}

/// Last component of a path.
pub fn base_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// Name of a share without its host: `\\*\projects` and `\\FS01\projects` give `projects`.
pub fn share_name(share: &str) -> &str {
    share.trim_end_matches('\\').rsplit('\\').next().unwrap_or(share)
}
