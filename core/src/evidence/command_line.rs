//! Command lines: words, `net use`, and the masking of passwords.
//!
//! Contract: a password on a command line never leaves this module unmasked unless the caller has
//! asked for secrets.

use std::{borrow::Cow, ops::Range};

/// What stands in place of a secret.
pub const MASK: &str = "********";

/// A use of `net.exe`, as far as its command line tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetCommand {
    /// First word after the program: `use`, `view`, `user` …, in lower case.
    pub subcommand: String,
    /// `host` and `share` of the first `\\host\share`.
    pub share: Option<(String, String)>,
    /// Value of `/user:`.
    pub user: Option<String>,
    /// `/delete` or `/d` was given.
    pub deletes: bool,
}

/// Words of a command line with their places: split on white space outside double quotes.
fn words(line: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    let ends = line.char_indices().map(|(at, c)| (at, Some(c))).chain([(line.len(), None)]);
    for (at, character) in ends {
        let breaks = match character {
            Some('"') => {
                quoted = !quoted;
                false
            }
            Some(character) => !quoted && character.is_whitespace(),
            None => true,
        };
        match (breaks, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let text = line.get(from..at).unwrap_or_default().replace('"', "");
                words.push((from..at, text));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The `net` command in a line, also behind `cmd /c` and the like; `None` where there is none.
///
/// ```
/// use konseki_core::evidence::command_line::net_command;
/// let command = net_command(r"net  use \\FS01\projects /user:CORP\svc").unwrap();
/// assert_eq!(command.share, Some(("FS01".into(), "projects".into())));
/// assert_eq!(net_command("net view").unwrap().subcommand, "view");
/// ```
pub fn net_command(line: &str) -> Option<NetCommand> {
    let words = words(line);
    let at = words.iter().position(|(_, word)| is_net(word))?;
    let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
    let mut command = NetCommand::default();
    let subcommand = rest.first().map(|(_, word)| clean(word).to_ascii_lowercase());
    command.subcommand = subcommand.unwrap_or_default();
    for (_, word) in rest.iter().skip(1) {
        let word = clean(word);
        let option = word.to_ascii_lowercase();
        if option == "/delete" || option == "/d" || option == "/del" {
            command.deletes = true;
        } else if let Some(user) = user_option(word) {
            command.user = Some(user.to_owned());
        } else if command.share.is_none() {
            command.share = unc(word);
        }
    }
    Some(command)
}

fn is_net(word: &str) -> bool {
    let name = super::path::base_name(clean(word)).to_ascii_lowercase();
    matches!(name.as_str(), "net" | "net.exe" | "net1" | "net1.exe")
}

/// Quotes and shell characters around a word.
fn clean(word: &str) -> &str {
    word.trim_matches(|c| matches!(c, '"' | '\'' | '(' | ')' | '&' | '^'))
}

fn user_option(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let name = name.to_ascii_lowercase();
    let is_user = name.len() >= 2 && "/user".starts_with(&name);
    is_user.then_some(value)
}

/// `\\host\share\…`, with `/` for `\` too; WebDAV hosts keep their `@port`.
fn unc(word: &str) -> Option<(String, String)> {
    let word = word.replace('/', "\\");
    let mut parts = word.strip_prefix(r"\\")?.split('\\');
    let host = parts.next().filter(|host| !host.is_empty())?;
    let share = parts.next().filter(|share| !share.is_empty())?;
    Some((host.to_owned(), share.to_owned()))
}

/// Masks passwords of every `net use` (and `net user`) in a text.
///
/// A password is a word that is no option, no device, no UNC path and not `*`. For `net use` it is
/// any such word; for `net user` the second (the first is the account).
///
/// ```
/// use konseki_core::evidence::command_line::mask_secrets;
/// assert_eq!(mask_secrets(r#"net use \\h\s "Pass word" /user:U"#), r"net use \\h\s ******** /user:U");
/// assert_eq!(mask_secrets(r"net use X: \\h\s *"), r"net use X: \\h\s *");
/// ```
pub fn mask_secrets(line: &str) -> Cow<'_, str> {
    let words = words(line);
    let mut secrets: Vec<Range<usize>> = Vec::new();
    let mut index = 0;
    while let Some((_, word)) = words.get(index) {
        index = index.saturating_add(1);
        if is_net(word) {
            let rest = words.get(index..).unwrap_or_default();
            secrets.extend(secrets_of(rest));
        } else if word.contains(char::is_whitespace) {
            // A quoted command in a command: `cmd /c "net use …"`.
            if let Some((range, _)) = words.get(index.saturating_sub(1)) {
                secrets.extend(inner_secrets(line, range));
            }
        }
    }
    if secrets.is_empty() {
        return Cow::Borrowed(line);
    }
    secrets.sort_by_key(|range| range.start);
    secrets.dedup();
    let mut masked = String::with_capacity(line.len());
    let mut from = 0;
    for range in secrets {
        if range.start < from {
            continue;
        }
        masked.push_str(line.get(from..range.start).unwrap_or_default());
        masked.push_str(MASK);
        from = range.end;
    }
    masked.push_str(line.get(from..).unwrap_or_default());
    Cow::Owned(masked)
}

/// Secrets inside a quoted word.
fn inner_secrets(line: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let Some(text) = line.get(range.clone()) else { return Vec::new() };
    let inner = text.trim_matches('"');
    let shift =
        range.start.saturating_add(text.len().saturating_sub(text.trim_start_matches('"').len()));
    let words = words(inner);
    let Some(at) = words.iter().position(|(_, word)| is_net(word)) else { return Vec::new() };
    let rest = words.get(at.saturating_add(1)..).unwrap_or_default();
    let move_by =
        |range: Range<usize>| range.start.saturating_add(shift)..range.end.saturating_add(shift);
    secrets_of(rest).into_iter().map(move_by).collect()
}

fn secrets_of(rest: &[(Range<usize>, String)]) -> Vec<Range<usize>> {
    let mut words = rest.iter();
    let allowed = match words.next().map(|(_, word)| clean(word).to_ascii_lowercase()).as_deref() {
        Some("use") => 0,
        Some("user") => 1,
        _ => return Vec::new(),
    };
    let mut secrets = Vec::new();
    let mut plain: usize = 0;
    for (range, word) in words {
        if matches!(word.as_str(), "&" | "&&" | "|" | "||" | ">" | ">>") {
            break;
        }
        if is_public(clean(word)) {
            continue;
        }
        plain = plain.saturating_add(1);
        if plain > allowed {
            secrets.push(range.clone());
        }
    }
    secrets
}

/// Options, devices, UNC paths, the prompt `*`.
fn is_public(word: &str) -> bool {
    let device = word.strip_suffix(':').is_some_and(|name| {
        let letters = name.len() == 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
        let upper = name.to_ascii_uppercase();
        letters || upper.starts_with("LPT") || upper.starts_with("COM") || upper.starts_with("PRN")
    });
    word.is_empty()
        || word == "*"
        || device
        || word.starts_with(r"\\")
        || word.starts_with("//")
        || (word.starts_with('/') && is_option(word))
        || word.to_ascii_lowercase().starts_with("http")
}

/// Options of `net use` and `net user`; another word with a slash may be a password.
fn is_option(word: &str) -> bool {
    let name = word.split(':').next().unwrap_or(word).to_ascii_lowercase();
    const OPTIONS: &[&str] = &[
        "/user",
        "/u",
        "/us",
        "/use",
        "/savecred",
        "/smartcard",
        "/delete",
        "/d",
        "/del",
        "/persistent",
        "/p",
        "/home",
        "/y",
        "/n",
        "/yes",
        "/no",
        "/requireintegrity",
        "/requireprivacy",
        "/writethrough",
        "/global",
        "/transport",
        "/compressnetwork",
        "/blockntlm",
        "/noprefix",
        "/add",
        "/active",
        "/domain",
        "/dom",
        "/comment",
        "/expires",
        "/fullname",
        "/homedir",
        "/passwordchg",
        "/passwordreq",
        "/times",
        "/logonpasswordchg",
        "/workstations",
        "/scriptpath",
        "/profilepath",
        "/countrycode",
        "/usercomment",
        "/?",
        "/help",
    ];
    OPTIONS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_masked() {
        for (line, masked) in [
            (r"net use \\h\s PASS /user:U", r"net use \\h\s ******** /user:U"),
            (r"net  use \\h\s /user:U PASS", r"net  use \\h\s /user:U ********"),
            (
                r"net use X: \\h\s PASS /u:U /persistent:no",
                r"net use X: \\h\s ******** /u:U /persistent:no",
            ),
            (
                r#""C:\Windows\system32\net.exe" use \\h\s "P S" /USER:"A B""#,
                r#""C:\Windows\system32\net.exe" use \\h\s ******** /USER:"A B""#,
            ),
            (r"net use \\h\s * /user:U", r"net use \\h\s * /user:U"),
            (r"cmd /c net use \\h\s PASS & dir", r"cmd /c net use \\h\s ******** & dir"),
            (
                r#"cmd.exe /c "net use \\h\s PASS /user:U""#,
                r#"cmd.exe /c "net use \\h\s ******** /user:U""#,
            ),
            (r"net user eve PASS /add", r"net user eve ******** /add"),
            (r"net1 use \\h\s /PASS /savecred", r"net1 use \\h\s ******** /savecred"),
            ("net view", "net view"),
            (r"net use", r"net use"),
            (r"notepad net.txt", r"notepad net.txt"),
        ] {
            assert_eq!(mask_secrets(line), masked);
        }
    }

    #[test]
    fn the_parts_of_net_use_are_found() {
        let command = net_command(
            r#""C:\WINDOWS\system32\net.exe" use Z: \\fs01.corp.example\data$ /u:CORP\eve"#,
        )
        .unwrap();
        assert_eq!(command.subcommand, "use");
        assert_eq!(command.share, Some(("fs01.corp.example".into(), "data$".into())));
        assert_eq!(command.user.as_deref(), Some(r"CORP\eve"));
        assert!(net_command(r"net use \\h\s /delete").unwrap().deletes);
        assert_eq!(net_command("ipconfig /all"), None);
    }
}
